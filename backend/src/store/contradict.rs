//! Rows that contradict one accepted before them: the same key and version, other content.
//!
//! The first accepted keeps its place and the later one counts nowhere. So that it is not lost in silence,
//! the part that publishes its batch lists it: `E701_DUP_KEY` across deliveries. A row contradicts the first
//! accepted row of its very version, also where a higher version has passed both by then (`passed`). That
//! follows from the order of the batches alone: one base part lists the same rows as many small ones, and
//! building again lists them again.
//!
//! Nothing here changes a fact, or tells who was right.

use std::collections::BTreeMap;
use std::path::Path;

use domain::feed::{Column, Feed, Kind};
use duckdb::{Connection, Row, params};

use super::error::{AtStep as _, StoreError};
use super::generation::Generation;
use super::text::{carried, file_list, fill, literal, table_of};

/// Stands between the cells of a row; no cell of a delivery holds it.
const BETWEEN: char = '\u{1f}';

/// When a row was received is not what it says.
const RECEIVED: &str = "received_at";

/// A row that counts nowhere, because another of its key and version came first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contradiction {
    /// Row of its delivery, from 1.
    pub row: u64,
    pub key: String,
    pub version: i64,
    /// Batch and row of the one accepted first.
    pub of_seq: i64,
    pub of_row: u64,
    /// Names of the columns that differ, with commas between.
    pub differing: String,
    /// Under the feed's columns, as a delivery would write them; without the time of receipt.
    pub cells: Vec<String>,
}

/// Prepares the list of a part.
pub(super) fn begin(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch(
        "CREATE TEMP TABLE contradiction (batch_seq BIGINT, row_no BIGINT, key VARCHAR, version BIGINT,
             of_seq BIGINT, of_row BIGINT, differing VARCHAR, cells VARCHAR)",
    )
    .at("list contradictions")
}

/// Lists those of a feed in some batch files. `asked` selects the hashes of the keys that may have any,
/// `stored` the rows of earlier batches under such keys.
pub(super) fn find(
    db: &Connection,
    feed: Feed,
    files: &[&Path],
    asked: &str,
    stored: Option<&str>,
) -> Result<(), StoreError> {
    let table = table_of(feed);
    db.execute_batch(&format!("CREATE TEMP TABLE asked_{table} AS {asked}")).at("repeated keys")?;
    let asked = format!("SELECT key_hash FROM asked_{table}");
    if is_empty(db, &asked)? {
        return Ok(());
    }
    let (columns, files) = (carried(feed, ""), file_list(files.iter().copied()));
    let met = |asked: &str| {
        let delivered = format!("read_parquet({files})");
        let stored = stored.map(|rows| (format!("({rows})"), false));
        let each = std::iter::once((delivered, true)).chain(stored).map(|(rows, is_new)| {
            format!(
                "SELECT {columns}, {is_new} AS is_new FROM {rows} AS met WHERE key_hash IN ({asked})"
            )
        });
        each.collect::<Vec<_>>().join(" UNION ALL ")
    };
    let holes = [("table", table), ("met", &*met(&asked)), ("said", &*said(feed))];
    db.execute_batch(&fill(include_str!("sql/doubtful.sql"), &holes)).at("doubtful keys")?;
    let doubtful = format!("SELECT key_hash FROM doubtful_{table}");
    if is_empty(db, &doubtful)? {
        return Ok(());
    }
    let holes = [
        ("table", table),
        ("key", feed.key()),
        ("met", &met(&doubtful)),
        ("differing", &differing(feed)),
        ("cells", &cells(feed)),
    ];
    db.execute_batch(&fill(include_str!("sql/contradict.sql"), &holes)).at("contradictions")
}

/// Writes the list to the part and counts it by batch.
pub(super) fn keep(db: &Connection) -> Result<BTreeMap<i64, u64>, StoreError> {
    db.execute_batch(
        "CREATE TABLE part.contradiction AS SELECT * FROM contradiction ORDER BY batch_seq, row_no",
    )
    .at("keep contradictions")?;
    let sql = "SELECT batch_seq, count(*) FROM contradiction GROUP BY batch_seq";
    let mut statement = db.prepare(sql).at("count contradictions")?;
    let read = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()));
    let counts = statement.query_map([], read).at("count contradictions")?;
    counts.collect::<Result<_, _>>().at("count contradictions")
}

impl Generation {
    /// How many rows of a batch contradict earlier ones and count nowhere.
    pub fn contradicted(&self, seq: i64) -> u64 {
        self.live.contradictions.get(&seq).map_or(0, |(_, rows)| *rows)
    }

    /// Those rows, ascending: `rows` of them after the first `skip`.
    pub fn contradictions(
        &self,
        seq: i64,
        skip: u64,
        rows: u64,
    ) -> Result<Vec<Contradiction>, StoreError> {
        let Some((part, _)) = self.live.contradictions.get(&seq) else { return Ok(Vec::new()) };
        let sql = format!(
            "SELECT row_no, key, version, of_seq, of_row, differing, cells FROM p{part}.contradiction
             WHERE batch_seq = ? ORDER BY row_no LIMIT ? OFFSET ?"
        );
        let signed = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        self.with_facts(|db| {
            let mut statement = db.prepare(&sql)?;
            let found = statement.query_map(params![seq, signed(rows), signed(skip)], read)?;
            found.collect::<Result<_, _>>()
        })?
        .at("read contradictions")
    }
}

fn read(row: &Row<'_>) -> Result<Contradiction, duckdb::Error> {
    let number = |at: usize| row.get::<_, i64>(at).map(i64::unsigned_abs);
    let cells: String = row.get(6)?;
    Ok(Contradiction {
        row: number(0)?,
        key: row.get(1)?,
        version: row.get(2)?,
        of_seq: row.get(3)?,
        of_row: number(4)?,
        differing: row.get(5)?,
        cells: cells.split(BETWEEN).map(str::to_owned).collect(),
    })
}

fn is_empty(db: &Connection, rows: &str) -> Result<bool, StoreError> {
    let sql = format!("SELECT NOT EXISTS ({rows})");
    db.query_row(&sql, [], |row| row.get(0)).at("contradictions")
}

/// What a row says, as arguments.
fn said(feed: Feed) -> String {
    joined(telling(feed).map(|column| column.name.to_owned()))
}

/// The names of the columns in which two rows differ, as arguments: null where they do not.
fn differing(feed: Feed) -> String {
    joined(telling(feed).map(|Column { name, .. }| {
        format!("CASE WHEN later.{name} IS DISTINCT FROM earlier.{name} THEN {} END", literal(name))
    }))
}

fn telling(feed: Feed) -> impl Iterator<Item = &'static Column> {
    feed.columns().iter().filter(|column| column.name != RECEIVED)
}

/// The cells of a row as text, in the order of the feed, as arguments.
fn cells(feed: Feed) -> String {
    joined(feed.columns().iter().map(|column| {
        let value = format!("later.{}", column.name);
        let text = match column.kind {
            Kind::Stamp if column.name == RECEIVED => "NULL".to_owned(),
            Kind::Stamp => format!(
                "strftime(make_timestamp({value} + 28800000000), '%Y-%m-%dT%H:%M:%S.%f+08:00')"
            ),
            _ => format!("{value}::VARCHAR"),
        };
        format!("coalesce({text}, '')")
    }))
}

fn joined(expressions: impl Iterator<Item = String>) -> String {
    expressions.collect::<Vec<_>>().join(", ")
}
