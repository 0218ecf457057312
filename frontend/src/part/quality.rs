//! What arrived, and what of it counts nowhere: nothing is dropped in silence.

use domain::wire::Attribution;
use leptos::prelude::*;

use crate::format;
use crate::part::records::NO_CELL;
use crate::room::{Room, room};
use crate::state::{Page, Rows, Side, State};
use crate::text::Text;

/// Its base is the entities that stand today.
const ENTITIES: &str = "R";

#[component]
pub(crate) fn QualityPanel() -> impl IntoView {
    let room = room();
    let batches = move || room.url(|it| it.on(Page::Batches));
    view! {
        <section class="panel panel--quality">
            <h2 class="panel__title">
                {room.say(Text::Quality)}
                <span class="panel__note"><a href=batches>{room.say(Text::Batches)}</a></span>
            </h2>
            <QualitySums />
        </section>
    }
}

/// What arrived in sum; each number leads to its rows.
#[component]
pub(crate) fn QualitySums() -> impl IntoView {
    let room = room();
    let sum = move |(name, count, hint): (Text, Option<i64>, Option<Text>)| {
        let tone =
            if count.is_some_and(|it| it > 0) && hint.is_some() { "attention" } else { "plain" };
        let rows = move || match name {
            Text::Unlocated => unlocated(room),
            _ => room.url(|it| it.on(Page::Batches)),
        };
        view! {
            <li class="quality__one" data-tone=tone title=hint.map(|it| room.say(it))>
                <a class="count" href=rows>{count.map_or_else(|| "—".to_owned(), format::count)}</a>
                <span>{room.say(name)}</span>
            </li>
        }
    };
    view! { <ul class="quality">{move || counts(room).into_iter().map(sum).collect_view()}</ul> }
}

/// Entities of the whole deployment that lie in no hexagon.
fn unlocated(room: Room) -> String {
    let root = room.catalogue().map(|it| it.root.code.clone());
    let rows = Rows { cell: Some(NO_CELL.to_owned()), ..Rows::of(Side::Den) };
    room.url(|it| {
        let rows = it.some_records(ENTITIES, root.as_deref(), rows.clone());
        State { at: Attribution::Org, ..rows }
    })
}

/// The ledger's counts are unknown, not zero, where the server does not tell them.
pub(crate) fn counts(room: Room) -> Vec<(Text, Option<i64>, Option<Text>)> {
    let Some(quality) = room.scene().map(|it| it.quality.clone()) else { return Vec::new() };
    let unlocated = room.frames.unlocated.get().map(|it| it.row_count);
    let told = |count: i64| (quality.rows > 0).then_some(count);
    vec![
        (Text::Rows, told(quality.rows), None),
        (Text::Accepted, told(quality.accepted), None),
        (Text::Rejected, told(quality.rejected), Some(Text::RejectList)),
        (Text::Held, Some(quality.held), Some(Text::HeldHint)),
        (Text::Unlocated, unlocated, Some(Text::UnlocatedHint)),
    ]
}
