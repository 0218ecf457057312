//! The map as a card, with what its colours mean and what it must say about itself.

use leptos::prelude::*;

use crate::face::legend::subject;
use crate::face::table;
use crate::markup::{classed, escaped};
use crate::part::foot::{balance, map_line};
use crate::part::legend::Legend;
use crate::part::switch::switch;
use crate::part::table::{CLOSED, heading, is_turned, side_at, table as behind, turn};
use crate::part::theatre::Theatre;
use crate::part::written::written;
use crate::room::{Room, room};
use crate::state::{Panel, Rows};
use crate::text::Text;

#[component]
pub(crate) fn MapCard() -> impl IntoView {
    let room = room();
    let turned = Memo::new(move |_| is_turned(room, Panel::Map));
    let field = move || {
        if turned.get() {
            written(room, numbers)
        } else {
            view! { <div class="mapcard__field"><Theatre />{written(room, line)}</div> }.into_any()
        }
    };
    view! {
        <section class="panel mapcard">
            {written(room, |room| heading(&title(room), &turn(room, Panel::Map)))}
            {written(room, switch)}
            {field}
            <Legend />
            {written(room, lines)}
        </section>
    }
}

/// On the map itself, wherever the page is scrolled to.
fn line(room: Room) -> String {
    classed("p", "mapcard__line", &escaped(&map_line(room)))
}

fn lines(room: Room) -> String {
    classed("p", "mapcard__lines", &balance(room))
}

fn title(room: Room) -> String {
    let uppermost = room.stack.with(|stack| stack.seen().next().map(|it| subject(room.lang, it)));
    uppermost.unwrap_or_else(|| room.say(Text::MapLabel).to_owned())
}

fn numbers(room: Room) -> String {
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
