//! `GET /api/v1/scenes/{id}`: everything a scene needs but geometry and cells, in one answer.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::routing::get;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::params::Params;
use crate::api::problem::Answered;
use crate::api::route::{Answer, Extra, Need, Param, Route, Shape, Verb};
use crate::api::unit::{self, AT, PERIOD, UNIT};
use crate::query::SceneQuestion;

const PARAMS: &[Param] = &[
    UNIT,
    AT,
    Param { need: Need::Optional, ..PERIOD },
    Param::optional(
        "indicator",
        Shape::Text,
        "indicator of the ranking; that of the first card if absent",
    ),
    GENERATION,
];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/scenes/{id}",
    summary: "Everything a scene needs: cards with series, ranking, methods, orders, quality, map lines",
    params: PARAMS,
    extras: &[Extra::path("id", "id of the scene; listed by /api/v1/indicators")],
    answers: &[
        Answer::json("Scene"),
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
    let question = SceneQuestion {
        id,
        unit: params.owned("unit"),
        at: unit::attribution(&params)?,
        period: params.period()?,
        indicator: params.owned("indicator"),
    };
    let asking = Asking::new(&desk, &headers, &params)?;
    asking.json(question.clone(), move |it, scope| Ok(question.ask(it, scope)?)).await
}
