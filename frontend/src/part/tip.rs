//! A note beside the pointer: what lies there, from frames that are already here.

use leptos::prelude::*;

use crate::face::ranking::ranking;
use crate::format;
use crate::layer::Layer;
use crate::map::{Hover, Pick};
use crate::room::{Room, room};

#[component]
pub(crate) fn Tip(hover: Signal<Option<Hover>>) -> impl IntoView {
    let room = room();
    let note = move || {
        let hover = hover.get()?;
        let (name, lines) = words(room, &hover.pick)?;
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

fn words(room: Room, pick: &Pick) -> Option<(String, Vec<String>)> {
    match pick {
        Pick::Region(code) => Some((region_name(room, code)?, figure_lines(room, code))),
        Pick::Cell { cell, region } => {
            let name = region.as_ref().and_then(|it| region_name(room, it)).unwrap_or_default();
            Some((name, cell_lines(room, *cell)?))
        }
        Pick::Point(_) => None,
    }
}

fn region_name(room: Room, code: &str) -> Option<String> {
    room.frames.regions.get()?.by_code(code).map(|it| it.name.clone())
}

/// The current indicator of a unit, where a frame on the page holds it.
fn figure_lines(room: Room, code: &str) -> Vec<String> {
    let found = || {
        let districts = room.frames.districts.get().map(|it| it.rows.clone()).unwrap_or_default();
        let ranked = room.scene().map(|it| it.ranking.clone()).unwrap_or_default();
        let figure = districts.into_iter().chain(ranked).find(|it| it.unit == code)?;
        let entry = room.entry(&figure.indicator)?;
        let row = ranking(room.lang, &[figure], &entry, "");
        let row = row.rows.into_iter().chain(row.apart).next()?;
        let unit = format::unit(room.lang, entry.unit);
        let value =
            if row.value.is_empty() { String::new() } else { format!("{} {unit}", row.value) };
        let name = room.lang.named(&entry.name, &entry.name_en).to_owned();
        let marked = row.mark.map(str::to_owned).unwrap_or_default();
        Some(
            [name, format!("{value} {marked}").trim().to_owned(), row.base()].into_iter().collect(),
        )
    };
    found().unwrap_or_default()
}

fn cell_lines(room: Room, cell: u64) -> Option<Vec<String>> {
    let layer = room.frames.cell_layer(room.state)?;
    let frame = room.frames.cells.get()?;
    let at = frame.cells.binary_search(&cell).ok()?;
    let num = *frame.num.get(at).filter(|it| **it != 0)?;
    let (title, _) = layer.words();
    let title = room.say(title);
    if layer != Layer::Risk {
        return Some(vec![format!("{title} {}", format::count(num))]);
    }
    let entities = frame.den.get(at).copied().unwrap_or_default() / 1000;
    let score = format::class_break(room.lang, num as f64 / 1000.0);
    let (points, unit) = (room.lang.pick("分", "points"), room.lang.pick("户", "entities"));
    Some(vec![format!("{title} {score} {points}"), format!("{} {unit}", format::count(entities))])
}
