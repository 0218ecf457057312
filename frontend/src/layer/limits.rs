//! Values → class breaks as the legend prints them.
//!
//! Fixed breaks belong to layer, period and resolution, never to the viewport or to the unit on screen: they are
//! the indicator's own, or made from the cells of the whole deployment, rounded to 1, 2 or 5 times a power of
//! ten, so that small changes of the records do not move a colour.

use domain::cells::CellFrame;
use domain::classes::{self, readable};
use domain::indicator::{Op, UnitOfValue};
use domain::wire::IndicatorEntry;

use super::shown::Breaks;

/// As many limits as seven classes have between them.
const MOST: usize = 6;
/// Shares of the uppermost break at which the lower ones lie.
const STEPS: [f64; MOST] = [0.02, 0.06, 0.15, 0.3, 0.6, 1.0];

/// Limits by what the address asks for; `fixed` stands in where nothing else can be had.
pub(crate) fn limits(
    breaks: &Breaks,
    entry: Option<&IndicatorEntry>,
    values: impl FnOnce() -> Vec<f64>,
    fixed: impl FnOnce() -> Vec<f64>,
) -> Vec<f64> {
    let factor = entry.map_or(1.0, factor);
    let asked = match breaks {
        Breaks::Fixed => Vec::new(),
        Breaks::By(method, count) => classes::limits(*method, &values(), usize::from(*count)),
        Breaks::Target => entry.map(targets).unwrap_or_default(),
        Breaks::Given(limits) => limits.iter().map(|it| printed(it.as_f64(), factor)).collect(),
    };
    let mut limits = if asked.is_empty() { fixed() } else { asked };
    limits.truncate(MOST);
    limits
}

/// Printed numbers over numbers in the unit of the value: shares are printed in per cent.
pub(crate) fn factor(entry: &IndicatorEntry) -> f64 {
    if entry.unit == UnitOfValue::Percent { 100.0 } else { 1.0 }
}

/// Without the dust of floating point: 0.57 is printed as 57, not as 56.999 999 999 999 99.
fn printed(value: f64, factor: f64) -> f64 {
    (value * factor * 1e9).round() / 1e9
}

/// The indicator's own breaks.
pub(crate) fn own(entry: &IndicatorEntry) -> Vec<f64> {
    let parsed = entry.breaks.iter().filter_map(|it| it.parse::<f64>().ok());
    parsed.map(|it| printed(it, factor(entry))).take(MOST).collect()
}

/// What policy asks for: met and not met are different classes. Where the limit itself does not belong to the
/// upper class (超过 60 %, 不高于 30 %), the next number does.
fn targets(entry: &IndicatorEntry) -> Vec<f64> {
    let limit = |it: &domain::indicator::Target| {
        let value = printed(it.value.as_f64(), factor(entry));
        if matches!(it.op, Op::Above | Op::AtMost) { value.next_up() } else { value }
    };
    let mut limits: Vec<f64> = entry.targets.iter().map(limit).collect();
    limits.sort_by(f64::total_cmp);
    limits.dedup_by(|right, left| right <= left);
    limits
}

/// Breaks of counts in cells of the resolution of `whole`: the uppermost at about the 98th percentile.
pub(crate) fn of_cells(whole: &CellFrame, scale: f64) -> Vec<f64> {
    let counts = whole.num.iter().filter(|it| **it > 0).map(|it| *it as f64 / scale).collect();
    steps(round_up(percentile(counts, 98).max(1.0)), scale)
}

/// The same breaks for another resolution.
pub(crate) fn at_resolution(breaks: &[f64], from: u8, to: u8, scale: f64) -> Vec<f64> {
    let top = breaks.last().map_or(1.0, |it| it * share_of_cell(to) / share_of_cell(from));
    steps(round_up(top.max(1.0)), scale)
}

/// What the fullest cells of a resolution hold, against those of resolution 7. Not a seventh a step: records lie
/// where people live, so a finer cell that holds any holds more than its share of the ground.
fn share_of_cell(res: u8) -> f64 {
    match res {
        ..=6 => 4.0,
        7 => 1.0,
        8 => 1.0 / 4.0,
        9 => 1.0 / 13.0,
        10.. => 1.0 / 24.0,
    }
}

/// Breaks of a surface: the uppermost near its summits.
pub(crate) fn of_surface(values: Vec<f64>) -> Vec<f64> {
    let top = round_up(percentile(values, 99).max(f64::MIN_POSITIVE));
    STEPS.iter().map(|share| readable(top * share)).collect()
}

/// Breaks of plain counts of districts.
pub(crate) fn of_counts(counts: Vec<f64>) -> Vec<f64> {
    steps(round_up(percentile(counts, 90).max(1.0)), 1.0)
}

fn percentile(mut values: Vec<f64>, share: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = values.len().saturating_sub(1) * share / 100;
    values.get(at).copied().unwrap_or(0.0)
}

/// Ascending and distinct; whole where values are whole.
fn steps(top: f64, scale: f64) -> Vec<f64> {
    let whole = scale <= 1.0 || top >= 50.0;
    let mut steps: Vec<f64> = STEPS
        .iter()
        .map(|share| if whole { (top * share).ceil() } else { (top * share * 10.0).ceil() / 10.0 })
        .collect();
    steps.dedup_by(|right, left| right <= left);
    steps
}

/// The least of 1, 2, 5 times a power of ten that is not below `value`.
fn round_up(value: f64) -> f64 {
    let power = 10_f64.powf(value.log10().floor());
    let rounded = [1.0, 2.0, 5.0].into_iter().map(|it| it * power).find(|it| *it >= value * 0.999);
    rounded.unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(num: Vec<i64>) -> CellFrame {
        CellFrame { num, ..CellFrame::default() }
    }

    fn entry() -> IndicatorEntry {
        serde_json::from_str(
            r#"{"id":"I02","version":1,"name":"","name_en":"","unit":"percent","direction":"up","numerator":"",
            "numerator_en":"","denominator":null,"denominator_en":null,"additive":true,"ranked":true,"core":true,
            "beside":null,"targets":[{"op":">","value":"0.60","by":"2026-12-31","kind":"required","words":"",
            "words_en":""}],"clause":"","breaks":["0.45","0.57"]}"#,
        )
        .unwrap()
    }

    #[test]
    fn breaks_are_few_round_numbers_below_the_rare_extremes() {
        let spread: Vec<i64> = (1..=100).collect();
        assert_eq!(of_cells(&frame(spread), 1.0), [2.0, 6.0, 15.0, 30.0, 60.0, 100.0]);
    }

    #[test]
    fn a_few_more_records_do_not_move_a_colour() {
        let few = of_cells(&frame((1..=70).collect()), 1.0);
        let more = of_cells(&frame((1..=99).collect()), 1.0);
        assert_eq!(few, more);
    }

    #[test]
    fn small_numbers_have_fewer_classes_and_none_has_two_equal_breaks() {
        assert_eq!(of_cells(&frame(vec![1, 1, 2, 3]), 1.0), [1.0, 2.0]);
        assert_eq!(of_cells(&frame(Vec::new()), 1.0), [1.0]);
    }

    #[test]
    fn finer_cells_have_lower_breaks() {
        let city = [2.0, 6.0, 15.0, 30.0, 60.0, 100.0];
        let tops = [6, 7, 8, 9, 10].map(|res| at_resolution(&city, 7, res, 1.0).last().copied());
        assert_eq!(tops, [500.0, 100.0, 50.0, 10.0, 5.0].map(Some));
        assert_eq!(at_resolution(&city, 7, 7, 1.0), city);
    }

    #[test]
    fn a_surface_may_lie_below_one_everywhere() {
        let breaks = of_surface((0..100).map(|it| f64::from(it) / 1e4).collect());
        assert_eq!(breaks, [0.0002, 0.0006, 0.0015, 0.003, 0.006, 0.01]);
    }

    #[test]
    fn what_is_asked_for_is_told_in_per_cent_and_what_cannot_be_had_is_fixed() {
        let asked = |text: &str, values: &[f64]| {
            limits(&Breaks::read(text), Some(&entry()), || values.to_vec(), || own(&entry()))
        };
        assert_eq!(asked("", &[]), [45.0, 57.0]);
        assert_eq!(asked("0.29,0.57", &[]), [29.0, 57.0]);
        assert_eq!(asked("equal:4", &[10.0, 50.0]), [20.0, 30.0, 40.0]);
        assert_eq!(asked("equal:4", &[10.0]), [45.0, 57.0], "one value has no classes");
    }

    #[test]
    fn exactly_sixty_does_not_pass_more_than_sixty() {
        let limits = limits(&Breaks::Target, Some(&entry()), Vec::new, Vec::new);
        assert!(limits.len() == 1 && limits[0] > 60.0 && limits[0] < 60.000_001);
        let mut at_least = entry();
        at_least.targets[0].op = Op::AtLeast;
        assert_eq!(targets(&at_least), [60.0], "the check can fail");
    }
}
