//! What to show when there is nothing to show: an address that names nothing, or a server that is gone.

use domain::wire::Problem;
use leptos::prelude::*;

use crate::room::{Room, room};
use crate::state::State;
use crate::text::Text;

#[component]
pub(crate) fn Trouble() -> impl IntoView {
    let room = room();
    let gone = move || room.catalogue().is_none() && room.frames.is_cut_off();
    let note = move || match room.frames.refusal() {
        Some(problem) => Some(view! { <Refused problem /> }.into_any()),
        None if gone() => Some(view! { <Gone /> }.into_any()),
        None => None,
    };
    view! { {note} }
}

#[component]
fn Refused(problem: Problem) -> impl IntoView {
    let room = room();
    let about = about(&problem.code);
    let choice = move |value: &String| {
        let (shown, value) = (value.clone(), value.clone());
        let words = move || name_of(room, about, &shown);
        let next = move || room.url(|it| corrected(it, about, &value));
        match about {
            About::Other => view! { <li><span>{words}</span></li> }.into_any(),
            _ => view! { <li><a href=next>{words}</a></li> }.into_any(),
        }
    };
    let choices = (!problem.allowed.is_empty()).then(|| {
        view! {
            <h3>{room.say(Text::Exists)}</h3>
            <ul class="choices">{problem.allowed.iter().map(choice).collect_view()}</ul>
        }
    });
    let named = match about {
        About::Unit => Some(Text::NoUnit),
        About::Period => Some(Text::NoPeriod),
        About::Indicator => Some(Text::NoIndicator),
        About::Layer => Some(Text::NoLayer),
        About::Other => None,
    };
    let home = move || {
        room.url(|it| State { theme: it.theme, lang: it.lang, ..State::read(it.layout.path(), "") })
    };
    view! {
        <section class="trouble" role="alert">
            <h2>{named.map_or(problem.title, |it| room.say(it).to_owned())}</h2>
            <p lang="en">{problem.detail}</p>
            {choices}
            <p class="trouble__foot"><a class="toggle" href=home>{room.say(Text::Overview)}</a> <code>{problem.code}</code></p>
        </section>
    }
}

#[component]
fn Gone() -> impl IntoView {
    let room = room();
    view! {
        <section class="trouble" role="alert">
            <h2>{room.say(Text::Unreachable)}</h2>
            <p>{room.say(Text::UnreachableHint)}</p>
        </section>
    }
}

/// Which part of the address a refusal is about, by its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Unit,
    Period,
    Indicator,
    Layer,
    Other,
}

fn about(code: &str) -> About {
    let words = [
        ("UNIT", About::Unit),
        ("PERIOD", About::Period),
        ("INDICATOR", About::Indicator),
        ("LAYER", About::Layer),
    ];
    words.into_iter().find(|(word, _)| code.contains(word)).map_or(About::Other, |(_, about)| about)
}

fn corrected(state: &State, about: About, value: &str) -> State {
    let value = Some(value.to_owned());
    match about {
        About::Unit => State { unit: value, ..state.clone() },
        About::Period => State { period: value, ..state.clone() },
        About::Indicator => State { indicator: value, ..state.clone() },
        About::Layer => State { layer: value, ..state.clone() },
        About::Other => state.clone(),
    }
}

/// Names beside codes where the page knows them.
fn name_of(room: Room, about: About, value: &str) -> String {
    let name = match about {
        About::Indicator => {
            room.entry(value).map(|it| room.lang.named(&it.name, &it.name_en).to_owned())
        }
        About::Unit => {
            let root = room.catalogue().map(|it| it.root.clone()).filter(|it| it.code == value);
            let regions = room.shapes.get();
            let region = || regions?.by_code(value).map(|shape| shape.name.clone());
            root.map(|it| it.name).or_else(region)
        }
        _ => None,
    };
    name.map_or_else(|| value.to_owned(), |name| format!("{value} {name}"))
}
