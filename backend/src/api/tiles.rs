//! `GET /api/v1/tiles`: the raster maps of the deployment; and single tiles of them.
//!
//! Pictures are no records: they belong to no generation and no scope. A tile that a map has not is 204.

use std::hash::Hasher as _;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use domain::pack::tiles::DEEPEST;
use domain::wire::Tiles;
use twox_hash::XxHash64;

use crate::api::Desk;
use crate::api::ask::knows;
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Extra, Param, Route, Verb};
use crate::chain::chain;
use crate::tiles::{At, OpenMap, Tile, TileError};

const PARAMS: &[Param] = &[];

pub const LIST: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/tiles",
    summary: "The raster maps of the deployment, with attribution and review number",
    params: PARAMS,
    extras: &[],
    answers: &[Answer::json("Tiles"), Answer::refusal(400)],
    serve: || get(list),
};

pub const TILE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/tiles/{source}/{z}/{x}/{y}",
    summary: "One tile in spherical Mercator, rows counted from the north; 204 where the map has none",
    params: PARAMS,
    extras: &[
        Extra::path("source", "id of the map"),
        Extra::path("z", "level"),
        Extra::path("x", "column from the west"),
        Extra::path("y", "row from the north"),
    ],
    answers: &[
        Answer::other("image/png"),
        Answer::other("image/jpeg"),
        Answer::other("image/webp"),
        Answer::other("image/gif"),
        Answer::empty(204),
        Answer::refusal(400),
        Answer::refusal(404),
        Answer::refusal(502),
        Answer::refusal(503),
    ],
    serve: || get(tile),
};

/// A map changes rarely; a page that is reloaded after a day asks again.
const FRESH: &str = "public, max-age=86400";

async fn list(State(desk): State<Arc<Desk>>, uri: Uri) -> Answered {
    Params::read(PARAMS, &uri)?;
    let answer = Tiles { tiles: desk.tiles.maps().iter().map(OpenMap::described).collect() };
    Ok(([(CACHE_CONTROL, "no-cache")], Json(answer)).into_response())
}

async fn tile(
    State(desk): State<Arc<Desk>>,
    Path((source, z, x, y)): Path<(String, String, String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Answered {
    Params::read(PARAMS, &uri)?;
    let at = place(&z, &x, &y)?;
    let map = desk.tiles.map(&source).ok_or_else(|| {
        let known = desk.tiles.maps().iter().map(|it| it.map.id.clone());
        Refusal::unknown("UNKNOWN_TILES", format!("there is no map {source:?}")).allowing(known)
    })?;
    if let Some(problem) = map.problem() {
        let detail = format!("the map {source} cannot be shown: {problem}");
        return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "TILES_UNAVAILABLE", detail));
    }
    let reading = Arc::clone(&desk);
    let read = move || {
        let map = reading.tiles.map(&source);
        map.map_or(Ok(None), |map| map.tile(at)).map_err(|err| failed(&err))
    };
    match desk.fetching(read).await? {
        Some(tile) => Ok(send(tile, &headers)),
        None => Ok((StatusCode::NO_CONTENT, [(CACHE_CONTROL, FRESH)]).into_response()),
    }
}

fn place(z: &str, x: &str, y: &str) -> Result<At, Refusal> {
    let whole = |name: &str, text: &str, most: u32| {
        let read = text.parse::<u32>().ok().filter(|value| *value <= most);
        read.ok_or_else(|| {
            Refusal::bad("BAD_VALUE", format!("`{name}` cannot be {text:?}"))
                .allowing([format!("0..={most}")])
        })
    };
    let level = whole("z", z, DEEPEST.into())?;
    let most = (1_u32 << level) - 1;
    let (x, y) = (whole("x", x, most)?, whole("y", y, most)?);
    Ok(At { z: u8::try_from(level).unwrap_or(0), x, y })
}

fn failed(err: &TileError) -> Refusal {
    if err.is_remote() {
        tracing::warn!(error = %chain(err), "a tile server failed");
        return Refusal::new(StatusCode::BAD_GATEWAY, "TILES_UNREACHABLE", err);
    }
    Refusal::internal("the tile cannot be read", &chain(err))
}

fn send(tile: Tile, headers: &HeaderMap) -> Response {
    let mut hasher = XxHash64::with_seed(0);
    hasher.write(&tile.bytes);
    let tag = format!("\"{:016x}{:x}\"", hasher.finish(), tile.bytes.len());
    let head = [(CACHE_CONTROL, FRESH.to_owned()), (ETAG, tag.clone())];
    if knows(headers, &tag) {
        return (StatusCode::NOT_MODIFIED, head).into_response();
    }
    (head, [(CONTENT_TYPE, tile.media)], tile.bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tile_lies_within_its_level() {
        assert_eq!(place("2", "3", "0"), Ok(At { z: 2, x: 3, y: 0 }));
        for (z, x, y) in [("2", "4", "0"), ("2", "0", "4"), ("25", "0", "0"), ("-1", "0", "0")] {
            let refusal = place(z, x, y).unwrap_err();
            assert_eq!(refusal.problem().status, 400, "{z}/{x}/{y}");
            assert_eq!(refusal.problem().allowed.len(), 1);
        }
        assert!(place("1", "0", "../../etc").is_err());
    }
}
