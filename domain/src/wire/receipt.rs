//! What the sender of a delivery is told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::fault::Code;

/// `POST /api/v1/feeds/{feed}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub batch: String,
    pub rows: u64,
    pub accepted: u64,
    pub rejected: u64,
    pub warned: u64,
    /// Those by mark; a row may carry several.
    #[serde(default)]
    pub marks: Vec<Marked>,
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

/// Accepted rows that carry one mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marked {
    /// Such as `W506_OUTSIDE_REGION`.
    pub code: String,
    /// What it means, in Chinese.
    pub meaning: String,
    pub rows: u64,
}

impl Marked {
    pub fn of(code: Code, rows: u64) -> Self {
        Self { code: code.as_str().to_owned(), meaning: code.zh().to_owned(), rows }
    }

    /// Counts by code, in the order of the codes.
    pub fn all(counts: &BTreeMap<String, u64>) -> Vec<Self> {
        let meaning = |code: &str| Code::parse(code).map_or("", Code::zh).to_owned();
        let of = |(code, rows): (&String, &u64)| Self {
            code: code.clone(),
            meaning: meaning(code),
            rows: *rows,
        };
        counts.iter().map(of).collect()
    }
}
