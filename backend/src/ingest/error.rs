//! Why a delivery did not become a batch. Nothing is stored, and nothing stays behind.

use domain::fault::{Code, Fault};
use parquet::errors::ParquetError;

use super::columnar::UploadError;
use super::split::SplitError;
use crate::lake::LakeError;
use crate::registry::RegistryError;

#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The delivery is wrong as a whole: `F_SCHEMA`, `F_ENCODING`, `F_EMPTY`, `F_TRUNCATED`, `F_DUP_BATCH`.
    #[error("{}", refusal(.0))]
    Refused(Vec<Fault>),
    #[error(
        "a batch id has 1 to 80 letters, digits, `.`, `_`, `-` and does not start with `.`: {0:?}"
    )]
    BadId(String),
    #[error("the delivery broke off")]
    Split(#[source] SplitError),
    #[error("the delivery could not be read")]
    Upload(#[source] UploadError),
    #[error("rows cannot be encoded")]
    Encode(#[source] ParquetError),
    #[error("columns do not fit the batch file")]
    Columns(#[source] arrow::error::ArrowError),
    #[error("the lake could not take the delivery")]
    Lake(#[source] LakeError),
    #[error("the batch `{batch}` is stored, but its regions or orgs could not be read back")]
    Registry { batch: String, source: Box<RegistryError> },
    #[error("a thread of the delivery panicked: see the log")]
    Stopped,
}

impl IngestError {
    pub(super) fn refused(code: Code, value: &str, hint: String) -> Self {
        Self::Refused(vec![Fault::new(code, "", value, hint)])
    }

    /// The code of a refusal, `None` for troubles of this side.
    pub fn code(&self) -> Option<Code> {
        match self {
            Self::Refused(faults) => faults.first().map(|fault| fault.code),
            _ => None,
        }
    }
}

fn refusal(faults: &[Fault]) -> String {
    let lines: Vec<String> =
        faults.iter().map(|fault| format!("{} {}", fault.code, fault.hint)).collect();
    lines.join("; ")
}
