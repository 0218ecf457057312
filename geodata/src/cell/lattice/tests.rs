use std::collections::BTreeSet;

use super::*;
use crate::cell::{self, cell_at, disk, parent};

type City = (&'static str, f64, f64);

const CITIES: [City; 5] = [
    ("Beijing", 116.4, 39.9),
    ("Shanghai", 121.47, 31.23),
    ("Urumqi", 87.6, 43.8),
    ("Guangzhou", 113.26, 23.13),
    ("Chicago", -87.6, 41.9),
];

const POINTS: u32 = 4_000;

/// Points by arithmetic, spread evenly over a box of `degrees` round a city.
fn spread((_, lng, lat): City, degrees: f64) -> Vec<(f64, f64)> {
    let at = |index: u32| {
        let x = (f64::from(index) * 0.754_877_666_246_693).fract() - 0.5;
        let y = (f64::from(index) * 0.569_840_290_998_053).fract() - 0.5;
        (lng + x * degrees, lat + y * degrees)
    };
    (0..POINTS).map(at).collect()
}

fn cells_of(points: &[(f64, f64)], res: u8) -> Vec<u64> {
    points.iter().map(|&(lng, lat)| cell_at(lng, lat, res).unwrap()).collect()
}

fn distinct(cells: &[u64]) -> Vec<u64> {
    cells.iter().copied().collect::<BTreeSet<_>>().into_iter().collect()
}

/// Distance of an axial coordinate to the nearest edge of its hexagon, 0.5 being the centre's.
fn to_edge(at: (f64, f64)) -> f64 {
    let (i, j) = rounded(at);
    let (di, dj) = (at.0 - f64::from(i), at.1 - f64::from(j));
    // Along the three directions of neighbours, which are the normals of the edges.
    let towards = [di + dj / 2.0, di / 2.0 + dj, (di - dj) / 2.0];
    0.5 - towards.into_iter().map(f64::abs).fold(0.0, f64::max)
}

/// The share of points the tables put into another cell than H3 does, all of them at an edge.
fn differing(city: City, res: u8, degrees: f64) -> f64 {
    let points = spread(city, degrees);
    let cells = cells_of(&points, res);
    let list = distinct(&cells);
    let tables = LatticeTable::of_all(&list, res).unwrap();
    let mut differing = 0;
    for (&(lng, lat), &cell) in points.iter().zip(&cells) {
        let face = face_of(lng, lat);
        let table = tables.iter().find(|it| it.face == face).unwrap();
        let at = Lattice::new(face, res).unwrap().axial(lng, lat);
        if table.at(rounded(at)).map(|number| list[number as usize]) != Some(cell) {
            differing += 1;
            assert!(to_edge(at) < 0.02, "{city:?} res {res}: {at:?} is {} off", to_edge(at));
        }
    }
    f64::from(differing) / f64::from(POINTS)
}

#[test]
fn the_lattice_finds_the_cell_h3_finds_but_for_a_few_points_on_edges() {
    for city in CITIES {
        for res in 4..=10 {
            let share = differing(city, res, 40.0 * 7_f64.powf(-f64::from(res) / 2.0));
            assert!(share <= 0.0025, "{} res {res}: {share}", city.0);
        }
    }
}

#[test]
fn a_view_across_faces_needs_a_table_for_each() {
    let points = spread(CITIES[1], 8.0);
    let faces = points.iter().map(|&(lng, lat)| face_of(lng, lat)).collect::<BTreeSet<_>>();
    assert!(faces.len() > 1, "the region of Shanghai lies on several faces");
    let touched = LatticeTable::of_all(&distinct(&cells_of(&points, 6)), 6).unwrap();
    assert!(faces.iter().all(|face| touched.iter().any(|it| it.face == *face)));
    let share = differing(CITIES[1], 6, 8.0);
    assert!(share <= 0.0025, "{share}");
}

#[test]
fn the_surroundings_of_beijing_are_on_one_face() {
    let cell = cell_at(116.4, 39.9, 5).unwrap();
    let tables = LatticeTable::of_all(&disk(cell, 4).unwrap(), 5).unwrap();
    assert_eq!(tables.iter().map(|it| it.face).collect::<Vec<_>>(), [face_of(116.4, 39.9)]);
}

#[test]
fn neighbours_on_the_lattice_are_neighbours_in_h3() {
    let (_, lng, lat) = CITIES[0];
    let around = disk(cell_at(lng, lat, 9).unwrap(), 1).unwrap();
    let lattice = Lattice::new(face_of(lng, lat), 9).unwrap();
    let at = |cell: u64| {
        let (lng, lat) = cell::centre(cell).unwrap();
        rounded(lattice.axial(lng, lat))
    };
    let (i, j) = at(around[0]);
    let steps = around[1..].iter().map(|&it| (at(it).0 - i, at(it).1 - j)).collect::<BTreeSet<_>>();
    assert_eq!(steps, BTreeSet::from([(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)]));
}

#[test]
fn linear_interpolation_between_the_vertices_of_a_coarse_mesh_is_good_enough() {
    // A 64th of a view a third of a degree wide, at the finest resolution a map asks for.
    let lattice = Lattice::new(face_of(116.4, 39.9), 10).unwrap();
    let step = 0.33 / 64.0;
    let origin = rounded(lattice.axial(116.4, 39.9));
    let corner = |x: f64, y: f64| lattice.axial_from(origin, 116.4 + x * step, 39.9 + y * step);
    let (a, b, c) = (corner(0.0, 0.0), corner(1.0, 0.0), corner(0.0, 1.0));
    let exact = corner(0.4, 0.3);
    let linear = a.0 * 0.3 + b.0 * 0.4 + c.0 * 0.3;
    assert!((linear - exact.0).abs() < 0.01, "{linear} is not {}", exact.0);
    assert!(a.0.abs() < 1.0 && a.1.abs() < 1.0, "relative to the origin");
}

#[test]
fn the_margin_is_positive_on_the_own_face_alone() {
    for (_, lng, lat) in CITIES {
        let own = face_of(lng, lat);
        for face in 0..FACES {
            let margin = Lattice::new(face, 5).unwrap().margin(lng, lat);
            assert_eq!(margin > 0.0, face == own, "{lng}, {lat} on {face}");
        }
    }
}

#[test]
fn a_number_that_is_no_face_or_resolution_has_no_lattice() {
    assert!(Lattice::new(19, 15).is_some());
    assert!(Lattice::new(20, 5).is_none());
    assert!(Lattice::new(0, 16).is_none());
}

#[test]
fn a_table_refuses_cells_of_another_resolution_and_there_is_none_for_no_cell() {
    let cell = cell_at(116.4, 39.9, 8).unwrap();
    let coarse = parent(cell, 7).unwrap();
    assert_eq!(LatticeTable::of_all(&[coarse], 8), Err(cell::CellError::Resolution(7)));
    assert_eq!(LatticeTable::of_all(&[cell, coarse], 8), Err(cell::CellError::Resolution(7)));
    assert_eq!(LatticeTable::of_all(&[cell], 16), Err(cell::CellError::Resolution(16)));
    assert!(LatticeTable::of_all(&[cell ^ 1], 8).is_err(), "a bit below its digits is not set");
    assert_eq!(LatticeTable::of_all(&[], 8), Ok(Vec::new()));
    let tables = LatticeTable::of_all(&[cell], 8).unwrap();
    let near = tables.first().unwrap();
    assert_eq!((near.width, near.height, near.at((near.i0, near.j0))), (1, 1, Some(0)));
    assert_eq!((tables.len(), near.at((near.i0 + 1, near.j0))), (1, None));
}

#[test]
fn texels_go_to_the_places_of_their_cells() {
    let cells = distinct(&disk(cell_at(116.4, 39.9, 8).unwrap(), 1).unwrap());
    let table = LatticeTable::of_all(&cells, 8).unwrap().remove(0);
    let texels = table.spread(&[1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(texels.len(), 9, "seven cells in a window of three by three");
    let empty = texels.iter().filter_map(|it| (*it == 0).then_some(())).count();
    assert_eq!(empty, 2);
    let at = |number: u32| table.cells.iter().position(|it| *it == number).unwrap();
    assert!((0..7_u8).all(|it| texels[at(it.into())] == it + 1));
    assert_eq!(table.spread(&[1]).iter().map(|it| u32::from(*it)).sum::<u32>(), 1, "a short list");
}
