//! State ⇄ the browser's address bar and history.
//!
//! Links stay links: a plain click on one of ours changes the state without loading the page anew; what
//! language, theme or layout decide at start is loaded anew.

use std::cell::RefCell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, MouseEvent};

use crate::focus;
use crate::state::State;

thread_local! {
    /// What the open sheet was opened over.
    static BELOW: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// Where a state leads when its sheet is closed: to what lay open before, as far as the page was there.
pub(crate) fn closed(state: &State) -> State {
    BELOW.with_borrow(|below| state.closed_over(below.as_ref()))
}

/// The state of the address the page was opened with.
pub(crate) fn current() -> State {
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let query = location.search().unwrap_or_default();
    State::read(&path, query.trim_start_matches('?'))
}

/// Follows the back button and our own links.
pub(crate) fn follow(state: RwSignal<State>) {
    window_event_listener(ev::popstate, move |_| turn(state, current()));
    window_event_listener(ev::click, move |event| follow_link(state, &event));
}

fn turn(state: RwSignal<State>, next: State) {
    state.with_untracked(|before| {
        focus::turn(&before.page, &next.page);
        if !before.page.is_sheet() && next.page.is_sheet() {
            BELOW.set(Some(before.clone()));
        }
    });
    state.set(next);
}

/// Goes to another state, with a step in the history.
pub(crate) fn go(state: RwSignal<State>, next: State) {
    let url = next.url();
    let here = state.with_untracked(State::url);
    if url == here {
        return;
    }
    let pushed =
        window().history().and_then(|it| it.push_state_with_url(&JsValue::NULL, "", Some(&url)));
    if pushed.is_ok() {
        turn(state, next);
    }
}

/// Becomes another state in place, without a step in the history: what a slider ends in, and what moves by
/// itself, is no place to return to.
pub(crate) fn stay(state: RwSignal<State>, next: State) {
    let url = next.url();
    let replaced =
        window().history().and_then(|it| it.replace_state_with_url(&JsValue::NULL, "", Some(&url)));
    if replaced.is_ok() {
        state.set(next);
    }
}

fn follow_link(state: RwSignal<State>, event: &MouseEvent) {
    let is_plain = event.button() == 0
        && !event.ctrl_key()
        && !event.meta_key()
        && !event.shift_key()
        && !event.alt_key()
        && !event.default_prevented();
    let Some(href) = is_plain.then(|| link_of(event)).flatten() else { return };
    let (path, query) = href.split_once('?').unwrap_or((&href, ""));
    let next = State::read(path, query);
    let fixed = |it: &State| (it.lang, it.theme, it.layout);
    let starts_anew = state.with_untracked(fixed) != fixed(&next);
    if !starts_anew {
        event.prevent_default();
        go(state, next);
    }
}

/// The address of the page's own link under a click; files and the API are left to the browser.
fn link_of(event: &MouseEvent) -> Option<String> {
    let clicked: Element = event.target()?.dyn_into().ok()?;
    let link = clicked.closest("a[href]").ok()??;
    let href = link.get_attribute("href")?;
    let own = href.starts_with('/') && !href.starts_with("/api/");
    (own && !link.has_attribute("target") && !link.has_attribute("download")).then_some(href)
}
