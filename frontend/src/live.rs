//! The server's voice: a new generation makes the page ask again, another page makes it load itself anew (a wall
//! outlives its server's releases); silence makes it say how old it is.
//!
//! The browser reconnects a stream that breaks off; one that was refused is opened anew every five seconds.

use std::time::Duration;

use domain::time::Stamp;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{EventSource, MessageEvent};

const ADDRESS: &str = "/api/v1/live";
const RETRY: Duration = Duration::from_secs(5);

#[derive(Clone, Copy, Debug)]
pub(crate) struct Live {
    /// Counts up when every question must be asked again.
    pub(crate) refresh: RwSignal<u64>,
    pub(crate) link: RwSignal<Link>,
    /// The clock on the wall, to the second.
    pub(crate) now: RwSignal<Stamp>,
    /// The page that the server had when it first spoke: this one.
    page: StoredValue<Option<String>>,
}

/// Whether the server speaks to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Link {
    Connecting,
    Live,
    /// Since when it does not.
    Lost(Stamp),
}

impl Live {
    /// Starts the clock; the stream is opened by [`Live::listen`].
    pub(crate) fn start() -> Self {
        let live = Self {
            refresh: RwSignal::new(0),
            link: RwSignal::new(Link::Connecting),
            now: RwSignal::new(now()),
            page: StoredValue::new(None),
        };
        set_interval(move || live.now.set(now()), Duration::from_secs(1));
        live
    }

    /// Opens the stream; `known` is the generation on the screen, which need not be asked for again.
    pub(crate) fn listen(self, known: impl Fn() -> Option<u64> + Copy + 'static) {
        let Ok(source) = EventSource::new(ADDRESS) else { return self.lost() };
        let number = callback(move |event| {
            let newest = said(&event).and_then(|it| it.parse::<u64>().ok());
            self.heard(newest, known());
        });
        let page = callback(move |event| self.heard_page(said(&event)));
        let listening = source
            .add_event_listener_with_callback("generation", &number)
            .and_then(|()| source.add_event_listener_with_callback("page", &page));
        source.set_onopen(Some(&callback(move |_| self.opened())));
        let again = source.clone();
        source.set_onerror(Some(&callback(move |_| {
            self.lost();
            if again.ready_state() == EventSource::CLOSED {
                set_timeout(move || self.listen(known), RETRY);
            }
        })));
        if listening.is_err() {
            self.lost();
        }
    }

    fn opened(self) {
        if matches!(self.link.get_untracked(), Link::Lost(_)) {
            self.refresh.update(|it| *it += 1);
        }
        self.link.set(Link::Live);
    }

    fn heard(self, newest: Option<u64>, known: Option<u64>) {
        self.link.set(Link::Live);
        if newest.is_some() && known.is_some() && newest != known {
            self.refresh.update(|it| *it += 1);
        }
    }

    /// The address holds all there is to keep.
    fn heard_page(self, name: Option<String>) {
        let this = self.page.get_value();
        if this.is_some() && this != name {
            window().location().reload().ok();
        }
        self.page.set_value(name);
    }

    fn lost(self) {
        if !matches!(self.link.get_untracked(), Link::Lost(_)) {
            self.link.set(Link::Lost(now()));
        }
    }
}

fn said(event: &JsValue) -> Option<String> {
    event.unchecked_ref::<MessageEvent>().data().as_string()
}

/// A listener that lives as long as the page.
fn callback(call: impl Fn(JsValue) + 'static) -> js_sys::Function {
    Closure::<dyn Fn(JsValue)>::new(call).into_js_value().unchecked_into()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds of this century fit an i64 many times over"
)]
fn now() -> Stamp {
    Stamp(js_sys::Date::now() as i64 * 1000)
}
