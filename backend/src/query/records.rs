//! `records`: the very facts behind one side of a figure. Their weights add up to it exactly.

mod scored;

use domain::code::OrderStage;
use domain::feed::Feed;
use domain::indicator::{Indicator, Term};
use domain::measure::{Count, Measure};
use domain::period::Period;
use domain::time::Day;
use domain::wire::{Attribution, Record, Records};
use duckdb::{Connection, Row};
use geodata::lasso::Lasso;

use super::drawn::Drawn;
use super::select::{Selection, Unit};
use super::shape::indicator;
use super::{Filter, QueryError, Scope, Side, Sort, amount, row, stage};
use crate::store::{Generation, facts_of};

/// Rows that one question may bring at most: a table of all rows is read in pages of this size, each of which
/// puts all rows in order again.
pub const LARGEST_PAGE: u32 = 100_000;

/// Facts behind one side of a figure, a page at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RecordsQuestion {
    pub indicator: String,
    pub side: Side,
    pub unit: String,
    pub period: Period,
    pub at: Option<Attribution>,
    pub filter: Filter,
    /// Only facts of this row of a comparison, as [`domain::wire::Figure::row`] names it.
    pub row: Option<String>,
    /// Only facts in this H3 cell; in none for 0.
    pub cell: Option<u64>,
    /// Only facts in the cells inside this loop.
    pub within: Option<Lasso>,
    /// Only orders that came as far as this.
    pub stage: Option<OrderStage>,
    pub page: u32,
    pub page_size: u32,
    /// The newest first if absent; by descending score for R.
    pub sort: Option<Sort>,
}

impl RecordsQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<Records, QueryError> {
        let unit = Unit::find(generation, scope, &self.unit, self.at, self.filter)?;
        let found = indicator(generation, &self.indicator)?;
        let row =
            self.row.as_deref().map(|asked| row::find(generation, &unit, asked)).transpose()?;
        let (selection, row) = match row {
            Some((selection, row)) => (selection, Some(row)),
            None => (unit.selection.clone(), None),
        };
        let drawn = self.within.as_ref().map(|lasso| Drawn::of(generation, lasso)).transpose()?;
        let page = if found.is_risk() {
            self.scored(generation, found, (&selection, drawn.as_ref()))?
        } else {
            self.counted(generation, found, (&selection, drawn.as_ref()))?
        };
        Ok(Records {
            stamped: generation.stamped(),
            indicator: self.indicator.clone(),
            side: self.side.as_str().to_owned(),
            unit: unit.reference,
            row,
            period: self.period,
            at: unit.at,
            total: page.total,
            row_count: page.row_count,
            page: self.page,
            page_size: self.page_size,
            rows: page.rows,
        })
    }

    fn counted(
        &self,
        generation: &Generation,
        found: &Indicator,
        chosen: (&Selection, Option<&Drawn>),
    ) -> Result<Page, QueryError> {
        let terms = amount::terms(found, self.side).ok_or_else(|| QueryError::Unanswerable {
            asked: format!("side {} of {}", self.side.as_str(), found.id),
            why: "this indicator is a count and has no denominator",
            allowed: vec!["num".to_owned()],
        })?;
        if self.stage.is_some() && !terms.terms.iter().all(|term| is_of_orders(generation, *term)) {
            return Err(self.no_stage(generation, found));
        }
        let each = terms.terms.iter().filter_map(|term| self.facts(generation, *term, chosen));
        let all = each.collect::<Vec<_>>().join(" UNION ALL ");
        let page = self.page_of(generation, &all);
        let sums = format!("SELECT count(*), coalesce(sum(weight), 0)::BIGINT FROM ({all})");
        let read = |db: &Connection| -> Result<Page, duckdb::Error> {
            let (row_count, total) =
                db.query_row(&sums, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let mut statement = db.prepare(&page)?;
            let rows = statement.query_map([], |row| record(generation, row))?;
            Ok(Page { total, row_count, rows: rows.collect::<Result<_, _>>()? })
        };
        generation.with_facts(read)?.map_err(QueryError::Sql)
    }

    /// One term's facts with common columns.
    fn facts(
        &self,
        generation: &Generation,
        term: Term,
        (selection, drawn): (&Selection, Option<&Drawn>),
    ) -> Option<String> {
        let measure = generation.catalogue.measure(term.measure)?;
        let days = amount::days_of(generation, measure, self.period);
        let mut condition = amount::condition_of(generation, term, &days, selection);
        match self.cell {
            None => {}
            Some(0) => condition.push_str(" AND map_cell IS NULL"),
            Some(cell) => {
                let (low, high) = descendants(cell);
                condition = format!("{condition} AND map_cell BETWEEN {low} AND {high}");
            }
        }
        if let Some(drawn) = drawn {
            condition = format!("{condition} AND {}", drawn.condition());
        }
        if let Some(stage) = self.stage {
            condition = format!("{condition} AND {}", stage::condition(stage));
        }
        Some(common_columns(measure, term.weight, &condition))
    }

    /// One page in order. Entities are named after the cut, unless the order needs their names.
    fn page_of(&self, generation: &Generation, all: &str) -> String {
        let size = self.page_size.clamp(1, LARGEST_PAGE);
        let skip = u64::from(self.page.saturating_sub(1)) * u64::from(size);
        let sort = self.sort.unwrap_or(Sort::NEWEST);
        let order = sort.sql(generation);
        let cut = format!("ORDER BY {order} LIMIT {size} OFFSET {skip}");
        let named = "LEFT JOIN (SELECT entity_no, entity_id, name FROM entity) AS named ON named.entity_no = facts.entity_no";
        if sort.needs_names() {
            return format!(
                "SELECT facts.*, named.entity_id, named.name FROM ({all}) AS facts {named} {cut}"
            );
        }
        format!(
            "SELECT facts.*, named.entity_id, named.name FROM (SELECT * FROM ({all}) AS facts {cut}) AS facts {named} ORDER BY {order}"
        )
    }

    fn no_stage(&self, generation: &Generation, found: &Indicator) -> QueryError {
        let all = generation.catalogue.indicators.iter();
        let of_orders = all.filter(|it| {
            let terms = amount::terms(it, self.side);
            terms.is_some_and(|side| side.terms.iter().all(|term| is_of_orders(generation, *term)))
        });
        QueryError::Unanswerable {
            asked: format!("a stage of {}", found.id),
            why: "only orders have stages",
            allowed: of_orders.map(|it| it.id.clone()).collect(),
        }
    }
}

fn is_of_orders(generation: &Generation, term: Term) -> bool {
    generation.catalogue.measure(term.measure).is_some_and(|it| it.feed == Feed::Order)
}

struct Page {
    total: i64,
    row_count: i64,
    rows: Vec<Record>,
}

/// A cell's descendants of resolution 10 lie in one range of indexes.
fn descendants(cell: u64) -> (i64, i64) {
    let Ok(res) = geodata::cell::resolution_of(cell) else { return (0, -1) };
    let field = 15_u64 << 52;
    let at_ten = (cell & !field) | (10 << 52);
    let digits = ((1_u64 << (3 * u32::from(10 - res.min(10)))) - 1) << 15;
    ((at_ten & !digits).cast_signed(), (at_ten | digits).cast_signed())
}

fn common_columns(measure: &Measure, weight: i64, condition: &str) -> String {
    let (table, date) = (facts_of(measure.feed), measure.date.column());
    if measure.count == Count::DistinctEntities {
        return format!(
            "SELECT 'entity' AS feed, any_value(entity_id) AS id, max({date}) AS day, entity_no, \
             any_value(org_no) AS org_no, any_value(place_no) AS place_no, any_value(specialty) AS specialty, \
             NULL::VARCHAR AS kind, count(*)::VARCHAR AS outcome, {weight}::BIGINT AS weight \
             FROM {table} WHERE {condition} GROUP BY entity_no"
        );
    }
    let (id, specialty, kind, outcome) = match measure.feed {
        Feed::Inspection => ("insp_id", "specialty", "coalesce(method, mode)", "result"),
        Feed::Order => ("order_id", "lpad(specialty_no::VARCHAR, 2, '0')", "order_type", "state"),
        Feed::Complaint => ("complaint_id", "specialty", "channel", "coalesce(result, state)"),
        _ => ("entity_id", "specialty", "entity_type", "state"),
    };
    let added = amount::added_by_one(measure.count);
    let shown =
        if measure.count == Count::VerifiedProblems { " AND verified_problems > 0" } else { "" };
    format!(
        "SELECT '{}' AS feed, {id} AS id, {date} AS day, entity_no, org_no, place_no, {specialty} AS specialty, \
         {kind} AS kind, {outcome} AS outcome, ({weight} * {added})::BIGINT AS weight FROM {table} WHERE {condition}{shown}",
        measure.feed.as_str()
    )
}

fn record(generation: &Generation, row: &Row<'_>) -> Result<Record, duckdb::Error> {
    let mut record = placed(generation, row.get(4)?, row.get(5)?);
    record.feed = row.get(0)?;
    record.id = row.get(1)?;
    record.day = row.get::<_, Option<i32>>(2)?.map(Day);
    record.specialty = row.get(6)?;
    record.kind = row.get(7)?;
    record.outcome = row.get(8)?;
    record.weight = row.get(9)?;
    record.entity = row.get(10)?;
    record.entity_name = row.get(11)?;
    Ok(record)
}

/// A record with the names of its org and place.
fn placed(generation: &Generation, org: i32, place: i32) -> Record {
    let directory = &generation.directory;
    let org = directory.org_at(org);
    let place = directory.place_at(place);
    Record {
        org: org.map(|org| org.code.clone()),
        org_name: org.map(|org| org.name.clone()),
        place: place.map(|place| place.code.clone()),
        place_name: place.map(|place| place.name.clone()),
        ..Record::default()
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_cells_range_holds_its_descendants_and_no_neighbours() {
        let coarse = geodata::cell::cell_at(116.404, 39.915, 7).unwrap();
        let (low, high) = super::descendants(coarse);
        for step in 0..400 {
            let (lng, lat) =
                (116.30 + f64::from(step % 20) * 0.01, 39.85 + f64::from(step / 20) * 0.007);
            let fine = geodata::cell::cell_at(lng, lat, 10).unwrap();
            let is_inside = geodata::cell::parent(fine, 7).unwrap() == coarse;
            assert_eq!((low..=high).contains(&fine.cast_signed()), is_inside, "{lng} {lat}");
        }
    }
}
