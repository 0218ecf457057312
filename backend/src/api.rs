//! Questions over HTTP: the public contract of design §5, the last arrow of the server's side.
//!
//! One file a path. A file holds the route (its parameters and answers), reads the query string into a
//! question and hands it to the query layer. Nothing here touches SQL, batches or parts, and nothing
//! that a caller sends becomes part of a path or a statement.

use std::sync::Arc;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;
use domain::time::Stamp;

pub mod ask;
pub mod batches;
pub mod body;
pub mod cells;
pub mod csv;
pub mod desk;
pub mod encoding;
pub mod entities;
pub mod feeds;
pub mod figures;
pub mod health;
pub mod held;
pub mod indicators;
pub mod live;
pub mod openapi;
pub mod params;
pub mod points;
pub mod problem;
pub mod ready;
pub mod records;
pub mod regions;
pub mod route;
pub mod routes;
pub mod scenes;
pub mod series;
pub mod table;
pub mod tiles;
pub mod unit;

pub use self::desk::{Desk, Limits, Parts};

use self::problem::{Answered, Refusal};
use self::routes::ROUTES;
use crate::page;

/// Everything that the server answers: the routes of the table, else the page.
pub fn router(desk: Arc<Desk>) -> Router {
    let add = |router: Router<Arc<Desk>>, (path, methods): (&str, MethodRouter<Arc<Desk>>)| {
        router.route(path, methods)
    };
    let routes = ROUTES.iter().map(|route| (route.path, (route.serve)()));
    routes
        .fold(Router::new(), add)
        .method_not_allowed_fallback(refuse_method)
        .fallback(elsewhere)
        .layer(middleware::from_fn(watched))
        .with_state(desk)
}

/// The moment it is.
pub fn now() -> Stamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Stamp(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

/// Paths of the API never open the page.
async fn elsewhere(method: Method, uri: Uri, headers: HeaderMap) -> Answered {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        let detail = format!("there is no {path}; /api/v1/openapi.json describes what there is");
        return Err(
            Refusal::unknown("NOT_FOUND", detail).allowing(ROUTES.iter().map(|route| route.path))
        );
    }
    if method != Method::GET && method != Method::HEAD {
        return Err(method_refusal(&method, path, ["GET"]));
    }
    page::answer(&uri, &headers)
}

async fn refuse_method(method: Method, uri: Uri, matched: Option<MatchedPath>) -> Refusal {
    let pattern = matched.as_ref().map_or(uri.path(), MatchedPath::as_str);
    let allowed =
        ROUTES.iter().filter(|route| route.path == pattern).map(|route| route.verb.as_str());
    method_refusal(&method, uri.path(), allowed)
}

fn method_refusal(
    method: &Method,
    path: &str,
    allowed: impl IntoIterator<Item = &'static str>,
) -> Refusal {
    let detail = format!("{method} is not possible on {path}");
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail).allowing(allowed)
}

/// Guards every answer and notes how long it took.
async fn watched(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    page::guard(response.headers_mut());
    let (status, took_us) = (response.status().as_u16(), started.elapsed().as_micros());
    if response.status().is_server_error() {
        tracing::warn!(%method, path, status, took_us, "answered with a fault of ours");
    } else {
        tracing::debug!(%method, path, status, took_us, "answered");
    }
    response.into_response()
}
