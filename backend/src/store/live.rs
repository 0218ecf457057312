//! The living facts of a list of parts: all rows but those that a later part superseded.
//!
//! Here they are selected by columns and days; a few of them are found by key (`seek`).

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use domain::feed::Feed;
use duckdb::Connection;

use super::error::{AtStep as _, StoreError};
use super::keys::Keys;
use super::manifest::Folders;
use super::part::Counted;
use super::text::{literal, table_of};

/// One part, ready to be asked.
#[derive(Clone, Debug)]
pub(super) struct LivePart {
    pub(super) name: String,
    folder: PathBuf,
    pub(super) keys: Arc<Keys>,
}

impl LivePart {
    pub(super) fn open(folders: &Folders, name: &str) -> Result<Self, StoreError> {
        let folder = folders.part(name);
        let keys = Arc::new(Keys::open(&folder)?);
        Ok(Self { name: name.to_owned(), folder, keys })
    }
}

/// The parts of a generation, in order; the base is the first and attached as `p0`.
#[derive(Clone, Debug, Default)]
pub(super) struct Live {
    parts: Vec<LivePart>,
    /// `(table, part)` with superseded rows.
    dead: Vec<(String, String)>,
    /// By batch, the part that lists its contradictions, and how many there are.
    pub(super) contradictions: BTreeMap<i64, (usize, u64)>,
}

impl Live {
    /// With what was counted of each part, in the same order.
    pub(super) fn of<'c>(parts: impl IntoIterator<Item = (LivePart, &'c Counted)>) -> Self {
        parts.into_iter().fold(Self::default(), |live, (part, counted)| live.and(part, counted))
    }

    /// These parts and one more.
    pub(super) fn and(&self, part: LivePart, counted: &Counted) -> Self {
        let mut next = self.clone();
        let listed = counted.contradictions.iter();
        next.contradictions.extend(listed.map(|(seq, rows)| (*seq, (self.parts.len(), *rows))));
        next.parts.push(part);
        next.dead.extend_from_slice(&counted.dead);
        next
    }

    pub(super) fn parts(&self) -> &[LivePart] {
        &self.parts
    }

    /// Attaches every part read-only and lists the dead rows in `dead`.
    pub(super) fn attach(&self, db: &Connection) -> Result<(), StoreError> {
        for (at, part) in self.parts.iter().enumerate() {
            let file = literal(&part.folder.join("facts.duckdb").to_string_lossy());
            db.execute_batch(&format!("ATTACH {file} AS p{at} (READ_ONLY)")).at("attach a part")?;
        }
        db.execute_batch("CREATE TABLE memory.dead (tbl VARCHAR, part_no INTEGER, row_id BIGINT)")
            .at("dead rows")?;
        let numbered = self.parts.iter().enumerate();
        let names = numbered.map(|(at, part)| format!("({}, {at})", literal(&part.name)));
        // A part lists what it superseded in others, so the first has none.
        let lists = (1..self.parts.len()).map(|at| format!("SELECT * FROM p{at}.dead"));
        let (names, lists) = (names.collect::<Vec<_>>(), lists.collect::<Vec<_>>());
        if lists.is_empty() {
            return Ok(());
        }
        let text = format!(
            "INSERT INTO memory.dead SELECT d.feed, n.part_no, d.row_id FROM ({}) AS d \
             JOIN (VALUES {}) AS n(name, part_no) ON n.name = d.part",
            lists.join(" UNION ALL "),
            names.join(", ")
        );
        db.execute_batch(&text).at("dead rows")
    }

    pub(super) fn detach(&self, db: &Connection) -> Result<(), StoreError> {
        for (at, _) in self.parts.iter().enumerate() {
            db.execute_batch(&format!("DETACH p{at}")).at("detach a part")?;
        }
        Ok(())
    }

    /// `SELECT part_no, row_id, columns` of the living rows, less those a delivery has just replaced.
    pub(super) fn rows(&self, feed: Feed, columns: &str) -> String {
        self.select(feed, columns, |table, at, name| {
            let mut conditions = vec![without(table, at, "gone")];
            if self.dead.iter().any(|(dead, part)| dead == table && part == name) {
                conditions.push(without(table, at, "memory.dead"));
            }
            conditions.join(" AND ")
        })
    }

    /// As [`Live::rows`], for readers that replace nothing.
    pub(super) fn settled(&self, feed: Feed, columns: &str) -> String {
        self.select(feed, columns, |table, at, name| {
            let has_dead = self.dead.iter().any(|(dead, part)| dead == table && part == name);
            if has_dead { without(table, at, "memory.dead") } else { "true".to_owned() }
        })
    }

    fn select(
        &self,
        feed: Feed,
        columns: &str,
        condition: impl Fn(&str, usize, &str) -> String,
    ) -> String {
        let table = table_of(feed);
        let each = self.parts.iter().enumerate().map(|(at, part)| {
            let condition = condition(table, at, &part.name);
            format!("SELECT {at} AS part_no, rowid AS row_id, {columns} FROM p{at}.{table} WHERE {condition}")
        });
        each.collect::<Vec<_>>().join(" UNION ALL ")
    }
}

fn without(table: &str, part_no: usize, dead: &str) -> String {
    format!(
        "rowid NOT IN (SELECT row_id FROM {dead} WHERE tbl = {} AND part_no = {part_no})",
        literal(table)
    )
}
