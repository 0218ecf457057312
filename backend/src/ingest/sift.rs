//! Records of one block → accepted columns and rejected rows. Runs on every core at once.
//!
//! Sees one row at a time: twins within the delivery and row numbers are settled afterwards, in order.

use std::hash::Hasher as _;
use std::mem;

use domain::fault::{Code, Fault};
use domain::feed::{Column, Feed, Form, Value, check, privacy};
use rustc_hash::FxHasher;

use super::alike::Trace;
use super::fields::Fields;
use super::layout::Layout;
use super::place::{self, Place, place};
use super::table::{Raw, Shape, Table};
use super::twins::Mark;
use crate::lake::repair::csv_line;
use crate::lake::{RejectedRow, schema};
use crate::registry::View;

/// `update_flag` of a withdrawal.
const WITHDRAWN: &str = "3";

/// What every block of a delivery is held against.
#[derive(Debug)]
pub(super) struct Sifter<'s> {
    pub(super) feed: Feed,
    pub(super) view: &'s View,
    pub(super) layout: Layout<'s>,
}

/// One accepted row, before its twins are known.
#[derive(Clone, Copy, Debug)]
pub(super) struct Accepted {
    /// Place in the block, from 0.
    pub(super) record: u32,
    pub(super) mark: Mark,
    pub(super) trace: Trace,
}

/// A sifted block.
#[derive(Debug)]
pub(super) struct Sifted {
    pub(super) records: u32,
    pub(super) fields: Fields,
    pub(super) accepted: Vec<Accepted>,
    /// Marks that a row carries by itself: its place among the accepted, ascending, and each code once.
    pub(super) marks: Vec<(usize, Code)>,
    /// Their `row` is the place in the block, from 0, until the block's turn comes.
    pub(super) rejected: Vec<RejectedRow>,
    /// The first reason to refuse the whole delivery, and its place in the block.
    pub(super) refused: Option<(u32, Fault)>,
    /// Whether the last record could not be taken apart.
    pub(super) last_is_odd: bool,
}

impl Sifter<'_> {
    pub(super) fn sift(&self, table: &Table) -> Sifted {
        let mut sieve = Sieve {
            sifter: self,
            place_columns: place::Columns::of(self.feed),
            faults: Vec::new(),
            warnings: String::new(),
            row: Vec::new(),
            sifted: Sifted::empty(self.feed),
        };
        table.each(&self.layout, &mut |raw| sieve.take(&raw));
        sieve.sifted
    }

    /// A rejected row of the block.
    pub(super) fn reject(&self, record: u32, raw: &Raw<'_>, faults: Vec<Fault>) -> RejectedRow {
        let columns = self.feed.columns();
        let cells: Vec<String> =
            columns.iter().zip(raw.cells).map(|(column, cell)| kept(column, *cell)).collect();
        let cells = csv_line(cells.iter().map(String::as_str));
        let line = if raw.line.is_empty() { &cells } else { raw.line };
        let line = privacy::mask(line).unwrap_or_else(|| line.to_owned());
        RejectedRow { row: u64::from(record), line, cells, faults }
    }
}

/// A cell for the list of rejects: what would be masked before storage is masked there too.
fn kept(column: &Column, cell: Option<&str>) -> String {
    let cell = cell.unwrap_or_default();
    let masked = if column.form == Form::Free { privacy::mask(cell) } else { None };
    masked.unwrap_or_else(|| cell.to_owned())
}

impl Sifted {
    fn empty(feed: Feed) -> Self {
        Self {
            records: 0,
            fields: Fields::new(feed),
            accepted: Vec::new(),
            marks: Vec::new(),
            rejected: Vec::new(),
            refused: None,
            last_is_odd: false,
        }
    }
}

/// The buffers of one pass over a block.
struct Sieve<'s> {
    sifter: &'s Sifter<'s>,
    place_columns: Option<place::Columns>,
    faults: Vec<Fault>,
    warnings: String,
    row: Vec<Value<'static>>,
    sifted: Sifted,
}

impl Sieve<'_> {
    fn take(&mut self, raw: &Raw<'_>) {
        let record = self.sifted.records;
        self.sifted.records += 1;
        let oddity = self.oddity(raw.shape);
        self.sifted.last_is_odd = oddity.is_some();
        match oddity {
            None => self.check(record, raw),
            Some(fault) if fault.code == Code::FSchema => {
                self.sifted.refused.get_or_insert((record, fault));
            }
            Some(fault) => {
                let rejected = self.sifter.reject(record, raw, vec![fault]);
                self.sifted.rejected.push(rejected);
            }
        }
    }

    fn oddity(&self, shape: Shape<'_>) -> Option<Fault> {
        match shape {
            Shape::Sound => None,
            Shape::Width(found) => {
                let hint = format!("本行有 {found} 格，表头有 {} 格", self.sifter.layout.width);
                Some(Fault::new(Code::E102Type, "", "", hint))
            }
            Shape::Unmapped(fault) => Some(fault.clone()),
            Shape::Malformed(why) => Some(Fault::new(Code::E102Type, "", "", why.to_owned())),
            Shape::UnknownKey(key) => {
                let names: Vec<_> =
                    self.sifter.feed.columns().iter().map(|column| column.name).collect();
                let hint = format!("没有 `{key}` 这一列；可用：{}", names.join(", "));
                Some(Fault::new(Code::FSchema, "", key, hint))
            }
        }
    }

    fn check(&mut self, record: u32, raw: &Raw<'_>) {
        let Sifter { feed, view, .. } = self.sifter;
        let mut row = emptied(mem::take(&mut self.row));
        check(*feed, raw.cells, *view, &mut row, &mut self.faults);
        if self.faults.iter().any(Fault::rejects) {
            let faults = mem::take(&mut self.faults);
            self.sifted.rejected.push(self.sifter.reject(record, raw, faults));
        } else {
            self.accept(record, &row);
        }
        self.row = emptied(row);
    }

    fn accept(&mut self, record: u32, row: &[Value<'_>]) {
        let place = self
            .place_columns
            .and_then(|columns| place(self.sifter.view, columns, row, &mut self.faults));
        self.warnings.clear();
        let at = self.sifted.accepted.len();
        for (nth, fault) in self.faults.iter().enumerate() {
            if nth > 0 {
                self.warnings.push(',');
            }
            self.warnings.push_str(fault.code.as_str());
            let own = self.sifted.marks.iter().rev().take_while(|(of, _)| *of == at);
            if own.clone().all(|(_, code)| *code != fault.code) {
                self.sifted.marks.push((at, fault.code));
            }
        }
        let point = self.point(place.as_ref());
        let key = schema::key_hash(row.first().and_then(text).unwrap_or_default());
        let version = row.iter().nth_back(2).and_then(int).unwrap_or(1);
        self.sifted.fields.push(row, place.as_ref(), key, &self.warnings);
        let mark = Mark::of(key, version, row);
        let is_withdrawn = row.iter().nth_back(1).and_then(text) == Some(WITHDRAWN);
        let said = (!is_withdrawn).then_some(mark.said);
        let trace = Trace { key, said, point };
        self.sifted.accepted.push(Accepted { record, mark, trace });
    }

    /// Where an entity lies, exactly. Of acts many lie on one point, and should.
    fn point(&self, place: Option<&Place<'_>>) -> Option<u64> {
        let place = place.filter(|_| self.sifter.feed == Feed::Entity)?;
        let mut point = FxHasher::default();
        point.write_u64(place.lon.to_bits());
        point.write_u64(place.lat.to_bits());
        Some(point.finish())
    }
}

/// The same allocation for values of another lifetime.
fn emptied<'long>(mut row: Vec<Value<'_>>) -> Vec<Value<'long>> {
    row.clear();
    row.into_iter().map(|_| Value::Null).collect()
}

fn text<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn int(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        _ => None,
    }
}
