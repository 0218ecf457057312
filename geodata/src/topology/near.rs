//! Which vertices lie near: a grid over all that are still there.

use std::ops::RangeInclusive;

use super::arcs::Vertex;

/// Vertices sorted into square pixels.
#[derive(Debug)]
pub(super) struct VertexGrid {
    west: f64,
    south: f64,
    pixels_per_metre: f64,
    columns: usize,
    rows: usize,
    pixels: Vec<Vec<Vertex>>,
}

impl VertexGrid {
    /// A grid of about as many pixels as there are points, given in metres.
    pub(super) fn new(points: &[(f64, f64)]) -> Self {
        let fold = |axis: fn(&(f64, f64)) -> f64| {
            let low = points.iter().map(axis).fold(f64::INFINITY, f64::min);
            (low, points.iter().map(axis).fold(f64::NEG_INFINITY, f64::max) - low)
        };
        let ((west, width), (south, height)) = (fold(|it| it.0), fold(|it| it.1));
        let pixel = ((width * height / points.len() as f64).sqrt()).max(width.max(height) / 4096.0);
        let pixels_per_metre = if pixel > 0.0 && pixel.is_finite() { 1.0 / pixel } else { 0.0 };
        let count = |length: f64| whole(length * pixels_per_metre, 4096) + 1;
        let (columns, rows) = (count(width), count(height));
        let pixels = vec![Vec::new(); columns * rows];
        let mut grid = Self { west, south, pixels_per_metre, columns, rows, pixels };
        for (vertex, &point) in points.iter().enumerate() {
            let pixel = grid.pixel(point);
            grid.pixels[pixel].push(vertex);
        }
        grid
    }

    pub(super) fn remove(&mut self, vertex: Vertex, point: (f64, f64)) {
        let pixel = self.pixel(point);
        self.pixels[pixel].retain(|&it| it != vertex);
    }

    /// The vertices in the pixels a triangle's box touches.
    pub(super) fn round_triangle(&self, corners: [(f64, f64); 3]) -> impl Iterator<Item = Vertex> {
        let places = corners.map(|it| self.place(it));
        let columns = span(places.map(|it| it.0));
        let rows = span(places.map(|it| it.1));
        let in_row = move |row: usize| columns.clone().map(move |it| row * self.columns + it);
        rows.flat_map(in_row).flat_map(|pixel| self.pixels[pixel].iter().copied())
    }

    fn pixel(&self, point: (f64, f64)) -> usize {
        let (column, row) = self.place(point);
        row * self.columns + column
    }

    fn place(&self, (x, y): (f64, f64)) -> (usize, usize) {
        let column = whole((x - self.west) * self.pixels_per_metre, self.columns - 1);
        (column, whole((y - self.south) * self.pixels_per_metre, self.rows - 1))
    }
}

fn span(numbers: [usize; 3]) -> RangeInclusive<usize> {
    let [first, second, third] = numbers;
    first.min(second).min(third)..=first.max(second).max(third)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and the result is cut to the range"
)]
fn whole(number: f64, last: usize) -> usize {
    (number as usize).min(last)
}
