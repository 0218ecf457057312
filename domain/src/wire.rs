//! Frames: what server and page say to each other as JSON (design §5). No behaviour, no colours.
//!
//! Every answer flattens a [`Stamped`] head: its generation, data cut-off and definitions, so that a
//! picture can say how old it is and a figure can be asked again.

mod held;
mod layer;
mod receipt;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::held::{HeldFact, HeldFacts};
pub use self::layer::{Cells, Points, TileSource, Tiles};
pub use self::receipt::{Marked, Receipt};

use crate::indicator::{Direction, Target, UnitOfValue};
use crate::period::Period;
use crate::time::{Day, Stamp};

/// What every answer names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamped {
    pub generation: u64,
    /// The latest delivery that the generation knows.
    pub cutoff: Stamp,
    /// Version of the indicator catalogue.
    pub definitions: String,
    /// Demo records: every screen says 演示数据.
    pub demo: bool,
}

/// Why a figure has or has not a value (rules R6, R13 and design invariant 9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Status {
    #[default]
    Ok,
    /// 无基数: the denominator is zero.
    NoBase,
    /// 无数据: nothing was ever delivered for this question.
    NoData,
    /// 小基数: the denominator is below five.
    SmallBase,
    Stale,
}

/// One indicator, one unit, one period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub indicator: String,
    pub unit: String,
    pub name: String,
    pub num: i64,
    /// Absent for plain counts.
    pub den: Option<i64>,
    /// Six decimals for ratios, whole for counts; absent where the status is `NO_BASE` or `NO_DATA`.
    pub value: Option<String>,
    pub status: Status,
    /// Warnings such as `W_RATE_OVER_100`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<String>,
    /// How records of this row are asked for beside the code of the question's unit, where the row is no
    /// unit of its own: `org:110000` (own work), `region:elsewhere`, `specialty:03`, `method:VIDEO_AI`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<String>,
    /// 1 for the best; equal exact values share a rank; absent where not ranked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<TargetGap>,
    /// Same period last year, by the key `yoy`; the period right before, by `mom`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub compare: BTreeMap<String, Change>,
}

/// How far a figure is from its target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetGap {
    #[serde(flatten)]
    pub target: Target,
    pub met: bool,
    /// Target minus value in percentage points with two decimals; negative when surpassed.
    pub gap_points: String,
    /// How many more facts on the numerator's side reach it (in the unit of the numerator); 0 when met.
    pub needed: i64,
}

/// The same figure in another period.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub period: String,
    pub num: i64,
    pub den: Option<i64>,
    pub value: Option<String>,
    /// Percentage points for ratios, per cent for counts, two decimals, signed; absent without a base.
    pub delta: Option<String>,
}

/// `GET /api/v1/figures`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub unit: UnitRef,
    pub by: String,
    pub at: Attribution,
    pub period: Period,
    pub rows: Vec<Figure>,
}

/// Which of its two places a fact counts for (rule R4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Attribution {
    /// 按承办机构: the responsible org.
    #[default]
    Org,
    /// 按对象所在地: where the object is.
    Location,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRef {
    pub code: String,
    pub name: String,
    /// `org` or `region`.
    pub kind: String,
    /// `city`, `district`, `street`, `zone`, …
    pub level: String,
    /// From the root down to the parent of this unit.
    #[serde(default)]
    pub path: Vec<(String, String)>,
}

/// `GET /api/v1/series`: figures of one indicator by bucket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Series {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub indicator: String,
    pub unit: UnitRef,
    pub bucket: String,
    pub rows: Vec<SeriesRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesRow {
    pub period: String,
    pub start: Day,
    pub end: Day,
    pub num: i64,
    pub den: Option<i64>,
    pub value: Option<String>,
    pub status: Status,
}

/// One entry of `GET /api/v1/indicators`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorEntry {
    pub id: String,
    pub version: u32,
    pub name: String,
    pub name_en: String,
    pub unit: UnitOfValue,
    pub direction: Direction,
    pub numerator: String,
    pub numerator_en: String,
    pub denominator: Option<String>,
    pub denominator_en: Option<String>,
    pub additive: bool,
    pub ranked: bool,
    pub core: bool,
    pub beside: Option<String>,
    pub targets: Vec<Target>,
    pub clause: String,
    /// Fixed class breaks of the map for this indicator, in the unit of the value.
    pub breaks: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicators {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub title: String,
    pub root: UnitRef,
    /// The days for which there are facts, `[first, last]`.
    pub span: Option<(Day, Day)>,
    /// The period a page opens with: the year to date.
    pub default_period: Period,
    pub indicators: Vec<IndicatorEntry>,
    /// Business rules that this deployment relaxed because its source does not record them.
    pub relaxed: Vec<String>,
    pub scenes: Vec<String>,
}

/// `GET /api/v1/records`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Records {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub indicator: String,
    /// `num` or `den`.
    pub side: String,
    pub unit: UnitRef,
    /// The row of a comparison that was asked for within the unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<RowRef>,
    pub period: Period,
    pub at: Attribution,
    /// Exactly the figure's side: Σ weight over the distinct things counted.
    pub total: i64,
    /// How many rows there are in all pages.
    pub row_count: i64,
    pub page: u32,
    pub page_size: u32,
    pub rows: Vec<Record>,
}

/// A row that exists only within its unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowRef {
    /// As [`Figure::row`] says it.
    pub row: String,
    pub name: String,
}

/// One fact behind a figure.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub feed: String,
    pub id: String,
    pub day: Option<Day>,
    pub entity: Option<String>,
    pub entity_name: Option<String>,
    pub org: Option<String>,
    pub org_name: Option<String>,
    /// Region the object lies in.
    pub place: Option<String>,
    pub place_name: Option<String>,
    pub specialty: Option<String>,
    /// Mode and method, order type, channel: what kind of fact it is, as codes.
    pub kind: Option<String>,
    /// Result or state, as a code.
    pub outcome: Option<String>,
    /// What it adds to the side.
    pub weight: i64,
}

/// `GET /api/v1/entities/{id}`: one entity, one file (一户一档).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EntityFile {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub id: String,
    pub name: String,
    pub org: String,
    pub org_name: String,
    pub place: String,
    pub place_name: String,
    /// Every column of the entity's current version.
    pub fields: BTreeMap<String, serde_json::Value>,
    /// WGS-84.
    pub position: Option<(f64, f64)>,
    pub risk: Option<RiskScore>,
    /// The columns that hold something here or on the timeline, in the order of their feeds.
    pub columns: Vec<ColumnWords>,
    pub timeline: Vec<TimelineEntry>,
}

/// A column of a feed as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnWords {
    pub feed: String,
    pub column: String,
    pub name: String,
    /// (code, Chinese, English) of each code of a list, an org or a region that stands in it.
    pub words: Vec<(String, String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelineEntry {
    pub at: Option<Stamp>,
    pub feed: String,
    pub id: String,
    /// The due time in force, extensions and the root's time counted; of a bare day its last second.
    pub due: Option<Stamp>,
    /// Days from the due day to the day it was done, or to the cutoff while it is not; absent in time.
    pub late_days: Option<i32>,
    /// Factors of the score that this fact counts for.
    pub factors: Vec<String>,
    /// All columns that hold something.
    pub fields: BTreeMap<String, serde_json::Value>,
}

/// R and its eight contributions, three decimals; they add up to `score` exactly.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskScore {
    pub as_of: Day,
    pub score: String,
    /// `red`, `orange`, `yellow` or `blue`.
    pub band: String,
    /// (factor id, contribution, weight in force).
    pub contributions: Vec<(String, String, String)>,
}

/// `GET /api/v1/scenes/{id}`: everything a scene needs but geometry and cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scene {
    #[serde(flatten)]
    pub stamped: Stamped,
    pub id: String,
    pub title: String,
    pub unit: UnitRef,
    pub period: Period,
    pub cards: Vec<Card>,
    /// Units one level below, for the first card's or the asked indicator.
    pub ranking: Vec<Figure>,
    pub ranking_indicator: String,
    /// Off-site methods: I01 and I06 by method.
    pub methods: Vec<MethodRow>,
    /// Orders due in the period by how far they came; each row holds those that came further.
    pub funnel: Vec<FunnelRow>,
    pub workload: Vec<Figure>,
    pub map: MapLines,
    /// Rows rejected and facts held back for a missing reference, in the whole deployment.
    pub quality: Quality,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    pub figure: Figure,
    /// The companion with the other base, such as I02b beside I02.
    pub beside: Option<Figure>,
    /// The last twelve months up to the end of the period.
    pub series: Vec<SeriesRow>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodRow {
    pub method: String,
    pub name: String,
    pub done: i64,
    pub found: i64,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunnelRow {
    pub state: String,
    pub name: String,
    pub count: i64,
}

/// What the map must say about itself (domain §4.3).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapLines {
    pub source: String,
    pub crs: String,
    /// 审图号; empty means 示意图 未经审图.
    pub review_no: String,
    /// Why polygons are missing, when they are.
    pub problems: Vec<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    pub rows: i64,
    pub accepted: i64,
    pub rejected: i64,
    /// Facts whose entity or inspection has not arrived (E401, E402): counted nowhere, listed by `/api/v1/held`.
    pub held: i64,
    pub unlocated: i64,
}

/// `GET /readyz`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ready {
    pub generation: u64,
    pub cutoff: Stamp,
    pub age_s: i64,
}

/// RFC 9457 problem details with a stable `code`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    #[serde(rename = "type")]
    pub kind: String,
    pub title: String,
    pub status: u16,
    pub code: String,
    pub detail: String,
    /// What would have been allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<String>,
    /// What those are called, one for one; left out where none has a name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}
