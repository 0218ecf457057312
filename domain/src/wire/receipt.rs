//! What the sender of a delivery is told.

use serde::{Deserialize, Serialize};

/// `POST /api/v1/feeds/{feed}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub batch: String,
    pub rows: u64,
    pub accepted: u64,
    pub rejected: u64,
    pub warned: u64,
    /// The batch was here before with the same content; nothing changed.
    pub replayed: bool,
    /// The generation that knows the batch; absent (status 202) where none could be published yet.
    pub generation: Option<u64>,
    /// `UNPUBLISHED` with status 202: the batch is durable, and the next publication will show it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What happened and what to do, beside a code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}
