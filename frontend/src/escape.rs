//! Escape → one step back: what lies open is closed, a choice let go of; where nothing is, one level up.
//!
//! The key is heard before the map hears it, which lets go of what it shows by itself.

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{Element, Event, HtmlElement, KeyboardEvent};

use crate::location::closed;
use crate::room::Room;
use crate::state::{Page, State};

/// The map under a finger that is down.
const DRAWING: &str = ".map__canvas:active";
/// A note that the map takes away.
const NOTE: &str = ".tip";
/// The list of entities at one place.
const LIST: &str = ".together:not([hidden]) button";
/// The days of one's own.
const DAYS: &str = "details[open]";

/// Listens as long as the page lives.
pub(crate) fn listen(room: Room) {
    let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let is_escape = event.dyn_ref().is_some_and(|it: &KeyboardEvent| it.key() == "Escape");
        if is_escape && !is_of_field(&event) {
            step_back(room, is_on_map(&event));
        }
    });
    let function = heard.as_ref().unchecked_ref();
    window().add_event_listener_with_callback_and_bool("keydown", function, true).ok();
    heard.forget();
}

fn step_back(room: Room, is_on_map: bool) {
    let state = room.state.get_untracked();
    if state.page != Page::Overview {
        room.go(closed(&state));
    } else if let Some(list) = first(LIST) {
        list.click();
    } else if let Some(days) = first(DAYS) {
        days.remove_attribute("open").ok();
    } else if is_on_map && (state.within.is_some() || [NOTE, DRAWING].into_iter().any(stands)) {
        // The map's own.
    } else if state.within.is_some() {
        room.go(State { within: None, ..state });
    } else if let Some(above) = untrack(|| above(room, &state)) {
        room.go(above);
    }
}

/// The unit above the one on the screen; `None` where that is the whole deployment.
fn above(room: Room, state: &State) -> Option<State> {
    let (scene, catalogue) = (room.scene()?, room.catalogue()?);
    let (code, _) = scene.unit.path.last()?;
    Some(state.of_unit(Some(code.clone()).filter(|it| *it != catalogue.root.code)))
}

/// Fields and lists have an Escape of their own.
fn is_of_field(event: &Event) -> bool {
    target(event).is_some_and(|it| ["INPUT", "SELECT", "TEXTAREA"].contains(&&*it.tag_name()))
}

fn is_on_map(event: &Event) -> bool {
    target(event).is_some_and(|it| it.tag_name() == "CANVAS")
}

fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn stands(selector: &str) -> bool {
    first(selector).is_some()
}

fn first(selector: &str) -> Option<HtmlElement> {
    document().query_selector(selector).ok()??.dyn_into().ok()
}
