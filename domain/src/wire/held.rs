//! Facts that wait for another one: accepted, and counted nowhere until it comes.

use serde::{Deserialize, Serialize};

use super::Stamped;
use super::beside::answer;
use crate::time::Stamp;

answer! {
    /// `GET /api/v1/held`: as many as [`super::Quality::held`] says, the newest first.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct HeldFacts {
        /// Facts in all pages.
        pub total: i64,
        pub page: u32,
        pub page_size: u32,
        pub rows: Vec<HeldFact>,
    }
}

/// One of them, what it waits for, and the row that brought it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldFact {
    pub feed: String,
    pub id: String,
    /// When it happened, as far as it says.
    pub at: Option<Stamp>,
    /// The entity it is about, where that has come.
    pub entity: Option<String>,
    pub org: Option<String>,
    pub org_name: Option<String>,
    /// Why it waits: `E401_ENTITY_MISSING` or `E402_INSP_MISSING`.
    pub code: String,
    /// Feed of the fact it waits for.
    pub awaits: String,
    /// Key of that fact, as it was delivered.
    pub awaited: String,
    pub batch: String,
    /// Row of that delivery, from 1.
    pub row: u64,
    pub received_at: Stamp,
}
