//! `GET /api/v1/points`: the active entities of a unit, one by one, as JSON or in the compact form of
//! [`domain::points`].
//!
//! The answer says how many have no place, so that points and those add up to the unit's entities.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use domain::points::{Point, encode};
use domain::wire::Points;
use serde_json::{Value, json};

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::cells::wants;
use crate::api::params::Params;
use crate::api::problem::Answered;
use crate::api::route::{Answer, Extra, Param, Route, Verb};
use crate::api::unit::{self, AT, UNIT};
use crate::query::PointsQuestion;
use crate::query::points::PointsAnswer;

/// Media type of the compact form.
pub const MEDIA: &str = "application/vnd.guanlan.points";

const PARAMS: &[Param] = &[UNIT, AT, GENERATION];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/points",
    summary: "Active, located entities of a unit at the cut-off: id, WGS-84 position and risk score",
    params: PARAMS,
    extras: &[Extra::header("Accept", "application/vnd.guanlan.points for the compact form")],
    answers: &[
        Answer::json("Points"),
        Answer::other(MEDIA),
        Answer::refusal(400),
        Answer::refusal(404),
        Answer::refusal(410),
    ],
    serve: || get(answer),
};

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let question =
        PointsQuestion { unit: unit::unit(&params, &desk), at: unit::attribution(&params)? };
    let asking = Asking::new(&desk, &headers, &params)?;
    let named = question.clone();
    if wants(&headers, MEDIA) {
        let pack = move |it: &_, scope: &_| {
            let answer = question.ask(it, scope)?;
            Ok(encode(answer.counts, &answer.points))
        };
        return asking.bytes(MEDIA, named, pack).await;
    }
    asking.json(named, move |it, scope| Ok(spelt_out(question.ask(it, scope)?))).await
}

/// Six decimals of a degree (0.1 m), two of the score.
fn spelt_out(answer: PointsAnswer) -> Points {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    let spelt = |point: &Point| -> Value {
        json!([point.id, round(point.lng), round(point.lat), f64::from(point.risk) / 100.0])
    };
    Points {
        stamped: answer.stamped,
        unit: answer.unit,
        at: answer.at,
        points: answer.points.iter().map(spelt).collect(),
        unlocated: answer.counts.unlocated.into(),
        total: answer.counts.total.into(),
    }
}
