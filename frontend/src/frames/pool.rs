//! Questions that come and go with the layers of the map → their newest answers.
//!
//! Each want has a key that stays while its address changes: the last answer is kept until the next one has
//! come, so that the map never flickers; what a layer that went was made of is kept for a while, in case it comes
//! back. Equal addresses are asked once; a late answer to a question nobody
//! asks any more is dropped; an equal answer stays the same object, so that nothing is made anew.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use domain::cells::{CellFrame, CellList};
use domain::points::PointFrame;
use domain::wire::Figures;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fetch::{self, Failure};
use super::lists::{Lists, naming, resolution};
use super::read;
use crate::live::Live;
use crate::question::{Role, Want};

/// What a want is answered with.
#[derive(Clone, Debug)]
enum Answer {
    Cells(Arc<CellFrame>),
    Figures(Arc<Figures>),
    Points(Arc<PointFrame>),
}

/// The newest answer under a key, and why the last attempt failed.
#[derive(Clone, Debug)]
struct Held {
    asked: Asked,
    answer: Option<Answer>,
    /// What the answer is one to: while the server is gone, an earlier question.
    of: Asked,
    failure: Option<Failure>,
}

/// Answers to questions that nobody asks now, the newest last.
#[derive(Debug, Default)]
struct Past(Vec<(Asked, Answer)>);

/// As many as six layers and what they were before are made of.
const MOST_PAST: usize = 16;

impl Past {
    fn keep(&mut self, of: Asked, answer: Answer) {
        self.0.retain(|it| it.0.0 != of.0);
        self.0.push((of, answer));
        if self.0.len() > MOST_PAST {
            self.0.remove(0);
        }
    }

    /// The last answer to an address, of whatever round.
    fn of(&self, url: &str) -> Option<&(Asked, Answer)> {
        self.0.iter().find(|it| it.0.0 == url)
    }
}

/// An address, and the how manieth round of questions it belongs to.
type Asked = (String, u64);
type Key = (Role, String);

/// All that layers are made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pool {
    held: RwSignal<BTreeMap<Key, Held>>,
    /// What each key asks now.
    asked: StoredValue<BTreeMap<Key, Asked>>,
    /// What travelled once need not travel again.
    lists: StoredValue<Lists>,
    past: StoredValue<Past>,
}

const JSON: &str = "application/json";
const CELLS: &str = "application/vnd.guanlan.cells";
const POINTS: &str = "application/vnd.guanlan.points";

impl Pool {
    /// Asks whatever is wanted, again when the server has something new.
    pub(super) fn fed_by(wants: Signal<Vec<Want>>, live: Live) -> Self {
        let pool = Self {
            held: RwSignal::new(BTreeMap::new()),
            asked: StoredValue::new(BTreeMap::new()),
            lists: StoredValue::new(Lists::default()),
            past: StoredValue::new(Past::default()),
        };
        let wants = Memo::new(move |_| wants.get());
        Effect::new(move |_| {
            let (wants, round) = (wants.get(), live.refresh.get());
            if pool.asked.with_value(BTreeMap::is_empty) {
                return pool.ask(wants, round);
            }
            // What changes together (unit, then zoom) is asked for together.
            set_timeout(move || pool.ask(wants, round), Duration::ZERO);
        });
        pool
    }

    pub(crate) fn cells(self, role: Role, name: &str) -> Option<Arc<CellFrame>> {
        match self.answer(role, name)? {
            Answer::Cells(frame) => Some(frame),
            _ => None,
        }
    }

    /// The hexagons of the unit that is asked for now, of no other that was asked for before.
    pub(crate) fn newest_cells(self, name: &str) -> Option<Arc<CellFrame>> {
        let key = (Role::Cells, name.to_owned());
        let (of, _) = self.held.with(|held| held.get(&key).map(|it| it.of.clone()))?;
        let is_newest = self.asked.with_value(|now| now.get(&key).is_some_and(|it| it.0 == of));
        self.cells(Role::Cells, name).filter(|_| is_newest)
    }

    pub(crate) fn figures(self, role: Role, name: &str) -> Option<Arc<Figures>> {
        match self.answer(role, name)? {
            Answer::Figures(figures) => Some(figures),
            _ => None,
        }
    }

    pub(crate) fn points(self) -> Option<Arc<PointFrame>> {
        match self.answer(Role::Points, "")? {
            Answer::Points(points) => Some(points),
            _ => None,
        }
    }

    /// The first refusal, if the address asks for something that does not exist.
    pub(super) fn failure(self) -> Option<Failure> {
        self.held.with(|held| held.values().find_map(|it| it.failure.clone()))
    }

    /// Whether anything that is shown answers an earlier question.
    pub(super) fn is_late(self) -> bool {
        let is_of = |held: &Held, now: &Asked| held.answer.is_none() || held.of.0 == now.0;
        let asked = self.asked.get_value();
        self.held.with(|held| {
            asked.iter().any(|(key, now)| held.get(key).is_some_and(|it| !is_of(it, now)))
        })
    }

    fn answer(self, role: Role, name: &str) -> Option<Answer> {
        self.held.with(|held| held.get(&(role, name.to_owned()))?.answer.clone())
    }

    fn ask(self, wants: Vec<Want>, round: u64) {
        // One by one: to collect them would be to sort them, with a sort of their own.
        let mut wanted: BTreeMap<Key, Asked> = BTreeMap::new();
        for it in wants {
            wanted.insert((it.role, it.name), (it.url, round));
        }
        let before = self.asked.get_value();
        self.asked.set_value(wanted.clone());
        let gone: Vec<(Key, Held)> = self.held.with_untracked(|held| {
            let gone = held.iter().filter(|it| !wanted.contains_key(it.0));
            gone.map(|(key, it)| (key.clone(), it.clone())).collect()
        });
        if !gone.is_empty() {
            self.held.update(|held| held.retain(|key, _| wanted.contains_key(key)));
            self.remember(gone.into_iter().map(|it| it.1));
        }
        let mut sent: Vec<&Asked> = before.values().collect();
        for (key, asked) in &wanted {
            if before.get(key) == Some(asked) {
                continue;
            }
            let known = self.held.with_untracked(|held| {
                held.values().find(|it| it.asked == *asked && it.failure.is_none()).cloned()
            });
            match known {
                Some(known) => self.hold(key, known),
                None if self.recall(key, asked) => {}
                None if sent.contains(&asked) && self.is_awaited(asked) => {}
                None => {
                    sent.push(asked);
                    spawn_local(self.fetch(asked.clone(), key.0));
                }
            }
        }
    }

    fn hold(self, key: &Key, held: Held) {
        let mut gone = None;
        self.held.update(|all| gone = all.insert(key.clone(), held));
        self.remember(gone);
    }

    fn remember(self, gone: impl IntoIterator<Item = Held>) {
        for Held { answer, of, .. } in gone {
            let Some(answer) = answer else { continue };
            self.past.try_update_value(|past| past.keep(of, answer));
        }
    }

    /// Shows what the very question was answered with before, until it is answered again; true where it need not be.
    fn recall(self, key: &Key, asked: &Asked) -> bool {
        let known = self.past.try_with_value(|past| past.of(&asked.0).cloned()).flatten();
        let Some((of, answer)) = known else { return false };
        let is_newest = of == *asked;
        self.hold(key, Held { asked: of.clone(), answer: Some(answer), of, failure: None });
        is_newest
    }

    async fn fetch(self, asked: Asked, role: Role) {
        let is_of_cells = !matches!(role, Role::Figures | Role::Parts | Role::Points);
        let held = if is_of_cells { self.lists_for(&asked.0) } else { Vec::new() };
        let mut answer = fetched(&naming(&asked.0, &held), role, &held).await;
        if !held.is_empty() && matches!(answer, Err(Failure::Unreadable(_))) {
            answer = fetched(&asked.0, role, &[]).await;
        }
        if let Ok(Answer::Cells(frame)) = &answer {
            self.lists.try_update_value(|lists| lists.keep(frame));
        }
        self.arrive(&asked, &answer);
    }

    /// The lists that an answer may stand on.
    fn lists_for(self, url: &str) -> Vec<CellList> {
        let up_to = |res| self.lists.try_update_value(|lists| lists.up_to(res));
        resolution(url).and_then(up_to).unwrap_or_default()
    }

    /// Whether the answer to a question that was sent has not come yet.
    fn is_awaited(self, asked: &Asked) -> bool {
        self.held.with_untracked(|held| !held.values().any(|it| it.asked == *asked))
    }

    fn arrive(self, asked: &Asked, answer: &Result<Answer, Failure>) {
        let keys = self.asked.try_get_value().unwrap_or_default();
        let takers: Vec<Key> =
            keys.into_iter().filter(|it| it.1 == *asked).map(|it| it.0).collect();
        if takers.is_empty() {
            return;
        }
        self.held.update(|held| {
            for key in takers {
                let before = held.remove(&key);
                let of = match (answer, &before) {
                    (Err(Failure::Unreachable), Some(before)) => before.of.clone(),
                    _ => asked.clone(),
                };
                let passed = before.clone().filter(|it| it.of.0 != of.0);
                self.remember(passed);
                let before = before.and_then(|it| it.answer);
                let (newest, failure) = match answer {
                    Ok(answer) => (Some(answer.clone()), None),
                    Err(failure) => (None, Some(failure.clone())),
                };
                let kept = match (newest, before) {
                    (Some(new), Some(old)) if new.equals(&old) => Some(old),
                    (new, old) => new.or(old),
                };
                held.insert(key, Held { asked: asked.clone(), answer: kept, of, failure });
            }
        });
    }
}

impl Answer {
    fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Cells(a), Self::Cells(b)) => a == b,
            (Self::Figures(a), Self::Figures(b)) => a.rows == b.rows,
            (Self::Points(a), Self::Points(b)) => a == b,
            _ => false,
        }
    }
}

async fn fetched(url: &str, role: Role, held: &[CellList]) -> Result<Answer, Failure> {
    let accept = match role {
        Role::Figures | Role::Parts => JSON,
        Role::Points => POINTS,
        _ => CELLS,
    };
    let bytes = fetch::bytes(url, accept).await?;
    let read = match role {
        Role::Figures | Role::Parts => {
            read(&bytes).map(|it| Answer::Figures(Arc::new(it))).map_err(|err| err.to_string())
        }
        Role::Points => PointFrame::decode(&bytes)
            .map(|it| Answer::Points(Arc::new(it)))
            .map_err(|err| err.to_string()),
        _ => CellFrame::decode(&bytes, held)
            .map(|it| Answer::Cells(Arc::new(it)))
            .map_err(|err| err.to_string()),
    };
    read.map_err(Failure::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(url: &str, round: u64) -> Asked {
        (url.to_owned(), round)
    }

    #[test]
    fn what_a_layer_was_made_of_is_known_when_it_comes_back_and_not_for_ever() {
        let answer = || Answer::Points(Arc::default());
        let mut past = Past::default();
        past.keep(asked("risk", 0), answer());
        past.keep(asked("risk", 1), answer());
        assert_eq!(past.of("risk").map(|it| it.0.1), Some(1), "the newest of one question");
        assert!(past.of("complaints").is_none(), "no other question is answered with it");
        for at in 0..MOST_PAST {
            past.keep(asked(&at.to_string(), 1), answer());
        }
        assert!(past.of("risk").is_none() && past.0.len() == MOST_PAST);
    }
}
