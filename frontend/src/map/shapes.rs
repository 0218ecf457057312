//! GeoJSON of `/api/v1/regions` → shapes the map can fill, outline, label and pick.
//!
//! Coordinates become WGS-84 here, whatever system the answer declares. A feature that cannot be read is
//! left out: the page works without polygons, and the server says why they are missing.

mod antimeridian;
mod detail;

use std::sync::OnceLock;

use geodata::{
    crs::{self, Crs},
    features::{self, Feature, Places},
};
use serde::de::Error as _;
use serde_json::Value;

pub(crate) use self::detail::Detail;

/// Areas of one region; each a list of rings whose winding means nothing (even-odd).
pub(crate) type Polygons = Vec<Vec<Vec<(f64, f64)>>>;

/// One region, WGS-84.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegionShape {
    pub code: String,
    pub name: String,
    /// `province`, `city`, `district`, `street`.
    pub level: String,
    /// Where its label goes if there is room.
    pub centre: (f64, f64),
    pub polygons: Polygons,
    /// Found from where records lie, for want of a border by law.
    pub derived: bool,
    pub(crate) known: Known,
}

/// What is found once and asked for with every move of a pointer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    bounds: OnceLock<Option<Bounds>>,
}

/// Having looked makes no difference.
impl PartialEq for Known {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A line that is drawn and never picked, such as the dash line of a national map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShapeLine {
    pub parts: Vec<Vec<(f64, f64)>>,
}

/// The regions of one map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RegionShapes {
    pub regions: Vec<RegionShape>,
    pub lines: Vec<ShapeLine>,
    /// Where the borders are from; empty when nobody says.
    pub source: String,
    /// The number under which the map was reviewed; empty for a sketch.
    pub review_no: String,
}

/// A box in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl RegionShapes {
    /// Reads a feature collection as the server writes it: properties `code`, `name`, `level`, `centre`,
    /// member `crs`; features with `line: true` are lines.
    pub fn from_geojson(text: &[u8]) -> Result<Self, serde_json::Error> {
        let document = features::read(text).map_err(serde_json::Error::custom)?;
        let from = text_of(document.crs)?;
        let from = Crs::parse(&from).unwrap_or(Crs::Wgs84);
        let mut shapes = Self {
            source: text_of(document.source)?,
            review_no: text_of(document.review_no)?,
            ..Self::default()
        };
        for Feature { properties, places } in document.features {
            let properties = json_of(properties)?;
            let places = in_wgs84(places, from);
            if properties["line"] == true {
                shapes.lines.push(ShapeLine { parts: places.rings() });
            } else {
                shapes.regions.extend(region(&properties, &places, from));
            }
        }
        Ok(antimeridian::joined(shapes))
    }

    /// These, with parts of one of them on top.
    #[must_use]
    pub fn with(&self, parts: &Self) -> Self {
        let mut regions = self.regions.clone();
        regions.extend(parts.regions.iter().filter(|it| self.by_code(&it.code).is_none()).cloned());
        let [source, review_no] = [&self.source, &self.review_no].map(String::clone);
        Self { regions, lines: self.lines.clone(), source, review_no }
    }

    pub fn by_code(&self, code: &str) -> Option<&RegionShape> {
        self.regions.iter().find(|it| it.code == code)
    }

    /// The innermost region in which a place lies, WGS-84.
    pub fn at(&self, lng: f64, lat: f64) -> Option<&RegionShape> {
        self.regions.iter().rev().find(|it| it.contains(lng, lat))
    }

    /// The box round every region; `None` without regions.
    pub fn bounds(&self) -> Option<Bounds> {
        self.regions.iter().filter_map(RegionShape::bounds).reduce(Bounds::union)
    }
}

impl RegionShape {
    /// Whether it lies on another region of the map.
    pub(crate) fn is_part(&self) -> bool {
        self.level == "street"
    }

    /// The box round all its areas; `None` without areas.
    pub fn bounds(&self) -> Option<Bounds> {
        *self.known.bounds.get_or_init(|| {
            let points = self.polygons.iter().flatten().flatten();
            points.map(|&(lng, lat)| Bounds::of_point(lng, lat)).reduce(Bounds::union)
        })
    }

    /// Whether a place lies inside, by the even-odd rule in each area: survives invalid rings.
    pub fn contains(&self, lng: f64, lat: f64) -> bool {
        let odd = |rings: &Vec<Vec<(f64, f64)>>| {
            let crossed =
                |ring: &&Vec<(f64, f64)>| geodata::boundary::ring_contains(ring, lng, lat);
            rings.iter().filter(crossed).count() % 2 == 1
        };
        self.bounds().is_some_and(|it| it.contains(lng, lat)) && self.polygons.iter().any(odd)
    }
}

/// Round what has no border of its own: hexagons of a few kilometres are whole, and a single one is seen among others.
const AIR_DEGREES: f64 = 0.03;

impl Bounds {
    pub const fn of_point(lng: f64, lat: f64) -> Self {
        Self { west: lng, south: lat, east: lng, north: lat }
    }

    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// With some kilometres round it.
    #[must_use]
    pub(crate) fn with_air(self) -> Self {
        Self {
            west: self.west - AIR_DEGREES,
            south: self.south - AIR_DEGREES,
            east: self.east + AIR_DEGREES,
            north: self.north + AIR_DEGREES,
        }
    }

    pub fn contains(&self, lng: f64, lat: f64) -> bool {
        lng >= self.west && lng <= self.east && lat >= self.south && lat <= self.north
    }
}

/// What is not there is null.
fn json_of(text: &[u8]) -> Result<Value, serde_json::Error> {
    if text.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(text) }
}

/// What is no text is empty.
fn text_of(text: &[u8]) -> Result<String, serde_json::Error> {
    Ok(json_of(text)?.as_str().unwrap_or_default().to_owned())
}

fn in_wgs84(mut places: Places, from: Crs) -> Places {
    if from != Crs::Wgs84 {
        for place in &mut places.points {
            *place = crs::convert(from, Crs::Wgs84, place.0, place.1);
        }
    }
    places
}

fn region(properties: &Value, places: &Places, from: Crs) -> Option<RegionShape> {
    let text = |name: &str| properties[name].as_str().unwrap_or_default().to_owned();
    let number = |at: usize| properties["centre"].get(at)?.as_f64();
    let centre = number(0).zip(number(1));
    let polygons = places.areas();
    let first = *polygons.first()?.first()?.first()?;
    let centre = centre.map(|(lng, lat)| crs::convert(from, Crs::Wgs84, lng, lat));
    Some(RegionShape {
        code: text("code"),
        name: text("name"),
        level: text("level"),
        centre: centre.unwrap_or(first),
        polygons,
        derived: properties["derived"] == true,
        known: Known::default(),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn collection(crs: &str) -> Vec<u8> {
        let document = json!({"type": "FeatureCollection", "crs": crs, "source": "甲", "features": [
            {"properties": {"code": "1", "name": "甲区", "level": "district", "centre": [116.5, 39.5]},
             "geometry": {"type": "MultiPolygon", "coordinates":
                [[[[116, 39], [117, 39], [117, 40], [116, 40], [116, 39]],
                  [[116.4, 39.4], [116.6, 39.4], [116.6, 39.6], [116.4, 39.6], [116.4, 39.4]]]]}},
            {"properties": {"code": "2", "name": "空"}, "geometry": null},
            {"properties": {"line": true},
             "geometry": {"type": "MultiLineString", "coordinates": [[[110, 10], [111, 11]]]}}]});
        document.to_string().into_bytes()
    }

    #[test]
    fn a_region_keeps_its_hole_and_a_feature_without_geometry_is_left_out() {
        let shapes = RegionShapes::from_geojson(&collection("WGS84")).unwrap();
        assert_eq!(shapes.regions.len(), 1);
        assert_eq!(shapes.lines.len(), 1);
        assert_eq!((&*shapes.source, &*shapes.review_no), ("甲", ""));
        assert_eq!(shapes.at(116.1, 39.5).map(|it| it.code.as_str()), Some("1"));
        assert_eq!(shapes.at(116.5, 39.5), None, "the hole is not the region");
        assert_eq!(shapes.at(118.0, 39.5), None);
    }

    #[test]
    fn parts_of_a_region_stand_on_it_and_are_found_first() {
        let whole = RegionShapes::from_geojson(&collection("WGS84")).unwrap();
        let ring = vec![(116.0, 39.0), (116.2, 39.0), (116.2, 39.2), (116.0, 39.2), (116.0, 39.0)];
        let street = RegionShape {
            code: "1001".to_owned(),
            level: "street".to_owned(),
            polygons: vec![vec![ring]],
            derived: true,
            ..RegionShape::default()
        };
        let both = whole.with(&RegionShapes { regions: vec![street], ..RegionShapes::default() });
        let found = |lng, lat| both.at(lng, lat).map(|it| it.code.as_str());
        assert_eq!([found(116.1, 39.1), found(116.3, 39.1)], [Some("1001"), Some("1")]);
        assert_eq!(both.with(&both), both, "what is there already does not come twice");
    }

    #[test]
    fn coordinates_of_another_system_are_moved_to_wgs_84() {
        let plain = RegionShapes::from_geojson(&collection("WGS84")).unwrap();
        let shifted = RegionShapes::from_geojson(&collection("GCJ02")).unwrap();
        assert!(plain.bounds().unwrap().west.total_cmp(&116.0).is_eq());
        let moved = 116.0 - shifted.bounds().unwrap().west;
        assert!((0.004..0.008).contains(&moved), "about 500 m: {moved}");
    }

    #[test]
    fn a_document_that_is_no_feature_collection_has_no_regions() {
        assert_eq!(RegionShapes::from_geojson(b"{\"hello\": 1}").unwrap(), RegionShapes::default());
        assert!(RegionShapes::from_geojson(b"{").is_err());
        assert_eq!(RegionShapes::default().bounds(), None);
    }
}
