//! Left column: the core indicators and the methods behind them.

use domain::wire::Card;
use leptos::prelude::*;

use crate::face::card::{CardFace, card};
use crate::face::when::When;
use crate::markup::{classed, each};
use crate::part::card::card as written_card;
use crate::part::methods::methods_panel;
use crate::part::written::written;
use crate::room::{Room, room};

#[component]
pub(crate) fn Left() -> impl IntoView {
    let room = room();
    view! {
        <div class="column column--left">
            {written(room, cards)}
            {written(room, methods_panel)}
        </div>
    }
}

fn cards(room: Room) -> String {
    let faces = faces(room).unwrap_or_default();
    classed("div", "cards", &each(&faces, |it| written_card(room, it)))
}

fn faces(room: Room) -> Option<Vec<CardFace>> {
    let scene = room.scene()?;
    let when = When::of(&scene);
    let face = |it: &Card| {
        let entry = room.entry(&it.figure.indicator)?;
        let beside = it.beside.as_ref().and_then(|beside| room.entry(&beside.indicator));
        Some(card(room.lang, it, &entry, beside.as_ref(), when))
    };
    Some(scene.cards.iter().filter_map(face).collect())
}
