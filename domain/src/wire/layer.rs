//! Frames of the map: cells, points, and the raster tiles that may lie under them.

use serde::{Deserialize, Serialize};

use super::{Attribution, Stamped, UnitRef};

/// `GET /api/v1/cells` as JSON; the page uses the binary form of [`crate::cells`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cells {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub layer: String,
    pub at: Attribution,
    pub res: u8,
    /// `[cell, numerator]`, or `[cell, numerator, denominator]` for ratios.
    pub cells: Vec<serde_json::Value>,
    pub unlocated: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlocated_den: Option<i64>,
    /// The unit's own number, from the Sums: equals Σ cells + unlocated.
    pub total: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_den: Option<i64>,
}

/// `GET /api/v1/points` as JSON; the page uses the binary form of [`crate::points`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Points {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub unit: UnitRef,
    pub at: Attribution,
    /// `[entity, lng, lat, risk]`, WGS-84 degrees with six decimals, R with two; ascending by entity.
    pub points: Vec<serde_json::Value>,
    /// Active entities without a place.
    pub unlocated: u64,
    /// Active entities of the unit: points + unlocated.
    pub total: u64,
}

/// `GET /api/v1/tiles`: the raster maps of the deployment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiles {
    pub tiles: Vec<TileSource>,
}

/// One raster map, and what must be printed beside it (domain §4.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TileSource {
    pub id: String,
    pub name: String,
    /// `folder`, `mbtiles`, `pmtiles` or `wmts`.
    pub kind: String,
    /// Where tiles are asked for: spherical Mercator, rows counted from the north.
    pub url: String,
    pub attribution: String,
    /// 审图号; empty means 示意图 未经审图.
    pub review_no: String,
    pub min_zoom: u8,
    pub max_zoom: u8,
    /// System of what the pictures show.
    pub crs: String,
    /// Why it cannot be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
}
