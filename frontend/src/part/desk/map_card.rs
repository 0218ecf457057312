//! The map as a card, with what its colours mean and what it must say about itself.

use leptos::prelude::*;

use crate::face::legend::subject;
use crate::face::table;
use crate::part::foot::{Balance, map_line};
use crate::part::legend::Legend;
use crate::part::switch::Switch;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::part::theatre::Theatre;
use crate::room::{Room, room};
use crate::state::Panel;
use crate::text::Text;

#[component]
pub(crate) fn MapCard() -> impl IntoView {
    let room = room();
    let turned = Memo::new(move |_| is_turned(room, Panel::Map));
    let field = move || {
        if turned.get() {
            view! { {move || face(room).map(|face| view! { <DataTable face /> })} }.into_any()
        } else {
            view! { <div class="mapcard__field"><Theatre /></div> }.into_any()
        }
    };
    view! {
        <section class="panel mapcard">
            <h2 class="panel__title">
                <span class="panel__name">{move || title(room)}</span>
                <span class="panel__note"><Turn panel=Panel::Map /></span>
            </h2>
            <Switch />
            {field}
            <Legend />
            <p class="mapcard__lines">{move || map_line(room)} <Balance /></p>
        </section>
    }
}

fn title(room: Room) -> String {
    let uppermost = room.stack.with(|stack| stack.seen().next().map(|it| subject(room.lang, it)));
    uppermost.unwrap_or_else(|| room.say(Text::MapLabel).to_owned())
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
