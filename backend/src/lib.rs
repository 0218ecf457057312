//! The server: deliveries in, answers out.
//!
//! Reading order follows a record: `ingest` checks a delivery, `lake` keeps it for ever, `store` makes
//! generations of it, `query` answers questions, `api` speaks HTTP, `cli` speaks to a person.

pub mod api;
pub mod catalogue;
pub mod chain;
pub mod cli;
pub mod demo;
pub mod ingest;
pub mod lake;
pub mod pack;
pub mod page;
pub mod query;
pub mod registry;
pub mod store;
pub mod tiles;
