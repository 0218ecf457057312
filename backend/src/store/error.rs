use std::io;
use std::path::PathBuf;

use domain::indicator::DefinitionError;

use crate::lake::LakeError;

/// Why a generation was not built, published or opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    #[error("cannot {action} {path:?}")]
    File { action: &'static str, path: PathBuf, source: io::Error },
    #[error("cannot read the manifest {path:?}")]
    Manifest { path: PathBuf, source: serde_json::Error },
    #[error("step `{step}` failed in DuckDB")]
    Sql { step: &'static str, source: duckdb::Error },
    #[error("the indicator catalogue is refused")]
    Catalogue(#[source] DefinitionError),
    #[error("{path:?} is no array of Sums: {why}")]
    Sums { path: PathBuf, why: &'static str },
    #[error("{path:?} is no list of keys: {why}")]
    Keys { path: PathBuf, why: &'static str },
    #[error("{path:?} is no set of bitmaps")]
    Bitmaps { path: PathBuf, source: io::Error },
    #[error(
        "part {part} does not hold what the ledger says: {what}: {found} rows, expected {expected}"
    )]
    Unequal { part: String, what: String, found: i64, expected: i64 },
    #[error("no cells are kept at resolution {0}")]
    Resolution(u8),
    #[error("the lake cannot be read")]
    Lake(#[source] LakeError),
    #[error("no generation is published yet; deliver regions, orgs and facts first")]
    Empty,
}

/// Names the step that DuckDB refused.
pub(super) trait AtStep<T> {
    fn at(self, step: &'static str) -> Result<T, StoreError>;
}

impl<T> AtStep<T> for Result<T, duckdb::Error> {
    fn at(self, step: &'static str) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::Sql { step, source })
    }
}

/// Names the file and what was tried with it.
pub(super) trait OnFile<T> {
    fn on(self, action: &'static str, path: impl Into<PathBuf>) -> Result<T, StoreError>;
}

impl<T> OnFile<T> for Result<T, io::Error> {
    fn on(self, action: &'static str, path: impl Into<PathBuf>) -> Result<T, StoreError> {
        self.map_err(|source| StoreError::File { action, path: path.into(), source })
    }
}
