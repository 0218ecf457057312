//! Builds a base part: every batch up to a sequence number, its arrays and its bitmaps.

use std::path::Path;
use std::sync::Arc;

use domain::feed::Feed;
use domain::indicator::Catalogue;
use domain::time::{Day, Stamp};
use duckdb::Connection;

use super::cube::{AddSums, Cube, Dense, Extent, METHODS, SPECIALTIES};
use super::distinct::Bitmaps;
use super::error::{AtStep as _, StoreError};
use super::keys;
use super::overlay::Sparse;
use super::part::{self, Counted};
use super::tally::{self, COUNTED, Pairs, Tally};
use super::text::{file_list, table_of};
use super::{Built, contradict, full, passed};
use crate::lake::BatchRow;

/// Days before and after the cut-off that the dense arrays hold; facts beyond are kept as entries.
const WINDOW: (i32, i32) = (1900, 200);

pub(super) const SUMS_FILE: &str = "sums.bin";
pub(super) const BITMAPS_FILE: &str = "bitmaps.bin";

/// Builds into `folder`. `received` is the cut-off where no fact says when it was received.
pub(super) fn build(
    folder: &Path,
    batches: &[Arc<BatchRow>],
    catalogue: &Catalogue,
    received: Stamp,
    progress: &dyn Fn(&str),
) -> Result<Built, StoreError> {
    let db = part::builder(folder)?;
    full::build(&db, batches, catalogue, progress)?;
    verify(&db, batches, folder)?;
    let cutoff = part::cutoff(&db)?.unwrap_or(received);
    let contradictions = contradict::keep(&db)?;
    passed::keep(&db)?;
    let counted = Counted { contradictions, ..count(&db, folder, catalogue, cutoff.day())? };
    progress("数组与位图 sums and bitmaps");
    counted.write(folder)?;
    keys::write(&db, folder)?;
    progress("查找表 keys");
    part::close(db, folder)?;
    Ok(Built { facts: counted.fact_count(), contradicted: counted.contradicted(), cutoff })
}

fn count(
    db: &Connection,
    folder: &Path,
    catalogue: &Catalogue,
    cutoff: Day,
) -> Result<Counted, StoreError> {
    let span = tally::day_span(db, |feed| Some(format!("part.{}", table_of(feed))))?
        .unwrap_or((cutoff.0, cutoff.0));
    let first = span.0.max(cutoff.0 - WINDOW.0);
    let last = span.1.clamp(first, (cutoff.0 + WINDOW.1).max(first));
    let mut pairs = Pairs::of(tally::pairs_of(db, "part")?);
    let orgs: i64 =
        db.query_row("SELECT count(*) FROM part.org", [], |row| row.get(0)).at("count orgs")?;
    let orgs = usize::try_from(orgs).unwrap_or(0) + 1;
    let extent = Extent {
        first_day: first,
        days: usize::try_from(last - first + 1).unwrap_or(1),
        measures: catalogue.measures.len(),
        units: [orgs, orgs * SPECIALTIES, orgs * METHODS, pairs.list.len().max(1)],
    };
    let mut sums =
        Windowed { window: first..=last, dense: Dense::new(extent), outside: Sparse::new() };
    let mut bitmaps = Bitmaps::default();
    for (feed, _) in COUNTED {
        let mut distinct = |key, entity| bitmaps.insert(key, entity);
        let mut tally =
            Tally { catalogue, pairs: &mut pairs, sums: &mut sums, distinct: &mut distinct };
        tally.add_all(db, feed, &format!("part.{}", table_of(feed)))?;
    }
    sums.dense.write(&folder.join(SUMS_FILE))?;
    bitmaps.write(&folder.join(BITMAPS_FILE))?;
    let next: i64 = db
        .query_row("SELECT count(*) FROM part.entity", [], |row| row.get(0))
        .at("count entities")?;
    Ok(Counted {
        pairs: pairs.list,
        entries: sums.outside.into_entries(),
        facts: part::facts(db)?,
        next_entity: i32::try_from(next).unwrap_or(i32::MAX),
        ..Counted::default()
    })
}

/// Days of the window go to the arrays, all others become entries.
struct Windowed {
    window: std::ops::RangeInclusive<i32>,
    dense: Dense,
    outside: Sparse,
}

impl AddSums for Windowed {
    fn add(&mut self, unit: (Cube, usize), measure: usize, day: i32, amount: i64) {
        if self.window.contains(&day) {
            self.dense.add(unit, measure, day, amount);
        } else {
            self.outside.add(unit, measure, day, amount);
        }
    }
}

/// Every row that the ledger says was stored is read, and every key is there once.
fn verify(db: &Connection, batches: &[Arc<BatchRow>], folder: &Path) -> Result<(), StoreError> {
    let part = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for feed in Feed::ALL {
        let of_feed: Vec<_> =
            batches.iter().filter(|batch| batch.feed == *feed && batch.stored > 0).collect();
        if of_feed.is_empty() {
            continue;
        }
        let expected: u64 = of_feed.iter().map(|batch| batch.stored).sum();
        let expected = i64::try_from(expected).unwrap_or(i64::MAX);
        let files = file_list(of_feed.iter().map(|batch| batch.file.as_path()));
        // Only keys whose hash was seen twice have to be told apart.
        let repeated = format!("key_hash IN (SELECT key_hash FROM repeated_{})", table_of(*feed));
        let sql = format!(
            "SELECT count(*), count(*) FILTER (NOT {repeated}) + count(DISTINCT {}) FILTER ({repeated})
             FROM read_parquet({files})",
            feed.key()
        );
        let (found, keys): (i64, i64) = db
            .query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?)))
            .at("count delivered rows")?;
        let what = format!("{} rows in batch files", feed.as_str());
        require_equal(&part, what, found, expected)?;
        if matches!(feed, Feed::Region | Feed::Org) {
            continue;
        }
        let sql = format!("SELECT count(*) FROM part.{}", table_of(*feed));
        let rows: i64 = db.query_row(&sql, [], |row| row.get(0)).at("count facts")?;
        require_equal(&part, format!("{} facts", feed.as_str()), rows, keys)?;
    }
    Ok(())
}

fn require_equal(part: &str, what: String, found: i64, expected: i64) -> Result<(), StoreError> {
    if found == expected {
        return Ok(());
    }
    Err(StoreError::Unequal { part: part.to_owned(), what, found, expected })
}
