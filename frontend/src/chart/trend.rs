//! One indicator by month: a line that breaks where there is no base, a ring for the month that runs, its target.

use std::ops::Range;

use domain::indicator::UnitOfValue;
use domain::time::Day;
use domain::wire::SeriesRow;
use plotters::chart::{ChartBuilder, ChartContext};
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::coord::types::RangedCoordf64;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind, IntoDrawingArea as _};
use plotters::element::{Circle, PathElement};
use plotters::prelude::{DashedLineSeries, SVGBackend};
use plotters::style::{Color as _, IntoFont as _, TextStyle};

use super::{Ink, inked};
use crate::face::when::is_running;
use crate::format;
use crate::text::Lang;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Trend<'a> {
    pub(crate) rows: &'a [SeriesRow],
    pub(crate) unit: UnitOfValue,
    /// In the unit that is plotted: per cent for shares.
    pub(crate) target: Option<f64>,
    /// The last day of the records.
    pub(crate) known: Day,
    pub(crate) lang: Lang,
    /// The drawing's own pixels; it is scaled to its panel.
    pub(crate) size: (u32, u32),
}

/// From this width on there is room to name every quarter.
const WIDE: u32 = 420;
/// plotters' sizes are 1.24 times those of CSS.
const FONT: f64 = 14.5 * 1.24;

/// The level axis: places are positions in the series, and only some are named.
struct Months {
    last: f64,
    named: Vec<f64>,
}

impl Ranged for Months {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        RangedCoordf64::from(0.0..self.last).map(value, limit)
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        if hint.weight().allow_light_points() { Vec::new() } else { self.named.clone() }
    }

    fn range(&self) -> Range<f64> {
        0.0..self.last
    }
}

type Plane<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<Months, RangedCoordf64>>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

impl Trend<'_> {
    /// The drawing; `None` where no month has a value.
    pub(crate) fn svg(&self) -> Option<String> {
        let values = self.values();
        let (low, high) = self.range(&values)?;
        let mut text = String::new();
        {
            let area = SVGBackend::with_string(&mut text, self.size).into_drawing_area();
            self.draw(&area, &values, (low, high)).ok()?;
        }
        Some(inked(&text))
    }

    fn values(&self) -> Vec<Option<f64>> {
        self.rows.iter().map(|row| format::plotted(self.unit, row.num, row.den)).collect()
    }

    /// Limits of the upright axis: round numbers round the values and the target.
    fn range(&self, values: &[Option<f64>]) -> Option<(f64, f64)> {
        let known = || values.iter().flatten().copied().chain(self.target);
        values.iter().flatten().next()?;
        let low = known().fold(f64::INFINITY, f64::min);
        let high = known().fold(f64::NEG_INFINITY, f64::max);
        let step = step((high - low).max(high.abs() * 0.02).max(1e-6));
        let bottom =
            if self.unit == UnitOfValue::Percent { (low / step).floor() * step } else { 0.0 };
        Some((bottom, (high / step).ceil() * step + if high > 0.0 { step * 0.1 } else { step }))
    }

    fn draw(
        &self,
        area: &DrawingArea<SVGBackend<'_>, Shift>,
        values: &[Option<f64>],
        (low, high): (f64, f64),
    ) -> Drawn {
        let last = values.len().saturating_sub(1).max(1) as f64;
        let mut plane = ChartBuilder::on(area)
            .margin_top(8)
            .margin_right(22)
            .x_label_area_size(24)
            .y_label_area_size(if self.unit == UnitOfValue::Percent { 34 } else { 58 })
            .build_cartesian_2d(Months { last, named: self.named() }, low..high)?;
        self.axes(&mut plane)?;
        if let Some(target) = self.target {
            let ends = [(0.0, target), (last, target)];
            plane.draw_series(DashedLineSeries::new(
                ends,
                5,
                4,
                Ink::Target.colour().stroke_width(2),
            ))?;
        }
        self.line(&mut plane, values)?;
        area.present()?;
        Ok(())
    }

    /// Solid over the months that are over, up to a dot. A month that the records do not fill yet is a ring: dashes
    /// lead to it where it is a rate, nothing where it is a count, which would look like a fall.
    fn line(&self, plane: &mut Plane<'_>, values: &[Option<f64>]) -> Drawn {
        let colour = Ink::Line.colour();
        let is_running = self.rows.last().is_some_and(|it| is_running(it, self.known));
        let whole = values.len() - usize::from(is_running);
        for run in runs(values.get(..whole).unwrap_or_default()) {
            plane.draw_series([PathElement::new(run, colour.stroke_width(2))])?;
        }
        let place = |at: usize| Some((at as f64, values.get(at).copied()??));
        if is_running && self.rows.iter().any(|it| it.den.is_some()) {
            let step = place(whole.wrapping_sub(1)).zip(place(whole));
            if let Some((from, to)) = step {
                let dashes = DashedLineSeries::new([from, to], 3, 4, colour.stroke_width(2));
                plane.draw_series(dashes)?;
            }
        }
        let end = values.iter().rposition(Option::is_some).and_then(place);
        let is_ring = is_running && values.last().is_some_and(Option::is_some);
        let dot = if is_ring { colour.stroke_width(2) } else { colour.filled() };
        plane.draw_series(end.map(|it| Circle::new(it, 4, dot)))?;
        Ok(())
    }

    fn axes(&self, plane: &mut Plane<'_>) -> Result<(), DrawingAreaErrorKind<std::io::Error>> {
        let ink = Ink::Label.colour();
        let label = TextStyle::from(("sans-serif", FONT).into_font()).color(&ink);
        plane
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(Ink::Grid.colour().mix(0.0))
            .bold_line_style(Ink::Grid.colour())
            .axis_style(Ink::Grid.colour())
            .x_labels(12)
            .y_labels(5)
            .x_label_formatter(&|at| self.month(*at))
            .y_label_formatter(&|value| format::class_break(self.lang, *value))
            .x_label_style(label.clone())
            .y_label_style(label)
            .draw()
    }

    /// Where quarters begin, or half years where there is less room: the months that are named.
    fn named(&self) -> Vec<f64> {
        let every = if self.size.0 < WIDE { 6 } else { 3 };
        let begins = |row: &SeriesRow| row.start.date().month() % every == 1;
        self.rows
            .iter()
            .enumerate()
            .filter(|(_, row)| begins(row))
            .map(|(at, _)| at as f64)
            .collect()
    }

    /// The name of the month at a place of the axis.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small index, checked by `get`"
    )]
    fn month(&self, at: f64) -> String {
        let row = (at.fract().abs() < 1e-6).then(|| self.rows.get(at.round() as usize)).flatten();
        row.map(|it| format::axis_month(self.lang, it.start)).unwrap_or_default()
    }
}

/// Neighbouring months with values.
fn runs(values: &[Option<f64>]) -> Vec<Vec<(f64, f64)>> {
    let places: Vec<_> =
        values.iter().enumerate().map(|(at, value)| Some((at as f64, (*value)?))).collect();
    places
        .split(Option::is_none)
        .map(|run| run.iter().flatten().copied().collect())
        .filter(|run: &Vec<_>| !run.is_empty())
        .collect()
}

/// A quarter of a span, rounded up to 1, 2 or 5 times a power of ten.
fn step(span: f64) -> f64 {
    let raw = span / 4.0;
    let power = 10_f64.powf(raw.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|it| it * power)
        .find(|it| *it >= raw * 0.999)
        .unwrap_or(power * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(pairs: &[(i64, i64)]) -> Vec<SeriesRow> {
        let months = "2025-09-01..2026-09-01".parse::<domain::period::Period>().unwrap();
        let months = months.buckets(domain::period::Bucket::Month);
        let row = |((num, den), month): (&(i64, i64), domain::period::Period)| SeriesRow {
            num: *num,
            den: Some(*den),
            start: month.start,
            end: month.end,
            ..SeriesRow::default()
        };
        pairs.iter().zip(months).map(row).collect()
    }

    #[test]
    fn a_running_month_is_a_ring_and_no_line_falls_to_it_from_a_count() {
        let drawn = |den: Option<i64>, unit: UnitOfValue| {
            let mut rows = rows(&[(50, 100), (52, 100), (55, 100), (9, 100)]);
            for row in &mut rows {
                row.den = den;
            }
            rows[3].period = "2025-12-01..2025-12-09".to_owned();
            let (rows, known) = (&*rows, Day(0));
            let trend = Trend { rows, unit, target: None, known, lang: Lang::Zh, size: (420, 190) };
            let svg = trend.svg().unwrap();
            let line = |it: &&str| it.starts_with("polyline") && it.contains("--water");
            (svg.split('<').filter(line).count(), svg.matches("<circle").count())
        };
        assert_eq!(drawn(None, UnitOfValue::Cases), (1, 1));
        let (lines, rings) = drawn(Some(100), UnitOfValue::Percent);
        assert!(lines > 1 && rings == 1, "dashes lead to the ring: {lines}");
    }

    fn svg(pairs: &[(i64, i64)], target: Option<f64>) -> Option<String> {
        let unit = UnitOfValue::Percent;
        let (rows, known) = (&*rows(pairs), Day(0));
        Trend { rows, unit, target, known, lang: Lang::Zh, size: (420, 190) }.svg()
    }

    #[test]
    fn a_drawing_names_its_months_in_chinese_and_takes_its_colours_from_the_theme() {
        let svg =
            svg(&[(50, 100), (52, 100), (55, 100), (54, 100), (58, 100)], Some(60.0)).unwrap();
        assert!(svg.contains("2026年") && svg.contains("10月"), "{svg}");
        assert!(svg.contains("var(--water)") && svg.contains("var(--amber)"), "{svg}");
        assert!(!svg.contains("0000\""), "an ink was left as a number: {svg}");
    }

    #[test]
    fn a_month_without_base_interrupts_the_line() {
        let runs = runs(&[Some(1.0), None, Some(2.0), Some(3.0)]);
        assert_eq!(runs.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
    }

    #[test]
    fn a_period_without_any_value_has_no_drawing() {
        assert_eq!(svg(&[(0, 0), (0, 0)], Some(60.0)), None);
    }
}
