//! One Parquet file: written under a temporary name, made durable, then given its own.
//!
//! A file that is dropped before it is published leaves nothing behind.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnPath;

use super::LakeError;

/// Columns whose values hardly repeat: a dictionary would be built and thrown away.
const WITHOUT_DICTIONARY: [&str; 6] =
    ["src_id", "key_hash", "row_no", "cell", "wgs_lon", "wgs_lat"];

/// Turns record batches into encoded row groups, on any thread.
#[derive(Debug)]
pub struct GroupEncoder {
    factory: ArrowRowGroupWriterFactory,
    schema: SchemaRef,
}

/// An encoded row group, not yet part of a file.
#[derive(Debug)]
pub struct RowGroup {
    chunks: Vec<ArrowColumnChunk>,
    rows: u64,
}

impl GroupEncoder {
    pub fn encode(&self, batch: &RecordBatch) -> Result<RowGroup, ParquetError> {
        let writers = self.factory.create_column_writers(0)?;
        let mut leaves = Vec::with_capacity(writers.len());
        for (field, column) in self.schema.fields().iter().zip(batch.columns()) {
            leaves.extend(compute_leaves(field, column)?);
        }
        let mut chunks = Vec::with_capacity(writers.len());
        for (mut writer, leaf) in writers.into_iter().zip(&leaves) {
            writer.write(leaf)?;
            chunks.push(writer.close()?);
        }
        Ok(RowGroup { chunks, rows: batch.num_rows() as u64 })
    }
}

/// A file that is being written.
#[derive(Debug)]
pub struct BatchFile {
    path: TempPath,
    writer: SerializedFileWriter<File>,
    pub rows: u64,
}

/// Removes its file when dropped.
#[derive(Debug)]
struct TempPath(PathBuf);

impl Drop for TempPath {
    fn drop(&mut self) {
        match fs::remove_file(&self.0) {
            Err(err) if err.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(path = ?self.0, error = %err, "a temporary file stays behind");
            }
            _ => {}
        }
    }
}

impl BatchFile {
    pub fn create(
        path: PathBuf,
        schema: &SchemaRef,
        unique: &str,
    ) -> Result<(Self, GroupEncoder), LakeError> {
        let file = File::create(&path)
            .map_err(|source| LakeError::WriteFile { path: path.clone(), source })?;
        let path = TempPath(path);
        let failed = |source| LakeError::WriteParquet { path: path.0.clone(), source };
        let arrow = ArrowWriter::try_new(file, Arc::clone(schema), Some(properties(unique)))
            .map_err(failed)?;
        let (writer, factory) = arrow.into_serialized_writer().map_err(failed)?;
        let encoder = GroupEncoder { factory, schema: Arc::clone(schema) };
        Ok((Self { path, writer, rows: 0 }, encoder))
    }

    pub fn append(&mut self, group: RowGroup) -> Result<(), LakeError> {
        if group.rows == 0 {
            return Ok(());
        }
        let path = &self.path.0;
        let failed = |source| LakeError::WriteParquet { path: path.clone(), source };
        let mut target = self.writer.next_row_group().map_err(failed)?;
        for chunk in group.chunks {
            chunk.append_to_row_group(&mut target).map_err(failed)?;
        }
        target.close().map_err(failed)?;
        self.rows += group.rows;
        Ok(())
    }

    /// Writes the footer and waits until the disk has everything. Returns the length in bytes.
    pub fn sync(mut self, notes: Vec<(&'static str, String)>) -> Result<SyncedFile, LakeError> {
        for (key, value) in notes {
            self.writer.append_key_value_metadata(KeyValue::new(key.to_owned(), value));
        }
        let path = self.path;
        let file = self
            .writer
            .into_inner()
            .map_err(|source| LakeError::WriteParquet { path: path.0.clone(), source })?;
        let length = file.sync_all().and_then(|()| file.metadata());
        let length =
            length.map_err(|source| LakeError::WriteFile { path: path.0.clone(), source })?.len();
        Ok(SyncedFile { path, length })
    }
}

/// A complete file under its temporary name.
#[derive(Debug)]
pub struct SyncedFile {
    path: TempPath,
    pub length: u64,
}

impl SyncedFile {
    /// Gives the file its own name, durably.
    pub fn publish(self, name: &Path) -> Result<(), LakeError> {
        let failed = |source| LakeError::WriteFile { path: name.to_owned(), source };
        fs::rename(&self.path.0, name).map_err(failed)?;
        let folder = name.parent().unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

fn properties(unique: &str) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::LZ4_RAW)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_created_by("guanlan".to_owned());
    for column in WITHOUT_DICTIONARY.into_iter().chain([unique]) {
        properties = properties.set_column_dictionary_enabled(ColumnPath::from(column), false);
    }
    properties.build()
}
