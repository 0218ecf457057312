use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;
use crate::{
    boundary::{self, Boundary, Origin, Ring},
    crs::Crs,
    locate::Locator,
    mercator::merc_from_degrees,
};

type Point = (f64, f64);
type Key = (u64, u64);
type Side = (Point, Point);
/// Edges by where they begin and end.
type Walked = BTreeMap<(Key, Key), Side>;

fn key(point: Point) -> Key {
    (point.0.to_bits(), point.1.to_bits())
}

fn origin() -> Origin {
    Origin { crs: Crs::Gcj02, source: "test".to_owned(), review_no: String::new() }
}

fn set_of(districts: impl IntoIterator<Item = Vec<Ring>>) -> BoundarySet {
    let mut set = BoundarySet::new(&origin());
    let district = |rings| Boundary { polygons: vec![Polygon { rings }], ..Boundary::default() };
    set.boundaries = districts.into_iter().map(district).collect();
    set
}

fn rings(set: &BoundarySet) -> impl Iterator<Item = &Ring> {
    polygons(set).flat_map(|polygon| &polygon.rings)
}

fn vertices(set: &BoundarySet) -> usize {
    rings(set).map(|ring| ring.len() - 1).sum()
}

/// Twice the area, positive counter-clockwise, in square degrees.
fn doubled_area(edges: impl Iterator<Item = Side>) -> f64 {
    edges.map(|(a, b)| a.0 * b.1 - b.0 * a.1).sum()
}

/// Edges walked by one ring only: the outline of the union, where neighbours share all others.
fn outline(set: &BoundarySet) -> Vec<Side> {
    let mut walked = Walked::new();
    for (a, b) in polygons(set).flat_map(Polygon::edges) {
        if walked.remove(&(key(b), key(a))).is_none() {
            assert!(walked.insert((key(a), key(b)), (a, b)).is_none(), "walked twice one way");
        }
    }
    walked.into_values().collect()
}

fn claims(set: &BoundarySet, (lng, lat): Point) -> usize {
    set.boundaries.iter().filter(|it| it.contains(lng, lat)).count()
}

fn spread(set: &BoundarySet, count: u32) -> Vec<Point> {
    let bounds = set.bounds().unwrap();
    let at = |index: u32| {
        let x = (f64::from(index) * 0.754_877_666_246_693).fract();
        let y = (f64::from(index) * 0.569_840_290_998_053).fract();
        let lng = bounds.west + x * (bounds.east - bounds.west);
        (lng, bounds.south + y * (bounds.north - bounds.south))
    };
    (0..count).map(at).collect()
}

const SIDE: usize = 4;
/// Vertices between two corners of the partition.
const BETWEEN: usize = 5;
/// A cell of the partition, in degrees: about 11 km.
const STEP: f64 = 0.1;
const WOBBLES: usize = 2 * (SIDE + 1) * (SIDE + 1) * (1 + BETWEEN);

/// The vertices from one corner of a wobbly lattice to the next one east or north.
struct Lattice<'a> {
    wobbles: &'a [f64],
}

impl Lattice<'_> {
    fn corner(&self, column: usize, row: usize) -> Point {
        let at = 2 * (row * (SIDE + 1) + column);
        let wobble = |at: usize| self.wobbles[at] * 0.15;
        ((column as f64 + wobble(at)) * STEP, (row as f64 + wobble(at + 1)) * STEP)
    }

    fn side(&self, from: (usize, usize), to: (usize, usize)) -> Vec<Point> {
        let (a, b) = (self.corner(from.0, from.1), self.corner(to.0, to.1));
        let upright = usize::from(to.1 > from.1);
        let first = 2 * (SIDE + 1) * (SIDE + 1)
            + (upright * (SIDE + 1) * (SIDE + 1) + from.1 * (SIDE + 1) + from.0) * BETWEEN;
        let along = |step: usize| {
            let t = step as f64 / (BETWEEN + 1) as f64;
            // Within a cone of 22° at both corners: neighbouring sides cannot cross.
            let off = self.wobbles[first + step - 1] * 0.4 * t.min(1.0 - t);
            let (dx, dy) = (b.0 - a.0, b.1 - a.1);
            (a.0 + t * dx - off * dy, a.1 + t * dy + off * dx)
        };
        [a].into_iter().chain((1..=BETWEEN).map(along)).chain([b]).collect()
    }

    /// A cell's outline, counter-clockwise.
    fn cell(&self, column: usize, row: usize) -> Vec<Point> {
        let back = |side: Vec<Point>| side.into_iter().rev().collect::<Vec<_>>();
        let corners = [
            self.side((column, row), (column + 1, row)),
            self.side((column + 1, row), (column + 1, row + 1)),
            back(self.side((column, row + 1), (column + 1, row + 1))),
            back(self.side((column, row), (column, row + 1))),
        ];
        let mut ring = corners.concat();
        ring.dedup();
        ring
    }
}

/// Districts made of cells: edges within a district cancel, the others are chained to rings, which may
/// touch themselves, have holes, and lie in several parts.
fn districts(wobbles: &[f64], owners: &[usize]) -> BoundarySet {
    let lattice = Lattice { wobbles };
    let mut edges: BTreeMap<usize, Walked> = BTreeMap::new();
    for (cell, &owner) in owners.iter().enumerate() {
        let edges = edges.entry(owner).or_default();
        for edge in lattice.cell(cell % SIDE, cell / SIDE).windows(2) {
            let (a, b) = (key(edge[0]), key(edge[1]));
            if edges.remove(&(b, a)).is_none() {
                edges.insert((a, b), (edge[0], edge[1]));
            }
        }
    }
    set_of(edges.into_values().map(|edges| chained(edges.into_values().collect())))
}

fn chained(edges: Vec<Side>) -> Vec<Ring> {
    let mut from: BTreeMap<Key, Vec<Point>> = BTreeMap::new();
    for &(a, b) in &edges {
        from.entry(key(a)).or_default().push(b);
    }
    let mut rings = Vec::new();
    for (start, _) in edges {
        let mut ring = vec![start];
        let mut at = start;
        while let Some(next) = from.get_mut(&key(at)).and_then(Vec::pop) {
            ring.push(next);
            at = next;
        }
        if ring.len() > 1 {
            rings.push(ring);
        }
    }
    rings
}

const LEVELS: [f64; 4] = [100.0, 500.0, 1_500.0, 4_000.0];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn thinned_districts_neither_gape_nor_overlap(
        wobbles in prop::collection::vec(-1.0..1.0_f64, WOBBLES..=WOBBLES),
        owners in prop::collection::vec(0..5_usize, SIDE * SIDE),
    ) {
        let set = districts(&wobbles, &owners);
        let outer = outline(&set).iter().map(|it| key(it.0)).collect::<BTreeSet<_>>();
        let before = Locator::new(&set);
        for (coarse, tolerance) in simplify(&set, &LEVELS).iter().zip(LEVELS) {
            prop_assert!(rings(coarse).all(|ring| ring.len() >= 4 && ring.first() == ring.last()));
            let union = outline(coarse);
            // Neighbours share their vertices: what is walked once was on the outside before.
            prop_assert!(union.iter().all(|(a, b)| outer.contains(&key(*a)) && outer.contains(&key(*b))));
            let parts: f64 = polygons(coarse).map(|it| doubled_area(it.edges())).sum();
            let whole = doubled_area(union.iter().copied());
            prop_assert!((parts - whole).abs() < 1e-12, "areas: {} and {}", parts, whole);
            let union: Ring = union.into_iter().flat_map(|(a, b)| [a, b]).collect();
            for point in spread(&set, 300) {
                let inside = union.chunks(2).filter(|it| boundary::ring_contains(it, point.0, point.1));
                prop_assert_eq!(claims(coarse, point), inside.count() % 2, "at {:?}", point);
                let same = claims(coarse, point) == claims(&set, point);
                let border_m = before.distance_to_border_m(point.0, point.1);
                prop_assert!(same || border_m < 4.0 * tolerance, "{} m from a border", border_m);
            }
        }
    }
}

#[test]
fn thinning_each_district_alone_would_open_gaps() {
    // The negative control of the property above: the same test sees the fault.
    let wobbles =
        (0..WOBBLES).map(|it| (it as f64 * 0.618).fract() * 2.0 - 1.0).collect::<Vec<_>>();
    let set = districts(&wobbles, &(0..SIDE * SIDE).collect::<Vec<_>>());
    let alone = set.boundaries.iter().map(|boundary| {
        let mut single = BoundarySet::new(&origin());
        single.boundaries = vec![boundary.clone()];
        simplify(&single, &[1_500.0]).remove(0).boundaries.remove(0)
    });
    let mut apart = BoundarySet::new(&origin());
    apart.boundaries = alone.collect();
    let gaping =
        spread(&set, 2_000).into_iter().filter(|&it| claims(&apart, it) != claims(&set, it));
    let shared = simplify(&set, &[1_500.0]).remove(0);
    assert!(outline(&apart).len() > outline(&shared).len());
    assert!(gaping.count() > 0);
}

#[test]
fn coarser_levels_have_fewer_vertices_in_beijing_and_keep_its_area() {
    let file = include_bytes!("../../../assets/packs/beijing/boundaries/districts.json");
    let set = boundary::read(file, &origin(), None).unwrap();
    let levels = simplify(&set, &DISPLAY_LEVELS_M);
    let counts = levels.iter().map(vertices).collect::<Vec<_>>();
    assert!(counts[0] < vertices(&set), "{counts:?} of {}", vertices(&set));
    assert!(counts.is_sorted_by(|a, b| *a > b * 3 / 2), "{counts:?}");
    let area = |set: &BoundarySet| set.boundaries.iter().map(Boundary::area_km2).sum::<f64>();
    for level in &levels {
        assert!((area(level) / area(&set) - 1.0).abs() < 0.01);
        assert!(level.boundaries.iter().zip(&set.boundaries).all(|(a, b)| a.code == b.code));
        let more =
            spread(&set, 3_000).into_iter().filter(|&it| claims(level, it) > claims(&set, it));
        assert!(more.count() < 30, "a point near a border may change sides, not more");
    }
}

#[test]
fn the_vertices_of_a_coarser_level_are_among_those_of_a_finer_whatever_the_order_asked() {
    let wobbles =
        (0..WOBBLES).map(|it| (it as f64 * 0.618).fract() * 2.0 - 1.0).collect::<Vec<_>>();
    let set = districts(&wobbles, &(0..SIDE * SIDE).map(|it| it % 3).collect::<Vec<_>>());
    let levels = simplify(&set, &[1_500.0, 100.0]);
    let keys = |set| rings(set).flatten().map(|&it| key(it)).collect::<BTreeSet<_>>();
    assert!(keys(&levels[0]).is_subset(&keys(&levels[1])));
    assert!(keys(&levels[0]).len() < keys(&levels[1]).len());
}

#[test]
fn a_tiny_island_stays_a_triangle_and_a_stroke_stays_a_stroke() {
    let circle = |x: f64, radius: f64| {
        let at = |step: i32| {
            let (sin, cos) = (f64::from(step % 24) * 0.261_799_387_799).sin_cos();
            (x + radius * cos, radius * sin)
        };
        (0..=24).map(at).collect::<Ring>()
    };
    let stroke = vec![(2.0, 0.0), (2.1, 0.1), (2.0, 0.0), (2.0, 0.0)];
    let set = set_of([vec![circle(0.0, 0.5)], vec![circle(1.0, 0.000_1)], vec![stroke.clone()]]);
    let coarse = simplify(&set, &[5_000.0]).remove(0);
    let lengths = rings(&coarse).map(Vec::len).collect::<Vec<_>>();
    assert!(lengths[0] > 6 && lengths[1] == 4, "{lengths:?}");
    assert_eq!(coarse.boundaries[2].polygons[0].rings[0], stroke);
}

#[test]
fn an_enclave_and_the_hole_it_fills_stay_the_same_ring() {
    let wobbly = |radius: f64| {
        let at = |step: i32| {
            let (sin, cos) = (f64::from(step % 40) * 0.157_079_632_679).sin_cos();
            let radius = radius * if step % 2 == 0 { 1.0 } else { 1.02 };
            (radius * cos, radius * sin)
        };
        (0..=40).map(at).collect::<Ring>()
    };
    let mut hole = wobbly(0.2);
    hole.reverse();
    // The same ring, begun elsewhere.
    hole.pop();
    hole.rotate_left(13);
    hole.push(hole[0]);
    let set = set_of([vec![wobbly(0.5), hole], vec![wobbly(0.2)]]);
    let coarse = simplify(&set, &[2_000.0]).remove(0);
    let keys = |ring: &Ring| ring.iter().map(|&it| key(it)).collect::<BTreeSet<_>>();
    let (outer, enclave) = (&coarse.boundaries[0].polygons[0], &coarse.boundaries[1].polygons[0]);
    assert_eq!(keys(&outer.rings[1]), keys(&enclave.rings[0]));
    assert!(enclave.rings[0].len() < 30);
    assert_eq!(claims(&coarse, (0.0, 0.0)), 1);
    assert_eq!(claims(&coarse, (0.35, 0.0)), 1);
}

#[test]
fn a_border_between_two_neighbours_is_one_line_and_nothing_is_lost() {
    let square = |west: f64| {
        let east = west + 1.0;
        vec![(west, 0.0), (east, 0.0), (east, 1.0), (west, 1.0), (west, 0.0)]
    };
    let borders = |rings: &[&Ring]| sketch(rings.iter().copied(), 1e-6).lines;
    let edges = |lines: &[Vec<Point>]| lines.iter().map(|it| it.len() - 1).sum::<usize>();
    let (west, east) = (square(0.0), square(1.0));
    let lines = borders(&[&west, &east]);
    assert_eq!((lines.len(), edges(&lines)), (3, 7), "eight edges, one of them shared");
    assert_eq!(borders(&[&west, &west]).len(), 1, "an enclave and its hole");
    let lonely = borders(&[&west]);
    assert_eq!((lonely.len(), lonely[0].first()), (1, lonely[0].last()));
    let half = [(1.0, 1.0), (1.0, -1.0), (0.0, 0.0), (-1.0, 1.0), (-1.0, -1.0), (0.0, 0.0)];
    let eight = [(0.0, 0.0)].into_iter().chain(half).collect::<Ring>();
    assert_eq!(edges(&borders(&[&eight])), 6, "a figure of eight");
}

/// Neighbours in a row whose borders wind: `pieces` vertices along each.
fn winding(pieces: u32, seed: u64) -> Vec<Ring> {
    let border = |column: u32| {
        let along = |piece: u32| {
            let wobble = (f64::from(piece) * 1.7 + f64::from(column) + seed as f64).sin() * 0.01;
            let wobble = if piece == 0 || piece == pieces { 0.0 } else { wobble };
            (116.0 + f64::from(column) * 0.1 + wobble, 39.0 + f64::from(piece) / f64::from(pieces))
        };
        (0..=pieces).map(along).collect::<Ring>()
    };
    let area = |column: u32| {
        let mut ring = border(column);
        ring.extend(border(column + 1).into_iter().rev());
        ring.push(ring[0]);
        ring
    };
    (0..6).map(area).collect()
}

fn area_on_map(ring: &Ring) -> f64 {
    doubled_area(ring.windows(2).map(|edge| (edge[0], edge[1])))
}

#[test]
fn what_is_smaller_than_a_step_is_gone_and_what_is_larger_stays() {
    let pixel = 360.0 * 1e-4;
    let square = |lng: f64, side: f64| {
        let south = pixel * 0.2;
        let (east, north) = (lng + side, south + side);
        vec![(lng, south), (east, south), (east, north), (lng, north), (lng, south)]
    };
    let drawn = sketch([&square(pixel * 210.2, pixel * 0.2), &square(20.0, pixel * 2.0)], 1e-4);
    assert!(drawn.rings[0].is_empty());
    assert_eq!(drawn.rings[1].len(), 5);
    assert_eq!(drawn.lines.len(), 1, "a border of what is gone would be a dot");
    assert_eq!(sketch([&Ring::new()], 1e-4).rings, [Ring::new()]);
}

#[test]
fn a_sketch_fine_enough_is_the_rings_themselves() {
    let rings = winding(60, 0);
    let drawn = sketch(&rings, 1e-12);
    let vertices = |rings: &[Ring]| rings.iter().map(Vec::len).sum::<usize>();
    assert_eq!(vertices(&drawn.rings), vertices(&rings));
    assert_eq!(drawn.lines.len(), 5 + 2 + 4 * 2, "between six, round both ends, above and below");
}

proptest! {
    #[test]
    fn neighbours_in_a_sketch_touch_without_gap_and_nothing_moves_further_than_a_step(
        pieces in 2..90_u32, seed in 0..1_000_u64, fine in 4.0..7.0_f64,
    ) {
        let (rings, step) = (winding(pieces, seed), 10.0_f64.powf(-fine));
        let drawn = sketch(&rings, step);
        let on_map = |ring: &Ring| -> Ring {
            ring.iter().map(|&(lng, lat)| merc_from_degrees(lng, lat)).collect()
        };
        // Borders inside cancel: what is left of the sum of areas is the outline alone.
        let mut walked = Walked::new();
        for edge in drawn.rings.iter().flat_map(|it| it.windows(2)) {
            if walked.remove(&(key(edge[1]), key(edge[0]))).is_none() {
                walked.insert((key(edge[0]), key(edge[1])), (edge[0], edge[1]));
            }
        }
        let (sum, outline) =
            (drawn.rings.iter().map(area_on_map).sum::<f64>(), doubled_area(walked.into_values()));
        prop_assert!((sum - outline).abs() < 1e-12);
        for (ring, drawn) in rings.iter().map(on_map).zip(&drawn.rings) {
            let far = |a: &Point| {
                let near = |b: &Point| (a.0 - b.0).hypot(a.1 - b.1);
                ring.iter().map(near).fold(f64::INFINITY, f64::min)
            };
            prop_assert!(drawn.iter().step_by(5).all(|it| far(it) < step), "every vertex is near one of before");
            let room = (area_on_map(&ring) - area_on_map(drawn)).abs();
            prop_assert!(room < step * 0.1, "{room}");
        }
    }
}
