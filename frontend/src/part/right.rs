//! Right column: units compared, orders, record quality.

use leptos::prelude::*;

use crate::face::order::{BarRow, funnel};
use crate::part::bars::BarColumns;
use crate::part::quality::QualityPanel;
use crate::part::ranking::RankingPanel;
use crate::part::records::EntityList;
use crate::room::{Room, room};
use crate::state::Side;
use crate::text::Text;

#[component]
pub(crate) fn Right() -> impl IntoView {
    let room = room();
    let is_street = move || room.scene().is_some_and(|it| it.unit.level == "street");
    let rows = move || {
        let rows = room.scene().map(|it| funnel(room.lang, &it.funnel)).unwrap_or_default();
        rows.into_iter().map(|row| (row.clone(), behind(room, &row))).collect::<Vec<_>>()
    };
    view! {
        <div class="column column--right">
            <Show when=is_street fallback=|| view! { <RankingPanel /> }>
                <EntityList />
            </Show>
            <div class="stack">
                <section class="panel panel--funnel">
                    <h2 class="panel__title">
                        {room.say(Text::Funnel)}
                        <span class="panel__note">{room.say(Text::FunnelNote)}</span>
                    </h2>
                    {move || view! { <BarColumns rows=rows() /> }}
                </section>
                <QualityPanel />
            </div>
        </div>
    }
}

/// The records of the first and the last state are the two sides of the execution rate, where they agree.
fn behind(room: Room, row: &BarRow) -> Option<String> {
    let scene = room.scene()?;
    let figure = &scene.cards.iter().find(|it| it.figure.indicator == "I05")?.figure;
    let count = scene.funnel.iter().find(|it| it.state == row.code)?.count;
    let side = match count {
        same if figure.den == Some(same) => Side::Den,
        same if figure.num == same => Side::Num,
        _ => return None,
    };
    Some(room.url(|it| it.records("I05", None, side)))
}
