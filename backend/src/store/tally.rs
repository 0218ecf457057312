//! Facts of a part → Sums and bitmaps: the one place where a fact's marks become numbers.
//!
//! Rows come from DuckDB as Arrow batches of integers; each set bit of `marks` adds to its measure in
//! every cube, at the day of the measure's date. The same code reads a whole base and a small part.

use std::collections::HashMap;

use arrow::array::{AsArray as _, RecordBatch};
use arrow::datatypes::{Int32Type, Int64Type};
use domain::feed::Feed;
use domain::indicator::Catalogue;
use domain::measure::{Count, DateField};
use duckdb::Connection;

use super::cube::{AddSums, Cube, METHODS, SPECIALTIES};
use super::distinct::{Key, month_of};
use super::error::{AtStep as _, StoreError};
use super::text::table_of;

/// Stands for a day that a fact has not.
const NO_DAY: i32 = -i32::MAX;

/// The feeds that have measures, with the dates their facts carry.
pub(super) const COUNTED: [(Feed, &[DateField]); 4] = [
    (Feed::Entity, &[DateField::Opened]),
    (Feed::Inspection, &[DateField::Finished]),
    (Feed::Order, &[DateField::Due]),
    (Feed::Complaint, &[DateField::Registered, DateField::Due, DateField::Closed]),
];

/// Pairs of org and place that occur, in order of appearance: the units of [`Cube::OrgPlace`].
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    pub list: Vec<(i32, i32)>,
    index: HashMap<(i32, i32), usize>,
}

impl Pairs {
    pub(super) fn of(list: Vec<(i32, i32)>) -> Self {
        let index = list.iter().copied().enumerate().map(|(at, pair)| (pair, at)).collect();
        Self { list, index }
    }

    fn number(&mut self, pair: (i32, i32)) -> usize {
        let next = self.list.len();
        let at = *self.index.entry(pair).or_insert(next);
        if at == next {
            self.list.push(pair);
        }
        at
    }
}

/// A bit of `marks` and what it adds to.
#[derive(Clone, Copy)]
struct Bit {
    measure: usize,
    count: Count,
    /// Place of the measure's date among the feed's dates.
    date: usize,
}

/// Slot of an org number in arrays; 0 stands for no known org.
pub fn org_slot(org_no: i32) -> usize {
    usize::try_from(org_no + 1).unwrap_or(0)
}

/// Slot of a specialty code's number.
pub fn specialty_slot(code: i32) -> usize {
    match code {
        1..=18 => usize::try_from(code).unwrap_or(0),
        99 => SPECIALTIES - 1,
        _ => 0,
    }
}

/// One fact's dimensions as read.
struct Fact {
    org: i32,
    place: i32,
    specialty: i32,
    method: i32,
    entity: i32,
    marks: i64,
    amount: i64,
    closed: i32,
}

/// Ignores Sums: for reading only who counts under which bitmap.
#[derive(Debug)]
pub(super) struct NoSums;

impl AddSums for NoSums {
    fn add(&mut self, _unit: (Cube, usize), _measure: usize, _day: i32, _amount: i64) {}
}

/// Reads facts and adds them up.
pub(super) struct Tally<'a, S> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) pairs: &'a mut Pairs,
    pub(super) sums: &'a mut S,
    /// Called for each (bitmap, entity) of a distinct measure.
    pub(super) distinct: &'a mut dyn FnMut(Key, u32),
}

impl<S: AddSums> Tally<'_, S> {
    /// Adds every fact of `from` (a table or a parenthesised query) that has marks.
    pub(super) fn add_all(
        &mut self,
        db: &Connection,
        feed: Feed,
        from: &str,
    ) -> Result<(), StoreError> {
        let Some((_, dates)) = COUNTED.iter().find(|(counted, _)| *counted == feed) else {
            return Ok(());
        };
        let bits = self.bits(feed, dates);
        let mut statement = db.prepare(&select(feed, dates, from)).at("read facts to tally")?;
        for batch in statement.stream_arrow([]).at("read facts to tally")? {
            self.add_batch(&batch, &bits, dates.len());
        }
        Ok(())
    }

    fn bits(&self, feed: Feed, dates: &[DateField]) -> Vec<Bit> {
        let of_feed =
            self.catalogue.measures.iter().enumerate().filter(|(_, measure)| measure.feed == feed);
        of_feed
            .map(|(at, measure)| Bit {
                measure: at,
                count: measure.count,
                date: dates.iter().position(|date| *date == measure.date).unwrap_or(0),
            })
            .collect()
    }

    fn add_batch(&mut self, batch: &RecordBatch, bits: &[Bit], dates: usize) {
        let ints = |at: usize| batch.column(at).as_primitive::<Int32Type>().values();
        let (org, place, specialty, method, entity, closed) =
            (ints(0), ints(1), ints(2), ints(3), ints(4), ints(5));
        let marks = batch.column(6).as_primitive::<Int64Type>().values();
        let amount = batch.column(7).as_primitive::<Int64Type>().values();
        let days: Vec<_> = (0..dates).map(|date| ints(8 + date)).collect();
        for row in 0..batch.num_rows() {
            let fact = Fact {
                org: org[row],
                place: place[row],
                specialty: specialty[row],
                method: method[row],
                entity: entity[row],
                marks: marks[row],
                amount: amount[row],
                closed: closed[row],
            };
            self.add_fact(&fact, bits, |date| days[date][row]);
        }
    }

    fn add_fact(&mut self, fact: &Fact, bits: &[Bit], day_of: impl Fn(usize) -> i32) {
        let org = org_slot(fact.org);
        let specialty = specialty_slot(fact.specialty);
        let method = usize::try_from(fact.method).unwrap_or(0).min(METHODS - 1);
        let pair = self.pairs.number((fact.org, fact.place));
        let units = [
            (Cube::Org, org),
            (Cube::OrgSpecialty, org * SPECIALTIES + specialty),
            (Cube::OrgMethod, org * METHODS + method),
            (Cube::OrgPlace, pair),
        ];
        let mut left = fact.marks.cast_unsigned();
        while left != 0 {
            let at = left.trailing_zeros();
            left &= left - 1;
            let Some(bit) = usize::try_from(at).ok().and_then(|at| bits.get(at)) else { continue };
            let day = day_of(bit.date);
            if day != NO_DAY {
                self.add_bit(fact, *bit, day, &units);
            }
        }
    }

    fn add_bit(&mut self, fact: &Fact, bit: Bit, day: i32, units: &[(Cube, usize)]) {
        match bit.count {
            Count::Rows => self.add(units, bit.measure, day, 1),
            Count::VerifiedProblems => self.add(units, bit.measure, day, fact.amount),
            Count::Stock => {
                self.add(units, bit.measure, day, 1);
                if fact.closed != NO_DAY {
                    self.add(units, bit.measure, fact.closed.max(day), -1);
                }
            }
            Count::DistinctEntities => self.touch(fact, bit.measure, day),
        }
    }

    fn add(&mut self, units: &[(Cube, usize)], measure: usize, day: i32, amount: i64) {
        for unit in units {
            self.sums.add(*unit, measure, day, amount);
        }
    }

    fn touch(&mut self, fact: &Fact, measure: usize, day: i32) {
        let (org, specialty) = (org_slot(fact.org), specialty_slot(fact.specialty));
        let slot = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
        let Ok(entity) = u32::try_from(fact.entity) else { return };
        let key = Key {
            measure: slot(measure),
            org: slot(org),
            specialty: slot(specialty),
            month: month_of(day),
        };
        (self.distinct)(key, entity);
    }
}

/// The columns of [`Tally::add_batch`], in its order.
fn select(feed: Feed, dates: &[DateField], from: &str) -> String {
    let amount = if feed == Feed::Inspection { "verified_problems::BIGINT" } else { "0::BIGINT" };
    let closed = if feed == Feed::Entity {
        format!("coalesce(closed_day, {NO_DAY})::INTEGER")
    } else {
        format!("{NO_DAY}::INTEGER")
    };
    let days = dates.iter().map(|date| format!(", coalesce({}, {NO_DAY})::INTEGER", date.column()));
    format!(
        "SELECT org_no::INTEGER, place_no::INTEGER, coalesce(specialty_no, 0)::INTEGER, method_no::INTEGER, \
         coalesce(entity_no, -1)::INTEGER, {closed}, marks, {amount}{} FROM {from} AS facts WHERE marks <> 0",
        days.collect::<String>()
    )
}

/// The days that facts are dated by.
const DATED: [(Feed, &str); 5] = [
    (Feed::Inspection, "finished_day"),
    (Feed::Order, "due_day"),
    (Feed::Complaint, "registered_day"),
    (Feed::Complaint, "due_day"),
    (Feed::Complaint, "closed_day"),
];

/// The first day that a living fact is dated by. Asked as a sorted list's head, because the facts of a part
/// lie in the order of their days: that reads a few of them instead of all.
pub(super) fn first_day(db: &Connection) -> Result<Option<i32>, StoreError> {
    let mut first = None;
    for (feed, column) in DATED {
        let table = table_of(feed);
        let sql = format!(
            "SELECT {column} FROM {table} WHERE marks <> 0 AND {column} IS NOT NULL ORDER BY {column} LIMIT 1"
        );
        let mut statement = db.prepare(&sql).at("first day")?;
        let mut rows = statement.query([]).at("first day")?;
        if let Some(row) = rows.next().at("first day")? {
            let day: i32 = row.get(0).at("first day")?;
            first = Some(first.map_or(day, |known: i32| known.min(day)));
        }
    }
    Ok(first)
}

/// Extent of the days that facts are dated by, over all feeds: (first, last). `from` says what holds the
/// facts of a feed, `None` for none.
pub(super) fn day_span(
    db: &Connection,
    from: impl Fn(Feed) -> Option<String>,
) -> Result<Option<(i32, i32)>, StoreError> {
    let of = |(feed, column)| {
        let from = from(feed)?;
        Some(format!(
            "SELECT min({column}) AS low, max({column}) AS high FROM {from} AS facts WHERE marks <> 0"
        ))
    };
    let each: Vec<String> = DATED.into_iter().filter_map(of).collect();
    if each.is_empty() {
        return Ok(None);
    }
    let sql = format!("SELECT min(low), max(high) FROM ({})", each.join(" UNION ALL "));
    let span: (Option<i32>, Option<i32>) =
        db.query_row(&sql, [], |row| Ok((row.get(0)?, row.get(1)?))).at("span of days")?;
    Ok(span.0.zip(span.1))
}

/// The pairs of org and place that occur in a part.
pub(super) fn pairs_of(db: &Connection, schema: &str) -> Result<Vec<(i32, i32)>, StoreError> {
    let each = COUNTED.map(|(feed, _)| {
        format!("SELECT org_no, place_no FROM {schema}.{} WHERE marks <> 0", table_of(feed))
    });
    let sql = format!(
        "SELECT DISTINCT org_no::INTEGER AS org_no, place_no::INTEGER AS place_no FROM ({}) ORDER BY ALL",
        each.join(" UNION ALL ")
    );
    let mut statement = db.prepare(&sql).at("pairs of org and place")?;
    let pairs = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .at("pairs of org and place")?;
    pairs.collect::<Result<_, _>>().at("pairs of org and place")
}
