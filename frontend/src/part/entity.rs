//! One entity, one file: what it is, why it scores as it does, and everything that happened to it.

use std::sync::Arc;

use domain::wire::{EntityFile, RiskScore, TimelineEntry};
use leptos::prelude::*;

use crate::face::css_share;
use crate::face::entity::{Event, event, factors, fields};
use crate::face::record::band;
use crate::room::room;
use crate::text::{DOT, Text};

#[component]
pub(crate) fn EntitySheet() -> impl IntoView {
    let room = room();
    view! { {move || room.frames.entity.get().map(|it| view! { <File file=it /> })} }
}

#[component]
fn File(file: Arc<EntityFile>) -> impl IntoView {
    let room = room();
    let place = [&file.place_name, &file.org_name, &file.id].map(String::as_str).join(DOT);
    let risk = file.risk.clone().map(|risk| view! { <Risk risk /> });
    view! {
        <header class="sheet__head">
            <h2>{file.name.clone()} <small>{room.say(Text::EntityFile)}</small></h2>
            <p class="sheet__words">{place}</p>
        </header>
        <div class="sheet__body entity scroll">
            <div class="entity__side">
                {risk}
                <Register file=Arc::clone(&file) />
            </div>
            <Timeline entries=file.timeline.clone() />
        </div>
    }
}

#[component]
fn Risk(risk: RiskScore) -> impl IntoView {
    let room = room();
    let bar = |(name, value, fill): (String, String, f64)| {
        view! {
            <li class="barlist__row">
                <span class="barlist__name">{name}</span>
                <span class="bar bar--row"><i class="bar__fill" style:width=css_share(fill)></i></span>
                <span class="barlist__count">{value}</span>
            </li>
        }
    };
    let bars = factors(room.lang, &risk).into_iter().map(bar).collect_view();
    view! {
        <section>
            <h3>{room.say(Text::EntityRisk)}</h3>
            <p class="entity__score" data-band=risk.band.clone()>
                <b>{risk.score.clone()}</b>
                <span class="flag">{band(room.lang, &risk.band).to_owned()}</span>
                <small>{room.say(Text::AsOf)} " " {risk.as_of.to_string()}</small>
            </p>
            <ul class="barlist barlist--factors">{bars}</ul>
            <p class="entity__note">{room.say(Text::EntityRiskNote)}</p>
        </section>
    }
}

#[component]
fn Register(file: Arc<EntityFile>) -> impl IntoView {
    let room = room();
    let line = |(name, value): (String, String)| view! { <dt>{name}</dt><dd>{value}</dd> };
    view! {
        <section>
            <h3>{room.say(Text::EntityFields)}</h3>
            <dl class="fields">{fields(room.lang, &file.fields).into_iter().map(line).collect_view()}</dl>
        </section>
    }
}

#[component]
fn Timeline(entries: Vec<TimelineEntry>) -> impl IntoView {
    let room = room();
    let line = |event: Event| {
        view! {
            <li class="timeline__one" data-feed=event.feed>
                <time>{event.at}</time>
                <p><b>{event.name}</b> " " {event.gist}</p>
                <small>{event.id}</small>
            </li>
        }
    };
    let lines = entries.iter().map(|it| line(event(room.lang, it))).collect_view();
    let absent =
        entries.is_empty().then(|| view! { <p class="absent">{room.say(Text::NoTimeline)}</p> });
    view! {
        <section class="entity__main">
            <h3>{room.say(Text::EntityTimeline)}</h3>
            <ol class="timeline">{lines}</ol>
            {absent}
        </section>
    }
}
