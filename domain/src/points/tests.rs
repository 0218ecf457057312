use std::time::Instant;

use proptest::prelude::*;

use super::*;

const COUNTS: Counts = Counts { generation: 7, total: 9, unlocated: 4 };

fn point(id: &str, lng: f64, lat: f64, risk: u16) -> Point {
    Point { id: id.to_owned(), lng, lat, risk }
}

/// As many entities as asked for, scattered over Beijing.
fn city(count: u32) -> Vec<Point> {
    let mut dice = 1_u32;
    let mut throw = || {
        dice = dice.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f64::from(dice >> 8) / f64::from(1 << 24)
    };
    let one =
        |nth: u32| point(&format!("E{nth:08}"), 115.4 + 2.1 * throw(), 39.4 + 1.7 * throw(), 41);
    (0..count).map(one).collect()
}

#[test]
fn points_come_back_to_a_tenth_of_a_metre_with_their_ids() {
    let points = [
        point("E00000001", 116.404_000_4, 39.915, 4125),
        point("E00000002", 116.5, -39.8, 0),
        point("京-3", -71.25, 39.799_999_6, 10_000),
    ];
    let frame = PointFrame::decode(&encode(COUNTS, &points)).unwrap();
    assert_eq!((frame.len(), frame.counts), (3, COUNTS));
    for (at, point) in points.iter().enumerate() {
        let (lng, lat) = frame.position(at).unwrap();
        assert!((lng - point.lng).abs() < 6e-7 && (lat - point.lat).abs() < 6e-7);
        assert_eq!(frame.id(at).as_deref(), Some(point.id.as_str()));
        assert_eq!(frame.risk[at], point.risk);
    }
    assert_eq!((frame.id(3), frame.position(3)), (None, None));
}

#[test]
fn no_points_and_many_on_one_point_are_frames_too() {
    assert!(PointFrame::decode(&encode(COUNTS, &[])).unwrap().is_empty());
    let stacked: Vec<Point> =
        (0..300).map(|nth| point(&format!("{nth:03}"), 116.4, 39.9, 1)).collect();
    let bytes = encode(COUNTS, &stacked);
    let frame = PointFrame::decode(&bytes).unwrap();
    assert!(frame.lng.iter().all(|lng| *lng == 116_400_000));
    assert_eq!(frame.id(299).as_deref(), Some("299"));
    assert!(bytes.len() < 300 * 8, "{} bytes", bytes.len());
}

#[test]
fn a_hundred_thousand_points_are_small_and_decode_in_milliseconds() {
    let bytes = encode(COUNTS, &city(100_000));
    assert!(bytes.len() <= 1_300_000, "{} bytes", bytes.len());
    let started = Instant::now();
    let frame = PointFrame::decode(&bytes).unwrap();
    // Without optimisation, on a busy machine: the goal of 5 ms is for a release build.
    assert!(started.elapsed().as_millis() < 500, "{:?}", started.elapsed());
    assert_eq!(frame.id(77_777).as_deref(), Some("E00077777"));
}

proptest! {
    #[test]
    fn any_ids_and_places_come_back(
        points in prop::collection::btree_map("[\\PC]{0,40}", (-180.0..180.0, -90.0..90.0, 0_u16..10_001), 0..200)
    ) {
        let points: Vec<Point> =
            points.into_iter().map(|(id, (lng, lat, risk))| Point { id, lng, lat, risk }).collect();
        let frame = PointFrame::decode(&encode(COUNTS, &points)).unwrap();
        prop_assert_eq!(frame.len(), points.len());
        for (at, point) in points.iter().enumerate() {
            prop_assert_eq!(frame.id(at).unwrap(), point.id.as_str());
            prop_assert_eq!(frame.lng[at], micro(point.lng));
            prop_assert_eq!(frame.lat[at], micro(point.lat));
        }
    }

    #[test]
    fn broken_bytes_are_refused_without_a_crash(bytes in prop::collection::vec(any::<u8>(), 0..200), cut in 0_usize..60) {
        let mut with_magic = b"GLP1".to_vec();
        with_magic.extend(bytes);
        if let Ok(frame) = PointFrame::decode(&with_magic) {
            drop((0..frame.len()).map(|at| frame.id(at)).collect::<Vec<_>>());
        }
        let whole = encode(COUNTS, &city(2));
        prop_assert!(PointFrame::decode(whole.get(..cut.min(whole.len() - 1)).unwrap_or_default()).is_err());
    }
}
