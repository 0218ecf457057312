//! Rows of one delivery that carry the same key and version.
//!
//! The later of two with other content is `E701_DUP_KEY`; with the same content it is
//! `W704_UNCHANGED` and not stored again. Twins in *other* deliveries belong to the store. Keys are
//! compared by 64-bit hash: two of 15 million collide once in 160 000 such deliveries. This is all that
//! grows with a delivery: 19 to 39 bytes a row, in shards so that growing one copies little.

use std::array;
use std::collections::hash_map::Entry;
use std::hash::Hasher as _;

use domain::feed::{TAIL, Value};
use rustc_hash::{FxHashMap, FxHasher};

/// What identifies a row within its delivery, and what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Hash of key and version.
    pub(super) identity: u64,
    /// Hash of every value but the time of receipt.
    pub(super) content: u64,
    /// Hash of what it says of its object: without key, source, version and state of the record.
    pub(super) said: u64,
}

/// How a row relates to the rows before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Twin {
    /// The first of its key and version.
    New,
    /// Says again what an earlier row said.
    Repeated,
    /// Says something else than an earlier row.
    Contradicts,
}

const SHARDS: usize = 64;

/// The rows met so far.
#[derive(Debug)]
pub(super) struct Twins {
    /// By the low bits of the identity: what a row said.
    shards: [FxHashMap<u64, u64>; SHARDS],
}

impl Default for Twins {
    fn default() -> Self {
        Self { shards: array::from_fn(|_| FxHashMap::default()) }
    }
}

impl Twins {
    pub(super) fn meet(&mut self, mark: Mark) -> Twin {
        let low_bits = mark.identity % SHARDS as u64;
        let shard = usize::try_from(low_bits).ok().and_then(|at| self.shards.get_mut(at));
        let Some(met) = shard else { return Twin::New };
        match met.entry(mark.identity) {
            Entry::Vacant(free) => {
                free.insert(mark.content);
                Twin::New
            }
            Entry::Occupied(taken) if *taken.get() == mark.content => Twin::Repeated,
            Entry::Occupied(_) => Twin::Contradicts,
        }
    }
}

impl Mark {
    /// `row` begins with the key and ends with the common tail, `received_at` last.
    pub(super) fn of(key_hash: i64, version: i64, row: &[Value<'_>]) -> Self {
        let tail = row.len().saturating_sub(TAIL).max(1);
        let (facts, tail) = row.split_at_checked(tail).unwrap_or((row, &[]));
        let mut said = FxHasher::default();
        facts.iter().skip(1).for_each(|value| add(&mut said, value));
        let said = said.finish();
        let mut content = FxHasher::default();
        content.write_u64(said);
        let own = tail.split_last().map_or(tail, |(_received_at, own)| own);
        facts.iter().take(1).chain(own).for_each(|value| add(&mut content, value));
        let mut identity = FxHasher::default();
        identity.write_i64(key_hash);
        identity.write_i64(version);
        Self { identity: identity.finish(), content: content.finish(), said }
    }
}

fn add(hasher: &mut FxHasher, value: &Value<'_>) {
    match value {
        Value::Null => hasher.write_u8(0),
        Value::Text(text) => {
            hasher.write(text.as_bytes());
            hasher.write_usize(text.len());
        }
        Value::Int(number) => hasher.write_i64(*number),
        Value::Decimal(number) => hasher.write_u64(number.to_bits()),
        Value::Bool(truth) => hasher.write_u8(1 + u8::from(*truth)),
        Value::Day(day) => hasher.write_i32(day.0),
        Value::Stamp(stamp) => hasher.write_i64(stamp.0),
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use domain::time::Stamp;

    use super::*;

    fn mark(version: i64, name: &'static str, received: i64) -> Mark {
        let text = |text| Value::Text(Cow::Borrowed(text));
        let received = Value::Stamp(Stamp(received));
        let tail = [text("file"), text("7"), Value::Int(version), text("1"), received];
        let facts = [text("7"), text(name)];
        Mark::of(7, version, &[&facts[..], &tail[..]].concat())
    }

    #[test]
    fn the_same_key_and_version_must_say_the_same() {
        let mut twins = Twins::default();
        assert_eq!(twins.meet(mark(1, "甲", 1)), Twin::New);
        assert_eq!(twins.meet(mark(1, "甲", 2)), Twin::Repeated);
        assert_eq!(twins.meet(mark(1, "乙", 1)), Twin::Contradicts);
        assert_eq!(twins.meet(mark(2, "乙", 1)), Twin::New);
    }

    #[test]
    fn what_a_row_says_is_apart_from_its_key_version_and_source() {
        assert_eq!(mark(1, "甲", 1).said, mark(2, "甲", 9).said);
        assert_ne!(mark(1, "甲", 1).content, mark(2, "甲", 1).content);
        assert_ne!(mark(1, "甲", 1).said, mark(1, "乙", 1).said);
    }
}
