//! Blocks of a delivery → row groups in a file and rejects in the ledger, on all cores, in order.
//!
//! The caller's thread reads and cuts. Workers decode, check and encode blocks as they come; at two
//! turnstiles they wait for their block's turn: one settles row numbers, twins and rejects, the other
//! appends to the file. At most two blocks a worker are in memory. The first trouble of the
//! lowest block ends the delivery.

use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, available_parallelism};

use arrow::array::{ArrayRef, AsArray as _, BooleanArray, Int64Array, RecordBatch};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int64Type;

use super::Format;
use super::admit::{Admission, Count, Door};
use super::encoding::{Encoding, Undecodable, decode};
use super::error::IngestError;
use super::sift::{Sifted, Sifter};
use super::split::Tail;
use super::table::Table;
use super::turnstile::Turnstile;
use crate::lake::batch_file::{BatchFile, GroupEncoder};
use crate::lake::{Intake, schema};

/// More threads than this only wait for the file.
const MOST_WORKERS: usize = 8;

/// Whole records on their way to a worker.
#[derive(Debug)]
pub(super) struct Chunk {
    /// From 0, without gaps.
    pub(super) index: usize,
    /// Where it starts in the delivery, bytes.
    pub(super) offset: u64,
    pub(super) tail: Tail,
    pub(super) content: Content,
}

#[derive(Debug)]
pub(super) enum Content {
    Bytes(Vec<u8>),
    Text(String),
    Rows(RecordBatch),
}

/// What all blocks of a delivery share.
#[derive(Debug)]
pub(super) struct Pipeline<'p> {
    pub(super) sifter: Sifter<'p>,
    pub(super) format: Format,
    pub(super) encoding: Encoding,
    pub(super) delimiter: u8,
    pub(super) intake: &'p Intake<'p>,
    pub(super) encoder: GroupEncoder,
}

/// Where the next chunk comes from; `None` at the end.
pub(super) type Feeder<'f> = dyn FnMut() -> Result<Option<Chunk>, IngestError> + 'f;

impl Pipeline<'_> {
    /// Runs every chunk through, and returns the file with what was counted.
    pub(super) fn run(
        self,
        file: BatchFile,
        next: &mut Feeder<'_>,
    ) -> Result<(BatchFile, Count), IngestError> {
        let line = Line {
            door: Turnstile::new(Door::new(self.intake)),
            file: Turnstile::new(file),
            failure: Mutex::new(None),
            pipeline: self,
        };
        // One more than cores: while a block waits for its turn, another is worked on.
        let workers = available_parallelism().map_or(1, NonZero::get).min(MOST_WORKERS) + 1;
        let (send, receive) = sync_channel(workers);
        let receive = Mutex::new(receive);
        let read = thread::scope(|scope| {
            for _ in 0..workers {
                scope.spawn(|| line.work(&receive));
            }
            let read = pump(next, |chunk| send.send(chunk).is_ok() && !line.has_failed());
            drop(send);
            if read.is_err() {
                line.close();
            }
            read
        });
        let failure = line.failure.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, err)) = failure {
            return Err(err);
        }
        read?;
        Ok((line.file.into_inner(), line.door.into_inner().count))
    }
}

/// Hands chunks on until there are none or nobody wants them.
fn pump(next: &mut Feeder<'_>, mut hand_on: impl FnMut(Chunk) -> bool) -> Result<(), IngestError> {
    while let Some(chunk) = next()? {
        if !hand_on(chunk) {
            break;
        }
    }
    Ok(())
}

/// The workers' common ground.
struct Line<'l> {
    pipeline: Pipeline<'l>,
    door: Turnstile<Door<'l>>,
    file: Turnstile<BatchFile>,
    failure: Mutex<Option<(usize, IngestError)>>,
}

impl Line<'_> {
    /// Takes chunks until there are none, also after a failure, so that the reader is never stuck.
    fn work(&self, chunks: &Mutex<Receiver<Chunk>>) {
        loop {
            let chunk = chunks.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(chunk) = chunk else { break };
            let index = chunk.index;
            let passed = catch_unwind(AssertUnwindSafe(|| self.pass(chunk)));
            if let Err(err) = passed.unwrap_or(Err(IngestError::Stopped)) {
                self.fail(index, err);
            }
        }
    }

    /// One block from bytes to row group; does nothing once the delivery has failed.
    fn pass(&self, chunk: Chunk) -> Result<(), IngestError> {
        let Chunk { index, offset, tail, content } = chunk;
        let table = self.pipeline.table(content, offset);
        let sifted = table.map(|table| (self.pipeline.sifter.sift(&table), table));
        let Some(mut door) = self.door.enter(index) else { return Ok(()) };
        let (mut sifted, table) = sifted.map_err(|odd| door.undecodable(&odd))?;
        let admission = door.admit(&self.pipeline.sifter, &table, &mut sifted, tail)?;
        drop(door);
        drop(table);
        let batch = self.pipeline.batch(sifted, &admission)?;
        let group = self.pipeline.encoder.encode(&batch).map_err(IngestError::Encode)?;
        let Some(mut file) = self.file.enter(index) else { return Ok(()) };
        file.append(group).map_err(IngestError::Lake)?;
        self.pipeline.intake.group_written().map_err(IngestError::Lake)
    }

    fn fail(&self, index: usize, err: IngestError) {
        let mut failure = self.failure.lock().unwrap_or_else(PoisonError::into_inner);
        if failure.as_ref().is_none_or(|(earlier, _)| index < *earlier) {
            *failure = Some((index, err));
        }
        drop(failure);
        self.close();
    }

    fn has_failed(&self) -> bool {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn close(&self) {
        self.door.close();
        self.file.close();
    }
}

impl Pipeline<'_> {
    fn table(&self, content: Content, offset: u64) -> Result<Table, Undecodable> {
        let text = match content {
            Content::Rows(rows) => return Ok(Table::Parquet(rows)),
            Content::Text(text) => text,
            Content::Bytes(bytes) => decode(bytes, self.encoding, offset == 0)
                .map_err(|odd| Undecodable { at: odd.at + to_usize(offset), ..odd })?,
        };
        Ok(match self.format {
            Format::Ndjson => Table::Ndjson(text),
            Format::Csv | Format::Parquet => Table::Csv { text, delimiter: self.delimiter },
        })
    }

    /// The rows of a block that are stored, with the columns that only their turn could tell.
    fn batch(&self, sifted: Sifted, admission: &Admission) -> Result<RecordBatch, IngestError> {
        let seq = self.intake.seq();
        let rows = sifted.accepted.iter().map(|row| admission.base + i64::from(row.record) + 1);
        let rows = Int64Array::from_iter_values(rows);
        let mut columns = sifted.fields.finish(&admission.marks);
        columns.push(Arc::new(Int64Array::from_value(seq, sifted.accepted.len())) as ArrayRef);
        columns.push(Arc::new(rows));
        let schema = schema::of(self.sifter.feed);
        let batch = RecordBatch::try_new(schema, columns).map_err(IngestError::Columns)?;
        self.note_repeated(&batch, admission)?;
        match &admission.keep {
            None => Ok(batch),
            Some(keep) => {
                let keep = BooleanArray::from(keep.clone());
                filter_record_batch(&batch, &keep).map_err(IngestError::Columns)
            }
        }
    }
}

impl Pipeline<'_> {
    /// Rows that are left out of the file are known to the ledger, rejected ones already.
    fn note_repeated(&self, batch: &RecordBatch, admission: &Admission) -> Result<(), IngestError> {
        let keys = batch.columns().first().and_then(|keys| keys.as_string_opt::<i32>());
        let rows = batch.columns().last().and_then(|rows| rows.as_primitive_opt::<Int64Type>());
        let (Some(keys), Some(rows)) = (keys, rows) else { return Ok(()) };
        let repeated = admission.repeated.iter().map(|at| (rows.value(*at), keys.value(*at)));
        let repeated: Vec<(i64, &str)> = repeated.collect();
        if repeated.is_empty() {
            return Ok(());
        }
        self.intake.repeat(&repeated).map_err(IngestError::Lake)
    }
}

fn to_usize(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
