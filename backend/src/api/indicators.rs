//! `GET /api/v1/indicators`: the catalogue, and what a page needs to know of the deployment.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::params::Params;
use crate::api::problem::Answered;
use crate::api::route::{Answer, Param, Route, Verb};
use crate::query::IndicatorsQuestion;

const PARAMS: &[Param] = &[GENERATION];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/indicators",
    summary: "The catalogue: names, both sides in words, targets, clauses, versions; root unit and span of days",
    params: PARAMS,
    extras: &[],
    answers: &[Answer::json("Indicators"), Answer::refusal(400), Answer::refusal(410)],
    serve: || get(answer),
};

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let asking = Asking::new(&desk, &headers, &params)?;
    asking.json(IndicatorsQuestion, move |it, scope| Ok(IndicatorsQuestion.ask(it, scope)?)).await
}
