//! Orders due in the period by the furthest stage they reached.

use domain::wire::Attribution;
use leptos::prelude::*;

use crate::face::order::{BarRow, funnel};
use crate::face::table;
use crate::part::bars::BarColumns;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::room::{Room, room};
use crate::state::{Panel, Rows, Side};
use crate::text::{DOT, Text};

/// Its denominator is the orders due in the period.
const EXECUTION: &str = "I05";

#[component]
pub(crate) fn OrdersPanel() -> impl IntoView {
    let room = room();
    let rows = move || {
        let rows = room.scene().map(|it| funnel(room.lang, &it.funnel)).unwrap_or_default();
        rows.into_iter().map(|row| (row.clone(), behind(room, &row))).collect::<Vec<_>>()
    };
    let body = move || {
        if is_turned(room, Panel::Funnel) {
            let stages = room.scene().map(|it| it.funnel.clone()).unwrap_or_default();
            let face = table::orders(room.lang, &stages);
            return view! { <DataTable face /> }.into_any();
        }
        view! { <BarColumns rows=rows() /> }.into_any()
    };
    // The scene counts by org, whatever the rest of the page does.
    let by_org = move || {
        let differs = room.state.with(|it| it.at == Attribution::Location);
        differs.then(|| format!("{DOT}{}", room.say(Text::ByOrg)))
    };
    view! {
        <section class="panel panel--funnel">
            <h2 class="panel__title">
                <span class="panel__name">{room.say(Text::Funnel)}</span>
                <span class="panel__note">{room.say(Text::FunnelNote)} {by_org} <Turn panel=Panel::Funnel /></span>
            </h2>
            {body}
        </section>
    }
}

/// The base of the execution rate, as far as it came.
fn behind(room: Room, row: &BarRow) -> String {
    let rows = Rows { stage: Some(row.code.clone()), ..Rows::of(Side::Den) };
    room.url(|it| it.some_records(EXECUTION, None, rows.clone()))
}
