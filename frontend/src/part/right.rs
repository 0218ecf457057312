//! Right column: units compared, orders, record quality.

use leptos::prelude::*;

use crate::part::orders::orders_panel;
use crate::part::quality::quality_panel;
use crate::part::ranking::{ranking_panel, units_or_entities};
use crate::part::written::written;
use crate::room::room;

#[component]
pub(crate) fn Right() -> impl IntoView {
    let room = room();
    view! {
        <div class="column column--right">
            {written(room, |room| units_or_entities(room, ranking_panel))}
            <div class="stack">
                {written(room, orders_panel)}
                {written(room, quality_panel)}
            </div>
        </div>
    }
}
