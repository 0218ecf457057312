//! The sheet that lies over the overview: records, deliveries, their rejected or marked rows, what waits, or one entity.

use leptos::prelude::*;

use crate::location::closed;
use crate::part::batches::batch_sheet;
use crate::part::entity::entity_sheet;
use crate::part::faults::fault_sheet;
use crate::part::held::held_sheet;
use crate::part::records::record_sheet;
use crate::part::written::{Words, written};
use crate::room::room;
use crate::state::Page;
use crate::text::Text;

/// What a page says that is no overview.
pub(crate) fn sheet(page: &Page) -> Option<Words> {
    match page {
        Page::Overview | Page::Map => None,
        Page::Records(_) => Some(record_sheet),
        Page::Batches => Some(batch_sheet),
        Page::Faults { .. } => Some(fault_sheet),
        Page::Held(_) => Some(held_sheet),
        Page::Entity(_) => Some(entity_sheet),
    }
}

#[component]
pub(crate) fn Aside() -> impl IntoView {
    let room = room();
    let kind = Memo::new(move |_| room.state.with(|it| std::mem::discriminant(&it.page)));
    let close = move || room.url(closed);
    let shown = move || {
        // A memo that is tracked but never read hears of nothing.
        kind.with(|_| ());
        let words = room.state.with_untracked(|it| sheet(&it.page))?;
        Some(view! {
            <section class="sheet" role="dialog">
                <a class="sheet__close" href=close aria-label=room.say(Text::Close)>"✕"</a>
                {written(room, words)}
            </section>
        })
    };
    view! { {shown} }
}
