//! The reader of a delivery → its layout and its chunks, for each format.

use std::io::Read;
use std::path::PathBuf;

use domain::fault::Code;
use parquet::arrow::arrow_reader::ParquetRecordBatchReader;
use sha2::Sha256;

use super::cells::Records;
use super::columnar::{Upload, UploadError};
use super::encoding::decode;
use super::error::IngestError;
use super::layout::Layout;
use super::pipeline::{Chunk, Content};
use super::split::{Block, Blocks, Ends, LONGEST_RECORD, SplitError, Tail};
use super::{Delivery, Format};

/// A delivery that is being read.
#[derive(Debug)]
pub(super) enum Source<R> {
    Lines { blocks: Blocks<R>, first: Option<Chunk> },
    Parquet { upload: Upload, rows: ParquetRecordBatchReader, next: usize },
}

impl<R: Read> Source<R> {
    /// Reads as much as the layout needs; `temp` is a free name for an upload that must be kept.
    pub(super) fn open<'m>(
        delivery: &Delivery<'m>,
        reader: R,
        temp: PathBuf,
    ) -> Result<(Self, Layout<'m>), IngestError> {
        if delivery.mapping.is_some() && delivery.format != Format::Csv {
            let hint = "映射文件只适用于CSV".to_owned();
            return Err(IngestError::refused(Code::FSchema, "", hint));
        }
        match delivery.format {
            Format::Csv => {
                let ends = Ends::Quoted { delimiter: delivery.delimiter() };
                open_csv(delivery, Blocks::new(reader, ends))
            }
            Format::Ndjson => {
                let blocks = Blocks::new(reader, Ends::Line);
                Ok((Self::Lines { blocks, first: None }, Layout::by_name(delivery.feed)))
            }
            Format::Parquet => {
                let upload = Upload::receive(reader, temp).map_err(unreadable)?;
                let (names, rows) = upload.open().map_err(unreadable)?;
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                let layout = Layout::of(delivery.feed, &names).map_err(IngestError::Refused)?;
                Ok((Self::Parquet { upload, rows, next: 0 }, layout))
            }
        }
    }

    pub(super) fn next_chunk(&mut self) -> Result<Option<Chunk>, IngestError> {
        match self {
            Self::Lines { blocks, first } => match first.take() {
                Some(chunk) => Ok(Some(chunk)),
                None => Ok(blocks.next_block().map_err(broken_off)?.map(chunk)),
            },
            Self::Parquet { rows, next, .. } => {
                let Some(batch) = rows.next() else { return Ok(None) };
                let batch = batch.map_err(|err| unreadable(UploadError::Rows(err)))?;
                let index = *next;
                *next += 1;
                let content = Content::Rows(batch);
                Ok(Some(Chunk { index, offset: 0, tail: Tail::Whole, content }))
            }
        }
    }

    /// The hash and the length of the whole delivery.
    pub(super) fn finish(self) -> Result<(Sha256, u64), IngestError> {
        match self {
            Self::Lines { blocks, .. } => blocks.finish().map_err(broken_off),
            Self::Parquet { upload, .. } => Ok((upload.sha.clone(), upload.bytes)),
        }
    }
}

/// The hash and the length of a delivery that is not looked into.
pub(super) fn hash(reader: impl Read) -> Result<(Sha256, u64), IngestError> {
    Blocks::new(reader, Ends::Line).finish().map_err(broken_off)
}

/// The header stands in the first block; the rest of that block is its first chunk.
fn open_csv<'m, R: Read>(
    delivery: &Delivery<'m>,
    mut blocks: Blocks<R>,
) -> Result<(Source<R>, Layout<'m>), IngestError> {
    let Some(block) = blocks.next_block().map_err(broken_off)? else { return Err(empty()) };
    let Block { index, offset, bytes, tail } = block;
    let text = decode(bytes, delivery.encoding(), true).map_err(|odd| {
        let hint = format!("第 {} 字节（第 {} 行附近）：{}", odd.at, odd.lines, odd.hint);
        IngestError::refused(Code::FEncoding, "", hint)
    })?;
    let mut records = Records::new(&text, delivery.delimiter());
    let mut header = Vec::new();
    if records.next_record(&mut header).is_none() {
        return Err(empty());
    }
    let names: Vec<&str> = header.iter().map(AsRef::as_ref).collect();
    let layout = match delivery.mapping {
        None => Layout::of(delivery.feed, &names),
        Some(mapping) => Layout::mapped(delivery.feed, mapping, &names),
    };
    let layout = layout.map_err(IngestError::Refused)?;
    let content = Content::Text(records.rest().to_owned());
    let first = Some(Chunk { index, offset, tail, content });
    Ok((Source::Lines { blocks, first }, layout))
}

fn chunk(block: Block) -> Chunk {
    let Block { index, offset, bytes, tail } = block;
    Chunk { index, offset, tail, content: Content::Bytes(bytes) }
}

fn empty() -> IngestError {
    IngestError::refused(Code::FEmpty, "", "文件是空的".to_owned())
}

fn broken_off(err: SplitError) -> IngestError {
    match err {
        SplitError::EndlessRecord { offset } => {
            let hint = format!("自第 {offset} 字节起 {LONGEST_RECORD} 字节内没有行尾：引号未闭合");
            IngestError::refused(Code::FTruncated, "", hint)
        }
        err @ SplitError::Read { .. } => IngestError::Split(err),
    }
}

fn unreadable(err: UploadError) -> IngestError {
    match err {
        UploadError::NotParquet(cause) => {
            let hint = format!("不是完整的Parquet文件：{cause}");
            IngestError::refused(Code::FTruncated, "", hint)
        }
        UploadError::Rows(cause) => {
            let hint = format!("Parquet文件的行无法读取：{cause}");
            IngestError::refused(Code::FTruncated, "", hint)
        }
        err @ (UploadError::Keep { .. } | UploadError::Read(_)) => IngestError::Upload(err),
    }
}
