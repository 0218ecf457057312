//! Entities with their scores: the facts behind R.

use std::collections::HashMap;

use domain::feed::Feed;
use domain::indicator::Indicator;
use domain::wire::Record;
use duckdb::Connection;

use super::{LARGEST_PAGE, Page, RecordsQuestion, descendants, placed};
use crate::query::drawn::Drawn;
use crate::query::select::Selection;
use crate::query::{QueryError, Side, amount};
use crate::store::Generation;
use crate::store::risk::Scored;

/// A longer list of entities is not written into a question: all names are read.
const SPELT_OUT: usize = 20_000;

impl RecordsQuestion {
    pub(super) fn scored(
        &self,
        generation: &Generation,
        found: &Indicator,
        (selection, drawn): (&Selection, Option<&Drawn>),
    ) -> Result<Page, QueryError> {
        if self.stage.is_some() {
            return Err(self.no_stage(generation, found));
        }
        let in_cell = |one: &&Scored| match self.cell {
            None => true,
            Some(0) => one.cell == 0,
            Some(cell) => {
                let (low, high) = descendants(cell);
                (low..=high).contains(&one.cell.cast_signed())
            }
        };
        let in_loop = |one: &&Scored| drawn.is_none_or(|drawn| drawn.holds(one.cell));
        let mut chosen: Vec<&Scored> =
            amount::scored(generation, selection).filter(in_cell).filter(in_loop).collect();
        let total = chosen.iter().map(|one| self.weight(one)).sum();
        let row_count = i64::try_from(chosen.len()).unwrap_or(i64::MAX);
        if self.sort.is_none() && self.side == Side::Num {
            chosen.sort_by_key(|one| (-one.score.milli, one.entity));
        }
        let rows = match self.sort {
            None => self.records(generation, &self.cut(chosen))?,
            Some(sort) => {
                let scores = chosen.iter().map(|one| one.score.milli).collect::<Vec<_>>();
                let records = self.records(generation, &chosen)?;
                let mut all: Vec<_> = records.into_iter().zip(scores).collect();
                all.sort_by(|left, right| sort.compare((&left.0, left.1), (&right.0, right.1)));
                self.cut(all).into_iter().map(|(record, _)| record).collect()
            }
        };
        Ok(Page { total, row_count, rows })
    }

    /// The rows of the page.
    fn cut<T>(&self, all: Vec<T>) -> Vec<T> {
        let size = usize::try_from(self.page_size.clamp(1, LARGEST_PAGE)).unwrap_or(1);
        let skip = usize::try_from(self.page.saturating_sub(1)).unwrap_or(0).saturating_mul(size);
        all.into_iter().skip(skip).take(size).collect()
    }

    fn weight(&self, one: &Scored) -> i64 {
        if self.side == Side::Num { one.score.milli } else { 1000 }
    }

    fn records(
        &self,
        generation: &Generation,
        shown: &[&Scored],
    ) -> Result<Vec<Record>, QueryError> {
        let names = names(generation, shown)?;
        let record = |one: &&Scored| {
            let Named { id, name, specialty } = names.get(&one.entity).cloned().unwrap_or_default();
            let mut record = placed(generation, one.org, one.place);
            Feed::Entity.as_str().clone_into(&mut record.feed);
            record.id.clone_from(&id);
            record.entity = Some(id);
            record.entity_name = Some(name);
            record.specialty = specialty;
            record.day = Some(generation.risk.as_of);
            record.kind = Some(one.score.band().as_str().to_owned());
            record.outcome =
                Some(format!("{}.{:03}", one.score.milli / 1000, one.score.milli % 1000));
            record.weight = self.weight(one);
            record
        };
        Ok(shown.iter().map(record).collect())
    }
}

/// What an entity is called.
#[derive(Clone, Debug, Default)]
struct Named {
    id: String,
    name: String,
    specialty: Option<String>,
}

/// What some entities are called; a long list is not spelt out.
fn names(generation: &Generation, shown: &[&Scored]) -> Result<HashMap<i32, Named>, QueryError> {
    let wanted = if shown.len() > SPELT_OUT {
        "true".to_owned()
    } else if shown.is_empty() {
        return Ok(HashMap::new());
    } else {
        let numbers = shown.iter().map(|one| one.entity.to_string()).collect::<Vec<_>>();
        format!("entity_no IN ({})", numbers.join(", "))
    };
    let sql = format!("SELECT entity_no, entity_id, name, specialty FROM entity WHERE {wanted}");
    let read = |db: &Connection| -> Result<HashMap<_, _>, duckdb::Error> {
        let mut statement = db.prepare(&sql)?;
        let rows = statement.query_map([], |row| {
            let (id, name, specialty) = (row.get(1)?, row.get(2)?, row.get(3)?);
            Ok((row.get(0)?, Named { id, name, specialty }))
        })?;
        rows.collect()
    };
    generation.with_facts(read)?.map_err(QueryError::Sql)
}
