//! The layers that were asked for, each with what it has been made into: read by map, legend, note and foot.
//!
//! A layer is made anew only when what it is made of has changed; until new frames have come it stays as it was.

use std::sync::Arc;

use crate::frames::Pool;
use crate::layer::made::{Made, Sources};
use crate::layer::{Kind, Shown};
use crate::map::Overlay;
use crate::question::{Asked, Role};

/// The uppermost first.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Stack {
    pub(crate) layers: Vec<Laid>,
}

/// One layer.
#[derive(Clone, Debug)]
pub(crate) struct Laid {
    pub(crate) shown: Shown,
    /// What the server calls it.
    pub(crate) name: String,
    pub(crate) made: Option<Arc<Made>>,
}

impl PartialEq for Laid {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.made, &other.made) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same && self.shown == other.shown && self.name == other.name
    }
}

impl Stack {
    /// The next state of the layers after anything has changed.
    pub(crate) fn next(&self, asked: Asked<'_>, pool: Pool) -> Self {
        let laid = |shown: Shown| {
            let key = shown.key();
            let before = self.layers.iter().find(|it| it.shown.key() == key);
            let name = asked.name_of(&shown);
            let made = made(asked, &shown, &name, (pool, before));
            Laid { made: made.or_else(|| before?.made.clone()), shown, name }
        };
        Self { layers: asked.stack().into_iter().map(laid).collect() }
    }

    /// What is drawn, the uppermost first.
    pub(crate) fn overlays(&self) -> Vec<Overlay> {
        let drawn = self.layers.iter().filter(|it| !it.shown.hidden);
        let overlay = |it: &Laid| {
            Some(Overlay {
                key: it.shown.key(),
                opacity: f32::from(it.shown.opacity) / 100.0,
                content: it.made.as_ref()?.content.clone(),
            })
        };
        drawn.filter_map(overlay).collect()
    }

    /// Layers that are drawn, with what they are made of.
    pub(crate) fn seen(&self) -> impl Iterator<Item = &Arc<Made>> {
        self.layers.iter().filter(|it| !it.shown.hidden).filter_map(|it| it.made.as_ref())
    }

    /// The uppermost hexagons of a unit: those that must add up to its number.
    pub(crate) fn leading_cells(&self) -> Option<&Arc<Made>> {
        self.seen().find(|it| it.shown.kind == Kind::Hexes)
    }

    /// What the server calls the uppermost layer of hexagons, made or not.
    pub(crate) fn leading_name(&self) -> Option<&str> {
        let is_leading = |it: &&Laid| !it.shown.hidden && it.shown.kind == Kind::Hexes;
        self.layers.iter().find(is_leading).map(|it| &*it.name)
    }
}

/// `None` while a frame is missing.
fn made(
    asked: Asked<'_>,
    shown: &Shown,
    name: &str,
    (pool, before): (Pool, Option<&Laid>),
) -> Option<Arc<Made>> {
    let cells = match shown.kind {
        Kind::Hexes => pool.cells(Role::Cells, name),
        Kind::Heat => pool.cells(Role::Heat, name),
        Kind::Hot => pool.cells(Role::Hot, name),
        Kind::Fill | Kind::Points => None,
    };
    let is_fill = shown.kind == Kind::Fill;
    let figures = |role: Role| if is_fill { pool.figures(role, name) } else { None };
    let sources = Sources {
        cells,
        whole: if shown.kind == Kind::Hexes { pool.cells(Role::Whole, name) } else { None },
        base: if shown.kind == Kind::Hot { pool.cells(Role::Base, "") } else { None },
        points: if shown.kind == Kind::Points { pool.points() } else { None },
        figures: figures(Role::Figures),
        parts: figures(Role::Parts),
    };
    let entry = asked.entry_of(shown);
    let same = before.and_then(|it| it.made.as_ref()).filter(|it| {
        it.shown == shown.bare() && it.entry.as_ref() == entry && it.sources.are(&sources)
    });
    match same {
        Some(same) => Some(Arc::clone(same)),
        None => Made::new(shown, entry, sources).map(Arc::new),
    }
}
