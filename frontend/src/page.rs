//! The page as a whole. Room and wall: the map is the room, panels stand before it, sheets lie over both.
//! Desk: pages beside a navigation.

use leptos::prelude::*;

use crate::escape;
use crate::location;
use crate::part::aside::Aside;
use crate::part::desk::{Desk, nav::page_name};
use crate::part::foot::Foot;
use crate::part::head::{Head, title};
use crate::part::left::Left;
use crate::part::middle::Middle;
use crate::part::right::Right;
use crate::part::theatre::Theatre;
use crate::part::trouble::trouble;
use crate::part::written::{listen, written};
use crate::room::Room;
use crate::state::{Layout, State};
use crate::text::{DOT, Lang};

/// The skeleton of `index.html`: paints before this program runs, stays until there is something to show.
const SKELETON: &str = "skeleton";

pub(crate) fn mount() {
    let state = location::current();
    if let Some(root) = document().document_element() {
        let language = if state.lang == Lang::Zh { "zh-CN" } else { "en" };
        let said = [
            ("data-theme", state.theme.as_str()),
            ("data-layout", state.layout.as_str()),
            ("lang", language),
        ];
        for (name, value) in said {
            root.set_attribute(name, value).ok();
        }
    }
    mount_to_body(move || view! { <Page state /> });
}

#[component]
fn Page(state: State) -> impl IntoView {
    let room = Room::open(state);
    provide_context(room);
    let is_known = Memo::new(move |_| room.scene().is_some());
    let is_settled = Memo::new(move |_| {
        is_known.get() || room.frames.refusal().is_some() || room.frames.is_cut_off()
    });
    Effect::new(move |_| {
        if is_settled.get()
            && let Some(skeleton) = document().get_element_by_id(SKELETON)
        {
            skeleton.remove();
        }
    });
    Effect::new(move |_| {
        let shown = room.scene().map(|it| {
            let page = page_name(room).filter(|_| room.layout == Layout::Desk);
            let page = page.map_or_else(|| title(room, &it), str::to_owned);
            [&*page, DOT, &*it.unit.name, DOT, "观澜"].concat()
        });
        document().set_title(&shown.unwrap_or_else(|| "观澜".to_owned()));
    });
    listen(room);
    escape::listen(room);
    if room.layout == Layout::Desk {
        return view! {
            <Desk />
            {written(room, trouble)}
        }
        .into_any();
    }
    view! {
        <Theatre />
        <Head />
        <Show when=move || is_known.get()>
            <main class="stage">
                <Left />
                <Middle />
                <Right />
            </main>
        </Show>
        <Foot />
        <Aside />
        {written(room, trouble)}
    }
    .into_any()
}
