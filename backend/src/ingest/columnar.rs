//! An uploaded Parquet file → records: its columns are the feed's, its values become text, and the same
//! check follows.
//!
//! Parquet is read from its end, so the upload goes to a temporary file first, hashed on the way.
//! Instants with a zone are printed as instants; instants without one are readings of the UTC+8 clock,
//! as they are in CSV.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{Array as _, ArrayRef, AsArray as _, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Int64Type, TimeUnit};
use arrow::error::ArrowError;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use domain::time::Stamp;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::errors::ParquetError;
use sha2::{Digest as _, Sha256};

use super::layout::Layout;
use super::table::{Raw, Shape};

/// Rows read at a time: the block of this format.
const ROWS: usize = 32 << 10;
/// UTC+8 in microseconds.
const OFFSET_US: i64 = 8 * 3600 * 1_000_000;

/// Why an upload is no readable Parquet file.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error("cannot keep the upload in {path:?}")]
    Keep { path: PathBuf, source: io::Error },
    #[error("cannot read the delivery")]
    Read(#[source] io::Error),
    #[error("the upload is no Parquet file")]
    NotParquet(#[source] ParquetError),
    #[error("the upload's rows cannot be read")]
    Rows(#[source] ArrowError),
}

/// An upload in a temporary file, removed when dropped.
#[derive(Debug)]
pub(super) struct Upload {
    path: PathBuf,
    pub(super) sha: Sha256,
    pub(super) bytes: u64,
}

impl Upload {
    pub(super) fn receive(mut source: impl Read, path: PathBuf) -> Result<Self, UploadError> {
        let mut upload = Self { path, sha: Sha256::new(), bytes: 0 };
        let kept = |path: &Path, source| UploadError::Keep { path: path.to_owned(), source };
        let mut file = File::create(&upload.path).map_err(|err| kept(&upload.path, err))?;
        let mut buffer = vec![0; 256 << 10];
        loop {
            let got = source.read(&mut buffer).map_err(UploadError::Read)?;
            if got == 0 {
                return Ok(upload);
            }
            let read = buffer.get(..got).unwrap_or_default();
            upload.sha.update(read);
            upload.bytes += got as u64;
            file.write_all(read).map_err(|err| kept(&upload.path, err))?;
        }
    }

    /// The names of its columns, and its rows in blocks.
    pub(super) fn open(&self) -> Result<(Vec<String>, ParquetRecordBatchReader), UploadError> {
        let file = File::open(&self.path)
            .map_err(|source| UploadError::Keep { path: self.path.clone(), source })?;
        let builder =
            ParquetRecordBatchReaderBuilder::try_new(file).map_err(UploadError::NotParquet)?;
        let names = builder.schema().fields().iter().map(|field| field.name().clone()).collect();
        let rows = builder.with_batch_size(ROWS).build().map_err(UploadError::NotParquet)?;
        Ok((names, rows))
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        if let Err(err) = fs::remove_file(&self.path) {
            tracing::warn!(path = ?self.path, error = %err, "an upload stays behind");
        }
    }
}

pub(super) fn each(batch: &RecordBatch, layout: &Layout<'_>, visit: &mut dyn FnMut(Raw<'_>)) {
    let columns: Result<Vec<Vec<String>>, ArrowError> = batch.columns().iter().map(texts).collect();
    let columns = match columns {
        Ok(columns) => columns,
        Err(err) => {
            let why = err.to_string();
            for _ in 0..batch.num_rows() {
                visit(Raw { line: "", cells: &[], shape: Shape::Malformed(&why) });
            }
            return;
        }
    };
    for row in 0..batch.num_rows() {
        let cells: Vec<&str> =
            columns.iter().map(|column| column.get(row).map_or("", String::as_str)).collect();
        layout.rows(&cells, &mut Vec::new(), |row| {
            if let Ok(cells) = row {
                visit(Raw { line: "", cells, shape: Shape::Sound });
            }
        });
    }
}

/// One column as text; nulls are empty.
fn texts(column: &ArrayRef) -> Result<Vec<String>, ArrowError> {
    match column.data_type() {
        DataType::Timestamp(_, zone) => instants(column, zone.clone()),
        DataType::List(_) => (0..column.len()).map(|row| joined(column, row)).collect(),
        _ => {
            let options = FormatOptions::default();
            let formatter = ArrayFormatter::try_new(column, &options)?;
            (0..column.len()).map(|row| formatter.value(row).try_to_string()).collect()
        }
    }
}

fn instants(column: &ArrayRef, zone: Option<Arc<str>>) -> Result<Vec<String>, ArrowError> {
    let ahead = if zone.is_some() { 0 } else { OFFSET_US };
    let micros = cast(column, &DataType::Timestamp(TimeUnit::Microsecond, zone))?;
    let micros = cast(&micros, &DataType::Int64)?;
    let text = |instant: Option<i64>| {
        instant.map_or_else(String::new, |instant| Stamp(instant - ahead).to_string())
    };
    Ok(micros.as_primitive::<Int64Type>().iter().map(text).collect())
}

fn joined(column: &ArrayRef, row: usize) -> Result<String, ArrowError> {
    if column.is_null(row) {
        return Ok(String::new());
    }
    Ok(texts(&column.as_list::<i32>().value(row))?.join(";"))
}
