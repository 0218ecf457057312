//! The current indicator by month, as a drawing or as the table behind it.

use std::sync::Arc;

use domain::indicator::UnitOfValue;
use domain::wire::{IndicatorEntry, Series};
use leptos::prelude::*;

use crate::chart::trend::Trend;
use crate::face::table;
use crate::format;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::room::{Room, room};
use crate::state::Panel;
use crate::text::{DOT, Text};

#[component]
pub(crate) fn TrendPanel() -> impl IntoView {
    let room = room();
    let series = move || room.frames.series.get();
    let title = move || {
        let series = series()?;
        let entry = room.entry(&series.indicator)?;
        let name = room.lang.named(&entry.name, &entry.name_en).to_owned();
        Some((name, format!("{}{}{}", series.unit.name, DOT, format::unit(room.lang, entry.unit))))
    };
    let body = move || {
        if room.current().is_some_and(|it| it.unit == UnitOfValue::Points) {
            return view! { <p class="absent">{room.say(Text::NoSeries)}</p> }.into_any();
        }
        if is_turned(room, Panel::Trend) {
            return view! { {move || face(room).map(|face| view! { <DataTable face /> })} }
                .into_any();
        }
        view! { <Drawing /> }.into_any()
    };
    // Of the drawing; of the indicator that has none.
    let full = move || {
        let current = room.current().filter(|it| it.unit == UnitOfValue::Points);
        let name = |it: IndicatorEntry| room.lang.named(&it.name, &it.name_en).to_owned();
        current.map(name).or_else(|| title().map(|it| it.0))
    };
    view! {
        <section class="panel panel--trend">
            <h2 class="panel__title">
                <span class="panel__name" title=full>{full}</span>
                <span class="panel__note">{move || title().map(|it| it.1)} <Turn panel=Panel::Trend /></span>
            </h2>
            {body}
        </section>
    }
}

fn face(room: Room) -> Option<table::TableFace> {
    let (series, entry) = known(room)?;
    Some(table::trend(room.lang, &series.rows, entry.unit))
}

#[component]
fn Drawing() -> impl IntoView {
    let room = room();
    let svg = Memo::new(move |_| drawing(room));
    view! {
        <div class="chart" inner_html=move || svg.get().unwrap_or_default()></div>
        {move || svg.with(Option::is_none).then(|| view! { <p class="absent">{room.say(Text::NoData)}</p> })}
    }
}

fn drawing(room: Room) -> Option<String> {
    let (series, entry) = known(room)?;
    let target = target(room, &entry);
    let size = room.screen.get().trend();
    Trend { rows: &series.rows, unit: entry.unit, target, lang: room.lang, size }.svg()
}

fn known(room: Room) -> Option<(Arc<Series>, IndicatorEntry)> {
    let series = room.frames.series.get()?;
    let entry = room.entry(&series.indicator)?;
    Some((series, entry))
}

/// The target that the scene judges by, else the first of the catalogue.
fn target(room: Room, entry: &IndicatorEntry) -> Option<f64> {
    let scene = room.scene();
    let judged = scene.as_ref().and_then(|scene| {
        let figures = scene.cards.iter().map(|it| &it.figure).chain(&scene.ranking);
        figures
            .filter(|it| it.indicator == entry.id)
            .find_map(|it| it.target.as_ref())
            .map(|gap| gap.target.value)
    });
    let value = judged.or_else(|| entry.targets.first().map(|it| it.value))?;
    Some(value.as_f64() * if entry.unit == UnitOfValue::Percent { 100.0 } else { 1.0 })
}
