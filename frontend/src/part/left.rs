//! Left column: the core indicators and the methods behind them.

use leptos::prelude::*;

use crate::face::card::{CardFace, card};
use crate::part::card::IndicatorCard;
use crate::part::methods::MethodsPanel;
use crate::room::{Room, room};

#[component]
pub(crate) fn Left() -> impl IntoView {
    let room = room();
    let faces = Memo::new(move |_| faces(room).unwrap_or_default());
    view! {
        <div class="column column--left">
            <div class="cards">
                {move || faces.get().into_iter().map(|face| view! { <IndicatorCard face /> }).collect_view()}
            </div>
            <MethodsPanel />
        </div>
    }
}

fn faces(room: Room) -> Option<Vec<CardFace>> {
    let scene = room.scene()?;
    let face = |it: &domain::wire::Card| {
        let entry = room.entry(&it.figure.indicator)?;
        let beside = it.beside.as_ref().and_then(|beside| room.entry(&beside.indicator));
        Some(card(room.lang, it, &entry, beside.as_ref()))
    };
    Some(scene.cards.iter().filter_map(face).collect())
}
