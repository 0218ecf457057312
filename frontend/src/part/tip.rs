//! A note beside the pointer: what lies there, from frames that are already here.

use leptos::prelude::*;

use crate::face::tip::{Place, bubble, figure_lines, lines};
use crate::layer::Kind;
use crate::map::{Hover, Pick};
use crate::room::{Room, room};
use crate::text::Text;

#[component]
pub(crate) fn Tip(hover: Signal<Option<Hover>>) -> impl IntoView {
    let room = room();
    let note = move || {
        let hover = hover.get()?;
        let (name, lines) = words(room, &hover)?;
        let (is_right, is_low) = (hover.share.0 > 0.6, hover.share.1 > 0.6);
        Some(view! {
            <div
                class="tip"
                class:tip--left=is_right
                class:tip--above=is_low
                style:left=px(hover.x)
                style:top=px(hover.y)
            >
                <b>{name}</b>
                {lines.into_iter().map(|it| view! { <span>{it}</span> }).collect_view()}
            </div>
        })
    };
    view! { {note} }
}

fn px(length: f64) -> String {
    format!("{length:.0}px")
}

fn words(room: Room, hover: &Hover) -> Option<(String, Vec<String>)> {
    let (region, cell) = match &hover.pick {
        Pick::Region(code) => (Some(&**code), None),
        Pick::Cell { cell, region } => (region.as_deref(), Some(*cell)),
        Pick::Places { first, count } => {
            let stack = room.stack.get();
            return stack.seen().find_map(|made| bubble(room.lang, made, (*first, *count)));
        }
    };
    let place = Place { region, cell, at: hover.place };
    let stack = room.stack.get();
    let mut told: Vec<String> =
        stack.seen().flat_map(|made| lines(room.lang, made, place)).collect();
    if !stack.seen().any(|it| it.shown.kind == Kind::Fill) {
        told.extend(region.and_then(|it| ranked(room, it)).unwrap_or_default());
    }
    let name = region.and_then(|it| region_name(room, it)).unwrap_or_default();
    Some((name, told))
}

/// The current indicator of a unit that the page ranks, or of the open one if that is a core indicator.
fn ranked(room: Room, code: &str) -> Option<Vec<String>> {
    let scene = room.scene()?;
    let mut own = scene.cards.iter().map(|it| &it.figure).filter(|_| scene.unit.code == code);
    let own = own.find(|it| it.indicator == scene.ranking_indicator);
    let figure = scene.ranking.iter().find(|it| it.unit == code).or(own)?;
    let entry = room.entry(&figure.indicator)?;
    Some(figure_lines(room.lang, figure, &entry))
}

fn region_name(room: Room, code: &str) -> Option<String> {
    let shapes = room.shapes.get()?;
    let shape = shapes.by_code(code)?;
    let mark = if shape.derived { room.say(Text::DerivedArea) } else { "" };
    Some([&shape.name, mark].concat())
}
