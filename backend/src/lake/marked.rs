//! The marked rows of a batch, read from its file: what is marked is stored, and says so in `warnings`.
//!
//! A row that only repeats another of its delivery is accepted and not stored: it is a number between 1 and the
//! delivery's rows that neither the file nor the list of rejects has, and carries `W704_UNCHANGED`; the ledger knows its
//! key. So every batch ever taken in lists its marks, and no more than a page is held.
//!
//! Nothing here raises a mark, or knows what the row looked like before it was checked.

use std::iter::Peekable;
use std::ops::Range;

use arrow::array::{Array as _, ArrayRef, AsArray as _, RecordBatch};
use arrow::datatypes::Int64Type;
use arrow::util::display::{ArrayFormatter, FormatOptions};
use domain::fault::{Code, mark};
use domain::feed::{Column, Feed, Kind};
use domain::time::Stamp;

use super::repair::csv_line;
use super::{BatchRow, LakeError, Page, RowFault, read};

/// How many rows carry the mark, or any, and the marks of a page of them; `rejected` are the numbers of the rejected
/// rows, needed where some rows are not stored, and `key_of` knows the keys of those that only repeat another.
pub(super) fn page(
    batch: &BatchRow,
    (rejected, key_of): (&[u64], &KeyOf<'_>),
    mark: Option<Code>,
    page: Page,
) -> Result<(u64, Vec<RowFault>), LakeError> {
    let mut window = Window { mark, page, total: 0, rows: Vec::new() };
    let mut gaps = Gaps { next: 1, rejected: rejected.iter().peekable() };
    let has_gaps = batch.stored < batch.accepted;
    let mut place = 0;
    for block in read::stream(batch, &["warnings", "row_no"])? {
        let block = block?;
        let (Some(said), Some(rows)) =
            (block.column_by_name("warnings"), block.column_by_name("row_no"))
        else {
            continue;
        };
        for (said, row) in
            said.as_string::<i32>().iter().zip(rows.as_primitive::<Int64Type>().values())
        {
            let row = row.unsigned_abs();
            if has_gaps {
                gaps.up_to(row, &mut window);
            }
            window.meet(row, Some(place), said.unwrap_or_default());
            place += 1;
        }
    }
    if has_gaps {
        gaps.up_to(batch.rows + 1, &mut window);
    }
    let total = window.total;
    Ok((total, window.faults(batch, key_of)?))
}

type KeyOf<'k> = dyn Fn(u64) -> Result<Option<String>, LakeError> + 'k;

/// Rows that are neither stored nor rejected.
struct Gaps<'r, I: Iterator<Item = &'r u64>> {
    next: u64,
    rejected: Peekable<I>,
}

impl<'r, I: Iterator<Item = &'r u64>> Gaps<'r, I> {
    /// Passes those before a stored row.
    fn up_to(&mut self, row: u64, window: &mut Window) {
        let between: Range<u64> = self.next..row;
        for missing in between {
            if self.rejected.next_if_eq(&&missing).is_none() {
                window.meet(missing, None, Code::W704Unchanged.as_str());
            }
        }
        self.next = row + 1;
    }
}

/// A marked row of the page.
struct Met {
    row: u64,
    /// Place in the file; `None` for a row that only repeats another.
    place: Option<usize>,
    marks: Vec<Code>,
}

struct Window {
    mark: Option<Code>,
    page: Page,
    total: u64,
    rows: Vec<Met>,
}

impl Window {
    fn meet(&mut self, row: u64, place: Option<usize>, said: &str) {
        if said.is_empty() {
            return;
        }
        let mut marks: Vec<Code> = said.split(',').filter_map(Code::parse).collect();
        marks.dedup();
        if let Some(wanted) = self.mark {
            marks.retain(|code| *code == wanted);
        }
        if marks.is_empty() {
            return;
        }
        self.total += 1;
        if self.total > u64::from(self.page.skip) && self.rows.len() < self.page.rows as usize {
            self.rows.push(Met { row, place, marks });
        }
    }

    /// The marks of the page's rows, with what the rows say.
    fn faults(self, batch: &BatchRow, key_of: &KeyOf<'_>) -> Result<Vec<RowFault>, LakeError> {
        let places: Vec<usize> = self.rows.iter().filter_map(|met| met.place).collect();
        let names: Vec<&str> = batch.feed.columns().iter().map(|column| column.name).collect();
        let mut stored = Vec::with_capacity(places.len());
        if !places.is_empty() {
            for block in read::rows_at(batch, &names, &places)? {
                stored.extend(texts(batch, &block)?);
            }
        }
        let mut stored = stored.into_iter();
        let blank = vec![String::new(); names.len()];
        let mut all = Vec::new();
        for met in &self.rows {
            let row = match met.place {
                Some(_) => stored.next().unwrap_or_default(),
                None => named(&blank, key_of(met.row)?),
            };
            all.extend(faults(batch.feed, met, &row));
        }
        Ok(all)
    }
}

/// A row of which nothing but the key is known.
fn named(blank: &[String], key: Option<String>) -> Vec<String> {
    let key = key.into_iter();
    key.chain(blank.iter().cloned()).take(blank.len()).collect()
}

fn faults(feed: Feed, met: &Met, row: &[String]) -> impl Iterator<Item = RowFault> {
    let cells = csv_line(row.iter().map(String::as_str));
    let line = if met.place.is_some() { cells.clone() } else { String::new() };
    let key = row.first().cloned().unwrap_or_default();
    met.marks.iter().map(move |code| {
        let fault = mark::of_row(*code, feed, row);
        RowFault {
            row: met.row,
            key: key.clone(),
            column: fault.column.to_owned(),
            code: fault.code.as_str().to_owned(),
            value: fault.value,
            hint: fault.hint,
            line: line.clone(),
            cells: cells.clone(),
        }
    })
}

/// The rows of a block under the feed's columns, as a delivery would write them.
fn texts(batch: &BatchRow, block: &RecordBatch) -> Result<Vec<Vec<String>>, LakeError> {
    let failed = |source| LakeError::ReadRecords { path: batch.file.clone(), source };
    let options = FormatOptions::default();
    let mut rows = vec![Vec::new(); block.num_rows()];
    for column in batch.feed.columns() {
        let Some(values) = block.column_by_name(column.name) else { continue };
        let plain = ArrayFormatter::try_new(values, &options).map_err(failed)?;
        for (at, row) in rows.iter_mut().enumerate() {
            let instant = instant(column, values, at);
            row.push(match instant {
                Some(text) => text,
                None => plain.value(at).try_to_string().map_err(failed)?,
            });
        }
    }
    Ok(rows)
}

/// Instants are stored as microseconds.
fn instant(column: &Column, values: &ArrayRef, at: usize) -> Option<String> {
    if column.kind != Kind::Stamp || values.is_null(at) {
        return None;
    }
    let micros = values.as_primitive_opt::<Int64Type>()?;
    Some(Stamp(micros.value(at)).to_string())
}
