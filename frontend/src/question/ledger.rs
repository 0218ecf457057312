//! The ledger, the rows of a delivery that were rejected or carry a mark, and what waits for another fact: addresses.

use super::PAGE_ROWS;
use crate::percent::encode;
use crate::state::{Layout, Page, State};
use crate::text::Lang;

const HELD: &str = "/api/v1/held";

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

/// The facts that wait for another one.
pub(crate) fn held(state: &State) -> Option<String> {
    let Page::Held(number) = &state.page else { return None };
    Some(format!("{HELD}?page_size={PAGE_ROWS}&page={number}"))
}

/// All of them as a table.
pub(crate) fn held_csv(lang: Lang) -> String {
    [HELD, "?format=csv", lang.pick("", "&lang=en")].concat()
}

fn fault_rows(batch: &str, mark: Option<&str>) -> String {
    let batch = ["/api/v1/batches/", &*encode(batch)].concat();
    match mark {
        None => [&*batch, "/rejects?"].concat(),
        Some(code) => [&*batch, "/marks?code=", &*encode(code), "&"].concat(),
    }
}
