//! What was asked for and the frames that have come → what the map paints, with all that legend and note tell.
//!
//! Pure; whoever keeps the result also keeps the frames it was made from, so that words and colours always
//! speak of the same answer.

mod cells;
mod surface;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::cells::CellFrame;
use domain::indicator::UnitOfValue;
use domain::points::PointFrame;
use domain::wire::{Figure, Figures, IndicatorEntry, Status};
use geodata::density::shrink;

use super::limits::{self, limits};
use super::{Kind, Layer, Shown, Value};
use crate::format;
use crate::map::{CellLayer, Content, Crowd, Paint, Place, Ramp, RegionFill, class_of};

/// The frames of one layer, as far as they are here.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    /// Cells to draw.
    pub(crate) cells: Option<Arc<CellFrame>>,
    /// Cells of the whole deployment: they fix the class breaks.
    pub(crate) whole: Option<Arc<CellFrame>>,
    /// Cells with the number of entities in each.
    pub(crate) base: Option<Arc<CellFrame>>,
    pub(crate) figures: Option<Arc<Figures>>,
    /// Of the streets of the open district.
    pub(crate) parts: Option<Arc<Figures>>,
    pub(crate) points: Option<Arc<PointFrame>>,
}

/// A layer ready to be painted and explained.
#[derive(Clone, Debug)]
pub(crate) struct Made {
    pub(crate) shown: Shown,
    /// What defines its values; absent for a layer that the catalogue does not know.
    pub(crate) entry: Option<IndicatorEntry>,
    pub(crate) value: Value,
    pub(crate) content: Content,
    /// In printed numbers: per cent for shares.
    pub(crate) limits: Vec<f64>,
    pub(crate) sources: Sources,
    /// Shrunk rates of the figures' rows, printed.
    pub(crate) shrunk: Vec<Option<f64>>,
    /// The same of the streets.
    pub(crate) shrunk_parts: Vec<Option<f64>>,
}

/// z from which a cell is hot at 90, 95 and 99 per cent (two-sided).
pub(crate) const HOT_LIMITS: [f64; 6] = [-2.576, -1.96, -1.645, 1.645, 1.96, 2.576];

/// Shares become steadier by shrinkage; scores and counts are no shares.
pub(crate) fn can_shrink(entry: Option<&IndicatorEntry>) -> bool {
    entry.is_some_and(|it| it.unit == UnitOfValue::Percent && it.denominator.is_some())
}

/// Sums of scores and counts are heat; an indicator with a base is a rate.
pub(crate) fn value_of(shown: &Shown, entry: Option<&IndicatorEntry>) -> Value {
    let has_base = entry.is_some_and(|it| it.denominator.is_some());
    match shown.value {
        _ if !has_base => Value::Count,
        Some(Value::Shrunk) if !can_shrink(entry) => Value::Rate,
        Some(value) => value,
        None if shown.layer() == Layer::Indicator || shown.kind == Kind::Fill => Value::Rate,
        None => Value::Count,
    }
}

impl Sources {
    /// Whether these are the very same frames.
    pub(crate) fn are(&self, other: &Self) -> bool {
        fn same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
            a.map(Arc::as_ptr) == b.map(Arc::as_ptr)
        }
        same(self.cells.as_ref(), other.cells.as_ref())
            && same(self.whole.as_ref(), other.whole.as_ref())
            && same(self.base.as_ref(), other.base.as_ref())
            && same(self.figures.as_ref(), other.figures.as_ref())
            && same(self.parts.as_ref(), other.parts.as_ref())
            && same(self.points.as_ref(), other.points.as_ref())
    }
}

impl Made {
    /// `None` until every frame that it needs has come.
    pub(crate) fn new(
        shown: &Shown,
        entry: Option<&IndicatorEntry>,
        sources: Sources,
    ) -> Option<Self> {
        let value = value_of(shown, entry);
        let mut made = Self {
            shown: shown.bare(),
            entry: entry.cloned(),
            value,
            content: Content::Cells(Arc::new(CellLayer::default())),
            limits: Vec::new(),
            sources,
            shrunk: Vec::new(),
            shrunk_parts: Vec::new(),
        };
        match shown.kind {
            Kind::Fill => made.fill()?,
            Kind::Hexes => made.hexes()?,
            Kind::Hot => made.hot()?,
            Kind::Heat => made.heat()?,
            Kind::Points => made.crowd()?,
        }
        Some(made)
    }

    pub(crate) fn layer(&self) -> Layer {
        self.shown.layer()
    }

    pub(crate) fn ramp(&self) -> Ramp {
        match self.shown.kind {
            Kind::Hot => Ramp::Chance,
            Kind::Fill => Ramp::Water,
            Kind::Points => Ramp::Risk,
            Kind::Hexes | Kind::Heat => self.layer().ramp(),
        }
    }

    /// Entities by their risk.
    fn crowd(&mut self) -> Option<()> {
        let points = Arc::clone(self.sources.points.as_ref()?);
        let place = |(at, risk): (usize, &u16)| {
            let (lng, lat) = points.position(at)?;
            let value = f32::from(*risk) / 100.0;
            Some(Place { lng, lat, value, number: u32::try_from(at).ok()? })
        };
        let places = points.risk.iter().enumerate().filter_map(place);
        self.limits = self.entry.as_ref().map(limits::own).unwrap_or_default();
        self.content =
            Content::Points(Arc::new(Crowd::new(places, self.limits.clone(), self.ramp())));
        Some(())
    }

    /// Districts by class; what has no value is hatched. An open district lies open: what is no street of it has no
    /// value of its own. Its streets have the classes of the districts beside it, but sums are compared with sums of
    /// as large parts: then the streets stand alone.
    fn fill(&mut self) -> Option<()> {
        let figures = Arc::clone(self.sources.figures.as_ref()?);
        let entry = self.entry.clone()?;
        let parts =
            self.sources.parts.clone().filter(|it| it.rows.iter().any(|row| is_unit(row, it)));
        self.shrunk = self.shrunk_of(&figures);
        self.shrunk_parts =
            self.sources.parts.as_ref().map(|it| self.shrunk_of(it)).unwrap_or_default();
        let is_sum = self.value == Value::Count || entry.denominator.is_none();
        let districts = self.valued(&entry, &figures, &self.shrunk);
        let streets = parts.as_ref().map(|it| self.valued(&entry, it, &self.shrunk_parts));
        let streets = streets.unwrap_or_default();
        let open = parts.as_ref().map(|it| &it.unit.code);
        let stands_alone = is_sum && open.is_some();
        let known = || {
            let compared = if stands_alone { &streets } else { &districts };
            compared.iter().filter_map(|(_, value)| *value).collect::<Vec<_>>()
        };
        let fixed = || match self.value {
            _ if stands_alone => limits::of_counts(known()),
            Value::Count if entry.denominator.is_some() => limits::of_counts(known()),
            _ => limits::own(&entry),
        };
        let limits = limits(&self.shown.breaks, Some(&entry), known, fixed);
        let beside = |(it, value): &(&Figure, Option<f64>)| {
            let paint = match paint(it.status, *value, &limits) {
                _ if stands_alone || open == Some(&it.unit) => Paint::Plain,
                Paint::Class(class) if open.is_some() => Paint::Beside(class),
                paint => paint,
            };
            (it.unit.clone(), paint)
        };
        let street = |(it, value): &(&Figure, Option<f64>)| {
            (it.unit.clone(), paint(it.status, *value, &limits))
        };
        // One by one: to collect them would be to sort them, with a sort of their own.
        let mut by_code = BTreeMap::new();
        for (code, paint) in districts.iter().map(beside).chain(streets.iter().map(street)) {
            by_code.insert(code, paint);
        }
        self.content = Content::Fill(Arc::new(RegionFill {
            by_code,
            ramp: self.ramp(),
            classes: u8::try_from(limits.len() + 1).unwrap_or(u8::MAX),
        }));
        self.limits = limits;
        Some(())
    }

    /// The rows that are places, each with its printed value.
    fn valued<'f>(
        &self,
        entry: &IndicatorEntry,
        figures: &'f Figures,
        shrunk: &[Option<f64>],
    ) -> Vec<(&'f Figure, Option<f64>)> {
        let rows = figures.rows.iter().enumerate().filter(|(_, it)| is_unit(it, figures));
        let valued = |(at, it): (usize, &'f Figure)| {
            (it, self.plotted(shrunk.get(at).copied().flatten(), it, entry))
        };
        rows.map(valued).collect()
    }

    /// Shrunk rates of the rows, printed, where they are asked for.
    fn shrunk_of(&self, figures: &Figures) -> Vec<Option<f64>> {
        if self.value != Value::Shrunk {
            return Vec::new();
        }
        let based = |it: &Figure| if is_unit(it, figures) { counted(it) } else { (0, 0) };
        let counts: Vec<(u64, u64)> = figures.rows.iter().map(based).collect();
        shrink(&counts).rates.into_iter().map(|it| it.map(|it| it * 100.0)).collect()
    }

    /// The printed value of a row, whose shrunk rate is given.
    fn plotted(&self, shrunk: Option<f64>, figure: &Figure, entry: &IndicatorEntry) -> Option<f64> {
        match (figure.status, self.value) {
            (Status::NoBase | Status::NoData, _) => None,
            (_, Value::Count) => Some(figure.num as f64),
            (_, Value::Rate) => format::plotted(entry.unit, figure.num, figure.den),
            (_, Value::Shrunk) => shrunk,
        }
    }
}

/// Not a row that only completes the sum: such a row has no place of its own.
fn is_unit(figure: &Figure, figures: &Figures) -> bool {
    figure.unit != figures.unit.code && !matches!(&*figure.unit, "elsewhere" | "unplaced")
}

fn paint(status: Status, value: Option<f64>, limits: &[f64]) -> Paint {
    match status {
        Status::NoData => Paint::NoData,
        _ => value.and_then(|it| class_of(it, limits)).map_or(Paint::NoBase, Paint::Class),
    }
}

/// Numerator and denominator; no base where there is none.
fn counted(figure: &Figure) -> (u64, u64) {
    let whole = |it: i64| u64::try_from(it).unwrap_or(0);
    (whole(figure.num), figure.den.map_or(0, whole))
}

#[cfg(test)]
mod tests;
