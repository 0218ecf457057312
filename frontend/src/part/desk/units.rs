//! Units of the current indicator as a table: rank, value, both sides, change, a year of months.

use domain::indicator::UnitOfValue;
use domain::wire::SeriesRow;
use leptos::prelude::*;

use crate::face::card::ChangeFace;
use crate::face::css_share;
use crate::face::ranking::{RankRow, RankingFace, compared};
use crate::face::spark::Spark;
use crate::face::table;
use crate::format;
use crate::part::card::SparkLine;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::room::{Room, room};
use crate::state::{Column, Panel, Rows as Chosen, Side, State};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn Units() -> impl IntoView {
    let room = room();
    let face = Memo::new(move |_| face(room));
    let note = move || {
        let (_, entry) = room.parts()?;
        let unit = format::unit(room.lang, entry.unit);
        Some(format!("{}{DOT}{unit}", room.say(Text::ComparisonNote)))
    };
    let body = move || {
        let face = face.get()?;
        Some(if face.rows.is_empty() && face.apart.is_empty() {
            view! { <p class="absent">{room.say(Text::NoParts)}</p> }.into_any()
        } else if is_turned(room, Panel::Units) {
            view! { <DataTable face=table::units(room.lang, &face) /> }.into_any()
        } else {
            view! { <Rows face /> }.into_any()
        })
    };
    view! {
        <section class="panel units">
            <h2 class="panel__title">
                <span class="panel__name">{move || title(room)}</span>
                <span class="panel__note">{note} <Turn panel=Panel::Units /></span>
            </h2>
            {body}
        </section>
    }
}

fn face(room: Room) -> Option<RankingFace> {
    let (figures, entry) = room.parts()?;
    let parent = room.scene()?.unit.code.clone();
    let order = room.state.with(|it| it.order);
    Some(compared(room.lang, &figures, &entry, (&parent, order)))
}

fn title(room: Room) -> Option<String> {
    let (_, entry) = room.parts()?;
    let root = room.is_root();
    let units = if root { Text::Comparison } else { Text::ComparisonStreets };
    let name = room.lang.named(&entry.name, &entry.name_en);
    Some(format!("{}{DOT}{name}", room.say(units)))
}

#[component]
fn Rows(face: RankingFace) -> impl IntoView {
    let room = room();
    let head = move |(column, text): (Column, Text)| view! { <Head column text /> };
    let percent = untrack(|| room.parts()).is_some_and(|(_, it)| it.unit == UnitOfValue::Percent);
    let before = [(Column::Rank, Text::Rank), (Column::Name, Text::Unit)];
    let after = [
        (Column::Value, Text::Value),
        (Column::Num, Text::Numerator),
        (Column::Den, Text::Denominator),
        (Column::Change, if percent { Text::YoyPoints } else { Text::Yoy }),
    ];
    let target = face.target;
    let row = move |row: RankRow| view! { <Row row target /> };
    let apart = (!face.apart.is_empty()).then(|| {
        view! { <tr class="units__note"><td colspan="8">{room.say(Text::Apart)}</td></tr> }
    });
    view! {
        <div class="scroll">
            <table class="table units__table">
                <thead>
                    <tr>
                        {before.map(head).collect_view()}
                        <th class="units__bars"></th>
                        {after.map(head).collect_view()}
                        <th class="units__months">{room.say(Text::Months)}</th>
                    </tr>
                </thead>
                <tbody>{face.rows.into_iter().map(row).collect_view()}</tbody>
                <tbody class="units__apart">{apart} {face.apart.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

/// A column's name that sorts by it.
#[component]
fn Head(column: Column, text: Text) -> impl IntoView {
    let room = room();
    let order = move || room.state.with(|it| it.order);
    let href = move || room.url(|it| State { order: it.order.clicked(column), ..it.clone() });
    let number = !matches!(column, Column::Rank | Column::Name);
    let hint = (column == Column::Name).then(|| room.say(Text::OfficialOrder));
    view! {
        <th scope="col" class:number=number aria-sort=move || order().aria(column)>
            <a class="sorter" href=href title=hint>{room.say(text)}</a>
        </th>
    }
}

#[component]
fn Row(row: RankRow, target: Option<f64>) -> impl IntoView {
    let room = room();
    let (unit, code) = (row.unit.clone(), row.unit.clone());
    let open = move || room.url(|it| it.of_unit(Some(unit.clone())));
    let name = if row.rest {
        row.name.clone().into_any()
    } else {
        view! { <a href=open>{row.name.clone()}</a> }.into_any()
    };
    let shown = move || room.state.with(|it| it.unit.as_deref() == Some(code.as_str()));
    let has_value = !row.value.is_empty() && row.mark.is_none_or(|it| it != room.say(Text::NoBase));
    let value = if has_value { row.value.clone() } else { String::new() };
    let bar = has_value.then(|| {
        let tick = target.map(|at| view! { <i class="bar__tick" style:left=css_share(at)></i> });
        view! { <span class="bar bar--row"><i class="bar__fill" style:width=css_share(row.fill)></i>{tick}</span> }
    });
    let flag = row.mark.map(|it| view! { <b class="flag">{it}</b> });
    view! {
        <tr class="units__row" class:ranking__row--below=row.below class:units__row--shown=shown>
            <td class="units__rank">{row.rank.clone()}</td>
            <td class="units__name">{name} " " {flag}</td>
            <td class="units__bars">{bar}</td>
            <td class="number">{value}</td>
            <td class="number"><Count row=row.clone() side=Side::Num /></td>
            <td class="number"><Count row=row.clone() side=Side::Den /></td>
            <td class="number">{row.change.clone().map(change)}</td>
            <td class="units__months"><Months unit=row.unit /></td>
        </tr>
    }
}

/// One side of a unit's figure; it opens its records.
#[component]
fn Count(row: RankRow, side: Side) -> impl IntoView {
    let room = room();
    let text = if side == Side::Num { Some(row.num.clone()) } else { row.den.clone() };
    let code = row.unit.clone();
    let href = move || {
        let parent = room.scene().map(|it| it.unit.code.clone()).unwrap_or_default();
        let indicator = room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
        if row.rest {
            let rows = Chosen { row: Some(row.row.clone()), ..Chosen::of(side) };
            room.url(|it| it.some_records(&indicator, Some(&parent), rows.clone()))
        } else {
            room.url(|it| it.records(&indicator, Some(&code), side))
        }
    };
    text.map(|text| view! { <a class="count" href=href>{text}</a> })
}

fn change(face: ChangeFace) -> impl IntoView {
    view! { <span class="change" data-tone=face.tone.as_str()><b>{face.mark} " " {face.size}</b></span> }
}

/// Twelve months of one unit, as soon as they are here.
#[component]
fn Months(unit: String) -> impl IntoView {
    let room = room();
    let spark = Memo::new(move |_| spark(room, &unit));
    view! { {move || spark.get().map(|spark| view! { <SparkLine spark /> })} }
}

fn spark(room: Room, unit: &str) -> Option<Spark> {
    let indicator = room.asked(|it| it.indicator().to_owned())?;
    let kind: UnitOfValue = room.entry(&indicator)?.unit;
    let all = room.frames.unit_series.get()?;
    let own = all.iter().find(|it| it.unit.code == unit && it.indicator == indicator)?;
    let rows: &[SeriesRow] = &own.rows;
    Some(Spark::of(rows, kind, None))
}
