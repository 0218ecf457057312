//! Sources → tables of a part: one template per feed, the same for a full build and for a small part.
//!
//! The templates read `src_<feed>` (the rows to enrich) and `ctx_…` (what other facts say of them). Who
//! calls provides both: a full build from all batches, a small part from a delivery and what it touches.

use domain::feed::Feed;
use domain::indicator::Catalogue;
use duckdb::Connection;

use super::error::{AtStep as _, StoreError};
use super::text::{carried, day_of, fill, hash_of, marks, table_of};

/// `part.entity`; the contexts of the other feeds read it.
pub(super) fn entity(db: &Connection, catalogue: &Catalogue) -> Result<(), StoreError> {
    let text = fill(
        include_str!("sql/entity.sql"),
        &[
            ("marks", &marks(catalogue, Feed::Entity)),
            ("carried", &carried(Feed::Entity, "delivered.")),
            ("id_hash", &hash_of("delivered.entity_id")),
        ],
    );
    db.execute_batch(&text).at("entity")
}

/// Conditions on a table of sources and a column of it that each hold for some of its rows, and together for
/// every row once.
pub(super) type Slices<'a> = &'a dyn Fn(&str, &str) -> Result<Vec<String>, StoreError>;

/// All rows in one go.
pub(super) fn whole(_table: &str, _column: &str) -> Result<Vec<String>, StoreError> {
    Ok(vec!["true".to_owned()])
}

/// `part.inspection`, `part.problem`, `part.dispatch_order`, `part.complaint`, slice by slice.
pub(super) fn others(
    db: &Connection,
    catalogue: &Catalogue,
    slices: Slices<'_>,
) -> Result<(), StoreError> {
    let contexts = fill(
        include_str!("sql/inspection_contexts.sql"),
        &[
            ("matter_hash", &matter_hash("")),
            ("finish_day_v", &day_of("v.finish_at")),
            ("finish_day_o", &day_of("o.finish_at")),
        ],
    );
    db.execute_batch(&contexts).at("inspection contexts")?;
    for (feed, column, text) in [
        (Feed::Inspection, "finish_at", inspection(catalogue)),
        (Feed::Problem, "found_at", problem()),
        (Feed::Order, "due_at", order(catalogue)),
        (Feed::Complaint, "registered_at", complaint(catalogue)),
    ] {
        let table = table_of(feed);
        let mut into = format!("CREATE TABLE part.{table} AS");
        for slice in slices(table, column)? {
            let text = fill(&text, &[("into", &into), ("slice", &slice)]);
            db.execute_batch(&text).at(table)?;
            into = format!("INSERT INTO part.{table}");
        }
    }
    Ok(())
}

/// Same entity, same matter: the hash that ties a visit to the off-site check before it.
pub(super) fn matter_hash(alias: &str) -> String {
    hash_of(&format!(
        "{alias}entity_id || '|' || {alias}specialty || '|' || coalesce({alias}matter_code, '')"
    ))
}

fn inspection(catalogue: &Catalogue) -> String {
    let place = "CASE WHEN point.place_no IS NULL OR entity.district_no = point.district_no \
                 THEN coalesce(entity.place_no, -1) ELSE point.place_no END::INTEGER";
    fill(
        include_str!("sql/inspection.sql"),
        &[
            ("marks", &marks(catalogue, Feed::Inspection)),
            ("carried", &carried(Feed::Inspection, "delivered.")),
            ("id_hash", &hash_of("delivered.insp_id")),
            ("matter_hash_delivered", &matter_hash("delivered.")),
            ("finish_day", &day_of("delivered.finish_at")),
            ("place", place),
            ("method_no", &method_no()),
        ],
    )
}

fn problem() -> String {
    fill(
        include_str!("sql/problem.sql"),
        &[
            ("carried", &carried(Feed::Problem, "delivered.")),
            ("id_hash", &hash_of("delivered.problem_id")),
            ("insp_hash", &hash_of("delivered.insp_id")),
            ("found_day", &day_of("delivered.found_at")),
            ("closed_day", &day_of("delivered.closed_at")),
        ],
    )
}

fn order(catalogue: &Catalogue) -> String {
    fill(
        include_str!("sql/dispatch_order.sql"),
        &[
            ("marks", &marks(catalogue, Feed::Order)),
            ("carried", &carried(Feed::Order, "delivered.")),
            ("id_hash", &hash_of("delivered.order_id")),
            ("root_hash", &hash_of("delivered.root_id")),
            ("insp_hash", &hash_of("delivered.insp_id")),
            ("due_day", &day_of("due_in_force")),
        ],
    )
}

fn complaint(catalogue: &Catalogue) -> String {
    fill(
        include_str!("sql/complaint.sql"),
        &[
            ("marks", &marks(catalogue, Feed::Complaint)),
            ("carried", &carried(Feed::Complaint, "delivered.")),
            ("id_hash", &hash_of("delivered.complaint_id")),
            ("registered_day", &day_of("delivered.registered_at")),
            ("due_day", &day_of("coalesce(delivered.extended_due, delivered.due_at)")),
            ("closed_day", &day_of("delivered.closed_at")),
        ],
    )
}

/// The number of an off-site method in the value list, from 1; 0 for visits.
fn method_no() -> String {
    let cases = domain::code::Method::ALL.iter().enumerate();
    let cases = cases.map(|(at, method)| format!("WHEN '{}' THEN {}", method.as_str(), at + 1));
    format!("(CASE delivered.method {} ELSE 0 END)::SMALLINT", cases.collect::<Vec<_>>().join(" "))
}
