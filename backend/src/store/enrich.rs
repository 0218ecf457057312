//! Sources → tables of a part: one template per feed, the same for a full build and for a small part.
//!
//! The templates read `src_<feed>` (the rows to enrich) and `ctx_…` (what other facts say of them). Who
//! calls provides both: a full build from all batches, a small part from a delivery and what it touches.

use domain::feed::Feed;
use domain::indicator::Catalogue;
use duckdb::Connection;

use super::error::{AtStep as _, StoreError};
use super::text::{carried, day_of, fill, hash_of, marks};

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

/// `part.inspection`, `part.problem`, `part.dispatch_order`, `part.complaint`.
pub(super) fn others(db: &Connection, catalogue: &Catalogue) -> Result<(), StoreError> {
    db.execute_batch(&inspection(catalogue)).at("inspection")?;
    db.execute_batch(&problem()).at("problem")?;
    db.execute_batch(&order(catalogue)).at("dispatch_order")?;
    db.execute_batch(&complaint(catalogue)).at("complaint")
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
            ("matter_hash", &matter_hash("")),
            ("finish_day_v", &day_of("v.finish_at")),
            ("finish_day_o", &day_of("o.finish_at")),
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
