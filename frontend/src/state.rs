//! URL ⇄ state: the whole state of the page is its address, so that every picture can be sent as a link.
//!
//! Nothing here touches the browser; [`crate::location`] does. Values that only the server can judge
//! (units, periods, layers) stay text: an unknown one comes back as a problem that lists what exists.

use domain::wire::Attribution;
use geodata::lasso::Lasso;

use crate::layer::shown::{read_breaks, read_layers, trimmed, write_breaks, write_layers};
use crate::layer::{Breaks, Shown};
use crate::map::Look;
use crate::percent;
use crate::text::Lang;

mod layout;
mod order;
mod panel;
#[cfg(test)]
mod tests;

pub(crate) use layout::{Layout, Theme};
pub(crate) use order::{Column, Order};
pub(crate) use panel::Panel;

/// What the page shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) layout: Layout,
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
    /// The raster map below the layers.
    pub(crate) ground: Option<String>,
    /// Where a hand has left the map; fitted to the unit when absent.
    pub(crate) look: Option<Look>,
    /// Hexagons chosen by hand.
    pub(crate) within: Option<Lasso>,
    /// Of the comparison of units.
    pub(crate) order: Order,
    /// Panels that show a table.
    pub(crate) tables: Vec<Panel>,
    /// Seconds between two layers of the wall, zero to stand still; a minute when absent.
    pub(crate) rotate: Option<u32>,
    pub(crate) theme: Theme,
    pub(crate) lang: Lang,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Page {
    #[default]
    Overview,
    /// The map alone, as large as the desk allows.
    Map,
    /// The rows behind one side of the current indicator.
    Records(Rows),
    /// Deliveries and what was rejected of them.
    Batches,
    /// The rows of one delivery that were rejected, or accepted with a mark, by page.
    Faults { batch: String, mark: Option<String>, number: u32 },
    /// The facts that wait for another one, by page.
    Held(u32),
    /// One entity, one file.
    Entity(String),
}

/// Which rows of which page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    pub(crate) side: Side,
    /// Counts from 1.
    pub(crate) number: u32,
    /// H3 index in hexadecimal: only the rows of one hexagon; `none`: only those in no hexagon.
    pub(crate) cell: Option<String>,
    /// Only the inspections of one off-site method.
    pub(crate) method: Option<String>,
    /// Only the rows of the hexagons chosen by hand.
    pub(crate) drawn: bool,
    /// A row of the comparison that is no unit of its own, such as what lies elsewhere.
    pub(crate) row: Option<String>,
    /// Only the orders that came as far as this.
    pub(crate) stage: Option<String>,
    /// Column that sorts, with `-` before it for descending; the newest first when absent.
    pub(crate) sort: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Side {
    Num,
    #[default]
    Den,
}

const ENTITY_PATH: &str = "/entity/";

impl State {
    /// Reads a path and a query without its `?`; what it does not understand, it leaves out.
    pub(crate) fn read(path: &str, query: &str) -> Self {
        let (layout, rest) = Layout::of_path(path);
        let mut state = Self { layout, theme: layout.theme(), ..Self::default() };
        let mut rows = Rows::of(Side::Den);
        let mut entity = rest.strip_prefix(ENTITY_PATH).map(percent::decode);
        let (mut view, mut batch, mut mark) = (String::new(), None, None);
        for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            let value = percent::decode(value);
            match key {
                "view" => view = value,
                "batch" => batch = filled(value),
                "mark" => mark = filled(value),
                "entity" => entity = entity.or(Some(value)),
                "theme" => state.theme = Theme::read(&value).unwrap_or(state.theme),
                _ if rows.take(key, &value) => {}
                _ => state.take(key, value),
            }
        }
        let layer = state.layer.unwrap_or_else(|| layout.layer().to_owned());
        state.layer = (layer != Layout::Room.layer()).then_some(layer);
        state.page = Page::of(entity.and_then(filled), &view, rows, (batch, mark));
        state
    }

    fn take(&mut self, key: &str, value: String) {
        match key {
            "unit" => self.unit = filled(value),
            "period" => self.period = filled(value),
            "indicator" => self.indicator = filled(value),
            "layer" => self.layer = filled(value),
            "layers" => self.layers = read_layers(&value),
            "breaks" => self.breaks = read_breaks(&value),
            "at" if value == "location" => self.at = Attribution::Location,
            "ground" => self.ground = filled(value),
            "look" => self.look = value.parse().ok(),
            "within" => self.within = value.parse().ok(),
            "order" => self.order = Order::read(&value).unwrap_or_default(),
            "tables" => self.tables = Panel::read(&value),
            "rotate" => self.rotate = value.parse().ok(),
            "lang" => self.lang = Lang::read(&value),
            _ => {}
        }
    }

    /// The address, without what is left at its default.
    pub(crate) fn url(&self) -> String {
        let base = self.layout.path();
        let path = match &self.page {
            Page::Entity(id) => format!("{base}{ENTITY_PATH}{}", percent::encode(id)),
            _ if base.is_empty() => "/".to_owned(),
            _ => base.to_owned(),
        };
        let mut query = Vec::new();
        let mut put = |key: &str, value: Option<&str>| {
            query.extend(value.map(|value| format!("{key}={}", percent::encode(value))));
        };
        put("unit", self.unit.as_deref());
        put("period", self.period.as_deref());
        put("indicator", self.indicator.as_deref());
        let layer = self.layer.as_deref().unwrap_or(Layout::Room.layer());
        put("layer", (layer != self.layout.layer()).then_some(layer));
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
        put("ground", self.ground.as_deref());
        put("look", self.look.map(|it| it.to_string()).as_deref());
        put("within", self.within.as_ref().map(ToString::to_string).as_deref());
        put("order", self.order.text().as_deref());
        put("tables", Panel::text(&self.tables).as_deref());
        put("rotate", self.rotate.map(|it| it.to_string()).as_deref());
        self.page.put(&mut put);
        put("theme", (self.theme != self.layout.theme()).then_some(self.theme.as_str()));
        put("lang", (self.lang == Lang::En).then_some("en"));
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// This, coming from `before`: the map of another unit is fitted to it.
    #[must_use]
    pub(crate) fn after(self, before: &Self) -> Self {
        let stays = self.unit == before.unit || self.look != before.look;
        Self { look: self.look.filter(|_| stays), ..self }
    }

    /// The same place in another layout, in the colours that it starts with.
    #[must_use]
    pub(crate) fn laid_out(&self, layout: Layout) -> Self {
        Self { layout, theme: layout.theme(), ..self.clone() }
    }

    /// The same place with one panel turned over to its table or back.
    #[must_use]
    pub(crate) fn turned(&self, panel: Panel) -> Self {
        Self { tables: panel.turned(&self.tables), ..self.clone() }
    }

    /// The same place on another page.
    #[must_use]
    pub(crate) fn on(&self, page: Page) -> Self {
        Self { page, ..self.clone() }
    }

    /// Without the sheet, over what it was opened over: rows are those of an indicator, a unit and an attribution, and
    /// to look at them is not to choose these.
    #[must_use]
    pub(crate) fn closed_over(&self, below: Option<&Self>) -> Self {
        let Some(below) = below.filter(|_| self.page.is_sheet()).cloned() else {
            return self.on(Page::Overview);
        };
        let Self { page, unit, indicator, at, look, .. } = below;
        Self { page, unit, indicator, at, look, ..self.clone() }
    }

    /// The overview of another unit.
    #[must_use]
    pub(crate) fn of_unit(&self, unit: Option<String>) -> Self {
        Self { unit, ..self.on(Page::Overview) }.after(self)
    }

    /// The same place under other layers, the uppermost first.
    #[must_use]
    pub(crate) fn under(&self, stack: Vec<Shown>) -> Self {
        let breaks = trimmed(stack.iter().map(|it| it.breaks.clone()).collect());
        let plain = |it: Shown| Shown { breaks: Breaks::Fixed, ..it };
        Self { layers: stack.into_iter().map(plain).collect(), breaks, ..self.clone() }
    }

    /// Some of the rows behind an indicator for a unit.
    #[must_use]
    pub(crate) fn some_records(&self, indicator: &str, unit: Option<&str>, rows: Rows) -> Self {
        let page = Page::Records(rows);
        Self { page, ..self.records(indicator, unit, Side::default()) }
    }

    /// The rows on the screen, else those of `side`, sorted by a column; a second time the other way.
    #[must_use]
    pub(crate) fn sorted(&self, column: &str, side: Side) -> Self {
        let rows = match &self.page {
            Page::Records(rows) => rows.clone(),
            _ => Rows::of(side),
        };
        let is_up = rows.sort.as_deref() == Some(column);
        let sort = Some(if is_up { format!("-{column}") } else { column.to_owned() });
        self.on(Page::Records(Rows { sort, number: 1, ..rows }))
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
        .after(self)
    }
}

impl Page {
    fn of(
        entity: Option<String>,
        view: &str,
        rows: Rows,
        (batch, mark): (Option<String>, Option<String>),
    ) -> Self {
        let number = rows.number;
        match (entity, view) {
            (Some(id), _) => Self::Entity(id),
            (None, "records") => Self::Records(rows),
            (None, "batches") => {
                batch.map_or(Self::Batches, |batch| Self::Faults { batch, mark, number })
            }
            (None, "held") => Self::Held(number),
            (None, "map") => Self::Map,
            (None, _) => Self::Overview,
        }
    }

    /// The rows of a delivery that were rejected, or carry a mark, from the first.
    pub(crate) fn faults(batch: &str, mark: Option<&str>) -> Self {
        Self::Faults { batch: batch.to_owned(), mark: mark.map(str::to_owned), number: 1 }
    }

    /// The page it belongs to, where that is another.
    pub(crate) fn above(&self) -> Option<Self> {
        matches!(self, Self::Faults { .. } | Self::Held(_)).then_some(Self::Batches)
    }

    /// Whether what it shows depends on period and attribution.
    pub(crate) const fn is_counted(&self) -> bool {
        matches!(self, Self::Overview | Self::Map | Self::Records(_))
    }

    /// Whether it lies over the overview, or on the desk stands in its place.
    pub(crate) const fn is_sheet(&self) -> bool {
        !matches!(self, Self::Overview | Self::Map)
    }

    /// Puts what it says of itself into a query.
    fn put(&self, put: &mut impl FnMut(&str, Option<&str>)) {
        let page = |number: u32| (number > 1).then(|| number.to_string());
        match self {
            Self::Records(rows) => {
                put("view", Some("records"));
                put("side", Some(rows.side.as_str()));
                put("page", page(rows.number).as_deref());
                put("cell", rows.cell.as_deref());
                put("method", rows.method.as_deref());
                put("row", rows.row.as_deref());
                put("drawn", rows.drawn.then_some("1"));
                put("stage", rows.stage.as_deref());
                put("sort", rows.sort.as_deref());
            }
            Self::Batches => put("view", Some("batches")),
            Self::Faults { batch, mark, number } => {
                put("view", Some("batches"));
                put("batch", Some(batch));
                put("mark", mark.as_deref());
                put("page", page(*number).as_deref());
            }
            Self::Held(number) => {
                put("view", Some("held"));
                put("page", page(*number).as_deref());
            }
            Self::Map => put("view", Some("map")),
            Self::Overview | Self::Entity(_) => {}
        }
    }
}

impl Rows {
    pub(crate) fn of(side: Side) -> Self {
        Self { side, number: 1, ..Self::default() }
    }

    /// Whether a part of the query is about rows.
    fn take(&mut self, key: &str, value: &str) -> bool {
        let text = || filled(value.to_owned());
        match key {
            "side" => self.side = if value == "num" { Side::Num } else { Side::Den },
            "page" => self.number = value.parse().unwrap_or(1).max(1),
            "cell" => self.cell = text(),
            "method" => self.method = text(),
            "row" => self.row = text(),
            "drawn" => self.drawn = value == "1",
            "stage" => self.stage = text(),
            "sort" => self.sort = text(),
            _ => return false,
        }
        true
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

fn filled(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}
