//! What to show when there is nothing to show: an address that names nothing, a server that is gone or says what this
//! page cannot read.

use domain::wire::{Attribution, Problem};

use crate::layer::Layer;
use crate::markup::{classed, each, element, escaped, link};
use crate::room::Room;
use crate::state::State;
use crate::text::{Lang, Text};

pub(crate) fn trouble(room: Room) -> String {
    match room.frames.refusal() {
        Some(problem) => refused(room, &problem),
        None if room.catalogue().is_none() && room.frames.is_cut_off() => {
            plain(room, Text::Unreachable, Text::UnreachableHint)
        }
        None if room.frames.is_unreadable() => plain(room, Text::Unreadable, Text::UnreadableHint),
        None => String::new(),
    }
}

fn refused(room: Room, problem: &Problem) -> String {
    let about = about(&problem.code);
    let choice = |(nth, value): (usize, &String)| {
        let told = problem.names.get(nth).map(String::as_str);
        let words = escaped(&words(room, about, value, told.unwrap_or_default()));
        let inner = match about {
            About::Other => classed("span", "", &words),
            _ => link("", &room.url(|it| corrected(it, about, value)), &words),
        };
        classed("li", "", &inner)
    };
    let choices = (!problem.allowed.is_empty()).then(|| {
        let list = classed("ul", "choices", &each(problem.allowed.iter().enumerate(), choice));
        [classed("h3", "", room.say(Text::Exists)), list].concat()
    });
    let is_no_place = about == About::Unit && room.at() == Attribution::Location;
    let named = match about {
        About::Unit if is_no_place => Some(Text::NoPlace),
        About::Unit => Some(Text::NoUnit),
        About::Period => Some(Text::NoPeriod),
        About::Indicator => Some(Text::NoIndicator),
        About::Layer => Some(Text::NoLayer),
        About::Entity => Some(Text::NoEntity),
        About::Other => None,
    };
    let home = room.url(|it| State {
        theme: it.theme,
        lang: it.lang,
        ..State::read(it.layout.path(), "")
    });
    let title = named.map_or_else(|| escaped(&problem.title), |it| room.say(it).to_owned());
    let by_org = room.url(|it| State { at: Attribution::Org, ..it.clone() });
    let by_org = is_no_place.then(|| link("toggle", &by_org, room.say(Text::ByOrg)));
    let foot = [
        by_org.unwrap_or_default(),
        link("toggle", &home, room.say(Text::Overview)),
        classed("code", "", &escaped(&problem.code)),
    ];
    let inner = [
        classed("h2", "", &title),
        detail(room, named.is_some(), &problem.detail),
        choices.unwrap_or_default(),
        classed("p", "trouble__foot", &foot.join(" ")),
    ];
    alert(&inner.concat())
}

/// What the server says, which it says in English; in Chinese the heading has said it but for the word that was asked.
fn detail(room: Room, is_headed: bool, detail: &str) -> String {
    let asked = detail.split(['"', '`']).nth(1);
    match asked.filter(|_| is_headed && room.lang == Lang::Zh) {
        Some(asked) => classed("p", "", &["「", &escaped(asked), "」"].concat()),
        None => element("p", &[("lang", "en")], &escaped(detail)),
    }
}

fn plain(room: Room, title: Text, hint: Text) -> String {
    let [title, hint] = [title, hint].map(|it| room.say(it));
    alert(&[classed("h2", "", title), classed("p", "", hint)].concat())
}

fn alert(inner: &str) -> String {
    element("section", &[("class", "trouble"), ("role", "alert")], inner)
}

/// Which part of the address a refusal is about, by its stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    Unit,
    Period,
    Indicator,
    Layer,
    Entity,
    Other,
}

fn about(code: &str) -> About {
    let words = [
        ("UNIT", About::Unit),
        ("PERIOD", About::Period),
        ("INDICATOR", About::Indicator),
        ("LAYER", About::Layer),
        ("ENTITY", About::Entity),
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
        About::Entity | About::Other => state.clone(),
    }
}

/// A code with its name: the one that the server told, else what the page knows.
fn words(room: Room, about: About, value: &str, told: &str) -> String {
    let heat = || Layer::ALL.into_iter().find(|it| it.as_str() == value && *it != Layer::Indicator);
    let known = || room.entry(value).map(|it| room.lang.named(&it.name, &it.name_en).to_owned());
    let name = match about {
        About::Layer if heat().is_some() => {
            return heat().map(|it| room.say(it.button()).to_owned()).unwrap_or_default();
        }
        About::Indicator | About::Layer => known().unwrap_or_default(),
        _ => told.to_owned(),
    };
    [value, " ", &*name].concat().trim_end().to_owned()
}
