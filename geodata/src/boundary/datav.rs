//! `DataV` `GeoAtlas` as it really is.
//!
//! The dash line comes as `100000_JD` without level or centre, in older files as a nameless `100000` that
//! collides with the country. Both become a [`Line`]. A feature without any code is left out with a
//! warning: it could only become a region nobody can ask about.

use serde_json::Value;

use super::{
    Boundary, BoundaryError, BoundarySet, Line, Origin,
    geojson::{optional_count, optional_position, optional_text, text},
    geometry::{self, Drawing},
};

const COUNTRY: &str = "100000";
const DASH_LINE_SUFFIX: &str = "_JD";

/// Reads a `DataV` `GeoAtlas` file (`…_full.json` or a single district).
pub fn read_datav(bytes: &[u8], origin: &Origin) -> Result<BoundarySet, BoundaryError> {
    from_document(&geometry::document(bytes)?, origin)
}

pub(super) fn from_document(
    document: &Value,
    origin: &Origin,
) -> Result<BoundarySet, BoundaryError> {
    let mut set = BoundarySet::new(origin);
    for (index, feature) in geometry::features(document)? {
        let properties = &feature["properties"];
        if properties["adcode"].is_null() {
            set.warnings.push(format!("feature {index}: no adcode, left out"));
            continue;
        }
        let code = text(index, properties, "adcode")?;
        let drawing = geometry::drawing(index, &feature["geometry"])?;
        if is_dash_line(&code, properties) {
            push_line(&mut set, code, drawing);
            continue;
        }
        let Drawing::Area(polygons) = drawing else {
            push_line(&mut set, code, drawing);
            continue;
        };
        set.push(index, district(index, code, properties, polygons)?);
    }
    Ok(set)
}

fn district(
    index: usize,
    code: String,
    properties: &Value,
    polygons: Vec<super::Polygon>,
) -> Result<Boundary, BoundaryError> {
    let centre = optional_position(index, &properties["center"]);
    Ok(Boundary {
        code,
        name: text(index, properties, "name")?,
        centre: centre.or_else(|| optional_position(index, &properties["centroid"])),
        level: optional_text(&properties["level"]),
        parent: optional_text(&properties["parent"]["adcode"]),
        children: optional_count(&properties["childrenNum"]),
        polygons,
    })
}

fn is_dash_line(code: &str, properties: &Value) -> bool {
    let nameless = optional_text(&properties["name"]).is_none_or(|name| name.is_empty());
    code.ends_with(DASH_LINE_SUFFIX)
        || properties["adchar"] == "JD"
        || (code == COUNTRY && nameless)
}

fn push_line(set: &mut BoundarySet, code: String, drawing: Drawing) {
    let parts = match drawing {
        Drawing::Strokes(parts) => parts,
        Drawing::Area(polygons) => polygons.into_iter().flat_map(|it| it.rings).collect(),
    };
    let code = if code == COUNTRY { format!("{COUNTRY}{DASH_LINE_SUFFIX}") } else { code };
    set.lines.push(Line { code, name: String::new(), parts });
}
