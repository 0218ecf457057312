//! (seed, stream, number) → the same throws of dice, in any order and on any machine.
//!
//! Every record draws from its own [`Dice`], so inspection 41 000 can be made again for its problems
//! without making the 40 999 before it. Nothing here keeps state between records.

use std::f64::consts::SQRT_2;

/// Which kind of record throws; keeps the sequences of two records with one number apart.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stream {
    Entity = 1,
    Inspection,
    InspectionText,
    Problem,
    Order,
    OrderText,
    Complaint,
    ComplaintText,
    Flaw,
    Correction,
}

/// `SplitMix64`: small, fast, and good enough for pictures of a city.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

impl Dice {
    pub(super) fn new(seed: u64, stream: Stream, number: u64) -> Self {
        let lane =
            mix(seed.wrapping_mul(GOLDEN) ^ (stream as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93));
        Self(mix(lane ^ number.wrapping_mul(GOLDEN)))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// Uniform in `0.0..1.0`.
    pub(super) fn unit(&mut self) -> f64 {
        (self.next() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform in `0..count`; 0 when there is nothing to choose from.
    pub(super) fn below(&mut self, count: usize) -> usize {
        let wide = u128::from(self.next()) * (count as u128);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// Uniform in `low..high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high - low).unwrap_or(1);
        low + i64::try_from(self.below(span)).unwrap_or(0)
    }

    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of a list.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.below(list.len())]
    }

    /// A number of the standard normal distribution, cut at ±3.5 (sum of six throws).
    pub(super) fn bell(&mut self) -> f64 {
        let sum: f64 = (0..6).map(|_| self.unit()).sum();
        (sum - 3.0) * SQRT_2
    }

    /// The place of a throw among cumulative shares that end at 1.
    pub(super) fn among(&mut self, cumulative: &[f64]) -> usize {
        let throw = self.unit();
        cumulative.partition_point(|&share| share <= throw).min(cumulative.len().saturating_sub(1))
    }
}

/// Weights → cumulative shares that end at 1.
pub(super) fn cumulative(weights: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut total = 0.0;
    let mut sums: Vec<f64> = weights
        .into_iter()
        .map(|weight| {
            total += weight;
            total
        })
        .collect();
    for sum in &mut sums {
        *sum /= total;
    }
    sums
}

fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throws_repeat_for_one_record_and_differ_between_records_and_streams() {
        let first = |stream, number| Dice::new(7, stream, number).next();
        assert_eq!(first(Stream::Order, 5), first(Stream::Order, 5));
        assert_ne!(first(Stream::Order, 5), first(Stream::Order, 6));
        assert_ne!(first(Stream::Order, 5), first(Stream::Problem, 5));
        assert_ne!(Dice::new(8, Stream::Order, 5).next(), first(Stream::Order, 5));
    }

    #[test]
    fn shares_are_kept_by_many_throws() {
        let shares = cumulative([1.0, 2.0, 7.0]);
        let mut counts = [0_u32; 3];
        for number in 0..20_000 {
            counts[Dice::new(1, Stream::Flaw, number).among(&shares)] += 1;
        }
        assert!((1_800..2_200).contains(&counts[0]), "{counts:?}");
        assert!((13_700..14_300).contains(&counts[2]), "{counts:?}");
    }
}
