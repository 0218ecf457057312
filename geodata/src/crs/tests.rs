use proptest::prelude::*;

use super::*;

/// The reference point of the community library, with its published results.
const AT: (f64, f64) = (116.404, 39.915);

fn close(left: (f64, f64), right: (f64, f64), tolerance: f64) -> bool {
    (left.0 - right.0).abs() <= tolerance && (left.1 - right.1).abs() <= tolerance
}

fn check(from: Crs, to: Crs, expect: (f64, f64)) {
    let got = convert(from, to, AT.0, AT.1);
    assert!(close(got, expect, 1e-13), "{from:?} to {to:?}: {got:?} is not {expect:?}");
}

#[test]
fn the_published_vectors_come_out() {
    check(Crs::Wgs84, Crs::Gcj02, (116.410_244_499_169_38, 39.916_404_281_501_64));
    check(Crs::Gcj02, Crs::Bd09, (116.410_369_493_710_29, 39.921_336_993_510_21));
    check(Crs::Bd09, Crs::Gcj02, (116.397_627_291_193_15, 39.908_656_739_576_31));
}

#[test]
fn the_common_one_step_inverse_is_the_published_one_and_misses_by_more_than_ours() {
    let (lng, lat) = gcj02_from_wgs84(AT.0, AT.1);
    let one_step = (2.0 * AT.0 - lng, 2.0 * AT.1 - lat);
    assert!(close(one_step, (116.397_755_500_830_61, 39.913_595_718_498_36), 1e-13));

    // Up to 3 m elsewhere; at Zhengzhou the one step is already plainly off.
    for (at, plainly) in [(AT, 1e-8), ((113.62, 34.75), 1e-6)] {
        let (lng, lat) = gcj02_from_wgs84(at.0, at.1);
        let again = gcj02_from_wgs84(2.0 * at.0 - lng, 2.0 * at.1 - lat);
        assert!(!close(again, at, plainly), "{again:?}");
        let ours = wgs84_from_gcj02(at.0, at.1);
        assert!(close(gcj02_from_wgs84(ours.0, ours.1), at, 1e-12));
    }
}

#[test]
fn cgcs2000_counts_as_wgs84() {
    assert_eq!(convert(Crs::Cgcs2000, Crs::Wgs84, AT.0, AT.1), AT);
    check(Crs::Cgcs2000, Crs::Gcj02, convert(Crs::Wgs84, Crs::Gcj02, AT.0, AT.1));
}

#[test]
fn a_place_outside_the_rough_box_is_not_shifted() {
    assert_eq!(convert(Crs::Wgs84, Crs::Gcj02, -87.6, 41.9), (-87.6, 41.9));
    assert_eq!(convert(Crs::Gcj02, Crs::Wgs84, -87.6, 41.9), (-87.6, 41.9));
}

#[test]
fn the_shift_is_as_large_as_published_in_five_cities() {
    let cities = [
        ((116.404, 39.915), 555.0),
        ((121.473, 31.230), 481.0),
        ((117.000, 36.675), 522.0),
        ((113.625, 34.746), 571.0),
        ((114.322, 29.841), 590.0),
    ];
    for ((lng, lat), expect) in cities {
        let (g_lng, g_lat) = convert(Crs::Wgs84, Crs::Gcj02, lng, lat);
        let metres = ((g_lng - lng) * lat.to_radians().cos()).hypot(g_lat - lat) * 111_195.0;
        assert!((metres - expect).abs() < 8.0, "{metres:.0} m at {lng},{lat}");
    }
}

#[test]
fn every_code_parses_back_and_travels_as_itself() {
    for crs in Crs::ALL {
        assert_eq!(Crs::parse(crs.as_str()), Some(crs));
        assert_eq!(serde_json::to_value(crs).unwrap(), crs.as_str());
    }
    assert_eq!(Crs::parse("EPSG:3857"), None);
}

proptest! {
    #[test]
    fn gcj02_comes_back_to_the_place_it_left(lng in 73.67..135.04_f64, lat in 3.87..53.54_f64) {
        let (g_lng, g_lat) = convert(Crs::Wgs84, Crs::Gcj02, lng, lat);
        prop_assert!(close(convert(Crs::Gcj02, Crs::Wgs84, g_lng, g_lat), (lng, lat), 1e-10));
    }

    #[test]
    fn baidu_comes_back_to_within_a_fraction_of_a_metre(lng in 75.0..134.0_f64, lat in 5.0..53.0_f64) {
        let (b_lng, b_lat) = convert(Crs::Wgs84, Crs::Bd09, lng, lat);
        prop_assert!(close(convert(Crs::Bd09, Crs::Wgs84, b_lng, b_lat), (lng, lat), 5e-6));
    }
}
