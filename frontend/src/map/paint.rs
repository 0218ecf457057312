//! What is painted on the map: classes on regions, values in cells, bubbles at points.
//!
//! Colour belongs to value, not to the viewport: classes come from fixed breaks, and what is unknown has
//! a pattern of its own instead of a colour.

use std::collections::BTreeMap;

use domain::cells::CellFrame;

use super::ramp::{CLASSES, Ramp, Rgb, Theme, Tokens};

/// How one region or point is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paint {
    /// A class of the ramp, 0 the lowest; a measured zero is class 0 of breaks above zero.
    Class(u8),
    /// 无基数: light grey hatching.
    NoBase,
    /// 无数据: grey hatching; what a fill does not mention has no data.
    #[default]
    NoData,
}

/// A choropleth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegionFill {
    pub by_code: BTreeMap<String, Paint>,
    pub ramp: Ramp,
    /// How many classes the ramp is spread over: one more than there are breaks.
    pub classes: u8,
}

/// Hexagons of one resolution with a value each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellLayer {
    /// With its cell list; the value of a cell is `num`, or `num / den` where the frame has denominators.
    pub frame: CellFrame,
    /// Limits between classes, ascending, at most six: class `k` is `breaks[k - 1] <= value < breaks[k]`.
    pub breaks: Vec<f64>,
    pub ramp: Ramp,
    /// `0.0..=1.0`.
    pub opacity: f32,
}

/// A bubble: an entity, or a street of which no polygon is known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MapPoint {
    pub code: String,
    /// Written beside the bubble where there is room; empty for none.
    pub name: String,
    /// WGS-84.
    pub lng: f64,
    pub lat: f64,
    /// In CSS pixels, whatever the zoom.
    pub radius_px: f32,
    pub paint: Paint,
    pub ramp: Ramp,
    pub classes: u8,
}

/// The class of a value among ascending limits, half-open: a value on a limit is in the upper class.
///
/// Never above the last colour; a value that is no number has no class.
pub fn class_of(value: f64, breaks: &[f64]) -> Option<u8> {
    if value.is_nan() {
        return None;
    }
    let passed = breaks.iter().take(CLASSES - 1).take_while(|it| value >= **it).count();
    u8::try_from(passed).ok()
}

impl MapPoint {
    /// The colour of its body; hatching is too fine for a bubble, so what is unknown is grey.
    pub(crate) fn colour(&self, theme: Theme) -> Rgb {
        match self.paint {
            Paint::Class(class) => self.ramp.colour(theme, class.into(), self.classes.into()),
            Paint::NoBase => Tokens::of(theme).no_base[1],
            Paint::NoData => Tokens::of(theme).no_data[1],
        }
    }
}

impl CellLayer {
    /// The value of a cell by its position in the frame; `None` without a base.
    pub fn value(&self, position: usize) -> Option<f64> {
        let num = *self.frame.num.get(position)? as f64;
        match self.frame.den.get(position) {
            None if self.frame.den.is_empty() => Some(num),
            None | Some(0) => None,
            Some(den) => Some(num / *den as f64),
        }
    }

    /// The class of every cell, in the order of the frame; `None` without a base.
    pub fn classes(&self) -> impl Iterator<Item = Option<u8>> + '_ {
        (0..self.frame.num.len()).map(|at| class_of(self.value(at)?, &self.breaks))
    }

    /// The position of a cell in the frame.
    pub fn position(&self, cell: u64) -> Option<usize> {
        self.frame.cells.binary_search(&cell).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_half_open_a_value_on_a_limit_is_in_the_upper_class() {
        let breaks = [2.0, 6.0, 14.0];
        let classes =
            [0.0, 1.999, 2.0, 5.999, 6.0, 13.9, 14.0, 1e9].map(|it| class_of(it, &breaks));
        assert_eq!(classes.map(Option::unwrap), [0, 0, 1, 1, 2, 2, 3, 3]);
        assert_eq!(class_of(f64::NAN, &breaks), None);
    }

    #[test]
    fn there_are_never_more_classes_than_colours() {
        let breaks: Vec<f64> = (1..=20).map(f64::from).collect();
        assert_eq!(class_of(100.0, &breaks), Some(6));
    }

    #[test]
    fn a_cell_without_base_has_no_class_and_a_cell_at_zero_has_the_lowest() {
        let frame = CellFrame { num: vec![0, 3, 5], den: vec![4, 4, 0], ..CellFrame::default() };
        let mut layer = CellLayer { frame, breaks: vec![0.5], ..CellLayer::default() };
        assert_eq!(layer.classes().collect::<Vec<_>>(), [Some(0), Some(1), None]);
        layer.frame.den.clear();
        assert_eq!(layer.value(2), Some(5.0), "a plain count needs no base");
        assert_eq!(layer.value(3), None);
    }
}
