//! The current indicator by month, as a drawing or as the table behind it.

use std::sync::Arc;

use domain::indicator::UnitOfValue;
use domain::wire::{IndicatorEntry, Series};
use leptos::prelude::*;

use crate::chart::trend::Trend;
use crate::face::table;
use crate::format;
use crate::markup::{classed, escaped};
use crate::part::table::{heading, is_turned, side_at, table as behind, turn};
use crate::room::Room;
use crate::state::{Panel, State};
use crate::text::{DOT, Text};

pub(crate) fn trend_panel(room: Room) -> String {
    let is_score = room.current().is_some_and(|it| it.unit == UnitOfValue::Points);
    let body = if is_score {
        classed("p", "absent", room.say(Text::NoSeries))
    } else if is_turned(room, Panel::Trend) {
        months(room).unwrap_or_default()
    } else {
        match drawing(room) {
            Some(svg) => classed("div", "chart", &svg),
            None => classed("p", "absent", room.say(Text::NoData)),
        }
    };
    let (name, note) = title(room, is_score).unwrap_or_default();
    let note = [&*escaped(&note), " ", &turn(room, Panel::Trend)].concat();
    classed("section", "panel panel--trend", &[heading(&name, &note), body].concat())
}

/// Of the drawing; of the indicator that has none.
fn title(room: Room, is_score: bool) -> Option<(String, String)> {
    let name = |it: &IndicatorEntry| room.lang.named(&it.name, &it.name_en).to_owned();
    if is_score {
        return Some((name(&room.current()?), String::new()));
    }
    let (_, entry) = known(room)?;
    let unit = format::unit(room.lang, entry.unit);
    let words = [unit, room.say(Text::ByMonth)].into_iter().filter(|it| !it.is_empty());
    let note = words.collect::<Vec<_>>().join(DOT);
    Some((name(&entry), note))
}

/// The table of the months; each number opens the records of its own.
fn months(room: Room) -> Option<String> {
    let (series, entry) = known(room)?;
    let opens = |row: usize, at: usize| {
        let side = side_at(at, 1)?;
        let month = series.rows.iter().rev().nth(row)?.period.clone();
        let then = |it: &State| State { period: Some(month.clone()), ..it.clone() };
        Some(room.url(|it| then(it).records(&entry.id, None, side)))
    };
    Some(behind(room, &table::trend(room.lang, &series.rows, entry.unit), &opens))
}

fn drawing(room: Room) -> Option<String> {
    let (series, entry) = known(room)?;
    let target = target(room, &entry);
    let size = room.screen.get().trend();
    let known = series.stamped.cutoff.day();
    Trend { rows: &series.rows, unit: entry.unit, target, known, lang: room.lang, size }.svg()
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
