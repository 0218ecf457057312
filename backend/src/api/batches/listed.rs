//! The rows of a batch that something is to be said of: those that were rejected, or accepted ones with a mark.
//!
//! Rejected are those of the ledger, then those that contradict what came before them. What ingest rejected never was
//! in the batch. What contradicts an earlier delivery is in it and counts nowhere; which rows these are, the
//! generation knows. To who repairs them there is no difference.

use std::sync::Arc;

use domain::fault::{Code, Fault};

use crate::api::problem::Refusal;
use crate::chain::chain;
use crate::lake::repair::csv_line;
use crate::lake::{BatchRow, Lake, LakeError, Page, RowFault};
use crate::store::contradict::Contradiction;
use crate::store::{Generation, StoreError};

/// Which rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    Rejected,
    /// With this mark, or any.
    Marked(Option<Code>),
}

/// A batch and the two that know what became of it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) which: Which,
    pub(super) batch: Arc<BatchRow>,
    pub(super) lake: Arc<Lake>,
    pub(super) generation: Arc<Generation>,
}

impl Listed {
    /// How many rows there are, and the faults of a page of them.
    pub(super) fn page(&self, page: Page) -> Result<(u64, Vec<RowFault>), Refusal> {
        match self.which {
            Which::Rejected => Ok((self.rejected(), self.rejects(page)?)),
            Which::Marked(mark) => Ok(self.lake.marked(&self.batch, mark, page)?),
        }
    }

    /// Rows that count nowhere.
    fn rejected(&self) -> u64 {
        self.batch.rejected + self.generation.contradicted(self.batch.seq)
    }

    fn rejects(&self, page: Page) -> Result<Vec<RowFault>, Refusal> {
        let (skip, rows) = (u64::from(page.skip), u64::from(page.rows));
        let mut found = Vec::new();
        if skip < self.batch.rejected {
            found = self.lake.rejects(&self.batch, page)?;
        }
        let here = self.batch.rejected.saturating_sub(skip).min(rows);
        if here < rows {
            let skip = skip.saturating_sub(self.batch.rejected);
            let rest = self.generation.contradictions(self.batch.seq, skip, rows - here)?;
            found.extend(rest.iter().map(|row| self.reject(row)));
        }
        Ok(found)
    }

    fn reject(&self, row: &Contradiction) -> RowFault {
        let earlier = self.lake.batch_of(row.of_seq);
        let hint = format!(
            "同主键同版本（版本 {}）已在批次 {} 第 {} 行接收，内容不同的列：{}；以先接收者为准，本行未生效。如本行正确，请提高 version 后重新报送",
            row.version,
            earlier.map(|batch| batch.id.clone()).unwrap_or_default(),
            row.of_row,
            row.differing
        );
        let fault = Fault::new(Code::E701DupKey, self.batch.feed.key(), &row.key, hint);
        let line = csv_line(row.cells.iter().map(String::as_str));
        RowFault {
            row: row.row,
            key: row.key.clone(),
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
