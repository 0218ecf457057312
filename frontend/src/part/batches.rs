//! The ledger: what was delivered, and a table of what was rejected of it, to be repaired.

use leptos::prelude::*;

use crate::face::record::feed;
use crate::format;
use crate::frames::Batch;
use crate::part::quality::counts;
use crate::room::room;
use crate::state::Page;
use crate::text::Text;

#[component]
pub(crate) fn BatchSheet() -> impl IntoView {
    let room = room();
    let line = move |batch: &Batch| view! { <BatchLine batch=batch.clone() /> };
    let lines = move || Some(room.frames.batches.get()?.rows.iter().map(line).collect_view());
    let sums = move || {
        let known = counts(room).into_iter().filter_map(|(name, count, _)| Some((name, count?)));
        let sum = |(name, count)| view! { <span>{room.say(name)} " " <b>{format::count(count)}</b></span> };
        known.map(sum).collect_view()
    };
    let columns = [Text::Received, Text::Feed, Text::Batch];
    let numbers = [Text::Rows, Text::Accepted, Text::Rejected];
    view! {
        <header class="sheet__head">
            <h2>{room.say(Text::Quality)} <small>{room.say(Text::Batches)}</small></h2>
            <p class="sheet__sums">{sums}</p>
            <p class="sheet__words">{room.say(Text::HeldHint)}</p>
        </header>
        <div class="scroll sheet__body">
            <table class="table">
                <thead>
                    <tr>
                        {columns.map(|it| view! { <th>{room.say(it)}</th> }).collect_view()}
                        {numbers.map(|it| view! { <th class="number">{room.say(it)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

#[component]
fn BatchLine(batch: Batch) -> impl IntoView {
    let room = room();
    let id = batch.id.clone();
    let rejects = move || room.url(|it| it.on(Page::Rejects(id.clone(), 1)));
    let count = |it: u64| format::count(it.try_into().unwrap_or(i64::MAX));
    let rejected = count(batch.rejected);
    let rejected = if batch.rejected > 0 {
        view! { <a class="count" href=rejects title=room.say(Text::RejectList)>{rejected}</a> }
            .into_any()
    } else {
        rejected.into_any()
    };
    view! {
        <tr>
            <td class="table__day">{format::full_moment(batch.received_at)}</td>
            <td>{feed(room.lang, &batch.feed).to_owned()}</td>
            <td class="table__id">{batch.id}</td>
            <td class="number">{count(batch.rows)}</td>
            <td class="number">{count(batch.accepted)}</td>
            <td class="number">{rejected}</td>
        </tr>
    }
}
