//! The sheet that lies over the overview: records, batches or one entity.

use leptos::prelude::*;

use crate::part::batches::BatchSheet;
use crate::part::entity::EntitySheet;
use crate::part::records::RecordSheet;
use crate::part::rejects::RejectSheet;
use crate::room::room;
use crate::state::Page;
use crate::text::Text;

#[component]
pub(crate) fn Aside() -> impl IntoView {
    let room = room();
    let kind = Memo::new(move |_| room.state.with(|it| std::mem::discriminant(&it.page)));
    let close = move || room.url(|it| it.on(Page::Overview));
    let sheet = move || {
        // A memo that is tracked but never read hears of nothing.
        kind.with(|_| ());
        let content = match room.state.with_untracked(|it| it.page.clone()) {
            Page::Overview | Page::Map => return None,
            Page::Records(_) => view! { <RecordSheet /> }.into_any(),
            Page::Batches => view! { <BatchSheet /> }.into_any(),
            Page::Rejects(..) => view! { <RejectSheet /> }.into_any(),
            Page::Entity(_) => view! { <EntitySheet /> }.into_any(),
        };
        Some(view! {
            <section class="sheet" role="dialog">
                <a class="sheet__close" href=close aria-label=room.say(Text::Close)>"✕"</a>
                {content}
            </section>
        })
    };
    view! { {sheet} }
}
