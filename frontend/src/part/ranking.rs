//! Units of the current indicator, best first; those without a base hatched and apart.

use leptos::prelude::*;

use crate::face::css_share;
use crate::face::ranking::{RankRow, RankingFace, ranking};
use crate::format;
use crate::room::{Room, room};
use crate::state::Side;
use crate::text::{DOT, Text};

#[component]
pub(crate) fn RankingPanel() -> impl IntoView {
    let room = room();
    let face = Memo::new(move |_| face(room).unwrap_or_default());
    let title = move || title(room).unwrap_or_default();
    let note = move || {
        let scene = room.scene()?;
        let unit = format::unit(room.lang, room.entry(&scene.ranking_indicator)?.unit);
        Some(format!("{unit}{}{}", DOT, format::period(room.lang, scene.period)))
    };
    view! {
        <section class="panel panel--ranking">
            <h2 class="panel__title"><span class="panel__name">{title}</span> <span class="panel__note">{note}</span></h2>
            {move || face.with(|it| view! { <Rows face=it.clone() /> })}
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
    let records = move || {
        let indicator = room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
        let side = if room.entry(&indicator).is_some_and(|it| it.denominator.is_some()) {
            Side::Den
        } else {
            Side::Num
        };
        room.url(|it| it.records(&indicator, Some(&own), side))
    };
    let name = if row.rest {
        view! { <span class="ranking__name">{row.name}</span> }.into_any()
    } else {
        view! { <a class="ranking__name" href=open title=full>{row.name}</a> }.into_any()
    };
    let value = match (apart, row.rest) {
        (Apart::Yes, _) => view! { <span class="ranking__mark">{row.mark}</span> }.into_any(),
        (Apart::No, true) => {
            view! { <span class="ranking__value" title=row.base>{row.value}</span> }.into_any()
        }
        (Apart::No, false) => {
            view! { <a class="ranking__value" href=records title=row.base>{row.value}</a> }
                .into_any()
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
    let scene = room.scene()?;
    let entry = room.entry(&scene.ranking_indicator)?;
    Some(ranking(room.lang, &scene.ranking, &entry, &scene.unit.code))
}

fn title(room: Room) -> Option<String> {
    let scene = room.scene()?;
    let entry = room.entry(&scene.ranking_indicator)?;
    let root = room.catalogue()?.root.code.clone();
    let units = if scene.unit.code == root { Text::Ranking } else { Text::RankingStreets };
    let name = room.lang.named(&entry.name, &entry.name_en).to_owned();
    Some(format!("{}{}{name}", room.say(units), room.lang.pick("", " · ")))
}
