//! Districts → the same districts with fewer vertices, neighbours still touching.
//!
//! Rings are cut into arcs at junctions; an arc shared by two districts is thinned once, so that both keep
//! identical vertices. A vertex goes (smallest triangle first, Visvalingam's order) only if no other vertex
//! lies in the triangle it spans with its neighbours: nothing can cross, so no gap and no overlap appears
//! that was not there before.
//!
//! [`sketch`] is the quick way for a screen: what is smaller than a part of a pixel goes, and every border
//! comes once.
//!
//! What is refused: no ring falls below a triangle and no part is dropped, because an islet left out of a
//! map can matter more than its vertices cost. Lines are left as they are.

mod arcs;
mod near;
mod sketch;
mod thin;

pub use self::sketch::{Sketch, sketch};
use self::{arcs::Topology, thin::Thinning};
use crate::boundary::{BoundarySet, Polygon};

/// Tolerances in metres of three levels of detail: a street, a city, a province on the screen.
pub const DISPLAY_LEVELS_M: [f64; 3] = [40.0, 200.0, 800.0];

/// The set at several levels of detail, in the order asked for.
///
/// A level is a tolerance in metres: vertices go while the triangle they span is smaller than its square.
/// The vertices of a coarser level are among those of a finer one. Level 0 keeps every vertex that is not
/// on a straight line.
///
/// ```
/// use geodata::{Crs, boundary::{Origin, PropertyKeys, read_geojson}, topology::simplify};
///
/// let file = br#"{"features": [{
///     "properties": {"code": "A", "name": "a"},
///     "geometry": {"type": "Polygon",
///                  "coordinates": [[[0, 0], [1, 0.001], [2, 0], [2, 2], [0, 2], [0, 0]]]}
/// }]}"#;
/// let origin = Origin { crs: Crs::Wgs84, source: "example".into(), review_no: String::new() };
/// let set = read_geojson(file, &origin, &PropertyKeys::default())?;
/// let [fine, coarse] = simplify(&set, &[10.0, 5_000.0]).try_into().unwrap();
/// assert_eq!(fine.boundaries[0].polygons[0].rings[0].len(), 6);
/// assert_eq!(coarse.boundaries[0].polygons[0].rings[0].len(), 5);
/// # Ok::<(), geodata::boundary::BoundaryError>(())
/// ```
pub fn simplify(set: &BoundarySet, levels: &[f64]) -> Vec<BoundarySet> {
    let topology = Topology::new(polygons(set).flat_map(|polygon| &polygon.rings));
    let mut thinning = Thinning::new(&topology);
    let mut order = (0..levels.len()).collect::<Vec<_>>();
    order.sort_by(|&a, &b| levels[a].total_cmp(&levels[b]));
    let mut answers = vec![set.clone(); levels.len()];
    for level in order {
        thinning.thin(levels[level]);
        let mut rings = topology.rings(thinning.arcs());
        let answer = answers[level].boundaries.iter_mut().flat_map(|it| &mut it.polygons);
        for ring in answer.flat_map(|polygon| &mut polygon.rings) {
            *ring = rings.next().unwrap_or_default();
        }
    }
    answers
}

fn polygons(set: &BoundarySet) -> impl Iterator<Item = &Polygon> {
    set.boundaries.iter().flat_map(|boundary| &boundary.polygons)
}

#[cfg(test)]
mod tests;
