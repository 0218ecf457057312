//! What stands on the map between the columns: trend above, legend and layer switch below.

use leptos::prelude::*;

use crate::part::legend::Legend;
use crate::part::switch::Switch;
use crate::part::trend::TrendPanel;

#[component]
pub(crate) fn Middle() -> impl IntoView {
    view! {
        <div class="middle">
            <TrendPanel />
            <div class="middle__foot">
                <Legend />
                <Switch />
            </div>
        </div>
    }
}
