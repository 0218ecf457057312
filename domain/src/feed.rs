//! One delivered row → one typed row: the feeds, their columns, and the check between.
//!
//! [`check`] normalises each cell (trim, full-width to half-width, upper-case credit codes), parses it
//! by its [`Column`], then asks the business rules of `rule`. It compares a row with nothing but itself
//! and the register of regions and orgs: references between facts belong to the store, because the
//! order of arrival must not matter. Nothing else is repaired silently.

use std::borrow::Cow;

use crate::fault::{Code, Fault};
use crate::rule::{self, Context};
use crate::time::{Day, Stamp};

mod cell;
pub mod column;
pub(crate) mod number;
pub mod privacy;
pub(crate) mod when;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

pub use column::{Column, Form, Kind};

/// One kind of record that arrives.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Feed {
    Region,
    Org,
    Entity,
    Inspection,
    Problem,
    Order,
    Complaint,
}

/// Number of columns at the end that every feed shares: `src_system` … `received_at`.
pub const TAIL: usize = 5;

/// What stands in `src_system` when the delivery has no such column.
pub const DEFAULT_SOURCE: &str = "file";

impl Feed {
    /// Every feed, each after those it refers to.
    pub const ALL: &'static [Self] = &[
        Self::Region,
        Self::Org,
        Self::Entity,
        Self::Inspection,
        Self::Problem,
        Self::Order,
        Self::Complaint,
    ];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::Org => "org",
            Self::Entity => "entity",
            Self::Inspection => "inspection",
            Self::Problem => "problem",
            Self::Order => "order",
            Self::Complaint => "complaint",
        }
    }

    /// The feed of a name; `None` for any other text.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|feed| feed.as_str() == name)
    }

    pub const fn zh(self) -> &'static str {
        match self {
            Self::Region => "区划",
            Self::Org => "机构",
            Self::Entity => "监管对象",
            Self::Inspection => "监督检查",
            Self::Problem => "检查问题",
            Self::Order => "派单",
            Self::Complaint => "投诉举报",
        }
    }

    /// The columns in their fixed order, the common tail last.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Region => &column::region::COLUMNS,
            Self::Org => &column::org::COLUMNS,
            Self::Entity => &column::entity::COLUMNS,
            Self::Inspection => &column::inspection::COLUMNS,
            Self::Problem => &column::problem::COLUMNS,
            Self::Order => &column::order::COLUMNS,
            Self::Complaint => &column::complaint::COLUMNS,
        }
    }

    /// Name of the column with the business key: always the first one.
    pub fn key(self) -> &'static str {
        self.columns().first().map_or("", |column| column.name)
    }

    /// Place of a column by its name.
    pub fn position(self, name: &str) -> Option<usize> {
        self.columns().iter().position(|column| column.name == name)
    }
}

/// One parsed cell. Codes are `Text`; their [`Column::list`] holds them to the value list.
#[derive(Clone, Debug, PartialEq, Default)]
pub enum Value<'a> {
    #[default]
    Null,
    Text(Cow<'a, str>),
    Int(i64),
    Decimal(f64),
    Bool(bool),
    Day(Day),
    Stamp(Stamp),
}

impl Value<'_> {
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

/// Checks one row: `cells` by column (a missing tail counts as absent), values to `row`, faults to `faults`.
///
/// Both buffers are cleared first and can be reused. Afterwards `row` has one value per column; any fault
/// that [rejects](Fault::rejects) means that the row must not be stored. Business rules are asked only of
/// rows whose cells all parse.
pub fn check<'a>(
    feed: Feed,
    cells: &[Option<&'a str>],
    context: &dyn Context,
    row: &mut Vec<Value<'a>>,
    faults: &mut Vec<Fault>,
) {
    row.clear();
    faults.clear();
    let columns = feed.columns();
    row.resize(columns.len(), Value::Null);
    for (at, (column, slot)) in columns.iter().zip(row.iter_mut()).enumerate() {
        let cell = cells.get(at).copied().flatten().unwrap_or("");
        if !cell.is_empty() || column.required {
            cell::read(column, cell, faults, slot);
        }
    }
    fill_tail(row, context);
    if !faults.iter().any(Fault::rejects) {
        rule::check(feed, cells, row, context, faults);
    }
}

/// Puts the documented defaults where the delivery is silent about its source.
fn fill_tail<'a>(row: &mut [Value<'a>], context: &dyn Context) {
    let Some((facts, tail)) = row.split_last_chunk_mut::<TAIL>() else { return };
    let [system, id, version, flag, received] = tail;
    let fill = |slot: &mut Value<'a>, default: Value<'a>| {
        if slot.is_null() {
            *slot = default;
        }
    };
    fill(system, Value::Text(Cow::Borrowed(DEFAULT_SOURCE)));
    if id.is_null() {
        *id = facts.first().cloned().unwrap_or_default();
    }
    fill(version, Value::Int(1));
    fill(flag, Value::Text(Cow::Borrowed("1")));
    fill(received, Value::Stamp(context.now()));
}

/// What is wrong with a text as a cell of a column, by itself; `None` when nothing rejects it.
pub(crate) fn refusal(column: &Column, text: &str) -> Option<Fault> {
    let mut faults = Vec::new();
    cell::read(column, text, &mut faults, &mut Value::Null);
    faults.into_iter().find(Fault::rejects)
}

/// Columns a delivery has that its feed does not, and required columns it lacks: the content of an `F_SCHEMA`.
pub fn schema_faults<'h>(feed: Feed, header: impl IntoIterator<Item = &'h str>) -> Vec<Fault> {
    let columns = feed.columns();
    let mut seen = vec![false; columns.len()];
    let mut faults = Vec::new();
    let allowed = || columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ");
    for name in header {
        match feed.position(name) {
            Some(at) if seen.get(at) == Some(&true) => {
                faults.push(Fault::new(Code::FSchema, "", name, format!("列 {name} 重复")));
            }
            Some(at) => seen.iter_mut().skip(at).take(1).for_each(|it| *it = true),
            None => {
                let hint = format!("未知列 {name}；{} 的列为 {}", feed.as_str(), allowed());
                faults.push(Fault::new(Code::FSchema, "", name, hint));
            }
        }
    }
    for (column, _) in columns.iter().zip(&seen).filter(|(column, seen)| column.required && !**seen)
    {
        let hint = format!("缺少列 {}（{}）", column.name, column.zh);
        faults.push(Fault::new(Code::FSchema, column.name, "", hint));
    }
    faults
}
