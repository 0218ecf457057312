//! The desk: navigation at the left, and one page beside it. The same frames as on the wall, to be worked with.

mod cards;
mod head;
mod map_card;
mod nav;
mod overview;
mod quality;
mod records;
mod units;

use leptos::prelude::*;

use self::head::DeskHead;
use self::map_card::MapCard;
use self::nav::Nav;
use self::overview::Overview;
use crate::part::batches::BatchSheet;
use crate::part::entity::EntitySheet;
use crate::part::records::RecordSheet;
use crate::part::rejects::RejectSheet;
use crate::room::room;
use crate::state::Page;

#[component]
pub(crate) fn Desk() -> impl IntoView {
    let room = room();
    let kind = Memo::new(move |_| room.state.with(|it| std::mem::discriminant(&it.page)));
    let known = Memo::new(move |_| room.scene().is_some());
    let page = move || {
        // A memo that is tracked but never read hears of nothing.
        kind.with(|_| ());
        if !known.get() {
            return ().into_any();
        }
        let sheet = match room.state.with_untracked(|it| it.page.clone()) {
            Page::Overview => return view! { <Overview /> }.into_any(),
            Page::Map => return view! { <div class="desk__map"><MapCard /></div> }.into_any(),
            Page::Records(_) => view! { <RecordSheet /> }.into_any(),
            Page::Batches => view! { <BatchSheet /> }.into_any(),
            Page::Rejects(..) => view! { <RejectSheet /> }.into_any(),
            Page::Entity(_) => view! { <EntitySheet /> }.into_any(),
        };
        view! { <section class="panel desk__sheet">{sheet}</section> }.into_any()
    };
    view! {
        <Nav />
        <div class="desk">
            <DeskHead />
            <main class="desk__main">{page}</main>
        </div>
    }
}
