//! `GET /api/v1/cells`: a layer by H3 cell, as JSON or in the compact form of [`domain::cells`].
//!
//! Cells are display: the answer carries the unit's own number and what lies in no cell, so that a screen
//! can show that both agree.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use domain::cells::CellFrame;
use domain::wire::{Attribution, Cells, Stamped};
use serde_json::{Value, json};

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Extra, Param, Route, Shape, Verb};
use crate::api::unit::{self, AT, PERIOD, UNIT};
use crate::query::CellsQuestion;

/// Media type of the compact form.
pub const MEDIA: &str = "application/vnd.guanlan.cells";

const PARAMS: &[Param] = &[
    Param::required("layer", Shape::Text, "risk, workload, complaints or an indicator id"),
    UNIT,
    PERIOD,
    Param::optional("res", Shape::Whole(6, 10), "H3 resolution; 8 if absent"),
    AT,
    Param::optional(
        "known",
        Shape::Text,
        "hash of a cell list the caller holds, 16 hex digits: it is left out",
    ),
    GENERATION,
];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/cells",
    summary: "A layer by H3 cell, with what is not located and the unit's own total",
    params: PARAMS,
    extras: &[Extra::header("Accept", "application/vnd.guanlan.cells for the compact form")],
    answers: &[
        Answer::json("Cells"),
        Answer::other(MEDIA),
        Answer::refusal(400),
        Answer::refusal(404),
        Answer::refusal(410),
    ],
    serve: || get(answer),
};

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let question = question(&params, &desk)?;
    let known = params.value_by("known", |text| u64::from_str_radix(text, 16).ok())?;
    let asking = Asking::new(&desk, &headers, &params)?;
    if wants(&headers, MEDIA) {
        let named = (question.clone(), known);
        let encode = move |it: &_, scope: &_| Ok(question.ask(it, scope)?.frame.encode(known));
        return asking.bytes(MEDIA, named, encode).await;
    }
    asking
        .json(question.clone(), move |it, scope| {
            let answer = question.ask(it, scope)?;
            Ok(spelt_out(&question, answer.stamped, answer.at, &answer.frame))
        })
        .await
}

fn question(params: &Params, desk: &Desk) -> Result<CellsQuestion, Refusal> {
    Ok(CellsQuestion {
        layer: params.owned("layer").unwrap_or_default(),
        unit: unit::unit(params, desk),
        period: params.required_period()?,
        res: params.value("res")?.unwrap_or(8),
        at: unit::attribution(params)?,
    })
}

/// Whether the caller names a media type in `Accept`.
pub fn wants(headers: &HeaderMap, media: &str) -> bool {
    let accepted = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    accepted
        .flat_map(|it| it.split(','))
        .any(|it| it.split(';').next().map(str::trim) == Some(media))
}

/// The frame in words: cells as hexadecimal text.
fn spelt_out(
    question: &CellsQuestion,
    stamped: Stamped,
    at: Attribution,
    frame: &CellFrame,
) -> Cells {
    let has_den = !frame.den.is_empty();
    let plain = frame.cells.iter().zip(&frame.num);
    let cells: Vec<Value> = if has_den {
        plain
            .zip(&frame.den)
            .map(|((cell, num), den)| json!([format!("{cell:x}"), num, den]))
            .collect()
    } else {
        plain.map(|(cell, num)| json!([format!("{cell:x}"), num])).collect()
    };
    Cells {
        stamped,
        layer: question.layer.clone(),
        at,
        res: frame.res,
        cells,
        unlocated: frame.unlocated.0,
        unlocated_den: has_den.then_some(frame.unlocated.1),
        total: frame.total.0,
        total_den: has_den.then_some(frame.total.1),
    }
}
