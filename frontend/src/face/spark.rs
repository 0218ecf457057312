//! Twelve months → the path of a small line with the area below it.

use domain::indicator::UnitOfValue;
use domain::wire::SeriesRow;

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
    /// The newest month.
    pub(crate) end: Option<(f64, f64)>,
    /// Height of the target line.
    pub(crate) target: Option<f64>,
}

impl Spark {
    /// Months without a value interrupt the line; they are not zero.
    pub(crate) fn of(rows: &[SeriesRow], unit: UnitOfValue, target: Option<f64>) -> Self {
        let values: Vec<Option<f64>> =
            rows.iter().map(|row| format::plotted(unit, row.num, row.den)).collect();
        let known = || values.iter().flatten().copied().chain(target);
        let low = known().fold(f64::INFINITY, f64::min);
        let high = known().fold(f64::NEG_INFINITY, f64::max);
        if values.iter().flatten().count() < 2 {
            return Self::default();
        }
        let frame = Frame {
            low,
            span: (high - low).max(1e-9),
            last: values.len().saturating_sub(1).max(1),
        };
        let (line, area) = frame.paths(&values);
        let end = values.last().copied().flatten().map(|it| frame.place(values.len() - 1, it));
        Self { line, area, end, target: target.map(|it| frame.place(0, it).1) }
    }
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
            let points: Vec<String> =
                run.iter().flatten().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
            let path = format!("M{}", points.join("L"));
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
    use super::*;

    fn rows(pairs: &[(i64, i64)]) -> Vec<SeriesRow> {
        pairs
            .iter()
            .map(|(num, den)| SeriesRow { num: *num, den: Some(*den), ..SeriesRow::default() })
            .collect()
    }

    #[test]
    fn a_month_without_base_interrupts_the_line_and_does_not_touch_zero() {
        let spark = Spark::of(&rows(&[(1, 2), (2, 2), (0, 0), (1, 2)]), UnitOfValue::Percent, None);
        assert_eq!(spark.line.matches('M').count(), 2);
        assert_eq!(spark.line.matches('L').count(), 1);
        assert!(spark.end.is_some());
    }

    #[test]
    fn the_target_lies_inside_the_picture_even_when_it_was_never_reached() {
        let spark = Spark::of(&rows(&[(1, 10), (2, 10)]), UnitOfValue::Percent, Some(60.0));
        assert_eq!(spark.target, Some(MARGIN));
    }

    #[test]
    fn one_month_is_no_line() {
        assert_eq!(Spark::of(&rows(&[(1, 2)]), UnitOfValue::Percent, Some(60.0)), Spark::default());
    }
}
