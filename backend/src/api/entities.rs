//! `GET /api/v1/entities/{id}`: one entity, one file (一户一档).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::routing::get;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::params::Params;
use crate::api::problem::Answered;
use crate::api::route::{Answer, Extra, Param, Route, Verb};
use crate::query::EntityQuestion;

const PARAMS: &[Param] = &[GENERATION];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/entities/{id}",
    summary: "One entity, one file: every fact on one timeline, and its risk score with contributions",
    params: PARAMS,
    extras: &[Extra::path("id", "id of the entity")],
    answers: &[
        Answer::json("EntityFile"),
        Answer::refusal(400),
        Answer::refusal(404),
        Answer::refusal(410),
    ],
    serve: || get(answer),
};

async fn answer(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let question = EntityQuestion { id };
    let asking = Asking::new(&desk, &headers, &params)?;
    asking.json(question.clone(), move |it, scope| Ok(question.ask(it, scope)?)).await
}
