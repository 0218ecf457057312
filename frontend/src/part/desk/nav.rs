//! Where one can go: only pages that exist.

use leptos::prelude::*;

use crate::part::foot::Switches;
use crate::room::room;
use crate::state::{Layout, Page, Rows, State};
use crate::text::Text;

#[component]
pub(crate) fn Nav() -> impl IntoView {
    let room = room();
    let here = move |page: &Page| {
        let shown = room.state.with(|it| std::mem::discriminant(&it.page));
        shown == std::mem::discriminant(page)
    };
    let link = move |text: Text, page: Signal<Page>| {
        let href = move || room.url(|it| it.on(page.get()));
        let current = move || page.with(here).then_some("page");
        view! { <li><a href=href aria-current=current>{room.say(text)}</a></li> }
    };
    let records = Signal::derive(move || Page::Records(Rows::of(room.base_side())));
    let wall = move || {
        room.url(|it| State { layer: None, ..it.on(Page::Overview).laid_out(Layout::Wall) })
    };
    view! {
        <nav class="nav" aria-label=room.say(Text::Pages)>
            <a class="nav__mark" href="/desk">"观澜"</a>
            <ul class="nav__pages">
                {link(Text::NavOverview, Signal::stored(Page::Overview))}
                {link(Text::NavMap, Signal::stored(Page::Map))}
                {link(Text::NavRecords, records)}
                {link(Text::NavBatches, Signal::stored(Page::Batches))}
                <li><a href=wall>{room.say(Text::NavWall)}</a></li>
            </ul>
            <Switches />
        </nav>
    }
}
