//! What the colours on the map mean, one block a layer, the uppermost first: unit, base, class limits, and
//! patterns for what is missing.

mod settings;
mod tools;

use std::sync::Arc;

use leptos::prelude::*;

use self::settings::Settings;
use self::tools::Tools;
use crate::face::legend::{ClassFace, LegendFace, legend};
use crate::format;
use crate::layer::{Kind, Layer, Made, Shown};
use crate::room::{Room, room};
use crate::stack::Laid;
use crate::state::State;
use crate::text::{DOT, Text};

#[component]
pub(crate) fn Legend() -> impl IntoView {
    let room = room();
    let keys = Memo::new(move |_| {
        room.stack.with(|it| it.layers.iter().map(|it| it.shown.key()).collect::<Vec<_>>())
    });
    view! {
        <section class="legends" class:legends--many=move || keys.with(|it| it.len() > 1)>
            <For each=move || keys.get() key=Clone::clone let(key)>
                <Block key />
            </For>
        </section>
    }
}

/// One layer: its tools, its colours, what they rest on.
#[component]
fn Block(key: String) -> impl IntoView {
    let room = room();
    let laid = Memo::new(move |_| {
        room.stack.with(|it| it.layers.iter().find(|it| it.shown.key() == key).cloned())
    });
    let made = Memo::new(move |_| laid.get().and_then(|it| it.made).map(Same));
    let is_open = RwSignal::new(false);
    let face = Memo::new(move |_| {
        let (made, at) = (made.get()?, room.state.with(|it| it.at));
        Some(legend(room.lang, room.map_theme(), &made.0, at))
    });
    let is_hidden = move || laid.with(|it| it.as_ref().is_none_or(|it| it.shown.hidden));
    let title = move || face.get().map(|it| it.title);
    view! {
        <article class="legend" class:legend--hidden=is_hidden>
            <header class="legend__head">
                <h2 class="legend__title">{title}</h2>
                <Tools laid is_open />
            </header>
            {move || face.get().map(|it| view! { <Scale face=it made /> })}
            <Show when=move || is_open.get()>
                <Settings laid />
            </Show>
        </article>
    }
}

/// Equal when it is the very same object.
#[derive(Clone, Debug)]
pub(super) struct Same(pub(super) Arc<Made>);

impl PartialEq for Same {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

#[component]
fn Scale(face: LegendFace, made: Memo<Option<Same>>) -> impl IntoView {
    let room = room();
    let blends = face.blends;
    let colours: Vec<String> = face.classes.iter().map(|it| it.colour.clone()).collect();
    let class = move |(at, it): (usize, ClassFace)| {
        let next = colours.get(at + 1).filter(|_| blends).cloned();
        let colour = match next {
            Some(next) => format!("linear-gradient(90deg, {}, {next})", it.colour),
            None => it.colour,
        };
        view! { <li title=it.range><i class="legend__colour" style:background=colour></i><span>{it.from}</span></li> }
    };
    let hatched = face.hatched.then(|| {
        view! {
            <p class="legend__missing">
                <i class="legend__hatch legend__hatch--base"></i>{room.say(Text::NoBase)}
                <i class="legend__hatch"></i>{room.say(Text::NoData)}
                <span>{room.say(Text::ZoneNote)}</span>
            </p>
        }
    });
    view! {
        <ol class="legend__scale">{face.classes.into_iter().enumerate().map(class).collect_view()}</ol>
        <p class="legend__base">{face.base} {move || unlocated(room, &made.get()?.0)}</p>
        <p class="legend__method">{face.method}</p>
        {hatched}
    }
}

/// What the hexagons of a unit leave out because it has no place.
fn unlocated(room: Room, made: &Made) -> Option<String> {
    if made.shown.kind != Kind::Hexes {
        return None;
    }
    let (num, den) = made.sources.cells.as_ref()?.unlocated;
    let is_risk = made.layer() == Layer::Risk;
    let count = if is_risk { den / 1000 } else { num };
    let unit = if is_risk { room.lang.pick(" 户", " entities") } else { "" };
    Some(format!("{}{} {}{unit}", DOT, room.say(Text::Unlocated), format::count(count)))
}

/// The state in which one layer is another; `None` before the catalogue is here.
pub(super) fn changed(
    room: Room,
    laid: Memo<Option<Laid>>,
    change: impl FnOnce(&mut Shown),
) -> Option<State> {
    let key = laid.get_untracked()?.shown.key();
    restacked(room, |stack| {
        if let Some(shown) = stack.iter_mut().find(|it| it.key() == key) {
            change(shown);
        }
    })
}

/// The state in which the list of layers is another.
pub(crate) fn restacked(room: Room, change: impl FnOnce(&mut Vec<Shown>)) -> Option<State> {
    untrack(|| {
        let mut stack = stack(room)?;
        change(&mut stack);
        // Entities stand above everything else.
        stack.sort_by_key(|it| it.kind != Kind::Points);
        Some(room.state.with(|it| it.under(stack)))
    })
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of `Asked<'a>` is not general over 'a"
)]
fn stack(room: Room) -> Option<Vec<Shown>> {
    room.asked(|it| it.stack())
}
