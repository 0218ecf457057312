//! A boundary file → districts with code, name and rings, and what was odd about the file.
//!
//! Three dialects are read: GeoJSON with properties the caller names, `DataV` `GeoAtlas` and ECharts 4
//! (compressed or plain). [`read`] tells them apart. Real files carry string and number codes side by
//! side, missing centres, self-touching rings, arbitrary winding and a dash line that claims to be China:
//! a feature that is no district becomes a [`Line`] or a warning, never a clickable empty region.
//!
//! Nothing is repaired: rings stay as drawn (an even-odd test survives them) and coordinates stay in the
//! file's declared system until [`BoundarySet::in_crs`] is asked.

mod datav;
mod echarts;
mod error;
mod geojson;
mod geometry;
mod shape;
mod write;

use serde_json::Value;

pub(crate) use self::shape::{METRES_PER_DEGREE, ray_crosses};
pub use self::{
    datav::read_datav,
    echarts::read_echarts,
    error::BoundaryError,
    geojson::{PropertyKeys, read_geojson, read_written},
    shape::{Bounds, ring_contains},
    write::to_geojson,
};
use crate::crs::{self, Crs};

/// A closed line of `(lng, lat)`: the first point is repeated at the end, at least four points.
pub type Ring = Vec<(f64, f64)>;

/// One area of a district: an outer ring and its holes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polygon {
    /// The first is the outer ring *by position only*; winding means nothing.
    pub rings: Vec<Ring>,
}

/// One district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Boundary {
    /// The administrative code, or whatever the caller named as code.
    pub code: String,
    /// The name as written in the file.
    pub name: String,
    /// Where a label goes, if the file says so; [`Boundary::label_point`] always answers.
    pub centre: Option<(f64, f64)>,
    /// `province`, `city`, `district`, if the file says so.
    pub level: Option<String>,
    /// The code of the district above, if the file says so.
    pub parent: Option<String>,
    /// How many districts lie below, if the file says so; `Some(0)` (419001 济源市) shows itself.
    pub children: Option<u32>,
    /// The areas: several for islands and exclaves, never none.
    pub polygons: Vec<Polygon>,
}

/// A line drawn on the map that is no district, such as the dash line `100000_JD`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The code in the file, or empty.
    pub code: String,
    /// The name in the file, or empty.
    pub name: String,
    /// The strokes.
    pub parts: Vec<Ring>,
}

/// Where a boundary file comes from: what must be printed beside the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The system the coordinates are in.
    pub crs: Crs,
    /// 来源.
    pub source: String,
    /// 审图号; empty means 示意图 未经审图.
    pub review_no: String,
}

/// One boundary file, read.
#[derive(Clone, Debug, PartialEq)]
pub struct BoundarySet {
    /// The system of every coordinate here.
    pub crs: Crs,
    /// 来源.
    pub source: String,
    /// 审图号; empty means 示意图 未经审图.
    pub review_no: String,
    /// The districts, in the order of the file.
    pub boundaries: Vec<Boundary>,
    /// What is drawn but never clicked.
    pub lines: Vec<Line>,
    /// What was odd about the file, in sentences that name the feature.
    pub warnings: Vec<String>,
}

/// A dialect of boundary file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// GeoJSON with properties the caller names.
    GeoJson,
    /// `DataV` `GeoAtlas`: properties `adcode`, `name`, `center`, `childrenNum`, `level`, `parent`.
    Datav,
    /// ECharts 4 `map/json`, compressed (`UTF8Encoding`) or plain.
    Echarts,
}

impl Format {
    /// The format of a name in a pack (`geojson`, `datav`, `echarts`), else `None`.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "geojson" => Some(Self::GeoJson),
            "datav" => Some(Self::Datav),
            "echarts" => Some(Self::Echarts),
            _ => None,
        }
    }

    /// The format a document looks like.
    fn of(document: &Value) -> Self {
        let property = |name| {
            let features = document.get("features").and_then(Value::as_array);
            features.is_some_and(|all| all.iter().any(|it| it["properties"].get(name).is_some()))
        };
        if document.get("UTF8Encoding").is_some() || property("cp") {
            Self::Echarts
        } else if property("adcode") {
            Self::Datav
        } else {
            Self::GeoJson
        }
    }
}

impl BoundarySet {
    /// An empty set of the given origin.
    pub fn new(origin: &Origin) -> Self {
        Self {
            crs: origin.crs,
            source: origin.source.clone(),
            review_no: origin.review_no.clone(),
            boundaries: Vec::new(),
            lines: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// What must be printed beside the map.
    pub fn origin(&self) -> Origin {
        Origin { crs: self.crs, source: self.source.clone(), review_no: self.review_no.clone() }
    }

    /// The position of a code in `boundaries`.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.boundaries.iter().position(|it| it.code == code)
    }

    /// The box round every district; `None` without districts.
    pub fn bounds(&self) -> Option<Bounds> {
        self.boundaries.iter().filter_map(Boundary::bounds).reduce(Bounds::union)
    }

    /// The same districts with every coordinate in another system.
    #[must_use]
    pub fn in_crs(mut self, to: Crs) -> Self {
        let from = self.crs;
        let shift = |point: &mut (f64, f64)| *point = crs::convert(from, to, point.0, point.1);
        for boundary in &mut self.boundaries {
            boundary.centre.iter_mut().for_each(shift);
            let rings = boundary.polygons.iter_mut().flat_map(|it| &mut it.rings);
            rings.flatten().for_each(shift);
        }
        self.lines.iter_mut().flat_map(|it| &mut it.parts).flatten().for_each(shift);
        self.crs = to;
        self
    }

    /// Adds a district, or warns why it is none.
    fn push(&mut self, feature: usize, boundary: Boundary) {
        let Boundary { code, name, polygons, .. } = &boundary;
        if polygons.is_empty() {
            self.warnings.push(format!("feature {feature} ({code} {name}): no geometry, left out"));
            return;
        }
        if self.position(code).is_some() {
            self.warnings.push(format!("feature {feature} ({code} {name}): code occurs twice"));
        }
        self.boundaries.push(boundary);
    }
}

/// Reads a boundary file of any dialect.
///
/// With `keys` a file that is not ECharts is read as GeoJSON with those properties; without, the
/// dialect is told from the document, and plain GeoJSON must have `code` and `name`.
///
/// # Errors
///
/// Not JSON, no feature collection, or a feature whose code, name or coordinates cannot be read; the
/// error names the feature's index and the field.
pub fn read(
    bytes: &[u8],
    origin: &Origin,
    keys: Option<&PropertyKeys>,
) -> Result<BoundarySet, BoundaryError> {
    let document = geometry::document(bytes)?;
    let format = match (Format::of(&document), keys) {
        (Format::Datav, Some(_)) => Format::GeoJson,
        (format, _) => format,
    };
    read_document(&document, format, origin, keys)
}

/// Reads a boundary file of a dialect the pack names; like [`read`], without looking.
pub fn read_as(
    format: Format,
    bytes: &[u8],
    origin: &Origin,
    keys: Option<&PropertyKeys>,
) -> Result<BoundarySet, BoundaryError> {
    read_document(&geometry::document(bytes)?, format, origin, keys)
}

fn read_document(
    document: &Value,
    format: Format,
    origin: &Origin,
    keys: Option<&PropertyKeys>,
) -> Result<BoundarySet, BoundaryError> {
    match format {
        Format::Echarts => echarts::from_document(document, origin),
        Format::Datav => datav::from_document(document, origin),
        Format::GeoJson => {
            let usual = PropertyKeys::default();
            geojson::from_document(document, origin, keys.unwrap_or(&usual))
        }
    }
}

#[cfg(test)]
mod tests;
