//! Cells with a value each: sums, rates, shrunk rates, and how far surroundings are from chance.

use std::sync::Arc;

use domain::cells::CellFrame;
use geodata::density::{hot_spots, shrink};

use super::{HOT_LIMITS, Made};
use crate::layer::limits::{self, limits};
use crate::layer::{Breaks, Layer, Value};
use crate::map::{CellLayer, Content};

/// A cell of fewer entities is not called hot or cold.
const LEAST_ENTITIES: i64 = 5;

impl Made {
    /// Hexagons by class; a cell that holds nothing is not painted.
    pub(super) fn hexes(&mut self) -> Option<()> {
        let frame = Arc::clone(self.sources.cells.as_ref()?);
        let whole = Arc::clone(self.sources.whole.as_ref()?);
        if matches!(self.shown.breaks, Breaks::By(..)) && whole.res != frame.res {
            return None;
        }
        let values = self.values_of(&frame);
        let scale = self.scale();
        let all = || self.values_of(&whole).into_iter().filter(|it| it.is_finite()).collect();
        let fixed = || {
            if let (Value::Rate | Value::Shrunk, Some(entry)) = (self.value, &self.entry) {
                return limits::own(entry);
            }
            let own = limits::of_cells(&whole, scale);
            limits::at_resolution(&own, whole.res, frame.res, scale)
        };
        self.limits = limits(&self.shown.breaks, self.entry.as_ref(), all, fixed);
        self.paint_cells(frame, values);
        Some(())
    }

    /// Cells whose surroundings differ from chance, by the z-score of Getis and Ord over ring 1.
    pub(super) fn hot(&mut self) -> Option<()> {
        let frame = Arc::clone(self.sources.cells.as_ref()?);
        let base = self.sources.base.as_ref()?;
        if base.list_hash != frame.list_hash {
            return None;
        }
        let values = self.all_values_of(&frame);
        let held = values.iter().zip(&frame.cells).filter(|(value, _)| value.is_finite());
        let scores = hot_spots(&held.map(|(value, cell)| (*cell, *value)).collect::<Vec<_>>());
        let mut scores = scores.unwrap_or_default().into_iter();
        let score = |(value, entities): (f64, &i64)| {
            let score = if value.is_finite() { scores.next().flatten() } else { None };
            let is_told = entities / 1000 >= LEAST_ENTITIES;
            score.filter(|it| is_told && it.abs() >= HOT_LIMITS[3]).unwrap_or(f64::NAN)
        };
        let shown = values.into_iter().zip(&base.den).map(score).collect();
        self.limits = HOT_LIMITS.to_vec();
        self.paint_cells(frame, shown);
        Some(())
    }

    fn paint_cells(&mut self, frame: Arc<CellFrame>, values: Vec<f64>) {
        let (breaks, ramp) = (self.limits.clone(), self.ramp());
        self.content = Content::Cells(Arc::new(CellLayer { frame, values, breaks, ramp }));
    }

    /// What one printed unit is in the frame: scores travel in thousandths.
    pub(super) fn scale(&self) -> f64 {
        let is_risk = self.entry.as_ref().is_some_and(|it| it.id == "R");
        if is_risk { Layer::Risk.scale() } else { self.layer().scale() }
    }

    /// Printed values of all cells; no number where there is no base or nothing to sum.
    fn values_of(&self, frame: &CellFrame) -> Vec<f64> {
        let mut values = self.all_values_of(frame);
        if self.value == Value::Count {
            values.iter_mut().filter(|it| **it == 0.0).for_each(|it| *it = f64::NAN);
        }
        values
    }

    /// As [`Self::values_of`], with zero for a sum of nothing.
    fn all_values_of(&self, frame: &CellFrame) -> Vec<f64> {
        let rates = frame.num.iter().zip(&frame.den);
        let percent = self.entry.as_ref().map_or(1.0, limits::factor);
        match self.value {
            Value::Count => {
                let scale = self.scale();
                frame.num.iter().map(|num| *num as f64 / scale).collect()
            }
            Value::Rate => rates.map(|(num, den)| rate(*num, *den) * percent).collect(),
            Value::Shrunk => {
                let whole = |it: &i64| u64::try_from(*it).unwrap_or(0);
                let counts: Vec<(u64, u64)> =
                    rates.map(|(num, den)| (whole(num), whole(den))).collect();
                let told = |it: Option<f64>| it.map_or(f64::NAN, |it| it * percent);
                shrink(&counts).rates.into_iter().map(told).collect()
            }
        }
    }
}

/// No number without a base.
fn rate(num: i64, den: i64) -> f64 {
    if den > 0 { num as f64 / den as f64 } else { f64::NAN }
}
