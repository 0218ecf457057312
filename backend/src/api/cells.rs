//! `GET /api/v1/cells`: a layer by H3 cell, as JSON or in the compact form of [`domain::cells`].
//!
//! The compact form leaves out what the caller holds: it names lists of cells (`known`), and the answer stands on the
//! finest of them that is its own list or made of its parents.
//!
//! Cells are display: the answer carries the unit's own number and what lies in no cell, so that a screen
//! can show that both agree.

use std::sync::Arc;

use axum::extract::State;
use axum::http::header::ACCEPT;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use domain::cells::{CellFrame, ListName};
use domain::wire::{Cells, Stamped};
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
        "hashes of at most 16 cell lists that the caller holds, in hexadecimal, comma-separated: what they say is left out",
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
    let known = params.value_by("known", hashes)?.unwrap_or_default();
    let asking = Asking::new(&desk, &headers, &params)?;
    if wants(&headers, MEDIA) {
        // Kept by what it stands on: however callers name what they hold, equal answers are made once.
        let on = standing(&desk, &asking, question.res, known).await?;
        let named = (question.clone(), on);
        let encode = move |it: &_, scope: &_| Ok(question.ask(it, scope)?.frame.encode(on));
        return asking.bytes(MEDIA, named, encode).await;
    }
    asking
        .json(question.clone(), move |it, scope| {
            let answer = question.ask(it, scope)?;
            Ok(spelt_out(&question, answer.stamped, &answer.frame))
        })
        .await
}

/// How many lists a caller may name: every resolution of a few generations.
const MOST_KNOWN: usize = 16;

fn hashes(text: &str) -> Option<Vec<u64>> {
    let hashes = text.split(',').map(|hash| u64::from_str_radix(hash, 16).ok());
    hashes.collect::<Option<Vec<u64>>>().filter(|all| all.len() <= MOST_KNOWN)
}

/// The list that the answer may stand on.
async fn standing(
    desk: &Desk,
    asking: &Asking<'_>,
    res: u8,
    known: Vec<u64>,
) -> Result<Option<ListName>, Refusal> {
    if known.is_empty() {
        return Ok(None);
    }
    let generation = Arc::clone(asking.generation());
    if generation.has_lists() {
        return Ok(generation.standing(res, &known)?);
    }
    desk.blocking(move || Ok(generation.standing(res, &known)?)).await
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
fn spelt_out(question: &CellsQuestion, stamped: Stamped, frame: &CellFrame) -> Cells {
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
        at: frame.at,
        res: frame.res,
        cells,
        unlocated: frame.unlocated.0,
        unlocated_den: has_den.then_some(frame.unlocated.1),
        total: frame.total.0,
        total_den: has_den.then_some(frame.total.1),
    }
}
