//! Typed row → faults: the business rules of domain section 3.6, one file per feed.
//!
//! A rule sees one row, the clock and the register of regions and orgs. It never asks whether another
//! fact exists (E303, E401–E403, E603 belong to the store), so rows may arrive in any order.

use crate::fault::Code;
use crate::time::{Day, Stamp};

/// What a rule may know besides the row.
pub trait Context {
    /// The moment of ingest.
    fn now(&self) -> Stamp;
    /// A region code as it stood on a day.
    fn region(&self, code: &str, on: Day) -> Lookup;
    /// An org code as it stood on a day.
    fn org(&self, code: &str, on: Day) -> Lookup;
    /// Whether the pack switched a rule off. Asked only for [relaxable](Code::is_relaxable) codes.
    fn relaxed(&self, code: Code) -> bool;
}

/// What the register says about a code on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    Active,
    Unknown,
    /// The code had ended by that day.
    Retired {
        successor: Option<String>,
        name: String,
    },
    /// The code begins after that day.
    NotYet,
}
