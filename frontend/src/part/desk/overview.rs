//! Where a chief begins the day: cards; map beside units; trend, orders, methods; quality; records.

use leptos::prelude::*;

use super::cards::Cards;
use super::map_card::MapCard;
use super::quality::QualityList;
use super::records::RecordsPanel;
use super::units::Units;
use crate::part::methods::MethodsPanel;
use crate::part::orders::OrdersPanel;
use crate::part::records::EntityList;
use crate::part::trend::TrendPanel;
use crate::room::room;

#[component]
pub(crate) fn Overview() -> impl IntoView {
    let room = room();
    let is_street = Memo::new(move |_| room.scene().is_some_and(|it| it.unit.level == "street"));
    view! {
        <Cards />
        <div class="desk__grid">
            <MapCard />
            <Show when=move || is_street.get() fallback=|| view! { <Units /> }>
                <EntityList />
            </Show>
            <TrendPanel />
            <OrdersPanel />
            <MethodsPanel />
            <QualityList />
            <RecordsPanel />
        </div>
    }
}
