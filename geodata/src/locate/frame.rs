//! Degrees → pixels of a regular raster, and the pixels an edge passes through.

use std::ops::RangeInclusive;

use crate::boundary::Bounds;

/// An edge from one `(lng, lat)` to another.
pub(super) type Edge = ((f64, f64), (f64, f64));

/// Pixels beyond which rounding of the arithmetic cannot reach.
const MARGIN_PX: f64 = 1e-6;

/// A raster laid over a box in degrees, with square pixels on the ground.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) bounds: Bounds,
    pub(super) columns: usize,
    pub(super) rows: usize,
    columns_per_degree: f64,
    rows_per_degree: f64,
}

impl Frame {
    /// A raster of about `pixels` pixels over a box with extent.
    pub(super) fn new(bounds: Bounds, pixels: f64) -> Self {
        let width = (bounds.east - bounds.west) * bounds.middle().1.to_radians().cos().max(0.01);
        let height = bounds.north - bounds.south;
        let columns = whole((pixels * width / height).sqrt(), 65_535).max(1);
        let rows = whole(pixels / columns as f64, 65_535).max(1);
        Self {
            bounds,
            columns,
            rows,
            columns_per_degree: columns as f64 / (bounds.east - bounds.west),
            rows_per_degree: rows as f64 / height,
        }
    }

    #[inline]
    pub(super) fn column(&self, lng: f64) -> usize {
        whole((lng - self.bounds.west) * self.columns_per_degree, self.columns - 1)
    }

    #[inline]
    pub(super) fn row(&self, lat: f64) -> usize {
        whole((lat - self.bounds.south) * self.rows_per_degree, self.rows - 1)
    }

    /// The middle of a pixel, in degrees.
    pub(super) fn middle(&self, column: usize, row: usize) -> (f64, f64) {
        let lng = self.bounds.west + (column as f64 + 0.5) / self.columns_per_degree;
        (lng, self.bounds.south + (row as f64 + 0.5) / self.rows_per_degree)
    }

    /// Width and height of a pixel, in degrees.
    pub(super) fn pixel_degrees(&self) -> (f64, f64) {
        (1.0 / self.columns_per_degree, 1.0 / self.rows_per_degree)
    }

    /// The rows an edge spans.
    pub(super) fn rows_of(&self, (a, b): Edge) -> RangeInclusive<usize> {
        let margin = MARGIN_PX / self.rows_per_degree;
        self.row(a.1.min(b.1) - margin)..=self.row(a.1.max(b.1) + margin)
    }

    /// The columns an edge passes through within one row.
    pub(super) fn columns_of(&self, (a, b): Edge, row: usize) -> RangeInclusive<usize> {
        let south = self.bounds.south + row as f64 / self.rows_per_degree;
        let north = self.bounds.south + (row + 1) as f64 / self.rows_per_degree;
        let at = |lat: f64| {
            let along = ((lat - a.1) / (b.1 - a.1)).clamp(0.0, 1.0);
            a.0 + along * (b.0 - a.0)
        };
        let flat = (b.1 - a.1).abs() * self.rows_per_degree < MARGIN_PX;
        let (from, to) = if flat { (a.0, b.0) } else { (at(south), at(north)) };
        let margin = MARGIN_PX / self.columns_per_degree;
        self.column(from.min(to) - margin)..=self.column(from.max(to) + margin)
    }
}

/// A number cut to a whole one in `0..=last`; not a number is 0.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and the result is cut to the range"
)]
fn whole(number: f64, last: usize) -> usize {
    (number as usize).min(last)
}
