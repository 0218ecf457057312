//! Districts → pixels that know their district, and rows of edges for the pixels that do not.

use std::ops::Range;

use super::frame::{Edge, Frame};
use crate::boundary::{BoundarySet, Bounds, Polygon, ray_crosses};

/// Pixel values: outside, `district + 1`, or a border pixel's number with the top bit set.
const OUTSIDE: u32 = 0;
const BORDER: u32 = 1 << 31;
const NONE: u32 = u32::MAX;

/// Pixels per edge of the set: enough that few points fall on border pixels, few enough for the cache.
const PIXELS_PER_EDGE: f64 = 48.0;
const FEWEST_PIXELS: f64 = 65_536.0;
const MOST_PIXELS: f64 = 4_194_304.0;

#[derive(Clone, Debug)]
pub(super) struct Raster {
    frame: Frame,
    pixels: Vec<u32>,
    borders: Vec<BorderPixel>,
    /// Polygons whose edges touch a border pixel, in order; `BorderPixel` holds a range.
    touching: Vec<u32>,
    polygons: Vec<Banded>,
    /// Edges of every polygon, row by row; `Banded` holds ranges.
    edges: Vec<Edge>,
    /// The first polygon of each district, and the end.
    polygons_of: Vec<usize>,
}

/// What to ask in a pixel that borders pass through.
#[derive(Clone, Copy, Debug)]
struct BorderPixel {
    first: u32,
    end: u32,
    /// The district that covers the whole pixel if no touching polygon before it claims the point.
    otherwise: u32,
}

/// One polygon with its edges sorted into rows.
#[derive(Clone, Debug)]
struct Banded {
    boundary: u32,
    bounds: Bounds,
    first_row: usize,
    /// Where each row's edges begin in `Raster::edges`, and the end.
    starts: Vec<u32>,
}

impl Raster {
    pub(super) fn new(set: &BoundarySet, bounds: Bounds) -> Self {
        let edge_count: usize = polygons(set).map(|(_, polygon)| polygon.edges().count()).sum();
        let pixels = (edge_count as f64 * PIXELS_PER_EDGE).clamp(FEWEST_PIXELS, MOST_PIXELS);
        let frame = Frame::new(bounds, pixels);
        let mut raster = Self {
            frame,
            pixels: vec![OUTSIDE; frame.columns * frame.rows],
            borders: Vec::new(),
            touching: Vec::new(),
            polygons: Vec::new(),
            edges: Vec::new(),
            polygons_of: vec![0],
        };
        for (boundary, polygon) in polygons(set) {
            raster.add(boundary, polygon);
        }
        let counts = set.boundaries.iter().map(|it| it.polygons.len());
        raster.polygons_of.extend(counts.scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        }));
        raster.draw(&touched_pixels(&frame, set));
        raster
    }

    #[inline]
    pub(super) fn locate(&self, lng: f64, lat: f64) -> Option<usize> {
        if !self.frame.bounds.contains(lng, lat) {
            return None;
        }
        let (column, row) = (self.frame.column(lng), self.frame.row(lat));
        let pixel = self.pixels[row * self.frame.columns + column];
        if pixel & BORDER == 0 {
            return (pixel != OUTSIDE).then(|| pixel as usize - 1);
        }
        self.decide(self.borders[(pixel & !BORDER) as usize], row, lng, lat)
    }

    pub(super) fn covers(&self, boundary: usize, lng: f64, lat: f64) -> bool {
        let range = self.polygons_of.get(boundary).zip(self.polygons_of.get(boundary + 1));
        let polygons = range.map_or(&[][..], |(&first, &end)| &self.polygons[first..end]);
        self.frame.bounds.contains(lng, lat)
            && polygons.iter().any(|it| self.inside(it, self.frame.row(lat), lng, lat))
    }

    fn decide(&self, border: BorderPixel, row: usize, lng: f64, lat: f64) -> Option<usize> {
        let touching = &self.touching[border.first as usize..border.end as usize];
        let claimed = touching
            .iter()
            .map(|&polygon| &self.polygons[polygon as usize])
            .find(|polygon| self.inside(polygon, row, lng, lat));
        let boundary = claimed.map_or(border.otherwise, |polygon| polygon.boundary);
        (boundary != NONE).then_some(boundary as usize)
    }

    /// The exact even-odd test, over the edges of the point's row alone: no other can be crossed.
    fn inside(&self, polygon: &Banded, row: usize, lng: f64, lat: f64) -> bool {
        let Some(band) = row.checked_sub(polygon.first_row) else { return false };
        let Some(range) = polygon.starts.get(band..band + 2) else { return false };
        let edges = &self.edges[range[0] as usize..range[1] as usize];
        edges.iter().fold(false, |inside, &(a, b)| inside ^ ray_crosses(a, b, lng, lat))
    }

    /// Sorts a polygon's edges into rows.
    fn add(&mut self, boundary: u32, polygon: &Polygon) {
        let Some(bounds) = Bounds::of(polygon.rings.iter().flatten()) else {
            // Keeps its number, and covers nothing.
            let bounds = self.frame.bounds;
            self.polygons.push(Banded { boundary, bounds, first_row: 0, starts: Vec::new() });
            return;
        };
        let south_west = (bounds.west, bounds.south);
        let rows = self.frame.rows_of((south_west, (bounds.west, bounds.north)));
        let mut bands = vec![Vec::new(); rows.end() - rows.start() + 1];
        for edge in polygon.edges() {
            for row in self.frame.rows_of(edge) {
                bands[row - rows.start()].push(edge);
            }
        }
        let mut starts = vec![short(self.edges.len())];
        for band in bands {
            self.edges.extend(band);
            starts.push(short(self.edges.len()));
        }
        self.polygons.push(Banded { boundary, bounds, first_row: *rows.start(), starts });
    }

    /// Fills every pixel; `touched` is sorted by pixel, then polygon.
    fn draw(&mut self, touched: &[(u32, u32)]) {
        let columns = self.frame.columns;
        let rows = touched.chunk_by(|a, b| a.0 as usize / columns == b.0 as usize / columns);
        let mut rows = rows.peekable();
        for row in 0..self.frame.rows {
            let touched = rows.next_if(|group| group[0].0 as usize / columns == row);
            self.draw_row(row, touched.unwrap_or_default());
        }
    }

    /// Fills a row: border pixels one by one, and between two of them one test answers for all.
    fn draw_row(&mut self, row: usize, touched: &[(u32, u32)]) {
        let active = self.active_in(row);
        let columns = self.frame.columns;
        let mut next = 0;
        for group in touched.chunk_by(|a, b| a.0 == b.0) {
            let column = group[0].0 as usize % columns;
            self.fill(&active, next..column, row);
            let border = self.add_border(&active, group, (column, row));
            self.pixels[row * columns + column] = border;
            next = column + 1;
        }
        self.fill(&active, next..columns, row);
    }

    /// Fills pixels no border touches.
    fn fill(&mut self, active: &[u32], run: Range<usize>, row: usize) {
        if !run.is_empty() {
            let value = self.first_covering(active, (run.start, row));
            let from = row * self.frame.columns;
            self.pixels[from + run.start..from + run.end].fill(value);
        }
    }

    fn active_in(&self, row: usize) -> Vec<u32> {
        let spans = |it: &Banded| {
            row >= it.first_row && row - it.first_row < it.starts.len().saturating_sub(1)
        };
        let active = self.polygons.iter().enumerate().filter(|(_, polygon)| spans(polygon));
        active.map(|(index, _)| short(index)).collect()
    }

    fn first_covering(&self, active: &[u32], (column, row): (usize, usize)) -> u32 {
        let (lng, lat) = self.frame.middle(column, row);
        let covering = active
            .iter()
            .map(|&polygon| &self.polygons[polygon as usize])
            .find(|it| it.bounds.contains(lng, lat) && self.inside(it, row, lng, lat));
        covering.map_or(OUTSIDE, |polygon| polygon.boundary + 1)
    }

    /// A border pixel: the polygons that touch it, up to the first that covers it whole.
    fn add_border(
        &mut self,
        active: &[u32],
        group: &[(u32, u32)],
        (column, row): (usize, usize),
    ) -> u32 {
        let touches = |polygon: &u32| group.binary_search(&(group[0].0, *polygon)).is_ok();
        let others = active.iter().copied().filter(|it| !touches(it)).collect::<Vec<_>>();
        let covering = self.first_covering(&others, (column, row));
        let otherwise = if covering == OUTSIDE { NONE } else { covering - 1 };
        let first = short(self.touching.len());
        let before = |polygon: &u32| self.polygons[*polygon as usize].boundary < otherwise;
        let touching = group.iter().map(|&(_, polygon)| polygon).filter(before);
        self.touching.extend(touching);
        self.borders.push(BorderPixel { first, end: short(self.touching.len()), otherwise });
        BORDER | short(self.borders.len() - 1)
    }
}

/// Every pixel an edge passes through with the edge's polygon, sorted, each pair once.
fn touched_pixels(frame: &Frame, set: &BoundarySet) -> Vec<(u32, u32)> {
    let mut touched = Vec::new();
    for (index, (_, polygon)) in polygons(set).enumerate() {
        for edge in polygon.edges() {
            for row in frame.rows_of(edge) {
                let pixels = frame.columns_of(edge, row).map(|it| row * frame.columns + it);
                touched.extend(pixels.map(|pixel| (short(pixel), short(index))));
            }
        }
    }
    touched.sort_unstable();
    touched.dedup();
    touched
}

fn polygons(set: &BoundarySet) -> impl Iterator<Item = (u32, &Polygon)> {
    let of = |(index, boundary): (usize, _)| (short(index), boundary);
    let all = set.boundaries.iter().enumerate().map(of);
    all.flat_map(|(index, boundary)| boundary.polygons.iter().map(move |it| (index, it)))
}

fn short(index: usize) -> u32 {
    u32::try_from(index).expect("a boundary set has fewer than 2^31 edges and pixels")
}
