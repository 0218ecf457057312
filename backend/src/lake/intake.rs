//! One delivery on its way into the lake: a ledger transaction and a file that nobody sees yet.
//!
//! Deliveries take turns, so that sequence numbers are given in the order of acceptance and without
//! gaps. An intake that is dropped before it is committed changes nothing.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::sync::{Arc, MutexGuard, PoisonError};

use arrow::datatypes::SchemaRef;

use super::batch_file::{BatchFile, GroupEncoder, SyncedFile};
use super::{BatchRow, Lake, LakeError, RejectedRow, Step, ledger};

/// The only way to add a batch.
#[derive(Debug)]
pub struct Intake<'l> {
    lake: &'l Lake,
    seq: i64,
    is_open: bool,
    _turn: MutexGuard<'l, ()>,
}

impl<'l> Intake<'l> {
    pub(super) fn begin(lake: &'l Lake) -> Result<Self, LakeError> {
        let turn = lake.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let last = lake.batches().last().map_or(0, |batch| batch.seq);
        lake.ledger.begin()?;
        Ok(Self { lake, seq: last + 1, is_open: true, _turn: turn })
    }

    /// The sequence number the batch will have.
    pub fn seq(&self) -> i64 {
        self.seq
    }

    /// The file for the rows; `unique` is the column of the business key.
    pub fn file(
        &self,
        schema: &SchemaRef,
        unique: &str,
    ) -> Result<(BatchFile, GroupEncoder), LakeError> {
        let file = BatchFile::create(self.temp("parquet"), schema, unique)?;
        self.reach(Step::Begun)?;
        Ok(file)
    }

    /// A name for a temporary file of this delivery; what stays behind is removed when the lake opens.
    pub fn temp(&self, extension: &str) -> PathBuf {
        self.lake.root().join("lake/tmp").join(format!("{}.{extension}", self.seq))
    }

    /// Notes rejected rows, in the open transaction.
    pub fn reject(&self, rejected: &[RejectedRow]) -> Result<(), LakeError> {
        if rejected.is_empty() {
            return Ok(());
        }
        self.lake.ledger.add_rejects(self.seq, rejected)
    }

    /// Notes accepted rows that are not stored because they only repeat another of the delivery, by number and key.
    pub fn repeat(&self, rows: &[(i64, &str)]) -> Result<(), LakeError> {
        self.lake.ledger.add_repeated(self.seq, rows)
    }

    /// Tells the witness that a row group is in the file.
    pub fn group_written(&self) -> Result<(), LakeError> {
        self.reach(Step::GroupWritten)
    }

    /// Accepts the batch: file in place, then ledger. When this returns, both are durable.
    pub fn commit(
        mut self,
        file: SyncedFile,
        mut batch: BatchRow,
    ) -> Result<Arc<BatchRow>, LakeError> {
        self.reach(Step::FileSynced)?;
        batch.seq = self.seq;
        batch.file = self.lake.file_of(batch.feed, &batch.id);
        batch.file_bytes = file.length;
        self.lake.ledger.add_batch(&batch)?;
        file.publish(&batch.file)?;
        let placed = Placed { batch: Some(&batch) };
        self.reach(Step::Renamed)?;
        let committed = self.lake.ledger.commit();
        placed.settle(&committed);
        if committed.is_ok() {
            self.is_open = false;
        }
        committed.map_err(LakeError::WriteLedger)?;
        let batch = Arc::new(batch);
        let mut all = self.lake.batches.write().unwrap_or_else(PoisonError::into_inner);
        all.push(Arc::clone(&batch));
        drop(all);
        self.reach(Step::Committed)?;
        Ok(batch)
    }

    fn reach(&self, step: Step) -> Result<(), LakeError> {
        let failed =
            |source: io::Error| LakeError::WriteFile { path: self.lake.root().to_owned(), source };
        self.lake.checkpoint.reach(step).map_err(failed)
    }
}

impl Drop for Intake<'_> {
    fn drop(&mut self) {
        if self.is_open {
            self.lake.ledger.rollback();
        }
    }
}

/// A file under its final name whose ledger row is not durable yet: removed unless the commit succeeds.
struct Placed<'b> {
    batch: Option<&'b BatchRow>,
}

impl Placed<'_> {
    /// Keeps the file if the ledger has it, or may have it after a restart.
    fn settle(mut self, committed: &Result<(), rusqlite::Error>) {
        match committed {
            Ok(()) => self.batch = None,
            Err(err) if ledger::may_be_durable(err) => self.batch = None,
            Err(_) => {}
        }
    }
}

impl Drop for Placed<'_> {
    fn drop(&mut self) {
        let Some(batch) = self.batch else { return };
        if let Err(err) = fs::remove_file(&batch.file) {
            tracing::warn!(path = ?batch.file, error = %err, "an unacknowledged file stays behind");
        }
    }
}
