//! A checked coordinate → WGS-84, its H3 cell, its district, and the marks W506 and W507.
//!
//! Coordinates travel in their declared system; the district is asked in the system of the boundaries
//! (an unconverted point falls into a wrong district in 6 of 100 cases in Beijing's centre). Cells serve
//! display, the district of a point serves checks; accounting uses the codes of the record.

use domain::fault::{Code, Fault};
use domain::feed::{Feed, Value};
use geodata::cell::{FINEST, cell_at};
use geodata::{Crs, crs::convert};

use crate::lake::schema;
use crate::registry::View;

/// Finest resolution that is stored; coarser cells are its parents.
pub(super) const RESOLUTION: u8 = FINEST;
/// A point further outside the stated region than this is marked W506, metres.
const OUTSIDE_M: f64 = 2000.0;
/// A point nearer to a border than this is marked W507, metres.
const BORDER_M: f64 = 100.0;

/// Where a row lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place<'p> {
    pub(super) lon: f64,
    pub(super) lat: f64,
    /// H3 cell of [`RESOLUTION`].
    pub(super) cell: Option<i64>,
    /// Code of the district whose polygon holds the point.
    pub(super) located: Option<&'p str>,
}

/// Which columns of a feed say where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    lon: usize,
    lat: usize,
    crs: usize,
    /// The region the record claims; an inspection claims none.
    region: Option<usize>,
}

impl Columns {
    /// `None` for feeds without a place.
    pub(super) fn of(feed: Feed) -> Option<Self> {
        if !schema::has_place(feed) {
            return None;
        }
        Some(Self {
            lon: feed.position("lon")?,
            lat: feed.position("lat")?,
            crs: feed.position("crs")?,
            region: feed.position("region_code"),
        })
    }
}

/// Places a checked row; marks go to `faults`.
pub(super) fn place<'v>(
    view: &'v View,
    columns: Columns,
    row: &[Value<'_>],
    faults: &mut Vec<Fault>,
) -> Option<Place<'v>> {
    let (Some(Value::Decimal(lon)), Some(Value::Decimal(lat)), Some(Value::Text(crs))) =
        (row.get(columns.lon), row.get(columns.lat), row.get(columns.crs))
    else {
        return None;
    };
    let declared = Crs::parse(crs)?;
    let (wgs_lon, wgs_lat) = convert(declared, Crs::Wgs84, *lon, *lat);
    let mut place =
        Place { lon: wgs_lon, lat: wgs_lat, cell: cell(wgs_lon, wgs_lat), located: None };
    let Some(districts) = view.districts() else { return Some(place) };
    let (x, y) = convert(declared, districts.locator.crs(), *lon, *lat);
    let inside = districts.locator.locate(x, y);
    place.located = inside.and_then(|at| districts.code(at));
    let stated = columns.region.and_then(|column| row.get(column)).and_then(text);
    if let Some(code) = stated
        && let Some(district) = view.district_of(code)
        && inside != Some(district)
    {
        outside(districts.locator.distance_to_m(district, x, y), code, faults);
    }
    if inside.is_some() && districts.locator.is_near_border(x, y, BORDER_M) {
        let hint = format!("距区界不足 {BORDER_M} 米");
        faults.push(Fault::new(Code::W507OnBorder, "lon", "", hint));
    }
    Some(place)
}

fn outside(metres: f64, code: &str, faults: &mut Vec<Fault>) {
    if metres > OUTSIDE_M && metres.is_finite() {
        let hint = format!("在所报区划 {code} 之外 {:.1} 公里", metres / 1000.0);
        faults.push(Fault::new(Code::W506OutsideRegion, "lon", "", hint));
    }
}

fn cell(lon: f64, lat: f64) -> Option<i64> {
    cell_at(lon, lat, RESOLUTION).ok().map(u64::cast_signed)
}

fn text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}
