//! `scenes/{id}`: everything a scene needs but geometry and cells, from one generation.

use domain::code::{Method, OrderStage};
use domain::indicator::Indicator;
use domain::period::{Bucket, Period};
use domain::time::Day;
use domain::wire::{Attribution, Card, Figure, FunnelRow, MapLines, MethodRow, Scene};
use duckdb::Row;

use super::figures::{Group, groups, rows_of};
use super::indicators::default_period;
use super::select::{Selection, Unit, method_number};
use super::shape::{figure, indicator};
use super::{By, Compare, Filter, QueryError, Scope, Side, What, amount, row, series, stage};
use crate::store::Generation;

/// The scenes of this release.
pub(super) const ALL: [(&str, &str); 1] = [("overview", "监督总览")];

/// A scene, for the root and the year to date unless said otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SceneQuestion {
    pub id: String,
    pub unit: Option<String>,
    pub at: Option<Attribution>,
    pub period: Option<Period>,
    /// What the ranking ranks; the first card's indicator if absent.
    pub indicator: Option<String>,
}

impl SceneQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<Scene, QueryError> {
        let known = ALL.iter().find(|(id, _)| *id == self.id);
        let (id, title) = known
            .ok_or_else(|| QueryError::unknown(What::Scene, &self.id, ALL.map(|(id, _)| id)))?;
        let root = &generation.pack.pack.root_org;
        let code = self.unit.as_deref().or(scope.root()).unwrap_or(root);
        let unit = Unit::find(generation, scope, code, self.at, Filter::default())?;
        let period = self.period.unwrap_or_else(|| default_period(generation));
        let core = generation.catalogue.indicators.iter().filter(|it| it.core);
        let cards: Result<Vec<Card>, QueryError> =
            core.map(|it| card(generation, it, period, &unit)).collect();
        let ranked = match &self.indicator {
            Some(id) => Some(indicator(generation, id)?),
            None => generation.catalogue.indicators.iter().find(|it| it.core),
        };
        let (by, below) = below(generation, &unit);
        let ranking = ranked
            .map(|it| rows_of(generation, it, period, &below, &[Compare::Yoy]))
            .transpose()?;
        let workload = generation.catalogue.indicator("I51");
        let workload =
            workload.map(|it| rows_of(generation, it, period, &below, &[])).transpose()?;
        Ok(Scene {
            stamped: generation.stamped(),
            id: (*id).to_owned(),
            title: (*title).to_owned(),
            at: unit.at,
            by: by.as_str().to_owned(),
            period,
            cards: cards?,
            ranking: named_rows(generation, ranking, &unit, by),
            ranking_indicator: ranked.map(|it| it.id.clone()).unwrap_or_default(),
            methods: methods(generation, period, &unit)?,
            funnel: funnel(generation, period, &unit.selection)?,
            workload: named_rows(generation, workload, &unit, by),
            map: map_lines(generation),
            quality: generation.quality.clone(),
            unit: unit.reference,
        })
    }
}

/// The orgs below a unit, or where it has none the regions below its home.
fn below(generation: &Generation, unit: &Unit) -> (By, Vec<Group>) {
    let by = match unit.at {
        Attribution::Org if !generation.directory.org_children(&unit.code).is_empty() => By::Org,
        _ => By::Region,
    };
    (by, groups(generation, unit, by))
}

/// Rows that say how their records are asked for.
fn named_rows(
    generation: &Generation,
    rows: Option<Vec<Figure>>,
    unit: &Unit,
    by: By,
) -> Vec<Figure> {
    let mut rows = rows.unwrap_or_default();
    for figure in &mut rows {
        figure.row = row::name_of(generation, unit, by, &figure.unit);
    }
    rows
}

fn card(
    generation: &Generation,
    it: &Indicator,
    period: Period,
    unit: &Unit,
) -> Result<Card, QueryError> {
    let compare = [Compare::Yoy, Compare::Mom];
    let named = |counted: Figure| Figure {
        unit: unit.code.clone(),
        name: unit.reference.name.clone(),
        ..counted
    };
    let beside = it.beside.as_deref().and_then(|id| generation.catalogue.indicator(id));
    let beside =
        beside.map(|it| figure(generation, it, period, &unit.selection, &[])).transpose()?;
    Ok(Card {
        figure: named(figure(generation, it, period, &unit.selection, &compare)?),
        beside: beside.map(named),
        series: series::rows(generation, it, &twelve_months(generation, period), &unit.selection)?,
    })
}

/// The twelve months up to the end of a period, or to the cut-off when it reaches beyond.
fn twelve_months(generation: &Generation, period: Period) -> Vec<Period> {
    let last = period.end.plus(-1).min(generation.cutoff_day()).date();
    let end = last.last_of_month();
    let start = last.first_of_month().checked_sub(jiff::Span::new().months(11)).unwrap_or(last);
    let span = Period::between(Day::from_date(start), Day::from_date(end).plus(1));
    span.map(|span| span.buckets(Bucket::Month)).unwrap_or_default()
}

fn methods(
    generation: &Generation,
    period: Period,
    unit: &Unit,
) -> Result<Vec<MethodRow>, QueryError> {
    let Some(discovery) = generation.catalogue.indicator("I06") else { return Ok(Vec::new()) };
    let mut rows = Vec::new();
    for method in Method::ALL {
        let selection = unit.with(|selection| selection.method = Some(method_number(*method)));
        let side = |side| amount::of(generation, discovery, side, period, &selection);
        rows.push(MethodRow {
            method: method.as_str().to_owned(),
            name: method.zh().to_owned(),
            done: side(Side::Den)?.unwrap_or(0),
            found: side(Side::Num)?.unwrap_or(0),
        });
    }
    rows.sort_by_key(|row| -row.done);
    Ok(rows)
}

/// Orders due in the period and how far each came.
fn funnel(
    generation: &Generation,
    period: Period,
    selection: &Selection,
) -> Result<Vec<FunnelRow>, QueryError> {
    let orders = generation.catalogue.indicator("I05").and_then(|it| it.denominator.as_ref());
    let Some(term) = orders.and_then(|side| side.terms.first()) else { return Ok(Vec::new()) };
    let Some(measure) = generation.catalogue.measure(term.measure) else { return Ok(Vec::new()) };
    let days = amount::days_of(generation, measure, period);
    let counted = OrderStage::ALL.iter();
    let counted = counted.map(|it| format!("count(*) FILTER (WHERE {})", stage::condition(*it)));
    let sql = format!(
        "SELECT {} FROM dispatch_order WHERE {}",
        counted.collect::<Vec<_>>().join(", "),
        amount::condition_of(generation, *term, &days, selection)
    );
    let read = |row: &Row<'_>| {
        (0..OrderStage::ALL.len()).map(|at| row.get(at)).collect::<Result<Vec<i64>, _>>()
    };
    let counts =
        generation.with_facts(|db| db.query_row(&sql, [], read))?.map_err(QueryError::Sql)?;
    let row = |(stage, count): (&OrderStage, i64)| FunnelRow {
        state: stage.as_str().to_owned(),
        name: stage.zh().to_owned(),
        count,
    };
    Ok(OrderStage::ALL.iter().zip(counts).map(row).collect())
}

fn map_lines(generation: &Generation) -> MapLines {
    let pack = &generation.pack;
    let shown = pack.boundaries.first();
    MapLines {
        source: shown.map(|it| it.set.source.clone()).unwrap_or_default(),
        crs: shown.map(|it| it.set.crs.as_str().to_owned()).unwrap_or_default(),
        review_no: shown.map(|it| it.set.review_no.clone()).unwrap_or_default(),
        problems: pack.problems.clone(),
    }
}
