//! Accepted rows that a higher version has passed → where they lie in their batches, and what they say.
//!
//! Such a row counts nowhere and may be in no table of no part: it came late, or a merge has left it out. A later row
//! of its very version must be held against it all the same (`contradict`), so each part lists the key, version and
//! place of what was passed among the rows it delivers. What they say is read from their batches, and only where a
//! delivery holds a late row.

use std::path::Path;
use std::sync::Arc;

use domain::feed::Feed;
use duckdb::Connection;

use super::error::{AtStep as _, StoreError};
use super::keys::By;
use super::seek::{Seek, Which};
use super::text::{carried, file_list, fill, hash_of, literal, table_of};
use crate::lake::BatchRow;

/// Prepares the list of a part.
pub(super) fn begin(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "CREATE TEMP TABLE passed (tbl VARCHAR, key_hash BIGINT, version BIGINT, batch_seq BIGINT, row_no BIGINT)",
    )
    .at("list passed rows")
}

/// Lists those among the delivered rows of a feed; `known` selects `key_hash` and the stored `version` of keys that
/// were stored before.
pub(super) fn list(
    db: &Connection,
    feed: Feed,
    files: &[&Path],
    known: &str,
) -> Result<(), StoreError> {
    let files = file_list(files.iter().copied());
    let holes = [("table", table_of(feed)), ("files", &*files), ("known", known)];
    db.execute_batch(&fill(include_str!("sql/passed.sql"), &holes)).at("passed rows")
}

/// Writes the list to the part.
pub(super) fn keep(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch("CREATE TABLE part.passed AS SELECT * FROM passed ORDER BY tbl, key_hash")
        .at("keep passed rows")
}

/// `SELECT` of the earlier rows, whatever became of them, under keys of which the delivery holds a row that may be
/// late; `None` where it holds none. `batches` are all that were accepted.
pub(super) fn earlier(
    seek: Seek<'_>,
    feed: Feed,
    batches: &[Arc<BatchRow>],
) -> Result<Option<String>, StoreError> {
    let table = table_of(feed);
    let late = format!(
        "FROM known_{table} WHERE version > delivered \
         OR key_hash IN (SELECT key_hash FROM repeated_{table})"
    );
    if !exists(seek.db, &late)? {
        return Ok(None);
    }
    let asked = format!("SELECT {} {late}", hash_of(feed.key()));
    let stored = seek.find(&format!("every_{table}"), (feed, By::Id), &asked, Which::Every)?;
    let columns = carried(feed, "");
    // A row that was enriched again is stored again.
    let stored = format!("SELECT DISTINCT {columns} FROM ({})", stored.select(&columns));
    let lists = (0..seek.live.parts().len()).map(|at| {
        let tbl = literal(table);
        format!(
            "SELECT batch_seq, row_no FROM p{at}.passed \
             WHERE tbl = {tbl} AND key_hash IN (SELECT key_hash {late})"
        )
    });
    let text = format!(
        "CREATE TEMP TABLE passed_{table} AS {}",
        lists.collect::<Vec<_>>().join(" UNION ALL ")
    );
    seek.db.execute_batch(&text).at("find passed rows")?;
    let files = files_of_passed(seek.db, table, batches)?;
    if files.is_empty() {
        return Ok(Some(stored));
    }
    let files = file_list(files.iter().copied());
    Ok(Some(format!(
        "{stored} UNION SELECT {columns} FROM read_parquet({files}) \
         WHERE (batch_seq, row_no) IN (SELECT (batch_seq, row_no) FROM passed_{table})"
    )))
}

fn files_of_passed<'b>(
    db: &Connection,
    table: &str,
    batches: &'b [Arc<BatchRow>],
) -> Result<Vec<&'b Path>, StoreError> {
    let sql = format!("SELECT DISTINCT batch_seq FROM passed_{table}");
    let mut statement = db.prepare(&sql).at("batches of passed rows")?;
    let found = statement.query_map([], |row| row.get(0)).at("batches of passed rows")?;
    let found: Vec<i64> = found.collect::<Result<_, _>>().at("batches of passed rows")?;
    let named = batches.iter().filter(|batch| found.contains(&batch.seq));
    Ok(named.map(|batch| batch.file.as_path()).collect())
}

fn exists(db: &Connection, from: &str) -> Result<bool, StoreError> {
    db.query_row(&format!("SELECT EXISTS (SELECT 1 {from})"), [], |row| row.get(0)).at("late rows")
}
