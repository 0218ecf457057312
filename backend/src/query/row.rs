//! One row of a comparison → the very selection it counted, so that records can open it.
//!
//! Most rows are units and are asked by their code. The rest (what a body did itself, what lies elsewhere or
//! could not be placed, a region of an org's work, a specialty, a method) exist only within their parent:
//! `figures` names them `by:code`, and `records` takes that name beside the parent's code.

use domain::wire::RowRef;

use super::figures::{ELSEWHERE, Group, UNPLACED, groups};
use super::select::{Selection, Unit};
use super::{By, QueryError, What};
use crate::store::Generation;

/// The comparisons that have rows; a bare code is looked for in this order.
const CUTS: [By; 4] = [By::Org, By::Region, By::Specialty, By::Method];

/// The name of a row that cannot be asked as a unit of its own.
pub(super) fn name_of(generation: &Generation, unit: &Unit, by: By, code: &str) -> Option<String> {
    let is_unit = match by {
        By::None => true,
        By::Org => unit.is_org() && code != unit.code,
        By::Region => {
            code != ELSEWHERE.0 && code != UNPLACED.0 && unit.counts_region(generation, code)
        }
        By::Specialty | By::Method => false,
    };
    (!is_unit).then(|| format!("{}:{code}", by.as_str()))
}

/// Finds the row of a unit by its name, or by a code as `figures` printed it.
pub(super) fn find(
    generation: &Generation,
    unit: &Unit,
    asked: &str,
) -> Result<(Selection, RowRef), QueryError> {
    let cut = asked.split_once(':').and_then(|(by, code)| Some((by.parse::<By>().ok()?, code)));
    let rows = |by: By| groups(generation, unit, by).into_iter().map(move |group| (by, group));
    let found = match cut {
        Some((by, code)) => rows(by).find(|(_, group)| group.code == code),
        None => CUTS.into_iter().flat_map(rows).find(|(_, group)| group.code == asked),
    };
    let (by, Group { code, name, selection, .. }) = found.ok_or_else(|| {
        let all = CUTS.into_iter().flat_map(rows);
        let named =
            |(by, group): (By, Group)| (format!("{}:{}", by.as_str(), group.code), group.name);
        QueryError::unknown_among(What::Row, asked, all.map(named))
    })?;
    Ok((selection, RowRef { row: format!("{}:{code}", by.as_str()), name }))
}
