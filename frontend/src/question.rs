//! State → the addresses to ask the server at. What is not in the address of the page, the catalogue fills in.

use domain::indicator::UnitOfValue;
use domain::period::{Bucket, Period};
use domain::time::Day;
use domain::wire::{Attribution, IndicatorEntry, Indicators};

use geodata::lasso::Lasso;

use crate::layer::{Breaks, Kind, Layer, Shown};
use crate::percent::encode;
use crate::state::{Layout, Page, Rows, Side, State};
use crate::text::Lang;

mod ledger;
#[cfg(test)]
mod tests;

pub(crate) use ledger::{batches, faults, faults_csv, held, held_csv};

/// How many months the trend shows.
const TREND_MONTHS: usize = 24;
/// How many months a small line shows.
const SPARK_MONTHS: usize = 12;
/// Rows of one page of records.
pub(crate) const PAGE_ROWS: u32 = 50;
/// Records at the foot of the desk.
const DESK_ROWS: u32 = 10;

pub(crate) const INDICATORS: &str = "/api/v1/indicators";
pub(crate) const TILES: &str = "/api/v1/tiles";

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
    /// Streets of the open district.
    Parts,
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
    if state.at == Attribution::Location {
        parts.push("at=location".to_owned());
    }
    let query = if parts.is_empty() { String::new() } else { format!("?{}", parts.join("&")) };
    format!("/api/v1/scenes/overview{query}")
}

/// Polygons of what lies below a region.
pub(crate) fn regions(parent: &str) -> String {
    format!("/api/v1/regions?parent={}&crs=WGS84", encode(parent))
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

    /// A year of months of the current indicator for each part that the desk compares.
    pub(crate) fn parts_series(self, by: &str) -> Option<String> {
        let entry = self.entry().filter(|_| self.is_desk())?;
        Some([&*self.series_of(entry, self.unit(), SPARK_MONTHS)?, "&by=", by].concat())
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

    /// All that the layers are made of, with the streets of the open `district`; `zoomed` is the resolution that suits the zoom, once there is a map. The
    /// cells of a unit wait until it is known (`is_here`), since only then the map goes there.
    pub(crate) fn wants(
        self,
        zoomed: Option<u8>,
        is_here: bool,
        district: Option<&str>,
    ) -> Vec<Want> {
        let is_here = self.is_root() || (is_here && zoomed.is_some());
        // What was chosen by hand stays what it is: the hexagons that it was drawn round.
        let chosen = self.state.within.as_ref().map(Lasso::res);
        let res = chosen.or(zoomed).unwrap_or(WHOLE_RES);
        let stack = self.stack();
        let drawn = stack.iter().filter(|it| !it.hidden);
        drawn.flat_map(|it| self.wants_of(it, (res, is_here), district)).collect()
    }

    fn wants_of(
        self,
        shown: &Shown,
        (res, is_here): (u8, bool),
        district: Option<&str>,
    ) -> Vec<Want> {
        let (root, name) = (&*self.catalogue.root.code, self.name_of(shown));
        let want = |role: Role, url: String| Want { role, name: name.clone(), url };
        let cells = |role: Role, res: u8| want(role, self.cells(&name, root, res));
        match shown.kind {
            Kind::Fill => {
                let streets = |it| self.figures(&name, it, "region", "&compare=yoy");
                let parts = district.map(|it| want(Role::Parts, streets(it)));
                [want(Role::Figures, self.districts(&name))].into_iter().chain(parts).collect()
            }
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

    /// Every indicator for the shown unit: the cards of the desk.
    pub(crate) fn cards(self) -> Option<String> {
        let ids: Vec<&str> = self.catalogue.indicators.iter().map(|it| it.id.as_str()).collect();
        self.is_desk()
            .then(|| self.figures(&ids.join(","), self.unit(), "none", "&compare=yoy,mom"))
    }

    /// The districts of the whole deployment, whatever unit is shown: the map colours all of them.
    fn districts(self, indicator: &str) -> String {
        let by = if self.state.at == Attribution::Location { "region" } else { "org" };
        self.figures(indicator, &self.catalogue.root.code, by, "&compare=yoy")
    }

    /// The one figure whose side the records must add up to.
    pub(crate) fn own_figure(self) -> Option<String> {
        let rows = self.shown_rows()?;
        let method = rows.method.as_deref().map(|it| format!("&method={}", encode(it)));
        let whole =
            rows.cell.is_none() && !rows.drawn && rows.row.is_none() && rows.stage.is_none();
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

    /// The entities of the whole deployment that stand today and lie in no hexagon: only how many.
    pub(crate) fn unlocated(self) -> String {
        format!(
            "/api/v1/records?indicator=R&side=den&unit={}&period={}&cell=none&page_size=1",
            encode(&self.catalogue.root.code),
            encode(&self.period())
        )
    }

    pub(crate) fn regions(self) -> String {
        regions(&self.catalogue.root.code)
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
        let within = self.state.within.as_ref().filter(|_| rows.drawn).map(ToString::to_string);
        let chosen = chosen.chain(within.as_deref().map(|it| ("within", it)));
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
