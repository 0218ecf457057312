//! `GET /api/v1/records`: the rows behind a figure, by page as JSON or all of them as CSV.
//!
//! The total equals the figure's side exactly; the CSV holds every row of one generation, streamed.

mod row;
mod table;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use domain::code::OrderStage;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::cells::wants;
use crate::api::csv;
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Extra, Param, Route, Shape, Verb};
use crate::api::table::{LANG, Tongue};
use crate::api::unit::{self, AT, METHOD, PERIOD, SPECIALTY, UNIT};
use crate::query::{RecordsQuestion, Side, Sort};

/// Rows of one page, where the caller does not say.
pub const PAGE_SIZE: u32 = 50;
/// Rows of one page at most.
pub const MOST_ROWS: u32 = 1000;

/// How a list may be sent.
pub const FORMAT: Param =
    Param::optional("format", Shape::OneOf(&["json", "csv"]), "as `Accept` says if absent");

pub const PAGE: Param = Param::optional("page", Shape::Whole(1, u32::MAX), "from 1");

pub const PAGE_ROWS: Param =
    Param::optional("page_size", Shape::Whole(1, MOST_ROWS), "rows of a page; 50 if absent");

const PARAMS: &[Param] = &[
    Param::required("indicator", Shape::Text, "indicator id"),
    Param::optional("side", Shape::OneOf(&["num", "den"]), "num if absent"),
    UNIT,
    PERIOD,
    AT,
    SPECIALTY,
    METHOD,
    Param::optional(
        "row",
        Shape::Text,
        "only facts of this row of a comparison of the unit: `row` of a figure, such as region:elsewhere, or its code",
    ),
    Param::optional(
        "cell",
        Shape::Text,
        "only facts in this H3 cell, hexadecimal; none: in no cell",
    ),
    Param::optional(
        "within",
        Shape::Text,
        "only facts in the cells inside a loop: their resolution, a colon, then WGS-84 corners, \
         such as 8:116.3,39.8;116.5,39.8;116.4,40",
    ),
    Param::optional(
        "stage",
        Shape::OneOf(OrderStage::CODES),
        "only orders that came as far as this, or further",
    ),
    PAGE,
    PAGE_ROWS,
    Param::optional(
        "sort",
        Shape::OneOf(Sort::WORDS),
        "a column, downwards with `-`; ties by id; newest first if absent, R by score",
    ),
    FORMAT,
    LANG,
    GENERATION,
];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/records",
    summary: "The rows behind one side of a figure; `total` equals that side exactly",
    params: PARAMS,
    extras: &[Extra::header("Accept", "text/csv for all rows as a table")],
    answers: &[
        Answer::json("Records"),
        Answer::other(csv::MEDIA),
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
    if is_table(&params, &headers) {
        let tongue = Tongue::read(params.text(LANG.name));
        return table::answer(&desk, asking, question, tongue).await;
    }
    asking.json(question.clone(), move |it, scope| Ok(question.ask(it, scope)?)).await
}

/// Whether the caller wants CSV.
pub fn is_table(params: &Params, headers: &HeaderMap) -> bool {
    match params.text(FORMAT.name) {
        Some(format) => format == "csv",
        None => wants(headers, "text/csv"),
    }
}

fn question(params: &Params, desk: &Desk) -> Result<RecordsQuestion, Refusal> {
    Ok(RecordsQuestion {
        indicator: params.owned("indicator").unwrap_or_default(),
        side: if params.text("side") == Some("den") { Side::Den } else { Side::Num },
        unit: unit::unit(params, desk),
        period: params.required_period()?,
        at: unit::attribution(params)?,
        filter: unit::filter(params)?,
        row: params.owned("row"),
        cell: params.value_by("cell", cell)?,
        within: params.within()?,
        stage: params.value_by("stage", OrderStage::parse)?,
        page: params.value("page")?.unwrap_or(1),
        page_size: params.value("page_size")?.unwrap_or(PAGE_SIZE),
        sort: params.value("sort")?,
    })
}

/// A cell; 0 stands for facts that lie in none.
fn cell(text: &str) -> Option<u64> {
    if text == "none" { Some(0) } else { geodata::cell::parse(text) }
}
