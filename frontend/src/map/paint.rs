//! What is painted on the map: classes on regions, values in cells, surfaces, points.
//!
//! Colour belongs to value, not to the viewport: classes come from fixed breaks, and what is unknown has
//! a pattern of its own instead of a colour.

use std::{collections::BTreeMap, sync::Arc};

use domain::cells::CellFrame;

use super::{
    clusters::Crowd,
    ramp::{CLASSES, Ramp, Rgb, Theme, Tokens},
    shapes::Bounds,
};

/// One layer of the page on the map. Points stand above borders, everything else below.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlay {
    /// Stays the same while the layer is on the map, whatever it shows.
    pub key: String,
    /// `0.0..=1.0`; apart from the content, so that a slider uploads nothing.
    pub opacity: f32,
    pub content: Content,
}

/// What a layer shows; equal when it is the very same object.
#[derive(Clone, Debug)]
pub enum Content {
    Fill(Arc<RegionFill>),
    Cells(Arc<CellLayer>),
    Heat(Arc<HeatLayer>),
    Points(Arc<Crowd>),
}

impl PartialEq for Content {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Fill(a), Self::Fill(b)) => Arc::ptr_eq(a, b),
            (Self::Cells(a), Self::Cells(b)) => Arc::ptr_eq(a, b),
            (Self::Heat(a), Self::Heat(b)) => Arc::ptr_eq(a, b),
            (Self::Points(a), Self::Points(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// How one region is painted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Paint {
    /// A class of the ramp, 0 the lowest; a measured zero is class 0 of breaks above zero.
    Class(u8),
    /// The class of a region beside the one that is open: faint, so that the open one leads.
    Beside(u8),
    /// Land: its parts are painted, or it is no peer of what is.
    Plain,
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

/// How much of its colour a region keeps beside the open one.
const BESIDE: f64 = 0.3;

impl RegionFill {
    /// The paint of a region and its colour, which is the ground of the hatching where there is one.
    pub(crate) fn of(&self, code: &str, theme: Theme) -> (Paint, Rgb) {
        let tokens = Tokens::of(theme);
        let paint = self.by_code.get(code).copied().unwrap_or_default();
        let of_class = |class: u8| self.ramp.colour(theme, class.into(), self.classes.into());
        let colour = match paint {
            Paint::Class(class) => of_class(class),
            Paint::Beside(class) => of_class(class).over(tokens.land, BESIDE),
            Paint::Plain => tokens.land,
            Paint::NoBase => tokens.no_base[0],
            Paint::NoData => tokens.no_data[0],
        };
        (paint, colour)
    }
}

/// Hexagons of one resolution with a value each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellLayer {
    /// With its cell list.
    pub frame: Arc<CellFrame>,
    /// One a cell; a cell whose value is no number is not painted.
    pub values: Vec<f64>,
    /// Limits between classes, ascending, at most six: class `k` is `breaks[k - 1] <= value < breaks[k]`.
    pub breaks: Vec<f64>,
    pub ramp: Ramp,
}

/// A smooth surface: a grid of values over a box, read between its pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatLayer {
    /// WGS-84.
    pub bounds: Bounds,
    /// From west to east.
    pub columns: usize,
    /// From south to north.
    pub rows: usize,
    /// Row by row from the south-west.
    pub values: Vec<f32>,
    /// Where each colour but the first is reached, ascending, at most six; between them colours blend.
    pub breaks: Vec<f64>,
    pub ramp: Ramp,
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

impl HeatLayer {
    /// The value at a place, read between the middles of pixels as the shader does; `None` off the grid.
    pub fn at(&self, (lng, lat): (f64, f64)) -> Option<f64> {
        let Bounds { west, south, east, north } = self.bounds;
        let (column, across) = between((lng - west) / (east - west), self.columns)?;
        let (row, up) = between((lat - south) / (north - south), self.rows)?;
        let pixel = |column: usize, row: usize| {
            let at = row.min(self.rows - 1) * self.columns + column.min(self.columns - 1);
            self.values.get(at).copied().map_or(0.0, f64::from)
        };
        let line = |row| pixel(column, row) * (1.0 - across) + pixel(column + 1, row) * across;
        Some(line(row) * (1.0 - up) + line(row + 1) * up)
    }
}

/// The pixel before a share of so many, and the way to the next; `None` outside.
fn between(share: f64, pixels: usize) -> Option<(usize, f64)> {
    if !(0.0..1.0).contains(&share) || pixels == 0 {
        return None;
    }
    let place = (share * pixels as f64 - 0.5).max(0.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not below zero, and not above the number of pixels"
    )]
    let whole = place as usize;
    Some((whole, place.fract()))
}

impl CellLayer {
    /// The class of every cell, in the order of the frame; `None` where nothing is painted.
    pub fn classes(&self) -> impl Iterator<Item = Option<u8>> + '_ {
        self.values.iter().map(|it| class_of(*it, &self.breaks))
    }

    /// The position of a painted cell in the frame.
    pub fn position(&self, cell: u64) -> Option<usize> {
        let at = self.frame.cells.binary_search(&cell).ok()?;
        self.values.get(at).filter(|it| !it.is_nan()).map(|_| at)
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
    fn a_surface_is_read_between_the_middles_of_its_pixels() {
        let bounds = Bounds { west: 116.0, south: 39.0, east: 118.0, north: 40.0 };
        let values = vec![1.0, 3.0, 5.0, 7.0];
        let (columns, rows) = (2, 2);
        let breaks = Vec::new();
        let layer = HeatLayer { bounds, columns, rows, values, breaks, ramp: Ramp::Risk };
        assert_eq!(layer.at((116.5, 39.25)), Some(1.0));
        assert_eq!(layer.at((117.0, 39.5)), Some(4.0));
        assert_eq!(layer.at((117.9, 39.9)), Some(7.0), "at the rim the last pixel goes on");
        assert_eq!(layer.at((115.9, 39.5)), None);
    }

    #[test]
    fn a_cell_without_a_value_has_no_class_and_cannot_be_picked() {
        let frame = Arc::new(CellFrame { cells: vec![7, 8, 9], ..CellFrame::default() });
        let values = vec![0.0, f64::NAN, 5.0];
        let layer = CellLayer { frame, values, breaks: vec![0.5], ..CellLayer::default() };
        assert_eq!(layer.classes().collect::<Vec<_>>(), [Some(0), None, Some(1)]);
        assert_eq!([7, 8, 9, 10].map(|it| layer.position(it)), [Some(0), None, Some(2), None]);
    }
}
