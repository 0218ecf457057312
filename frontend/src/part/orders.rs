//! Orders due in the period by the furthest stage they reached.

use domain::wire::Attribution;
use leptos::prelude::*;

use crate::face::order::{BarRow, funnel};
use crate::face::table;
use crate::part::bars::BarColumns;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::room::{Room, room};
use crate::state::{Panel, Side};
use crate::text::{DOT, Text};

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

/// The records of the first and the last stage are the two sides of the execution rate, where they agree.
fn behind(room: Room, row: &BarRow) -> Option<String> {
    let scene = room.scene()?;
    let figure = &scene.cards.iter().find(|it| it.figure.indicator == "I05")?.figure;
    let count = scene.funnel.iter().find(|it| it.state == row.code)?.count;
    let side = match row.code.as_str() {
        "ISSUED" if figure.den == Some(count) => Side::Den,
        "ACCEPTED" if figure.num == count => Side::Num,
        _ => return None,
    };
    Some(room.url(|it| it.records("I05", None, side)))
}
