//! What a crash may leave in the folders, and what is done about it when the lake opens.
//!
//! A temporary file, or a Parquet file that the ledger does not know, was never acknowledged: it is
//! removed. A ledger row whose file is gone or of another length was acknowledged: the lake refuses to
//! open and names the batch.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{BatchRow, LakeError};

pub(super) fn clear(folder: &Path, batches: &[BatchRow]) -> Result<(), LakeError> {
    for batch in batches {
        must_exist(batch)?;
    }
    let known: HashSet<&Path> = batches.iter().map(|batch| batch.file.as_path()).collect();
    for file in
        files(folder).map_err(|source| LakeError::Leftovers { path: folder.to_owned(), source })?
    {
        if !known.contains(file.as_path()) {
            tracing::warn!(path = ?file, "removing a file that no batch owns");
            fs::remove_file(&file).map_err(|source| LakeError::Leftovers { path: file, source })?;
        }
    }
    Ok(())
}

fn must_exist(batch: &BatchRow) -> Result<(), LakeError> {
    let found = match fs::metadata(&batch.file) {
        Ok(found) => found.len(),
        Err(err) if err.kind() == io::ErrorKind::NotFound => {
            return Err(LakeError::BatchFileMissing {
                batch: batch.id.clone(),
                path: batch.file.clone(),
            });
        }
        Err(source) => return Err(LakeError::Leftovers { path: batch.file.clone(), source }),
    };
    if found == batch.file_bytes {
        return Ok(());
    }
    Err(LakeError::BatchFileDamaged {
        batch: batch.id.clone(),
        path: batch.file.clone(),
        expected: batch.file_bytes,
        found,
    })
}

/// The files one level below a folder.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for feed in fs::read_dir(folder)? {
        let feed = feed?;
        if !feed.file_type()?.is_dir() {
            continue;
        }
        for file in fs::read_dir(feed.path())? {
            found.push(file?.path());
        }
    }
    found.sort();
    Ok(found)
}
