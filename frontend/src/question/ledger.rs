//! The ledger and the rows of a delivery that were rejected or carry a mark: addresses.

use super::PAGE_ROWS;
use crate::percent::encode;
use crate::state::{Layout, Page, State};

/// The ledger, on its own page and for the desk's list of what was rejected.
pub(crate) fn batches(state: &State) -> Option<String> {
    let desk = state.layout == Layout::Desk && state.page == Page::Overview;
    (desk || state.page == Page::Batches).then(|| "/api/v1/batches?page_size=200".to_owned())
}

/// The rows of a delivery that were rejected, or carry a mark.
pub(crate) fn faults(state: &State) -> Option<String> {
    let Page::Faults { batch, mark, number } = &state.page else { return None };
    let rows = fault_rows(batch, mark.as_deref());
    Some(format!("{rows}page_size={PAGE_ROWS}&page={number}"))
}

/// All of them as a table to repair.
pub(crate) fn faults_csv(batch: &str, mark: Option<&str>) -> String {
    [&*fault_rows(batch, mark), "format=csv"].concat()
}

fn fault_rows(batch: &str, mark: Option<&str>) -> String {
    let batch = ["/api/v1/batches/", &*encode(batch)].concat();
    match mark {
        None => [&*batch, "/rejects?"].concat(),
        Some(code) => [&*batch, "/marks?code=", &*encode(code), "&"].concat(),
    }
}
