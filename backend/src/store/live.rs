//! The living facts of a list of parts: all rows but those that a later part superseded.

use std::path::PathBuf;

use domain::feed::Feed;
use duckdb::Connection;

use super::error::{AtStep as _, StoreError};
use super::part::Counted;
use super::text::{literal, table_of};

/// The parts of a generation, in order; the base is the first and attached as `p0`.
#[derive(Clone, Debug, Default)]
pub(super) struct Live {
    parts: Vec<(String, PathBuf)>,
    /// `(table, part)` with superseded rows.
    dead: Vec<(String, String)>,
}

impl Live {
    pub(super) fn of(parts: Vec<(String, PathBuf)>, counted: &[Counted]) -> Self {
        let dead = counted.iter().flat_map(|part| part.dead.clone()).collect();
        Self { parts, dead }
    }

    /// These parts and one more.
    pub(super) fn and(&self, part: (String, PathBuf), counted: &Counted) -> Self {
        let mut next = self.clone();
        next.parts.push(part);
        next.dead.extend_from_slice(&counted.dead);
        next
    }

    pub(super) fn parts(&self) -> &[(String, PathBuf)] {
        &self.parts
    }

    /// Attaches every part read-only and lists the dead rows in `dead`.
    pub(super) fn attach(&self, db: &Connection) -> Result<(), StoreError> {
        for (at, (_, folder)) in self.parts.iter().enumerate() {
            let file = literal(&folder.join("facts.duckdb").to_string_lossy());
            db.execute_batch(&format!("ATTACH {file} AS p{at} (READ_ONLY)")).at("attach a part")?;
        }
        db.execute_batch("CREATE TABLE memory.dead (tbl VARCHAR, part_no INTEGER, row_id BIGINT)")
            .at("dead rows")?;
        for (at, _) in self.parts.iter().enumerate() {
            for (part_no, (name, _)) in self.parts.iter().enumerate() {
                let text = format!(
                    "INSERT INTO memory.dead SELECT feed, {part_no}, row_id FROM p{at}.dead WHERE part = {}",
                    literal(name)
                );
                db.execute_batch(&text).at("dead rows")?;
            }
        }
        Ok(())
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

    /// Every row ever stored, living or not.
    pub(super) fn every(&self, feed: Feed, columns: &str) -> String {
        self.select(feed, columns, |_, _, _| "true".to_owned())
    }

    /// The rows that a table of `(part_no, row_id)` lists.
    pub(super) fn listed(&self, feed: Feed, list: &str, columns: &str) -> String {
        self.select(feed, columns, |_, at, _| {
            format!("rowid IN (SELECT row_id FROM {list} WHERE part_no = {at})")
        })
    }

    /// The rows that the delivery at hand has just replaced.
    pub(super) fn gone(&self, feed: Feed, columns: &str) -> String {
        self.select(feed, columns, |table, at, _| {
            format!(
                "rowid IN (SELECT row_id FROM gone WHERE tbl = {} AND part_no = {at})",
                literal(table)
            )
        })
    }

    fn select(
        &self,
        feed: Feed,
        columns: &str,
        condition: impl Fn(&str, usize, &str) -> String,
    ) -> String {
        let table = table_of(feed);
        let each = self.parts.iter().enumerate().map(|(at, (name, _))| {
            let condition = condition(table, at, name);
            format!("SELECT {at} AS part_no, rowid AS row_id, {columns} FROM p{at}.{table} WHERE {condition}")
        });
        each.collect::<Vec<_>>().join(" UNION ALL ")
    }

    /// Writes the replaced rows as `part.dead` and returns which tables of which parts they are in.
    pub(super) fn bury(&self, db: &Connection) -> Result<Vec<(String, String)>, StoreError> {
        let names = self
            .parts
            .iter()
            .enumerate()
            .map(|(at, (name, _))| format!("({at}, {})", literal(name)));
        let text = format!(
            "CREATE TABLE part.dead AS SELECT g.tbl AS feed, n.name AS part, g.row_id FROM gone AS g \
             JOIN (VALUES {}) AS n(part_no, name) ON n.part_no = g.part_no",
            names.collect::<Vec<_>>().join(", ")
        );
        db.execute_batch(&text).at("dead rows")?;
        let mut statement =
            db.prepare("SELECT DISTINCT feed, part FROM part.dead ORDER BY ALL").at("dead rows")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).at("dead rows")?;
        rows.collect::<Result<_, _>>().at("dead rows")
    }
}

fn without(table: &str, part_no: usize, dead: &str) -> String {
    format!(
        "rowid NOT IN (SELECT row_id FROM {dead} WHERE tbl = {} AND part_no = {part_no})",
        literal(table)
    )
}
