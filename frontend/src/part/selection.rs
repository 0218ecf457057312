//! What was chosen by hand on the map: how much lies inside, each number with its records.

use leptos::prelude::*;

use crate::face::selection::{CountFace, SumFace, selection};
use crate::format;
use crate::markup::{classed, count as linked, each, element, escaped};
use crate::room::Room;
use crate::state::{Page, Rows, State};
use crate::text::{DOT, Text};

pub(crate) fn chosen(room: Room) -> String {
    let Some(lasso) = room.state.with(|it| it.within.clone()) else { return String::new() };
    let sums: Vec<(usize, SumFace)> = room
        .stack
        .with(|stack| stack.seen().filter_map(|made| selection(room.lang, &lasso, made)).collect());
    let cells = sums.iter().map(|it| it.0).max().unwrap_or_default();
    let cells = format::count(i64::try_from(cells).unwrap_or(i64::MAX));
    let without = room.url(|it| State { within: None, ..it.clone() });
    let let_go = room.say(Text::LetGo);
    let close = [("href", &*without), ("title", let_go), ("aria-label", let_go)];
    let unit = room.lang.pick(" 个六边形", " hexagons");
    let title = [room.say(Text::Chosen), DOT, &cells, unit, &element("a", &close, "×")].concat();
    let empty =
        if sums.is_empty() { classed("p", "", room.say(Text::NoHexagons)) } else { String::new() };
    let rows = each(sums, |(_, face)| sum(room, &face));
    let inner = [classed("h2", "", &title), empty, classed("dl", "", &rows)].concat();
    classed("section", "chosen", &inner)
}

fn sum(room: Room, face: &SumFace) -> String {
    let link = |count: &CountFace| linked(&room.url(|it| rows(it, count)), "", &count.words);
    let told = [
        classed("b", "", &escaped(&face.value)),
        classed("span", "", &escaped(&face.share)),
        classed("span", "chosen__counts", &each(&face.counts, link)),
    ];
    let name = classed("dt", "", &escaped(&face.name));
    classed("div", "", &[name, classed("dd", "", &told.join(" "))].concat())
}

/// The rows of a count inside the loop.
fn rows(state: &State, count: &CountFace) -> State {
    let page = Page::Records(Rows { drawn: true, ..Rows::of(count.side) });
    State { indicator: Some(count.indicator.clone()), at: count.at, ..state.on(page) }
}
