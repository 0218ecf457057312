//! Every indicator of the catalogue as a card; a click makes it the current one.

use domain::wire::SeriesRow;
use leptos::prelude::*;

use crate::face::card::{CardFace, lone};
use crate::face::table;
use crate::part::card::IndicatorCard;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::room::{Room, room};
use crate::state::Panel;
use crate::text::{DOT, Text};

#[component]
pub(crate) fn Cards() -> impl IntoView {
    let room = room();
    let faces = Memo::new(move |_| faces(room).unwrap_or_default());
    let card = |(face, _): (CardFace, Vec<SeriesRow>)| view! { <IndicatorCard face /> };
    let body = move || {
        if is_turned(room, Panel::Cards) {
            let (cards, months): (Vec<_>, Vec<_>) = faces.get().into_iter().unzip();
            let face = table::cards(room.lang, &cards, &months);
            return view! { <section class="panel"><DataTable face /></section> }.into_any();
        }
        let cards = faces.get().into_iter().map(card).collect_view();
        view! { <div class="deskcards">{cards}</div> }.into_any()
    };
    view! {
        <section class="desk__cards" aria-label=room.say(Text::Indicators)>
            <p class="desk__cardbar">
                {room.say(Text::Indicators)} " " {move || faces.with(Vec::len)} {DOT} {room.say(Text::ChooseHint)}
                <Turn panel=Panel::Cards />
            </p>
            {body}
        </section>
    }
}

fn faces(room: Room) -> Option<Vec<(CardFace, Vec<SeriesRow>)>> {
    let figures = room.frames.cards.get()?;
    let series = room.frames.card_series.get();
    let months = |indicator: &str| {
        let own = series.as_ref()?.iter().find(|it| it.indicator == indicator)?;
        (own.unit.code == figures.unit.code).then(|| own.rows.clone())
    };
    let face = |figure: &domain::wire::Figure| {
        let entry = room.entry(&figure.indicator)?;
        let months = months(&figure.indicator).unwrap_or_default();
        Some((lone(room.lang, figure, &entry, &months), months))
    };
    Some(figures.rows.iter().filter_map(face).collect())
}
