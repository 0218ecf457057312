//! `GET /healthz` and `GET /readyz`: alive is not ready.
//!
//! Ready means that a real question about the published generation was answered just now.

use std::error::Error;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{StatusCode, Uri};
use axum::response::IntoResponse as _;
use axum::routing::get;
use domain::wire::Ready;

use crate::api::Desk;
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Route, Verb};
use crate::chain::chain;
use crate::store::{Generation, StoreError};

const PROBE: &str = include_str!("health/probe.sql");

pub const HEALTHZ: Route = Route {
    verb: Verb::Get,
    path: "/healthz",
    summary: "200 while the process lives",
    params: &[],
    extras: &[],
    answers: &[Answer::other("text/plain")],
    serve: || get(async || ([(CACHE_CONTROL, "no-store")], "ok\n")),
};

pub const READYZ: Route = Route {
    verb: Verb::Get,
    path: "/readyz",
    summary: "200 only if a real query on the published generation works",
    params: &[],
    extras: &[],
    answers: &[Answer::json("Ready"), Answer::refusal(503)],
    serve: || get(ready),
};

async fn ready(State(desk): State<Arc<Desk>>, uri: Uri) -> Answered {
    Params::read(&[], &uri)?;
    let generation = desk.store.current();
    let manifest = generation.manifest.clone();
    // Not in turn with other questions: a busy server is ready.
    let probed = tokio::task::spawn_blocking(move || probe(&generation)).await;
    probed.map_err(|err| not_ready(&err))?.map_err(|err| not_ready(&err))?;
    let age_s = (super::now().0 - manifest.cutoff.0) / 1_000_000;
    let ready = Ready { generation: manifest.generation, cutoff: manifest.cutoff, age_s };
    Ok(([(CACHE_CONTROL, "no-store")], Json(ready)).into_response())
}

/// Reads facts through a connection that questions use.
fn probe(generation: &Generation) -> Result<i64, StoreError> {
    let asked = generation.with_facts(|db| db.query_row(PROBE, [], |row| row.get(0)))?;
    asked.map_err(|source| StoreError::Sql { step: "probe", source })
}

fn not_ready(err: &(dyn Error + 'static)) -> Refusal {
    tracing::error!(error = %chain(err), "the probe of the generation failed");
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "NOT_READY",
        "the published generation does not answer",
    )
}
