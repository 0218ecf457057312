//! Mark, place, title and period, clock with the age of what is shown.

use domain::wire::{Attribution, Scene};
use leptos::prelude::*;

use crate::face::crumb::{Crumb, crumbs};
use crate::face::legend::subject;
use crate::face::preset::presets;
use crate::format;
use crate::live::Link;
use crate::location::closed;
use crate::markup::{classed, each, element, escaped, link, select};
use crate::part::written::written;
use crate::room::{Room, room};
use crate::state::{Layout, State};
use crate::text::{DOT, Lang, Text};

#[component]
pub(crate) fn Head() -> impl IntoView {
    let room = room();
    let title = move || room.scene().map(|it| title(room, &it));
    let period = move || {
        let period = format::period(room.lang, room.scene()?.period);
        // Layers take turns on a wall: what the colours are about stands where everybody looks.
        let turn = room.stack.with(|it| it.seen().next().map(|it| subject(room.lang, it)));
        let turn = turn.filter(|_| room.layout == Layout::Wall);
        Some(turn.map_or_else(|| period.clone(), |turn| [&*period, DOT, &turn].concat()))
    };
    view! {
        <header class="head">
            <div class="head__place">
                <a class="mark" href="/">"观澜"</a>
                {written(room, crumb_line)}
            </div>
            <div class="head__title">
                <h1>{title}</h1>
                <span class="head__period">{period}</span>
                {(room.layout != Layout::Wall).then(|| written(room, periods))}
            </div>
            <Clock />
        </header>
    }
}

/// The server names its scenes in Chinese.
pub(crate) fn title(room: Room, scene: &Scene) -> String {
    let known = scene.id == "overview" && room.lang == Lang::En;
    if known { room.say(Text::SceneOverview).to_owned() } else { scene.title.clone() }
}

pub(crate) fn crumb_line(room: Room) -> String {
    let list = || {
        let (catalogue, scene) = (room.catalogue()?, room.scene()?);
        let all = |state: &State| {
            crumbs(room.lang, (state, &closed(state)), &catalogue.root, &scene.unit)
        };
        Some(room.state.with(all))
    };
    let item = |it: Crumb| element("li", &[], &link("", &it.url, &escaped(&it.name)));
    let list = element("ol", &[], &each(list().unwrap_or_default(), item));
    element("nav", &[("class", "crumbs"), ("aria-label", room.say(Text::Whereabouts))], &list)
}

/// The usual periods, and the one of the address if it is none of them.
fn periods(room: Room) -> String {
    let Some(catalogue) = room.catalogue() else { return String::new() };
    let shown = room.period();
    // Another choice is another piece of markup, so that the list goes back to what is shown.
    let chosen = room.chosen().period;
    let awaited = if chosen == shown { "" } else { &*chosen };
    let mut list: Vec<(String, String)> = presets(catalogue.default_period, catalogue.span)
        .into_iter()
        .map(|(text, period)| (period.to_string(), room.say(text).to_owned()))
        .collect();
    if !list.iter().any(|(value, _)| *value == shown) {
        list.push((shown.clone(), period_words(room, &shown)));
    }
    let attributes = [
        ("class", "picker"),
        ("id", "period"),
        ("data-pick", "period"),
        ("data-awaited", awaited),
        ("aria-label", room.say(Text::Period)),
    ];
    select(&attributes, list, &shown)
}

#[component]
fn Clock() -> impl IntoView {
    let room = room();
    view! {
        <div class="clock">
            <time class="clock__time">{move || format::clock(room.live.now.get())}</time>
            {written(room, freshness_line)}
        </div>
    }
}

/// Up to when, of which generation, and whether the server still speaks.
pub(crate) fn freshness_line(room: Room) -> String {
    // Nothing is on its way to an address that names nothing.
    if room.scene().is_none() && room.frames.refusal().is_some() {
        return String::new();
    }
    let tone = match room.live.link.get() {
        Link::Lost(_) => "lost",
        _ if room.frames.is_cut_off() => "lost",
        Link::Connecting => "waiting",
        Link::Live => "live",
    };
    let words = ["<i class=\"clock__dot\"></i>", &freshness(room), &awaited(room)].concat();
    element("p", &[("class", "clock__state"), ("data-tone", tone)], &words)
}

/// What was chosen and is not what is shown: 上月 尚未载入. `page.css` lets it wait a moment while the server speaks.
fn awaited(room: Room) -> String {
    let (chosen, shown) = (room.chosen(), room.pictured.get());
    let period = (chosen.period != shown.period).then(|| period_words(room, &chosen.period));
    let by = if chosen.at == Attribution::Location { Text::ByPlaceShort } else { Text::ByOrg };
    let by = (chosen.at != shown.at).then(|| room.say(by).to_owned());
    let names: Vec<String> = period.into_iter().chain(by).collect();
    if names.is_empty() || room.scene().is_none() {
        return String::new();
    }
    let words = [&*names.join(DOT), " ", room.say(Text::NotHereYet)].concat();
    classed("b", "clock__awaited", &escaped(&words))
}

/// 上月, where the period is one of the usual ones.
fn period_words(room: Room, period: &str) -> String {
    let known = room.catalogue().map(|it| presets(it.default_period, it.span));
    let preset = known.into_iter().flatten().find(|(_, it)| it.to_string() == period);
    if let Some((text, _)) = preset {
        return room.say(text).to_owned();
    }
    period.parse().map_or_else(|_| period.to_owned(), |it| format::period(room.lang, it))
}

/// How fresh the picture is, in words: never by the dot alone.
fn freshness(room: Room) -> String {
    let Some(scene) = room.scene() else { return room.say(Text::Connecting).to_owned() };
    let cutoff = format::moment(scene.stamped.cutoff);
    let generation = scene.stamped.generation;
    if let Link::Lost(since) = room.live.link.get() {
        let age = format::age(room.lang, (room.live.now.get().0 - since.0) / 1_000_000);
        return format!(
            "{} {age}{DOT}{} {cutoff}",
            room.say(Text::Lost),
            room.say(Text::LastPicture)
        );
    }
    let number = room.lang.pick("第 ", "generation ");
    let suffix = room.lang.pick(" 代", "");
    format!("{} {cutoff}{DOT}{number}{generation}{suffix}", room.say(Text::DataUntil))
}
