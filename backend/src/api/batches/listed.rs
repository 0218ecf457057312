//! Every rejected row of a batch: those of the ledger, then those that contradict what came before them.
//!
//! What ingest rejected never was in the batch. What contradicts an earlier delivery is in it and counts
//! nowhere; which rows these are, the generation knows. To who repairs them there is no difference.

use domain::fault::{Code, Fault};

use crate::api::problem::Refusal;
use crate::chain::chain;
use crate::lake::rejects::csv_line;
use crate::lake::{BatchRow, Lake, LakeError, Page, Reject};
use crate::store::contradict::Contradiction;
use crate::store::{Generation, StoreError};

/// A batch and the two that know what became of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Listed<'a> {
    pub(super) batch: &'a BatchRow,
    pub(super) lake: &'a Lake,
    pub(super) generation: &'a Generation,
}

impl Listed<'_> {
    /// Rows that count nowhere.
    pub(super) fn total(&self) -> u64 {
        self.batch.rejected + self.generation.contradicted(self.batch.seq)
    }

    /// The faults of a page of them.
    pub(super) fn page(&self, page: Page) -> Result<Vec<Reject>, Refusal> {
        let (skip, rows) = (u64::from(page.skip), u64::from(page.rows));
        let mut found = Vec::new();
        if skip < self.batch.rejected {
            found = self.lake.rejects(&self.batch.id, page)?;
        }
        let here = self.batch.rejected.saturating_sub(skip).min(rows);
        if here < rows {
            let skip = skip.saturating_sub(self.batch.rejected);
            let rest = self.generation.contradictions(self.batch.seq, skip, rows - here)?;
            found.extend(rest.iter().map(|row| self.reject(row)));
        }
        Ok(found)
    }

    fn reject(&self, row: &Contradiction) -> Reject {
        let all = self.lake.batches();
        let earlier = all.iter().find(|batch| batch.seq == row.of_seq);
        let hint = format!(
            "同主键同版本(版本 {})已在批次 {} 第 {} 行接收,内容不同的列: {};以先接收者为准,本行未生效。如本行正确,请提高 version 后重新报送",
            row.version,
            earlier.map_or("", |batch| batch.id.as_str()),
            row.of_row,
            row.differing
        );
        let fault = Fault::new(Code::E701DupKey, self.batch.feed.key(), &row.key, hint);
        let line = csv_line(row.cells.iter().map(String::as_str));
        Reject {
            row: row.row,
            column: fault.column.to_owned(),
            code: fault.code.as_str().to_owned(),
            value: fault.value,
            hint: fault.hint,
            cells: line.clone(),
            line,
        }
    }
}

impl From<LakeError> for Refusal {
    fn from(err: LakeError) -> Self {
        Self::internal("the ledger cannot be read", &chain(&err))
    }
}

impl From<StoreError> for Refusal {
    fn from(err: StoreError) -> Self {
        Self::internal("the published records cannot be read", &chain(&err))
    }
}
