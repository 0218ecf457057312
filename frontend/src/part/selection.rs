//! What was chosen by hand on the map: how much lies inside, each number with its records.

use leptos::prelude::*;

use crate::face::selection::{CountFace, SumFace, selection};
use crate::format;
use crate::room::{Room, room};
use crate::state::{Page, Rows, State};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn Selection() -> impl IntoView {
    let room = room();
    let chosen = Memo::new(move |_| room.state.with(|it| it.within.clone()));
    let sums = Memo::new(move |_| {
        let (lasso, stack) = (chosen.get()?, room.stack.get());
        Some(stack.seen().filter_map(|made| selection(room.lang, &lasso, made)).collect::<Vec<_>>())
    });
    let title = move || {
        let cells = sums.with(|it| it.as_ref()?.iter().map(|it| it.0).max()).unwrap_or_default();
        let unit = room.lang.pick("个六边形", "hexagons");
        format!("{}{DOT}{} {unit}", room.say(Text::Chosen), format::count(count_of(cells)))
    };
    let without = move || room.url(|it| State { within: None, ..it.clone() });
    let empty = move || sums.with(|it| it.as_ref().is_some_and(Vec::is_empty));
    let rows = move || {
        let sums = sums.get().unwrap_or_default();
        sums.into_iter().map(|(_, face)| sum(room, face)).collect_view()
    };
    view! {
        <Show when=move || chosen.with(Option::is_some)>
            <section class="chosen">
                <h2>
                    {title} <a href=without title=room.say(Text::LetGo) aria-label=room.say(Text::LetGo)>"×"</a>
                </h2>
                <Show when=empty>
                    <p>{room.say(Text::NoHexagons)}</p>
                </Show>
                <dl>{rows}</dl>
            </section>
        </Show>
    }
}

fn count_of(cells: usize) -> i64 {
    i64::try_from(cells).unwrap_or(i64::MAX)
}

fn sum(room: Room, face: SumFace) -> impl IntoView {
    let link = |count: CountFace| {
        let words = count.words.clone();
        view! { <a class="count" href=move || room.url(|it| rows(it, &count))>{words}</a> }
    };
    view! {
        <div>
            <dt>{face.name}</dt>
            <dd>
                <b>{face.value}</b> <span>{face.share}</span>
                <span class="chosen__counts">
                    {face.counts.into_iter().map(link).collect_view()}
                </span>
            </dd>
        </div>
    }
}

/// The rows of a count inside the loop.
fn rows(state: &State, count: &CountFace) -> State {
    let page = Page::Records(Rows { drawn: true, ..Rows::of(count.side) });
    let at = count.at.unwrap_or(state.at);
    State { indicator: Some(count.indicator.clone()), at, ..state.on(page) }
}
