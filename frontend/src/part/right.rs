//! Right column: units compared, orders, record quality.

use leptos::prelude::*;

use crate::part::orders::OrdersPanel;
use crate::part::quality::QualityPanel;
use crate::part::ranking::RankingPanel;
use crate::part::records::EntityList;
use crate::room::room;

#[component]
pub(crate) fn Right() -> impl IntoView {
    let room = room();
    let is_street = move || room.scene().is_some_and(|it| it.unit.level == "street");
    view! {
        <div class="column column--right">
            <Show when=is_street fallback=|| view! { <RankingPanel /> }>
                <EntityList />
            </Show>
            <div class="stack">
                <OrdersPanel />
                <QualityPanel />
            </div>
        </div>
    }
}
