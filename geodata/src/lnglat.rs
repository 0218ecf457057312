//! Plain numbers → checked longitudes, latitudes and points that know their coordinate system.
//!
//! A [`Lng`] in hand is a longitude in range, so the two axes cannot be exchanged and a projected
//! coordinate cannot slip through. A [`LngLat`] carries its system in its type; the raw functions for
//! bulk work are in [`crate::crs`].
//!
//! Nothing here guesses: a value out of range is an error, never wrapped round the globe.

use std::marker::PhantomData;

use serde::{Deserialize, Serialize};

pub use crate::crs::Crs;
use crate::crs::{self, CrsTag};

/// Degrees east of Greenwich, in `-180.0..=180.0`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Lng(f64);

/// Degrees north of the equator, in `-90.0..=90.0`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Lat(f64);

/// A number that is no longitude (out of range, or not a number).
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("longitude {0} is outside -180..=180")]
pub struct LngOutOfRange(pub f64);

/// A number that is no latitude (out of range, or not a number).
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("latitude {0} is outside -90..=90")]
pub struct LatOutOfRange(pub f64);

/// Two numbers that are no point.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum OutOfRange {
    /// The first is no longitude.
    #[error(transparent)]
    Lng(#[from] LngOutOfRange),
    /// The second is no latitude.
    #[error(transparent)]
    Lat(#[from] LatOutOfRange),
}

impl TryFrom<f64> for Lng {
    type Error = LngOutOfRange;

    fn try_from(degrees: f64) -> Result<Self, LngOutOfRange> {
        if !(-180.0..=180.0).contains(&degrees) {
            return Err(LngOutOfRange(degrees));
        }
        Ok(Self(degrees))
    }
}

impl TryFrom<f64> for Lat {
    type Error = LatOutOfRange;

    fn try_from(degrees: f64) -> Result<Self, LatOutOfRange> {
        if !(-90.0..=90.0).contains(&degrees) {
            return Err(LatOutOfRange(degrees));
        }
        Ok(Self(degrees))
    }
}

impl From<Lng> for f64 {
    fn from(lng: Lng) -> Self {
        lng.0
    }
}

impl From<Lat> for f64 {
    fn from(lat: Lat) -> Self {
        lat.0
    }
}

/// A point in the coordinate system `C`: `LngLat<Wgs84>`, `LngLat<Gcj02>`, `LngLat<Bd09>`.
///
/// ```
/// use geodata::{crs::{Gcj02, Wgs84}, lnglat::LngLat};
///
/// let device = LngLat::<Wgs84>::from_degrees(116.404, 39.915)?;
/// let on_map = device.convert::<Gcj02>();
/// assert!((f64::from(on_map.lng) - 116.410_244_5).abs() < 1e-6);
/// # Ok::<(), geodata::lnglat::OutOfRange>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LngLat<C> {
    /// East.
    pub lng: Lng,
    /// North.
    pub lat: Lat,
    system: PhantomData<C>,
}

impl<C: CrsTag> LngLat<C> {
    /// A point from checked parts.
    pub const fn new(lng: Lng, lat: Lat) -> Self {
        Self { lng, lat, system: PhantomData }
    }

    /// A point from degrees; fails when either is out of range.
    pub fn from_degrees(lng: f64, lat: f64) -> Result<Self, OutOfRange> {
        Ok(Self::new(Lng::try_from(lng)?, Lat::try_from(lat)?))
    }

    /// The same place in another system, taken to be on the mainland when inside the rough box.
    ///
    /// A shift across the edge of the globe (BD-09 adds a little everywhere) stops at the edge.
    pub fn convert<To: CrsTag>(self) -> LngLat<To> {
        let (lng, lat) = crs::convert(C::CRS, To::CRS, self.lng.0, self.lat.0);
        LngLat::new(Lng(lng.clamp(-180.0, 180.0)), Lat(lat.clamp(-90.0, 90.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crs::{Bd09, Gcj02, Wgs84};

    #[test]
    fn a_longitude_or_latitude_out_of_range_is_refused_and_the_limits_are_accepted() {
        assert!(Lng::try_from(180.0).is_ok());
        assert!(Lat::try_from(-90.0).is_ok());
        assert_eq!(Lng::try_from(180.1), Err(LngOutOfRange(180.1)));
        assert_eq!(Lat::try_from(116.4), Err(LatOutOfRange(116.4)));
        assert!(Lng::try_from(f64::NAN).is_err());
    }

    #[test]
    fn deserialising_checks_the_range() {
        assert!(serde_json::from_str::<Lat>("39.9").is_ok());
        assert!(serde_json::from_str::<Lat>("139.9").is_err());
        let lng = Lng::try_from(116.5).unwrap();
        assert_eq!(serde_json::to_string(&lng).unwrap(), "116.5");
    }

    #[test]
    fn a_typed_point_comes_back_from_baidu_and_amap() {
        let there = LngLat::<Wgs84>::from_degrees(116.404, 39.915).unwrap();
        let back = there.convert::<Gcj02>().convert::<Wgs84>();
        assert!((back.lng.0 - there.lng.0).abs() < 1e-10);
        let back = there.convert::<Bd09>().convert::<Wgs84>();
        assert!((back.lat.0 - there.lat.0).abs() < 3e-6);
    }

    #[test]
    fn exchanged_axes_do_not_make_a_point() {
        let exchanged = LngLat::<Wgs84>::from_degrees(39.915, 116.404);
        assert_eq!(exchanged, Err(OutOfRange::Lat(LatOutOfRange(116.404))));
    }
}
