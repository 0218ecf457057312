//! Batch files → rows, for those who build on the lake.

use std::fs::File;

use arrow::array::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

use super::{BatchRow, LakeError};

/// The named columns of a batch, in the order of the file.
pub fn columns(batch: &BatchRow, names: &[&str]) -> Result<Vec<RecordBatch>, LakeError> {
    let path = || batch.file.clone();
    let file =
        File::open(&batch.file).map_err(|source| LakeError::OpenBatch { path: path(), source })?;
    let unreadable = |source| LakeError::ReadParquet { path: path(), source };
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(unreadable)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), names.iter().copied());
    let reader = builder.with_projection(mask).build().map_err(unreadable)?;
    reader
        .collect::<Result<_, _>>()
        .map_err(|source| LakeError::ReadRecords { path: path(), source })
}
