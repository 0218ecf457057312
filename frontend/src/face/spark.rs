//! Twelve months → the path of a small line with the area below it.
//!
//! The line ends with the last month that is over. A month that is still running is a ring: a lighter step leads to
//! it where it is a rate, nothing where it is a count, which would look like a fall.

use domain::indicator::UnitOfValue;
use domain::time::Day;
use domain::wire::{SeriesRow, Status};

use crate::face::when::is_running;
use crate::format;

/// The box all sparks are drawn in.
pub(crate) const WIDTH: f64 = 150.0;
pub(crate) const HEIGHT: f64 = 56.0;
/// Room for the line's own thickness and the end point.
const MARGIN: f64 = 4.0;

/// SVG path texts; empty where there is nothing to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Spark {
    pub(crate) line: String,
    pub(crate) area: String,
    /// From the last whole month to the running one.
    pub(crate) step: String,
    /// The newest month, if it is over.
    pub(crate) end: Option<(f64, f64)>,
    /// The newest month, if it is not.
    pub(crate) running: Option<(f64, f64)>,
    /// Height of the target line.
    pub(crate) target: Option<f64>,
}

impl Spark {
    /// Months without a value interrupt the line; they are not zero. `known` is the last day of the records.
    pub(crate) fn of(
        rows: &[SeriesRow],
        unit: UnitOfValue,
        target: Option<f64>,
        known: Day,
    ) -> Self {
        let value = |row: &SeriesRow| {
            let told = row.status != Status::NoData;
            format::plotted(unit, row.num, row.den).filter(|_| told)
        };
        let running = rows.last().filter(|it| is_running(it, known));
        let whole = rows.len() - usize::from(running.is_some());
        let values: Vec<Option<f64>> = rows.iter().take(whole).map(value).collect();
        // A month of a few days stretches no scale: it stays within that of the others.
        let told = || values.iter().flatten().copied().chain(target);
        let low = told().fold(f64::INFINITY, f64::min);
        let high = told().fold(f64::NEG_INFINITY, f64::max);
        if values.iter().flatten().count() < 2 {
            return Self::default();
        }
        let last = rows.len().saturating_sub(1).max(1);
        let frame = Frame { low, span: (high - low).max(1e-9), last };
        let (line, area) = frame.paths(&values);
        let end = values.last().copied().flatten().map(|it| frame.place(whole - 1, it));
        let is_rate = rows.iter().any(|it| it.den.is_some());
        let now = running.and_then(value).map(|it| frame.place(whole, it.clamp(low, high)));
        let step = end.zip(now).filter(|_| is_rate);
        Self {
            line,
            area,
            step: step.map(|(from, to)| path(&[from, to])).unwrap_or_default(),
            end: end.filter(|_| running.is_none()),
            running: now,
            target: target.map(|it| frame.place(0, it).1),
        }
    }
}

fn path(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    ["M", &points.join("L")].concat()
}

struct Frame {
    low: f64,
    span: f64,
    last: usize,
}

impl Frame {
    fn place(&self, at: usize, value: f64) -> (f64, f64) {
        let x = MARGIN + (WIDTH - 2.0 * MARGIN) * at as f64 / self.last as f64;
        let y = HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * (value - self.low) / self.span;
        (x, y)
    }

    fn paths(&self, values: &[Option<f64>]) -> (String, String) {
        let (mut line, mut area) = (String::new(), String::new());
        let places: Vec<_> =
            values.iter().enumerate().map(|(at, value)| Some(self.place(at, (*value)?))).collect();
        for run in places.split(Option::is_none).filter(|run| !run.is_empty()) {
            let path = path(&run.iter().flatten().copied().collect::<Vec<_>>());
            if let (Some(Some((first, _))), Some(Some((last, _)))) = (run.first(), run.last()) {
                area = format!("{area}{path}L{last:.1} {HEIGHT}L{first:.1} {HEIGHT}Z");
            }
            line.push_str(&path);
        }
        (line, area)
    }
}

#[cfg(test)]
mod tests {
    use domain::period::{Bucket, Period};

    use super::*;

    fn rows(pairs: &[(i64, i64)]) -> Vec<SeriesRow> {
        pairs
            .iter()
            .map(|(num, den)| SeriesRow { num: *num, den: Some(*den), ..SeriesRow::default() })
            .collect()
    }

    /// Eight months of 2026, known until the 21st of the last one.
    fn running(pairs: &[(i64, Option<i64>)]) -> Spark {
        let months: Period = "2026-04-01..2026-12-01".parse().unwrap();
        let row = |(month, (num, den)): (Period, &(i64, Option<i64>))| SeriesRow {
            period: month.to_string(),
            start: month.start,
            end: month.end,
            num: *num,
            den: *den,
            ..SeriesRow::default()
        };
        let rows: Vec<_> = months.buckets(Bucket::Month).into_iter().zip(pairs).map(row).collect();
        let unit = if pairs[0].1.is_some() { UnitOfValue::Percent } else { UnitOfValue::Cases };
        Spark::of(&rows, unit, None, "2026-11-21".parse().unwrap())
    }

    #[test]
    fn a_running_count_is_a_ring_beside_the_line_and_no_fall() {
        let mut counts = [(100, None), (110, None), (90, None), (105, None)].repeat(2);
        counts[7].0 = 40;
        let spark = running(&counts);
        assert_eq!(spark.line.matches('L').count(), 6, "seven whole months: {}", spark.line);
        assert_eq!((spark.step.as_str(), spark.end), ("", None));
        let (x, y) = spark.running.unwrap();
        assert_eq!((x, y), (WIDTH - MARGIN, HEIGHT - MARGIN), "in its place, within the scale");
        counts[7].0 = 110;
        assert_eq!(running(&counts).line, spark.line, "it moves nothing but its ring");
    }

    #[test]
    fn a_lighter_step_leads_to_a_running_rate() {
        let rates = [(1, Some(2)), (3, Some(4))].repeat(4);
        let spark = running(&rates);
        assert_eq!(spark.step.matches('L').count(), 1);
        assert!(spark.line.matches('L').count() == 6 && spark.running.is_some());
        let over = Spark::of(&rows(&[(1, 2), (3, 4)]), UnitOfValue::Percent, None, Day(0));
        assert!(over.end.is_some() && over.running.is_none() && over.step.is_empty());
    }

    #[test]
    fn a_month_without_base_interrupts_the_line_and_does_not_touch_zero() {
        let spark =
            Spark::of(&rows(&[(1, 2), (2, 2), (0, 0), (1, 2)]), UnitOfValue::Percent, None, Day(0));
        assert_eq!(spark.line.matches('M').count(), 2);
        assert_eq!(spark.line.matches('L').count(), 1);
        assert!(spark.end.is_some());
    }

    #[test]
    fn the_target_lies_inside_the_picture_even_when_it_was_never_reached() {
        let spark = Spark::of(&rows(&[(1, 10), (2, 10)]), UnitOfValue::Percent, Some(60.0), Day(0));
        assert_eq!(spark.target, Some(MARGIN));
    }

    #[test]
    fn one_month_is_no_line() {
        assert_eq!(
            Spark::of(&rows(&[(1, 2)]), UnitOfValue::Percent, Some(60.0), Day(0)),
            Spark::default()
        );
    }
}
