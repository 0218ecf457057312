//! One entity, one file: what it is, why it scores as it does, and everything that happened to it.

use std::sync::Arc;

use domain::wire::{EntityFile, RiskScore, TimelineEntry};
use leptos::prelude::*;

use crate::face::css_share;
use crate::face::entity::{Event, FactorFace, event, factors, fields, identity};
use crate::face::locator::{HEIGHT, WIDTH, locator};
use crate::face::record::band;
use crate::format;
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
    let risk = match file.risk.clone() {
        Some(risk) => view! { <Risk risk /> }.into_any(),
        None => view! { <p class="absent">{room.say(Text::NoRisk)}</p> }.into_any(),
    };
    view! {
        <header class="sheet__head">
            <h2>{file.name.clone()} <small>{room.say(Text::EntityFile)}</small></h2>
            <p class="sheet__words">{identity(room.lang, &file).join(DOT)}</p>
        </header>
        <div class="sheet__body entity scroll">
            <div class="entity__side">
                {risk}
                <Position file=Arc::clone(&file) />
                <Register file=Arc::clone(&file) />
            </div>
            <Timeline entries=file.timeline.clone() />
        </div>
    }
}

#[component]
fn Risk(risk: RiskScore) -> impl IntoView {
    let room = room();
    let faces = factors(room.lang, &risk);
    let part = |it: &FactorFace| {
        let words = format!("{} {}", it.name, it.points);
        view! { <i title=words style:width=css_share(it.share)></i> }
    };
    let parts = faces.iter().map(part).collect_view();
    let bar = |it: FactorFace| {
        view! {
            <li class="barlist__row">
                <span class="barlist__name">{it.name}</span>
                <span class="bar bar--row"><i class="bar__fill" style:width=css_share(it.fill)></i></span>
                <span class="barlist__count">{it.points}</span>
            </li>
        }
    };
    let bars = faces.into_iter().map(bar).collect_view();
    let sum = format!("{} / 100", risk.score);
    view! {
        <section>
            <h3>{room.say(Text::EntityRisk)}</h3>
            <p class="entity__score" data-band=risk.band.clone()>
                <b>{risk.score.clone()}</b>
                <span class="flag">{band(room.lang, &risk.band).to_owned()}</span>
                <small>{room.say(Text::AsOf)} " " {risk.as_of.to_string()}</small>
            </p>
            <p class="entity__parts" aria-hidden="true">{parts}</p>
            <ul class="barlist barlist--factors">
                {bars}
                <li class="barlist__row entity__sum">
                    <span class="barlist__name">{room.say(Text::RiskAdds)}</span>
                    <span></span>
                    <span class="barlist__count">{sum}</span>
                </li>
            </ul>
            <p class="entity__note">{room.say(Text::EntityRiskNote)}</p>
        </section>
    }
}

/// Where it lies in its district.
#[component]
fn Position(file: Arc<EntityFile>) -> impl IntoView {
    let room = room();
    let drawing = move || {
        let (lng, lat) = file.position?;
        let regions = room.frames.regions.get()?;
        let region = regions.at(lng, lat)?;
        let found = locator(region, (lng, lat))?;
        let (x, y) = found.dot;
        Some(view! {
            <svg class="locator" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=region.name.clone()>
                <path class="locator__outline" d=found.outline />
                <circle class="locator__dot" cx=x cy=y r="4" />
            </svg>
            <p class="entity__note">{region.name.clone()} {DOT} {format::position(lng, lat)}</p>
        })
    };
    view! {
        <section>
            <h3>{room.say(Text::Located)}</h3>
            {move || match drawing() {
                Some(drawing) => drawing.into_any(),
                None => view! { <p class="entity__note">{room.say(Text::NotLocated)}</p> }.into_any(),
            }}
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
