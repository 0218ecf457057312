//! The rows behind a number, exactly as many as it says; and the entities of a street.

use std::sync::Arc;

use domain::indicator::UnitOfValue;
use domain::wire::{IndicatorEntry, Record, Records};
use leptos::prelude::*;

use crate::face::order::funnel;
use crate::face::record::{RecordRow, agreement, pages, row, words};
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
        Some(view! { <RecordTable rows=rows_of(room, &found) /> }.into_any())
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
    let link = move |side: Side, text: Text, current: bool| {
        let href = move || room.url(|it| other_side(it, side));
        view! { <a class="choice" href=href aria-current=current.then_some("true")>{room.say(text)}</a> }
    };
    let is_ratio = entry.as_ref().is_some_and(|it| it.denominator.is_some());
    let sides = is_ratio.then(|| {
        view! {
            <span class="sides">
                {link(Side::Num, Text::Numerator, is_num)} {link(Side::Den, Text::Denominator, !is_num)}
            </span>
        }
    });
    let words = entry.as_ref().map(|it| {
        let (zh, en) = if is_num {
            (Some(&it.numerator), Some(&it.numerator_en))
        } else {
            (it.denominator.as_ref(), it.denominator_en.as_ref())
        };
        room.lang.named(zh.map_or("", String::as_str), en.map_or("", String::as_str)).to_owned()
    });
    let unit = entry.as_ref().map_or(UnitOfValue::Cases, |it| it.unit);
    let name =
        entry.map(|it| room.lang.named(&it.name, &it.name_en).to_owned()).unwrap_or_default();
    let place = format!("{}{}{}", found.unit.name, DOT, format::period(room.lang, found.period));
    let total = format::side(unit, found.total);
    let rows = format::count(found.row_count);
    let rows = (rows != total).then(|| format!("{rows} {}", room.lang.pick("行", "rows")));
    let part = move || {
        room.state.with(|it| match &it.page {
            Page::Records(rows) => part_of(room, rows),
            _ => None,
        })
    };
    view! {
        <header class="sheet__head">
            <h2>{name} {sides}</h2>
            <p class="sheet__total"><b>{total}</b> {rows} <Agreement found /> <ExportLink /></p>
            <p class="sheet__words">
                {place}
                {move || part().map(|it| format!("{DOT}{it}"))}
            </p>
            <p class="sheet__words">{words}</p>
        </header>
    }
}

/// Stands for facts that lie in no hexagon.
pub(crate) const NO_CELL: &str = "none";

/// Which part of the side a list holds, in words.
fn part_of(room: Room, rows: &Rows) -> Option<String> {
    let method = || {
        let code = rows.method.as_deref()?;
        Some(words(room.lang, "inspection", code))
    };
    let cell = || {
        let cell = rows.cell.as_deref()?;
        let words = if cell == NO_CELL { Text::NotLocated } else { Text::InCell };
        Some(room.say(words).to_owned())
    };
    let row = || Some(room.frames.records.get()?.row.as_ref()?.name.clone());
    let stage = || {
        let code = rows.stage.as_deref()?;
        let scene = room.scene()?;
        let found = funnel(room.lang, &scene.funnel).into_iter().find(|it| it.code == code)?;
        Some(found.name)
    };
    let drawn = || rows.drawn.then(|| room.say(Text::InChosen).to_owned());
    cell().or_else(drawn).or_else(method).or_else(row).or_else(stage)
}

/// Whether the rows are as many as the figure says.
#[component]
pub(crate) fn Agreement(found: Arc<Records>) -> impl IntoView {
    let room = room();
    let check = move || {
        let (agrees, words) = agreement(room.lang, found.total, side_of_figure(room, &found))?;
        let tone = if agrees { "better" } else { "wrong" };
        Some(view! { <span class="sheet__check" data-tone=tone>{words}</span> })
    };
    view! { {check} }
}

/// All rows as a file.
#[component]
pub(crate) fn ExportLink() -> impl IntoView {
    let room = room();
    let href = move || room.csv();
    let (words, hint) = (room.say(Text::Export), room.say(Text::ExportHint));
    view! { <a class="toggle" href=href download="" title=hint>{words}</a> }
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
pub(crate) fn RecordTable(rows: Vec<RecordRow>) -> impl IntoView {
    let columns = [
        ("day", Text::RecordDay),
        ("entity_name", Text::RecordEntity),
        ("specialty", Text::RecordSpecialty),
        ("kind", Text::RecordKind),
        ("outcome", Text::RecordOutcome),
        ("org_name", Text::RecordOrg),
        ("place_name", Text::RecordPlace),
        ("id", Text::RecordId),
        ("weight", Text::RecordWeight),
    ];
    let head = columns.map(|(column, text)| view! { <SortHead column text /> }).collect_view();
    let body = rows.into_iter().map(|row| view! { <RecordLine row /> }).collect_view();
    view! {
        <table class="table table--records">
            <thead><tr>{head}</tr></thead>
            <tbody>{body}</tbody>
        </table>
    }
}

pub(crate) fn rows_of(room: Room, found: &Records) -> Vec<RecordRow> {
    let unit = room.entry(&found.indicator).map_or(UnitOfValue::Cases, |it| it.unit);
    found.rows.iter().map(|it| row(room.lang, it, unit)).collect()
}

/// A column's name that sorts by it.
#[component]
fn SortHead(column: &'static str, text: Text) -> impl IntoView {
    let room = room();
    let href = move || room.url(|it| it.sorted(column, room.base_side()));
    let sort = move || {
        room.state.with(|it| match &it.page {
            Page::Records(Rows { sort: Some(sort), .. }) => match sort.strip_prefix('-') {
                Some(name) if name == column => "descending",
                None if sort == column => "ascending",
                _ => "none",
            },
            _ => "none",
        })
    };
    view! {
        <th scope="col" class:number=column == "weight" aria-sort=sort>
            <a class="sorter" href=href>{room.say(text)}</a>
        </th>
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
    view! { {move || shown().map(|(now, last)| view! { <PageLinks now last to /> })} }
}

/// Back, where we are, on. `to` is the address of a page.
#[component]
pub(crate) fn PageLinks<F>(now: u32, last: u32, to: F) -> impl IntoView
where
    F: Fn(u32) -> String + Copy + Send + Sync + 'static,
{
    let room = room();
    let link = move |number: u32, text: Text| {
        view! { <a class="toggle" href=move || to(number)>{room.say(text)}</a> }
    };
    let back = (now > 1).then(|| link(now - 1, Text::Previous));
    let next = (now < last).then(|| link(now + 1, Text::Next));
    let place = format!("{} / {}", format::count(i64::from(now)), format::count(i64::from(last)));
    view! { <nav class="pager">{back} <span>{place}</span> {next}</nav> }
}

fn other_side(state: &State, side: Side) -> State {
    match &state.page {
        Page::Records(rows) => state.on(Page::Records(Rows { side, number: 1, ..rows.clone() })),
        _ => state.clone(),
    }
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
        let row = row(room.lang, record, UnitOfValue::Cases);
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
