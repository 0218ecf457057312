//! The page as a whole: the map is the room, panels stand before it, sheets lie over both.

use leptos::prelude::*;

use crate::location;
use crate::part::aside::Aside;
use crate::part::foot::Foot;
use crate::part::head::Head;
use crate::part::left::Left;
use crate::part::middle::Middle;
use crate::part::right::Right;
use crate::part::theatre::Theatre;
use crate::part::trouble::Trouble;
use crate::room::Room;
use crate::state::State;
use crate::text::Lang;

/// The skeleton of `index.html` that paints before this program runs.
const SKELETON: &str = "skeleton";

pub(crate) fn mount() {
    let state = location::current();
    if let Some(root) = document().document_element() {
        let language = if state.lang == Lang::Zh { "zh-CN" } else { "en" };
        for (name, value) in [("data-theme", state.theme.as_str()), ("lang", language)] {
            root.set_attribute(name, value).ok();
        }
    }
    mount_to_body(move || view! { <Page state /> });
    if let Some(skeleton) = document().get_element_by_id(SKELETON) {
        skeleton.remove();
    }
}

#[component]
fn Page(state: State) -> impl IntoView {
    provide_context(Room::open(state));
    view! {
        <Theatre />
        <Head />
        <main class="stage">
            <Left />
            <Middle />
            <Right />
        </main>
        <Foot />
        <Aside />
        <Trouble />
    }
}
