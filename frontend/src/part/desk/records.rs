//! The first records behind the current indicator, at the foot of the desk.

use crate::format;
use crate::markup::{classed, link};
use crate::part::records::{check, keep, table};
use crate::part::table::heading;
use crate::room::Room;
use crate::state::Side;
use crate::text::{DOT, Text};

pub(super) fn records_panel(room: Room) -> String {
    let found = room.frames.records.get();
    let indicator = room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
    let all = room.url(|it| it.records(&indicator, None, room.base_side()));
    let note = [
        found.as_ref().map(|it| check(room, it)).unwrap_or_default(),
        room.csv().map(|it| keep(room, &it)).unwrap_or_default(),
        link("toggle", &all, room.say(Text::AllRows)),
    ];
    let rows = found.map(|it| table(room, &it)).unwrap_or_default();
    let head = heading(&title(room).unwrap_or_default(), &note.concat());
    let rows = classed("div", "scroll", &rows);
    classed("section", "panel desk__records", &[head, rows].concat())
}

/// 分母明细 · 丰台区 · 9,214
fn title(room: Room) -> Option<String> {
    let found = room.frames.records.get()?;
    let unit = room.entry(&found.indicator)?.unit;
    let side = if found.side == Side::Num.as_str() { Text::Numerator } else { Text::Denominator };
    let parts = [
        room.say(side),
        room.lang.pick("", " "),
        room.say(Text::RecordsBehind),
        DOT,
        &found.unit.name,
        DOT,
        &format::side(unit, found.total),
    ];
    Some(parts.concat())
}
