//! What a whole scene says beside geometry and cells.

use serde::{Deserialize, Serialize};

use super::beside::answer;
use super::{Attribution, Figure, SeriesRow, Stamped, UnitRef};
use crate::period::Period;
use crate::time::Stamp;

answer! {
    /// `GET /api/v1/scenes/{id}`: everything a scene needs but geometry and cells.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Scene {
        pub id: String,
        pub title: String,
        pub unit: UnitRef,
        /// What cards, ranking, methods, orders and workload are counted by.
        pub at: Attribution,
        pub period: Period,
        pub cards: Vec<Card>,
        /// What the parts of ranking and workload are: `org` or `region`.
        pub by: String,
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
