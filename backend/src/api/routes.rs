//! Every path of the public contract, in the order of design §5.

use crate::api::route::Route;
use crate::api::{
    batches, cells, entities, feeds, figures, health, held, indicators, live, openapi, points,
    records, regions, scenes, series, tiles,
};

/// The router and `openapi.json` are made of this table.
pub const ROUTES: &[Route] = &[
    health::HEALTHZ,
    health::READYZ,
    indicators::ROUTE,
    figures::ROUTE,
    series::ROUTE,
    cells::ROUTE,
    points::ROUTE,
    records::ROUTE,
    entities::ROUTE,
    regions::ROUTE,
    scenes::ROUTE,
    tiles::LIST,
    tiles::TILE,
    feeds::ROUTE,
    batches::BATCHES,
    batches::REJECTS,
    batches::MARKS,
    held::ROUTE,
    live::ROUTE,
    openapi::ROUTE,
];
