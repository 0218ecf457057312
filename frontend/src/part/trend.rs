//! The current indicator by month, as a drawing or as the table behind it.

use std::sync::Arc;

use domain::indicator::UnitOfValue;
use domain::wire::{IndicatorEntry, Series, SeriesRow};
use leptos::prelude::*;

use crate::chart::trend::Trend;
use crate::format;
use crate::room::{Room, room};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn TrendPanel() -> impl IntoView {
    let room = room();
    let as_table = RwSignal::new(false);
    let series = move || room.frames.series.get();
    let title = move || {
        let series = series()?;
        let entry = room.entry(&series.indicator)?;
        let name = room.lang.named(&entry.name, &entry.name_en).to_owned();
        Some((name, format!("{}{}{}", series.unit.name, DOT, format::unit(room.lang, entry.unit))))
    };
    let words = move || room.say(if as_table.get() { Text::AsChart } else { Text::AsTable });
    let body = move || {
        if as_table.get() {
            view! { <Table /> }.into_any()
        } else {
            view! { <Drawing /> }.into_any()
        }
    };
    view! {
        <section class="panel panel--trend">
            <h2 class="panel__title">
                <span class="panel__name">{move || title().map(|it| it.0)}</span>
                <span class="panel__note">
                    {move || title().map(|it| it.1)}
                    <button class="toggle" on:click=move |_| as_table.update(|it| *it = !*it)>{words}</button>
                </span>
            </h2>
            {body}
        </section>
    }
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
    Trend { rows: &series.rows, unit: entry.unit, target, lang: room.lang }.svg()
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

#[component]
fn Table() -> impl IntoView {
    let room = room();
    let row = move |row: &SeriesRow, entry: &IndicatorEntry| {
        let value = format::value(entry.unit, row.num, row.den)
            .unwrap_or_else(|| room.say(Text::NoBase).to_owned());
        view! {
            <tr>
                <td>{row.period.clone()}</td>
                <td class="number">{format::count(row.num)}</td>
                <td class="number">{row.den.map(format::count)}</td>
                <td class="number">{value}</td>
            </tr>
        }
    };
    let rows = move || {
        let (series, entry) = known(room)?;
        Some(series.rows.iter().rev().map(|it| row(it, &entry)).collect_view())
    };
    view! {
        <div class="scroll">
            <table class="table">
                <thead>
                    <tr>
                        <th>{room.say(Text::Month)}</th>
                        <th class="number">{room.say(Text::Numerator)}</th>
                        <th class="number">{room.say(Text::Denominator)}</th>
                        <th class="number">{room.say(Text::Value)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
