//! Degrees → web mercator in `0..1`, the square that screens and tiles share.
//!
//! `x` runs from 180° W to 180° E, `y` from 85.05° N down to 85.05° S. Both are plain projections of
//! whatever system the degrees are in: convert with [`crate::crs`] before, never after.

use std::f64::consts::PI;

use crate::lnglat::{Lat, Lng};

/// Horizontal web-mercator position: 0 at -180°, 1 at +180°.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct MercatorX(pub f64);

/// Vertical web-mercator position: 0 at 85.05° N, 1 at 85.05° S.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct MercatorY(pub f64);

/// The latitude at which web mercator is cut to a square.
pub const MAX_LAT: f64 = 85.051_128_779_806_59;
/// Metres round the equator.
const EQUATOR_M: f64 = 40_075_016.685_578_49;

/// Longitude → horizontal position.
pub fn merc_x_from_lng(lng: Lng) -> MercatorX {
    MercatorX(f64::from(lng) / 360.0 + 0.5)
}

/// Latitude → vertical position; latitudes beyond [`MAX_LAT`] stop at the edge.
pub fn merc_y_from_lat(lat: Lat) -> MercatorY {
    let lat = f64::from(lat).clamp(-MAX_LAT, MAX_LAT).to_radians();
    MercatorY(0.5 - lat.tan().asinh() / (2.0 * PI))
}

/// Horizontal position → longitude; positions outside the square stop at its edge.
pub fn lng_from_merc_x(x: MercatorX) -> Lng {
    let degrees = (x.0.clamp(0.0, 1.0) - 0.5) * 360.0;
    Lng::try_from(degrees).expect("a position in 0..=1 is a longitude in range")
}

/// Vertical position → latitude; positions outside the square stop at its edge.
pub fn lat_from_merc_y(y: MercatorY) -> Lat {
    let degrees = ((0.5 - y.0.clamp(0.0, 1.0)) * 2.0 * PI).sinh().atan().to_degrees();
    Lat::try_from(degrees).expect("a position in 0..=1 is a latitude in range")
}

/// Both axes at once, for bulk work: degrees → `(x, y)`, latitudes beyond [`MAX_LAT`] at the edge.
///
/// ```
/// let (x, y) = geodata::mercator::merc_from_degrees(0.0, 0.0);
/// assert_eq!((x, y), (0.5, 0.5));
/// ```
pub fn merc_from_degrees(lng: f64, lat: f64) -> (f64, f64) {
    let lat = lat.clamp(-MAX_LAT, MAX_LAT).to_radians();
    (lng / 360.0 + 0.5, 0.5 - lat.tan().asinh() / (2.0 * PI))
}

/// Both axes at once, for bulk work: `(x, y)` → degrees, not clamped.
pub fn degrees_from_merc(x: f64, y: f64) -> (f64, f64) {
    ((x - 0.5) * 360.0, ((0.5 - y) * 2.0 * PI).sinh().atan().to_degrees())
}

/// Metres on the ground that one unit of mercator (the width of the world) covers at a latitude.
pub fn metres_per_unit_at(lat: Lat) -> f64 {
    EQUATOR_M * f64::from(lat).to_radians().cos()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_corners_of_the_square_are_the_ends_of_the_world() {
        let north = Lat::try_from(MAX_LAT).unwrap();
        assert!(merc_y_from_lat(north).0.abs() < 1e-12);
        assert!((merc_x_from_lng(Lng::try_from(180.0).unwrap()).0 - 1.0).abs() < 1e-12);
        let pole = Lat::try_from(90.0).unwrap();
        assert_eq!(merc_y_from_lat(pole), merc_y_from_lat(north));
    }

    #[test]
    fn a_kilometre_at_beijing_is_a_kilometre_in_mercator() {
        let lat = Lat::try_from(39.9).unwrap();
        let west = merc_x_from_lng(Lng::try_from(116.4).unwrap());
        let east = merc_x_from_lng(Lng::try_from(116.4 + 1_000.0 / 85_402.0).unwrap());
        let metres = (east.0 - west.0) * metres_per_unit_at(lat);
        assert!((metres - 1_000.0).abs() < 2.0, "{metres}");
    }

    proptest! {
        #[test]
        fn a_position_comes_back(lng in -180.0..180.0_f64, lat in -85.0..85.0_f64) {
            let (x, y) = merc_from_degrees(lng, lat);
            let (back_lng, back_lat) = degrees_from_merc(x, y);
            prop_assert!((back_lng - lng).abs() < 1e-9 && (back_lat - lat).abs() < 1e-9);
            let typed = lat_from_merc_y(merc_y_from_lat(Lat::try_from(lat).unwrap()));
            prop_assert!((f64::from(typed) - lat).abs() < 1e-9);
        }
    }
}
