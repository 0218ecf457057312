//! Borders → the nearest one to a point.

use super::frame::{Edge, Frame};
use crate::boundary::{BoundarySet, Bounds, METRES_PER_DEGREE, Polygon};

/// Edges sorted into coarse pixels; the search looks at rings of pixels round the point.
#[derive(Clone, Debug)]
pub(super) struct EdgeGrid {
    frame: Frame,
    /// Where each pixel's edges begin in `edges`, and the end.
    starts: Vec<usize>,
    edges: Vec<(u32, Edge)>,
}

impl EdgeGrid {
    pub(super) fn new(set: &BoundarySet, bounds: Bounds) -> Self {
        let all = set.boundaries.iter().zip(0_u32..).flat_map(|(boundary, index)| {
            let edges = boundary.polygons.iter().flat_map(Polygon::edges);
            edges.map(move |edge| (index, edge))
        });
        let all = all.collect::<Vec<_>>();
        let frame = Frame::new(bounds, (all.len() as f64).clamp(64.0, 262_144.0));
        let mut sorted = Vec::new();
        for &(index, edge) in &all {
            for row in frame.rows_of(edge) {
                let pixels = frame.columns_of(edge, row).map(|it| row * frame.columns + it);
                sorted.extend(pixels.map(|pixel| (pixel, (index, edge))));
            }
        }
        sorted.sort_by_key(|&(pixel, (index, _))| (pixel, index));
        let starts = (0..=frame.columns * frame.rows)
            .map(|pixel| sorted.partition_point(|&(at, _)| at < pixel))
            .collect();
        Self { frame, starts, edges: sorted.into_iter().map(|(_, edge)| edge).collect() }
    }

    /// Metres to the nearest edge, of one district or of any.
    pub(super) fn nearest_m(&self, lng: f64, lat: f64, of: Option<usize>) -> f64 {
        self.nearest_within_m((lng, lat), of, f64::INFINITY)
    }

    /// As [`Self::nearest_m`], but looks no further than `within` metres and answers at most that.
    pub(super) fn nearest_within_m(
        &self,
        (lng, lat): (f64, f64),
        of: Option<usize>,
        within: f64,
    ) -> f64 {
        if !(lng.is_finite() && lat.is_finite()) {
            return within;
        }
        let shrink = lat.to_radians().cos().max(0.01);
        let (width, height) = self.frame.pixel_degrees();
        // A pixel `ring` steps away is at least `ring - 1` pixels away, also from outside the raster.
        let pixel_m = (width * shrink).min(height) * METRES_PER_DEGREE;
        let (column, row) = (self.frame.column(lng), self.frame.row(lat));
        let mut nearest = within;
        for ring in 0..self.frame.columns.max(self.frame.rows) {
            if ring as f64 > nearest / pixel_m + 1.0 {
                break;
            }
            let edges = self.ring_round(column, row, ring).flat_map(|pixel| self.edges_in(pixel));
            let of_interest = edges.filter(|it| of.is_none_or(|of| it.0 as usize == of));
            let metres = of_interest.map(|&(_, edge)| distance_m((lng, lat), edge, shrink));
            nearest = metres.fold(nearest, f64::min);
        }
        nearest
    }

    fn edges_in(&self, pixel: usize) -> &[(u32, Edge)] {
        &self.edges[self.starts[pixel]..self.starts[pixel + 1]]
    }

    /// The pixels exactly `ring` steps from one, those inside the raster.
    fn ring_round(&self, column: usize, row: usize, ring: usize) -> impl Iterator<Item = usize> {
        let (columns, rows) = (self.frame.columns, self.frame.rows);
        let across = column.saturating_sub(ring)..=(column + ring).min(columns - 1);
        (row.saturating_sub(ring)..=(row + ring).min(rows - 1)).flat_map(move |at| {
            let outermost = at.abs_diff(row) == ring;
            let whole = outermost.then(|| across.clone()).into_iter().flatten();
            let ends = [column.checked_sub(ring), Some(column + ring)].into_iter().flatten();
            let ends = ends.filter(move |&it| !outermost && it < columns);
            whole.chain(ends).map(move |it| at * columns + it)
        })
    }
}

/// Metres from a point to an edge, on a plane that is right at the point.
fn distance_m(point: (f64, f64), (a, b): Edge, shrink: f64) -> f64 {
    let local = |it: (f64, f64)| ((it.0 - point.0) * shrink, it.1 - point.1);
    let (a, b) = (local(a), local(b));
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let squared = dx * dx + dy * dy;
    let along = if squared > 0.0 { -(a.0 * dx + a.1 * dy) / squared } else { 0.0 };
    let along = along.clamp(0.0, 1.0);
    (a.0 + along * dx).hypot(a.1 + along * dy) * METRES_PER_DEGREE
}
