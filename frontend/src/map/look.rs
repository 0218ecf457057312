//! Where a hand has left the map, in words of an address: a link shows the same view.

use std::fmt;
use std::str::FromStr;

/// Middle of the map, WGS-84, and web-map zoom (256 CSS pixels a tile); kept as whole numbers, so that equal
/// addresses are equal looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Degrees × 100 000: about a metre.
    lng: i32,
    lat: i32,
    /// × 100.
    zoom: i32,
}

/// Beyond this, mercator ends.
const NORTHMOST: f64 = 85.0;
const ZOOMS: std::ops::RangeInclusive<f64> = 0.0..=23.0;

impl Look {
    /// `None` where there is no such place or zoom.
    pub fn new(lng: f64, lat: f64, zoom: f64) -> Option<Self> {
        let is_there = lng.abs() <= 180.0 && lat.abs() <= NORTHMOST && ZOOMS.contains(&zoom);
        is_there.then(|| Self {
            lng: whole(lng * 1e5),
            lat: whole(lat * 1e5),
            zoom: whole(zoom * 100.0),
        })
    }

    /// Longitude, latitude, zoom.
    pub(crate) fn parts(self) -> (f64, f64, f64) {
        (f64::from(self.lng) / 1e5, f64::from(self.lat) / 1e5, f64::from(self.zoom) / 100.0)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees and zooms are far below what i32 counts"
)]
fn whole(number: f64) -> i32 {
    number.round() as i32
}

impl fmt::Display for Look {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lng, lat, zoom) = self.parts();
        write!(f, "{lng},{lat},{zoom}")
    }
}

impl FromStr for Look {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.split(',').map(str::parse::<f64>);
        let mut next = || parts.next().and_then(Result::ok).filter(|it| it.is_finite()).ok_or(());
        let (lng, lat, zoom) = (next()?, next()?, next()?);
        Self::new(lng, lat, zoom).filter(|_| parts.next().is_none()).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_comes_back_from_the_address() {
        let look = Look::new(116.397_128, 39.916_527, 12.345).unwrap();
        assert_eq!(look.to_string(), "116.39713,39.91653,12.35");
        assert_eq!(look.to_string().parse(), Ok(look));
        assert_eq!("-0.1,51,9".parse::<Look>().unwrap().to_string(), "-0.1,51,9");
    }

    #[test]
    fn what_is_no_place_is_no_look() {
        for text in [
            "",
            "116",
            "116,39",
            "116,39,x",
            "200,39,9",
            "116,89,9",
            "116,39,99",
            "116,39,9,1",
            "NaN,1,1",
        ] {
            assert_eq!(text.parse::<Look>(), Err(()), "{text}");
        }
    }
}
