//! The catalogue: indicators and their measures, read from data files and checked at start.
//!
//! An indicator is a numerator and, for ratios, a denominator: each a weighted list of measures. Files
//! are TOML; whatever they name must exist in the closed vocabulary of [`crate::measure`], and every
//! complaint about a file says file and line.

use serde::{Deserialize, Serialize};

use crate::measure::{Measure, MeasureNo};
use crate::ratio::Decimal;
use crate::time::Day;

mod file;
#[cfg(test)]
mod tests;

pub use file::DefinitionError;

/// Indicators and measures of one deployment.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    pub measures: Vec<Measure>,
    pub indicators: Vec<Indicator>,
    /// Names this exact set of definitions: changes when any file changes.
    pub version: String,
}

/// A definition with its version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    pub id: String,
    pub version: u32,
    pub name: String,
    pub name_en: String,
    pub unit: UnitOfValue,
    pub direction: Direction,
    pub numerator: Side,
    /// Absent for plain counts.
    pub denominator: Option<Side>,
    /// Cannot exceed 100 % by definition; a value above is marked, never clipped (rule R10).
    pub bounded: bool,
    /// Whether units may be ranked by it.
    pub ranked: bool,
    pub core: bool,
    /// A companion shown beside this one, such as the other base of a share.
    pub beside: Option<String>,
    pub targets: Vec<Target>,
    /// Fixed class breaks on the map, ascending decimals in the unit of the value; those of the unit where the file
    /// names none.
    pub breaks: Vec<String>,
    /// Where the definition comes from: clauses of the policy documents.
    pub clause: String,
}

/// One side of a ratio: Σ weight × measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    pub terms: Vec<Term>,
    pub words: String,
    pub words_en: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Term {
    pub measure: MeasureNo,
    pub weight: i64,
}

/// How a value is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitOfValue {
    /// A share, printed in per cent.
    Percent,
    /// 户次: one entity checked once.
    Visits,
    /// 家: distinct entities.
    Entities,
    /// 标准件: weighted acts.
    StandardActs,
    /// 件.
    Cases,
    /// 分: risk score of 0 to 100.
    Points,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher is better.
    Up,
    /// Lower is better.
    Down,
    /// Informative only: neither better nor worse.
    Neutral,
}

/// A value to be reached by a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub op: Op,
    pub value: Decimal,
    pub by: Day,
    pub kind: TargetKind,
    pub words: String,
    pub words_en: String,
}

/// 以上 is `>=`, 超过 is `>` (rule R1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Op {
    #[serde(rename = ">")]
    Above,
    #[serde(rename = ">=")]
    AtLeast,
    #[serde(rename = "<")]
    Below,
    #[serde(rename = "<=")]
    AtMost,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetKind {
    Required,
    /// 力争: strived for, drawn apart from what is required.
    Aspired,
}

/// The id of the entity risk score: a snapshot made of eight contributions, not of measures.
pub const RISK: &str = "R";

impl Catalogue {
    /// Reads definition files given as (name, text) pairs.
    pub fn read<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, DefinitionError> {
        file::read(files)
    }

    pub fn indicator(&self, id: &str) -> Option<&Indicator> {
        self.indicators.iter().find(|indicator| indicator.id == id)
    }

    pub fn measure(&self, no: MeasureNo) -> Option<&Measure> {
        self.measures.get(no.0)
    }

    pub fn measure_no(&self, id: &str) -> Option<MeasureNo> {
        self.measures.iter().position(|measure| measure.id == id).map(MeasureNo)
    }
}

impl Indicator {
    pub fn is_risk(&self) -> bool {
        self.id == RISK
    }

    /// The target in force on a day: the required one that falls due next, else the last.
    pub fn target_on(&self, day: Day) -> Option<&Target> {
        let required = || self.targets.iter().filter(|target| target.kind == TargetKind::Required);
        required()
            .filter(|target| target.by >= day)
            .min_by_key(|target| target.by)
            .or_else(|| required().next_back())
    }

    pub fn sides(&self) -> impl Iterator<Item = &Side> {
        [Some(&self.numerator), self.denominator.as_ref()].into_iter().flatten()
    }
}
