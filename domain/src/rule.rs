//! Typed row → faults: the business rules of domain section 3.6, one file per feed.
//!
//! A rule sees one row, the clock and the register of regions and orgs. It never asks whether another
//! fact exists (E303, E401–E403 and E603 belong to the store), so rows may arrive in any order.

use crate::fault::{Code, Fault};
use crate::feed::{Column, Feed, TAIL, Value};
use crate::time::{Day, Stamp};

mod clock;
mod complaint;
mod entity;
mod inspection;
mod order;
mod org;
mod place;
mod problem;
mod region;

#[cfg(test)]
mod tests;

/// What a rule may know besides the row.
pub trait Context {
    /// The moment of ingest.
    fn now(&self) -> Stamp;
    /// A region code as it stood on a day.
    fn region(&self, code: &str, on: Day) -> Lookup;
    /// An org code as it stood on a day.
    fn org(&self, code: &str, on: Day) -> Lookup;
    /// Whether the pack switched a rule off. Asked only for [relaxable](Code::is_relaxable) codes.
    fn relaxed(&self, code: Code) -> bool;
}

/// What the register says about a code on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    Active,
    Unknown,
    /// The code had ended by that day.
    Retired {
        successor: Option<String>,
        name: String,
    },
    /// The code begins after that day.
    NotYet,
}

/// Applies the rules of a feed to a row whose cells all parsed.
pub(crate) fn check<'a>(
    feed: Feed,
    cells: &[Option<&'a str>],
    values: &[Value<'a>],
    context: &dyn Context,
    faults: &mut Vec<Fault>,
) {
    let mut record = Record { columns: feed.columns(), cells, values, context, faults };
    tail(&mut record);
    match feed {
        Feed::Region => region::check(&mut record),
        Feed::Org => org::check(&mut record),
        Feed::Entity => entity::check(&mut record),
        Feed::Inspection => inspection::check(&mut record),
        Feed::Problem => problem::check(&mut record),
        Feed::Order => order::check(&mut record),
        Feed::Complaint => complaint::check(&mut record),
    }
}

/// The rules about the columns every feed shares.
fn tail(record: &mut Record<'_, '_>) {
    let version = record.columns.len() - TAIL + 2;
    if record.int(version).is_some_and(|it| it < 1) {
        record.fail(Code::E703VersionGap, version, "版本号从1开始".to_owned());
    }
    let received_at = record.received_at();
    clock::not_in_future(record, [received_at]);
}

/// One parsed row with its surroundings, as the rules read it.
struct Record<'r, 'a> {
    columns: &'static [Column],
    cells: &'r [Option<&'a str>],
    values: &'r [Value<'a>],
    context: &'r dyn Context,
    faults: &'r mut Vec<Fault>,
}

impl<'r> Record<'r, '_> {
    fn value(&self, at: impl Into<usize>) -> &'r Value<'r> {
        self.values.get(at.into()).unwrap_or(&Value::Null)
    }

    fn has(&self, at: impl Into<usize>) -> bool {
        !self.value(at).is_null()
    }

    fn text(&self, at: impl Into<usize>) -> Option<&'r str> {
        match self.value(at) {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn int(&self, at: impl Into<usize>) -> Option<i64> {
        match self.value(at) {
            Value::Int(int) => Some(*int),
            _ => None,
        }
    }

    fn decimal(&self, at: impl Into<usize>) -> Option<f64> {
        match self.value(at) {
            Value::Decimal(decimal) => Some(*decimal),
            _ => None,
        }
    }

    fn day(&self, at: impl Into<usize>) -> Option<Day> {
        match self.value(at) {
            Value::Day(day) => Some(*day),
            _ => None,
        }
    }

    fn stamp(&self, at: impl Into<usize>) -> Option<Stamp> {
        match self.value(at) {
            Value::Stamp(stamp) => Some(*stamp),
            _ => None,
        }
    }

    /// Place of `received_at`, the last column.
    fn received_at(&self) -> usize {
        self.columns.len() - 1
    }

    /// The day the row was received; today when the delivery does not say.
    fn received_on(&self) -> Day {
        self.stamp(self.received_at()).unwrap_or_else(|| self.context.now()).day()
    }

    /// What the delivery wrote in a cell.
    fn written(&self, at: usize) -> &'r str {
        self.cells.get(at).copied().flatten().unwrap_or("")
    }

    /// Notes a fault, unless the pack relaxed its rule.
    fn fail(&mut self, code: Code, at: impl Into<usize>, hint: String) {
        if code.is_relaxable() && self.context.relaxed(code) {
            return;
        }
        let at = at.into();
        let column = self.columns.get(at).map_or("", |column| column.name);
        self.faults.push(Fault::new(code, column, self.written(at), hint));
    }

    /// Notes a fault when a column is empty.
    fn need(&mut self, code: Code, at: impl Into<usize>, hint: &str) {
        let at = at.into();
        if !self.has(at) {
            self.fail(code, at, hint.to_owned());
        }
    }

    /// Notes a fault when a column is filled.
    fn refuse(&mut self, code: Code, at: impl Into<usize>, hint: &str) {
        let at = at.into();
        if self.has(at) {
            self.fail(code, at, hint.to_owned());
        }
    }
}
