//! The desk: navigation at the left, and one page beside it. The same frames as on the wall, to be worked with.

mod cards;
mod head;
mod map_card;
pub(crate) mod nav;
mod records;
mod units;

use leptos::prelude::*;

use self::map_card::MapCard;
use crate::part::aside::sheet;
use crate::part::methods::methods_panel;
use crate::part::orders::orders_panel;
use crate::part::quality::quality_panel;
use crate::part::ranking::units_or_entities;
use crate::part::trend::trend_panel;
use crate::part::written::written;
use crate::room::{Room, room};
use crate::state::Page;

#[component]
pub(crate) fn Desk() -> impl IntoView {
    let room = room();
    let kind = Memo::new(move |_| room.state.with(|it| std::mem::discriminant(&it.page)));
    let known = Memo::new(move |_| room.scene().is_some());
    let page = move || {
        // A memo that is tracked but never read hears of nothing.
        kind.with(|_| ());
        if !known.get() {
            return ().into_any();
        }
        let shown = room.state.with_untracked(|it| it.page.clone());
        match (sheet(&shown), shown) {
            (Some(words), _) => {
                view! { <section class="panel desk__sheet" tabindex="-1">{written(room, words)}</section> }
                    .into_any()
            }
            (None, Page::Map) => view! { <div class="desk__map"><MapCard /></div> }.into_any(),
            (None, _) => overview(room),
        }
    };
    view! {
        {written(room, nav::nav)}
        <div class="desk">
            {written(room, head::head)}
            <main class="desk__main">{page}</main>
        </div>
    }
}

/// Where a chief begins the day: cards; map beside units; trend, orders, methods; quality; records.
fn overview(room: Room) -> AnyView {
    let panels = [
        |room| units_or_entities(room, units::units),
        trend_panel,
        orders_panel,
        methods_panel,
        quality_panel,
        records::records_panel,
    ];
    view! {
        {written(room, cards::cards)}
        <div class="desk__grid">
            <div class="mapplace">
                <MapCard />
            </div>
            {panels.map(|it: fn(Room) -> String| written(room, it)).into_iter().collect_view()}
        </div>
    }
    .into_any()
}
