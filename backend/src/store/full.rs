//! All batches → one base part: the rebuild that every other way must equal.

use std::path::Path;
use std::sync::Arc;

use arrow::datatypes::DataType;
use domain::feed::Feed;
use domain::indicator::Catalogue;
use duckdb::Connection;

use super::contradict;
use super::enrich::{self, matter_hash};
use super::error::{AtStep as _, StoreError};
use super::passed;
use super::text::{carried, file_list, fill, table_of};
use crate::lake::{BatchRow, schema};

/// Rows that are joined and sorted in one go: some gigabytes of memory at most, however many are stored.
const ROWS_AT_ONCE: i64 = if cfg!(test) { 700 } else { 5_000_000 };

/// Writes `part.*` from every batch. The connection has the new file attached as `part`.
pub(super) fn build(
    db: &Connection,
    batches: &[Arc<BatchRow>],
    catalogue: &Catalogue,
    progress: &dyn Fn(&str),
) -> Result<(), StoreError> {
    contradict::begin(db)?;
    passed::begin(db)?;
    for feed in Feed::ALL {
        stage(db, *feed, batches)?;
        contradictions(db, *feed, batches)?;
    }
    progress("读取批次 staged batches");
    directory(db)?;
    number_entities(db)?;
    enrich::entity(db, catalogue)?;
    contexts(db)?;
    progress("监管对象 entities");
    enrich::others(db, catalogue, Some(ROWS_AT_ONCE))?;
    db.execute_batch("CREATE TABLE part.dead (feed VARCHAR, part VARCHAR, row_id BIGINT)")
        .at("dead")?;
    progress("检查、工单、投诉 facts");
    Ok(())
}

/// `src_<table>`: the current version of every key. A feed nothing was delivered of is an empty table.
pub(super) fn stage(
    db: &Connection,
    feed: Feed,
    batches: &[Arc<BatchRow>],
) -> Result<(), StoreError> {
    stage_as(db, feed, batches, "VIEW", "src")
}

/// As [`stage`], as a view or a table and under another prefix.
pub(super) fn stage_as(
    db: &Connection,
    feed: Feed,
    batches: &[Arc<BatchRow>],
    kind: &str,
    prefix: &str,
) -> Result<(), StoreError> {
    let files = files_of(feed, batches);
    let table = table_of(feed);
    if files.is_empty() {
        return db.execute_batch(&empty_source(feed, prefix)).at("stage");
    }
    let key = feed.key();
    let columns = carried(feed, "delivered.");
    let holes = [
        ("table", table),
        ("prefix", prefix),
        ("kind", kind),
        ("key", key),
        ("carried", &columns),
        ("files", &file_list(files)),
    ];
    db.execute_batch(&fill(include_str!("sql/stage.sql"), &holes)).at("stage")
}

/// The batch files with rows of a feed.
pub(super) fn files_of(feed: Feed, batches: &[Arc<BatchRow>]) -> Vec<&Path> {
    let of_feed = batches.iter().filter(|batch| batch.feed == feed && batch.stored > 0);
    of_feed.map(|batch| batch.file.as_path()).collect()
}

/// Only a key and version that occur twice can say two things; only of a key that occurs twice one row passes another.
fn contradictions(
    db: &Connection,
    feed: Feed,
    batches: &[Arc<BatchRow>],
) -> Result<(), StoreError> {
    let files = files_of(feed, batches);
    if files.is_empty() {
        return Ok(());
    }
    let repeated = format!(
        "SELECT DISTINCT key_hash FROM read_parquet({})
         WHERE key_hash IN (SELECT key_hash FROM repeated_{})
         GROUP BY key_hash, version HAVING count(*) > 1",
        file_list(files.iter().copied()),
        table_of(feed)
    );
    contradict::find(db, feed, &files, &repeated, None)?;
    let nothing = "SELECT NULL::BIGINT AS key_hash, NULL::BIGINT AS version WHERE false";
    passed::list(db, feed, &files, nothing)
}

/// An empty table with the columns of the feed's batch files.
fn empty_source(feed: Feed, prefix: &str) -> String {
    let stored = schema::of(feed);
    let columns = stored.fields().iter().map(|field| {
        let kind = match field.data_type() {
            DataType::Date32 => "DATE",
            DataType::Int64 => "BIGINT",
            DataType::Float64 => "DOUBLE",
            DataType::Boolean => "BOOLEAN",
            _ => "VARCHAR",
        };
        format!("\"{}\" {kind}", field.name())
    });
    let columns = columns.collect::<Vec<_>>().join(", ");
    format!("CREATE TEMP TABLE {prefix}_{} ({columns})", table_of(feed))
}

fn directory(db: &Connection) -> Result<(), StoreError> {
    let holes =
        [("org_columns", carried(Feed::Org, "")), ("region_columns", carried(Feed::Region, ""))];
    let holes: Vec<_> = holes.iter().map(|(name, text)| (*name, text.as_str())).collect();
    db.execute_batch(&fill(include_str!("sql/directory.sql"), &holes)).at("directory")?;
    db.execute_batch(
        "CREATE TEMP VIEW dim_org AS SELECT org_no, org_code FROM part.org;
         CREATE TEMP VIEW dim_place AS SELECT code, place_no, district_no FROM part.place;",
    )
    .at("directory")
}

fn number_entities(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "CREATE TEMP TABLE entity_number AS
         SELECT entity_id, (row_number() OVER (ORDER BY entity_id) - 1)::INTEGER AS entity_no FROM src_entity",
    )
    .at("number entities")
}

fn contexts(db: &Connection) -> Result<(), StoreError> {
    let offsite = format!(
        "CREATE TEMP VIEW ctx_offsite AS SELECT {} AS matter_h, finish_at FROM src_inspection
         WHERE mode = 'OFFSITE' AND finish_at IS NOT NULL AND update_flag <> '3'",
        matter_hash("")
    );
    db.execute_batch(&offsite).at("contexts")?;
    db.execute_batch(
        "CREATE TEMP VIEW ctx_entity AS
         SELECT e.entity_id, e.entity_no, e.place_no, e.specialty_no, e.map_cell, p.district_no
         FROM part.entity AS e
         LEFT JOIN (SELECT DISTINCT place_no, district_no FROM part.place) AS p ON p.place_no = e.place_no;
         CREATE TEMP VIEW ctx_problem AS SELECT insp_id, verified, update_flag FROM src_problem;
         CREATE TEMP VIEW ctx_inspection AS SELECT insp_id, finish_at FROM src_inspection WHERE update_flag <> '3';
         CREATE TEMP VIEW ctx_root AS SELECT order_id, due_at FROM src_dispatch_order WHERE update_flag <> '3';",
    )
    .at("contexts")
}
