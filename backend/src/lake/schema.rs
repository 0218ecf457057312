//! The columns of a batch file: those of the feed by name, then what ingest derived.
//!
//! Text and codes are UTF-8, days `Date32`, instants plain `INT64` microseconds UTC (signed, so that a
//! bound parameter still prunes row groups), integers `INT64`, decimals `DOUBLE`.

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use domain::feed::{Feed, Kind};
use twox_hash::XxHash64;

/// Seed of [`key_hash`]; part of the file format.
const KEY_SEED: u64 = 0;

/// Derived columns of every feed, in order.
pub const DERIVED: [(&str, DataType); 4] = [
    ("key_hash", DataType::Int64),
    ("warnings", DataType::Utf8),
    ("batch_seq", DataType::Int64),
    ("row_no", DataType::Int64),
];

/// Derived columns of the feeds that have a place; they stand before [`DERIVED`].
pub const PLACE: [(&str, DataType); 4] = [
    ("wgs_lon", DataType::Float64),
    ("wgs_lat", DataType::Float64),
    ("cell", DataType::Int64),
    ("located", DataType::Utf8),
];

/// Whether rows of a feed lie somewhere: entity, inspection, complaint.
pub fn has_place(feed: Feed) -> bool {
    matches!(feed, Feed::Entity | Feed::Inspection | Feed::Complaint)
}

/// The schema of a feed's batch files.
pub fn of(feed: Feed) -> SchemaRef {
    static SCHEMAS: LazyLock<Vec<SchemaRef>> =
        LazyLock::new(|| Feed::ALL.iter().map(|feed| Arc::new(build(*feed))).collect());
    let at = Feed::ALL.iter().position(|other| *other == feed);
    at.and_then(|at| SCHEMAS.get(at)).map_or_else(|| Arc::new(build(feed)), Arc::clone)
}

/// The stable 64-bit hash of a business key: XXH64, seed 0, of its UTF-8 bytes.
pub fn key_hash(key: &str) -> i64 {
    XxHash64::oneshot(KEY_SEED, key.as_bytes()).cast_signed()
}

fn build(feed: Feed) -> Schema {
    let delivered = feed.columns().iter().map(|column| (column.name, stored_as(column.kind)));
    let place = if has_place(feed) { PLACE.to_vec() } else { Vec::new() };
    let all = delivered.chain(place).chain(DERIVED);
    Schema::new(all.map(|(name, kind)| Field::new(name, kind, true)).collect::<Vec<_>>())
}

fn stored_as(kind: Kind) -> DataType {
    match kind {
        Kind::Text | Kind::Code => DataType::Utf8,
        Kind::Day => DataType::Date32,
        Kind::Stamp | Kind::Int => DataType::Int64,
        Kind::Decimal => DataType::Float64,
        Kind::Bool => DataType::Boolean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn key_hashes_are_the_published_xxh64_values() {
        // Reference values of the algorithm's own test suite.
        assert_eq!(key_hash("").cast_unsigned(), 0xEF46_DB37_51D8_E999);
        assert_eq!(key_hash("abc").cast_unsigned(), 0x44BC_2CF5_AD77_0999);
    }

    #[test]
    fn only_feeds_with_a_place_have_cells() {
        let with_cells = |feed: &&Feed| of(**feed).field_with_name("cell").is_ok();
        let names: Vec<_> = Feed::ALL.iter().filter(with_cells).map(|feed| feed.as_str()).collect();
        assert_eq!(names, ["entity", "inspection", "complaint"]);
    }
}
