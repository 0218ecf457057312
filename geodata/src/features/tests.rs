use proptest::prelude::*;

use super::*;

fn places(coordinates: &str) -> Result<Places, Unreadable> {
    let text = format!(r#"{{"features": [{{"geometry": {{"coordinates": {coordinates}}}}}]}}"#);
    read(text.as_bytes()).map(|mut it| it.features.remove(0).places)
}

#[test]
fn depth_tells_a_line_from_an_area_and_an_area_from_several() {
    let ring = "[[0,0],[1,0],[1,1.5],[0,0]]";
    let line = places(ring).unwrap();
    assert_eq!(line.rings(), [[(0.0, 0.0), (1.0, 0.0), (1.0, 1.5), (0.0, 0.0)]]);
    assert_eq!(line.areas().len(), 0);
    let one = places(&format!("[{ring},{ring}]")).unwrap().areas();
    assert_eq!((one.len(), one[0].len()), (1, 2));
    let two = places(&format!("[ [{ring}] , [{ring},{ring}] ]")).unwrap().areas();
    assert_eq!(two.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn heights_are_left_out_and_what_is_too_short_encloses_nothing() {
    let ring = "[[[1,2,30],[3,4,30],[5,6,30],[1,2,30]],[[1,2],[1,2]],[]]";
    assert_eq!(places(ring).unwrap().areas(), [[[(1.0, 2.0), (3.0, 4.0), (5.0, 6.0), (1.0, 2.0)]]]);
    assert_eq!(places("null").unwrap(), Places::default());
    assert_eq!(places("[]").unwrap().areas().len(), 0);
    assert_eq!(places("[-7, 8]").unwrap().points, [(-7.0, 8.0)]);
}

#[test]
fn members_come_in_any_order_and_what_nobody_asks_for_is_passed_over() {
    let text = br#" {"name": "a \"}] name", "bbox": [1, [2, {"a": null}]], "features": [
        {"type": "Feature", "geometry": null, "properties": {"name": "\u7532 \\", "n": [1e3]}},
        {"geometry": {"coordinates": [[5, 6], [7, 8]], "type": "LineString"}, "id": -1.5e-3}],
        "crs": "GCJ02", "source": "sketch", "review_no": ""} "#;
    let read = read(text).unwrap();
    assert_eq!(read.crs, br#""GCJ02""#);
    assert_eq!((read.source, read.review_no), (&br#""sketch""#[..], &br#""""#[..]));
    assert_eq!(read.features.len(), 2);
    assert_eq!(read.features[0].properties, br#"{"name": "\u7532 \\", "n": [1e3]}"#);
    assert_eq!(read.features[1].places.rings(), [[(5.0, 6.0), (7.0, 8.0)]]);
    assert_eq!(super::read(br#"{"hello": 1}"#).unwrap(), Features::default());
}

#[test]
fn text_that_ends_early_or_has_words_for_numbers_is_refused_with_its_place() {
    let good = br#"{"features": [{"geometry": {"coordinates": [[1, 2], [3, 4]]}}]}"#;
    for end in 0..good.len() {
        assert!(read(&good[..end]).is_err(), "{end} bytes");
    }
    assert!(read(good).is_ok());
    for bad in ["[\"a\"]", "[1 2]", "[1,]", "[--1]", "[1.2.3]", "[true]", "[{}]", "]", "[1e999]"] {
        assert!(places(bad).is_err(), "{bad}");
    }
    assert_eq!(read(b"[1]"), Err(Unreadable { at: 0 }));
    assert!(read(b"{} {}").is_err());
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(places(&deep).unwrap(), Places::default(), "no matter how deep");
}

proptest! {
    #[test]
    fn every_number_is_read_as_the_standard_library_reads_it(
        number in prop::num::f64::NORMAL | prop::num::f64::ZERO, short in -180.0..180.0_f64,
    ) {
        let short = format!("{short:.6}");
        let read = places(&format!("[[{number:?},{short}]]")).unwrap().points[0];
        prop_assert_eq!(read.0.to_bits(), number.to_bits());
        prop_assert_eq!(read.1.to_bits(), short.parse::<f64>().unwrap().to_bits());
    }
}
