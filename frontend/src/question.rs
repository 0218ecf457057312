//! State → the addresses to ask the server at. What is not in the address of the page, the catalogue fills in.

use domain::indicator::UnitOfValue;
use domain::period::{Bucket, Period};
use domain::time::Day;
use domain::wire::{Attribution, IndicatorEntry, Indicators};

use crate::layer::Layer;
use crate::percent::encode;
use crate::state::{Layout, Page, Rows, Side, State};
use crate::text::Lang;

#[cfg(test)]
mod tests;

/// How many months the trend shows.
const TREND_MONTHS: usize = 24;
/// How many months a small line shows.
const SPARK_MONTHS: usize = 12;
/// Rows of one page of records.
pub(crate) const PAGE_ROWS: u32 = 50;
/// Records at the foot of the desk.
const DESK_ROWS: u32 = 10;

pub(crate) const INDICATORS: &str = "/api/v1/indicators";

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

/// The ledger, on its own page and for the desk's list of what was rejected.
pub(crate) fn batches(state: &State) -> Option<String> {
    let desk = state.layout == Layout::Desk && state.page == Page::Overview;
    (desk || state.page == Page::Batches).then(|| "/api/v1/batches?page_size=200".to_owned())
}

pub(crate) fn rejects(state: &State) -> Option<String> {
    let Page::Rejects(batch, page) = &state.page else { return None };
    let batch = encode(batch);
    Some(format!("/api/v1/batches/{batch}/rejects?page_size={PAGE_ROWS}&page={page}"))
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

    /// Two years of months of the current indicator.
    pub(crate) fn series(self) -> Option<String> {
        let entry = self.entry()?;
        self.series_of(entry, self.unit(), TREND_MONTHS)
    }

    /// A year of months of every indicator, for the cards of the desk.
    pub(crate) fn card_series(self) -> Vec<String> {
        let entries = self.catalogue.indicators.iter().filter(|_| self.is_desk());
        entries.filter_map(|it| self.series_of(it, self.unit(), SPARK_MONTHS)).collect()
    }

    /// A year of months of the current indicator for each unit that the desk compares.
    pub(crate) fn unit_series<'b>(self, units: impl Iterator<Item = &'b str>) -> Vec<String> {
        let Some(entry) = self.entry().filter(|_| self.is_desk()) else { return Vec::new() };
        units.filter_map(|it| self.series_of(entry, it, SPARK_MONTHS)).collect()
    }

    /// Months up to the end of the period or of the records, whichever is first; a score of today has none.
    fn series_of(self, entry: &IndicatorEntry, unit: &str, months: usize) -> Option<String> {
        if entry.unit == UnitOfValue::Points {
            return None;
        }
        let period: Period = self.period().parse().ok()?;
        let known = self.catalogue.span.map_or(period.end, |(_, last)| last.plus(1));
        let end = if period.start < known { period.end.min(known) } else { period.end };
        let range = Period::between(months_before(end, months)?, end)?;
        Some(format!(
            "/api/v1/series?indicator={}&unit={}&bucket=month&period={range}{}",
            encode(&entry.id),
            encode(unit),
            self.at()
        ))
    }

    /// Every indicator for the shown unit: the cards of the desk.
    pub(crate) fn cards(self) -> Option<String> {
        let ids: Vec<&str> = self.catalogue.indicators.iter().map(|it| it.id.as_str()).collect();
        self.is_desk()
            .then(|| self.figures(&ids.join(","), self.unit(), "none", "&compare=yoy,mom"))
    }

    /// The parts of the shown unit by place; by org the scene brings them.
    pub(crate) fn parts_by_place(self) -> Option<String> {
        let by_place = self.state.at == Attribution::Location;
        by_place.then(|| self.figures(self.indicator(), self.unit(), "region", "&compare=yoy"))
    }

    /// The districts of the whole deployment, whatever unit is shown: the map colours all of them.
    pub(crate) fn districts(self) -> Option<String> {
        let by = if self.state.at == Attribution::Location { "region" } else { "org" };
        let shown = self.layer() == Some(Layer::Indicator);
        shown.then(|| self.figures(self.indicator(), &self.catalogue.root.code, by, "&compare=yoy"))
    }

    /// The one figure whose side the records must add up to.
    pub(crate) fn own_figure(self) -> Option<String> {
        let rows = self.shown_rows()?;
        let method = rows.method.as_deref().map(|it| format!("&method={}", encode(it)));
        let whole = rows.cell.is_none() && rows.row.is_none() && rows.stage.is_none();
        whole.then(|| {
            self.figures(self.indicator(), self.unit(), "none", &method.unwrap_or_default())
        })
    }

    fn figures(self, indicators: &str, unit: &str, by: &str, more: &str) -> String {
        format!(
            "/api/v1/figures?indicators={}&unit={}&by={by}&period={}{}{more}",
            encode(indicators),
            encode(unit),
            encode(&self.period()),
            self.at()
        )
    }

    fn is_desk(self) -> bool {
        self.state.layout == Layout::Desk
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

    /// The rows on the screen: those of the page, or at the foot of the desk the base of the indicator.
    fn shown_rows(self) -> Option<Rows> {
        match &self.state.page {
            Page::Records(rows) => Some(rows.clone()),
            Page::Overview if self.is_desk() => Some(Rows::of(self.base_side())),
            _ => None,
        }
    }

    /// The side that an indicator is counted on.
    pub(crate) fn base_side(self) -> Side {
        let is_ratio = self.entry().is_none_or(|it| it.denominator.is_some());
        if is_ratio { Side::Den } else { Side::Num }
    }

    pub(crate) fn records(self) -> Option<String> {
        let rows = self.shown_rows()?;
        let size = if self.state.page == Page::Overview { DESK_ROWS } else { PAGE_ROWS };
        Some(format!("{}&page_size={size}&page={}", self.rows(&rows), rows.number))
    }

    /// All rows on the screen's list as a table to keep.
    pub(crate) fn records_csv(self) -> Option<String> {
        let language = if self.state.lang == Lang::En { "&lang=en" } else { "" };
        Some(format!("{}&format=csv{language}", self.rows(&self.shown_rows()?)))
    }

    /// The entities of a street: the base of the coverage indicator.
    pub(crate) fn entities(self) -> String {
        format!(
            "/api/v1/records?indicator=I03&side=den&unit={}&period={}&page_size={PAGE_ROWS}",
            encode(self.unit()),
            encode(&self.period())
        )
    }

    fn rows(self, rows: &Rows) -> String {
        let chosen = [
            ("cell", &rows.cell),
            ("method", &rows.method),
            ("row", &rows.row),
            ("stage", &rows.stage),
            ("sort", &rows.sort),
        ];
        let chosen = chosen.into_iter().filter_map(|(key, value)| Some((key, value.as_deref()?)));
        let more: Vec<String> =
            chosen.map(|(key, value)| format!("&{key}={}", encode(value))).collect();
        let more = more.concat();
        format!(
            "/api/v1/records?indicator={}&side={}&unit={}&period={}{}{more}",
            encode(self.indicator()),
            rows.side.as_str(),
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
