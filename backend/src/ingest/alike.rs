//! Rows of one delivery that are alike under different keys: the marks W509, W702 and W704.
//!
//! A row that says what a row of another key said is `W702_DUP_CONTENT`; one that says what a lower or higher
//! version of its own key said is `W704_UNCHANGED`; an entity on a point where [`MOST_ON_A_POINT`] rows lie
//! already is `W509_STACKED`. The first of those that are alike carries no mark: when it passed, there was
//! nothing to compare it with.
//!
//! What is compared is bounded, so that marks cost a first delivery of millions no memory: rows are held
//! against the first [`MOST_REMEMBERED`]. Nothing here rejects a row or looks at another delivery.

use std::collections::hash_map::Entry;

use domain::fault::Code;
use rustc_hash::FxHashMap;

/// More entities than this on one point are addresses that nobody looked up.
const MOST_ON_A_POINT: u32 = 20;

/// Different contents, and different points, that are remembered.
const MOST_REMEMBERED: usize = if cfg!(test) { 1000 } else { 1 << 20 };

/// What of a row is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trace {
    /// Hash of the key.
    pub(super) key: i64,
    /// Hash of what it says, without key, version and source; `None` for a withdrawal.
    pub(super) said: Option<u64>,
    /// Hash of the point of an entity.
    pub(super) point: Option<u64>,
}

/// The rows met so far.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// What was said, and under which key.
    said: FxHashMap<u64, i64>,
    /// How many lie on a point.
    points: FxHashMap<u64, u32>,
}

impl Alike {
    /// The marks of a row, held against those before it.
    pub(super) fn meet(&mut self, row: &Trace) -> impl Iterator<Item = Code> + use<> {
        let repeats = row.said.and_then(|said| self.repeats(said, row.key));
        let stacked = row.point.is_some_and(|point| self.is_stacked(point));
        repeats.into_iter().chain(stacked.then_some(Code::W509Stacked))
    }

    fn repeats(&mut self, said: u64, key: i64) -> Option<Code> {
        let is_full = self.said.len() >= MOST_REMEMBERED;
        match self.said.entry(said) {
            Entry::Occupied(of) if *of.get() == key => Some(Code::W704Unchanged),
            Entry::Occupied(_) => Some(Code::W702DupContent),
            Entry::Vacant(free) => {
                if !is_full {
                    free.insert(key);
                }
                None
            }
        }
    }

    fn is_stacked(&mut self, point: u64) -> bool {
        let is_full = self.points.len() >= MOST_REMEMBERED;
        match self.points.entry(point) {
            Entry::Occupied(mut lie) => {
                *lie.get_mut() += 1;
                *lie.get() > MOST_ON_A_POINT
            }
            Entry::Vacant(free) => {
                if !is_full {
                    free.insert(1);
                }
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(alike: &mut Alike, key: i64, said: u64, point: Option<u64>) -> Vec<Code> {
        alike.meet(&Trace { key, said: Some(said), point }).collect()
    }

    #[test]
    fn the_same_content_under_another_key_and_under_another_version_are_told_apart() {
        let mut alike = Alike::default();
        assert_eq!(marks(&mut alike, 1, 7, None), []);
        assert_eq!(marks(&mut alike, 2, 7, None), [Code::W702DupContent]);
        assert_eq!(marks(&mut alike, 1, 7, None), [Code::W704Unchanged]);
        assert_eq!(marks(&mut alike, 3, 8, None), [], "other content");
        let withdrawn = Trace { key: 4, said: None, point: None };
        assert_eq!(alike.meet(&withdrawn).count(), 0);
    }

    #[test]
    fn a_point_holds_twenty_entities_and_every_further_one_is_marked() {
        let mut alike = Alike::default();
        for key in 0..20 {
            assert_eq!(marks(&mut alike, key, key.unsigned_abs(), Some(1)), []);
        }
        for key in 20..23 {
            assert_eq!(marks(&mut alike, key, key.unsigned_abs(), Some(1)), [Code::W509Stacked]);
        }
        assert_eq!(marks(&mut alike, 30, 30, Some(2)), [], "another point");
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut alike = Alike::default();
        let many = MOST_REMEMBERED as u64 + 500;
        for row in 0..many {
            assert_eq!(marks(&mut alike, 1, row, Some(row)), []);
        }
        assert_eq!((alike.said.len(), alike.points.len()), (MOST_REMEMBERED, MOST_REMEMBERED));
        assert_eq!(marks(&mut alike, 2, 0, None), [Code::W702DupContent], "of the first");
        assert_eq!(marks(&mut alike, 2, many - 1, None), [], "of the last");
    }
}
