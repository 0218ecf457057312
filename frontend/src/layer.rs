//! A map layer's name → its words, ramp and fixed class breaks.
//!
//! Breaks belong to layer, period and resolution, never to the viewport or to the unit on screen: they are
//! made from the cells of the whole deployment, rounded to 1, 2 or 5 times a power of ten, so that small
//! changes of the records do not move a colour.

use domain::cells::CellFrame;

use crate::map::Ramp;
use crate::state::Side;
use crate::text::Text;

/// What the map shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layer {
    Risk,
    Workload,
    Complaints,
    /// Districts coloured by the current indicator.
    Indicator,
}

impl Layer {
    pub(crate) const ALL: [Self; 4] =
        [Self::Risk, Self::Workload, Self::Complaints, Self::Indicator];

    pub(crate) fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == text)
    }

    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Risk => "risk",
            Self::Workload => "workload",
            Self::Complaints => "complaints",
            Self::Indicator => "indicator",
        }
    }

    pub(crate) const fn button(self) -> Text {
        match self {
            Self::Risk => Text::Risk,
            Self::Workload => Text::Workload,
            Self::Complaints => Text::Complaints,
            Self::Indicator => Text::Districts,
        }
    }

    /// Title and base of the legend; the indicator's own words stand in for `Indicator`.
    pub(crate) const fn words(self) -> (Text, Text) {
        match self {
            Self::Risk => (Text::RiskTitle, Text::RiskUnit),
            Self::Workload => (Text::WorkloadTitle, Text::WorkloadUnit),
            Self::Complaints => (Text::ComplaintsTitle, Text::ComplaintsUnit),
            Self::Indicator => (Text::Districts, Text::ByOrg),
        }
    }

    pub(crate) const fn ramp(self) -> Ramp {
        match self {
            Self::Risk => Ramp::Risk,
            Self::Workload => Ramp::Workload,
            Self::Indicator => Ramp::Water,
            Self::Complaints => Ramp::Complaints,
        }
    }

    /// The indicator and side whose records lie behind a cell, where one counts exactly the same.
    pub(crate) const fn records(self) -> Option<(&'static str, Side)> {
        match self {
            Self::Risk => Some(("R", Side::Den)),
            Self::Workload => Some(("I51", Side::Num)),
            Self::Complaints => Some(("I35n", Side::Num)),
            Self::Indicator => None,
        }
    }

    /// What one unit of a cell's value is worth on the screen: scores travel in thousandths.
    pub(crate) const fn scale(self) -> f64 {
        match self {
            Self::Risk => 1000.0,
            _ => 1.0,
        }
    }
}

/// The cells that hold something: a heat of counts has no colour for nothing.
///
/// Without denominators, because heat is a sum a hexagon, not a mean.
pub(crate) fn warm(frame: &CellFrame) -> CellFrame {
    let held = || frame.cells.iter().zip(&frame.num).filter(|(_, num)| **num != 0);
    CellFrame {
        cells: held().map(|(cell, _)| *cell).collect(),
        num: held().map(|(_, num)| *num).collect(),
        den: Vec::new(),
        ..*frame
    }
}

/// Shares of the uppermost break at which the lower ones lie.
const STEPS: [f64; 6] = [0.02, 0.06, 0.15, 0.3, 0.6, 1.0];

/// Class breaks for cells of the resolution of `whole`: the uppermost at about the 98th percentile.
pub(crate) fn breaks(whole: &CellFrame, scale: f64) -> Vec<f64> {
    let mut values: Vec<i64> = whole.num.iter().copied().filter(|it| *it > 0).collect();
    values.sort_unstable();
    let at = values.len().saturating_sub(1) * 98 / 100;
    let top = values.get(at).map_or(0.0, |it| *it as f64 / scale);
    steps(round_up(top.max(1.0)), scale)
}

/// The same breaks for another resolution: a cell one step finer holds about a seventh.
pub(crate) fn at_resolution(breaks: &[f64], from: u8, to: u8, scale: f64) -> Vec<f64> {
    let finer = i32::from(to) - i32::from(from);
    let top = breaks.last().map_or(1.0, |it| it / 7_f64.powi(finer));
    steps(round_up(top.max(1.0)), scale)
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

    #[test]
    fn breaks_are_few_round_numbers_below_the_rare_extremes() {
        let spread: Vec<i64> = (1..=100).collect();
        assert_eq!(breaks(&frame(spread), 1.0), [2.0, 6.0, 15.0, 30.0, 60.0, 100.0]);
    }

    #[test]
    fn a_few_more_records_do_not_move_a_colour() {
        let few = breaks(&frame((1..=70).collect()), 1.0);
        let more = breaks(&frame((1..=99).collect()), 1.0);
        assert_eq!(few, more);
    }

    #[test]
    fn small_numbers_have_fewer_classes_and_none_has_two_equal_breaks() {
        assert_eq!(breaks(&frame(vec![1, 1, 2, 3]), 1.0), [1.0, 2.0]);
        assert_eq!(breaks(&frame(Vec::new()), 1.0), [1.0]);
    }

    #[test]
    fn a_hexagon_without_anything_is_not_painted() {
        let frame = CellFrame {
            cells: vec![1, 2, 3],
            num: vec![0, 5, 0],
            den: vec![9, 9, 9],
            ..CellFrame::default()
        };
        let warm = warm(&frame);
        assert_eq!((warm.cells, warm.num, warm.den), (vec![2], vec![5], Vec::new()));
    }

    #[test]
    fn finer_cells_have_lower_breaks() {
        let city = [2.0, 6.0, 15.0, 30.0, 60.0, 100.0];
        assert_eq!(at_resolution(&city, 7, 8, 1.0).last(), Some(&20.0));
        assert_eq!(at_resolution(&city, 7, 7, 1.0), city);
    }

    #[test]
    fn every_layer_reads_back_from_its_name() {
        for layer in Layer::ALL {
            assert_eq!(Layer::read(layer.as_str()), Some(layer));
        }
        assert_eq!(Layer::read("noise"), None);
    }
}
