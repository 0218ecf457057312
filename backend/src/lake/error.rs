//! Why the lake refused to open, to read or to write.

use std::io;
use std::path::PathBuf;

use parquet::errors::ParquetError;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum LakeError {
    #[error("cannot create the folder {path:?}")]
    Folder { path: PathBuf, source: io::Error },
    #[error("cannot lock {path:?}")]
    Lock { path: PathBuf, source: io::Error },
    #[error("another process works on {path:?}: stop the server, or deliver through it")]
    InUse { path: PathBuf },
    #[error("cannot look for leftovers in {path:?}")]
    Leftovers { path: PathBuf, source: io::Error },
    #[error("the ledger {path:?} cannot be opened")]
    OpenLedger { path: PathBuf, source: rusqlite::Error },
    #[error("the ledger {path:?} is of version {found}; this program knows versions 1 to 3")]
    LedgerVersion { path: PathBuf, found: i64 },
    #[error("the records in {path:?} belong to the pack `{stored}`, not to `{given}`")]
    OtherPack { path: PathBuf, stored: String, given: String },
    #[error("the ledger names a feed `{feed}` in batch `{batch}` that this program does not know")]
    UnknownFeed { batch: String, feed: String },
    #[error("batch `{batch}` is in the ledger but its file {path:?} is missing: restore the file")]
    BatchFileMissing { batch: String, path: PathBuf },
    #[error(
        "batch `{batch}`: {path:?} has {found} bytes, the ledger says {expected}: restore the file"
    )]
    BatchFileDamaged { batch: String, path: PathBuf, expected: u64, found: u64 },
    #[error("cannot read the ledger")]
    ReadLedger(#[source] rusqlite::Error),
    #[error("cannot write the ledger")]
    WriteLedger(#[source] rusqlite::Error),
    #[error("cannot write {path:?}")]
    WriteFile { path: PathBuf, source: io::Error },
    #[error("cannot write {path:?}")]
    WriteParquet { path: PathBuf, source: ParquetError },
    #[error("cannot open {path:?}")]
    OpenBatch { path: PathBuf, source: io::Error },
    #[error("cannot read {path:?}")]
    ReadParquet { path: PathBuf, source: ParquetError },
    #[error("cannot read {path:?}")]
    ReadRecords { path: PathBuf, source: arrow::error::ArrowError },
    #[error("cannot write a table of faults")]
    WriteTable(#[source] csv::Error),
}
