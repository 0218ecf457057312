//! The eight off-site methods: how often each was used and how often it found something.

use crate::face::order::{BarRow, knows, methods};
use crate::face::table;
use crate::markup::{classed, count, each, element, escaped};
use crate::part::bars::bar;
use crate::part::table::{heading, is_turned, table as behind, turn};
use crate::room::Room;
use crate::state::{Panel, Rows, Side};
use crate::text::Text;

/// Its denominator by method is what was done, its numerator what was found.
const DISCOVERY: &str = "I06";

pub(crate) fn methods_panel(room: Room) -> String {
    let rows = room.scene().map(|it| it.methods.clone()).unwrap_or_default();
    let body = if room.scene().is_some_and(|it| !knows(&it)) {
        classed("p", "absent", room.say(Text::NoData))
    } else if is_turned(room, Panel::Methods) {
        let faces = methods(room.lang, &rows);
        let opens = |row: usize, at: usize| {
            let side = [None, Some(Side::Den), Some(Side::Num)].get(at).copied().flatten()?;
            Some(opened(room, faces.get(row)?, side))
        };
        behind(room, &table::offsite(room.lang, &rows), &opens)
    } else {
        classed("ul", "barlist", &each(methods(room.lang, &rows), |it| row(room, &it)))
    };
    let note = [room.say(Text::MethodColumns), " ", &turn(room, Panel::Methods)];
    let head = heading(room.say(Text::Methods), &note.concat());
    classed("section", "panel panel--methods", &[head, body].concat())
}

/// Where the inspections of a method are.
fn opened(room: Room, row: &BarRow, side: Side) -> String {
    let rows = Rows { method: Some(row.code.clone()), ..Rows::of(side) };
    room.url(|it| it.some_records(DISCOVERY, None, rows.clone()))
}

fn row(room: Room, row: &BarRow) -> String {
    let link = |side: Side| opened(room, row, side);
    let name = [("class", "barlist__name"), ("title", &row.name)];
    let parts = [
        element("span", &name, &escaped(&row.name)),
        bar("bar bar--row", row.fill, None),
        classed("span", "barlist__count", &count(&link(Side::Den), "", &row.count)),
        classed("span", "barlist__share", &count(&link(Side::Num), &row.found, &row.share)),
    ];
    classed("li", "barlist__row", &parts.concat())
}
