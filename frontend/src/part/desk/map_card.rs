//! The map as a card, with what its colours mean and what it must say about itself.

use leptos::prelude::*;

use crate::face::legend::subject;
use crate::face::table;
use crate::markup::{classed, escaped};
use crate::part::foot::{balance, map_line};
use crate::part::legend::Legend;
use crate::part::switch::switch;
use crate::part::table::{heading, is_turned, table as behind, turn};
use crate::part::theatre::Theatre;
use crate::part::written::written;
use crate::room::{Room, room};
use crate::state::Panel;
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
    face(room).map(|it| behind(room, &it)).unwrap_or_default()
}

fn face(room: Room) -> Option<table::TableFace> {
    let stack = room.stack.get();
    let made = stack.seen().next()?;
    if let Some(frame) = &made.sources.cells {
        let scale = if made.layer().scale() > 1.0 { 1000 } else { 1 };
        return Some(table::hexagons(room.lang, frame, scale));
    }
    let figures = made.sources.figures.as_ref()?;
    Some(table::districts(room.lang, &figures.rows, made.entry.as_ref()?))
}
