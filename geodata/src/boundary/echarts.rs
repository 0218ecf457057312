//! ECharts 4 `map/json`: rings as strings of UTF-16 code units, zig-zag deltas of 1/1024°.

use serde_json::Value;

use super::{
    Boundary, BoundaryError, BoundarySet, Origin, Polygon, Ring,
    geojson::{optional_count, optional_position, optional_text, text},
    geometry::{self, Drawing},
};

const DEFAULT_SCALE: f64 = 1024.0;

/// Reads an ECharts 4 map, compressed (`"UTF8Encoding": true`) or plain.
///
/// The code is the feature's `id`; properties carry `name`, `cp` (label position) and `childNum`. Some
/// published files leave the `id` out here and there: the name then stands for the code, with a warning.
pub fn read_echarts(bytes: &[u8], origin: &Origin) -> Result<BoundarySet, BoundaryError> {
    from_document(&geometry::document(bytes)?, origin)
}

pub(super) fn from_document(
    document: &Value,
    origin: &Origin,
) -> Result<BoundarySet, BoundaryError> {
    let scale = document["UTF8Encoding"]
        .as_bool()
        .unwrap_or(false)
        .then(|| document["UTF8Scale"].as_f64().unwrap_or(DEFAULT_SCALE));
    let mut set = BoundarySet::new(origin);
    for (index, feature) in geometry::features(document)? {
        let properties = &feature["properties"];
        let own_id = optional_text(&feature["id"]).filter(|id| !id.is_empty());
        let name = text(index, properties, "name")?;
        let code = own_id.or_else(|| optional_text(&properties["id"])).unwrap_or_else(|| {
            let without = format!("feature {index} ({name}): no id, the name stands for the code");
            set.warnings.push(without);
            name.clone()
        });
        let boundary = Boundary {
            code,
            name,
            centre: optional_position(index, &properties["cp"]),
            children: optional_count(&properties["childNum"]),
            polygons: areas(index, &feature["geometry"], scale)?,
            ..Boundary::default()
        };
        set.push(index, boundary);
    }
    Ok(set)
}

fn areas(
    feature: usize,
    geometry: &Value,
    scale: Option<f64>,
) -> Result<Vec<Polygon>, BoundaryError> {
    let Some(scale) = scale.filter(|_| !geometry.is_null()) else {
        return match geometry::drawing(feature, geometry)? {
            Drawing::Area(polygons) => Ok(polygons),
            Drawing::Strokes(_) => Ok(Vec::new()),
        };
    };
    let (coordinates, offsets) = (&geometry["coordinates"], &geometry["encodeOffsets"]);
    match geometry["type"].as_str().unwrap_or_default() {
        "Polygon" => {
            let polygon = polygon(feature, coordinates, offsets, scale)?;
            Ok(polygon.into_iter().collect())
        }
        "MultiPolygon" => {
            let parts = paired(feature, coordinates, offsets)?;
            let polygons = parts
                .filter_map(|(part, offset)| polygon(feature, part, offset, scale).transpose());
            polygons.collect()
        }
        kind => Err(BoundaryError::GeometryType { feature, kind: kind.to_owned() }),
    }
}

fn polygon(
    feature: usize,
    rings: &Value,
    offsets: &Value,
    scale: f64,
) -> Result<Option<Polygon>, BoundaryError> {
    let mut decoded = Vec::new();
    for (ring, offset) in paired(feature, rings, offsets)? {
        decoded.push(ring_of_text(feature, ring, offset, scale)?);
    }
    Ok(geometry::polygon_of_rings(decoded))
}

/// Coordinates and offsets side by side; their numbers must agree.
fn paired<'a>(
    feature: usize,
    coordinates: &'a Value,
    offsets: &'a Value,
) -> Result<impl Iterator<Item = (&'a Value, &'a Value)>, BoundaryError> {
    let coordinates = geometry::list(feature, coordinates)?;
    let offsets = offsets.as_array().filter(|it| it.len() == coordinates.len());
    let offsets = offsets.ok_or(BoundaryError::Offsets { feature })?;
    Ok(coordinates.iter().zip(offsets))
}

fn ring_of_text(
    feature: usize,
    ring: &Value,
    offset: &Value,
    scale: f64,
) -> Result<Ring, BoundaryError> {
    let text = ring.as_str().ok_or_else(|| BoundaryError::WrongType {
        feature,
        field: "coordinates".to_owned(),
        expected: "a text of compressed coordinates",
    })?;
    let start = |at: usize| offset.get(at).and_then(Value::as_i64);
    let (Some(x), Some(y)) = (start(0), start(1)) else {
        return Err(BoundaryError::Offsets { feature });
    };
    let ring = unpacked(text, (x, y), scale);
    ring.into_iter().map(|(lng, lat)| geometry::on_globe(feature, lng, lat)).collect()
}

/// The compressed ring's points: pairs of UTF-16 units, minus 64, zig-zag, summed from the offset.
fn unpacked(text: &str, offset: (i64, i64), scale: f64) -> Ring {
    let units = text.encode_utf16().collect::<Vec<_>>();
    let step = |unit: u16| {
        let value = i64::from(unit) - 64;
        (value >> 1) ^ -(value & 1)
    };
    let mut at = offset;
    let mut ring = Vec::with_capacity(units.len() / 2);
    for pair in units.chunks_exact(2) {
        at = (at.0 + step(pair[0]), at.1 + step(pair[1]));
        ring.push((at.0 as f64 / scale, at.1 as f64 / scale));
    }
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_macau_parish_unpacks_to_its_seventeen_points() {
        let ring = unpacked("@@DKMMa_GC_COD@dVDBBF@@HJ@JFJBNPZK", (116_329, 22_670), 1024.0);
        assert_eq!(ring.len(), 17);
        assert_eq!(ring[0], (113.602_539_062_5, 22.138_671_875));
        assert_eq!(ring[1], (113.604_492_187_5, 22.132_812_5));
        assert_eq!(ring.last(), ring.first());
    }

    #[test]
    fn units_beyond_ascii_count_as_one_each() {
        // 'Ü' is two bytes in UTF-8 and one unit in UTF-16.
        assert_eq!(unpacked("Ü°@@", (0, 0), 1.0), [(78.0, 56.0), (78.0, 56.0)]);
    }
}
