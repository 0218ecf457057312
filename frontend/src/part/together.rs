//! Entities that lie at one place, where no zoom can tell them apart: a list of links.

use leptos::prelude::*;

use crate::arrange::arrange;
use crate::format;
use crate::layer::Made;
use crate::map::Content;
use crate::markup::escaped;
use crate::room::room;
use crate::state::Page;
use crate::text::{DOT, Text};

/// More are counted, not listed.
const MOST_LISTED: usize = 200;

#[component]
pub(crate) fn Together(
    /// Where the places of a bubble begin among the points, and how many there are.
    crowd: RwSignal<Option<(u32, u32)>>,
) -> impl IntoView {
    let room = room();
    let close = move |_| crowd.set(None);
    let words = Memo::new(move |_| {
        let (first, count) = crowd.get()?;
        let entities = room.stack.with(|stack| {
            stack.seen().map(|made| entities_of(made, (first, count))).find(|it| !it.is_empty())
        })?;
        let url = |id: String| escaped(&room.url(|it| it.on(Page::Entity(id.clone()))));
        let row = |(id, risk): (String, f32)| {
            let (name, risk) = (escaped(&id), format!("{:.1}", f64::from(risk)));
            ["<li><a href=\"", &url(id), "\">", &name, "</a><span>", &risk, "</span></li>"].concat()
        };
        let (count, unit) = (format::count(count.into()), room.lang.pick(" 户", " entities"));
        let rows: String = entities.into_iter().map(row).collect();
        let (title, away) = (room.say(Text::SamePlace), room.say(Text::Close));
        Some(
            [
                "<h2>",
                title,
                DOT,
                &count,
                unit,
                "</h2><button title=\"",
                away,
                "\" aria-label=\"",
                away,
                "\">×</button><ol>",
                &rows,
                "</ol>",
            ]
            .concat(),
        )
    });
    // A click on a link leaves for the entity, a click on the cross closes: either way the list has done its duty.
    view! { <section class="together" hidden=move || words.with(Option::is_none) inner_html=move || words.get().unwrap_or_default() on:click=close></section> }
}

/// Ids and scores behind a bubble, the riskiest first; empty for a layer that has no entities.
pub(crate) fn entities_of(made: &Made, (first, count): (u32, u32)) -> Vec<(String, f32)> {
    let (Content::Points(crowd), Some(points)) = (&made.content, &made.sources.points) else {
        return Vec::new();
    };
    let mut members: Vec<(u32, f32)> = crowd.members(first, count).collect();
    arrange(&mut members, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    members.truncate(MOST_LISTED);
    let named =
        |(number, risk): (u32, f32)| Some((points.id(usize::try_from(number).ok()?)?, risk));
    members.into_iter().filter_map(named).collect()
}
