//! The same numbers by scanning facts: one statement of DuckDB per feed and range of days.
//!
//! It reads the marks that the store made, so it does not evaluate definitions; facts are sorted by date,
//! so it skips days out of the period. That is the fastest way DuckDB has with these facts.

use std::collections::BTreeMap;
use std::error::Error;
use std::ops::Range;

use backend::query::amount::{bit_of, days_of, of as amount_of, terms};
use backend::query::select::{Selection, Unit};
use backend::query::{By, FiguresQuestion, Filter, Scope, Side};
use backend::store::{Generation, facts_of};
use domain::feed::Feed;
use domain::indicator::Indicator;
use domain::measure::DateField;
use domain::period::Period;

/// One row of an answer.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) code: String,
    pub(crate) num: i64,
    pub(crate) den: Option<i64>,
}

/// Numerator and denominator by org or place number; all under 0 for a question without a cut.
type Sums = BTreeMap<i32, (i64, i64)>;

/// Statements that answer one question.
#[derive(Debug)]
pub(crate) struct Scan {
    by: By,
    unit: String,
    statements: Vec<String>,
}

/// What one pass over a feed adds up.
type Pass = (Feed, DateField, Range<i32>);

impl Scan {
    pub(crate) fn of(
        generation: &Generation,
        question: &FiguresQuestion,
    ) -> Result<Self, Box<dyn Error>> {
        let id = question.indicators.first().ok_or("no indicator")?;
        let indicator = generation.catalogue.indicator(id).ok_or("unknown indicator")?;
        let unit =
            Unit::find(generation, &Scope::all(), &question.unit, question.at, question.filter)?;
        let key = match question.by {
            By::Org => "org_no::INTEGER",
            By::Region => "place_no::INTEGER",
            _ => "0",
        };
        let chosen = chosen(&unit.selection);
        let passes = passes(generation, indicator, question.period);
        let statements = passes.into_iter().map(|((feed, date, days), sides)| {
            let (table, date) = (facts_of(feed), date.column());
            let [num, den] = sides.map(|terms| added(&terms));
            let (from, to) = (days.start, days.end);
            format!(
                "SELECT {key}, ({num})::BIGINT, ({den})::BIGINT FROM {table} \
                 WHERE {date} >= {from} AND {date} < {to} AND {chosen} GROUP BY 1"
            )
        });
        Ok(Self { by: question.by, unit: question.unit.clone(), statements: statements.collect() })
    }

    pub(crate) fn run(&self, generation: &Generation) -> Result<Sums, Box<dyn Error>> {
        let mut sums = Sums::new();
        for sql in &self.statements {
            let read = |db: &duckdb::Connection| -> Result<Vec<Keyed>, duckdb::Error> {
                let mut statement = db.prepare(sql)?;
                let rows =
                    statement.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
                rows.collect()
            };
            for (key, (num, den)) in generation.with_facts(read)?? {
                let sum: &mut (i64, i64) = sums.entry(key).or_default();
                *sum = (sum.0 + num, sum.1 + den);
            }
        }
        Ok(sums)
    }

    /// Whether every row of an answer is the sum of its keys, and no key is left over.
    pub(crate) fn agrees(&self, generation: &Generation, rows: &[Row], scanned: &Sums) -> bool {
        let directory = &generation.directory;
        let mut left = scanned.clone();
        let mut take = |keys: &[i32]| {
            let found = keys.iter().filter_map(|key| left.remove(key));
            found.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let mut rest = (0, 0);
        let mut equal = true;
        for row in rows {
            let den = row.den.unwrap_or(0);
            let expected = match (self.by, row.code.as_str()) {
                (By::Org, code) if code == self.unit => {
                    let own = directory.org(code).map_or(-1, |(number, _)| number);
                    take(&[own])
                }
                (By::Org, code) => take(&directory.org_subtree(code)),
                (By::Region, "elsewhere" | "unplaced") => {
                    rest = (rest.0 + row.num, rest.1 + den);
                    (row.num, den)
                }
                (By::Region, code) => take(&directory.region_subtree(code)),
                _ => take(&[0]),
            };
            equal &= expected == (row.num, den);
        }
        let over = left.values().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        equal && over == rest
    }
}

/// A key of a cut with the sums of both sides.
type Keyed = (i32, (i64, i64));

/// Bits and weights of the numerator and of the denominator.
type BothSides = [Vec<(i64, i64)>; 2];

/// Terms of both sides by the pass that reads them: bit and weight.
fn passes(
    generation: &Generation,
    indicator: &Indicator,
    period: Period,
) -> Vec<(Pass, BothSides)> {
    let mut passes: Vec<(Pass, BothSides)> = Vec::new();
    for (side, which) in [(Side::Num, 0), (Side::Den, 1)] {
        for term in terms(indicator, side).iter().flat_map(|side| &side.terms) {
            let Some(measure) = generation.catalogue.measure(term.measure) else { continue };
            let pass = (measure.feed, measure.date, days_of(generation, measure, period));
            let one = (bit_of(generation, *term), term.weight);
            if let Some((_, sides)) = passes.iter_mut().find(|(known, _)| *known == pass) {
                sides[which].push(one);
            } else {
                let mut sides = [Vec::new(), Vec::new()];
                sides[which].push(one);
                passes.push((pass, sides));
            }
        }
    }
    passes
}

fn added(terms: &[(i64, i64)]) -> String {
    let each = terms
        .iter()
        .map(|(bit, weight)| format!("{weight} * count(*) FILTER ((marks & {bit}) <> 0)"));
    each.fold("0".to_owned(), |sum, one| sum + " + " + &one)
}

/// The chosen orgs; numbers without a gap as one range, which DuckDB checks faster than a list.
fn chosen(selection: &Selection) -> String {
    let mut orgs = selection.orgs.clone().unwrap_or_default();
    orgs.sort_unstable();
    match (orgs.first(), orgs.last()) {
        (Some(first), Some(last))
            if usize::try_from(last - first + 1).is_ok_and(|span| span == orgs.len()) =>
        {
            format!("org_no >= {first} AND org_no <= {last}")
        }
        _ => selection.condition(),
    }
}

/// The distinct entities of I03's numerator.
#[derive(Debug)]
pub(crate) struct Distinct {
    indicator: Indicator,
    period: Period,
    selection: Selection,
    sql: String,
}

impl Distinct {
    pub(crate) fn of(
        generation: &Generation,
        unit: &str,
        period: Period,
    ) -> Result<Self, Box<dyn Error>> {
        let indicator = generation.catalogue.indicator("I03").ok_or("no I03")?.clone();
        let unit = Unit::find(generation, &Scope::all(), unit, None, Filter::default())?;
        let term = *indicator.numerator.terms.first().ok_or("no terms")?;
        let measure = generation.catalogue.measure(term.measure).ok_or("no measure")?;
        let days = days_of(generation, measure, period);
        let sql = format!(
            "SELECT count(DISTINCT entity_no) FROM {} WHERE (marks & {}) <> 0 AND {date} >= {} AND {date} < {} AND {}",
            facts_of(measure.feed),
            bit_of(generation, term),
            days.start,
            days.end,
            chosen(&unit.selection),
            date = measure.date.column(),
        );
        Ok(Self { indicator, period, selection: unit.selection, sql })
    }

    pub(crate) fn answered(&self, generation: &Generation) -> Result<i64, Box<dyn Error>> {
        let Self { indicator, period, selection, .. } = self;
        let count = amount_of(generation, indicator, Side::Num, *period, selection)?;
        count.ok_or_else(|| "no numerator".into())
    }

    pub(crate) fn run(&self, generation: &Generation) -> Result<i64, Box<dyn Error>> {
        Ok(generation.with_facts(|db| db.query_row(&self.sql, [], |row| row.get(0)))??)
    }
}
