//! The server: deliveries in, answers out.
//!
//! Reading order follows a record: `ingest` checks a delivery, `lake` keeps it for ever, `store` makes
//! generations of it, `query` answers questions, `api` speaks HTTP, `cli` speaks to a person.

pub mod chain;
