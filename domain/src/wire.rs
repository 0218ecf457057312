//! Frames: what server and page say to each other as JSON (design §5). No behaviour, no colours.
//!
//! Every answer flattens a [`Stamped`] head: its generation, data cut-off and definitions, so that a
//! picture can say how old it is and a figure can be asked again.

mod beside;
mod entity;
mod held;
mod layer;
mod receipt;
mod scene;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use self::entity::{ColumnWords, EntityFile, RiskScore, TimelineEntry};
pub use self::held::{HeldFact, HeldFacts};
pub use self::layer::{Cells, Points, TileSource, Tiles};
pub use self::receipt::{Marked, Receipt};
pub use self::scene::{Card, FunnelRow, MapLines, MethodRow, Quality, Scene};

use self::beside::{answer, beside};
use crate::indicator::{Direction, Op, Target, TargetKind, UnitOfValue};
use crate::period::Period;
use crate::ratio::Decimal;
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

beside! {
    /// How far a figure is from its target.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct TargetGap {
        pub target: Target {
            op: Op, value: Decimal, by: Day, kind: TargetKind, words: String, words_en: String
        },
        pub met: bool,
        /// Target minus value in percentage points with two decimals; negative when surpassed.
        pub gap_points: String,
        /// How many more facts on the numerator's side reach it (in the unit of the numerator); 0 when met.
        pub needed: i64,
    }
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

answer! {
    /// `GET /api/v1/figures`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Figures {
        pub unit: UnitRef,
        pub by: String,
        pub at: Attribution,
        pub period: Period,
        pub rows: Vec<Figure>,
    }
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

answer! {
    /// `GET /api/v1/series`: figures of one indicator by bucket.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Series {
        pub indicator: String,
        pub unit: UnitRef,
        pub bucket: String,
        pub rows: Vec<SeriesRow>,
        /// The same of each part of the unit, where parts were asked for.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub parts: Vec<SeriesPart>,
    }
}

/// One part of a unit, bucket by bucket.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesPart {
    /// As [`Figure::unit`] of the same comparison.
    pub unit: String,
    pub name: String,
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

answer! {
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Indicators {
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
}

answer! {
    /// `GET /api/v1/records`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Records {
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
