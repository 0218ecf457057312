//! What stands on the map between the columns: trend above, legend and layer switch below.

use leptos::prelude::*;

use crate::part::legend::Legend;
use crate::part::numbers::numbers_panel;
use crate::part::switch::switch;
use crate::part::trend::trend_panel;
use crate::part::written::written;
use crate::room::room;
use crate::state::Layout;

#[component]
pub(crate) fn Middle() -> impl IntoView {
    let room = room();
    view! {
        <div class="middle">
            {written(room, trend_panel)}
            {written(room, numbers_panel)}
            <div class="middle__foot">
                <Legend />
                {(room.layout != Layout::Wall).then(|| written(room, switch))}
            </div>
        </div>
    }
}
