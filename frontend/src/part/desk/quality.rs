//! Rows that count nowhere or are drawn nowhere, each number a link to them.

use leptos::prelude::*;

use crate::face::record::feed;
use crate::format;
use crate::frames::Batch;
use crate::part::quality::QualitySums;
use crate::room::room;
use crate::state::Page;
use crate::text::Text;

/// Deliveries with rejected rows that fit without scrolling.
const SHOWN: usize = 6;

#[component]
pub(crate) fn QualityList() -> impl IntoView {
    let room = room();
    let ledger = move || room.url(|it| it.on(Page::Batches));
    let faulty = move || {
        let batches = room.frames.batches.get()?;
        let found = batches.rows.iter().filter(|it| it.rejected > 0).take(SHOWN);
        Some(found.map(|it| view! { <Line batch=it.clone() /> }).collect_view())
    };
    view! {
        <section class="panel quality-list">
            <h2 class="panel__title">
                {room.say(Text::Quality)}
                <span class="panel__note"><a href=ledger>{room.say(Text::Batches)}</a></span>
            </h2>
            <QualitySums />
            <div class="scroll">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{room.say(Text::Feed)}</th>
                            <th scope="col">{room.say(Text::Received)}</th>
                            <th scope="col" class="number">{room.say(Text::Rows)}</th>
                            <th scope="col" class="number">{room.say(Text::Rejected)}</th>
                        </tr>
                    </thead>
                    <tbody>{faulty}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Line(batch: Batch) -> impl IntoView {
    let room = room();
    let id = batch.id.clone();
    let rejects = move || room.url(|it| it.on(Page::Rejects(id.clone(), 1)));
    let count = |it: u64| format::count(it.try_into().unwrap_or(i64::MAX));
    view! {
        <tr>
            <td title=batch.id>{feed(room.lang, &batch.feed).to_owned()}</td>
            <td class="table__day">{format::full_moment(batch.received_at)}</td>
            <td class="number">{count(batch.rows)}</td>
            <td class="number"><a class="count" href=rejects>{count(batch.rejected)}</a></td>
        </tr>
    }
}
