//! What the colours on the map mean, one block a layer, the uppermost first, with what can be done to it.
//!
//! The blocks are written as one piece of markup ([`markup`]) and replaced when it changes: a dozen controls a
//! layer would each cost more bytes as a component than all of this. Focus stays where it was, and sliders are
//! no part of the markup, so that they can be dragged.

mod grounds;
mod markup;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::Element;

use crate::face::when::When;
use crate::layer::shown::entities_first;
use crate::layer::{Breaks, Shown, Value};
use crate::live::Link;
use crate::location;
use crate::part::written::replace;
use crate::room::{Room, room};
use crate::state::State;

#[component]
pub(crate) fn Legend() -> impl IntoView {
    let room = room();
    let open = RwSignal::new(Vec::<String>::new());
    let words = Memo::new(move |_| {
        let targets = room.catalogue();
        let entry = |shown: &Shown| room.asked(|it| it.entry_of(shown).cloned()).flatten();
        let (at, when) = (room.at(), room.scene().map(|it| When::of(&it)));
        let is_cut_off = matches!(room.live.link.get(), Link::Lost(_));
        let look = markup::Look { lang: room.lang, theme: room.map_theme(), at, when, is_cut_off };
        targets
            .map(|_| open.with(|open| room.stack.with(|it| markup::blocks(look, it, open, &entry))))
            .map(|blocks| blocks + &grounds(room))
    });
    let section = NodeRef::<html::Section>::new();
    Effect::new(move |_| {
        if let (Some(section), Some(words)) = (section.get(), words.get()) {
            replace(&section, &words);
        }
    });
    Effect::new(move |_| {
        words.track();
        let opacities: Vec<u8> =
            room.stack.with(|it| it.layers.iter().map(|it| it.shown.opacity).collect());
        if let Some(section) = section.get() {
            slide(&section, &opacities);
        }
    });
    let clicked = move |event: web_sys::MouseEvent| {
        let Some((asked, key, _)) = control(&event) else { return };
        match &*asked {
            "settings" => open.update(|open| toggle(open, key)),
            "show" | "raise" | "lower" | "remove" => {
                go(room, &|stack| arrange(stack, &key, &asked));
            }
            _ => {}
        }
    };
    let chosen = move |event: web_sys::Event| {
        let Some((asked, key, element)) = control(&event) else { return };
        let value = event_target_value(&event);
        match &*asked {
            // The map has followed the slider; the address follows when it is let go.
            "opacity" => location::stay(room.state, room.state.get_untracked()),
            "limit" => go(room, &|stack| change(stack, &key, &|it| it.breaks = typed(&element))),
            "ground" => {
                let ground = Some(value).filter(|it| !it.is_empty());
                room.go(State { ground, ..room.state.get_untracked() });
            }
            "add" => go(room, &|stack| stack.insert(0, Shown::read(&value))),
            _ => go(room, &|stack| change(stack, &key, &|it| choose(it, &asked, &value))),
        }
    };
    let sliding = move |event: web_sys::Event| {
        let Some((_, key, _)) = control(&event).filter(|it| it.0 == "opacity") else { return };
        let opacity = event_target_value(&event).parse().unwrap_or(100);
        if let Some(next) =
            restacked(room, &|stack| change(stack, &key, &|it| it.opacity = opacity))
        {
            room.state.set(next);
        }
    };
    view! { <section node_ref=section class="legends" on:click=clicked on:change=chosen on:input=sliding></section> }
}

/// The raster maps to choose from, if there are any.
fn grounds(room: Room) -> String {
    let known = room.frames.tiles.get().filter(|it| !it.tiles.is_empty());
    let chosen = room.state.with(|it| it.ground.clone());
    known.map(|it| grounds::grounds(room.lang, &it.tiles, chosen.as_deref())).unwrap_or_default()
}

fn go(room: Room, change: &dyn Fn(&mut Vec<Shown>)) {
    if let Some(next) = restacked(room, change) {
        room.go(next);
    }
}

/// The state in which the list of layers is another.
fn restacked(room: Room, change: &dyn Fn(&mut Vec<Shown>)) -> Option<State> {
    untrack(|| {
        let mut stack = stack(room)?;
        change(&mut stack);
        entities_first(&mut stack);
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

fn change(stack: &mut [Shown], key: &str, change: &dyn Fn(&mut Shown)) {
    if let Some(shown) = stack.iter_mut().find(|it| it.key() == key) {
        change(shown);
    }
}

/// Shows or hides a layer, moves it by one, or takes it away.
fn arrange(stack: &mut Vec<Shown>, key: &str, asked: &str) {
    let Some(at) = stack.iter().position(|it| it.key() == key) else { return };
    let to = if asked == "raise" { at.wrapping_sub(1) } else { at + 1 };
    match asked {
        "show" => change(stack, key, &|it| it.hidden = !it.hidden),
        "remove" => {
            stack.remove(at);
        }
        _ if to < stack.len() => stack.swap(at, to),
        _ => {}
    }
}

/// Takes a choice of one of the lists.
fn choose(shown: &mut Shown, asked: &str, value: &str) {
    match (asked, &shown.breaks) {
        ("value", _) => shown.value = Value::read(value),
        ("bandwidth", _) => shown.bandwidth_m = value.parse().unwrap_or(shown.bandwidth_m),
        ("classes", Breaks::By(method, _)) => {
            shown.breaks = Breaks::By(*method, value.parse().unwrap_or(5));
        }
        _ => shown.breaks = Breaks::read(value),
    }
}

/// The limits that stand in the fields beside the one that was typed in.
fn typed(field: &Element) -> Breaks {
    let Some(parent) = field.parent_element() else { return Breaks::Fixed };
    let factor = parent.get_attribute("data-factor").and_then(|it| it.parse().ok()).unwrap_or(1.0);
    let fields = (0..parent.child_element_count()).filter_map(|at| parent.children().item(at));
    let number = |it: Element| {
        let text = js_sys::Reflect::get(&it, &JsValue::from_str("value")).ok()?.as_string()?;
        Some(markup::number(text.trim().parse::<f64>().ok()? / factor))
    };
    Breaks::read(&fields.filter_map(number).collect::<Vec<_>>().join(","))
}

/// What a control asks for, the key of its layer, and the control.
fn control(event: &web_sys::Event) -> Option<(String, String, Element)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let control = target.closest("[data-do]").ok()??;
    let block = control.closest("[data-key]").ok()??;
    Some((control.get_attribute("data-do")?, block.get_attribute("data-key")?, control))
}

fn toggle(open: &mut Vec<String>, key: String) {
    match open.iter().position(|it| *it == key) {
        Some(at) => drop(open.remove(at)),
        None => open.push(key),
    }
}

/// Puts sliders where the layers are.
fn slide(section: &Element, opacities: &[u8]) {
    let Ok(sliders) = section.query_selector_all("[type=range]") else { return };
    for (at, opacity) in (0..sliders.length()).zip(opacities) {
        if let Some(slider) = sliders.item(at) {
            let (name, value) = (JsValue::from_str("value"), JsValue::from(*opacity));
            js_sys::Reflect::set(&slider, &name, &value).ok();
        }
    }
}
