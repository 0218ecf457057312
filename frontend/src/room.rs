//! What every part of the page can reach: state, frames, clock, screen. One value in the context.

use std::sync::Arc;

use domain::wire::{IndicatorEntry, Indicators, Scene};
use leptos::prelude::*;

use crate::frames::Frames;
use crate::live::Live;
use crate::location;
use crate::map;
use crate::question::{self, Asked};
use crate::screen::Screen;
use crate::stack::Stack;
use crate::state::{State, Theme};
use crate::text::{Lang, Text};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) state: RwSignal<State>,
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
    /// Lives as long as the page.
    pub(crate) frames: &'static Frames,
    pub(crate) live: Live,
    pub(crate) screen: Signal<Screen>,
    /// Resolution of hexagons that suits the zoom of the map, once there is one.
    pub(crate) zoomed: RwSignal<Option<u8>>,
    /// The layers of the map, the uppermost first.
    pub(crate) stack: Memo<Stack>,
}

/// The room the calling component stands in.
pub(crate) fn room() -> Room {
    expect_context::<Room>()
}

impl Room {
    /// Reads the address, asks the first questions, opens the stream.
    pub(crate) fn open(state: State) -> Self {
        let (lang, theme) = (state.lang, state.theme);
        let state = RwSignal::new(state);
        let live = Live::start();
        let zoomed = RwSignal::new(None);
        let frames: &'static Frames = Box::leak(Box::new(Frames::new(state, zoomed, live)));
        live.listen(move || frames.scene.answer.get_untracked().map(|it| it.stamped.generation));
        location::follow(state);
        let stack = Memo::new(move |before: Option<&Stack>| {
            let catalogue = frames.catalogue.get();
            let before = before.cloned().unwrap_or_default();
            catalogue.map_or_else(Stack::default, |catalogue| {
                state.with(|state| before.next(Asked { state, catalogue: &catalogue }, frames.pool))
            })
        });
        Self { state, lang, theme, frames, live, screen: Screen::watch(), zoomed, stack }
    }

    pub(crate) fn say(self, text: Text) -> &'static str {
        self.lang.say(text)
    }

    pub(crate) fn map_theme(self) -> map::Theme {
        match self.theme {
            Theme::Dark => map::Theme::Dark,
            Theme::Light => map::Theme::Light,
        }
    }

    pub(crate) fn go(self, next: State) {
        location::go(self.state, next);
    }

    /// The address of the state that `change` makes of this one.
    pub(crate) fn url(self, change: impl Fn(&State) -> State) -> String {
        self.state.with(|state| change(state).url())
    }

    pub(crate) fn catalogue(self) -> Option<Arc<Indicators>> {
        self.frames.catalogue.get()
    }

    pub(crate) fn scene(self) -> Option<Arc<Scene>> {
        self.frames.scene.get()
    }

    /// The catalogue's entry of an indicator.
    pub(crate) fn entry(self, id: &str) -> Option<IndicatorEntry> {
        let catalogue = self.catalogue()?;
        question::entry(&catalogue, id).cloned()
    }

    /// The period of the address, or the default.
    pub(crate) fn period(self) -> Option<String> {
        let catalogue = self.catalogue()?;
        Some(self.state.with(|state| Asked { state, catalogue: &catalogue }.period()))
    }

    /// Something read off the state with the catalogue beside it.
    pub(crate) fn asked<T>(self, read: impl Fn(Asked<'_>) -> T) -> Option<T> {
        let catalogue = self.catalogue()?;
        Some(self.state.with(|state| read(Asked { state, catalogue: &catalogue })))
    }
}
