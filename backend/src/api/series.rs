//! `GET /api/v1/series`: one indicator of a unit, bucket by bucket.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use domain::period::Bucket;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Param, Route, Shape, Verb};
use crate::api::unit::{self, AT, METHOD, PERIOD, SPECIALTY, UNIT};
use crate::query::{By, SeriesQuestion};

/// More points than any chart can show; days of three years fit.
const MOST_BUCKETS: usize = 1200;
/// Fewer where each part of the unit has as many: the weeks of two years.
const MOST_OF_PARTS: usize = 120;

const BUCKETS: &[&str] = &["day", "week", "month", "quarter", "year"];

const PARAMS: &[Param] = &[
    Param::required("indicator", Shape::Text, "indicator id"),
    UNIT,
    Param::optional("bucket", Shape::OneOf(BUCKETS), "month if absent"),
    PERIOD,
    AT,
    Param::optional(
        "by",
        Shape::OneOf(By::WORDS),
        "also the series of each part of the unit, as figures compares them",
    ),
    SPECIALTY,
    METHOD,
    GENERATION,
];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/series",
    summary: "One indicator of a unit by bucket",
    params: PARAMS,
    extras: &[],
    answers: &[
        Answer::json("Series"),
        Answer::refusal(400),
        Answer::refusal(404),
        Answer::refusal(410),
    ],
    serve: || get(answer),
};

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let question = question(&params, &desk)?;
    let asking = Asking::new(&desk, &headers, &params)?;
    asking.json(question.clone(), move |it, scope| Ok(question.ask(it, scope)?)).await
}

fn question(params: &Params, desk: &Desk) -> Result<SeriesQuestion, Refusal> {
    let period = params.required_period()?;
    let bucket = params.value("bucket")?.unwrap_or(Bucket::Month);
    let count = period.buckets(bucket).len();
    let by: By = params.value("by")?.unwrap_or_default();
    let most = if by == By::None { MOST_BUCKETS } else { MOST_OF_PARTS };
    if count > most {
        let detail = format!(
            "{count} buckets are more than {most}: take a longer bucket or a shorter period"
        );
        return Err(Refusal::bad("TOO_MANY_BUCKETS", detail).allowing(BUCKETS.iter().copied()));
    }
    Ok(SeriesQuestion {
        indicator: params.owned("indicator").unwrap_or_default(),
        unit: unit::unit(params, desk),
        bucket,
        period,
        at: unit::attribution(params)?,
        filter: unit::filter(params)?,
        by,
    })
}
