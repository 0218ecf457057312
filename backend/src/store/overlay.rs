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
    ranges: HashMap<(Cube, u16), Touched>,
}

/// The entries of one cube and measure, by unit.
#[derive(Clone, Debug, Default)]
struct Touched {
    /// The first entry of each unit, and the end of the last: unit `u` has `starts[u]..starts[u + 1]`.
    starts: Vec<usize>,
}

impl Overlay {
    pub(super) fn merge(parts: impl IntoIterator<Item = Vec<Entry>>) -> Self {
        let mut entries: Vec<Entry> = parts.into_iter().flatten().collect();
        // A stable sort, because it takes sorted runs as they are and merges them.
        entries.sort_by_key(|entry| (entry.cube, entry.measure, entry.unit, entry.day));
        for at in 1..entries.len() {
            let before = entries[at - 1];
            let this = &mut entries[at];
            if (before.cube, before.measure, before.unit) == (this.cube, this.measure, this.unit) {
                this.amount += before.amount;
            }
        }
        let mut ranges: HashMap<(Cube, u16), Touched> = HashMap::new();
        for (at, entry) in entries.iter().enumerate() {
            let touched = ranges.entry((entry.cube, entry.measure)).or_default();
            let unit = usize::try_from(entry.unit).unwrap_or(0);
            while touched.starts.len() < unit + 2 {
                touched.starts.push(at);
            }
            touched.starts[unit + 1] = at + 1;
        }
        Self { entries, ranges }
    }

    /// These entries and those of one more part.
    pub(super) fn and(&self, more: &[Entry]) -> Self {
        let mut daily = self.entries.clone();
        for at in (1..daily.len()).rev() {
            let before = daily[at - 1];
            let this = &mut daily[at];
            if (before.cube, before.measure, before.unit) == (this.cube, this.measure, this.unit) {
                this.amount -= before.amount;
            }
        }
        Self::merge([daily, more.to_vec()])
    }

    /// The Sum of a measure over `days` in some units together.
    pub(super) fn over(
        &self,
        cube: Cube,
        measure: usize,
        days: &Range<i32>,
        units: impl Iterator<Item = usize>,
    ) -> i64 {
        let touched = u16::try_from(measure).ok().and_then(|it| self.ranges.get(&(cube, it)));
        let Some(touched) = touched else { return 0 };
        units.map(|unit| self.of_unit(touched, days, unit)).sum()
    }

    fn of_unit(&self, touched: &Touched, days: &Range<i32>, unit: usize) -> i64 {
        let bounds = touched.starts.get(unit).zip(touched.starts.get(unit + 1));
        let entries = bounds.and_then(|(start, end)| self.entries.get(*start..*end));
        let entries = entries.unwrap_or_default();
        let before = |day: i32| {
            let end = entries.partition_point(|entry| entry.day < day);
            end.checked_sub(1).and_then(|at| entries.get(at)).map_or(0, |entry| entry.amount)
        };
        if entries.is_empty() { 0 } else { before(days.end) - before(days.start) }
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
        let (came, gone) = (came.into_entries(), gone.into_entries());
        let overlay = Overlay::merge([came.clone(), gone.clone()]);
        assert_eq!(Overlay::merge([came]).and(&gone).entries, overlay.entries);
        let one = |cube, days, unit| overlay.over(cube, 3, &days, std::iter::once(unit));
        assert_eq!(one(Cube::Org, 0..11, 7), 0);
        assert_eq!(one(Cube::Org, 0..99, 7), 5);
        assert_eq!(one(Cube::Org, 11..12, 8), 1);
        assert_eq!(one(Cube::Org, 0..99, 6) + one(Cube::Org, 0..99, 9), 0);
        assert_eq!(one(Cube::OrgPlace, 0..99, 7), 0);
        assert_eq!(overlay.over(Cube::Org, 3, &(0..99), 0..20), 6);
    }
}
