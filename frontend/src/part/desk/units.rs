//! Units of the current indicator as a table: rank, value, both sides, change, a year of months.

use domain::indicator::UnitOfValue;
use leptos::prelude::With as _;

use crate::face::ranking::{RankRow, RankingFace, compared, have_series};
use crate::face::spark::Spark;
use crate::format;
use crate::markup::{classed, count, each, element, escaped, link};
use crate::part::bars::{bar, spark_line};
use crate::part::card::change;
use crate::part::ranking::{has_bar, of_today, records, units_behind};
use crate::part::table::{heading, is_turned, turn};
use crate::room::Room;
use crate::state::{Column, Panel, Side, State};
use crate::text::{DOT, Text};

/// The class of the row of what the others are parts of.
const WHOLE: &str = "units__whole";

pub(super) fn units(room: Room) -> String {
    let body = match face(room) {
        None => String::new(),
        Some(face) if face.rows.is_empty() && face.apart.is_empty() => {
            classed("p", "absent", room.say(Text::NoParts))
        }
        Some(face) if is_turned(room, Panel::Units) => units_behind(room, &face),
        Some(face) => rows(room, &face),
    };
    let entry = room.parts().map(|(_, it)| it);
    let unit = entry.as_ref().map_or("", |it| format::unit(room.lang, it.unit));
    let ranks =
        if entry.is_some_and(|it| it.ranked) { Text::ComparisonNote } else { Text::Reference };
    let note = [room.say(ranks), DOT, unit, " ", &turn(room, Panel::Units)].concat();
    let head = heading(&title(room).unwrap_or_default(), &note);
    classed("section", "panel units", &[head, of_today(room), body].concat())
}

fn face(room: Room) -> Option<RankingFace> {
    let (figures, entry) = room.parts()?;
    let parent = room.scene()?.unit.code.clone();
    let order = room.state.with(|it| it.order);
    let face = compared(room.lang, &figures, &entry, (&parent, order));
    Some(face.with_whole(room.lang, room.whole(&figures, &entry).as_ref(), &entry))
}

fn title(room: Room) -> Option<String> {
    let (_, entry) = room.parts()?;
    let units = if room.is_root() { Text::Comparison } else { Text::ComparisonStreets };
    Some([room.say(units), DOT, room.lang.named(&entry.name, &entry.name_en)].concat())
}

fn rows(room: Room, face: &RankingFace) -> String {
    let entry = room.parts().map(|(_, it)| it);
    let percent = entry.as_ref().is_some_and(|it| it.unit == UnitOfValue::Percent);
    let is_count = entry.as_ref().is_some_and(|it| it.denominator.is_none());
    let class = [
        "table units__table",
        if is_count { " units__table--count" } else { "" },
        if entry.is_some_and(|it| it.ranked) { "" } else { " units__table--unranked" },
    ];
    let before = [(Column::Rank, Text::Rank), (Column::Name, Text::Unit)];
    let after = [
        (Column::Value, Text::Value),
        (Column::Num, if is_count { Text::Value } else { Text::Numerator }),
        (Column::Den, Text::Denominator),
        (Column::Change, if percent { Text::YoyPoints } else { Text::Yoy }),
    ];
    let is_yearly = has_months(room);
    let columns = if is_yearly { "8" } else { "7" };
    let months = if is_yearly {
        classed("th", "units__months", room.say(Text::Months))
    } else {
        String::new()
    };
    let apart = if face.apart.is_empty() {
        String::new()
    } else {
        let note = element("td", &[("colspan", columns)], room.say(Text::Apart));
        classed("tr", "units__note", &note)
    };
    let line = |it: &RankRow, class: &str| row(room, it, (class, face.target, is_yearly));
    [
        "<div class=\"scroll\"><table class=\"",
        &class.concat(),
        "\"><thead><tr>",
        &each(before, |it| head(room, it)),
        "<th class=\"units__bars\"></th>",
        &each(after, |it| head(room, it)),
        &months,
        "</tr></thead><tbody>",
        &face.whole.as_ref().map(|it| line(it, WHOLE)).unwrap_or_default(),
        "</tbody><tbody>",
        &each(&face.rows, |it| line(it, "units__row")),
        "</tbody><tbody class=\"units__apart\">",
        &apart,
        &each(&face.apart, |it| line(it, "units__row")),
        "</tbody></table></div>",
    ]
    .concat()
}

/// A score of today has no months, and not all parts have series: neither is asked for.
fn has_months(room: Room) -> bool {
    let is_score = room.current().is_some_and(|it| it.unit == UnitOfValue::Points);
    let at = room.at();
    !is_score && room.scene().is_none_or(|it| have_series(at, &it.unit.level))
}

/// A column's name that sorts by it.
fn head(room: Room, (column, text): (Column, Text)) -> String {
    let order = room.state.with(|it| it.order);
    let href = room.url(|it| State { order: it.order.clicked(column), ..it.clone() });
    let is_name = column == Column::Name;
    let class = if is_name || column == Column::Rank { "" } else { "number" };
    let hint = if is_name { room.say(Text::OfficialOrder) } else { "" };
    let id = ["order-", column.as_str()].concat();
    let attributes = [("class", "sorter"), ("id", &*id), ("href", &*href), ("title", hint)];
    let words = element("a", &attributes, room.say(text));
    let sort = order.aria(column);
    element("th", &[("scope", "col"), ("class", class), ("aria-sort", sort)], &words)
}

fn row(room: Room, row: &RankRow, (class, target, is_yearly): (&str, Option<f64>, bool)) -> String {
    let is_whole = class == WHOLE;
    let name = if row.rest || is_whole {
        escaped(&row.name)
    } else {
        link("", &room.url(|it| it.of_unit(Some(row.unit.clone()))), &escaped(&row.name))
    };
    let flag = row.mark.map(|it| [" ", &classed("b", "flag", it)].concat()).unwrap_or_default();
    let bar =
        if has_bar(row, is_whole) { bar("bar bar--row", row.fill, target) } else { String::new() };
    let side = |side: Side, words: &str| count(&records(room, row, side), "", words);
    let den = row.den.as_deref().map(|it| side(Side::Den, it)).unwrap_or_default();
    let change = row.change.as_ref().map(|it| change(it, false)).unwrap_or_default();
    let months = || spark(room, &row.unit).map(|it| spark_line(&it)).unwrap_or_default();
    let cells = [
        classed("td", "units__rank", &row.rank),
        classed("td", "units__name", &[name, flag].concat()),
        classed("td", "units__bars", &bar),
        classed("td", "number", &row.value),
        classed("td", "number", &side(Side::Num, &row.num)),
        classed("td", "number", &den),
        classed("td", "number", &change),
        if is_yearly { classed("td", "units__months", &months()) } else { String::new() },
    ];
    let below = if row.below { " ranking__row--below" } else { "" };
    classed("tr", &[class, below].concat(), &cells.concat())
}

/// Twelve months of one unit, as soon as they are here.
fn spark(room: Room, unit: &str) -> Option<Spark> {
    let indicator = room.asked(|it| it.indicator().to_owned())?;
    let kind = room.entry(&indicator)?.unit;
    let frames = [room.frames.unit_series, room.frames.card_series];
    let own = frames.into_iter().find_map(|frame| {
        let all = frame.get()?;
        all.iter().find(|it| it.unit.code == unit && it.indicator == indicator).cloned()
    })?;
    Some(Spark::of(&own.rows, kind, None, own.stamped.cutoff.day()))
}
