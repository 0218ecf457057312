//! What the colours on the map mean: unit, base, fixed class limits, and patterns for what is missing.

use leptos::prelude::*;

use crate::face::legend::{self, LegendFace};
use crate::format;
use crate::frames::WHOLE_RES;
use crate::layer;
use crate::room::{Room, room};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn Legend() -> impl IntoView {
    let room = room();
    let face = Memo::new(move |_| face(room));
    view! { {move || face.get().map(|it| view! { <Scale face=it /> })} }
}

#[component]
fn Scale(face: LegendFace) -> impl IntoView {
    let room = room();
    let class = |(colour, limit): (String, String)| {
        view! { <li><i class="legend__colour" style:background-color=colour></i><span>{limit}</span></li> }
    };
    let hatched = face.hatched.then(|| {
        view! {
            <p class="legend__missing">
                <i class="legend__hatch legend__hatch--base"></i>{room.say(Text::NoBase)}
                <i class="legend__hatch"></i>{room.say(Text::NoData)}
                <span>{room.say(Text::ZoneNote)}</span>
            </p>
        }
    });
    view! {
        <section class="legend">
            <h2 class="legend__title">{face.title}</h2>
            <ol class="legend__scale">{face.classes.into_iter().map(class).collect_view()}</ol>
            <p class="legend__base">{face.base} {move || unlocated(room)}</p>
            {hatched}
        </section>
    }
}

fn face(room: Room) -> Option<LegendFace> {
    if let Some(shown) = room.frames.cell_layer(room.state) {
        let frame = room.frames.cells.get()?;
        let breaks = cell_breaks(room, shown, frame.res)?;
        return Some(legend::cells(room.lang, shown, room.map_theme(), &breaks, frame.res));
    }
    let entry = room.current()?;
    let at = room.state.with(|it| it.at);
    Some(legend::districts(room.lang, &entry, at, room.map_theme(), &legend::breaks(&entry)))
}

/// Class limits in the unit that is printed.
pub(crate) fn cell_breaks(room: Room, shown: layer::Layer, res: u8) -> Option<Vec<f64>> {
    let whole = room.frames.whole.get()?;
    let own = layer::breaks(&whole, shown.scale());
    Some(layer::at_resolution(&own, WHOLE_RES, res, shown.scale()))
}

fn unlocated(room: Room) -> Option<String> {
    let shown = room.frames.cell_layer(room.state)?;
    let frame = room.frames.cells.get()?;
    let (num, den) = frame.unlocated;
    let count = if shown == layer::Layer::Risk { den / 1000 } else { num };
    let unit = if shown == layer::Layer::Risk { room.lang.pick(" 户", " entities") } else { "" };
    Some(format!("{}{} {}{unit}", DOT, room.say(Text::Unlocated), format::count(count)))
}
