//! State → the addresses to ask the server at. What is not in the address of the page, the catalogue fills in.

use domain::period::{Bucket, Period};
use domain::time::Day;
use domain::wire::{Attribution, IndicatorEntry, Indicators};

use crate::layer::Layer;
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

    pub(crate) fn entry(self) -> Option<&'a IndicatorEntry> {
        entry(self.catalogue, self.indicator())
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

    /// The districts of the whole deployment, whatever unit is shown: the map colours all of them.
    pub(crate) fn districts(self) -> Option<String> {
        let by = if self.state.at == Attribution::Location { "region" } else { "org" };
        let shown = self.layer() == Some(Layer::Indicator);
        shown.then(|| self.figures(&self.catalogue.root.code, by, "&compare=yoy"))
    }

    /// The one figure whose side the records must add up to.
    pub(crate) fn own_figure(self) -> Option<String> {
        matches!(&self.state.page, Page::Records(rows) if rows.cell.is_none())
            .then(|| self.figures(self.unit(), "none", ""))
    }

    fn figures(self, unit: &str, by: &str, more: &str) -> String {
        format!(
            "/api/v1/figures?indicators={}&unit={}&by={by}&period={}{}{more}",
            encode(self.indicator()),
            encode(unit),
            encode(&self.period()),
            self.at()
        )
    }

    pub(crate) fn regions(self) -> String {
        format!("/api/v1/regions?parent={}&crs=WGS84", encode(&self.catalogue.root.code))
    }

    /// `None` for a layer that is drawn on districts.
    pub(crate) fn layer(self) -> Option<Layer> {
        self.state.layer.as_deref().map_or(Some(Layer::Risk), Layer::read)
    }

    /// Cells of the shown unit at a resolution; also for a layer unknown here, so that the server says what exists.
    pub(crate) fn cells(self, unit: &str, res: u8) -> Option<String> {
        let layer = match self.layer() {
            Some(Layer::Indicator) => return None,
            Some(layer) => layer.as_str(),
            None => self.state.layer.as_deref()?,
        };
        Some(format!(
            "/api/v1/cells?layer={}&unit={}&period={}&res={res}{}",
            encode(layer),
            encode(unit),
            encode(&self.period()),
            self.at()
        ))
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
