//! GeoJSON whose code and name are in properties the caller names.

use serde_json::Value;

use super::{
    Boundary, BoundaryError, BoundarySet, Line, Origin,
    geometry::{self, Drawing},
};
use crate::crs::Crs;

/// The properties of a GeoJSON file that hold a district's code and name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PropertyKeys {
    /// Property with the code; strings and whole numbers are accepted.
    pub code: String,
    /// Property with the name.
    pub name: String,
}

impl Default for PropertyKeys {
    fn default() -> Self {
        Self { code: "code".to_owned(), name: "name".to_owned() }
    }
}

/// Reads GeoJSON whose code and name are in the properties named by `keys`.
///
/// Optional properties `level`, `parent`, `children` and `centre` are taken when present.
///
/// ```
/// use geodata::{Crs, boundary::{Origin, PropertyKeys, read_geojson}};
///
/// let file = br#"{"type": "FeatureCollection", "features": [{
///     "properties": {"NID": 1.0, "community": "ROGERS PARK"},
///     "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
/// }]}"#;
/// let origin = Origin { crs: Crs::Wgs84, source: "example".into(), review_no: String::new() };
/// let keys = PropertyKeys { code: "NID".into(), name: "community".into() };
/// let set = read_geojson(file, &origin, &keys)?;
/// assert_eq!(set.boundaries[0].code, "1");
/// # Ok::<(), geodata::boundary::BoundaryError>(())
/// ```
pub fn read_geojson(
    bytes: &[u8],
    origin: &Origin,
    keys: &PropertyKeys,
) -> Result<BoundarySet, BoundaryError> {
    from_document(&geometry::document(bytes)?, origin, keys)
}

/// Reads what [`super::to_geojson`] wrote, with the origin it carries.
pub fn read_written(bytes: &[u8]) -> Result<BoundarySet, BoundaryError> {
    let document = geometry::document(bytes)?;
    let text = |member: &str| document[member].as_str().unwrap_or_default().to_owned();
    let crs = Crs::parse(&text("crs")).ok_or(BoundaryError::UnknownCrs)?;
    let origin = Origin { crs, source: text("source"), review_no: text("review_no") };
    from_document(&document, &origin, &PropertyKeys::default())
}

pub(super) fn from_document(
    document: &Value,
    origin: &Origin,
    keys: &PropertyKeys,
) -> Result<BoundarySet, BoundaryError> {
    let mut set = BoundarySet::new(origin);
    for (index, feature) in geometry::features(document)? {
        let properties = &feature["properties"];
        match geometry::drawing(index, &feature["geometry"])? {
            Drawing::Strokes(parts) => {
                let text = |key| text(index, properties, key).unwrap_or_default();
                set.lines.push(Line { code: text(&keys.code), name: text(&keys.name), parts });
            }
            Drawing::Area(polygons) => {
                let boundary = Boundary {
                    code: text(index, properties, &keys.code)?,
                    name: text(index, properties, &keys.name)?,
                    centre: optional_position(index, &properties["centre"]),
                    level: optional_text(&properties["level"]),
                    parent: optional_text(&properties["parent"]),
                    children: optional_count(&properties["children"]),
                    polygons,
                };
                set.push(index, boundary);
            }
        }
    }
    Ok(set)
}

/// A property as text: a string, or a whole number however it is written (`110101`, `1.0`).
pub(super) fn text(
    feature: usize,
    properties: &Value,
    field: &str,
) -> Result<String, BoundaryError> {
    let value = &properties[field];
    if value.is_null() {
        return Err(BoundaryError::Missing { feature, field: field.to_owned() });
    }
    optional_text(value).ok_or_else(|| BoundaryError::WrongType {
        feature,
        field: field.to_owned(),
        expected: "a text or a whole number",
    })
}

pub(super) fn optional_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => {
            let whole = number.as_f64().filter(|it| it.fract() == 0.0)?;
            Some(format!("{whole:.0}"))
        }
        _ => None,
    }
}

pub(super) fn optional_position(feature: usize, value: &Value) -> Option<(f64, f64)> {
    geometry::position(feature, value).ok()
}

pub(super) fn optional_count(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}
