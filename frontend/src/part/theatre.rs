//! The map, from frames to what it paints, and from a click to where it leads.

use std::sync::Arc;

use domain::wire::{TileSource, UnitRef};
use geodata::cell::centre;
use geodata::crs::Crs;
use geodata::lasso::Lasso;
use leptos::prelude::*;

use crate::layer::Value;
use crate::location;
use crate::map::{Bounds, Ground, Hover, MapView, Pick, Tool};
use crate::part::furniture::covered;
use crate::part::hand::Hand;
use crate::part::selection::chosen as chosen_words;
use crate::part::tip::Tip;
use crate::part::together::{Together, entities_of};
use crate::part::written::written;
use crate::question::WHOLE_RES;
use crate::room::{Room, room};
use crate::stack::Stack;
use crate::state::{Layout, Page, Rows, Side, State};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn Theatre() -> impl IntoView {
    let room = room();
    let hover = RwSignal::new(None::<Hover>);
    let overlays = Memo::new(move |_| Arc::new(room.stack.with(Stack::overlays)));
    let focus = Memo::new(move |_| focus(room));
    let place = Memo::new(move |before: Option<&Placed>| place(room, focus.get().as_ref(), before));
    let together = RwSignal::new(None);
    let (tool, sheet) = (RwSignal::new(Tool::Hand), RwSignal::new(None));
    let chosen = Memo::new(move |_| room.state.with(|it| it.within.clone()).map(Arc::new));
    let ground = Memo::new(move |_| room.ground().and_then(|it| ground(&it)).map(Arc::new));
    let label_px = move || room.screen.get().label();
    let label = move || [room.say(Text::MapLabel), DOT, room.say(Text::MapKeys)].concat();
    view! {
        <div class="theatre" data-keys=room.say(Text::MapKeys)>
            <MapView
                regions=room.shapes
                overlays=overlays
                ground=ground
                look=Signal::derive(move || room.state.with(|it| it.look))
                selected=focus
                focus=focus
                place=Signal::derive(move || place.get().1)
                padding=Signal::derive(move || room.screen.get().padding())
                covered=covered(room)
                label_px=Signal::derive(label_px)
                tool=tool
                chosen=chosen
                print=sheet
                theme=Signal::stored(room.map_theme())
                label=Signal::derive(label)
                note=Signal::derive(move || room.say(Text::FlatMap).to_owned())
                on_pick=Callback::new(move |pick| untrack(|| match pick {
                    Pick::Places { first, count } => {
                        together.set((count > 1).then_some((first, count)));
                        if count == 1 {
                            open_entity(room, first);
                        }
                    }
                    pick => picked(room, pick),
                }))
                on_hover=Callback::new(move |it| hover.set(it))
                on_look=Callback::new(move |look| untrack(|| {
                    location::stay(room.state, State { look, ..room.state.get() });
                }))
                on_drawn=Callback::new(move |corners: Vec<_>| {
                    tool.set(Tool::Hand);
                    untrack(|| drawn(room, &corners));
                })
                on_resolution=Callback::new(move |res| room.zoomed.set(Some(res)))
            />
            <Tip hover=hover.into() />
            <Together crowd=together />
            <Show when=move || room.layout != Layout::Wall>
                <div class="theatre__corner" style:top=move || corner(room).0 style:right=move || corner(room).1>
                    <Hand tool sheet />
                    {written(room, chosen_words)}
                </div>
            </Show>
        </div>
    }
}

/// A raster map as the map draws it.
fn ground(source: &TileSource) -> Option<Ground> {
    Some(Ground {
        url: source.url.clone(),
        min_zoom: source.min_zoom,
        max_zoom: source.max_zoom,
        crs: Crs::parse(&source.crs)?,
    })
}

/// Where the tools of a hand stand, from above and from the right.
fn corner(room: Room) -> (String, String) {
    let [top, right] = room.screen.get().corner().map(|it| [&*it.to_string(), "px"].concat());
    (top, right)
}

/// A loop becomes the choice, of the hexagons that are shown; no loop lets go of it.
fn drawn(room: Room, corners: &[(f64, f64)]) {
    let state = room.state.get();
    let shown = room.stack.with(|it| Some(it.leading_cells()?.sources.cells.as_ref()?.res));
    let within = Lasso::new(shown.unwrap_or(WHOLE_RES), corners).ok();
    room.go(State { within, ..state });
}

/// The district on screen: the unit itself, or the one that a street lies in, if it has a polygon.
fn focus(room: Room) -> Option<String> {
    let (scene, regions) = (room.scene()?, room.shapes.get()?);
    let UnitRef { code, path, .. } = &scene.unit;
    let mut inwards = [code].into_iter().chain(path.iter().rev().map(|(code, _)| code));
    inwards.find(|code| regions.by_code(code).is_some()).cloned()
}

/// A unit, and where it lies once that is known.
type Placed = (String, Option<Bounds>);

/// Where a unit without a border lies: where its hexagons do. Found once, so that the map stays when they change.
fn place(room: Room, focus: Option<&String>, before: Option<&Placed>) -> Placed {
    let Some(scene) = room.scene() else { return Placed::default() };
    let unit = scene.unit.code.clone();
    if let Some(found) = before.filter(|it| it.0 == unit && it.1.is_some()) {
        return found.clone();
    }
    let is_shown = room.asked(|it| !it.is_root() && it.unit() == unit).unwrap_or_default();
    let name = room.stack.with(|it| it.leading_name().map(str::to_owned));
    let name = name.filter(|_| is_shown && focus.is_none());
    let cells = name.and_then(|it| room.frames.pool.newest_cells(&it));
    let bounds = cells.and_then(|it| {
        let here = it.cells.iter().zip(&it.num).filter(|it| *it.1 != 0);
        let weighed = here.filter_map(|it| Some((centre(*it.0).ok()?, it.1.unsigned_abs() as f64)));
        bulk(&weighed.collect::<Vec<_>>())
    });
    (unit, bounds.map(Bounds::with_air))
}

/// Where most of the weight lies: a few things far away do not decide what is looked at.
fn bulk(weighed: &[((f64, f64), f64)]) -> Option<Bounds> {
    let total: f64 = weighed.iter().map(|it| it.1).sum();
    let mean = |of: &dyn Fn((f64, f64)) -> f64| {
        weighed.iter().map(|(place, weight)| of(*place) * weight).sum::<f64>() / total
    };
    let middle = (mean(&|it| it.0), mean(&|it| it.1));
    let wide = middle.1.to_radians().cos();
    let apart =
        |(lng, lat): (f64, f64)| ((lng - middle.0) * wide).powi(2) + (lat - middle.1).powi(2);
    let reach = mean(&apart) * FAR * FAR;
    let near = weighed.iter().map(|it| it.0).filter(|it| apart(*it) <= reach);
    near.map(|(lng, lat)| Bounds::of_point(lng, lat)).reduce(Bounds::union)
}

/// Times the usual distance from the middle that is too far: an even disc ends at 1.4 of them.
const FAR: f64 = 2.5;

/// A district opens; in an open district a hexagon shows its records.
fn picked(room: Room, pick: Pick) {
    let shown = focus(room);
    match pick {
        Pick::Region(code) | Pick::Cell { region: Some(code), .. }
            if shown.as_ref() != Some(&code) =>
        {
            room.go(room.state.get_untracked().of_unit(Some(code)));
        }
        Pick::Region(_) | Pick::Places { .. } => {}
        Pick::Cell { cell, .. } => open_cell(room, cell),
    }
}

fn open_entity(room: Room, first: u32) {
    let stack = room.stack.get();
    let found = stack.seen().find_map(|made| entities_of(made, (first, 1)).into_iter().next());
    if let Some((id, _)) = found {
        room.go(room.state.get().on(Page::Entity(id)));
    }
}

/// The records of the uppermost layer of hexagons: what a sum adds up, what a rate rests on.
fn open_cell(room: Room, cell: u64) {
    let stack = room.stack.get();
    let Some(made) = stack.leading_cells() else { return };
    let Some(at) = made.sources.cells.as_ref().map(|it| it.at) else { return };
    let state = room.state.get_untracked();
    let (indicator, side) = match (made.layer().records(), &made.entry) {
        (Some((indicator, side)), _) => (indicator.to_owned(), side),
        (None, Some(entry)) => {
            let side = if made.value == Value::Count { Side::Num } else { Side::Den };
            (entry.id.clone(), side)
        }
        (None, None) => return,
    };
    let rows = Rows { cell: Some(format!("{cell:x}")), ..Rows::of(side) };
    room.go(State { indicator: Some(indicator), at, ..state.on(Page::Records(rows)) });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn disc() -> Vec<((f64, f64), f64)> {
        let at = |nth: u32| {
            let (turn, far) = (f64::from(nth % 12) * 0.524, f64::from(nth / 12) * 0.01);
            ((116.5 + turn.cos() * far, 39.8 + turn.sin() * far), 10.0)
        };
        (0..60).map(at).collect()
    }

    #[test]
    fn a_few_things_far_away_do_not_decide_what_is_looked_at() {
        let whole = bulk(&disc()).unwrap();
        let all = disc().into_iter().map(|((lng, lat), _)| Bounds::of_point(lng, lat));
        assert_eq!(whole, all.reduce(Bounds::union).unwrap(), "nothing of an even disc is far");
        let strays = [((115.9, 40.6), 2.0), ((116.0, 40.5), 1.0)];
        assert_eq!(bulk(&[disc(), strays.to_vec()].concat()), Some(whole));
        assert!(bulk(&strays[..1]).is_some(), "one thing is where it is");
        assert_eq!(bulk(&[]), None);
    }
}
