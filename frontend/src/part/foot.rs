//! What the picture must say about itself: demo, source and review of the map, reconciliation.

use domain::wire::MapLines;
use leptos::prelude::*;

use crate::face::reconcile::reconcile;
use crate::markup::{classed, element, escaped, link};
use crate::part::kiosk::Rotation;
use crate::part::written::written;
use crate::room::{Room, room};
use crate::state::{Layout, State, Theme};
use crate::text::{DOT, Lang, Text};

#[component]
pub(crate) fn Foot() -> impl IntoView {
    let room = room();
    view! {
        <footer class="foot">
            {written(room, said)}
            <span class="foot__space"></span>
            {match room.layout {
                Layout::Wall => view! { <Rotation /> }.into_any(),
                _ => written(room, switches),
            }}
        </footer>
    }
}

fn said(room: Room) -> String {
    let catalogue = room.catalogue();
    let demo = catalogue.as_ref().is_some_and(|it| it.stamped.demo);
    let demo = demo.then(|| {
        element("b", &[("class", "tag"), ("title", room.say(Text::DemoHint))], room.say(Text::Demo))
    });
    let rules = catalogue.map(|it| it.relaxed.join(room.lang.pick("、", ", ")));
    let relaxed = rules
        .filter(|it| !it.is_empty())
        .map(|it| element("span", &[], &escaped(&[room.say(Text::Relaxed), " ", &it].concat())));
    let map = classed("span", "foot__map", &escaped(&map_line(room)));
    [demo.unwrap_or_default(), map, balance(room), relaxed.unwrap_or_default()].concat()
}

/// Cells against the unit's own number.
pub(crate) fn balance(room: Room) -> String {
    let told = || {
        let (stack, scene) = (room.stack.get(), room.scene()?);
        let made = stack.leading_cells()?;
        let frame = made.sources.cells.as_ref()?;
        Some(reconcile(room.lang, made.layer(), &scene.unit.name, frame))
    };
    let line = told().map(|told| {
        let tone = if told.agrees { "plain" } else { "wrong" };
        let words = [room.say(Text::Reconcile), " ", &*told.words].concat();
        element("span", &[("data-tone", tone)], &escaped(&words))
    });
    line.unwrap_or_default()
}

/// 示意图 未经审图 · 来源 … · CRS, and why polygons are missing when they are.
pub(crate) fn map_line(room: Room) -> String {
    let Some(lines) = lines(room) else { return String::new() };
    let review = if lines.review_no.is_empty() {
        room.say(Text::Sketch).to_owned()
    } else {
        format!("{} {}", room.say(Text::ReviewNo), lines.review_no)
    };
    let source = format!("{} {}", room.say(Text::Source), lines.source);
    let ground = room.ground().map(|it| {
        let review = if it.review_no.is_empty() { room.say(Text::Sketch) } else { &it.review_no };
        [room.say(Text::BaseMap), " ", &it.name, " ", &it.attribution, " ", review].concat()
    });
    let is_derived = room.shapes.get().is_some_and(|it| it.regions.iter().any(|it| it.derived));
    let derived = is_derived.then(|| room.say(Text::DerivedAreas).to_owned());
    let parts =
        [review, source, lines.crs].into_iter().chain(ground).chain(derived).chain(lines.problems);
    parts.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(DOT)
}

/// What the scene says of its map; without a scene the borders speak for themselves.
fn lines(room: Room) -> Option<MapLines> {
    if let Some(scene) = room.scene() {
        return Some(scene.map.clone());
    }
    let shapes = room.frames.regions.get()?;
    let (source, review_no) = (shapes.source.clone(), shapes.review_no.clone());
    Some(MapLines { source, review_no, ..MapLines::default() })
}

/// To the other theme and the other language.
pub(crate) fn switches(room: Room) -> String {
    let theme = room.url(|it| State { theme: it.theme.other(), ..it.clone() });
    let other = if room.lang == Lang::Zh { Lang::En } else { Lang::Zh };
    let language = room.url(|it| State { lang: other, ..it.clone() });
    let theme_name = room.say(if room.theme == Theme::Dark { Text::Light } else { Text::Dark });
    let mut links =
        vec![link("", &theme, theme_name), link("", &language, room.say(Text::OtherLanguage))];
    if room.layout == Layout::Room {
        for (layout, name) in [(Layout::Desk, Text::NavDesk), (Layout::Wall, Text::NavWall)] {
            links.push(link("", &room.url(|it| it.laid_out(layout)), room.say(name)));
        }
    }
    classed("nav", "foot__switches", &links.concat())
}
