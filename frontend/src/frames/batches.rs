//! The ledger as `GET /api/v1/batches` tells it.

use domain::time::Stamp;
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
    pub(crate) received_at: Stamp,
}
