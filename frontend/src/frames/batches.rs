//! The ledger and its rejected and marked rows, as `GET /api/v1/batches`, `…/rejects` and `…/marks` tell it.

use domain::time::Stamp;
use domain::wire::Marked;
use serde::Deserialize;

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Batches {
    pub(crate) total: u64,
    pub(crate) rows: Vec<Batch>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Batch {
    #[serde(rename = "batch")]
    pub(crate) id: String,
    pub(crate) feed: String,
    pub(crate) rows: u64,
    pub(crate) accepted: u64,
    pub(crate) rejected: u64,
    /// What was stored with a mark, by mark.
    #[serde(default)]
    pub(crate) marks: Vec<Marked>,
    pub(crate) received_at: Stamp,
}

/// Rows of one delivery that were rejected, or accepted with a mark.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct RowFaults {
    pub(crate) batch: String,
    pub(crate) feed: String,
    /// Rows; each may have several faults.
    pub(crate) total: u64,
    pub(crate) page: u32,
    pub(crate) page_size: u32,
    /// The mark that all of them carry; none for rejected rows.
    #[serde(default)]
    pub(crate) mark: Option<Marked>,
    pub(crate) rows: Vec<RowFault>,
}

/// One fault of a rejected row, or a mark of an accepted one.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct RowFault {
    pub(crate) row: u64,
    #[serde(default)]
    pub(crate) key: String,
    #[serde(default)]
    pub(crate) column: String,
    pub(crate) code: String,
    #[serde(default)]
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) hint: String,
    /// As it was delivered; an accepted one as it is stored.
    #[serde(default)]
    pub(crate) line: String,
}
