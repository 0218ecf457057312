//! What arrived, and what of it counts nowhere: nothing is dropped in silence.

use leptos::prelude::*;

use crate::format;
use crate::room::{Room, room};
use crate::state::Page;
use crate::text::Text;

#[component]
pub(crate) fn QualityPanel() -> impl IntoView {
    let room = room();
    let batches = move || room.url(|it| it.on(Page::Batches));
    let cell = move |(name, count, hint): (Text, Option<i64>, Option<Text>)| {
        let tone =
            if count.is_some_and(|it| it > 0) && hint.is_some() { "attention" } else { "plain" };
        view! {
            <li class="quality__one" data-tone=tone title=hint.map(|it| room.say(it))>
                <a class="count" href=batches>{count.map_or_else(|| "—".to_owned(), format::count)}</a>
                <span>{room.say(name)}</span>
            </li>
        }
    };
    view! {
        <section class="panel panel--quality">
            <h2 class="panel__title">
                {room.say(Text::Quality)}
                <span class="panel__note"><a href=batches>{room.say(Text::Batches)}</a></span>
            </h2>
            <ul class="quality">{move || counts(room).into_iter().map(cell).collect_view()}</ul>
        </section>
    }
}

/// The ledger's counts are unknown, not zero, where the server does not tell them.
pub(crate) fn counts(room: Room) -> Vec<(Text, Option<i64>, Option<Text>)> {
    let Some(quality) = room.scene().map(|it| it.quality.clone()) else { return Vec::new() };
    let told = |count: i64| (quality.rows > 0).then_some(count);
    vec![
        (Text::Rows, told(quality.rows), None),
        (Text::Accepted, told(quality.accepted), None),
        (Text::Rejected, told(quality.rejected), Some(Text::RejectList)),
        (Text::Held, Some(quality.held), Some(Text::HeldHint)),
        (Text::Unlocated, Some(quality.unlocated), Some(Text::UnlocatedHint)),
    ]
}
