//! What the last part of a generation changed: the facts it brought, and those it superseded.
//!
//! Whatever is a sum over facts is carried from one generation to the next by adding the first and taking
//! away the second, so that it costs what a delivery holds and not what is stored.

use domain::feed::Feed;

use super::live::Live;
use super::part::Counted;
use super::text::{literal, table_of};

/// The change that the last of some parts made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Change<'a> {
    live: &'a Live,
    last: &'a Counted,
}

impl<'a> Change<'a> {
    pub(super) fn of_last(live: &'a Live, last: &'a Counted) -> Self {
        Self { live, last }
    }

    /// Whether facts of a feed came or went.
    pub(super) fn touches(&self, feed: Feed) -> bool {
        let table = table_of(feed);
        let came = self.last.facts.get(table).is_none_or(|count| *count > 0);
        came || self.last.dead.iter().any(|(dead, _)| dead == table)
    }

    /// The facts that came, as something to select from.
    pub(super) fn came(&self, feed: Feed) -> String {
        format!("p{}.{}", self.live.parts().len().saturating_sub(1), table_of(feed))
    }

    /// The facts that went, as something to select from; `None` where none did.
    pub(super) fn went(&self, feed: Feed) -> Option<String> {
        let table = table_of(feed);
        let last = self.live.parts().len().saturating_sub(1);
        let within =
            |name: &str| self.last.dead.iter().any(|(dead, part)| dead == table && part == name);
        let parts = self.live.parts().iter().enumerate().filter(|(_, part)| within(&part.name));
        let each = parts.map(|(at, part)| {
            format!(
                "SELECT * FROM p{at}.{table} WHERE rowid IN \
                 (SELECT row_id FROM p{last}.dead WHERE feed = {} AND part = {})",
                literal(table),
                literal(&part.name)
            )
        });
        let each: Vec<String> = each.collect();
        (!each.is_empty()).then(|| format!("({})", each.join(" UNION ALL ")))
    }
}
