//! Batch files → rows, for those who build on the lake.

use std::fs::File;
use std::path::{Path, PathBuf};

use arrow::array::RecordBatch;
use arrow::error::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReaderBuilder, RowSelection};

use super::{BatchRow, LakeError};

/// The named columns of a batch, in the order of the file.
pub fn columns(batch: &BatchRow, names: &[&str]) -> Result<Vec<RecordBatch>, LakeError> {
    stream(batch, names)?.collect()
}

/// The same, a block at a time.
pub(super) fn stream(
    batch: &BatchRow,
    names: &[&str],
) -> Result<impl Iterator<Item = Result<RecordBatch, LakeError>>, LakeError> {
    blocks(&batch.file, open(&batch.file)?, names)
}

/// The named columns of the rows at some places of the file, from 0 and ascending.
pub(super) fn rows_at(
    batch: &BatchRow,
    names: &[&str],
    places: &[usize],
) -> Result<Vec<RecordBatch>, LakeError> {
    let file = open(&batch.file)?;
    let stored = usize::try_from(file.metadata().file_metadata().num_rows()).unwrap_or_default();
    let ranges = places.iter().map(|place| *place..place + 1);
    let file = file.with_row_selection(RowSelection::from_consecutive_ranges(ranges, stored));
    blocks(&batch.file, file, names)?.collect()
}

fn open(path: &Path) -> Result<ParquetRecordBatchReaderBuilder<File>, LakeError> {
    let path = || path.to_owned();
    let file =
        File::open(path()).map_err(|source| LakeError::OpenBatch { path: path(), source })?;
    ParquetRecordBatchReaderBuilder::try_new(file)
        .map_err(|source| LakeError::ReadParquet { path: path(), source })
}

fn blocks(
    path: &Path,
    file: ParquetRecordBatchReaderBuilder<File>,
    names: &[&str],
) -> Result<impl Iterator<Item = Result<RecordBatch, LakeError>>, LakeError> {
    let path: PathBuf = path.to_owned();
    let mask = ProjectionMask::columns(file.parquet_schema(), names.iter().copied());
    let reader = file.with_projection(mask).build();
    let reader = reader.map_err(|source| LakeError::ReadParquet { path: path.clone(), source })?;
    let unreadable =
        move |source: ArrowError| LakeError::ReadRecords { path: path.clone(), source };
    Ok(reader.map(move |rows| rows.map_err(&unreadable)))
}
