//! State → the addresses to ask the server at. What is not in the address of the page, the catalogue fills in.

use domain::period::{Bucket, Period};
use domain::time::Day;
use domain::wire::{Attribution, IndicatorEntry, Indicators};

use crate::layer::{Breaks, Kind, Layer, Shown};
use crate::percent::encode;
use crate::state::{Page, State};

#[cfg(test)]
mod tests;

/// How many months the trend shows.
const TREND_MONTHS: usize = 24;
/// Rows of one page of records.
pub(crate) const PAGE_ROWS: u32 = 50;

pub(crate) const INDICATORS: &str = "/api/v1/indicators";
pub(crate) const BATCHES: &str = "/api/v1/batches";

/// Cells of the whole deployment are told apart by classes of this resolution.
pub(crate) const WHOLE_RES: u8 = 7;

/// One frame that a layer needs: the key stays while the address changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Want {
    pub(crate) role: Role,
    pub(crate) name: String,
    pub(crate) url: String,
}

/// What a frame is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Hexagons of the shown unit.
    Cells,
    /// The same of the whole deployment, for class breaks.
    Whole,
    /// What a surface is made of.
    Heat,
    /// What may be hot.
    Hot,
    /// How many entities a cell has.
    Base,
    /// Districts.
    Figures,
    /// Entities.
    Points,
}

/// Cells hardly wider than half a bandwidth: a surface does not show them.
const fn surface_res(bandwidth_m: u16) -> u8 {
    match bandwidth_m {
        ..1_000 => 9,
        1_000..4_000 => 8,
        _ => 7,
    }
}

/// A state with the catalogue that completes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) state: &'a State,
    pub(crate) catalogue: &'a Indicators,
}

/// Cards, ranking, methods, orders and quality: needs no catalogue, so that both are asked at once.
pub(crate) fn scene(state: &State) -> String {
    let mut parts = Vec::new();
    for (key, value) in
        [("unit", &state.unit), ("period", &state.period), ("indicator", &state.indicator)]
    {
        parts.extend(value.as_deref().map(|it| format!("{key}={}", encode(it))));
    }
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    format!("/api/v1/scenes/overview{query}")
}

pub(crate) fn entity(state: &State) -> Option<String> {
    match &state.page {
        Page::Entity(id) => Some(format!("/api/v1/entities/{}", encode(id))),
        _ => None,
    }
}

impl<'a> Asked<'a> {
    pub(crate) fn unit(self) -> &'a str {
        self.state.unit.as_deref().unwrap_or(&self.catalogue.root.code)
    }

    pub(crate) fn is_root(self) -> bool {
        self.unit() == self.catalogue.root.code
    }

    pub(crate) fn period(self) -> String {
        self.state.period.clone().unwrap_or_else(|| self.catalogue.default_period.to_string())
    }

    /// The current indicator; the first core one when the address names none.
    pub(crate) fn indicator(self) -> &'a str {
        let entries = &self.catalogue.indicators;
        let first =
            || entries.iter().find(|it| it.core).or(entries.first()).map_or("", |it| &it.id);
        self.state.indicator.as_deref().unwrap_or_else(first)
    }

    /// Two years of months, up to the end of the period or of the records, whichever is first.
    pub(crate) fn series(self) -> Option<String> {
        let period: Period = self.period().parse().ok()?;
        let known = self.catalogue.span.map_or(period.end, |(_, last)| last.plus(1));
        let end = if period.start < known { period.end.min(known) } else { period.end };
        let range = Period::between(months_before(end, TREND_MONTHS)?, end)?;
        Some(format!(
            "/api/v1/series?indicator={}&unit={}&bucket=month&period={range}{}",
            encode(self.indicator()),
            encode(self.unit()),
            self.at()
        ))
    }

    /// The layers of the map, the uppermost first: those of the list, else the one that was chosen.
    pub(crate) fn stack(self) -> Vec<Shown> {
        let state = self.state;
        let mut stack = state.layers.clone();
        if stack.is_empty() {
            stack.push(Shown::read(state.layer.as_deref().unwrap_or(Layer::Risk.as_str())));
        }
        for (shown, breaks) in stack.iter_mut().zip(&state.breaks) {
            shown.breaks = breaks.clone();
        }
        stack
    }

    /// The name of a layer as the server knows it.
    pub(crate) fn name_of(self, shown: &Shown) -> String {
        let name = if shown.name.is_empty() { self.indicator() } else { &shown.name };
        name.to_owned()
    }

    /// What defines the values of a layer.
    pub(crate) fn entry_of(self, shown: &Shown) -> Option<&'a IndicatorEntry> {
        let name = self.name_of(shown);
        let layer = if shown.kind == Kind::Points { Layer::Risk } else { shown.layer() };
        entry(self.catalogue, layer.definition().unwrap_or(&name))
    }

    /// All that the layers are made of; `zoomed` is the resolution that suits the zoom, once there is a map. The
    /// cells of a unit wait until it is known (`is_here`), since only then the map goes there.
    pub(crate) fn wants(self, zoomed: Option<u8>, is_here: bool) -> Vec<Want> {
        let is_here = self.is_root() || (is_here && zoomed.is_some());
        let res = zoomed.unwrap_or(WHOLE_RES);
        let stack = self.stack();
        let drawn = stack.iter().filter(|it| !it.hidden);
        drawn.flat_map(|it| self.wants_of(it, res, is_here)).collect()
    }

    fn wants_of(self, shown: &Shown, res: u8, is_here: bool) -> Vec<Want> {
        let (root, name) = (&*self.catalogue.root.code, self.name_of(shown));
        let want = |role: Role, url: String| Want { role, name: name.clone(), url };
        let cells = |role: Role, res: u8| want(role, self.cells(&name, root, res));
        match shown.kind {
            Kind::Fill => vec![want(Role::Figures, self.districts(&name))],
            Kind::Hexes => {
                let by_value = matches!(shown.breaks, Breaks::By(..));
                let own = || want(Role::Cells, self.cells(&name, self.unit(), res));
                let whole = cells(Role::Whole, if by_value { res } else { WHOLE_RES });
                is_here.then(own).into_iter().chain([whole]).collect()
            }
            Kind::Heat => vec![cells(Role::Heat, surface_res(shown.bandwidth_m))],
            Kind::Hot => {
                let base = self.cells(Layer::Risk.as_str(), root, res);
                let base = Want { role: Role::Base, name: String::new(), url: base };
                vec![cells(Role::Hot, res), base]
            }
            Kind::Points => {
                vec![Want { role: Role::Points, name: String::new(), url: self.points() }]
            }
        }
    }

    /// The entities of the shown unit.
    fn points(self) -> String {
        format!("/api/v1/points?unit={}{}", encode(self.unit()), self.at())
    }

    /// The districts of the whole deployment, whatever unit is shown: the map colours all of them.
    fn districts(self, indicator: &str) -> String {
        let by = if self.state.at == Attribution::Location { "region" } else { "org" };
        self.figures(indicator, &self.catalogue.root.code, by, "&compare=yoy")
    }

    /// The one figure whose side the records must add up to.
    pub(crate) fn own_figure(self) -> Option<String> {
        matches!(&self.state.page, Page::Records(rows) if rows.cell.is_none())
            .then(|| self.figures(self.indicator(), self.unit(), "none", ""))
    }

    fn figures(self, indicator: &str, unit: &str, by: &str, more: &str) -> String {
        format!(
            "/api/v1/figures?indicators={}&unit={}&by={by}&period={}{}{more}",
            encode(indicator),
            encode(unit),
            encode(&self.period()),
            self.at()
        )
    }

    pub(crate) fn regions(self) -> String {
        format!("/api/v1/regions?parent={}&crs=WGS84", encode(&self.catalogue.root.code))
    }

    /// Cells of a layer for a unit; an unknown layer is asked for all the same, so that the server says what exists.
    fn cells(self, layer: &str, unit: &str, res: u8) -> String {
        format!(
            "/api/v1/cells?layer={}&unit={}&period={}&res={res}{}",
            encode(layer),
            encode(unit),
            encode(&self.period()),
            self.at()
        )
    }

    pub(crate) fn records(self) -> Option<String> {
        let Page::Records(rows) = &self.state.page else { return None };
        let cell =
            rows.cell.as_deref().map(|it| format!("&cell={}", encode(it))).unwrap_or_default();
        Some(format!("{}{cell}&page={}", self.rows(rows.side.as_str(), PAGE_ROWS), rows.number))
    }

    /// The entities of a street: the base of the coverage indicator.
    pub(crate) fn entities(self) -> String {
        format!(
            "/api/v1/records?indicator=I03&side=den&unit={}&period={}&page_size={PAGE_ROWS}",
            encode(self.unit()),
            encode(&self.period())
        )
    }

    fn rows(self, side: &str, page_size: u32) -> String {
        format!(
            "/api/v1/records?indicator={}&side={side}&unit={}&period={}{}&page_size={page_size}",
            encode(self.indicator()),
            encode(self.unit()),
            encode(&self.period()),
            self.at()
        )
    }

    /// Said only when it is not the default, so that the server keeps its own default for regions.
    fn at(self) -> &'static str {
        if self.state.at == Attribution::Location { "&at=location" } else { "" }
    }
}

pub(crate) fn entry<'a>(catalogue: &'a Indicators, id: &str) -> Option<&'a IndicatorEntry> {
    catalogue.indicators.iter().find(|it| it.id == id)
}

/// The first day of the month `months - 1` before the one that ends with `end`.
fn months_before(end: Day, months: usize) -> Option<Day> {
    let years = i16::try_from(months.div_ceil(12)).ok()? + 1;
    let last = end.plus(-1).date();
    let far = Day::from_ymd(last.year().checked_sub(years)?, last.month(), 1)?;
    let buckets = Period::between(far, end)?.buckets(Bucket::Month);
    buckets.iter().rev().nth(months - 1).map(|it| it.start)
}
