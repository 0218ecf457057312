//! A part on disk: facts in DuckDB, and what was counted from them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use domain::time::Stamp;
use duckdb::{Config, Connection};
use serde::{Deserialize, Serialize};

use super::distinct::Patch;
use super::error::{AtStep as _, OnFile as _, StoreError};
use super::overlay::Entry;
use super::text::literal;

/// Everything counted from a part but the dense arrays and bitmaps of a base.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Counted {
    /// All pairs of org and place known up to this part; later parts only append.
    pub pairs: Vec<(i32, i32)>,
    /// Sums outside the dense arrays: all of a small part, and days out of the window of a base.
    pub entries: Vec<Entry>,
    pub patches: Vec<Patch>,
    /// Facts by table.
    pub facts: BTreeMap<String, u64>,
    /// The number the next new entity gets.
    pub next_entity: i32,
    /// `(table, part)` that have superseded rows in this part's list.
    pub dead: Vec<(String, String)>,
    /// By batch, the rows in this part's list of contradictions.
    pub contradictions: BTreeMap<i64, u64>,
}

impl Counted {
    pub(super) fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let path = folder.join("counted.bin");
        let bytes = postcard::to_stdvec(self).unwrap_or_default();
        File::create(&path).and_then(|mut file| file.write_all(&bytes)).on("write", &path)
    }

    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join("counted.bin");
        let bytes = fs::read(&path).on("read", &path)?;
        postcard::from_bytes(&bytes).ok().ok_or(StoreError::Sums { path, why: "unreadable" })
    }

    pub(super) fn fact_count(&self) -> u64 {
        self.facts.values().sum()
    }

    /// Delivered rows that count nowhere because another of their key and version came first.
    pub(super) fn contradicted(&self) -> u64 {
        self.contradictions.values().sum()
    }
}

/// A builder's connection: a private DuckDB with the new file attached as `part`.
pub(super) fn builder(folder: &Path) -> Result<Connection, StoreError> {
    let config = Config::default()
        .enable_autoload_extension(false)
        .and_then(|config| config.with("preserve_insertion_order", "true"))
        .at("configure the builder")?;
    let db = Connection::open_in_memory_with_flags(config).at("open the builder")?;
    let spill = folder.with_extension("spill");
    let text = format!(
        "SET temp_directory = {}; ATTACH {} AS part",
        literal(&spill.to_string_lossy()),
        literal(&folder.join("facts.duckdb").to_string_lossy())
    );
    db.execute_batch(&text).at("attach the new part")?;
    Ok(db)
}

/// A part of fewer rows is not compressed: choosing how costs more time than a few megabytes are worth,
/// and the next merge compresses them.
const WORTH_COMPRESSING: u64 = 50_000;

/// Begins to write a part whole: its tables go to the file once, when they are committed, and not to a log
/// before.
pub(super) fn begin(db: &Connection, rows: u64) -> Result<(), StoreError> {
    let compression = if rows < WORTH_COMPRESSING { "uncompressed" } else { "auto" };
    let text = format!(
        "SET force_compression = '{compression}'; SET checkpoint_threshold = '1KB'; BEGIN TRANSACTION"
    );
    db.execute_batch(&text).at("begin a part")
}

pub(super) fn commit(db: &Connection) -> Result<(), StoreError> {
    db.execute_batch("COMMIT").at("write a part")
}

/// Makes the DuckDB file whole and lets go of it.
pub(super) fn close(db: Connection, folder: &Path) -> Result<(), StoreError> {
    db.execute_batch("CHECKPOINT part; DETACH part").at("close the new part")?;
    drop(db);
    let spill = folder.with_extension("spill");
    if spill.exists() {
        fs::remove_dir_all(&spill).on("remove", &spill)?;
    }
    Ok(())
}

/// Rows of a part's fact tables.
pub(super) fn facts(db: &Connection) -> Result<BTreeMap<String, u64>, StoreError> {
    let tables = ["entity", "inspection", "problem", "dispatch_order", "complaint"];
    let count = |table: &str| {
        let rows: i64 =
            db.query_row(&format!("SELECT count(*) FROM part.{table}"), [], |row| row.get(0))?;
        Ok((table.to_owned(), u64::try_from(rows).unwrap_or(0)))
    };
    tables.into_iter().map(count).collect::<Result<_, duckdb::Error>>().at("count facts")
}

/// When the newest fact of the part was received by its source: the data cut-off.
pub(super) fn cutoff(db: &Connection) -> Result<Option<Stamp>, StoreError> {
    let tables = ["entity", "inspection", "problem", "dispatch_order", "complaint"];
    let each = tables.map(|table| format!("SELECT max(received_at) AS received FROM part.{table}"));
    let sql = format!("SELECT max(received) FROM ({})", each.join(" UNION ALL "));
    let at: Option<i64> = db.query_row(&sql, [], |row| row.get(0)).at("data cut-off")?;
    Ok(at.map(Stamp))
}
