//! The rejected rows of one delivery: where, what, why, and how to keep them for repair.

use leptos::prelude::*;

use crate::face::record::{feed, pages};
use crate::format;
use crate::frames::Reject;
use crate::part::records::PageLinks;
use crate::percent::encode;
use crate::room::room;
use crate::state::Page;
use crate::text::{DOT, Text};

#[component]
pub(crate) fn RejectSheet() -> impl IntoView {
    let room = room();
    let found = move || room.frames.rejects.get();
    let head = move || {
        let rejects = found()?;
        let csv = format!("/api/v1/batches/{}/rejects?format=csv", encode(&rejects.batch));
        let total = format::count(rejects.total.try_into().unwrap_or(i64::MAX));
        let place = format!("{}{DOT}{}", feed(room.lang, &rejects.feed), rejects.batch);
        Some(view! {
            <h2>{room.say(Text::RejectList)} <small>{place}</small></h2>
            <p class="sheet__total">
                <b>{total}</b> {room.lang.pick("行", "rows")}
                <a class="toggle" href=csv download="" title=room.say(Text::ExportHint)>{room.say(Text::Export)}</a>
            </p>
        })
    };
    let body = move || {
        let rejects = found()?;
        if rejects.rows.is_empty() {
            return Some(view! { <p class="absent">{room.say(Text::NoRejects)}</p> }.into_any());
        }
        let lines = rejects.rows.iter().map(|it| view! { <Line reject=it.clone() /> });
        Some(lines.collect_view().into_any())
    };
    let heads = [Text::ColumnName, Text::Fault, Text::GivenValue, Text::Hint, Text::DeliveredLine];
    let shown = move || {
        let rejects = found()?;
        let total = i64::try_from(rejects.total).unwrap_or(i64::MAX);
        Some((rejects.page, pages(total, rejects.page_size)))
    };
    let to = move |number: u32| {
        room.url(|it| match &it.page {
            Page::Rejects(batch, _) => it.on(Page::Rejects(batch.clone(), number)),
            _ => it.clone(),
        })
    };
    view! {
        <header class="sheet__head">{head}</header>
        <div class="scroll sheet__body">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col" class="number">{room.say(Text::Line)}</th>
                        {heads.map(|it| view! { <th scope="col">{room.say(it)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        {move || shown().map(|(now, last)| view! { <PageLinks now last to /> })}
    }
}

#[component]
fn Line(reject: Reject) -> impl IntoView {
    let line = reject.line.clone();
    view! {
        <tr>
            <td class="number">{reject.row}</td>
            <td>{reject.column}</td>
            <td><code>{reject.code}</code></td>
            <td class="table__value">{reject.value}</td>
            <td>{reject.hint}</td>
            <td class="table__id" title=line>{reject.line}</td>
        </tr>
    }
}
