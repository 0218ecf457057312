//! Which stored rows a delivery concerns: found by their keys, without reading what is stored.
//!
//! Lists of rows are temporary tables of `(part_no, row_id)`. Where no part holds a row of a list, nothing
//! is read at all; where one does, only the columns asked for.

use domain::feed::Feed;
use duckdb::{Connection, params};

use super::error::{AtStep as _, StoreError};
use super::keys::By;
use super::live::Live;
use super::text::{literal, table_of};

/// The stored facts, asked on a builder's connection that has their parts attached.
#[derive(Clone, Copy)]
pub(super) struct Seek<'a> {
    pub(super) db: &'a Connection,
    pub(super) live: &'a Live,
}

/// Some rows of one feed.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    live: &'a Live,
    feed: Feed,
    /// What the rows are listed in, as something to select from.
    list: String,
    /// The parts that hold some.
    parts: Vec<usize>,
}

/// Which rows count as found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// Those that nothing has superseded, the delivery at hand included.
    Living,
    Every,
}

impl<'a> Seek<'a> {
    /// Prepares the lists of rows that the delivery replaces (`gone`) and enriches again (`pull`).
    pub(super) fn begin(db: &'a Connection, live: &'a Live) -> Result<Self, StoreError> {
        for list in ["gone", "pull"] {
            let text =
                format!("CREATE TEMP TABLE {list} (tbl VARCHAR, part_no INTEGER, row_id BIGINT)");
            db.execute_batch(&text).at("lists of rows")?;
        }
        Ok(Self { db, live })
    }

    /// Lists as `name` the rows whose key is among `asked`, a query of keys in its first column.
    pub(super) fn find(
        self,
        name: &str,
        (feed, by): (Feed, By),
        asked: &str,
        which: Which,
    ) -> Result<Rows<'a>, StoreError> {
        let text = format!("CREATE TEMP TABLE {name} (part_no INTEGER, row_id BIGINT)");
        self.db.execute_batch(&text).at("list rows")?;
        let asked = self.keys(asked)?;
        if self.list(name, (feed, by), &asked)? && which == Which::Living {
            self.drop_superseded(name, feed)?;
        }
        self.rows(feed, name)
    }

    /// Appends the rows that carry the keys; true if there are any.
    fn list(self, name: &str, (feed, by): (Feed, By), asked: &[i64]) -> Result<bool, StoreError> {
        let mut is_found = false;
        let mut list = self.db.appender_to_catalog_and_db(name, "temp", "main").at("list rows")?;
        for (part_no, part) in (0_i32..).zip(self.live.parts()) {
            for row in part.keys.rows(feed, by, asked) {
                list.append_row(params![part_no, i64::from(row)]).at("list rows")?;
                is_found = true;
            }
        }
        list.flush().at("list rows")?;
        Ok(is_found)
    }

    fn keys(self, asked: &str) -> Result<Vec<i64>, StoreError> {
        let text = format!(
            "SELECT DISTINCT key FROM ({asked}) AS asked(key) WHERE key IS NOT NULL ORDER BY key"
        );
        let mut statement = self.db.prepare(&text).at("keys to find")?;
        let keys = statement.query_map([], |row| row.get(0)).at("keys to find")?;
        keys.collect::<Result<_, _>>().at("keys to find")
    }

    fn drop_superseded(self, name: &str, feed: Feed) -> Result<(), StoreError> {
        let table = literal(table_of(feed));
        for dead in ["memory.dead", "gone"] {
            let text = format!(
                "DELETE FROM {name} WHERE (part_no, row_id) IN \
                 (SELECT (part_no, row_id) FROM {dead} WHERE tbl = {table})"
            );
            self.db.execute_batch(&text).at("living rows")?;
        }
        Ok(())
    }

    /// Rows of a feed that are listed in something to select from.
    pub(super) fn rows(self, feed: Feed, list: &str) -> Result<Rows<'a>, StoreError> {
        let text = format!("SELECT DISTINCT part_no FROM {list} AS listed ORDER BY part_no");
        let mut statement = self.db.prepare(&text).at("parts with rows")?;
        let parts = statement.query_map([], |row| row.get::<_, i32>(0)).at("parts with rows")?;
        let parts: Result<Vec<i32>, _> = parts.collect();
        let parts = parts.at("parts with rows")?;
        let parts = parts.into_iter().filter_map(|part| usize::try_from(part).ok()).collect();
        Ok(Rows { live: self.live, feed, list: list.to_owned(), parts })
    }

    /// The rows that the delivery at hand replaces.
    pub(super) fn gone(self, feed: Feed) -> Result<Rows<'a>, StoreError> {
        self.rows(feed, &of_feed("gone", feed))
    }

    /// The rows that are enriched again because of the delivery at hand.
    pub(super) fn pulled(self, feed: Feed) -> Result<Rows<'a>, StoreError> {
        self.rows(feed, &of_feed("pull", feed))
    }

    /// Enriches again the living rows whose key is among `asked`.
    pub(super) fn pull(
        self,
        name: &str,
        found_by: (Feed, By),
        asked: &str,
    ) -> Result<(), StoreError> {
        let rows = self.find(name, found_by, asked, Which::Living)?;
        self.pull_from(found_by.0, &rows.list)
    }

    /// Enriches again the rows that a query of `(part_no, row_id)` names.
    pub(super) fn pull_from(self, feed: Feed, list: &str) -> Result<(), StoreError> {
        let table = literal(table_of(feed));
        let text = format!("INSERT INTO pull SELECT {table}, part_no, row_id FROM {list}");
        self.db.execute_batch(&text).at("find touched facts")
    }
}

fn of_feed(list: &str, feed: Feed) -> String {
    format!("(SELECT part_no, row_id FROM {list} WHERE tbl = {})", literal(table_of(feed)))
}

impl Rows<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// `SELECT part_no, row_id, columns` of the rows.
    pub(super) fn select(&self, columns: &str) -> String {
        let table = table_of(self.feed);
        let of_part = |at: usize, condition: &str| {
            format!(
                "SELECT {at} AS part_no, rowid AS row_id, {columns} FROM p{at}.{table} WHERE {condition}"
            )
        };
        if self.is_empty() {
            return of_part(0, "false");
        }
        let listed = self.parts.iter().map(|at| {
            let list = &self.list;
            of_part(
                *at,
                &format!("rowid IN (SELECT row_id FROM {list} AS listed WHERE part_no = {at})"),
            )
        });
        listed.collect::<Vec<_>>().join(" UNION ALL ")
    }

    /// Names of the parts that hold some.
    pub(super) fn part_names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|at| Some(self.live.parts().get(*at)?.name.as_str()))
    }
}
