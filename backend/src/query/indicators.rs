//! `indicators`: the catalogue, and what a page needs to open.

use domain::indicator::Indicator;
use domain::period::Period;
use domain::wire::{IndicatorEntry, Indicators};

use super::select::Unit;
use super::shape::breaks;
use super::{Filter, QueryError, Scope, scene};
use crate::store::Generation;

/// The catalogue of the deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct IndicatorsQuestion;

impl IndicatorsQuestion {
    pub fn ask(self, generation: &Generation, scope: &Scope) -> Result<Indicators, QueryError> {
        let pack = &generation.pack.pack;
        let root = Unit::find(
            generation,
            scope,
            scope.root().unwrap_or(&pack.root_org),
            None,
            Filter::default(),
        )?;
        Ok(Indicators {
            stamped: generation.stamped(),
            title: pack.title.clone(),
            root: root.reference,
            span: generation.span(),
            default_period: default_period(generation),
            indicators: generation
                .catalogue
                .indicators
                .iter()
                .map(|it| entry(generation, it))
                .collect(),
            relaxed: pack.relaxed.iter().map(|code| code.as_str().to_owned()).collect(),
            scenes: scene::ALL.iter().map(|(id, _)| (*id).to_owned()).collect(),
        })
    }
}

/// 本年累计: the year of the data cut-off.
pub(super) fn default_period(generation: &Generation) -> Period {
    Period::year_of(generation.cutoff_day())
}

fn entry(generation: &Generation, it: &Indicator) -> IndicatorEntry {
    let additive = it.sides().flat_map(|side| &side.terms).all(|term| {
        generation
            .catalogue
            .measure(term.measure)
            .is_some_and(|measure| measure.count.is_additive())
    });
    IndicatorEntry {
        id: it.id.clone(),
        version: it.version,
        name: it.name.clone(),
        name_en: it.name_en.clone(),
        unit: it.unit,
        direction: it.direction,
        numerator: it.numerator.words.clone(),
        numerator_en: it.numerator.words_en.clone(),
        denominator: it.denominator.as_ref().map(|side| side.words.clone()),
        denominator_en: it.denominator.as_ref().map(|side| side.words_en.clone()),
        additive,
        ranked: it.ranked,
        core: it.core,
        beside: it.beside.clone(),
        targets: it.targets.clone(),
        clause: it.clause.clone(),
        breaks: breaks(it),
    }
}
