//! Left column: the core indicators and the methods behind them.

use domain::wire::Card;
use leptos::prelude::*;

use crate::face::card::{CardFace, card};
use crate::face::when::When;
use crate::markup::{classed, each};
use crate::part::card::{card as written_card, cards_behind};
use crate::part::methods::methods_panel;
use crate::part::table::{heading, is_turned, turn};
use crate::part::written::written;
use crate::room::{Room, room};
use crate::state::Panel;
use crate::text::Text;

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
    let turn = turn(room, Panel::Cards);
    if is_turned(room, Panel::Cards) {
        let scene = room.scene().map(|it| it.cards.clone()).unwrap_or_default();
        let months: Vec<_> = scene.into_iter().map(|it| it.series).collect();
        let table =
            [heading(room.say(Text::Indicators), &turn), cards_behind(room, &faces, &months)];
        return classed("div", "cards", &classed("section", "panel", &table.concat()));
    }
    // On the last, which has nothing beside its name.
    let last = faces.len().saturating_sub(1);
    let card = |(at, face): (usize, &CardFace)| {
        written_card(room, face, if at == last { &turn } else { "" })
    };
    classed("div", "cards", &each(faces.iter().enumerate(), card))
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
