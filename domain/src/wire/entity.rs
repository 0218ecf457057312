//! One entity and everything that happened to it (一户一档).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Stamped;
use super::beside::answer;
use crate::time::{Day, Stamp};

answer! {
    /// `GET /api/v1/entities/{id}`: one entity, one file (一户一档).
    #[derive(Clone, Debug, PartialEq)]
    pub struct EntityFile {
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
