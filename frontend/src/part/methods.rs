//! The eight off-site methods: how often each was used and how often it found something.

use domain::wire::Attribution;
use leptos::prelude::*;

use crate::face::order::methods;
use crate::face::table;
use crate::part::bars::BarList;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::room::room;
use crate::state::{Panel, Rows, Side};
use crate::text::{DOT, Text};

/// Its denominator by method is what was done, its numerator what was found.
const DISCOVERY: &str = "I06";

#[component]
pub(crate) fn MethodsPanel() -> impl IntoView {
    let room = room();
    let link = move |method: &str, side: Side| {
        let rows = Rows { method: Some(method.to_owned()), ..Rows::of(side) };
        room.url(|it| it.some_records(DISCOVERY, None, rows.clone()))
    };
    let rows = move || {
        let rows = room.scene().map(|it| methods(room.lang, &it.methods)).unwrap_or_default();
        let linked = rows.into_iter().map(|row| {
            let (done, found) = (link(&row.code, Side::Den), link(&row.code, Side::Num));
            (row, done, found)
        });
        linked.collect::<Vec<_>>()
    };
    let body = move || {
        if is_turned(room, Panel::Methods) {
            let methods = room.scene().map(|it| it.methods.clone()).unwrap_or_default();
            let face = table::offsite(room.lang, &methods);
            return view! { <DataTable face /> }.into_any();
        }
        view! { <BarList rows=rows() /> }.into_any()
    };
    // The scene counts by org, whatever the rest of the page does.
    let by_org = move || {
        let differs = room.state.with(|it| it.at == Attribution::Location);
        differs.then(|| format!("{DOT}{}", room.say(Text::ByOrg)))
    };
    view! {
        <section class="panel panel--methods">
            <h2 class="panel__title">
                <span class="panel__name">{room.say(Text::Methods)}</span>
                <span class="panel__note">{room.say(Text::MethodColumns)} {by_org} <Turn panel=Panel::Methods /></span>
            </h2>
            {body}
        </section>
    }
}
