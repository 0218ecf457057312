//! Rates of small districts → steadier rates, drawn towards the mean of all.

/// Rates after empirical-Bayes shrinkage by moments.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrinkage {
    /// The rate of all districts together; `None` without any base.
    pub mean: Option<f64>,
    /// How many imagined cases at the mean rate each district is given, α + β; infinite when the
    /// districts differ no more than chance would have them.
    pub strength: f64,
    /// `(x + α) / (n + α + β)` of each district; `None` where `n` is 0: no base stays no base.
    pub rates: Vec<Option<f64>>,
}

/// Shrinks the rates of `(x, n)` pairs, `x` of `n` cases each.
///
/// By moments: the variance of the rates, weighted by `n`, less what chance alone gives, is the variance
/// between districts; α + β = p(1 − p)/variance − 1. Show the raw rates beside the shrunk ones.
///
/// ```
/// let shrunk = geodata::density::shrink(&[(2, 10), (8, 10)]);
/// assert!((shrunk.rates[0].unwrap() - 0.266_467).abs() < 1e-6);
/// ```
pub fn shrink(counts: &[(u64, u64)]) -> Shrinkage {
    let based = counts.iter().filter(|(_, n)| *n > 0).map(|&(x, n)| (x as f64, n as f64));
    let based = based.collect::<Vec<_>>();
    let cases: f64 = based.iter().map(|it| it.1).sum();
    if based.is_empty() {
        return Shrinkage { mean: None, strength: 0.0, rates: vec![None; counts.len()] };
    }
    let mean = based.iter().map(|it| it.0).sum::<f64>() / cases;
    let squares = based.iter().map(|&(x, n)| n * (x / n - mean).powi(2));
    let chance = mean * (1.0 - mean) * based.len() as f64 / cases;
    let between = squares.sum::<f64>() / cases - chance;
    let strength = strength(mean, between);
    let rate = |&(x, n): &(u64, u64)| (n > 0).then(|| shrunk(x as f64, n as f64, mean, strength));
    Shrinkage { mean: Some(mean), strength, rates: counts.iter().map(rate).collect() }
}

fn strength(mean: f64, between: f64) -> f64 {
    if between > 0.0 { (mean * (1.0 - mean) / between - 1.0).max(0.0) } else { f64::INFINITY }
}

fn shrunk(x: f64, n: f64, mean: f64, strength: f64) -> f64 {
    if strength.is_finite() { (x + mean * strength) / (n + strength) } else { mean }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_computed_by_hand_comes_out() {
        // p = 0.5; variance 0.09 less 0.25/10 = 0.065; α + β = 0.25/0.065 − 1 = 2.846 154.
        let result = shrink(&[(2, 10), (8, 10)]);
        assert!((result.strength - 2.846_153_8).abs() < 1e-6);
        assert!((result.rates[1].unwrap() - (8.0 + 1.423_076_9) / 12.846_153_8).abs() < 1e-6);
    }

    #[test]
    fn a_small_district_moves_further_than_a_large_one_and_both_towards_the_mean() {
        let result = shrink(&[(1, 2), (500, 1_000), (100, 1_000), (300, 1_000)]);
        let mean = result.mean.unwrap();
        let moved = |at: usize, raw: f64| (result.rates[at].unwrap() - raw) / (mean - raw);
        assert!(moved(0, 0.5) > moved(1, 0.5));
        assert!((0.0..=1.0).contains(&moved(1, 0.5)) && (0.0..=1.0).contains(&moved(2, 0.1)));
    }

    #[test]
    fn districts_that_differ_by_chance_alone_get_the_mean() {
        let result = shrink(&[(5, 10), (6, 10), (4, 10)]);
        assert!(result.strength.is_infinite());
        assert!(result.rates.iter().all(|it| (it.unwrap() - 0.5).abs() < 1e-12));
    }

    #[test]
    fn a_district_without_a_base_has_no_rate() {
        let result = shrink(&[(0, 0), (3, 10), (9, 10)]);
        assert_eq!(result.rates[0], None);
        assert!(result.rates[1].is_some());
        assert_eq!(shrink(&[(0, 0)]).mean, None);
        assert_eq!(shrink(&[]).rates, []);
    }
}
