//! One side of one indicator, for one selection and period, as an exact integer.
//!
//! Additive measures come from prefix sums where a cube has the dimensions asked, distinct counts from
//! bitmaps where the period is whole months; everything else is one scan of marked facts by DuckDB with
//! the same meaning. Which way was taken never changes the answer: `records` counts the same facts.

use std::ops::Range;

use domain::feed::Feed;
use domain::indicator::{Indicator, Side as Terms, Term};
use domain::measure::{Count, DateField, Measure};
use domain::period::Period;

use super::select::Selection;
use super::{QueryError, Side};
use crate::store::cube::{Cube, METHODS, SPECIALTIES};
use crate::store::distinct::month_of;
use crate::store::risk::Scored;
use crate::store::{Generation, facts_of};

/// Σ weight × measure over a selection; `None` for a side the indicator has not.
pub fn of(
    generation: &Generation,
    indicator: &Indicator,
    side: Side,
    period: Period,
    selection: &Selection,
) -> Result<Option<i64>, QueryError> {
    if indicator.is_risk() {
        return Ok(Some(risk(generation, side, selection)));
    }
    let Some(terms) = terms(indicator, side) else { return Ok(None) };
    let mut total = 0;
    for term in &terms.terms {
        total += term.weight * of_term(generation, *term, period, selection)?;
    }
    Ok(Some(total))
}

/// The terms of a side.
pub fn terms(indicator: &Indicator, side: Side) -> Option<&Terms> {
    match side {
        Side::Num => Some(&indicator.numerator),
        Side::Den => indicator.denominator.as_ref(),
    }
}

fn of_term(
    generation: &Generation,
    term: Term,
    period: Period,
    selection: &Selection,
) -> Result<i64, QueryError> {
    let Some(measure) = generation.catalogue.measure(term.measure) else { return Ok(0) };
    let days = days_of(generation, measure, period);
    let from_arrays = if measure.count == Count::DistinctEntities {
        from_bitmaps(generation, term.measure.0, &days, selection)
    } else {
        from_cubes(generation, term.measure.0, &days, selection)
    };
    match from_arrays {
        Some(sum) => Ok(sum),
        None => by_scan(generation, term, &days, selection),
    }
}

/// The days whose facts count: a stock counts from the beginning, what is due only once it was due.
pub fn days_of(generation: &Generation, measure: &Measure, period: Period) -> Range<i32> {
    let cutoff = generation.cutoff_day();
    let start = if measure.count == Count::Stock { i32::MIN } else { period.start.0 };
    let end = match measure.date {
        DateField::Due => period.end.min(cutoff),
        _ if measure.count == Count::Stock => period.end.min(cutoff.plus(1)),
        _ => period.end,
    };
    start..end.0.max(start)
}

fn from_cubes(
    generation: &Generation,
    measure: usize,
    days: &Range<i32>,
    selection: &Selection,
) -> Option<i64> {
    let sum = |cube, units: &[usize], of: &dyn Fn(usize) -> usize| {
        Some(generation.sum(cube, measure, days, units.iter().map(|unit| of(*unit))))
    };
    let orgs = || selection.org_slots(generation);
    match (&selection.places, selection.specialty_slot(), selection.method) {
        (None, None, None) => sum(Cube::Org, &orgs(), &|org| org),
        (None, Some(specialty), None) => {
            sum(Cube::OrgSpecialty, &orgs(), &|org| org * SPECIALTIES + specialty)
        }
        (None, None, Some(method)) => {
            let method = usize::try_from(method).ok()?;
            sum(Cube::OrgMethod, &orgs(), &|org| org * METHODS + method)
        }
        (Some(_), None, None) => {
            sum(Cube::OrgPlace, &selection.pair_slots(generation), &|pair| pair)
        }
        _ => None,
    }
}

fn from_bitmaps(
    generation: &Generation,
    measure: usize,
    days: &Range<i32>,
    selection: &Selection,
) -> Option<i64> {
    if selection.places.is_some() || selection.method.is_some() {
        return None;
    }
    let months = whole_months(generation, days)?;
    let orgs: Vec<u16> = selection
        .org_slots(generation)
        .into_iter()
        .filter_map(|slot| u16::try_from(slot).ok())
        .collect();
    let specialty = selection.specialty_slot().and_then(|slot| u16::try_from(slot).ok());
    let count = generation.bitmaps().count(u16::try_from(measure).ok()?, &orgs, months, specialty);
    i64::try_from(count).ok()
}

/// The months of a range of days, if it cuts none that has facts.
fn whole_months(generation: &Generation, days: &Range<i32>) -> Option<Range<u16>> {
    let is_first = |day: i32| domain::time::Day(day).date().day() == 1;
    let after_all = days.end > generation.cutoff_day().0;
    if !is_first(days.start) || !(is_first(days.end) || after_all) {
        return None;
    }
    Some(month_of(days.start)..month_of(days.end - 1) + 1)
}

/// The bit of a measure in the marks of its feed's facts.
pub fn bit_of(generation: &Generation, term: Term) -> i64 {
    let measures = &generation.catalogue.measures;
    let feed = measures.get(term.measure.0).map(|measure| measure.feed);
    let before = measures.iter().take(term.measure.0).filter(|measure| Some(measure.feed) == feed);
    1 << before.count()
}

/// Which facts of a feed a term counts, as SQL: numbers and our own column names only.
pub fn condition_of(
    generation: &Generation,
    term: Term,
    days: &Range<i32>,
    selection: &Selection,
) -> String {
    let Some(measure) = generation.catalogue.measure(term.measure) else {
        return "false".to_owned();
    };
    let column = measure.date.column();
    let dated = if measure.count == Count::Stock {
        format!(
            "{column} < {0} AND (closed_day IS NULL OR greatest(closed_day, {column}) >= {0})",
            days.end
        )
    } else {
        format!("{column} >= {} AND {column} < {}", days.start, days.end)
    };
    format!("(marks & {}) <> 0 AND {dated} AND {}", bit_of(generation, term), selection.condition())
}

/// What one fact adds, as SQL.
pub fn added_by_one(count: Count) -> &'static str {
    if count == Count::VerifiedProblems { "verified_problems" } else { "1" }
}

fn by_scan(
    generation: &Generation,
    term: Term,
    days: &Range<i32>,
    selection: &Selection,
) -> Result<i64, QueryError> {
    let Some(measure) = generation.catalogue.measure(term.measure) else { return Ok(0) };
    let counted = match measure.count {
        Count::DistinctEntities => "count(DISTINCT entity_no)",
        Count::VerifiedProblems => "coalesce(sum(verified_problems), 0)",
        Count::Rows | Count::Stock => "count(*)",
    };
    let feed: Feed = measure.feed;
    let condition = condition_of(generation, term, days, selection);
    let sql = format!("SELECT ({counted})::BIGINT FROM {} WHERE {condition}", facts_of(feed));
    generation.with_facts(|db| db.query_row(&sql, [], |row| row.get(0)))?.map_err(QueryError::Sql)
}

/// Σ R in thousandths, or the number of entities × 1000, of the entities selected.
fn risk(generation: &Generation, side: Side, selection: &Selection) -> i64 {
    let chosen = scored(generation, selection);
    match side {
        Side::Num => chosen.map(|one| one.score.milli).sum(),
        Side::Den => chosen.map(|_| 1000).sum(),
    }
}

/// The scored entities of a selection.
pub fn scored<'a>(
    generation: &'a Generation,
    selection: &'a Selection,
) -> impl Iterator<Item = &'a Scored> {
    let member = |list: &Option<Vec<i32>>, value: i32| {
        list.as_ref().is_none_or(|list| list.contains(&value))
    };
    generation.risk.scored.iter().filter(move |one| {
        member(&selection.orgs, one.org)
            && member(&selection.places, one.place)
            && selection.specialty.is_none_or(|specialty| specialty == one.specialty)
            && selection.method.is_none_or(|method| method == 0)
    })
}
