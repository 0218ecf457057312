//! Stored facts that a delivery changes without holding them.
//!
//! A fact takes something from others when it is enriched: what is found here takes something from a fact
//! that has come, changed or gone, and is pulled back to be enriched again.

use domain::feed::Feed;

use super::delta::FACTS;
use super::enrich::matter_hash;
use super::error::{AtStep as _, StoreError};
use super::keys::By;
use super::seek::Seek;
use super::text::{carried, day_of, fill, hash_of, table_of};

/// Pulls them back: their rows are `gone`, their delivered columns join those of the delivery.
pub(super) fn pull(seek: Seek<'_>) -> Result<(), StoreError> {
    of_entities(seek)?;
    of_problems(seek)?;
    of_inspections(seek)?;
    of_offsite_checks(seek)?;
    let roots = format!("SELECT {} FROM src_dispatch_order", hash_of("order_id"));
    seek.pull("legs", (Feed::Order, By::Root), &roots)?;
    for feed in FACTS {
        let pulled = seek.pulled(feed)?;
        if !pulled.is_empty() {
            let columns = carried(feed, "");
            let text = format!(
                "INSERT INTO src_{} SELECT {columns} FROM ({})",
                table_of(feed),
                pulled.select(&columns)
            );
            seek.db.execute_batch(&text).at("pull touched facts")?;
        }
    }
    seek.db
        .execute_batch("INSERT INTO gone SELECT DISTINCT tbl, part_no, row_id FROM pull")
        .at("pull touched facts")
}

/// An entity moved, closed or arrived late: everything that takes its place from it.
fn of_entities(seek: Seek<'_>) -> Result<(), StoreError> {
    let changed = seek.rows(Feed::Entity, "known_entity")?;
    let numbers = format!("SELECT entity_no::BIGINT FROM ({})", changed.select("entity_no"));
    let arrived = format!("SELECT {} FROM src_entity", hash_of("entity_id"));
    for feed in [Feed::Inspection, Feed::Problem, Feed::Order, Feed::Complaint] {
        let table = table_of(feed);
        seek.pull(&format!("moved_{table}"), (feed, By::Entity), &numbers)?;
        seek.pull(&format!("waiting_{table}"), (feed, By::UnknownEntity), &arrived)?;
    }
    Ok(())
}

/// A problem found, verified or withdrawn: its inspection.
fn of_problems(seek: Seek<'_>) -> Result<(), StoreError> {
    let gone = seek.gone(Feed::Problem)?;
    let inspections = format!(
        "SELECT {} FROM src_problem UNION ALL SELECT insp_h FROM ({})",
        hash_of("insp_id"),
        gone.select("insp_h")
    );
    seek.pull("found_at", (Feed::Inspection, By::Id), &inspections)
}

/// An inspection: the orders that wait for it, and its problems, which may be held for it.
fn of_inspections(seek: Seek<'_>) -> Result<(), StoreError> {
    let gone = seek.gone(Feed::Inspection)?;
    let changed = format!(
        "SELECT {} FROM src_inspection UNION ALL SELECT id_h FROM ({})",
        hash_of("insp_id"),
        gone.select("id_h")
    );
    seek.pull("waiting_for", (Feed::Order, By::Inspection), &changed)?;
    seek.pull("found_by", (Feed::Problem, By::Inspection), &changed)
}

/// An off-site check: visits of the same entity and matter within the 90 days after it. They are looked for
/// in those days, because a matter has many visits and few of them are near.
fn of_offsite_checks(seek: Seek<'_>) -> Result<(), StoreError> {
    let gone = seek.gone(Feed::Inspection)?;
    let holes = [
        ("matter_hash", matter_hash("")),
        ("finish_day", day_of("finish_at")),
        ("gone_inspections", gone.select("matter_h, mode, finished_day")),
        ("inspections", seek.live.rows(Feed::Inspection, "matter_h, mode, finished_day")),
    ];
    let holes = holes.each_ref().map(|(name, text)| (*name, text.as_str()));
    seek.db.execute_batch(&fill(include_str!("sql/changed_offsite.sql"), &holes)).at("off-site")?;
    let changed: i64 = seek
        .db
        .query_row("SELECT count(*) FROM changed_offsite", [], |row| row.get(0))
        .at("off-site")?;
    if changed == 0 {
        return Ok(());
    }
    seek.pull_from(Feed::Inspection, &fill(include_str!("sql/visits_after.sql"), &holes))
}
