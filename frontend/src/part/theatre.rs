//! The map, from frames to what it paints, and from a click to where it leads.

use std::sync::Arc;

use domain::wire::{Attribution, Figure, IndicatorEntry, Status, UnitRef};
use leptos::prelude::*;

use crate::layer::Layer;
use crate::map::{CellLayer, Hover, MapView, Paint, Pick, RegionFill, class_of};
use crate::part::legend::cell_breaks;
use crate::part::tip::Tip;
use crate::room::{Room, room};
use crate::state::{Page, Rows, State};
use crate::text::Text;
use crate::{face, format, layer};

/// Hexagons let the borders shine through.
const CELL_OPACITY: f32 = 0.92;

#[component]
pub(crate) fn Theatre() -> impl IntoView {
    let room = room();
    let hover = RwSignal::new(None::<Hover>);
    let fill = Memo::new(move |_| fill(room).map(Arc::new));
    let cells = Memo::new(move |_| cells(room).map(Arc::new));
    let focus = Memo::new(move |_| focus(room));
    let padding = move || room.screen.get().padding();
    let label_px = move || room.screen.get().label();
    let label = move || room.say(Text::MapLabel).to_owned();
    view! {
        <div class="theatre">
            <MapView
                regions=room.frames.regions.answer
                fill=fill
                cells=cells
                selected=focus
                focus=focus
                padding=Signal::derive(padding)
                label_px=Signal::derive(label_px)
                theme=Signal::stored(room.map_theme())
                label=Signal::derive(label)
                on_pick=Callback::new(move |pick| untrack(|| picked(room, pick)))
                on_hover=Callback::new(move |it| hover.set(it))
            />
            <Tip hover=hover.into() />
        </div>
    }
}

fn cells(room: Room) -> Option<CellLayer> {
    let layer = room.frames.cell_layer(room.state)?;
    let frame = room.frames.cells.get()?;
    let breaks = cell_breaks(room, layer, frame.res)?;
    let frame = layer::warm(&frame);
    let breaks = breaks.into_iter().map(|it| it * layer.scale()).collect();
    Some(CellLayer { frame, breaks, ramp: layer.ramp(), opacity: CELL_OPACITY })
}

fn fill(room: Room) -> Option<RegionFill> {
    if room.frames.cell_layer(room.state).is_some() {
        return None;
    }
    let figures = room.frames.districts.get()?;
    let entry = room.current()?;
    let breaks = face::legend::breaks(&entry);
    let paint = |it: &Figure| (it.unit.clone(), paint(it, &entry, &breaks));
    Some(RegionFill {
        by_code: figures.rows.iter().map(paint).collect(),
        ramp: Layer::Indicator.ramp(),
        classes: u8::try_from(breaks.len() + 1).unwrap_or(u8::MAX),
    })
}

fn paint(figure: &Figure, entry: &IndicatorEntry, breaks: &[f64]) -> Paint {
    match figure.status {
        Status::NoBase => Paint::NoBase,
        Status::NoData => Paint::NoData,
        _ => {
            let value = format::plotted(entry.unit, figure.num, figure.den);
            value.and_then(|it| class_of(it, breaks)).map_or(Paint::NoBase, Paint::Class)
        }
    }
}

/// The district on screen: the unit itself, or the one that a street lies in, if it has a polygon.
fn focus(room: Room) -> Option<String> {
    let (scene, regions) = (room.scene()?, room.frames.regions.get()?);
    let UnitRef { code, path, .. } = &scene.unit;
    let mut inwards = [code].into_iter().chain(path.iter().rev().map(|(code, _)| code));
    inwards.find(|code| regions.by_code(code).is_some()).cloned()
}

/// A district opens; in an open district a hexagon shows its records.
fn picked(room: Room, pick: Pick) {
    let shown = focus(room);
    match pick {
        Pick::Point(id) => room.go(room.state.get_untracked().on(Page::Entity(id))),
        Pick::Region(code) | Pick::Cell { region: Some(code), .. }
            if shown.as_ref() != Some(&code) =>
        {
            room.go(room.state.get_untracked().of_unit(Some(code)));
        }
        Pick::Region(_) => {}
        Pick::Cell { cell, .. } => open_cell(room, cell),
    }
}

fn open_cell(room: Room, cell: u64) {
    let layer = room.frames.cell_layer(room.state);
    let Some((indicator, side)) = layer.and_then(Layer::records) else { return };
    let rows = Rows { cell: Some(format!("{cell:x}")), ..Rows::of(side) };
    let state = room.state.get_untracked().on(Page::Records(rows));
    room.go(State { indicator: Some(indicator.to_owned()), at: Attribution::Location, ..state });
}
