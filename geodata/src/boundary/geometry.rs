//! JSON geometry → rings; the part every dialect shares.

use serde_json::Value;

use super::{BoundaryError, Polygon, Ring};

/// What a feature's geometry is, after reading.
pub(super) enum Drawing {
    /// Areas, for a district; empty when there is nothing to draw.
    Area(Vec<Polygon>),
    /// Strokes.
    Strokes(Vec<Ring>),
}

/// Bytes → JSON, with or without a byte order mark.
pub(super) fn document(bytes: &[u8]) -> Result<Value, BoundaryError> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    serde_json::from_slice(text).map_err(|source| BoundaryError::NotJson { source })
}

/// The features of a collection, with their index.
pub(super) fn features(
    document: &Value,
) -> Result<impl Iterator<Item = (usize, &Value)>, BoundaryError> {
    let features = document.get("features").and_then(Value::as_array);
    Ok(features.ok_or(BoundaryError::NoFeatures)?.iter().enumerate())
}

/// A GeoJSON geometry; null and points are nothing to draw.
pub(super) fn drawing(feature: usize, geometry: &Value) -> Result<Drawing, BoundaryError> {
    if geometry.is_null() {
        return Ok(Drawing::Area(Vec::new()));
    }
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str().unwrap_or_default() {
        "Polygon" => Ok(Drawing::Area(polygon(feature, coordinates)?.into_iter().collect())),
        "MultiPolygon" => {
            let parts = list(feature, coordinates)?.iter();
            let polygons = parts.filter_map(|part| polygon(feature, part).transpose());
            Ok(Drawing::Area(polygons.collect::<Result<_, _>>()?))
        }
        "LineString" => Ok(Drawing::Strokes(vec![points(feature, coordinates)?])),
        "MultiLineString" => {
            let strokes = list(feature, coordinates)?.iter().map(|part| points(feature, part));
            Ok(Drawing::Strokes(strokes.collect::<Result<_, _>>()?))
        }
        "Point" | "MultiPoint" => Ok(Drawing::Area(Vec::new())),
        kind => Err(BoundaryError::GeometryType { feature, kind: kind.to_owned() }),
    }
}

/// The areas of decoded rings; `None` when no ring has an extent.
pub(super) fn polygon_of_rings(rings: impl IntoIterator<Item = Ring>) -> Option<Polygon> {
    let rings = rings.into_iter().filter_map(closed).collect::<Vec<_>>();
    (!rings.is_empty()).then_some(Polygon { rings })
}

/// The array a value is, or an error that names the feature.
pub(super) fn list(feature: usize, value: &Value) -> Result<&Vec<Value>, BoundaryError> {
    value.as_array().ok_or_else(|| BoundaryError::WrongType {
        feature,
        field: "coordinates".to_owned(),
        expected: "a list",
    })
}

/// A pair of numbers that is a place on the globe.
pub(super) fn on_globe(feature: usize, lng: f64, lat: f64) -> Result<(f64, f64), BoundaryError> {
    if (-180.0..=180.0).contains(&lng) && (-90.0..=90.0).contains(&lat) {
        Ok((lng, lat))
    } else {
        Err(BoundaryError::OutOfRange { feature, lng, lat })
    }
}

/// A position `[lng, lat, …]`; a third number (height) is not used.
pub(super) fn position(feature: usize, value: &Value) -> Result<(f64, f64), BoundaryError> {
    let number = |at: usize| value.get(at).and_then(Value::as_f64);
    match (number(0), number(1)) {
        (Some(lng), Some(lat)) => on_globe(feature, lng, lat),
        _ => Err(BoundaryError::WrongType {
            feature,
            field: "coordinates".to_owned(),
            expected: "a pair of numbers",
        }),
    }
}

fn polygon(feature: usize, rings: &Value) -> Result<Option<Polygon>, BoundaryError> {
    let rings = list(feature, rings)?.iter().map(|ring| points(feature, ring));
    Ok(polygon_of_rings(rings.collect::<Result<Vec<_>, _>>()?))
}

fn points(feature: usize, ring: &Value) -> Result<Ring, BoundaryError> {
    list(feature, ring)?.iter().map(|point| position(feature, point)).collect()
}

/// A ring without repeated points, closed, of at least four points. A ring that is a mere point has no
/// extent and is `None`; a ring that is a mere stroke (islets in coarse files) stays, so that it is drawn.
fn closed(mut ring: Ring) -> Option<Ring> {
    ring.dedup();
    let first = *ring.first()?;
    if ring.len() < 2 {
        return None;
    }
    if ring.last() != Some(&first) {
        ring.push(first);
    }
    while ring.len() < 4 {
        ring.push(first);
    }
    Some(ring)
}
