//! One block of a delivery, whatever its format → records under the feed's columns.

use std::borrow::Cow;

use arrow::array::RecordBatch;
use domain::fault::Fault;

use super::cells::Records;
use super::columnar;
use super::json;
use super::layout::Layout;

/// The decoded content of a block.
#[derive(Debug)]
pub(super) enum Table {
    Csv { text: String, delimiter: u8 },
    Ndjson(String),
    Parquet(RecordBatch),
}

/// One record, for as long as it is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'r> {
    /// As it came; empty where the format has no lines.
    pub(super) line: &'r str,
    /// By column of the feed.
    pub(super) cells: &'r [Option<&'r str>],
    pub(super) shape: Shape<'r>,
}

/// Whether a record can be taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape<'r> {
    Sound,
    /// A CSV record with too few or too many cells.
    Width(usize),
    /// Not a JSON object of plain values: why.
    Malformed(&'r str),
    /// A JSON object with a key that is no column.
    UnknownKey(&'r str),
    /// A foreign record that the mapping cannot read.
    Unmapped(&'r Fault),
}

impl Table {
    /// Shows every record to `visit`, in order.
    pub(super) fn each(&self, layout: &Layout<'_>, visit: &mut dyn FnMut(Raw<'_>)) {
        match self {
            Self::Csv { text, delimiter } => {
                each_csv(Records::new(text, *delimiter), layout, visit);
            }
            Self::Ndjson(text) => json::each(text, layout, visit),
            Self::Parquet(batch) => columnar::each(batch, layout, visit),
        }
    }
}

fn each_csv(mut records: Records<'_>, layout: &Layout<'_>, visit: &mut dyn FnMut(Raw<'_>)) {
    let mut cells: Vec<Cow<'_, str>> = Vec::with_capacity(layout.width);
    let mut spare = Vec::new();
    while let Some(line) = records.next_record(&mut cells) {
        if cells.len() == layout.width {
            let mut arranged = spare;
            layout.rows(&cells, &mut arranged, |row| match row {
                Ok(cells) => visit(Raw { line, cells, shape: Shape::Sound }),
                Err(fault) => visit(Raw { line, cells: &[], shape: Shape::Unmapped(&fault) }),
            });
            spare = emptied(arranged);
        } else {
            visit(Raw { line, cells: &[], shape: Shape::Width(cells.len()) });
        }
    }
}

/// The same allocation for values of another lifetime.
fn emptied<'long>(mut cells: Vec<Option<&str>>) -> Vec<Option<&'long str>> {
    cells.clear();
    cells.into_iter().map(|_| None).collect()
}
