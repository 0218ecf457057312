//! One entry of `[feed.columns]`: how a cell of the feed is made from a source record.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::moment::Clock;
use super::{Record, SourceColumn};
use crate::feed::Kind;

/// How a cell is made.
#[derive(Clone, Debug)]
pub(super) enum Fill {
    Const(String),
    Column(Copied),
    Template(Vec<Piece>),
}

/// A source column with what is done to its text, in this order.
#[derive(Clone, Debug)]
pub(super) struct Copied {
    pub column: SourceColumn,
    /// Source text → text of the feed; other text passes unless there is a default.
    pub map: BTreeMap<String, String>,
    /// Stands in for an empty cell and for text outside the map.
    pub default: Option<String>,
    /// Fills up with zeros from the left to this many characters.
    pub pad: usize,
    pub prefix: String,
    pub suffix: String,
    /// Moves a date.
    pub plus_days: i32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Text(String),
    Column(SourceColumn),
    /// `{n}`: counts the rows of a `repeat` from 1.
    Counter,
}

impl Fill {
    /// The cell; `None` when it is empty.
    pub(super) fn cell<'r>(
        &'r self,
        record: &Record<'_, 'r>,
        n: u32,
        (clock, kind): (&Clock, Kind),
    ) -> Option<Cow<'r, str>> {
        match self {
            Self::Const(text) => Some(Cow::Borrowed(text)),
            Self::Template(pieces) => template(pieces, record, n).map(Cow::Owned),
            Self::Column(copied) => {
                let text = copied.text(record)?;
                let moved = match kind {
                    Kind::Day | Kind::Stamp if clock.is_plain() && copied.plus_days == 0 => None,
                    Kind::Day => clock.day(&text, copied.plus_days),
                    Kind::Stamp => clock.stamp(&text, copied.plus_days),
                    _ => None,
                };
                Some(moved.map_or(text, Cow::Owned))
            }
        }
    }
}

impl Copied {
    fn text<'r>(&'r self, record: &Record<'_, 'r>) -> Option<Cow<'r, str>> {
        let default = self.default.as_deref();
        let text = match record.get(self.column) {
            None => default?,
            Some(text) if self.map.is_empty() => text,
            Some(text) => self.map.get(text).map(String::as_str).or(default).unwrap_or(text),
        };
        if self.pad == 0 && self.prefix.is_empty() && self.suffix.is_empty() {
            return Some(Cow::Borrowed(text));
        }
        let Self { prefix, suffix, pad, .. } = self;
        Some(Cow::Owned(format!("{prefix}{text:0>pad$}{suffix}")))
    }
}

/// Empty as soon as a column of it is empty: half a key would collide with others.
fn template(pieces: &[Piece], record: &Record<'_, '_>, n: u32) -> Option<String> {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Column(column) => text.push_str(record.get(*column)?),
            Piece::Counter => text.push_str(&n.to_string()),
        }
    }
    Some(text)
}
