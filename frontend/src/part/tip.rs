//! A note beside the pointer: what lies there, from frames that are already here.

use leptos::prelude::*;

use crate::face::tip::{Place, bubble, lines};
use crate::map::{Hover, Pick};
use crate::room::{Room, room};

#[component]
pub(crate) fn Tip(hover: Signal<Option<Hover>>) -> impl IntoView {
    let room = room();
    let note = move || {
        let hover = hover.get()?;
        let (name, lines) = words(room, &hover)?;
        Some(view! {
            <div class="tip" style:left=px(hover.x) style:top=px(hover.y)>
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
    let told = stack.seen().flat_map(|made| lines(room.lang, made, place)).collect();
    let name = region.and_then(|it| region_name(room, it)).unwrap_or_default();
    Some((name, told))
}

fn region_name(room: Room, code: &str) -> Option<String> {
    room.frames.regions.get()?.by_code(code).map(|it| it.name.clone())
}
