//! Cells of a street without a polygon → the geometry that stands in for one.

use geodata::Crs;
use geodata::cell::area::outline;
use geodata::crs::convert;
use serde_json::{Value, json};

use super::atlas::position;

/// What must be printed beside a derived area.
pub(super) const SOURCE: &str = "推算：按监管对象与投诉所在位置及其所报街道，非法定界线";

/// Corners that two areas share stay shared: they are rounded alike.
pub(super) fn geometry(cells: &[u64], crs: Crs) -> Value {
    // Cells come from the store: each is one.
    let polygons = outline(cells.iter().copied()).unwrap_or_default();
    let place = |(lng, lat): (f64, f64)| position(convert(Crs::Wgs84, crs, lng, lat));
    let ring = |ring: Vec<(f64, f64)>| ring.into_iter().map(place).collect::<Vec<_>>();
    let polygons: Vec<Vec<_>> =
        polygons.into_iter().map(|polygon| polygon.into_iter().map(ring).collect()).collect();
    if polygons.is_empty() {
        return Value::Null;
    }
    json!({"type": "MultiPolygon", "coordinates": polygons})
}
