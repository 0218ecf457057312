//! `GET /api/v1/batches`: the ledger, newest first; what was rejected of each batch, and what was accepted with a mark.
//!
//! As CSV they are the rows themselves under the feed's columns, to be repaired and delivered again, with their faults
//! or marks beside them.

mod listed;
mod table;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, Uri};
use axum::response::IntoResponse as _;
use axum::routing::get;
use domain::fault::{Code, Severity};
use domain::time::Stamp;
use domain::wire::Marked;
use serde::Serialize;

use crate::api::Desk;
use crate::api::csv;
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::records::{FORMAT, PAGE, PAGE_ROWS, PAGE_SIZE, is_table};
use crate::api::route::{Answer, Extra, Param, Route, Shape, Verb};
use crate::lake::{self, BatchRow, RowFault};
use crate::store::Generation;

use self::listed::{Listed, Which};

const BATCHES_PARAMS: &[Param] = &[PAGE, PAGE_ROWS];

pub const BATCHES: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/batches",
    summary: "The ledger: every accepted delivery, newest first",
    params: BATCHES_PARAMS,
    extras: &[],
    answers: &[Answer::json("Batches"), Answer::refusal(400)],
    serve: || get(batches),
};

const REJECTS_PARAMS: &[Param] = &[PAGE, PAGE_ROWS, FORMAT];

pub const REJECTS: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/batches/{id}/rejects",
    summary: "Rejected rows of a delivery with row, column, code, value and hint",
    params: REJECTS_PARAMS,
    extras: &[
        Extra::path("id", "id of the batch"),
        Extra::header("Accept", "text/csv for all rejected rows as a table to repair"),
    ],
    answers: LISTED,
    serve: || get(rejected),
};

/// What a list of rows is answered with.
const LISTED: &[Answer] = &[
    Answer::json("RowFaults"),
    Answer::other(csv::MEDIA),
    Answer::refusal(400),
    Answer::refusal(404),
];

const MARK: Param = Param::optional(
    "code",
    Shape::Text,
    "only rows with this mark, such as W506_OUTSIDE_REGION; with any if absent",
);

const MARKS_PARAMS: &[Param] = &[MARK, PAGE, PAGE_ROWS, FORMAT];

pub const MARKS: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/batches/{id}/marks",
    summary: "Accepted rows of a delivery that carry a mark, with row, key, column, code, value and hint",
    params: MARKS_PARAMS,
    extras: &[
        Extra::path("id", "id of the batch"),
        Extra::header("Accept", "text/csv for all marked rows as a table to repair"),
    ],
    answers: LISTED,
    serve: || get(marked),
};

/// `GET /api/v1/batches`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Batches {
    pub total: usize,
    pub page: u32,
    pub page_size: u32,
    pub rows: Vec<Batch>,
}

/// One accepted delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Batch {
    pub seq: i64,
    pub batch: String,
    pub feed: String,
    pub sha256: String,
    /// Name of the mapping that turned foreign columns into the feed's.
    pub mapping: String,
    pub rows: u64,
    pub accepted: u64,
    pub rejected: u64,
    /// Accepted rows with at least one mark.
    pub warned: u64,
    /// Those by mark; empty for batches taken in before marks were counted.
    pub marks: Vec<Marked>,
    pub received_at: Stamp,
}

/// `GET /api/v1/batches/{id}/rejects` and `…/marks`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RowFaults {
    pub batch: String,
    pub feed: String,
    /// Rows in all pages.
    pub total: u64,
    pub page: u32,
    pub page_size: u32,
    /// The mark that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<Marked>,
    /// One for each fault or mark of the rows of this page.
    pub rows: Vec<RowFault>,
}

async fn batches(State(desk): State<Arc<Desk>>, uri: Uri) -> Answered {
    let params = Params::read(BATCHES_PARAMS, &uri)?;
    let (page, page_size) = page(&params)?;
    let (all, generation) = (desk.lake.batches(), desk.store.current());
    let skip = (page as usize - 1).saturating_mul(page_size as usize);
    let newest = all.iter().rev().skip(skip).take(page_size as usize);
    let rows = newest.map(|row| Batch::of(row, &generation)).collect();
    let answer = Batches { total: all.len(), page, page_size, rows };
    Ok(([(CACHE_CONTROL, "no-cache")], Json(answer)).into_response())
}

async fn rejected(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Answered {
    let params = Params::read(REJECTS_PARAMS, &uri)?;
    rows(&desk, &id, Which::Rejected, (&params, &headers)).await
}

async fn marked(
    State(desk): State<Arc<Desk>>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Answered {
    let params = Params::read(MARKS_PARAMS, &uri)?;
    let which = Which::Marked(params.text(MARK.name).map(mark).transpose()?);
    rows(&desk, &id, which, (&params, &headers)).await
}

fn mark(text: &str) -> Result<Code, Refusal> {
    let is_mark = |code: &Code| code.severity() == Severity::Mark;
    Code::parse(text).filter(is_mark).ok_or_else(|| {
        let all = Code::ALL.iter().filter(|code| is_mark(code)).map(|code| code.as_str());
        Refusal::bad("BAD_VALUE", format!("`code` cannot be {text:?}")).allowing(all)
    })
}

async fn rows(
    desk: &Arc<Desk>,
    id: &str,
    which: Which,
    (params, headers): (&Params, &HeaderMap),
) -> Answered {
    let batch = desk.lake.batch(id).ok_or_else(|| no_batch(id))?;
    let (lake, generation) = (Arc::clone(&desk.lake), desk.store.current());
    let listed = Listed { which, batch, lake, generation };
    if is_table(params, headers) {
        return table::answer(desk, listed).await;
    }
    let (page, page_size) = page(params)?;
    let wanted = lake::Page { skip: (page - 1).saturating_mul(page_size), rows: page_size };
    let answer = desk
        .blocking(move || {
            let (total, rows) = listed.page(wanted)?;
            let (batch, feed) = (listed.batch.id.clone(), listed.batch.feed.as_str().to_owned());
            let mark = match listed.which {
                Which::Marked(Some(code)) => Some(Marked::of(code, total)),
                Which::Marked(None) | Which::Rejected => None,
            };
            Ok(RowFaults { batch, feed, total, page, page_size, mark, rows })
        })
        .await?;
    Ok(([(CACHE_CONTROL, "no-cache")], Json(answer)).into_response())
}

fn page(params: &Params) -> Result<(u32, u32), Refusal> {
    let page = params.value(PAGE.name)?.unwrap_or(1);
    Ok((page, params.value(PAGE_ROWS.name)?.unwrap_or(PAGE_SIZE)))
}

fn no_batch(id: &str) -> Refusal {
    Refusal::unknown(
        "UNKNOWN_BATCH",
        format!("there is no batch {id:?}; /api/v1/batches lists them"),
    )
}

impl Batch {
    /// What contradicts earlier rows was accepted and counts nowhere: it is told as rejected.
    fn of(row: &BatchRow, generation: &Generation) -> Self {
        let contradicted = generation.contradicted(row.seq);
        Self {
            seq: row.seq,
            batch: row.id.clone(),
            feed: row.feed.as_str().to_owned(),
            sha256: row.sha256.clone(),
            mapping: row.mapping.clone(),
            rows: row.rows,
            accepted: row.accepted.saturating_sub(contradicted),
            rejected: row.rejected + contradicted,
            warned: row.warned,
            marks: Marked::all(&row.marks),
            received_at: row.received_at,
        }
    }
}
