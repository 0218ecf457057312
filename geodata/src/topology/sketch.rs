//! Rings → what a screen can show of them: on the map, without what is smaller than a step, neighbours
//! still touching.
//!
//! Vertices that share a cell of a grid are one vertex, whichever rings they are of; then lines between
//! junctions are straightened, each once for both its neighbours. So two rings that met keep the very same
//! vertices along their border, and no gap opens.
//!
//! What is given up for speed, and [`super::simplify`] guarantees: lines nearer to each other than a step
//! may touch or cross, and what is smaller than a step is gone.

use super::arcs::{Topology, Vertex};
use crate::{
    boundary::Ring,
    mercator::{MAX_LAT, merc_from_degrees},
};

/// Side of a cell of the grid, in steps.
const CELL: f64 = 0.7;
/// How far a vertex may be from the line that leaves it out, in steps.
const OFF: f64 = 0.33;
/// A triangle and its first corner again.
const LEAST: usize = 4;

/// Rings and what they share, in mercator.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sketch {
    /// Every border once; lines end where three borders meet.
    pub lines: Vec<Vec<(f64, f64)>>,
    /// The rings in the order they came, closed; one too small to be seen is empty.
    pub rings: Vec<Ring>,
}

/// Rings in degrees, drawn so that nothing larger than a step (in units of mercator, such as a pixel) is lost.
///
/// ```
/// let [west, east] = [0.0, 1.0].map(|x| {
///     vec![(x, 0.0), (x + 0.5, 0.0), (x + 1.0, 0.0), (x + 1.0, 1.0), (x, 1.0), (x, 0.0)]
/// });
/// let drawn = geodata::topology::sketch([&west, &east], 1e-4);
/// assert_eq!(drawn.lines.len(), 3, "west, middle, east");
/// assert_eq!(drawn.rings[1].len(), 5, "the vertex on the straight line is not needed");
/// ```
pub fn sketch<'a>(rings: impl IntoIterator<Item = &'a Ring>, step: f64) -> Sketch {
    let rings = rings.into_iter().collect::<Vec<_>>();
    let (across, up) = per_degree(&rings, step * CELL);
    let topology = Topology::merging(rings.iter().copied(), |&(lng, lat)| {
        (whole(lng * across), whole(lat * up))
    });
    let points = topology.points.iter().map(|&(lng, lat)| merc_from_degrees(lng, lat));
    let points = points.collect::<Vec<_>>();
    let straight = |arc: &Vec<Vertex>| straightened(arc, &points, step * OFF);
    let arcs = topology.arcs.iter().map(straight).collect::<Vec<_>>();
    let seen = arcs.iter().filter(|arc| arc.iter().any(|it| *it != arc[0]));
    let line = |arc: &Vec<Vertex>| arc.iter().map(|&it| points[it]).collect();
    let rings = topology.walks(&arcs).map(|walk| {
        let mut ring = walk.map(|it| points[it]).collect::<Ring>();
        ring.dedup();
        if ring.len() < LEAST { Ring::new() } else { ring }
    });
    Sketch { lines: seen.map(line).collect(), rings: rings.collect() }
}

/// Cells a degree has across and upwards, none of them larger than `side` on the map.
fn per_degree(rings: &[&Ring], side: f64) -> (f64, f64) {
    let points = rings.iter().copied().flatten();
    let farthest = points.map(|it| it.1.abs()).fold(0.0, f64::max).min(MAX_LAT);
    let across = 1.0 / (360.0 * side);
    (across, across / farthest.to_radians().cos())
}

/// Leaves out vertices that are hardly off the line between others (Douglas and Peucker 1973); both ends stay.
fn straightened(arc: &[Vertex], points: &[(f64, f64)], off: f64) -> Vec<Vertex> {
    let place = |at: usize| points[arc[at]];
    let last = arc.len().saturating_sub(1);
    let mut kept = vec![false; arc.len()];
    let mut spans = vec![(0, last)];
    while let Some((from, to)) = spans.pop() {
        let ends = (place(from), place(to));
        let far = (from + 1..to).map(|at| (squared_distance(place(at), ends), at));
        let farthest = far.max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, at)) = farthest.filter(|it| it.0 > off * off) {
            kept[at] = true;
            spans.extend([(from, at), (at, to)]);
        }
    }
    let stays = |&(at, _): &(usize, &Vertex)| at == 0 || at == last || kept[at];
    arc.iter().enumerate().filter(stays).map(|it| *it.1).collect()
}

/// From a place to the nearest of a piece of a straight line.
fn squared_distance(at: (f64, f64), (from, to): ((f64, f64), (f64, f64))) -> f64 {
    let (along, off) = ((to.0 - from.0, to.1 - from.1), (at.0 - from.0, at.1 - from.1));
    let length = along.0 * along.0 + along.1 * along.1;
    let share = off.0 * along.0 + off.1 * along.1;
    let share = if length > 0.0 { (share / length).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (off.0 - along.0 * share, off.1 - along.1 * share);
    x * x + y * y
}

#[expect(clippy::cast_possible_truncation, reason = "float casts saturate, far beyond any grid")]
fn whole(number: f64) -> i64 {
    number.floor() as i64
}
