//! `cells`: one layer of the map, by H3 cell. Cells are display: the unit's number comes from the Sums,
//! and cells plus what has no place must add up to it.

use std::collections::HashMap;

use domain::cells::CellFrame;
use domain::indicator::Indicator;
use domain::period::Period;
use domain::wire::{Attribution, Stamped};

use super::select::{Selection, Unit};
use super::shape::{amounts, indicator};
use super::{Filter, QueryError, Scope, Side, What, amount};
use crate::store::text::parent_cell;
use crate::store::{Generation, facts_of};

/// One layer of one unit and period at one resolution (6 to 10).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CellsQuestion {
    pub layer: String,
    pub unit: String,
    pub period: Period,
    pub res: u8,
    pub at: Option<Attribution>,
}

/// A layer's cells with their head.
#[derive(Clone, Debug)]
pub struct CellsAnswer {
    pub stamped: Stamped,
    pub frame: CellFrame,
}

/// The heat layers beside the indicators: name, and the measure or indicator behind it.
const LAYERS: [&str; 3] = ["risk", "workload", "complaints"];

impl CellsQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<CellsAnswer, QueryError> {
        if !(6..=10).contains(&self.res) {
            return Err(QueryError::Unanswerable {
                asked: format!("resolution {}", self.res),
                why: "cells are kept at H3 resolutions 6 to 10",
                allowed: (6..=10).map(|res| res.to_string()).collect(),
            });
        }
        let found = layer(generation, &self.layer)?;
        // Heat is where things are; an indicator belongs to who is responsible (rule R4). What a zone answers for
        // lies on the ground of others.
        let is_zone = generation.directory.org(&self.unit).is_some_and(|(_, org)| org.is_zone);
        let by_place = LAYERS.contains(&self.layer.as_str()) && !is_zone;
        let at = self.at.or(by_place.then_some(Attribution::Location));
        let unit = match Unit::find(generation, scope, &self.unit, at, Filter::default()) {
            Err(_) if self.at.is_none() => {
                Unit::find(generation, scope, &self.unit, None, Filter::default())?
            }
            found => found?,
        };
        let frame = frame(generation, &found, self.period, self.res, &unit)?;
        Ok(CellsAnswer { stamped: generation.stamped(), frame })
    }
}

fn layer(generation: &Generation, name: &str) -> Result<Indicator, QueryError> {
    match name {
        "risk" => indicator(generation, domain::indicator::RISK).cloned(),
        "workload" => indicator(generation, "I51").cloned(),
        "complaints" => indicator(generation, "I35n").cloned(),
        id => indicator(generation, id).cloned().ok().ok_or_else(|| {
            let known = generation.catalogue.indicators.iter().map(|it| it.id.clone());
            QueryError::unknown(
                What::Layer,
                id,
                LAYERS.iter().map(|it| (*it).to_owned()).chain(known),
            )
        }),
    }
}

fn frame(
    generation: &Generation,
    indicator: &Indicator,
    period: Period,
    res: u8,
    unit: &Unit,
) -> Result<CellFrame, QueryError> {
    let selection = &unit.selection;
    let asked = Asked { indicator, period, res, selection };
    let num = by_cell(generation, &asked, Side::Num)?;
    let den = by_cell(generation, &asked, Side::Den)?;
    let list = generation.cells(res)?;
    let values = |sums: &HashMap<u64, i64>| {
        list.cells.iter().map(|cell| sums.get(cell).copied().unwrap_or(0)).collect()
    };
    let total = amounts(generation, indicator, period, selection)?;
    let unlocated = |sums: &HashMap<u64, i64>| sums.get(&0).copied().unwrap_or(0);
    let has_den = total.1.is_some();
    Ok(CellFrame {
        at: unit.at,
        res,
        list_hash: list.name.hash,
        num: values(&num),
        den: if has_den { values(&den) } else { Vec::new() },
        unlocated: (unlocated(&num), if has_den { unlocated(&den) } else { 0 }),
        total: (total.0, total.1.unwrap_or(0)),
        cells: list.cells.to_vec(),
    })
}

/// What is cut into cells.
struct Asked<'a> {
    indicator: &'a Indicator,
    period: Period,
    res: u8,
    selection: &'a Selection,
}

/// Σ weight × measure by cell; cell 0 holds what has no place.
fn by_cell(
    generation: &Generation,
    asked: &Asked<'_>,
    side: Side,
) -> Result<HashMap<u64, i64>, QueryError> {
    let Asked { indicator, period, res, selection } = *asked;
    let mut sums = HashMap::new();
    if indicator.is_risk() {
        for one in amount::scored(generation, selection) {
            let cell = geodata::cell::parent(one.cell, res).unwrap_or(0);
            *sums.entry(cell).or_default() +=
                if side == Side::Num { one.score.milli } else { 1000 };
        }
        return Ok(sums);
    }
    let Some(terms) = amount::terms(indicator, side) else { return Ok(sums) };
    for term in &terms.terms {
        let Some(measure) = generation.catalogue.measure(term.measure) else { continue };
        let days = amount::days_of(generation, measure, period);
        let condition = amount::condition_of(generation, *term, &days, selection);
        let added = amount::added_by_one(measure.count);
        let distinct = measure.count == domain::measure::Count::DistinctEntities;
        let counted =
            if distinct { "count(DISTINCT entity_no)".to_owned() } else { format!("sum({added})") };
        let sql = format!(
            "SELECT coalesce({}, 0), ({counted})::BIGINT FROM {} WHERE {condition} GROUP BY 1",
            parent_cell("map_cell", res),
            facts_of(measure.feed)
        );
        let weight = term.weight;
        let read = |db: &duckdb::Connection| -> Result<Vec<(i64, i64)>, duckdb::Error> {
            let mut statement = db.prepare(&sql)?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect()
        };
        for (cell, amount) in generation.with_facts(read)?.map_err(QueryError::Sql)? {
            *sums.entry(cell.cast_unsigned()).or_default() += weight * amount;
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_parent_in_sql_is_the_parent_in_h3() {
        let fine = geodata::cell::cell_at(116.404, 39.915, 10).unwrap();
        let db = duckdb::Connection::open_in_memory().unwrap();
        for res in 6..=10 {
            let sql = format!(
                "SELECT {} FROM (SELECT {}::BIGINT AS map_cell)",
                super::parent_cell("map_cell", res),
                fine.cast_signed()
            );
            let parent: i64 = db.query_row(&sql, [], |row| row.get(0)).unwrap();
            assert_eq!(
                parent.cast_unsigned(),
                geodata::cell::parent(fine, res).unwrap(),
                "resolution {res}"
            );
        }
    }
}
