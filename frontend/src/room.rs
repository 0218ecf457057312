//! What every part of the page can reach: state, frames, clock, screen. One value in the context.

use std::sync::Arc;

use domain::indicator::UnitOfValue;
use domain::wire::{Attribution, Figure, IndicatorEntry, Indicators, Scene, TileSource};
use leptos::prelude::*;

use crate::choice::Choice;
use crate::face::ranking;
use crate::face::when::{When, of_today};
use crate::frames::Frames;
use crate::live::Live;
use crate::location;
use crate::map::{self, RegionShapes};
use crate::question::{self, Asked};
use crate::screen::Screen;
use crate::stack::Stack;
use crate::state::{Layout, Side, State, Theme};
use crate::text::{Lang, Text};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    pub(crate) state: RwSignal<State>,
    pub(crate) lang: Lang,
    pub(crate) theme: Theme,
    pub(crate) layout: Layout,
    /// Lives as long as the page.
    pub(crate) frames: &'static Frames,
    pub(crate) live: Live,
    pub(crate) screen: Signal<Screen>,
    /// Resolution of hexagons that suits the zoom of the map, once there is one.
    pub(crate) zoomed: RwSignal<Option<u8>>,
    /// The regions on the map: districts, and the streets of the open one.
    pub(crate) shapes: Memo<Option<Arc<RegionShapes>>>,
    /// The layers of the map, the uppermost first.
    pub(crate) stack: Memo<Stack>,
    /// What the numbers on the screen are of, which is not always what the address asks for.
    pub(crate) pictured: Memo<Choice>,
}

fn chosen(state: RwSignal<State>, frames: &Frames) -> Choice {
    let catalogue = frames.catalogue.get();
    let of = |catalogue: Arc<Indicators>| {
        state.with(|state| Asked { state, catalogue: &catalogue }.period())
    };
    Choice { period: catalogue.map(of).unwrap_or_default(), at: state.with(|it| it.at) }
}

/// The room the calling component stands in.
pub(crate) fn room() -> Room {
    expect_context::<Room>()
}

impl Room {
    /// Reads the address, asks the first questions, opens the stream.
    pub(crate) fn open(state: State) -> Self {
        let (lang, theme, layout) = (state.lang, state.theme, state.layout);
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
        let screen = Screen::watch(layout);
        let shapes = Memo::new(move |_| {
            let districts = frames.regions.get()?;
            let streets = frames.streets.get().filter(|it| !it.regions.is_empty());
            Some(streets.map_or_else(|| Arc::clone(&districts), |it| Arc::new(districts.with(&it))))
        });
        let pictured = Memo::new(move |before: Option<&Choice>| {
            chosen(state, frames).pictured(before, frames.is_late())
        });
        Self { state, lang, theme, layout, frames, live, screen, zoomed, shapes, stack, pictured }
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

    /// How facts are attributed on the screen.
    pub(crate) fn at(self) -> Attribution {
        self.pictured.with(|it| it.at)
    }

    /// What the address asks for.
    pub(crate) fn chosen(self) -> Choice {
        chosen(self.state, self.frames)
    }

    /// The raster map that was asked for, if the deployment has it and can show it.
    pub(crate) fn ground(self) -> Option<TileSource> {
        let asked = self.state.with(|it| it.ground.clone())?;
        let known = self.frames.tiles.get()?;
        known.tiles.iter().find(|it| it.id == asked && it.problem.is_none()).cloned()
    }

    /// The catalogue's entry of an indicator.
    pub(crate) fn entry(self, id: &str) -> Option<IndicatorEntry> {
        let catalogue = self.catalogue()?;
        question::entry(&catalogue, id).cloned()
    }

    /// The catalogue's entry of the current indicator.
    pub(crate) fn current(self) -> Option<IndicatorEntry> {
        self.asked(|it| it.entry().cloned())?
    }

    /// The period of what is on the screen.
    pub(crate) fn period(self) -> String {
        self.pictured.with(|it| it.period.clone())
    }

    /// The parts of the shown unit, and the indicator they are compared by.
    pub(crate) fn parts(self) -> Option<(Vec<Figure>, IndicatorEntry)> {
        let scene = self.scene()?;
        Some((scene.ranking.clone(), self.entry(&scene.ranking_indicator)?))
    }

    /// The shown unit's own figure of the indicator that its parts are compared by: of the cards, else of their sums.
    pub(crate) fn whole(self, parts: &[Figure], entry: &IndicatorEntry) -> Option<Figure> {
        let scene = self.scene()?;
        let of_scene = || {
            let mut cards = scene.cards.iter().map(|it| &it.figure);
            cards.find(|it| it.indicator == entry.id).cloned()
        };
        let of_desk = || {
            let cards = self.frames.cards.get()?;
            let same = cards.unit.code == scene.unit.code
                && cards.period == scene.period
                && cards.at == scene.at;
            cards.rows.iter().find(|it| same && it.indicator == entry.id).cloned()
        };
        ranking::whole(parts, entry, &scene.unit, of_scene().or_else(of_desk))
    }

    /// What a score of today must say beside a period that today does not lie in.
    pub(crate) fn today(self, unit: UnitOfValue) -> Option<String> {
        let when = When::of(&*self.scene()?);
        of_today(self.lang, unit, when)
    }

    /// Something read off the state with the catalogue beside it.
    pub(crate) fn asked<T>(self, read: impl Fn(Asked<'_>) -> T) -> Option<T> {
        let catalogue = self.catalogue()?;
        Some(self.state.with(|state| read(Asked { state, catalogue: &catalogue })))
    }
}

#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "a method of `Asked<'a>` is not general over 'a"
)]
impl Room {
    /// The side that the current indicator is counted on.
    pub(crate) fn base_side(self) -> Side {
        self.asked(|it| it.base_side()).unwrap_or_default()
    }

    pub(crate) fn is_root(self) -> bool {
        self.asked(|it| it.is_root()).unwrap_or_default()
    }

    /// Where the records on the screen are as a table to keep.
    pub(crate) fn csv(self) -> Option<String> {
        self.asked(|it| it.records_csv())?
    }
}
