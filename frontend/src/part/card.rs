//! One indicator: its value leads, everything else says what it is made of.

use domain::indicator::UnitOfValue;
use leptos::prelude::*;

use crate::face::card::{CardFace, ChangeFace};
use crate::face::spark::{HEIGHT, Spark, WIDTH};
use crate::face::{Piece, css_share};
use crate::room::room;
use crate::state::{Side, State};
use crate::text::{DOT, Text};

#[component]
pub(crate) fn IndicatorCard(face: CardFace) -> impl IntoView {
    let room = room();
    let id = face.id.clone();
    let is_word = face.kind != UnitOfValue::Percent && face.den.is_none();
    let name = format!("{}{DOT}{}", face.name, room.say(Text::TrendOf));
    let choose = {
        let id = id.clone();
        move || room.url(|it| State { indicator: Some(id.clone()), ..it.clone() })
    };
    let chosen = {
        let id = id.clone();
        move || room.asked(|it| it.indicator() == id)
    };
    view! {
        <article
            class="panel card"
            class:card--chosen=move || chosen() == Some(true)
            class:card--reference=face.bar.is_none()
        >
            <h2 class="panel__title">
                <a class="card__choose" href=choose title=name>{face.name}</a>
                <span class="panel__note">
                    {face.beside.map(|(name, value)| view! {
                        <span class="card__beside" title=name>{room.say(Text::Beside)} " " {value}</span>
                    })}
                    {face.mark.map(|it| view! { <b class="flag">{it}</b> })}
                    <span class="card__id">{face.id}</span>
                </span>
            </h2>
            <div class="card__lead">
                <p class="card__value" class:card__value--absent=face.value.is_none()>
                    {face.value.clone().unwrap_or_else(|| "—".to_owned())}
                    <span class="card__unit" class:card__unit--word=is_word>{face.value.is_some().then_some(face.unit)}</span>
                </p>
                <SparkLine spark=face.spark />
            </div>
            <div class="card__base">
                {face.has_base.then(|| view! { <Base id=id num=face.num den=face.den unit=face.unit /> })}
                <span class="card__changes">{face.changes.into_iter().map(change).collect_view()}</span>
            </div>
            {face.bar.map(|(fill, tick)| view! { <Bar fill tick /> })}
            <p class="card__sentence">{face.sentence.into_iter().map(piece).collect_view()}</p>
        </article>
    }
}

/// Numerator and denominator, each a link to its records.
#[component]
fn Base(id: String, num: String, den: Option<String>, unit: &'static str) -> impl IntoView {
    let room = room();
    let alone = den.is_none().then(|| view! { <span class="base__unit">" " {unit}</span> });
    let link = move |side: Side| {
        let id = id.clone();
        move || room.url(|it| it.records(&id, None, side))
    };
    view! {
        <span class="base">
            <a class="count" href=link(Side::Num) title=room.say(Text::Numerator)>{num}</a>
            {den.map(|den| view! {
                " / "
                <a class="count" href=link(Side::Den) title=room.say(Text::Denominator)>{den}</a>
            })}
            {alone}
        </span>
    }
}

#[component]
fn Bar(fill: f64, tick: Option<f64>) -> impl IntoView {
    view! {
        <div class="bar">
            <i class="bar__fill" style:width=css_share(fill)></i>
            {tick.map(|at| view! { <i class="bar__tick" style:left=css_share(at)></i> })}
        </div>
    }
}

/// A year of months, small.
#[component]
pub(crate) fn SparkLine(spark: Spark) -> impl IntoView {
    let target =
        spark.target.map(|y| view! { <line class="spark__target" x1="0" x2=WIDTH y1=y y2=y /> });
    let end = spark.end.map(|(x, y)| view! { <circle class="spark__end" cx=x cy=y r="3.2" /> });
    view! {
        <svg class="spark" viewBox=format!("0 0 {WIDTH} {HEIGHT}") aria-hidden="true">
            <path class="spark__area" d=spark.area />
            <path class="spark__line" d=spark.line />
            {target}
            {end}
        </svg>
    }
}

fn change(face: ChangeFace) -> impl IntoView {
    view! {
        <span class="change" data-tone=face.tone.as_str()>
            <b>{face.mark} " " {face.size}</b>
            " "
            {face.against}
        </span>
    }
}

pub(crate) fn piece(piece: Piece) -> impl IntoView {
    if piece.counts { view! { <b>{piece.text}</b> }.into_any() } else { piece.text.into_any() }
}
