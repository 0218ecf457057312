//! Where facts lie: for each key that a delivery asks by, the rows of a part that carry it.
//!
//! A delivery asks who has its identifiers, its inspections, its entities. DuckDB would read a column of
//! every stored fact to find a few; here each asked key is one binary search in a sorted list, so that a
//! delivery costs what it holds and not what is stored. Built once with a part, never altered, mapped.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use arrow::array::AsArray as _;
use arrow::datatypes::Int64Type;
use domain::feed::Feed;
use duckdb::Connection;
use memmap2::Mmap;
use serde::{Deserialize, Serialize};

use super::error::{AtStep as _, OnFile as _, StoreError};
use super::mapped::{self, number_at};
use super::text::{hash_of, table_of};

const FILE: &str = "keys.bin";
const MAGIC: &[u8; 8] = b"GLKEYS1\n";
/// Bytes of a key and of a row in the file.
const WIDTHS: (usize, usize) = (8, 4);

/// What facts are found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(super) enum By {
    /// Their own identifier.
    Id,
    /// The inspection they belong to.
    Inspection,
    /// The root of their chain of orders.
    Root,
    /// The number of their entity.
    Entity,
    /// The identifier of an entity that was not known when they were stored.
    UnknownEntity,
}

/// Every list of a part.
const LISTS: [(Feed, &[By]); 5] = [
    (Feed::Entity, &[By::Id]),
    (Feed::Inspection, &[By::Id, By::Entity, By::UnknownEntity]),
    (Feed::Problem, &[By::Id, By::Inspection, By::Entity, By::UnknownEntity]),
    (Feed::Order, &[By::Id, By::Inspection, By::Root, By::Entity, By::UnknownEntity]),
    (Feed::Complaint, &[By::Id, By::Entity, By::UnknownEntity]),
];

impl By {
    /// The key as SQL over a stored row; null where the row has none.
    fn key(self) -> String {
        match self {
            Self::Id => "id_h".to_owned(),
            Self::Inspection => "insp_h".to_owned(),
            Self::Root => "root_h".to_owned(),
            Self::Entity => "entity_no::BIGINT".to_owned(),
            Self::UnknownEntity => {
                format!("CASE WHEN entity_no IS NULL THEN {} END", hash_of("entity_id"))
            }
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct List {
    feed: Feed,
    by: By,
    length: usize,
}

/// The lists of one part.
#[derive(Debug)]
pub(super) struct Keys {
    map: Mmap,
    /// With the offset of its first byte: all keys ascending, then their rows.
    lists: Vec<(List, usize)>,
}

/// Writes the lists of the finished part that `db` has attached as `part`.
pub(super) fn write(db: &Connection, folder: &Path) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    let mut out = BufWriter::new(File::create(&path).on("create", &path)?);
    out.write_all(MAGIC).on("write", &path)?;
    let mut lists = Vec::new();
    for (feed, by) in LISTS.iter().flat_map(|(feed, each)| each.iter().map(|by| (*feed, *by))) {
        let rows = write_keys(db, feed, by, &mut out, &path)?;
        for row in &rows {
            out.write_all(&row.to_le_bytes()).on("write", &path)?;
        }
        lists.push(List { feed, by, length: rows.len() });
    }
    let index = postcard::to_stdvec(&lists).unwrap_or_default();
    let length = u64::try_from(index.len()).unwrap_or(0);
    let end = out.write_all(&index).and_then(|()| out.write_all(&length.to_le_bytes()));
    end.and_then(|()| out.into_inner()?.sync_all()).on("write", &path)
}

/// Writes the keys of one list, ascending, and returns their rows in the same order.
fn write_keys(
    db: &Connection,
    feed: Feed,
    by: By,
    out: &mut impl std::io::Write,
    path: &Path,
) -> Result<Vec<u32>, StoreError> {
    let sql = format!(
        "SELECT {} AS key, rowid FROM part.{} WHERE key IS NOT NULL ORDER BY key, rowid",
        by.key(),
        table_of(feed)
    );
    let mut rows = Vec::new();
    let mut statement = db.prepare(&sql).at("list keys")?;
    for batch in statement.stream_arrow([]).at("list keys")? {
        let column = |at: usize| batch.column(at).as_primitive::<Int64Type>().values();
        for key in column(0) {
            out.write_all(&key.to_le_bytes()).on("write", path)?;
        }
        rows.extend(column(1).iter().map(|row| u32::try_from(*row).unwrap_or(u32::MAX)));
    }
    Ok(rows)
}

impl Keys {
    pub(super) fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.join(FILE);
        let map = mapped::map(&path)?;
        let refuse = |why| StoreError::Keys { path: PathBuf::from(&path), why };
        if !map.starts_with(MAGIC) {
            return Err(refuse("wrong first bytes"));
        }
        let (rest, length) = map.split_last_chunk().ok_or_else(|| refuse("cut short"))?;
        let length = usize::try_from(u64::from_le_bytes(*length)).unwrap_or(usize::MAX);
        let start = rest.len().checked_sub(length).ok_or_else(|| refuse("cut short"))?;
        let index = rest.get(start..).and_then(|index| postcard::from_bytes(index).ok());
        let index: Vec<List> = index.ok_or_else(|| refuse("unreadable index"))?;
        let mut at = MAGIC.len();
        let mut lists = Vec::new();
        for list in index {
            lists.push((list, at));
            at = list
                .length
                .checked_mul(WIDTHS.0 + WIDTHS.1)
                .and_then(|bytes| at.checked_add(bytes))
                .ok_or_else(|| refuse("a list without end"))?;
        }
        if at != start {
            return Err(refuse("length differs from its index"));
        }
        Ok(Self { map, lists })
    }

    /// The rows of a feed that carry one of some keys, which are ascending. Ascending by key.
    pub(super) fn rows(&self, feed: Feed, by: By, asked: &[i64]) -> Vec<u32> {
        let mut found = Vec::new();
        let Some((list, start)) =
            self.lists.iter().find(|(list, _)| (list.feed, list.by) == (feed, by))
        else {
            return found;
        };
        let key = |at: usize| number_at(&self.map, start + at * WIDTHS.0, i64::from_le_bytes);
        let rows = start + list.length * WIDTHS.0;
        let mut from = 0;
        for asked in asked {
            from = first_at_least(*asked, from, list.length, key);
            while from < list.length && key(from) == *asked {
                found.push(number_at(&self.map, rows + from * WIDTHS.1, u32::from_le_bytes));
                from += 1;
            }
        }
        found
    }
}

/// The first place in `low..high` whose key is not below `asked`. Steps double from `low` on, so that keys
/// that are asked in order cost the logarithm of the way between them.
fn first_at_least(asked: i64, low: usize, high: usize, key: impl Fn(usize) -> i64) -> usize {
    let (mut low, mut step) = (low, 1);
    while low + step < high && key(low + step) < asked {
        low += step;
        step *= 2;
    }
    let mut high = high.min(low + step + 1);
    while low < high {
        let middle = usize::midpoint(low, high);
        if key(middle) < asked {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::part;

    fn keys_of(name: &str) -> (PathBuf, Keys) {
        let folder =
            std::env::temp_dir().join(format!("guanlan-keys-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let db = part::builder(&folder).unwrap();
        db.execute_batch(
            "CREATE TABLE part.entity AS SELECT (i % 7)::BIGINT AS id_h FROM range(100) AS t(i);
             CREATE TABLE part.inspection AS SELECT (1000 - i * 3)::BIGINT AS id_h,
                 CASE WHEN i % 2 = 0 THEN i::INTEGER END AS entity_no, 'E' || i AS entity_id
                 FROM range(50) AS t(i);
             CREATE TABLE part.problem (id_h BIGINT, insp_h BIGINT, entity_no INTEGER, entity_id VARCHAR);
             CREATE TABLE part.dispatch_order (id_h BIGINT, insp_h BIGINT, root_h BIGINT, entity_no INTEGER,
                 entity_id VARCHAR);
             CREATE TABLE part.complaint (id_h BIGINT, entity_no INTEGER, entity_id VARCHAR);",
        )
        .unwrap();
        write(&db, &folder).unwrap();
        drop(db);
        let keys = Keys::open(&folder).unwrap();
        (folder, keys)
    }

    #[test]
    fn every_row_with_a_key_is_found_and_no_other() {
        let (folder, keys) = keys_of("found");
        let threes: Vec<u32> = (0..100).filter(|row| row % 7 == 3).collect();
        assert_eq!(keys.rows(Feed::Entity, By::Id, &[3]), threes);
        assert_eq!(keys.rows(Feed::Entity, By::Id, &[-1, 3, 7, 1000]), threes);
        assert_eq!(keys.rows(Feed::Inspection, By::Id, &[853, 854, 999, 1000]), [49, 0]);
        assert_eq!(keys.rows(Feed::Inspection, By::Entity, &[0, 1, 2, 48]), [0, 2, 48]);
        assert_eq!(keys.rows(Feed::Problem, By::Inspection, &[3]), [0_u32; 0]);
        assert_eq!(keys.rows(Feed::Entity, By::Root, &[3]), [0_u32; 0], "no such list");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_file_of_keys_cut_short_is_refused() {
        let (folder, keys) = keys_of("cut");
        drop(keys);
        let path = folder.join(FILE);
        let bytes = std::fs::read(&path).unwrap();
        for kept in [0, 4, 20, bytes.len() / 2, bytes.len() - 1] {
            std::fs::write(&path, &bytes[..kept]).unwrap();
            assert!(matches!(Keys::open(&folder), Err(StoreError::Keys { .. })), "{kept} bytes");
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn doubling_steps_find_what_a_plain_search_finds() {
        let list: Vec<i64> = (0..500).map(|it| (it / 3) * 5).collect();
        for asked in -3..850 {
            for low in [0, 1, 77, 499, 500] {
                let expected = low + list[low..].partition_point(|key| *key < asked);
                assert_eq!(first_at_least(asked, low, list.len(), |at| list[at]), expected);
            }
        }
    }
}
