//! A coordinate in one system → the same place in another.
//!
//! WGS-84 and CGCS2000 differ by less than a metre and are treated as equal. GCJ-02 is the shift public
//! Chinese maps carry (about 500 m), BD-09 Baidu's further shift (another 900 m). GCJ-02 → WGS-84 has no
//! closed form and is iterated.
//!
//! The rough box test is the only geography here: Hong Kong, Macao, Taiwan and the neighbours' border
//! areas lie inside it but are not shifted. The caller, who knows the record's region, decides whether
//! it is on the mainland and otherwise leaves the coordinates alone.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};

/// A coordinate system a record or a boundary file may declare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Crs {
    /// GPS.
    #[serde(rename = "WGS84")]
    Wgs84,
    /// The national system (EPSG:4490), less than a metre from WGS-84.
    #[serde(rename = "CGCS2000")]
    Cgcs2000,
    /// The shifted system of public maps and of DataV boundaries.
    #[serde(rename = "GCJ02")]
    Gcj02,
    /// Baidu's further shift of GCJ-02.
    #[serde(rename = "BD09")]
    Bd09,
}

impl Crs {
    /// Every system, in the order they are explained.
    pub const ALL: [Self; 4] = [Self::Wgs84, Self::Cgcs2000, Self::Gcj02, Self::Bd09];

    /// The system of a code as records carry it (`WGS84`, `CGCS2000`, `GCJ02`, `BD09`), else `None`.
    ///
    /// ```
    /// use geodata::Crs;
    /// assert_eq!(Crs::parse("GCJ02"), Some(Crs::Gcj02));
    /// assert_eq!(Crs::parse(""), None);
    /// ```
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|crs| crs.as_str() == code)
    }

    /// The code as records carry it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS84",
            Self::Cgcs2000 => "CGCS2000",
            Self::Gcj02 => "GCJ02",
            Self::Bd09 => "BD09",
        }
    }

    /// The name a person reads.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Wgs84 => "WGS-84 坐标",
            Self::Cgcs2000 => "2000 国家大地坐标系",
            Self::Gcj02 => "GCJ-02 坐标",
            Self::Bd09 => "百度 BD-09 坐标",
        }
    }
}

/// A coordinate system as a type; see [`crate::lnglat::LngLat`].
pub trait CrsTag: Copy {
    /// The system's value.
    const CRS: Crs;
}

/// GPS coordinates; also stands for CGCS2000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wgs84;

/// Coordinates of public Chinese maps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gcj02;

/// Baidu's coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bd09;

impl CrsTag for Wgs84 {
    const CRS: Crs = Crs::Wgs84;
}

impl CrsTag for Gcj02 {
    const CRS: Crs = Crs::Gcj02;
}

impl CrsTag for Bd09 {
    const CRS: Crs = Crs::Bd09;
}

/// The same place in another system, in degrees; the identity when the systems are equal.
///
/// Exact to 1e-10° between WGS-84 and GCJ-02, to about 0.1 m when BD-09 is left.
///
/// ```
/// use geodata::{Crs, crs::convert};
/// let (lng, lat) = convert(Crs::Wgs84, Crs::Gcj02, 116.404, 39.915);
/// assert_eq!((lng, lat), (116.41024449916938, 39.91640428150164));
/// ```
pub fn convert(from: Crs, to: Crs, lng: f64, lat: f64) -> (f64, f64) {
    match (from, to) {
        (Crs::Wgs84 | Crs::Cgcs2000, Crs::Wgs84 | Crs::Cgcs2000)
        | (Crs::Gcj02, Crs::Gcj02)
        | (Crs::Bd09, Crs::Bd09) => (lng, lat),
        (Crs::Wgs84 | Crs::Cgcs2000, Crs::Gcj02) => gcj02_from_wgs84(lng, lat),
        (Crs::Gcj02, Crs::Wgs84 | Crs::Cgcs2000) => wgs84_from_gcj02(lng, lat),
        (Crs::Gcj02, Crs::Bd09) => bd09_from_gcj02(lng, lat),
        (Crs::Bd09, Crs::Gcj02) => gcj02_from_bd09(lng, lat),
        (Crs::Wgs84 | Crs::Cgcs2000, Crs::Bd09) => {
            let (lng, lat) = gcj02_from_wgs84(lng, lat);
            bd09_from_gcj02(lng, lat)
        }
        (Crs::Bd09, Crs::Wgs84 | Crs::Cgcs2000) => {
            let (lng, lat) = gcj02_from_bd09(lng, lat);
            wgs84_from_gcj02(lng, lat)
        }
    }
}

/// Semi-major axis of the Krasovsky ellipsoid in metres, and its squared eccentricity.
const A: f64 = 6_378_245.0;
const EE: f64 = 0.006_693_421_622_965_943;
const X_PI: f64 = PI * 3000.0 / 180.0;
/// Rounds of the inverse; the tested cities need at most 6.
const MAX_ROUNDS: usize = 12;
const CONVERGED_DEG: f64 = 1e-12;

fn in_rough_box(lng: f64, lat: f64) -> bool {
    lng > 73.66 && lng < 135.05 && lat > 3.86 && lat < 53.55
}

fn gcj02_from_wgs84(lng: f64, lat: f64) -> (f64, f64) {
    if !in_rough_box(lng, lat) {
        return (lng, lat);
    }
    let (d_lng, d_lat) = shift(lng, lat);
    (lng + d_lng, lat + d_lat)
}

/// `w ← w + (g − f(w))` on the bare shift; the box is tested on the answer, because near its edge the
/// shifted point may lie on the other side.
fn wgs84_from_gcj02(lng: f64, lat: f64) -> (f64, f64) {
    let (mut w_lng, mut w_lat) = (lng, lat);
    for _ in 0..MAX_ROUNDS {
        let (d_lng, d_lat) = shift(w_lng, w_lat);
        let (off_lng, off_lat) = (lng - (w_lng + d_lng), lat - (w_lat + d_lat));
        w_lng += off_lng;
        w_lat += off_lat;
        if off_lng.abs() < CONVERGED_DEG && off_lat.abs() < CONVERGED_DEG {
            break;
        }
    }
    if in_rough_box(w_lng, w_lat) { (w_lng, w_lat) } else { (lng, lat) }
}

fn bd09_from_gcj02(lng: f64, lat: f64) -> (f64, f64) {
    let radius = lng.hypot(lat) + 0.000_02 * (lat * X_PI).sin();
    let angle = lat.atan2(lng) + 0.000_003 * (lng * X_PI).cos();
    (radius * angle.cos() + 0.0065, radius * angle.sin() + 0.006)
}

fn gcj02_from_bd09(lng: f64, lat: f64) -> (f64, f64) {
    let (x, y) = (lng - 0.0065, lat - 0.006);
    let radius = x.hypot(y) - 0.000_02 * (y * X_PI).sin();
    let angle = y.atan2(x) - 0.000_003 * (x * X_PI).cos();
    (radius * angle.cos(), radius * angle.sin())
}

/// The shift of GCJ-02 at a WGS-84 place, in degrees.
fn shift(lng: f64, lat: f64) -> (f64, f64) {
    let (t_lng, t_lat) = metres_of_shift(lng - 105.0, lat - 35.0);
    let phi = lat / 180.0 * PI;
    let m = 1.0 - EE * phi.sin() * phi.sin();
    let d_lat = t_lat * 180.0 / ((A * (1.0 - EE)) / (m * m.sqrt()) * PI);
    let d_lng = t_lng * 180.0 / (A / m.sqrt() * phi.cos() * PI);
    (d_lng, d_lat)
}

fn metres_of_shift(x: f64, y: f64) -> (f64, f64) {
    let wave = 20.0 * (6.0 * x * PI).sin() + 20.0 * (2.0 * x * PI).sin();
    let t_lat = -100.0
        + 2.0 * x
        + 3.0 * y
        + 0.2 * y * y
        + 0.1 * x * y
        + 0.2 * x.abs().sqrt()
        + wave * 2.0 / 3.0
        + (20.0 * (y * PI).sin() + 40.0 * (y / 3.0 * PI).sin()) * 2.0 / 3.0
        + (160.0 * (y / 12.0 * PI).sin() + 320.0 * (y * PI / 30.0).sin()) * 2.0 / 3.0;
    let t_lng = 300.0
        + x
        + 2.0 * y
        + 0.1 * x * x
        + 0.1 * x * y
        + 0.1 * x.abs().sqrt()
        + wave * 2.0 / 3.0
        + (20.0 * (x * PI).sin() + 40.0 * (x / 3.0 * PI).sin()) * 2.0 / 3.0
        + (150.0 * (x / 12.0 * PI).sin() + 300.0 * (x / 30.0 * PI).sin()) * 2.0 / 3.0;
    (t_lng, t_lat)
}

#[cfg(test)]
mod tests;
