//! The rows behind a number, exactly as many as it says; and the entities of a street.

use std::sync::Arc;

use domain::wire::{IndicatorEntry, Record, Records};
use leptos::prelude::*;

use crate::face::record::{RecordRow, agreement, pages, row};
use crate::format;
use crate::room::{Room, room};
use crate::state::{Page, Rows, Side, State};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn RecordSheet() -> impl IntoView {
    let room = room();
    let answer = room.frames.records;
    let rows = move || {
        let found = answer.get()?;
        if found.rows.is_empty() {
            return Some(view! { <p class="absent">{room.say(Text::NoRecords)}</p> }.into_any());
        }
        Some(view! { <RecordTable rows=found.rows.clone() /> }.into_any())
    };
    view! {
        {move || answer.get().map(|it| view! { <RecordHead entry=room.entry(&it.indicator) found=it /> })}
        <div class="scroll sheet__body">{rows}</div>
        <Pager />
    }
}

/// What the rows are, how many, and whether that is what the figure said.
#[component]
fn RecordHead(found: Arc<Records>, entry: Option<IndicatorEntry>) -> impl IntoView {
    let room = room();
    let is_num = found.side == "num";
    let side = room.say(if is_num { Text::Numerator } else { Text::Denominator });
    let words = entry.as_ref().map(|it| {
        let (zh, en) = if is_num {
            (Some(&it.numerator), Some(&it.numerator_en))
        } else {
            (it.denominator.as_ref(), it.denominator_en.as_ref())
        };
        room.lang.named(zh.map_or("", String::as_str), en.map_or("", String::as_str)).to_owned()
    });
    let name =
        entry.map(|it| room.lang.named(&it.name, &it.name_en).to_owned()).unwrap_or_default();
    let place = format!("{}{}{}", found.unit.name, DOT, format::period(room.lang, found.period));
    let total = format::count(found.total);
    let rows = (found.row_count != found.total)
        .then(|| format!("{} {}", format::count(found.row_count), room.lang.pick("行", "rows")));
    let cell = move || {
        room.state.with(|it| matches!(&it.page, Page::Records(rows) if rows.cell.is_some()))
    };
    let agrees = move || {
        agreement(room.lang, found.total, side_of_figure(room, &found)).map(|(agrees, words)| {
            view! { <span class="sheet__check" data-tone=if agrees { "better" } else { "wrong" }>{words}</span> }
        })
    };
    view! {
        <header class="sheet__head">
            <h2>{name} <small>{side}</small></h2>
            <p class="sheet__total"><b>{total}</b> {rows} {agrees}</p>
            <p class="sheet__words">
                {place}
                {move || cell().then(|| format!("{}{}", DOT, room.say(Text::InCell)))}
            </p>
            <p class="sheet__words">{words}</p>
        </header>
    }
}

/// The side of the figure that these rows must add up to, once it has arrived for the same question.
fn side_of_figure(room: Room, found: &Records) -> Option<i64> {
    let figures = room.frames.own_figure.get()?;
    let figure = figures.rows.iter().find(|it| it.indicator == found.indicator)?;
    let same = figures.unit.code == found.unit.code
        && figures.period == found.period
        && figures.stamped.generation == found.stamped.generation;
    let side = if found.side == "num" { Some(figure.num) } else { figure.den };
    side.filter(|_| same)
}

#[component]
fn RecordTable(rows: Vec<Record>) -> impl IntoView {
    let room = room();
    let columns = [
        Text::RecordDay,
        Text::RecordEntity,
        Text::RecordSpecialty,
        Text::RecordKind,
        Text::RecordOutcome,
        Text::RecordOrg,
        Text::RecordPlace,
        Text::RecordId,
    ];
    let head = columns.map(|it| view! { <th>{room.say(it)}</th> }).collect_view();
    let body = rows.iter().map(|it| view! { <RecordLine row=row(room.lang, it) /> }).collect_view();
    view! {
        <table class="table table--records">
            <thead>
                <tr>{head} <th class="number">{room.say(Text::RecordWeight)}</th></tr>
            </thead>
            <tbody>{body}</tbody>
        </table>
    }
}

#[component]
fn RecordLine(row: RecordRow) -> impl IntoView {
    let room = room();
    let name = row.entity_name;
    let entity = match row.entity {
        Some(id) => {
            let open = move || room.url(|it| it.on(Page::Entity(id.clone())));
            view! { <a class="count" href=open>{name}</a> }.into_any()
        }
        None => name.into_any(),
    };
    view! {
        <tr>
            <td class="table__day">{row.day}</td>
            <td>{entity}</td>
            <td>{row.specialty}</td>
            <td>{row.kind}</td>
            <td>{row.outcome}</td>
            <td>{row.org}</td>
            <td>{row.place}</td>
            <td class="table__id">{row.id}</td>
            <td class="number">{row.weight}</td>
        </tr>
    }
}

#[component]
fn Pager() -> impl IntoView {
    let room = room();
    let shown =
        move || room.frames.records.get().map(|it| (it.page, pages(it.row_count, it.page_size)));
    let to = move |number: u32| room.url(|it| page(it, number));
    let bar = move || {
        let (now, last) = shown()?;
        let back = (now > 1)
            .then(|| view! { <a class="toggle" href=to(now - 1)>{room.say(Text::Previous)}</a> });
        let next = (now < last)
            .then(|| view! { <a class="toggle" href=to(now + 1)>{room.say(Text::Next)}</a> });
        let place =
            format!("{} / {}", format::count(i64::from(now)), format::count(i64::from(last)));
        Some(view! { <nav class="pager">{back} <span>{place}</span> {next}</nav> })
    };
    view! { {bar} }
}

fn page(state: &State, number: u32) -> State {
    match &state.page {
        Page::Records(rows) => state.on(Page::Records(Rows { number, ..rows.clone() })),
        _ => state.clone(),
    }
}

/// What a street holds, where there is nothing left to drill into.
#[component]
pub(crate) fn EntityList() -> impl IntoView {
    let room = room();
    let found = move || room.frames.entities.get();
    let all = move || room.url(|it| it.records("I03", None, Side::Den));
    let line = move |record: &Record| {
        let row = row(room.lang, record);
        let id = row.entity.clone().unwrap_or_else(|| row.id.clone());
        let open = move || room.url(|it| it.on(Page::Entity(id.clone())));
        view! { <li><a class="count" href=open>{row.entity_name}</a> <span>{row.specialty}</span></li> }
    };
    let lines = move || Some(found()?.rows.iter().map(line).collect_view());
    view! {
        <section class="panel panel--ranking">
            <h2 class="panel__title">
                {room.say(Text::Entities)}
                <span class="panel__note">
                    <a class="count" href=all>
                        {move || found().map(|it| format::count(it.total))} " " {room.say(Text::AllEntities)}
                    </a>
                </span>
            </h2>
            <ul class="entities scroll">{lines}</ul>
        </section>
    }
}
