use proptest::prelude::*;

use super::*;
use crate::boundary::{self, Boundary, Origin, Polygon, Ring};

fn origin() -> Origin {
    Origin { crs: Crs::Gcj02, source: "test".to_owned(), review_no: String::new() }
}

fn beijing() -> BoundarySet {
    let file = include_bytes!("../../../assets/packs/beijing/boundaries/districts.json");
    boundary::read(file, &origin(), None).unwrap()
}

fn set_of(districts: Vec<Vec<Ring>>) -> BoundarySet {
    let mut set = BoundarySet::new(&origin());
    set.boundaries = districts
        .into_iter()
        .map(|rings| Boundary { polygons: vec![Polygon { rings }], ..Boundary::default() })
        .collect();
    set
}

fn exact(set: &BoundarySet, lng: f64, lat: f64) -> Option<usize> {
    set.boundaries.iter().position(|it| it.contains(lng, lat))
}

/// Points by arithmetic, spread evenly over a box a little larger than the set's.
fn spread(set: &BoundarySet, count: u32) -> Vec<(f64, f64)> {
    let bounds = set.bounds().unwrap();
    let (width, height) = (bounds.east - bounds.west, bounds.north - bounds.south);
    let part = |index: u32, step: f64| (f64::from(index) * step).fract() * 1.1 - 0.05;
    let at = |index| {
        let lng = bounds.west + part(index, 0.754_877_666_246_693) * width;
        (lng, bounds.south + part(index, 0.569_840_290_998_053) * height)
    };
    (0..count).map(at).collect()
}

#[test]
fn the_raster_answers_like_the_exact_test_everywhere_in_beijing() {
    let set = beijing();
    let locator = Locator::new(&set);
    let points = spread(&set, 20_000);
    for &(lng, lat) in &points {
        assert_eq!(locator.locate(lng, lat), exact(&set, lng, lat), "{lng}, {lat}");
    }
    let inside = points.iter().filter(|it| locator.locate(it.0, it.1).is_some()).count();
    assert!(inside > 4_000 && inside < 18_000, "{inside}");
}

#[test]
fn the_raster_answers_like_the_exact_test_on_the_vertices_themselves() {
    let set = beijing();
    let locator = Locator::new(&set);
    let rings = set.boundaries.iter().flat_map(|it| &it.polygons).flat_map(|it| &it.rings);
    for &(lng, lat) in rings.flatten().step_by(5) {
        assert_eq!(locator.locate(lng, lat), exact(&set, lng, lat), "{lng}, {lat}");
        let beside = lng + 1e-9;
        assert_eq!(locator.locate(beside, lat), exact(&set, beside, lat));
    }
}

#[test]
fn a_point_on_a_shared_border_belongs_to_exactly_one_neighbour() {
    let square = |west: f64| {
        vec![vec![(west, 0.0), (west + 1.0, 0.0), (west + 1.0, 1.0), (west, 1.0), (west, 0.0)]]
    };
    let set = set_of(vec![square(0.0), square(1.0)]);
    let locator = Locator::new(&set);
    for step in 0..100 {
        let lat = f64::from(step) / 100.0;
        let claims = set.boundaries.iter().filter(|it| it.contains(1.0, lat)).count();
        assert_eq!(claims, 1);
        assert_eq!(locator.locate(1.0, lat), exact(&set, 1.0, lat));
    }
}

#[test]
fn a_self_touching_ring_keeps_its_wings_and_loses_what_lies_between() {
    let set = set_of(vec![vec![vec![(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)]]]);
    let locator = Locator::new(&set);
    assert_eq!(locator.locate(0.2, 1.0), Some(0));
    assert_eq!(locator.locate(1.8, 1.0), Some(0));
    assert_eq!(locator.locate(1.0, 1.5), None);
}

#[test]
fn where_districts_overlap_the_first_answers() {
    let square =
        |size: f64| vec![vec![(0.0, 0.0), (size, 0.0), (size, size), (0.0, size), (0.0, 0.0)]];
    let locator = Locator::new(&set_of(vec![square(1.0), square(2.0)]));
    assert_eq!(locator.locate(0.5, 0.5), Some(0));
    assert_eq!(locator.locate(1.5, 0.5), Some(1));
    assert!(locator.covers(1, 0.5, 0.5) && !locator.covers(0, 1.5, 0.5));
    let swapped = Locator::new(&set_of(vec![square(2.0), square(1.0)]));
    assert_eq!(swapped.locate(0.5, 0.5), Some(0));
}

#[test]
fn nonsense_is_nowhere() {
    let locator = Locator::new(&beijing());
    assert_eq!(locator.locate(f64::NAN, 40.0), None);
    assert_eq!(locator.locate(116.4, f64::INFINITY), None);
    assert!(locator.distance_to_border_m(f64::NAN, 40.0).is_infinite());
    let empty = Locator::new(&BoundarySet::new(&origin()));
    assert_eq!(empty.locate(116.4, 39.9), None);
    assert!(empty.distance_to_border_m(116.4, 39.9).is_infinite());
    assert!(locator.distance_to_m(99, 116.4, 39.9).is_infinite());
}

#[test]
fn the_distance_to_the_border_is_that_of_the_nearest_edge() {
    let set = beijing();
    let locator = Locator::new(&set);
    let edges = set.boundaries.iter().flat_map(|it| &it.polygons).flat_map(Polygon::edges);
    let edges = edges.collect::<Vec<_>>();
    for (lng, lat) in spread(&set, 300).into_iter().chain([(100.0, 30.0), (116.0, 10.0)]) {
        let shrink = lat.to_radians().cos();
        let metres = |&((ax, ay), (bx, by)): &((f64, f64), (f64, f64))| {
            let (ax, ay, bx, by) = ((ax - lng) * shrink, ay - lat, (bx - lng) * shrink, by - lat);
            let squared = (bx - ax).powi(2) + (by - ay).powi(2);
            let along =
                if squared == 0.0 { 0.0 } else { -(ax * (bx - ax) + ay * (by - ay)) / squared };
            let along = along.clamp(0.0, 1.0);
            (ax + along * (bx - ax)).hypot(ay + along * (by - ay)) * 111_195.080_233_532_9
        };
        let nearest = edges.iter().map(metres).fold(f64::INFINITY, f64::min);
        let got = locator.distance_to_border_m(lng, lat);
        assert!((got - nearest).abs() < 1e-6, "{lng}, {lat}: {got} is not {nearest}");
        for limit in [100.0, 1000.0] {
            assert_eq!(locator.is_near_border(lng, lat, limit), nearest < limit, "{lng}, {lat}");
        }
    }
}

#[test]
fn a_point_lies_outside_its_stated_district_by_the_metres_to_its_border() {
    let square = |west: f64| {
        vec![vec![(west, 0.0), (west + 1.0, 0.0), (west + 1.0, 1.0), (west, 1.0), (west, 0.0)]]
    };
    let locator = Locator::new(&set_of(vec![square(0.0), square(1.0)]));
    assert!(locator.distance_to_m(0, 0.5, 0.5).abs() < f64::EPSILON);
    let beyond = locator.distance_to_m(0, 1.02, 0.5);
    assert!((beyond - 2_224.0).abs() < 2.0, "{beyond}");
    assert!((locator.distance_to_border_m(1.02, 0.5) - beyond).abs() < 1e-6);
}

prop_compose! {
    /// Rings nobody checked: few points on a coarse lattice, so that they touch and cross themselves.
    fn wild_ring()(points in prop::collection::vec((0..12_i32, 0..12_i32), 3..12)) -> Ring {
        let mut ring = points
            .into_iter()
            .map(|(x, y)| (f64::from(x) / 7.0, f64::from(y) / 7.0))
            .collect::<Ring>();
        ring.push(ring[0]);
        ring
    }
}

proptest! {
    #[test]
    fn wild_districts_answer_like_the_exact_test(
        districts in prop::collection::vec(prop::collection::vec(wild_ring(), 1..3), 1..6),
    ) {
        let set = set_of(districts);
        prop_assume!(set.bounds().unwrap().has_extent());
        let locator = Locator::new(&set);
        for (lng, lat) in spread(&set, 200) {
            prop_assert_eq!(locator.locate(lng, lat), exact(&set, lng, lat));
        }
        // On the lattice the points lie on vertices and edges.
        for step in 0..144 {
            let (lng, lat) = (f64::from(step % 12) / 7.0, f64::from(step / 12) / 7.0);
            prop_assert_eq!(locator.locate(lng, lat), exact(&set, lng, lat));
            for (index, district) in set.boundaries.iter().enumerate() {
                prop_assert_eq!(locator.covers(index, lng, lat), district.contains(lng, lat));
            }
        }
    }
}
