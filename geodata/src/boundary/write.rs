//! Districts → a GeoJSON feature collection for the page.

use serde_json::{Value, json};

use super::{Boundary, BoundarySet, Line, Ring};

/// A feature collection with properties `code`, `name`, `level` (and `parent`, `children`, `centre` when
/// known), and members `crs`, `source`, `review_no`; lines carry `line: true` and no level.
///
/// `level` is used where the file did not say. Coordinates are rounded to 1e-6° (0.1 m): shared borders
/// stay shared.
pub fn to_geojson(set: &BoundarySet, level: &str) -> Value {
    let districts = set.boundaries.iter().map(|boundary| district(boundary, level));
    let features = districts.chain(set.lines.iter().map(line)).collect::<Vec<_>>();
    json!({
        "type": "FeatureCollection",
        "crs": set.crs.as_str(),
        "source": set.source,
        "review_no": set.review_no,
        "features": features,
    })
}

fn district(boundary: &Boundary, level: &str) -> Value {
    let mut properties = json!({
        "code": boundary.code,
        "name": boundary.name,
        "level": boundary.level.as_deref().unwrap_or(level),
        "centre": position(boundary.label_point()),
    });
    if let Some(parent) = &boundary.parent {
        properties["parent"] = json!(parent);
    }
    if let Some(children) = boundary.children {
        properties["children"] = json!(children);
    }
    let rings = |rings: &[Ring]| rings.iter().map(|it| positions(it)).collect::<Vec<_>>();
    let polygons = boundary.polygons.iter().map(|it| rings(&it.rings)).collect::<Vec<_>>();
    json!({
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": polygons},
    })
}

fn line(line: &Line) -> Value {
    let parts = line.parts.iter().map(|it| positions(it)).collect::<Vec<_>>();
    json!({
        "type": "Feature",
        "properties": {"line": true, "code": line.code, "name": line.name},
        "geometry": {"type": "MultiLineString", "coordinates": parts},
    })
}

fn positions(points: &[(f64, f64)]) -> Vec<[f64; 2]> {
    points.iter().map(|&point| position(point)).collect()
}

fn position((lng, lat): (f64, f64)) -> [f64; 2] {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    [round(lng), round(lat)]
}
