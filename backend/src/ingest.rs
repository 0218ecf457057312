//! A delivery → a batch: the first arrow of the strip, and the only way anything gets in.
//!
//! Bytes are cut into blocks (`split`), decoded strictly (`encoding`), taken apart (`cells`, `json`,
//! `columnar`), put under the feed's columns (`layout`), checked by `domain` and placed (`sift`,
//! `place`), numbered in order (`admit`: `twins`, `alike`) and written to the lake. Memory does not
//! grow with the delivery, but for some 30 bytes a row that find twins.
//!
//! Ingest looks at one delivery and at the register of regions and orgs. It never asks whether another
//! fact exists, compares no versions with earlier deliveries, and repairs nothing but what
//! `domain::feed` documents.

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use domain::fault::Code;
use domain::feed::Feed;
use domain::mapping::Mapping;
use domain::time::Stamp;
use sha2::{Digest as _, Sha256};

mod admit;
mod alike;
mod cells;
mod columnar;
mod encoding;
mod error;
mod fields;
mod json;
mod layout;
mod pipeline;
mod place;
mod sift;
mod source;
mod split;
mod table;
mod turnstile;
mod twins;

pub use self::columnar::UploadError;
pub use self::encoding::Encoding;
pub use self::error::IngestError;
pub use self::split::SplitError;

use self::admit::Count;
use self::pipeline::Pipeline;
use self::sift::Sifter;
use self::source::Source;
use crate::lake::batch_file::BatchFile;
use crate::lake::{BatchRow, Intake, Lake, schema};
use crate::registry::Registry;

/// What a delivery is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    #[default]
    Csv,
    /// One JSON object a line; keys are columns.
    Ndjson,
    Parquet,
}

/// What is said about a delivery besides its bytes.
#[derive(Clone, Debug)]
pub struct Delivery<'m> {
    pub feed: Feed,
    /// The sender's name for it (`Idempotency-Key`); without one, the start of its hash.
    pub id: Option<String>,
    pub format: Format,
    /// Declared; without it the mapping's, or UTF-8.
    pub encoding: Option<Encoding>,
    /// What makes rows of the feed from foreign CSV.
    pub mapping: Option<&'m Mapping>,
    /// When it arrived; without it, now.
    pub received_at: Option<Stamp>,
}

impl Delivery<'_> {
    /// A CSV delivery without a name, under the feed's own columns.
    pub fn of(feed: Feed) -> Self {
        Self {
            feed,
            id: None,
            format: Format::Csv,
            encoding: None,
            mapping: None,
            received_at: None,
        }
    }

    fn encoding(&self) -> Encoding {
        let mapped = || self.mapping?.encoding.as_deref().and_then(Encoding::parse);
        self.encoding.or_else(mapped).unwrap_or_default()
    }

    fn delimiter(&self) -> u8 {
        self.mapping.map_or(b',', |mapping| mapping.delimiter)
    }

    /// The mapping's file and a hash of what it says: the same file mapped otherwise is another delivery.
    fn mapping_mark(&self) -> String {
        let Some(mapping) = self.mapping else { return String::new() };
        let mut said = mapping.clone();
        said.file.clear();
        let said: String = hex(&Sha256::digest(format!("{said:?}"))).chars().take(8).collect();
        let name = Path::new(&mapping.file).file_name().unwrap_or_default();
        format!("{}#{said}", name.to_string_lossy())
    }

    /// The id of a delivery that the sender did not name.
    fn content_id(&self, sha256: &str) -> String {
        let hash = if self.mapping.is_none() {
            sha256.to_owned()
        } else {
            let feed = self.feed.as_str();
            hex(&Sha256::digest(format!("{sha256}\n{feed}\n{}", self.mapping_mark())))
        };
        hash.chars().take(16).collect()
    }
}

/// What the sender gets back: the batch is durable when this exists.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Receipt {
    pub batch: String,
    pub feed: Feed,
    #[serde(skip)]
    pub seq: i64,
    /// `accepted` + `rejected`.
    pub rows: u64,
    pub accepted: u64,
    pub rejected: u64,
    /// Accepted rows with a mark (W); those that only repeat another row of the delivery count here.
    pub warned: u64,
    /// Accepted rows by mark; a row may carry several.
    pub marks: BTreeMap<String, u64>,
    /// Whether this delivery had been accepted before: nothing changed.
    pub replayed: bool,
}

impl Receipt {
    /// As it stands in a generation that knows the batch: accepted rows that contradict earlier ones are
    /// rejected after all.
    #[must_use]
    pub fn settled(self, contradicted: u64) -> Self {
        let accepted = self.accepted.saturating_sub(contradicted);
        Self { accepted, rejected: self.rows - accepted, ..self }
    }

    fn of(batch: &BatchRow, replayed: bool) -> Self {
        Self {
            batch: batch.id.clone(),
            feed: batch.feed,
            seq: batch.seq,
            rows: batch.rows,
            accepted: batch.accepted,
            rejected: batch.rejected,
            warned: batch.warned,
            marks: batch.marks.clone(),
            replayed,
        }
    }
}

/// Takes a delivery in. When this returns a receipt, the batch survives a power cut.
///
/// Deliveries take turns; the reader is read while this one holds its turn, so a slow sender is better
/// received into a file first.
pub fn deliver(
    lake: &Lake,
    registry: &Registry,
    delivery: &Delivery<'_>,
    reader: impl Read,
) -> Result<Receipt, IngestError> {
    if let Some(id) = &delivery.id {
        check_id(id)?;
    }
    let intake = lake.begin().map_err(IngestError::Lake)?;
    if let Some(earlier) = delivery.id.as_deref().and_then(|id| lake.batch(id)) {
        drop(intake);
        let (sha, _) = source::hash(reader)?;
        return replay(&earlier, delivery, &hex(&sha.finalize()));
    }
    let received_at = delivery.received_at.unwrap_or_else(now);
    let (file, count, sha, bytes) = sift(&intake, registry, delivery, reader)?;
    if count.rows == 0 {
        return Err(IngestError::refused(Code::FEmpty, "", "文件没有数据行".to_owned()));
    }
    let sha256 = hex(&sha.finalize());
    let id = delivery.id.clone().unwrap_or_else(|| delivery.content_id(&sha256));
    if let Some(earlier) = lake.batch(&id) {
        return replay(&earlier, delivery, &sha256);
    }
    let notes = vec![("guanlan.batch", id.clone()), ("guanlan.sha256", sha256.clone())];
    let file = file.sync(notes).map_err(IngestError::Lake)?;
    let Count { rows, accepted, stored, rejected, warned, marks } = count;
    let batch = BatchRow {
        seq: 0,
        id,
        feed: delivery.feed,
        file: PathBuf::new(),
        sha256,
        bytes,
        mapping: delivery.mapping_mark(),
        rows,
        accepted,
        stored,
        rejected,
        warned,
        marks: marks.into_iter().map(|(code, rows)| (code.as_str().to_owned(), rows)).collect(),
        received_at,
        file_bytes: 0,
    };
    let batch = intake.commit(file, batch).map_err(IngestError::Lake)?;
    keep_current(lake, registry, &batch)?;
    Ok(Receipt::of(&batch, false))
}

/// Everything up to the last row group: nothing is acknowledged yet.
fn sift(
    intake: &Intake<'_>,
    registry: &Registry,
    delivery: &Delivery<'_>,
    reader: impl Read,
) -> Result<(BatchFile, Count, Sha256, u64), IngestError> {
    let feed = delivery.feed;
    let view = registry.view(delivery.received_at.unwrap_or_else(now));
    let (mut source, layout) = Source::open(delivery, reader, intake.temp("upload"))?;
    let (file, encoder) = intake.file(&schema::of(feed), feed.key()).map_err(IngestError::Lake)?;
    let pipeline = Pipeline {
        sifter: Sifter { feed, view: &view, layout },
        format: delivery.format,
        encoding: delivery.encoding(),
        delimiter: delivery.delimiter(),
        intake,
        encoder,
    };
    let (file, count) = pipeline.run(file, &mut || source.next_chunk())?;
    let (sha, bytes) = source.finish()?;
    Ok((file, count, sha, bytes))
}

/// The earlier receipt for the same content; a refusal for any other.
fn replay(
    earlier: &BatchRow,
    delivery: &Delivery<'_>,
    sha256: &str,
) -> Result<Receipt, IngestError> {
    let is_same_way = earlier.feed == delivery.feed && earlier.mapping == delivery.mapping_mark();
    if earlier.sha256 == sha256 && is_same_way {
        return Ok(Receipt::of(earlier, true));
    }
    let hint = format!(
        "批次 {} 已于 {} 接收，内容不同（共 {} 行）：请换一个批次号",
        earlier.id, earlier.received_at, earlier.rows
    );
    Err(IngestError::refused(Code::FDupBatch, &earlier.id, hint))
}

/// Later deliveries are checked against the regions and orgs of this one.
fn keep_current(lake: &Lake, registry: &Registry, batch: &BatchRow) -> Result<(), IngestError> {
    if !matches!(batch.feed, Feed::Region | Feed::Org) {
        return Ok(());
    }
    registry
        .refresh(lake)
        .map_err(|err| IngestError::Registry { batch: batch.id.clone(), source: Box::new(err) })
}

/// An id becomes a file name.
fn check_id(id: &str) -> Result<(), IngestError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    if (1..=80).contains(&id.len()) && !id.starts_with('.') && id.bytes().all(is_plain) {
        return Ok(());
    }
    Err(IngestError::BadId(id.to_owned()))
}

fn hex(hash: &[u8]) -> String {
    hash.iter().fold(String::with_capacity(hash.len() * 2), |mut text, byte| {
        for nibble in [byte >> 4, byte & 15] {
            text.extend(char::from_digit(u32::from(nibble), 16));
        }
        text
    })
}

fn now() -> Stamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Stamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests;
