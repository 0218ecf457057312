//! Samples of the ledger: deliveries, their rows with faults, and what waits for another record.

use domain::wire::{HeldFact, HeldFacts, Marked};

use super::{stamp, stamped, text};
use crate::api::batches::{Batch, Batches, RowFaults};
use crate::lake::RowFault;

pub(super) fn batches() -> Batches {
    let row = Batch {
        seq: 1,
        batch: text("b-1"),
        feed: text("inspection"),
        sha256: text("…"),
        mapping: text(""),
        rows: 100,
        accepted: 98,
        rejected: 2,
        warned: 1,
        marks: vec![marked()],
        received_at: stamp(),
    };
    Batches { total: 1, page: 1, page_size: 50, rows: vec![row] }
}

pub(super) fn marked() -> Marked {
    Marked { code: text("W702_DUP_CONTENT"), meaning: text("内容相同主键不同"), rows: 1 }
}

pub(super) fn row_faults() -> RowFaults {
    let row = RowFault {
        row: 3,
        key: text("I1"),
        column: text("mode"),
        code: text("E104_ENUM"),
        value: text("X"),
        hint: text("…"),
        line: text("…"),
        cells: text("…"),
    };
    RowFaults {
        batch: text("b-1"),
        feed: text("inspection"),
        total: 2,
        page: 1,
        page_size: 50,
        mark: Some(marked()),
        rows: vec![row],
    }
}

pub(super) fn held() -> HeldFacts {
    HeldFacts {
        stamped: stamped(),
        total: 4,
        page: 1,
        page_size: 50,
        rows: vec![HeldFact {
            feed: text("problem"),
            id: text("Q1"),
            at: Some(stamp()),
            entity: Some(text("E1")),
            org: Some(text("110105")),
            org_name: Some(text("…")),
            code: text("E402_INSP_MISSING"),
            awaits: text("inspection"),
            awaited: text("P1"),
            batch: text("b-1"),
            row: 17,
            received_at: stamp(),
        }],
    }
}
