//! A loop drawn on the map → a condition on facts: those in the cells whose centre lies inside.
//!
//! The page sums the same cells, so that the rows behind its sum are exactly these.

use std::collections::HashSet;

use geodata::cell;
use geodata::lasso::Lasso;

use super::QueryError;
use crate::store::Generation;
use crate::store::text::parent_cell;

/// The occupied cells inside a loop.
pub(super) struct Drawn {
    res: u8,
    cells: HashSet<u64>,
}

impl Drawn {
    pub(super) fn of(generation: &Generation, lasso: &Lasso) -> Result<Self, QueryError> {
        let occupied = generation.cells(lasso.res())?;
        Ok(Self { res: lasso.res(), cells: lasso.cells_in(&occupied.cells).into_iter().collect() })
    }

    /// As SQL over the column `map_cell`.
    pub(super) fn condition(&self) -> String {
        if self.cells.is_empty() {
            return "false".to_owned();
        }
        let mut cells: Vec<String> =
            self.cells.iter().map(|cell| cell.cast_signed().to_string()).collect();
        cells.sort_unstable();
        format!("({}) IN ({})", parent_cell("map_cell", self.res), cells.join(", "))
    }

    /// Whether a fact in a cell of resolution 10 lies inside.
    pub(super) fn holds(&self, finest: u64) -> bool {
        cell::parent(finest, self.res).is_ok_and(|cell| self.cells.contains(&cell))
    }
}
