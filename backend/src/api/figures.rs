//! `GET /api/v1/figures`: indicators of a unit, or of the units that it is made of.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Param, Route, Shape, Verb};
use crate::api::unit::{self, AT, METHOD, PERIOD, SPECIALTY, UNIT};
use crate::query::{By, Compare, FiguresQuestion};

const PARAMS: &[Param] = &[
    Param::required("indicators", Shape::Texts, "indicator ids, separated by commas"),
    UNIT,
    Param::optional(
        "by",
        Shape::OneOf(By::WORDS),
        "one row for the unit, or one for each of its parts",
    ),
    PERIOD,
    AT,
    Param::optional(
        "compare",
        Shape::SomeOf(&["yoy", "mom"]),
        "same period last year; period before",
    ),
    SPECIALTY,
    METHOD,
    GENERATION,
];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/figures",
    summary: "Indicators of a unit and a period: numerator, denominator, exact value, status, target",
    params: PARAMS,
    extras: &[],
    answers: &[
        Answer::json("Figures"),
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

fn question(params: &Params, desk: &Desk) -> Result<FiguresQuestion, Refusal> {
    Ok(FiguresQuestion {
        indicators: params.texts("indicators").map(str::to_owned).collect(),
        unit: unit::unit(params, desk),
        by: params.value("by")?.unwrap_or(By::None),
        period: params.required_period()?,
        at: unit::attribution(params)?,
        compare: compare(params),
        filter: unit::filter(params)?,
    })
}

/// In a fixed order, so that `yoy,mom` and `mom,yoy` are one question.
fn compare(params: &Params) -> Vec<Compare> {
    let asked = |word: &str| params.texts("compare").any(|it| it == word);
    let known = [("yoy", Compare::Yoy), ("mom", Compare::Mom)];
    known.into_iter().filter(|(word, _)| asked(word)).map(|(_, compare)| compare).collect()
}
