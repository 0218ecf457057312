//! Sparse Sums: what the small parts add to, and take from, the base.
//!
//! A small part stores entries `(cube, measure, unit, day, amount)`; superseded facts are negative. The
//! entries of all small parts of a generation are merged once when it is opened, sorted, and accumulated
//! over days, so that a question costs two binary searches.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::cube::{AddSums, Cube};

/// One non-zero Sum of one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) struct Entry {
    pub cube: Cube,
    pub measure: u16,
    pub unit: u32,
    pub day: i32,
    pub amount: i64,
}

/// Collects entries while facts are read.
#[derive(Debug)]
pub(super) struct Sparse {
    sums: HashMap<(Cube, u16, u32, i32), i64>,
    /// 1 for facts that came, -1 for facts that were superseded.
    pub(super) sign: i64,
}

impl Sparse {
    /// Starts with facts that came.
    pub(super) fn new() -> Self {
        Self { sums: HashMap::new(), sign: 1 }
    }

    pub(super) fn into_entries(self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = self
            .sums
            .into_iter()
            .filter(|(_, amount)| *amount != 0)
            .map(|((cube, measure, unit, day), amount)| Entry { cube, measure, unit, day, amount })
            .collect();
        entries.sort_unstable();
        entries
    }
}

impl AddSums for Sparse {
    fn add(&mut self, (cube, unit): (Cube, usize), measure: usize, day: i32, amount: i64) {
        let (Ok(measure), Ok(unit)) = (u16::try_from(measure), u32::try_from(unit)) else { return };
        *self.sums.entry((cube, measure, unit, day)).or_default() += self.sign * amount;
    }
}

/// The merged entries of a generation's small parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Overlay {
    /// Ascending by (cube, measure, unit, day); `amount` accumulated over the days of a unit.
    entries: Vec<Entry>,
    /// Where the entries of a cube and measure stand; absent where no small part touched them.
    ranges: HashMap<(Cube, u16), Range<usize>>,
}

impl Overlay {
    pub(super) fn merge(parts: impl IntoIterator<Item = Vec<Entry>>) -> Self {
        let mut entries: Vec<Entry> = parts.into_iter().flatten().collect();
        entries.sort_unstable_by_key(|entry| (entry.cube, entry.measure, entry.unit, entry.day));
        for at in 1..entries.len() {
            let before = entries[at - 1];
            let this = &mut entries[at];
            if (before.cube, before.measure, before.unit) == (this.cube, this.measure, this.unit) {
                this.amount += before.amount;
            }
        }
        let mut ranges: HashMap<(Cube, u16), Range<usize>> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            ranges.entry((entry.cube, entry.measure)).or_insert(at..at).end = at + 1;
        }
        Self { entries, ranges }
    }

    /// The Sum of a measure over `days` in one unit.
    pub(super) fn one(&self, cube: Cube, measure: usize, days: &Range<i32>, unit: usize) -> i64 {
        let (Ok(measure), Ok(unit)) = (u16::try_from(measure), u32::try_from(unit)) else {
            return 0;
        };
        let range = self.ranges.get(&(cube, measure)).cloned();
        let Some(entries) = range.and_then(|range| self.entries.get(range)) else { return 0 };
        let before = |day: i32| {
            let end = entries.partition_point(|entry| (entry.unit, entry.day) < (unit, day));
            let last = end.checked_sub(1).and_then(|at| entries.get(at));
            last.filter(|entry| entry.unit == unit).map_or(0, |entry| entry.amount)
        };
        before(days.end) - before(days.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_part_adds_and_another_takes_cancels() {
        let mut came = Sparse::new();
        came.add((Cube::Org, 7), 3, 10, 2);
        came.add((Cube::Org, 7), 3, 12, 5);
        came.add((Cube::Org, 8), 3, 11, 1);
        let mut gone = Sparse::new();
        gone.sign = -1;
        gone.add((Cube::Org, 7), 3, 10, 2);
        let overlay = Overlay::merge([came.into_entries(), gone.into_entries()]);
        assert_eq!(overlay.one(Cube::Org, 3, &(0..11), 7), 0);
        assert_eq!(overlay.one(Cube::Org, 3, &(0..99), 7), 5);
        assert_eq!(overlay.one(Cube::Org, 3, &(11..12), 8), 1);
        assert_eq!(overlay.one(Cube::OrgPlace, 3, &(0..99), 7), 0);
    }
}
