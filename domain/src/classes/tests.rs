use proptest::prelude::*;

use super::*;

const METHODS: [Method; 3] = [Method::Quantile, Method::Equal, Method::Jenks];

/// How many values each class holds.
fn counts(limits: &[f64], values: &[f64]) -> Vec<usize> {
    let mut counts = vec![0; limits.len() + 1];
    for value in values {
        counts[limits.iter().take_while(|it| value >= it).count()] += 1;
    }
    counts
}

/// Σ of squared distances to the mean of each class.
fn spread(limits: &[f64], values: &[f64]) -> f64 {
    let class = |it: &f64| limits.iter().take_while(|limit| it >= limit).count();
    let of = |wanted: usize| {
        let own: Vec<f64> = values.iter().copied().filter(|it| class(it) == wanted).collect();
        let mean = own.iter().sum::<f64>() / own.len().max(1) as f64;
        own.iter().map(|it| (it - mean).powi(2)).sum::<f64>()
    };
    (0..=limits.len()).map(of).sum()
}

#[test]
fn quantiles_hold_equal_counts_and_a_value_on_a_limit_is_above_it() {
    let values: Vec<f64> = (1..=20).map(f64::from).collect();
    let limits = limits(Method::Quantile, &values, 4);
    assert_eq!(limits, [6.0, 11.0, 16.0]);
    assert_eq!(counts(&limits, &values), [5, 5, 5, 5]);
}

#[test]
fn natural_breaks_find_the_gaps() {
    let values = [1.0, 2.0, 2.0, 3.0, 40.0, 41.0, 42.0, 99.0, 100.0];
    assert_eq!(limits(Method::Jenks, &values, 3), [40.0, 90.0], "round, and no value moves");
}

#[test]
fn a_limit_never_rounds_past_the_values_of_its_class() {
    let values = [45.29, 45.76, 52.37, 68.271, 68.274];
    let limits = limits(Method::Quantile, &values, 5);
    assert_eq!(limits, [45.7, 50.0, 60.0, 68.274]);
    assert_eq!(counts(&limits, &values), [1; 5]);
}

#[test]
fn equal_or_missing_values_have_no_limits() {
    for method in METHODS {
        assert!(limits(method, &[], 5).is_empty());
        assert!(limits(method, &[3.0, 3.0, f64::NAN], 5).is_empty());
        assert!(limits(method, &[1.0, 2.0], 1).is_empty());
        assert!(!limits(method, &[1.0, 2.0], 5).is_empty());
    }
}

#[test]
fn a_limit_keeps_three_digits() {
    let read = [0.0, 58.731, 12_345.0, 0.012_345].map(|value| readable(value).to_string());
    assert_eq!(read, ["0", "58.7", "12300", "0.0123"]);
}

#[test]
fn a_hundred_thousand_values_are_grouped_and_still_split_at_the_gap() {
    let low = (0..60_000).map(|it| f64::from(it % 100) / 100.0);
    let high = (0..40_000).map(|it| 50.0 + f64::from(it % 997) / 1000.0);
    let values: Vec<f64> = low.chain(high).collect();
    assert_eq!(limits(Method::Jenks, &values, 2), [50.0]);
}

proptest! {
    #[test]
    fn limits_ascend_stay_inside_and_leave_no_lowest_class_empty(
        values in prop::collection::vec(-1e6..1e6_f64, 0..60),
        classes in 0_usize..9,
    ) {
        for method in METHODS {
            let limits = limits(method, &values, classes);
            prop_assert!(limits.len() < classes.max(1));
            prop_assert!(limits.windows(2).all(|pair| pair[0] < pair[1]));
            if !limits.is_empty() {
                let counts = counts(&limits, &values);
                prop_assert!(counts[0] > 0 && counts[limits.len()] > 0, "{counts:?}");
            }
        }
    }

    #[test]
    fn no_other_split_in_three_is_closer_than_the_natural_one(
        values in prop::collection::vec((0..999_i32).prop_map(f64::from), 3..14),
    ) {
        let natural = limits(Method::Jenks, &values, 3);
        let best = spread(&natural, &values);
        for one in &values {
            for two in values.iter().filter(|it| *it > one) {
                prop_assert!(best <= spread(&[*one, *two], &values) + 1e-6);
            }
        }
    }
}
