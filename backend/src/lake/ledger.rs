//! `ledger.sqlite`: which batches were accepted, and which rows were not.
//!
//! Write-ahead log with `synchronous = FULL`: a committed batch survives a power cut. One connection
//! writes, for one delivery at a time; another reads beside it. Knows no files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::feed::Feed;
use domain::time::Stamp;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row, ffi, named_params};

use super::repair::first_cell;
use super::{BatchRow, LakeError, Page, RejectedRow, RowFault};

#[derive(Debug)]
pub(super) struct Ledger {
    writer: Mutex<Connection>,
    reader: Mutex<Connection>,
}

impl Ledger {
    pub(super) fn open(path: &Path, pack: &str) -> Result<Self, LakeError> {
        let failed = |source| LakeError::OpenLedger { path: path.to_owned(), source };
        let writer = connect(path).map_err(failed)?;
        let version = writer.query_row("PRAGMA user_version", [], |row| row.get(0));
        match version.map_err(failed)? {
            // What is there already stays as it is; a ledger of version 1 had no marks by code, one of version 2 no
            // keys of repeated rows.
            0..=2 => writer.execute_batch(include_str!("sql/schema.sql")).map_err(failed)?,
            3 => {}
            found => return Err(LakeError::LedgerVersion { path: path.to_owned(), found }),
        }
        own(&writer, path, pack)?;
        let reader = connect(path).map_err(failed)?;
        Ok(Self { writer: Mutex::new(writer), reader: Mutex::new(reader) })
    }

    pub(super) fn batches(
        &self,
        file: impl Fn(Feed, &str) -> PathBuf,
    ) -> Result<Vec<BatchRow>, LakeError> {
        let reader = lock(&self.reader);
        let mut all =
            reader.prepare(include_str!("sql/batches.sql")).map_err(LakeError::ReadLedger)?;
        let rows = all.query_map([], read_batch).map_err(LakeError::ReadLedger)?;
        let mut marks = marks(&reader).map_err(LakeError::ReadLedger)?;
        rows.map(|row| {
            let (mut batch, feed) = row.map_err(LakeError::ReadLedger)?;
            batch.marks = marks.remove(&batch.seq).unwrap_or_default();
            batch.feed = Feed::parse(&feed)
                .ok_or_else(|| LakeError::UnknownFeed { batch: batch.id.clone(), feed })?;
            batch.file = file(batch.feed, &batch.id);
            Ok(batch)
        })
        .collect()
    }

    pub(super) fn rejects(&self, seq: i64, page: Page) -> Result<Vec<RowFault>, LakeError> {
        let reader = lock(&self.reader);
        let mut faults = reader
            .prepare_cached(include_str!("sql/rejects.sql"))
            .map_err(LakeError::ReadLedger)?;
        let params = named_params! { ":seq": seq, ":limit": page.rows, ":offset": page.skip };
        let rows = faults.query_map(params, read_reject).map_err(LakeError::ReadLedger)?;
        rows.collect::<Result<_, _>>().map_err(LakeError::ReadLedger)
    }

    /// The numbers of the rejected rows of a batch, ascending.
    pub(super) fn rejected_rows(&self, seq: i64) -> Result<Vec<u64>, LakeError> {
        let reader = lock(&self.reader);
        let sql = "SELECT row FROM reject_row WHERE seq = ?1 ORDER BY row";
        let mut numbers = reader.prepare_cached(sql).map_err(LakeError::ReadLedger)?;
        let rows = numbers.query_map([seq], |row| row.get::<_, i64>(0).map(i64::unsigned_abs));
        rows.map_err(LakeError::ReadLedger)?
            .collect::<Result<_, _>>()
            .map_err(LakeError::ReadLedger)
    }

    /// The key of a row that only repeats another; none of a batch taken in before these were kept.
    pub(super) fn repeated_key(&self, seq: i64, row: u64) -> Result<Option<String>, LakeError> {
        let reader = lock(&self.reader);
        let sql = "SELECT key FROM repeated WHERE seq = ?1 AND row = ?2";
        let mut key = reader.prepare_cached(sql).map_err(LakeError::ReadLedger)?;
        key.query_row((seq, signed(row)), |row| row.get(0))
            .optional()
            .map_err(LakeError::ReadLedger)
    }

    /// Notes accepted rows that only repeat another of their delivery, by number and key.
    pub(super) fn add_repeated(&self, seq: i64, rows: &[(i64, &str)]) -> Result<(), LakeError> {
        let writer = lock(&self.writer);
        let added = writer.prepare_cached(include_str!("sql/insert_repeated.sql"));
        let mut add = added.map_err(LakeError::WriteLedger)?;
        for (row, key) in rows {
            add.execute(named_params! { ":seq": seq, ":row": row, ":key": key })
                .map_err(LakeError::WriteLedger)?;
        }
        Ok(())
    }

    pub(super) fn begin(&self) -> Result<(), LakeError> {
        self.execute("BEGIN IMMEDIATE").map_err(LakeError::WriteLedger)
    }

    pub(super) fn rollback(&self) {
        if let Err(err) = self.execute("ROLLBACK") {
            tracing::warn!(error = %err, "the ledger had nothing to roll back");
        }
    }

    /// Makes the open transaction durable.
    pub(super) fn commit(&self) -> Result<(), rusqlite::Error> {
        self.execute("COMMIT")
    }

    pub(super) fn add_rejects(&self, seq: i64, rejected: &[RejectedRow]) -> Result<(), LakeError> {
        let writer = lock(&self.writer);
        add_rejects(&writer, seq, rejected).map_err(LakeError::WriteLedger)
    }

    pub(super) fn add_batch(&self, batch: &BatchRow) -> Result<(), LakeError> {
        let writer = lock(&self.writer);
        let params = named_params! {
            ":seq": batch.seq,
            ":id": batch.id,
            ":feed": batch.feed.as_str(),
            ":sha256": batch.sha256,
            ":bytes": signed(batch.bytes),
            ":mapping": batch.mapping,
            ":rows": signed(batch.rows),
            ":accepted": signed(batch.accepted),
            ":stored": signed(batch.stored),
            ":rejected": signed(batch.rejected),
            ":warned": signed(batch.warned),
            ":received_us": batch.received_at.0,
            ":file_bytes": signed(batch.file_bytes),
        };
        let added = writer.execute(include_str!("sql/insert_batch.sql"), params);
        added.and_then(|_| add_marks(&writer, batch)).map_err(LakeError::WriteLedger)
    }

    fn execute(&self, sql: &'static str) -> Result<(), rusqlite::Error> {
        lock(&self.writer).execute_batch(sql)
    }
}

/// Whether a failed commit may still turn out to be durable after a restart: its pages were written,
/// only the wait for the disk failed.
pub(super) fn may_be_durable(failed: &rusqlite::Error) -> bool {
    match failed {
        rusqlite::Error::SqliteFailure(err, _) => {
            err.code == ErrorCode::SystemIoFailure && err.extended_code == ffi::SQLITE_IOERR_FSYNC
        }
        _ => false,
    }
}

fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(10))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.set_prepared_statement_cache_capacity(16);
    Ok(connection)
}

/// A lake belongs to the pack that first opened it.
fn own(ledger: &Connection, path: &Path, pack: &str) -> Result<(), LakeError> {
    let failed = |source| LakeError::OpenLedger { path: path.to_owned(), source };
    let stored: Option<String> = ledger
        .query_row("SELECT value FROM lake WHERE name = 'pack'", [], |row| row.get(0))
        .optional()
        .map_err(failed)?;
    match stored {
        None => ledger
            .execute("INSERT INTO lake (name, value) VALUES ('pack', ?1)", [pack])
            .map(|_| ())
            .map_err(failed),
        Some(stored) if stored == pack => Ok(()),
        Some(stored) => {
            Err(LakeError::OtherPack { path: path.to_owned(), stored, given: pack.to_owned() })
        }
    }
}

fn add_rejects(
    writer: &Connection,
    seq: i64,
    rejected: &[RejectedRow],
) -> Result<(), rusqlite::Error> {
    let mut add_row = writer.prepare_cached(include_str!("sql/insert_reject_row.sql"))?;
    let mut add_fault = writer.prepare_cached(include_str!("sql/insert_reject.sql"))?;
    for row in rejected {
        let number = signed(row.row);
        add_row.execute(named_params! {
            ":seq": seq, ":row": number, ":line": row.line, ":cells": row.cells,
        })?;
        for (nth, fault) in row.faults.iter().enumerate() {
            add_fault.execute(named_params! {
                ":seq": seq, ":row": number, ":nth": signed(nth as u64), ":col": fault.column,
                ":code": fault.code.as_str(), ":value": fault.value, ":hint": fault.hint,
            })?;
        }
    }
    Ok(())
}

fn add_marks(writer: &Connection, batch: &BatchRow) -> Result<(), rusqlite::Error> {
    let mut add = writer.prepare_cached(include_str!("sql/insert_mark.sql"))?;
    for (code, rows) in &batch.marks {
        add.execute(named_params! { ":seq": batch.seq, ":code": code, ":rows": signed(*rows) })?;
    }
    Ok(())
}

/// Accepted rows by batch and mark.
fn marks(reader: &Connection) -> Result<BTreeMap<i64, BTreeMap<String, u64>>, rusqlite::Error> {
    let mut all = reader.prepare("SELECT seq, code, rows FROM mark")?;
    let mut rows = all.query([])?;
    let mut marks: BTreeMap<i64, BTreeMap<String, u64>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let count = row.get::<_, i64>("rows")?.unsigned_abs();
        marks.entry(row.get("seq")?).or_default().insert(row.get("code")?, count);
    }
    Ok(marks)
}

/// The batch without its feed and file, and the feed's name.
fn read_batch(row: &Row<'_>) -> Result<(BatchRow, String), rusqlite::Error> {
    let count = |name: &str| row.get::<_, i64>(name).map(i64::unsigned_abs);
    let batch = BatchRow {
        seq: row.get("seq")?,
        id: row.get("id")?,
        feed: Feed::Region,
        file: PathBuf::new(),
        sha256: row.get("sha256")?,
        bytes: count("bytes")?,
        mapping: row.get("mapping")?,
        rows: count("rows")?,
        accepted: count("accepted")?,
        stored: count("stored")?,
        rejected: count("rejected")?,
        warned: count("warned")?,
        marks: BTreeMap::new(),
        received_at: Stamp(row.get("received_us")?),
        file_bytes: count("file_bytes")?,
    };
    Ok((batch, row.get("feed")?))
}

fn read_reject(row: &Row<'_>) -> Result<RowFault, rusqlite::Error> {
    let cells: String = row.get("cells")?;
    Ok(RowFault {
        key: first_cell(&cells),
        row: row.get::<_, i64>("row")?.unsigned_abs(),
        column: row.get("col")?,
        code: row.get("code")?,
        value: row.get("value")?,
        hint: row.get("hint")?,
        line: row.get("line")?,
        cells,
    })
}

/// SQLite counts in signed 64 bits; no delivery has 2^63 rows.
fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A panic elsewhere leaves no half-written statement behind: the transaction decides.
fn lock(connection: &Mutex<Connection>) -> MutexGuard<'_, Connection> {
    connection.lock().unwrap_or_else(PoisonError::into_inner)
}
