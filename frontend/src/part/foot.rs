//! What the picture must say about itself: demo, source and review of the map, reconciliation.

use leptos::prelude::*;

use crate::face::reconcile::reconcile;
use crate::part::kiosk::Rotation;
use crate::room::{Room, room};
use crate::state::{Layout, State, Theme};
use crate::text::{DOT, Lang, Text};

#[component]
pub(crate) fn Foot() -> impl IntoView {
    let room = room();
    let demo = move || room.catalogue().is_some_and(|it| it.stamped.demo);
    let relaxed = move || {
        let rules = room.catalogue()?.relaxed.join(room.lang.pick("、", ", "));
        (!rules.is_empty()).then(|| view! { <span>{room.say(Text::Relaxed)} " " {rules}</span> })
    };
    view! {
        <footer class="foot">
            <Show when=demo>
                <b class="tag" title=room.say(Text::DemoHint)>{room.say(Text::Demo)}</b>
            </Show>
            <span class="foot__map">{move || map_line(room)}</span>
            <Balance />
            {relaxed}
            <span class="foot__space"></span>
            <Show when=move || room.layout == Layout::Wall fallback=|| view! { <Switches /> }>
                <Rotation />
            </Show>
        </footer>
    }
}

/// Cells against the unit's own number.
#[component]
pub(crate) fn Balance() -> impl IntoView {
    let room = room();
    let told = move || {
        let (stack, scene) = (room.stack.get(), room.scene()?);
        let made = stack.leading_cells()?;
        let frame = made.sources.cells.as_ref()?;
        Some(reconcile(room.lang, made.layer(), &scene.unit.name, frame))
    };
    let line = move || {
        let told = told()?;
        let tone = if told.agrees { "plain" } else { "wrong" };
        Some(view! { <span data-tone=tone>{room.say(Text::Reconcile)} " " {told.words}</span> })
    };
    view! { {line} }
}

/// 示意图 未经审图 · 来源 … · CRS, and why polygons are missing when they are.
pub(crate) fn map_line(room: Room) -> Option<String> {
    let lines = room.scene()?.map.clone();
    let review = if lines.review_no.is_empty() {
        room.say(Text::Sketch).to_owned()
    } else {
        format!("{} {}", room.say(Text::ReviewNo), lines.review_no)
    };
    let source = format!("{} {}", room.say(Text::Source), lines.source);
    let parts = [review, source, lines.crs].into_iter().chain(lines.problems);
    Some(parts.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(DOT))
}

/// To the other theme and the other language.
#[component]
pub(crate) fn Switches() -> impl IntoView {
    let room = room();
    let theme = move || room.url(|it| State { theme: it.theme.other(), ..it.clone() });
    let other = if room.lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let language = move || room.url(|it| State { lang: other, ..it.clone() });
    let theme_name = room.say(if room.theme == Theme::Dark { Text::Light } else { Text::Dark });
    view! {
        <nav class="foot__switches">
            <a href=theme>{theme_name}</a>
            <a href=language>{room.say(Text::OtherLanguage)}</a>
        </nav>
    }
}
