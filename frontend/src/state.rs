//! URL ⇄ state: the whole state of the page is its address, so that every picture can be sent as a link.
//!
//! Nothing here touches the browser; [`crate::location`] does. Values that only the server can judge
//! (units, periods, layers) stay text: an unknown one comes back as a problem that lists what exists.

use domain::wire::Attribution;

use crate::layer::shown::{read_breaks, read_layers, trimmed, write_breaks, write_layers};
use crate::layer::{Breaks, Shown};
use crate::percent;
use crate::text::Lang;

#[cfg(test)]
mod tests;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) page: Page,
    /// Code of an org or a region; the deployment's root when absent.
    pub(crate) unit: Option<String>,
    /// As the API writes periods; the catalogue's default when absent.
    pub(crate) period: Option<String>,
    /// The indicator of ranking, trend and choropleth; the first core indicator when absent.
    pub(crate) indicator: Option<String>,
    /// `risk` when absent.
    pub(crate) layer: Option<String>,
    pub(crate) at: Attribution,
    /// Layers side by side, the uppermost first; the one of `layer` when empty.
    pub(crate) layers: Vec<Shown>,
    /// Class breaks of the layers, in their order.
    pub(crate) breaks: Vec<Breaks>,
    pub(crate) theme: Theme,
    pub(crate) lang: Lang,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    #[default]
    Overview,
    /// The rows behind one side of the current indicator.
    Records(Rows),
    /// Deliveries and what was rejected of them.
    Batches,
    /// One entity, one file.
    Entity(String),
}

/// Which rows of which page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) side: Side,
    /// Counts from 1.
    pub(crate) number: u32,
    /// H3 index in hexadecimal: only the rows of one hexagon.
    pub(crate) cell: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Side {
    Num,
    #[default]
    Den,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Theme {
    /// The wall.
    #[default]
    Dark,
    /// The desk.
    Light,
}

const ENTITY_PATH: &str = "/entity/";

impl State {
    /// Reads a path and a query without its `?`; what it does not understand, it leaves out.
    pub(crate) fn read(path: &str, query: &str) -> Self {
        let mut state = Self::default();
        let mut rows = Rows::of(Side::Den);
        let mut entity = path.strip_prefix(ENTITY_PATH).map(percent::decode);
        let mut view = String::new();
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = percent::decode(value);
            match key {
                "unit" => state.unit = filled(value),
                "period" => state.period = filled(value),
                "indicator" => state.indicator = filled(value),
                "layer" => state.layer = filled(value),
                "layers" => state.layers = read_layers(&value),
                "breaks" => state.breaks = read_breaks(&value),
                "at" if value == "location" => state.at = Attribution::Location,
                "theme" if value == "light" => state.theme = Theme::Light,
                "lang" => state.lang = Lang::read(&value),
                "view" => view = value,
                "side" if value == "num" => rows.side = Side::Num,
                "page" => rows.number = value.parse().unwrap_or(1).max(1),
                "cell" => rows.cell = filled(value),
                "entity" => entity = entity.or(Some(value)),
                _ => {}
            }
        }
        state.page = Page::of(entity.and_then(filled), &view, rows);
        state
    }

    /// The address, without what is left at its default.
    pub(crate) fn url(&self) -> String {
        let path = match &self.page {
            Page::Entity(id) => format!("{ENTITY_PATH}{}", percent::encode(id)),
            _ => "/".to_owned(),
        };
        let mut query = Vec::new();
        let mut put = |key: &str, value: Option<&str>| {
            query.extend(value.map(|value| format!("{key}={}", percent::encode(value))));
        };
        put("unit", self.unit.as_deref());
        put("period", self.period.as_deref());
        put("indicator", self.indicator.as_deref());
        put("layer", self.layer.as_deref());
        put("at", (self.at == Attribution::Location).then_some("location"));
        if !self.layers.is_empty() {
            query.push(format!("layers={}", write_layers(&self.layers)));
        }
        if !self.breaks.is_empty() {
            query.push(format!("breaks={}", write_breaks(&self.breaks)));
        }
        let mut put = |key: &str, value: Option<&str>| {
            query.extend(value.map(|value| format!("{key}={}", percent::encode(value))));
        };
        match &self.page {
            Page::Records(rows) => {
                put("view", Some("records"));
                put("side", Some(rows.side.as_str()));
                put("page", (rows.number > 1).then(|| rows.number.to_string()).as_deref());
                put("cell", rows.cell.as_deref());
            }
            Page::Batches => put("view", Some("batches")),
            Page::Overview | Page::Entity(_) => {}
        }
        put("theme", (self.theme == Theme::Light).then_some("light"));
        put("lang", (self.lang == Lang::En).then_some("en"));
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// The same place on another page.
    #[must_use]
    pub(crate) fn on(&self, page: Page) -> Self {
        Self { page, ..self.clone() }
    }

    /// The overview of another unit.
    #[must_use]
    pub(crate) fn of_unit(&self, unit: Option<String>) -> Self {
        Self { unit, ..self.on(Page::Overview) }
    }

    /// The same place under other layers, the uppermost first.
    #[must_use]
    pub(crate) fn under(&self, stack: Vec<Shown>) -> Self {
        let breaks = trimmed(stack.iter().map(|it| it.breaks.clone()).collect());
        let plain = |it: Shown| Shown { breaks: Breaks::Fixed, ..it };
        Self { layers: stack.into_iter().map(plain).collect(), breaks, ..self.clone() }
    }

    /// The rows behind one side of an indicator for a unit.
    #[must_use]
    pub(crate) fn records(&self, indicator: &str, unit: Option<&str>, side: Side) -> Self {
        let unit = unit.map(str::to_owned).or_else(|| self.unit.clone());
        Self {
            unit,
            indicator: Some(indicator.to_owned()),
            ..self.on(Page::Records(Rows::of(side)))
        }
    }
}

impl Page {
    fn of(entity: Option<String>, view: &str, rows: Rows) -> Self {
        match (entity, view) {
            (Some(id), _) => Self::Entity(id),
            (None, "records") => Self::Records(rows),
            (None, "batches") => Self::Batches,
            (None, _) => Self::Overview,
        }
    }
}

impl Rows {
    pub(crate) fn of(side: Side) -> Self {
        Self { side, number: 1, cell: None }
    }
}

impl Side {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Num => "num",
            Self::Den => "den",
        }
    }
}

impl Theme {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    #[must_use]
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }
}

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
