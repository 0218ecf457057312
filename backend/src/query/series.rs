//! `series`: one indicator of one unit, bucket by bucket.

use domain::indicator::Indicator;
use domain::period::{Bucket, Period};
use domain::wire::{Attribution, Series, SeriesPart, SeriesRow};

use super::figures::{Group, groups};
use super::select::{Selection, Unit};
use super::shape::{amounts, indicator, knows, value_of};
use super::{By, Filter, QueryError, Scope};
use crate::store::Generation;

/// One indicator of one unit over time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SeriesQuestion {
    pub indicator: String,
    pub unit: String,
    pub bucket: Bucket,
    pub period: Period,
    pub at: Option<Attribution>,
    pub filter: Filter,
    /// Also of each part of the unit by this comparison.
    pub by: By,
}

impl SeriesQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<Series, QueryError> {
        let unit = Unit::find(generation, scope, &self.unit, self.at, self.filter)?;
        let found = indicator(generation, &self.indicator)?;
        if found.is_risk() {
            return Err(QueryError::Unanswerable {
                asked: self.indicator.clone(),
                why: "a risk score is a snapshot of today and has no series",
                allowed: generation
                    .catalogue
                    .indicators
                    .iter()
                    .filter(|it| !it.is_risk())
                    .map(|it| it.id.clone())
                    .collect(),
            });
        }
        let periods = self.period.buckets(self.bucket);
        let parts = match self.by {
            By::None => Vec::new(),
            by => groups(generation, &unit, by),
        };
        let part = |group: Group| {
            let rows = rows(generation, found, &periods, &group.selection)?;
            Ok(SeriesPart { unit: group.code, name: group.name, rows })
        };
        Ok(Series {
            stamped: generation.stamped(),
            indicator: self.indicator.clone(),
            bucket: format!("{:?}", self.bucket).to_lowercase(),
            rows: rows(generation, found, &periods, &unit.selection)?,
            parts: parts.into_iter().map(part).collect::<Result<_, QueryError>>()?,
            unit: unit.reference,
        })
    }
}

/// The figures of consecutive periods. Months that have not begun yet are left out, not drawn as zero.
pub(super) fn rows(
    generation: &Generation,
    indicator: &Indicator,
    periods: &[Period],
    selection: &Selection,
) -> Result<Vec<SeriesRow>, QueryError> {
    let begun = periods.iter().filter(|period| period.start <= generation.cutoff_day());
    begun
        .map(|period| {
            let (num, den) = amounts(generation, indicator, *period, selection)?;
            let (value, status) = value_of(num, den, knows(generation, *period));
            Ok(SeriesRow {
                period: period.to_string(),
                start: period.start,
                end: period.end,
                num,
                den,
                value,
                status,
            })
        })
        .collect()
}
