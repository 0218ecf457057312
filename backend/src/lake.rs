//! Batches on disk and the ledger that names them: the only truth, and the second noun of the strip.
//!
//! ```text
//! <root>/ledger.sqlite               which batches were accepted, which rows were not
//! <root>/lake/<feed>/<batch>.parquet the accepted rows of one delivery; written once, never altered
//! <root>/lake/tmp/                   a file that is being written
//! ```
//!
//! A batch counts as accepted from the moment its ledger row is durable; its file is durable before.
//! Nothing here checks a record, knows a generation, or deletes a batch.

use std::collections::BTreeMap;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use domain::fault::{Code, Fault};
use domain::feed::Feed;
use domain::pack::Pack;
use domain::time::Stamp;

pub mod batch_file;
pub mod checkpoint;
mod error;
mod intake;
mod ledger;
mod leftovers;
mod marked;
pub mod read;
pub mod repair;
pub mod schema;

pub use self::checkpoint::{Checkpoint, Step, Unwatched};
pub use self::error::LakeError;
pub use self::intake::Intake;

use self::ledger::Ledger;

/// One accepted delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchRow {
    /// Order of acceptance, from 1, without gaps.
    pub seq: i64,
    /// What the sender called the delivery, or the start of its hash.
    pub id: String,
    pub feed: Feed,
    /// The Parquet file.
    pub file: PathBuf,
    /// Of the bytes as delivered, lower-case hex.
    pub sha256: String,
    /// Length of the delivery, bytes.
    pub bytes: u64,
    /// File and hash of the mapping that turned foreign columns into the feed's; empty for none.
    pub mapping: String,
    pub rows: u64,
    pub accepted: u64,
    /// Rows in the Parquet file: accepted, less those that only repeat another row of the delivery.
    pub stored: u64,
    pub rejected: u64,
    /// Accepted rows with at least one mark (W).
    pub warned: u64,
    /// Accepted rows by mark; a row may carry several.
    pub marks: BTreeMap<String, u64>,
    pub received_at: Stamp,
    /// Length of the Parquet file.
    pub file_bytes: u64,
}

/// A row that was not accepted, as it is written to the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRow {
    /// Row of the delivery, from 1, the header not counted.
    pub row: u64,
    /// The row as it came.
    pub line: String,
    /// The row under the feed's columns, one CSV record.
    pub cells: String,
    pub faults: Vec<Fault>,
}

/// One fault of a rejected row, or one mark of an accepted one.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RowFault {
    /// Row of the delivery, from 1, the header not counted.
    pub row: u64,
    /// The business key; empty where the row tells none.
    pub key: String,
    pub column: String,
    pub code: String,
    pub value: String,
    pub hint: String,
    /// The row as it came; an accepted one as it is stored.
    pub line: String,
    /// The row under the feed's columns, one CSV record.
    #[serde(skip)]
    pub cells: String,
}

/// Which rows to read: every fault of `rows` rows after the first `skip`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    pub skip: u32,
    pub rows: u32,
}

/// The folder of one deployment, open in this process alone.
#[derive(Debug)]
pub struct Lake {
    root: PathBuf,
    ledger: Ledger,
    batches: RwLock<Vec<Arc<BatchRow>>>,
    /// Held by the one delivery that is being written.
    turn: Mutex<()>,
    checkpoint: Box<dyn Checkpoint>,
    /// Locked while the lake is open.
    _lock: File,
}

impl Lake {
    /// Opens or founds the lake of a pack and removes what a crash left behind.
    pub fn open(root: &Path, pack: &Pack) -> Result<Self, LakeError> {
        Self::open_watched(root, pack, Box::new(Unwatched))
    }

    /// As [`Lake::open`], with a witness of every step of a delivery.
    pub fn open_watched(
        root: &Path,
        pack: &Pack,
        checkpoint: Box<dyn Checkpoint>,
    ) -> Result<Self, LakeError> {
        let folder = root.join("lake");
        let feeds = Feed::ALL.iter().map(|feed| folder.join(feed.as_str()));
        for path in feeds.chain([folder.join("tmp")]) {
            fs::create_dir_all(&path).map_err(|source| LakeError::Folder { path, source })?;
        }
        let lock = lock(root)?;
        let ledger = Ledger::open(&root.join("ledger.sqlite"), &pack.id)?;
        let batches = ledger.batches(|feed, id| file_of(root, feed, id))?;
        leftovers::clear(&folder, &batches)?;
        Ok(Self {
            root: root.to_owned(),
            ledger,
            batches: RwLock::new(batches.into_iter().map(Arc::new).collect()),
            turn: Mutex::new(()),
            checkpoint,
            _lock: lock,
        })
    }

    /// The folder that holds everything.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Every accepted batch, in the order of acceptance.
    pub fn batches(&self) -> Vec<Arc<BatchRow>> {
        self.batches.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The batches accepted after a sequence number, in the order of acceptance.
    pub fn batches_after(&self, seq: i64) -> Vec<Arc<BatchRow>> {
        let all = self.batches.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().filter(|batch| batch.seq > seq).cloned().collect()
    }

    /// The batch of an id.
    pub fn batch(&self, id: &str) -> Option<Arc<BatchRow>> {
        let all = self.batches.read().unwrap_or_else(PoisonError::into_inner);
        all.iter().find(|batch| batch.id == id).cloned()
    }

    /// The batch of a sequence number.
    pub fn batch_of(&self, seq: i64) -> Option<Arc<BatchRow>> {
        let all = self.batches.read().unwrap_or_else(PoisonError::into_inner);
        let at = all.binary_search_by_key(&seq, |batch| batch.seq).ok()?;
        all.get(at).cloned()
    }

    /// The faults of a page of rejected rows.
    pub fn rejects(&self, batch: &BatchRow, page: Page) -> Result<Vec<RowFault>, LakeError> {
        self.ledger.rejects(batch.seq, page)
    }

    /// How many accepted rows carry a mark (any, if none is named), and the marks of a page of them.
    pub fn marked(
        &self,
        batch: &BatchRow,
        mark: Option<Code>,
        page: Page,
    ) -> Result<(u64, Vec<RowFault>), LakeError> {
        let is_whole = batch.stored == batch.accepted;
        let rejected = if is_whole { Vec::new() } else { self.ledger.rejected_rows(batch.seq)? };
        let key_of = |row| self.ledger.repeated_key(batch.seq, row);
        marked::page(batch, (&rejected, &key_of), mark, page)
    }

    /// Starts a delivery, after the one before has ended.
    pub fn begin(&self) -> Result<Intake<'_>, LakeError> {
        Intake::begin(self)
    }

    fn file_of(&self, feed: Feed, id: &str) -> PathBuf {
        file_of(&self.root, feed, id)
    }
}

fn file_of(root: &Path, feed: Feed, id: &str) -> PathBuf {
    root.join("lake").join(feed.as_str()).join(format!("{id}.parquet"))
}

fn lock(root: &Path) -> Result<File, LakeError> {
    let path = root.join("lake.lock");
    let failed = |source| LakeError::Lock { path: path.clone(), source };
    let file = File::create(&path).map_err(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(LakeError::InUse { path: root.to_owned() }),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}

#[cfg(test)]
mod tests;
