//! Cells → a surface of so much a square kilometre, by a Gaussian of so many metres.
//!
//! The kernel is that of [`geodata::density`]; each cell stands for what lies in it at its middle. The grid
//! covers the cells whatever the view is, and is fine enough that reading between its pixels is smooth.

use std::sync::Arc;

use domain::cells::CellFrame;
use geodata::boundary::Bounds;
use geodata::density::{self, Grid, Weighted};

use super::Made;
use crate::layer::limits::{self, limits};
use crate::map::{self, Content, HeatLayer};

/// Pixels a bandwidth.
const PIXELS: f64 = 3.0;
/// Bandwidths beyond the outermost cells.
const ROOM: f64 = 3.5;
const MOST_PIXELS: f64 = 1_024.0;
const METRES_PER_DEGREE: f64 = 111_195.0;
/// What lies below this share of the summit says nothing about where heat is.
const FAINT: f64 = 0.005;

impl Made {
    pub(super) fn heat(&mut self) -> Option<()> {
        let frame = self.sources.cells.as_ref()?;
        let bandwidth = f64::from(self.shown.bandwidth_m);
        let points = weighted(frame, self.scale());
        let (grid, values) = match grid(&points, bandwidth) {
            Some(grid) => (grid, density::surface(&points, &grid, bandwidth)),
            None => (NOTHING, Vec::new()),
        };
        let told = || {
            let summit = values.iter().copied().fold(0.0, f64::max);
            values.iter().copied().filter(|it| *it > summit * FAINT).collect::<Vec<_>>()
        };
        // An indicator's own breaks are of another unit: only what this surface says can be a limit.
        self.limits = limits(&self.shown.breaks, None, told, || limits::of_surface(told()));
        let Bounds { west, south, east, north } = grid.bounds;
        #[expect(clippy::cast_possible_truncation, reason = "colours need no more")]
        let values = values.into_iter().map(|it| it as f32).collect();
        self.content = Content::Heat(Arc::new(HeatLayer {
            bounds: map::Bounds { west, south, east, north },
            columns: grid.columns,
            rows: grid.rows,
            values,
            breaks: self.limits.clone(),
            ramp: self.ramp(),
        }));
        Some(())
    }
}

const NOTHING: Grid =
    Grid { bounds: Bounds { west: 0.0, south: 0.0, east: 0.0, north: 0.0 }, columns: 0, rows: 0 };

fn weighted(frame: &CellFrame, scale: f64) -> Vec<Weighted> {
    let held = frame.cells.iter().zip(&frame.num).filter(|(_, num)| **num != 0);
    let point = |(cell, num): (&u64, &i64)| {
        let (lng, lat) = geodata::cell::centre(*cell).ok()?;
        Some(Weighted { lng, lat, weight: *num as f64 / scale })
    };
    held.filter_map(point).collect()
}

/// Over all points and the room round them; `None` without points.
fn grid(points: &[Weighted], bandwidth_m: f64) -> Option<Grid> {
    let boxes = points.iter().map(|it| map::Bounds::of_point(it.lng, it.lat));
    let held = boxes.reduce(map::Bounds::union)?;
    let high = bandwidth_m / METRES_PER_DEGREE;
    let wide = high / f64::midpoint(held.south, held.north).to_radians().cos().max(0.01);
    let bounds = Bounds {
        west: held.west - wide * ROOM,
        south: held.south - high * ROOM,
        east: held.east + wide * ROOM,
        north: held.north + high * ROOM,
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
    let pixels = |bandwidths: f64| (bandwidths * PIXELS).ceil().clamp(1.0, MOST_PIXELS) as usize;
    Some(Grid {
        bounds,
        columns: pixels((bounds.east - bounds.west) / wide),
        rows: pixels((bounds.north - bounds.south) / high),
    })
}
