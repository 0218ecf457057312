//! Units of the current indicator, best first; those without a base hatched and apart.

use leptos::prelude::*;

use crate::face::css_share;
use crate::face::ranking::{RankRow, RankingFace, ranking};
use crate::face::table;
use crate::format;
use crate::part::table::{DataTable, Turn, is_turned};
use crate::room::{Room, room};
use crate::state::{Panel, Rows as Chosen};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn RankingPanel() -> impl IntoView {
    let room = room();
    let face = Memo::new(move |_| face(room).unwrap_or_default());
    let title = move || title(room).unwrap_or_default();
    let note = move || {
        let (_, entry) = room.parts()?;
        let period = format::period(room.lang, room.scene()?.period);
        Some(format!("{}{DOT}{period}", format::unit(room.lang, entry.unit)))
    };
    let full = title;
    let body = move || {
        if is_turned(room, Panel::Units) {
            let face = face.with(|it| table::units(room.lang, it));
            return view! { <DataTable face /> }.into_any();
        }
        face.with(|it| view! { <Rows face=it.clone() /> }).into_any()
    };
    view! {
        <section class="panel panel--ranking">
            <h2 class="panel__title">
                <span class="panel__name" title=full>{title}</span>
                <span class="panel__note">{note} <Turn panel=Panel::Units /></span>
            </h2>
            {body}
        </section>
    }
}

#[component]
fn Rows(face: RankingFace) -> impl IntoView {
    let room = room();
    let apart = (!face.apart.is_empty()).then(|| {
        let rows =
            face.apart.into_iter().map(|row| view! { <Row row apart=Apart::Yes /> }).collect_view();
        view! {
            <p class="ranking__apart">{room.say(Text::Apart)}</p>
            <ul class="ranking__rows ranking__rows--apart">{rows}</ul>
        }
    });
    let line = face.target.map(|at| {
        view! { <span class="ranking__scale"><i class="ranking__target" style:left=css_share(at)></i></span> }
    });
    let rows =
        face.rows.into_iter().map(|row| view! { <Row row apart=Apart::No /> }).collect_view();
    view! {
        <div class="ranking">
            <div class="ranking__field">{line}<ol class="ranking__rows">{rows}</ol></div>
            {apart}
        </div>
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Apart {
    Yes,
    No,
}

#[component]
fn Row(row: RankRow, apart: Apart) -> impl IntoView {
    let room = room();
    let (unit, own, full) = (row.unit.clone(), row.unit.clone(), row.name.clone());
    let open = move || room.url(|it| it.of_unit(Some(unit.clone())));
    let (rest, base, row_code) = (row.rest, row.base(), row.row.clone());
    let records = move || {
        let parent = room.scene().map(|it| it.unit.code.clone()).unwrap_or_default();
        let indicator = room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
        let side = room.base_side();
        if rest {
            let rows = Chosen { row: Some(row_code.clone()), ..Chosen::of(side) };
            room.url(|it| it.some_records(&indicator, Some(&parent), rows.clone()))
        } else {
            room.url(|it| it.records(&indicator, Some(&own), side))
        }
    };
    let name = if rest {
        view! { <span class="ranking__name" title=full>{row.name}</span> }.into_any()
    } else {
        view! { <a class="ranking__name" href=open title=full>{row.name}</a> }.into_any()
    };
    let value = match apart {
        Apart::Yes => view! { <span class="ranking__mark">{row.mark}</span> }.into_any(),
        Apart::No => {
            view! { <a class="ranking__value" href=records title=base>{row.value}</a> }.into_any()
        }
    };
    let flag = row.mark.filter(|_| apart == Apart::No).map(|it| view! { <b class="flag">{it}</b> });
    view! {
        <li class="ranking__row" class:ranking__row--below=row.below>
            <span class="ranking__rank">{row.rank}</span>
            <span class="ranking__who">{name}{flag}</span>
            <span class="bar bar--row"><i class="bar__fill" style:width=css_share(row.fill)></i></span>
            {value}
        </li>
    }
}

fn face(room: Room) -> Option<RankingFace> {
    let (figures, entry) = room.parts()?;
    Some(ranking(room.lang, &figures, &entry, &room.scene()?.unit.code))
}

fn title(room: Room) -> Option<String> {
    let (_, entry) = room.parts()?;
    let root = room.is_root();
    let units = if root { Text::Ranking } else { Text::RankingStreets };
    let name = room.lang.named(&entry.name, &entry.name_en).to_owned();
    Some(format!("{}{}{name}", room.say(units), room.lang.pick("", " · ")))
}
