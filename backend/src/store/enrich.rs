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

/// `part.inspection`, `part.problem`, `part.dispatch_order`, `part.complaint`, so many rows in one go; all
/// at once where nothing is said.
pub(super) fn others(
    db: &Connection,
    catalogue: &Catalogue,
    rows_at_once: Option<i64>,
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
        let parts = match rows_at_once {
            Some(rows) => slices(db, table, column, rows)?,
            None => vec!["true".to_owned()],
        };
        for slice in parts {
            let text = fill(&text, &[("into", &into), ("slice", &slice)]);
            db.execute_batch(&text).at(table)?;
            into = format!("INSERT INTO part.{table}");
        }
    }
    Ok(())
}

/// Ranges of a column of microseconds, by whole days, with about so many rows of `src_<table>` each; rows
/// without a time are in the last one.
fn slices(
    db: &Connection,
    table: &str,
    column: &str,
    rows_at_once: i64,
) -> Result<Vec<String>, StoreError> {
    let day = day_of(column);
    let sql = format!(
        "SELECT min({column}), count(*) FROM src_{table} WHERE {column} IS NOT NULL GROUP BY {day} ORDER BY 1"
    );
    let mut statement = db.prepare(&sql).at("slices")?;
    let days = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).at("slices")?;
    let days: Vec<(i64, i64)> = days.collect::<Result<_, _>>().at("slices")?;
    let (mut starts, mut held) = (Vec::new(), 0);
    for (start, rows) in days {
        if held + rows > rows_at_once && held > 0 {
            starts.push(start);
            held = 0;
        }
        held += rows;
    }
    let column = format!("delivered.{column}");
    let mut found = Vec::new();
    let mut from = "true".to_owned();
    for start in starts {
        found.push(format!("({from} AND {column} < {start})"));
        from = format!("{column} >= {start}");
    }
    found.push(format!("({from} OR {column} IS NULL)"));
    Ok(found)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_hold_every_row_once_and_rows_without_a_time_too() {
        const DAY: i64 = 86_400_000_000;
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(&format!(
            "CREATE TABLE src_t AS SELECT CASE WHEN n % 10 = 0 THEN NULL ELSE (n // 7) * {DAY} + n END AS seen_at
             FROM range(100) AS r(n)"
        ))
        .unwrap();
        let count = |condition: &str| -> i64 {
            let sql = format!("SELECT count(*) FROM src_t AS delivered WHERE {condition}");
            db.query_row(&sql, [], |row| row.get(0)).unwrap()
        };
        let found = slices(&db, "t", "seen_at", 20).unwrap();
        assert!(found.len() > 3, "{found:?}");
        let held: Vec<i64> = found.iter().map(|it| count(it)).collect();
        assert_eq!(held.iter().sum::<i64>(), 100, "{held:?}");
        assert_eq!(count(&found.join(" OR ")), 100);
        assert!(
            held.iter().all(|rows| *rows <= 20 + 10),
            "the last holds the rows without a time: {held:?}"
        );
        db.execute_batch("DELETE FROM src_t").unwrap();
        assert_eq!(
            slices(&db, "t", "seen_at", 20).unwrap(),
            ["(true OR delivered.seen_at IS NULL)"]
        );
    }
}
