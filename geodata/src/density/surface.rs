//! Weighted points → weight per square kilometre, by a Gaussian of so many metres.

use std::{f64::consts::TAU, ops::Range};

use crate::boundary::{Bounds, METRES_PER_DEGREE};

/// Bandwidths beyond which a point counts for nothing (less than 0.04 % of its weight).
const REACH: f64 = 4.0;

/// A point that counts for `weight`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    /// Degrees east.
    pub lng: f64,
    /// Degrees north.
    pub lat: f64,
    /// What it counts for, in the unit of the surface times square kilometres.
    pub weight: f64,
}

/// Where a surface is asked for: the middles of `columns × rows` pixels of a box.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// The box.
    pub bounds: Bounds,
    /// Pixels from west to east.
    pub columns: usize,
    /// Pixels from south to north.
    pub rows: usize,
}

impl Grid {
    fn degrees_per_pixel(&self) -> (f64, f64) {
        let Bounds { west, south, east, north } = self.bounds;
        ((east - west) / self.columns as f64, (north - south) / self.rows as f64)
    }
}

/// Weight per square kilometre at the middle of every pixel, row by row from the south-west.
///
/// The bandwidth (usually 300–800 m) is that of a circle on the ground at each point's latitude. All
/// values are 0 for a bandwidth that is not above 0.
///
/// ```
/// use geodata::{boundary::Bounds, density::{Grid, Weighted, surface}};
/// let bounds = Bounds { west: 116.3, south: 39.8, east: 116.5, north: 40.0 };
/// let grid = Grid { bounds, columns: 20, rows: 20 };
/// let heat = surface(&[Weighted { lng: 116.405, lat: 39.905, weight: 1.0 }], &grid, 500.0);
/// assert!(heat[10 * 20 + 10] > 0.6 && heat[0] == 0.0);
/// ```
pub fn surface(points: &[Weighted], grid: &Grid, bandwidth_m: f64) -> Vec<f64> {
    let mut values = vec![0.0; grid.columns * grid.rows];
    if bandwidth_m <= 0.0 || !bandwidth_m.is_finite() || values.is_empty() {
        return values;
    }
    let (width, height) = grid.degrees_per_pixel();
    for point in points {
        let (per_lng, per_lat) = bandwidths_per_degree(point.lat, bandwidth_m);
        let across = Axis { first: grid.bounds.west, step: width, count: grid.columns };
        let upward = Axis { first: grid.bounds.south, step: height, count: grid.rows };
        let columns = across.near(point.lng, REACH / per_lng);
        let east = columns.clone().map(|it| bell((across.middle(it) - point.lng) * per_lng));
        let east = east.collect::<Vec<_>>();
        let peak = point.weight * peak_per_km2(bandwidth_m);
        for row in upward.near(point.lat, REACH / per_lat) {
            let north = peak * bell((upward.middle(row) - point.lat) * per_lat);
            let from = row * grid.columns;
            let pixels = &mut values[from + columns.start..from + columns.end];
            pixels.iter_mut().zip(&east).for_each(|(pixel, east)| *pixel += north * east);
        }
    }
    values
}

/// Weight per square kilometre at one place; [`surface`] at any point, without its cut-off.
pub fn density_at(points: &[Weighted], (lng, lat): (f64, f64), bandwidth_m: f64) -> f64 {
    let one = |point: &Weighted| {
        let (per_lng, per_lat) = bandwidths_per_degree(point.lat, bandwidth_m);
        point.weight * bell((lng - point.lng) * per_lng) * bell((lat - point.lat) * per_lat)
    };
    points.iter().map(one).sum::<f64>() * peak_per_km2(bandwidth_m)
}

/// The middles of pixels along one axis.
#[derive(Clone, Copy)]
struct Axis {
    first: f64,
    step: f64,
    count: usize,
}

impl Axis {
    fn middle(&self, at: usize) -> f64 {
        self.first + (at as f64 + 0.5) * self.step
    }

    /// The pixels whose middles may lie within `reach` degrees.
    fn near(&self, at: f64, reach: f64) -> Range<usize> {
        let pixel = |degrees: f64| whole((degrees - self.first) / self.step, self.count);
        pixel(at - reach)..pixel(at + reach + self.step)
    }
}

fn bandwidths_per_degree(lat: f64, bandwidth_m: f64) -> (f64, f64) {
    let per_lat = METRES_PER_DEGREE / bandwidth_m;
    (per_lat * lat.to_radians().cos().max(0.01), per_lat)
}

fn peak_per_km2(bandwidth_m: f64) -> f64 {
    let kilometres = bandwidth_m / 1000.0;
    1.0 / (TAU * kilometres * kilometres)
}

/// The bell curve with 1 at its top.
fn bell(bandwidths: f64) -> f64 {
    (-0.5 * bandwidths * bandwidths).exp()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "float casts saturate, and the result is cut to the range"
)]
fn whole(number: f64, last: usize) -> usize {
    (number as usize).min(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GRID: Grid = Grid {
        bounds: Bounds { west: 116.3, south: 39.8, east: 116.5, north: 40.0 },
        columns: 100,
        rows: 120,
    };
    const POINTS: [Weighted; 3] = [
        Weighted { lng: 116.404, lat: 39.915, weight: 2.0 },
        Weighted { lng: 116.41, lat: 39.91, weight: 1.0 },
        Weighted { lng: 116.36, lat: 39.87, weight: 4.0 },
    ];

    #[test]
    fn the_surface_holds_the_weight_of_its_points() {
        let heat = surface(&POINTS, &GRID, 500.0);
        let (width, height) = GRID.degrees_per_pixel();
        let km2 =
            width * height * (METRES_PER_DEGREE / 1000.0).powi(2) * 39.9_f64.to_radians().cos();
        let total = heat.iter().sum::<f64>() * km2;
        assert!((total - 7.0).abs() < 0.01, "{total}");
    }

    #[test]
    fn the_surface_is_the_density_at_every_middle() {
        let heat = surface(&POINTS, &GRID, 400.0);
        let (width, height) = GRID.degrees_per_pixel();
        for (at, value) in heat.iter().enumerate().step_by(7) {
            let lng = GRID.bounds.west + ((at % GRID.columns) as f64 + 0.5) * width;
            let lat = GRID.bounds.south + ((at / GRID.columns) as f64 + 0.5) * height;
            let exact = density_at(&POINTS, (lng, lat), 400.0);
            assert!((value - exact).abs() < 0.002, "{value} is not {exact}");
        }
    }

    #[test]
    fn the_bandwidth_is_as_long_to_the_east_as_to_the_north() {
        let at = POINTS[0];
        let north = (at.lng, at.lat + 500.0 / METRES_PER_DEGREE);
        let east = (at.lng + 500.0 / METRES_PER_DEGREE / at.lat.to_radians().cos(), at.lat);
        let [north, east] = [north, east].map(|it| density_at(&[at], it, 500.0));
        assert!((north - east).abs() < 1e-9);
        let top = density_at(&[at], (at.lng, at.lat), 500.0);
        assert!((north / top - (-0.5_f64).exp()).abs() < 1e-9);
    }

    #[test]
    fn a_point_outside_and_a_bandwidth_of_nothing_add_nothing() {
        let far = Weighted { lng: 10.0, lat: 50.0, weight: 1.0 };
        assert!(surface(&[far], &GRID, 500.0).iter().all(|it| it.abs() < f64::EPSILON));
        assert!(surface(&POINTS, &GRID, 0.0).iter().all(|it| it.abs() < f64::EPSILON));
    }
}
