//! Cells with owners → areas: gaps between them filled, outlines dissolved.
//!
//! For places that have no polygon but whose records say where they lie. An outline runs along the edges of
//! cells; two areas that touch share their corners exactly, because a corner is a vertex of H3 with a number,
//! not a pair of rounded coordinates.
//!
//! Nothing here decides who owns a cell.

use std::collections::{BTreeMap, BTreeSet};

use h3o::{LatLng, VertexIndex};

use super::{CellError, area_km2, centre, degrees, disk, index};

/// One closed ring, WGS-84 `(lng, lat)`.
pub type Ring = Vec<(f64, f64)>;

/// The outer ring, counter-clockwise, and then its holes.
pub type Polygon = Vec<Ring>;

/// Metres of a degree on a meridian.
const DEGREE_M: f64 = 111_195.08;

/// Gives each free cell within `reach_m` metres of an owned one to the owner of the nearest, centre to centre; of
/// equally near ones, to that with the smaller index. All cells must be of one resolution.
///
/// The owned cells come back with the others. Fails when an owned number is no cell.
pub fn fill(owned: &BTreeMap<u64, usize>, reach_m: f64) -> Result<BTreeMap<u64, usize>, CellError> {
    let mut nearest: BTreeMap<u64, (f64, usize)> = BTreeMap::new();
    for (&cell, &owner) in owned {
        let from = centre(cell)?;
        for near in disk(cell, rings(cell, reach_m)?)? {
            let far_m = if near == cell { 0.0 } else { distance_m(from, centre(near)?) };
            let is_free = near == cell || !owned.contains_key(&near);
            if !is_free || far_m > reach_m {
                continue;
            }
            let best = nearest.entry(near).or_insert((far_m, owner));
            if far_m < best.0 {
                *best = (far_m, owner);
            }
        }
    }
    Ok(nearest.into_iter().map(|(cell, (_, owner))| (cell, owner)).collect())
}

/// The outline of some cells together: edges between two of them cancel.
///
/// Cells that touch nowhere make several polygons; a gap makes a hole. Fails when a number is no cell. Cells
/// must not lie across the antimeridian.
pub fn outline(cells: impl IntoIterator<Item = u64>) -> Result<Vec<Polygon>, CellError> {
    let mut edges: BTreeSet<(VertexIndex, VertexIndex)> = BTreeSet::new();
    for cell in cells {
        let corners: Vec<VertexIndex> = index(cell)?.vertexes().collect();
        let ends = corners.iter().cycle().skip(1);
        for (&start, &end) in corners.iter().zip(ends) {
            // The neighbour goes along the same edge the other way.
            if !edges.remove(&(end, start)) {
                edges.insert((start, end));
            }
        }
    }
    Ok(polygons(rings_of(edges)))
}

/// Steps from a cell that surely reach so far.
fn rings(cell: u64, reach_m: f64) -> Result<u32, CellError> {
    // Neighbours of a hexagon of area a lie √(2a/√3) apart; cells bend, so count on a little less.
    let apart_m = (area_km2(cell)? * 1e6 * 2.0 / 3.0_f64.sqrt()).sqrt();
    let rings = (reach_m / (apart_m * 0.8)).ceil().clamp(0.0, 64.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number from 0 to 64"
    )]
    Ok(rings as u32)
}

/// Good to a percent within some kilometres.
fn distance_m(from: (f64, f64), to: (f64, f64)) -> f64 {
    let east = (to.0 - from.0) * f64::midpoint(from.1, to.1).to_radians().cos();
    east.hypot(to.1 - from.1) * DEGREE_M
}

/// Three cells meet in a corner, so at most one edge of an outline leaves it.
fn rings_of(edges: BTreeSet<(VertexIndex, VertexIndex)>) -> Vec<Ring> {
    let mut after: BTreeMap<VertexIndex, VertexIndex> = edges.into_iter().collect();
    let mut rings = Vec::new();
    while let Some((start, second)) = after.pop_first() {
        let mut ring = vec![start];
        let mut next = Some(second);
        while let Some(corner) = next {
            ring.push(corner);
            next = after.remove(&corner);
        }
        rings.push(ring.into_iter().map(|corner| degrees(LatLng::from(corner))).collect());
    }
    rings
}

/// Holes, which run clockwise, go to the smallest outer ring around them.
fn polygons(rings: Vec<Ring>) -> Vec<Polygon> {
    let (mut outer, holes): (Vec<Ring>, Vec<Ring>) =
        rings.into_iter().partition(|ring| doubled_area(ring) > 0.0);
    outer.sort_by(|left, right| doubled_area(left).total_cmp(&doubled_area(right)));
    let mut polygons: Vec<Polygon> = outer.into_iter().map(|ring| vec![ring]).collect();
    for hole in holes {
        let corner = hole.first().copied().unwrap_or_default();
        let around =
            |polygon: &&mut Polygon| polygon.first().is_some_and(|ring| is_inside(ring, corner));
        if let Some(polygon) = polygons.iter_mut().find(around) {
            polygon.push(hole);
        }
    }
    polygons
}

/// Positive where the ring runs counter-clockwise.
fn doubled_area(ring: &Ring) -> f64 {
    let cross = |pair: &[(f64, f64)]| match pair {
        [(ax, ay), (bx, by)] => ax * by - bx * ay,
        _ => 0.0,
    };
    ring.windows(2).map(cross).sum()
}

fn is_inside(ring: &Ring, (x, y): (f64, f64)) -> bool {
    let crosses = |pair: &&[(f64, f64)]| match **pair {
        [(ax, ay), (bx, by)] => (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax,
        _ => false,
    };
    ring.windows(2).filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell::{boundary, cell_at, disk};

    const AT: (f64, f64) = (116.404, 39.915);

    fn middle(res: u8) -> u64 {
        cell_at(AT.0, AT.1, res).unwrap()
    }

    fn area(polygons: &[Polygon]) -> f64 {
        polygons.iter().flatten().map(doubled_area).sum()
    }

    #[test]
    fn one_cell_is_its_own_outline() {
        for res in [8, 9] {
            let polygons = outline([middle(res)]).unwrap();
            assert_eq!((polygons.len(), polygons[0].len()), (1, 1));
            let ring = &polygons[0][0];
            assert_eq!((ring.len(), ring.first()), (7, ring.last()));
            for corner in boundary(middle(res)).unwrap() {
                let near = |it: &(f64, f64)| distance_m(*it, corner) < 0.01;
                assert!(ring.iter().any(near), "{corner:?}");
            }
        }
    }

    #[test]
    fn a_ring_of_cells_has_a_hole_and_filling_it_leaves_one_ring() {
        let seven = disk(middle(9), 1).unwrap();
        let polygons = outline(seven[1..].iter().copied()).unwrap();
        assert_eq!((polygons.len(), polygons[0].len()), (1, 2));
        assert_eq!((polygons[0][0].len(), polygons[0][1].len()), (19, 7));
        let whole = outline(seven.iter().copied()).unwrap();
        assert_eq!((whole.len(), whole[0].len()), (1, 1));
        let hole = outline([seven[0]]).unwrap();
        assert!((area(&polygons) + area(&hole) - area(&whole)).abs() < 1e-12);
    }

    #[test]
    fn areas_that_touch_share_their_corners_and_islands_are_apart() {
        let around = disk(middle(9), 6).unwrap();
        let (left, right) = around.split_at(40);
        let corners = |cells: &[u64]| -> BTreeSet<[u64; 2]> {
            let rings = outline(cells.iter().copied()).unwrap().into_iter().flatten().flatten();
            rings.map(|(lng, lat)| [lng.to_bits(), lat.to_bits()]).collect()
        };
        assert!(corners(left).intersection(&corners(right)).count() > 10);
        let islands = outline([around[0], *around.last().unwrap()]).unwrap();
        assert_eq!(islands.len(), 2);
        assert!(outline([]).unwrap().is_empty());
        assert_eq!(outline([17]), Err(CellError::Cell(17)));
    }

    #[test]
    fn an_island_in_a_lake_is_no_hole() {
        let cells = disk(middle(9), 3).unwrap();
        let lake = [&cells[..1], &cells[7..]].concat();
        let polygons = outline(lake).unwrap();
        let mut rings: Vec<usize> = polygons.iter().map(Vec::len).collect();
        rings.sort_unstable();
        assert_eq!(rings, [1, 2]);
    }

    #[test]
    fn free_cells_go_to_the_nearest_owner_within_reach() {
        let first = middle(9);
        let (lng, lat) = centre(first).unwrap();
        let second = cell_at(lng + 0.03, lat, 9).unwrap();
        let owned = BTreeMap::from([(first, 0), (second, 1)]);
        let filled = fill(&owned, 1_200.0).unwrap();
        assert!(filled.len() > 60, "{} cells", filled.len());
        for (&cell, &owner) in &filled {
            let far =
                [first, second].map(|it| distance_m(centre(it).unwrap(), centre(cell).unwrap()));
            assert!(far[owner] <= 1_200.0 && far[owner] <= far[1 - owner], "{far:?} of {owner}");
        }
        // Nothing within reach is missed, and what is owned stays so.
        let missed = disk(first, 9).unwrap().into_iter().filter(|cell| {
            let far_m = distance_m(centre(first).unwrap(), centre(*cell).unwrap());
            far_m <= 1_200.0 && !filled.contains_key(cell)
        });
        assert_eq!(missed.count(), 0);
        assert_eq!(fill(&owned, 0.0).unwrap(), owned);
    }
}
