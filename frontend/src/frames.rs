//! Questions → the newest frames: every request of the page is made here.
//!
//! A frame keeps its last good answer while the next one travels and while the server is gone, so that
//! nothing on the screen flickers or goes white; what went wrong stands beside it. Equal answers change
//! nothing downstream.

use std::any::Any;
use std::sync::Arc;

use domain::wire::{
    EntityFile, Figures, HeldFacts, Indicators, Problem, Records, Scene, Series, Tiles,
};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;

use crate::live::Live;
use crate::map::RegionShapes;
use crate::question::{self, Asked, Want};
use crate::state::State;

mod batches;
mod fetch;
mod lists;
mod pool;
mod read;

pub(crate) use batches::{Batch, Batches, RowFault, RowFaults};
pub(crate) use fetch::Failure;
pub(crate) use pool::Pool;
use read::read;

/// One question's newest good answer, and why the last attempt failed.
#[derive(Debug)]
pub(crate) struct Frame<T: Send + Sync + 'static> {
    pub(crate) answer: Memo<Option<Arc<T>>>,
    pub(crate) failure: Memo<Option<Failure>>,
    /// The answer is one to an earlier question: the present one travels, or the server is gone.
    pub(crate) is_late: Memo<bool>,
}

impl<T: Send + Sync + 'static> Clone for Frame<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Frame<T> {}

impl<T: Send + Sync + 'static> Frame<T> {
    pub(crate) fn get(self) -> Option<Arc<T>> {
        self.answer.get()
    }
}

/// Everything the page knows of the server.
#[derive(Debug)]
pub(crate) struct Frames {
    pub(crate) catalogue: Frame<Indicators>,
    pub(crate) scene: Frame<Scene>,
    /// Raster maps; asked for once there is something to see.
    pub(crate) tiles: Frame<Tiles>,
    pub(crate) series: Frame<Series>,
    /// Every indicator of the shown unit, on the desk.
    pub(crate) cards: Frame<Figures>,
    pub(crate) card_series: Frame<Vec<Series>>,
    /// With each part that the desk compares.
    pub(crate) parts_series: Frame<Series>,
    pub(crate) regions: Frame<RegionShapes>,
    /// Streets of the district that is open.
    pub(crate) streets: Frame<RegionShapes>,
    /// What the layers of the map are made of.
    pub(crate) pool: Pool,
    pub(crate) records: Frame<Records>,
    /// The figure that the records must add up to.
    pub(crate) own_figure: Frame<Figures>,
    pub(crate) entities: Frame<Records>,
    /// Entities that lie in no hexagon.
    pub(crate) unlocated: Frame<Records>,
    pub(crate) entity: Frame<EntityFile>,
    pub(crate) batches: Frame<Batches>,
    /// Rows of a delivery that were rejected or carry a mark.
    pub(crate) faults: Frame<RowFaults>,
    pub(crate) held: Frame<HeldFacts>,
}

const JSON: &str = "application/json";

impl Frames {
    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "a method of `Asked<'a>` is not general over 'a"
    )]
    pub(crate) fn new(state: RwSignal<State>, zoomed: RwSignal<Option<u8>>, live: Live) -> Self {
        let always = |url: &'static str| Signal::derive(move || Some(url.to_owned()));
        let catalogue: Frame<Indicators> = json(live, always(question::INDICATORS));
        let asked = move |question: fn(Asked<'_>) -> Option<String>| {
            Signal::derive(move || {
                let catalogue = catalogue.get()?;
                state.with(|state| question(Asked { state, catalogue: &catalogue }))
            })
        };
        let scene: Frame<Scene> =
            json(live, Signal::derive(move || Some(state.with(question::scene))));
        Self {
            catalogue,
            scene,
            tiles: json(
                live,
                Signal::derive(move || scene.get().map(|_| question::TILES.to_owned())),
            ),
            cards: json(live, asked(|it| it.cards())),
            card_series: several(live, move || asked_now(state, catalogue, |it| it.card_series())),
            parts_series: json(live, Signal::derive(move || parts_series(state, catalogue, scene))),
            series: json(live, asked(|it| it.series())),
            regions: frame(live, asked(|it| Some(it.regions())), shapes),
            streets: frame(live, Signal::derive(move || streets(scene)), shapes),
            pool: Pool::fed_by(
                Signal::derive(move || wants(state, zoomed, catalogue, scene).unwrap_or_default()),
                live,
            ),
            records: json(live, asked(|it| it.records())),
            own_figure: json(live, asked(|it| it.own_figure())),
            entities: json(live, Signal::derive(move || street_entities(state, catalogue, scene))),
            unlocated: json(live, asked(|it| Some(it.unlocated()))),
            entity: json(live, Signal::derive(move || state.with(question::entity))),
            batches: json(live, Signal::derive(move || state.with(question::batches))),
            faults: json(live, Signal::derive(move || state.with(question::faults))),
            held: json(live, Signal::derive(move || state.with(question::held))),
        }
    }

    /// What the server refused, if the address asks for something that does not exist.
    pub(crate) fn refusal(&self) -> Option<Problem> {
        let failures =
            [self.scene.failure, self.records.failure, self.entity.failure, self.faults.failure];
        let failures = failures.into_iter().map(|it| it.get()).chain([self.pool.failure()]);
        failures.flatten().find_map(|failure| match failure {
            Failure::Refused(problem) => Some(*problem),
            _ => None,
        })
    }

    /// Whether the server said something that this page cannot read.
    pub(crate) fn is_unreadable(&self) -> bool {
        let failures = [self.catalogue.failure, self.scene.failure].map(|it| it.get());
        let mut failures = failures.into_iter().chain([self.pool.failure()]).flatten();
        failures.any(|it| matches!(it, Failure::Unreadable(_)))
    }

    /// Whether anything that a period or an attribution changes still answers an earlier question.
    pub(crate) fn is_late(&self) -> bool {
        // All are read, so that each is heard of.
        let late = [
            self.scene.is_late.get(),
            self.series.is_late.get(),
            self.cards.is_late.get(),
            self.pool.is_late(),
        ];
        late.contains(&true)
    }

    /// Whether the last attempt did not reach the server.
    pub(crate) fn is_cut_off(&self) -> bool {
        let failures = [self.catalogue.failure, self.scene.failure];
        failures.into_iter().any(|it| matches!(it.get(), Some(Failure::Unreachable)))
    }
}

fn wants(
    state: RwSignal<State>,
    zoomed: RwSignal<Option<u8>>,
    catalogue: Frame<Indicators>,
    scene: Frame<Scene>,
) -> Option<Vec<Want>> {
    let catalogue = catalogue.get()?;
    state.with(|state| {
        let asked = Asked { state, catalogue: &catalogue };
        let is_here = asked.is_root() || shown_level(asked.unit(), scene).is_some();
        Some(asked.wants(zoomed.get(), is_here, open_district(scene).as_deref()))
    })
}

/// The level of a unit, once the scene that shows it has arrived.
fn shown_level(unit: &str, scene: Frame<Scene>) -> Option<String> {
    scene.get().filter(|it| it.unit.code == unit).map(|it| it.unit.level.clone())
}

/// The streets of the district on the screen: the unit itself, or the one that a street lies in.
fn streets(scene: Frame<Scene>) -> Option<String> {
    open_district(scene).map(|it| question::regions(&it))
}

fn open_district(scene: Frame<Scene>) -> Option<String> {
    let unit = scene.get()?.unit.clone();
    match &*unit.level {
        "district" => Some(unit.code),
        "street" => unit.path.last().map(|it| it.0.clone()),
        _ => None,
    }
}

/// Entities are listed where nothing is left to drill into.
fn street_entities(
    state: RwSignal<State>,
    catalogue: Frame<Indicators>,
    scene: Frame<Scene>,
) -> Option<String> {
    let catalogue = catalogue.get()?;
    state.with(|state| {
        let asked = Asked { state, catalogue: &catalogue };
        (shown_level(asked.unit(), scene)? == "street").then(|| asked.entities())
    })
}

fn asked_now<T: Default>(
    state: RwSignal<State>,
    catalogue: Frame<Indicators>,
    question: impl Fn(Asked<'_>) -> T,
) -> T {
    let asked = |catalogue: Arc<Indicators>| {
        state.with(|state| question(Asked { state, catalogue: &catalogue }))
    };
    catalogue.get().map(asked).unwrap_or_default()
}

/// A year of each part on the comparison, once it is known what these are.
fn parts_series(
    state: RwSignal<State>,
    catalogue: Frame<Indicators>,
    scene: Frame<Scene>,
) -> Option<String> {
    let scene = scene.get()?;
    asked_now(state, catalogue, |it| it.parts_series(&scene.by))
}

fn json<T>(live: Live, question: Signal<Option<String>>) -> Frame<T>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let reader: Reader = |answers| match read::<T>(one(answers)) {
        Ok(answer) => Ok(Arc::new(answer)),
        Err(err) => Err(err.to_string()),
    };
    frame::<T>(live, question, reader)
}

/// Many small questions → one frame: asked one after another, so that they never crowd out the first screen; what the
/// server refuses or nobody can read is left out.
fn several<T>(
    live: Live,
    questions: impl Fn() -> Vec<String> + Send + Sync + 'static,
) -> Frame<Vec<T>>
where
    T: DeserializeOwned + Send + Sync + 'static,
{
    let question =
        Signal::derive(move || Some(questions().join(BETWEEN)).filter(|it| !it.is_empty()));
    let reader: Reader = |answers| {
        let found: Vec<T> = answers.iter().filter_map(|it| read(it).ok()).collect();
        Ok(Arc::new(found))
    };
    frame::<Vec<T>>(live, question, reader)
}

/// Stands between the addresses of a question that is several.
const BETWEEN: &str = "\n";

/// The answer to a question that is one.
fn one(answers: &[Vec<u8>]) -> &[u8] {
    answers.first().map_or(&[], Vec::as_slice)
}

fn shapes(answers: &[Vec<u8>]) -> Result<Whole, String> {
    match RegionShapes::from_geojson(one(answers)) {
        Ok(shapes) => Ok(Arc::new(shapes)),
        Err(err) => Err(err.to_string()),
    }
}

/// What a question was answered with, whatever it is: one machinery serves all of them.
type Whole = Arc<dyn Any + Send + Sync>;

/// The bytes of all answers to a question → what they say.
type Reader = fn(&[Vec<u8>]) -> Result<Whole, String>;

/// How a question stands.
#[derive(Clone, Debug)]
enum Got {
    Awaited,
    /// Nothing is asked.
    Nothing,
    Here(Whole),
    Failed(Failure),
}

fn frame<T>(live: Live, question: Signal<Option<String>>, read: Reader) -> Frame<T>
where
    T: Send + Sync + 'static,
{
    let question = Memo::new(move |_| question.get());
    let (got, answered) = got(live, question, read);
    let newest = move |before: Option<&Option<Arc<T>>>| match got.get() {
        Got::Here(whole) => whole.downcast().ok(),
        Got::Nothing => None,
        Got::Awaited | Got::Failed(_) => before.cloned().flatten(),
    };
    // What is written of an equal answer is equal: the page compares its words, not every field behind them.
    let differ = |left: Option<&Option<Arc<T>>>, right: Option<&Option<Arc<T>>>| {
        let at = |it: Option<&Option<Arc<T>>>| it?.as_ref().map(Arc::as_ptr);
        at(left) != at(right)
    };
    let answer = Memo::new_with_compare(newest, differ);
    Frame { answer, failure: failure(got), is_late: late(question, answered) }
}

fn failure(got: RwSignal<Got>) -> Memo<Option<Failure>> {
    Memo::new(move |_| match got.get() {
        Got::Failed(failure) => Some(failure),
        _ => None,
    })
}

fn late(question: Memo<Option<String>>, answered: RwSignal<Option<String>>) -> Memo<bool> {
    Memo::new(move |_| {
        let (question, answered) = (question.get(), answered.get());
        question.is_some() && answered.is_some() && question != answered
    })
}

/// Asks again when the question or the generation changes; an equal question is not asked twice, and a late answer
/// to an earlier one is dropped. Beside it the question that was last answered, were it by a refusal.
fn got(
    live: Live,
    question: Memo<Option<String>>,
    read: Reader,
) -> (RwSignal<Got>, RwSignal<Option<String>>) {
    let (got, newest) = (RwSignal::new(Got::Awaited), StoredValue::new(0_u32));
    let answered = RwSignal::new(None);
    Effect::new(move |_| {
        live.refresh.track();
        newest.update_value(|it| *it += 1);
        let number = newest.get_value();
        let Some(url) = question.get() else {
            answered.set(None);
            return got.set(Got::Nothing);
        };
        spawn_local(async move {
            let answers = all(&url).await;
            if newest.try_get_value() == Some(number) {
                let whole = answers.and_then(|it| read(&it).map_err(Failure::Unreadable));
                let is_answer = !matches!(whole, Err(Failure::Unreachable));
                got.set(whole.map_or_else(Got::Failed, Got::Here));
                answered
                    .maybe_update(|it| is_answer && it.replace(url.clone()).as_ref() != Some(&url));
            }
        });
    });
    (got, answered)
}

/// The answers to a question of one address or several; without those that were refused, unless that is all of them.
async fn all(question: &str) -> Result<Vec<Vec<u8>>, Failure> {
    let (mut found, mut refused) = (Vec::new(), None);
    for url in question.split(BETWEEN) {
        match fetch::bytes(url, JSON).await {
            Ok(bytes) => found.push(bytes),
            Err(failure @ Failure::Refused(_)) => refused = Some(failure),
            Err(failure) => return Err(failure),
        }
    }
    refused.filter(|_| found.is_empty()).map_or(Ok(found), Err)
}
