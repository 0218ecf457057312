//! The header of a delivery → how a record becomes rows of the feed. Header order is free.
//!
//! Without a mapping a record is one row and the names are the feed's; with one, a foreign record may
//! become no row, one, or several.

use domain::fault::{Code, Fault};
use domain::feed::{Feed, schema_faults};
use domain::mapping::{Mapping, Plan};

use crate::lake::repair::FAULT_COLUMNS;

/// How records of the delivery become rows of the feed.
#[derive(Clone, Debug)]
pub(super) struct Layout<'m> {
    feed: Feed,
    way: Way<'m>,
    /// Cells of a whole record.
    pub(super) width: usize,
}

#[derive(Clone, Debug)]
enum Way<'m> {
    /// By column of the feed: its place in the record.
    Places(Vec<Option<usize>>),
    Plan(Plan<'m>),
}

impl<'m> Layout<'m> {
    /// Reads a header; the columns of a list of rejects are skipped.
    pub(super) fn of(feed: Feed, header: &[&str]) -> Result<Self, Vec<Fault>> {
        let names: Vec<&str> = header.iter().map(|name| name.trim()).collect();
        let asked = names.iter().copied().filter(|name| !FAULT_COLUMNS.contains(name));
        let faults = schema_faults(feed, asked);
        if !faults.is_empty() {
            return Err(faults);
        }
        let place = |name: &str| names.iter().position(|other| *other == name);
        let places = feed.columns().iter().map(|column| place(column.name)).collect();
        Ok(Self { feed, way: Way::Places(places), width: header.len() })
    }

    /// Reads the header of a foreign source.
    pub(super) fn mapped(
        feed: Feed,
        mapping: &'m Mapping,
        header: &[&str],
    ) -> Result<Self, Vec<Fault>> {
        if !mapping.feeds().any(|mapped| mapped == feed) {
            let hint = format!("{} 不产生 {} 的记录", mapping.file, feed.as_str());
            return Err(vec![Fault::new(Code::FSchema, "", feed.as_str(), hint)]);
        }
        Ok(Self { feed, way: Way::Plan(mapping.plan(header)?), width: header.len() })
    }

    /// For deliveries whose records name their columns themselves.
    pub(super) fn by_name(feed: Feed) -> Self {
        let width = feed.columns().len();
        Self { feed, way: Way::Places((0..width).map(Some).collect()), width }
    }

    /// Columns of the feed.
    pub(super) fn columns(&self) -> usize {
        self.feed.columns().len()
    }

    /// Place of a named column of the feed.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.feed.position(name)
    }

    /// The rows of a record, their cells in the order of the feed's columns; empty ones are absent.
    ///
    /// An unreadable record of a foreign source is shown as a fault.
    pub(super) fn rows<'c>(
        &self,
        cells: &'c [impl AsRef<str>],
        arranged: &mut Vec<Option<&'c str>>,
        mut visit: impl FnMut(Result<&[Option<&str>], Fault>),
    ) {
        let filled = |cell: &'c _| Some(AsRef::<str>::as_ref(cell)).filter(|cell| !cell.is_empty());
        arranged.clear();
        match &self.way {
            Way::Places(places) => {
                let at = |at: &Option<usize>| at.and_then(|at| cells.get(at)).and_then(filled);
                arranged.extend(places.iter().map(at));
                visit(Ok(arranged));
            }
            Way::Plan(plan) => {
                arranged.extend(cells.iter().map(filled));
                self.mapped_rows(plan, arranged, visit);
            }
        }
    }

    /// Of the rows that a foreign record becomes, those of this feed.
    fn mapped_rows(
        &self,
        plan: &Plan<'_>,
        record: &[Option<&str>],
        mut visit: impl FnMut(Result<&[Option<&str>], Fault>),
    ) {
        let outcome = plan.rows(record, |feed, cells| {
            if feed == self.feed {
                let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
                visit(Ok(&cells));
            }
        });
        // The fault of a record belongs to the feed that its column names.
        if let Err(fault) = outcome
            && fault.column == self.feed.key()
        {
            visit(Err(fault));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_may_come_in_any_order_and_a_list_of_rejects_may_come_back() {
        let layout = Layout::of(
            Feed::Org,
            &["fault_hint", "name", " org_code ", "region_code", "level", "fault_row"],
        )
        .unwrap();
        let mut arranged = Vec::new();
        let record = ["repair me", "某局", "110101WJ", "", "district", "7"];
        layout.rows(&record, &mut arranged, |row| {
            assert_eq!(row.unwrap()[..4], [Some("110101WJ"), Some("某局"), Some("district"), None]);
        });
    }

    #[test]
    fn a_missing_and_an_unknown_column_are_named_with_those_allowed() {
        let faults = Layout::of(Feed::Org, &["org_code", "name", "level", "phone"]).unwrap_err();
        let hints: Vec<&str> = faults.iter().map(|fault| fault.hint.as_str()).collect();
        assert!(hints[0].contains("phone") && hints[0].contains("peer_group"), "{hints:?}");
        assert!(hints[1].contains("region_code"), "{hints:?}");
    }
}
