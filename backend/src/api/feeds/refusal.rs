//! Why a delivery did not become a batch → the status and code that the sender gets.

use std::error::Error;
use std::io;
use std::iter::successors;

use axum::http::StatusCode;
use domain::fault::Code;

use crate::api::body::TooLarge;
use crate::api::problem::Refusal;
use crate::chain::chain;
use crate::ingest::IngestError;

/// Full-disk conditions, by what the operating system says.
const FULL: [io::ErrorKind; 3] =
    [io::ErrorKind::StorageFull, io::ErrorKind::QuotaExceeded, io::ErrorKind::FileTooLarge];

pub(super) fn of(err: &IngestError) -> Refusal {
    if let Some(code) = err.code() {
        return Refusal::new(status_of(code), code.as_str(), err);
    }
    if let IngestError::BadId(_) = err {
        return Refusal::bad("BAD_BATCH_ID", err);
    }
    if has_cause(err, |cause| {
        cause.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<TooLarge>)
    }) {
        return Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "TOO_LARGE",
            "the delivery is larger than this server takes",
        );
    }
    if has_cause(err, |cause| FULL.contains(&cause.kind())) || is_sqlite_full(err) {
        tracing::error!(error = %chain(err), "a delivery found the disk full");
        let detail = "no space is left for the delivery; nothing of it was stored";
        return Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "STORAGE_FULL", detail);
    }
    if has_cause(err, |cause| {
        matches!(cause.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::TimedOut)
    }) {
        return Refusal::bad("BROKEN_OFF", "the delivery broke off; nothing of it was stored");
    }
    Refusal::internal("the delivery could not be stored", &chain(err))
}

/// A whole delivery that is wrong is 422; an id that is taken is a conflict.
fn status_of(code: Code) -> StatusCode {
    if code == Code::FDupBatch { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// Whether some cause is an I/O error of this kind, wherever it was wrapped.
fn has_cause(err: &IngestError, is: impl Fn(&io::Error) -> bool) -> bool {
    causes(err).filter_map(|cause| cause.downcast_ref::<io::Error>()).any(is)
}

fn is_sqlite_full(err: &IngestError) -> bool {
    let full =
        |cause: &rusqlite::Error| cause.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull);
    causes(err).filter_map(|cause| cause.downcast_ref::<rusqlite::Error>()).any(full)
}

fn causes(err: &IngestError) -> impl Iterator<Item = &(dyn Error + 'static)> {
    successors(Some(err as &(dyn Error + 'static)), |cause: &&(dyn Error + 'static)| {
        (*cause).source()
    })
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use domain::fault::Fault;

    use super::*;
    use crate::lake::LakeError;

    #[track_caller]
    fn check(err: &IngestError, status: u16, code: &str) {
        let refusal = of(err);
        assert_eq!((refusal.problem().status, refusal.problem().code.as_str()), (status, code));
    }

    fn wrong(code: Code) -> IngestError {
        IngestError::Refused(vec![Fault::new(code, "", "", "why".to_owned())])
    }

    fn write(kind: io::ErrorKind) -> IngestError {
        IngestError::Lake(LakeError::WriteFile { path: PathBuf::new(), source: kind.into() })
    }

    #[test]
    fn each_trouble_has_a_status_and_a_code_of_its_own() {
        check(&wrong(Code::FDupBatch), 409, "F_DUP_BATCH");
        check(&wrong(Code::FSchema), 422, "F_SCHEMA");
        check(&wrong(Code::FEncoding), 422, "F_ENCODING");
        check(&IngestError::BadId("../x".to_owned()), 400, "BAD_BATCH_ID");
        check(&write(io::ErrorKind::StorageFull), 507, "STORAGE_FULL");
        check(&write(io::ErrorKind::PermissionDenied), 500, "INTERNAL");
        check(&write(io::ErrorKind::UnexpectedEof), 400, "BROKEN_OFF");
    }
}
