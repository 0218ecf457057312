//! What a hand can do on the map: move it, draw a box or a loop, keep the picture.

use std::sync::Arc;

use leptos::prelude::*;

use crate::face::legend::legend;
use crate::face::when::When;
use crate::format;
use crate::map::{Key, Sheet, Tool};
use crate::part::foot::map_line;
use crate::part::head::title;
use crate::part::table::turn;
use crate::part::written::written;
use crate::room::{Room, room};
use crate::stack::Laid;
use crate::state::{Layout, Panel};
use crate::text::{DOT, Text};

const TOOLS: [(Tool, &str, Text); 3] = [
    (Tool::Hand, "✥", Text::HandTool),
    (Tool::Box, "▭", Text::BoxTool),
    (Tool::Lasso, "◌", Text::LassoTool),
];

#[component]
pub(crate) fn Hand(tool: RwSignal<Tool>, sheet: RwSignal<Option<Arc<Sheet>>>) -> impl IntoView {
    let room = room();
    let button = move |(this, sign, words): (Tool, &'static str, Text)| {
        let pressed = move || if tool.get() == this { "true" } else { "false" };
        let name = room.say(words);
        view! {
            <button title=name aria-label=name aria-pressed=pressed on:click=move |_| tool.set(this)>
                {sign}
            </button>
        }
    };
    let print = move |_| sheet.set(untrack(|| printed(room)).map(Arc::new));
    let name = room.say(Text::PrintMap);
    view! {
        <div class="hand" role="toolbar" aria-label=room.say(Text::MapTools)>
            {TOOLS.map(button).collect_view()}
            <button class="hand__print" title=name aria-label=name on:click=print>
                "⤓"
            </button>
            {(room.layout == Layout::Room).then(|| written(room, |room| turn(room, Panel::Map)))}
        </div>
    }
}

/// What the picture must say about itself once it has left the page.
fn printed(room: Room) -> Option<Sheet> {
    let scene = room.scene()?;
    let when = When::of(&scene);
    let key = |laid: &Laid| {
        let made = laid.made.as_ref().filter(|_| !laid.shown.hidden)?;
        let face = legend(room.lang, room.map_theme(), made, room.at(), Some(when));
        let classes = face.classes.into_iter().map(|it| (it.colour, it.label)).collect();
        let opacity = laid.shown.opacity;
        let faint = [room.say(Text::Opacity), " ", &opacity.to_string(), "%"].concat();
        let hatched = face.hatched.then(|| room.say(Text::Hatches).to_owned());
        let more = (opacity < 100).then_some(faint).into_iter().chain(hatched);
        let method = [face.method].into_iter().filter(|it| !it.is_empty()).chain(more);
        let method = method.collect::<Vec<_>>().join(DOT);
        Some(Key {
            title: face.title,
            lines: [face.base, method].into_iter().chain(face.note).collect(),
            classes,
        })
    };
    let cutoff = format::full_moment(scene.stamped.cutoff);
    let period = scene.period.to_string();
    let until = [room.say(Text::DataUntil), " ", &cutoff].concat();
    let demo = scene.stamped.demo.then(|| room.say(Text::Demo).to_owned());
    let foot = demo.into_iter().chain([map_line(room)]).collect::<Vec<_>>().join(DOT);
    let keys: Vec<Key> = room.stack.with(|stack| stack.layers.iter().filter_map(key).collect());
    let subject = keys.first().filter(|_| keys.len() == 1).map(|it| [DOT, &it.title].concat());
    let when = format::period(room.lang, scene.period);
    Some(Sheet {
        title: title(room, &scene) + &subject.unwrap_or_default(),
        lines: vec![[&*scene.unit.name, &when, &until].join(DOT)],
        keys,
        foot: vec![foot],
        file: ["guanlan-", &scene.unit.code, "-", &period, ".png"].concat(),
    })
}
