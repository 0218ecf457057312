//! The table behind the map: of its uppermost layer.

use leptos::prelude::{Get as _, With as _};

use crate::face::legend::subject;
use crate::face::table;
use crate::markup::classed;
use crate::part::table::{CLOSED, heading, is_turned, side_at, table as behind};
use crate::room::Room;
use crate::state::{Panel, Rows};
use crate::text::Text;

/// On the map itself, where it has no card.
pub(crate) fn numbers_panel(room: Room) -> String {
    if !is_turned(room, Panel::Map) {
        return String::new();
    }
    let words = [heading(&title(room), ""), numbers(room)].concat();
    classed("section", "panel panel--map", &words)
}

pub(crate) fn title(room: Room) -> String {
    let uppermost = room.stack.with(|stack| stack.seen().next().map(|it| subject(room.lang, it)));
    uppermost.unwrap_or_else(|| room.say(Text::MapLabel).to_owned())
}

pub(crate) fn numbers(room: Room) -> String {
    behind_map(room).unwrap_or_default()
}

fn behind_map(room: Room) -> Option<String> {
    let stack = room.stack.get();
    let made = stack.seen().next()?;
    if let Some(frame) = &made.sources.cells {
        let scale = if made.layer().scale() > 1.0 { 1000 } else { 1 };
        return Some(behind(room, &table::hexagons(room.lang, frame, scale), CLOSED));
    }
    let (figures, entry) = (made.sources.figures.as_ref()?, made.entry.as_ref()?);
    let opens = |row: usize, at: usize| {
        let side = side_at(at, 2)?;
        let figure = figures.rows.get(row)?;
        let unit = if figure.row.is_some() { &figures.unit.code } else { &figure.unit };
        let rows = Rows { row: figure.row.clone(), ..Rows::of(side) };
        Some(room.url(|it| it.some_records(&entry.id, Some(unit), rows.clone())))
    };
    Some(behind(room, &table::districts(room.lang, &figures.rows, entry), &opens))
}
