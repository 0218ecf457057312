//! New batches → one small part: what they deliver, and what that changes of facts already stored.
//!
//! A fact is enriched by other facts (an inspection by its problems, an order by its inspection, all by
//! their entity), so a delivery also touches facts it does not hold. Those are pulled back from their
//! part, enriched again and stored anew; the old rows are listed as dead and their Sums taken back. Cost
//! follows the delivery: the stored facts are only asked by hash who is concerned.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use domain::feed::Feed;
use domain::indicator::Catalogue;
use duckdb::Connection;

use super::Built;
use super::distinct::{Key, Patch};
use super::enrich::{self, matter_hash};
use super::error::{AtStep as _, StoreError};
use super::full::stage_as;
use super::laps::Laps;
use super::live::Live;
use super::overlay::Sparse;
use super::part::{self, Counted};
use super::tally::{COUNTED, NoSums, Pairs, Tally};
use super::text::{carried, fill, hash_of, literal, table_of};
use crate::lake::BatchRow;

/// The feeds whose facts a small part holds; region and org change the directory and need a new base.
pub(super) const FACTS: [Feed; 5] =
    [Feed::Entity, Feed::Inspection, Feed::Problem, Feed::Order, Feed::Complaint];

/// What stands before this part.
pub(super) struct Before<'a> {
    pub(super) live: &'a Live,
    /// Counted of the last part: pairs and entity numbers go on from it.
    pub(super) last: &'a Counted,
}

/// Builds into `folder`.
pub(super) fn build(
    folder: &Path,
    batches: &[Arc<BatchRow>],
    catalogue: &Catalogue,
    before: &Before<'_>,
) -> Result<Built, StoreError> {
    let mut laps = Laps::start();
    let db = part::builder(folder)?;
    before.live.attach(&db)?;
    laps.lap("open the builder");
    let live = before.live;
    db.execute_batch("CREATE TEMP TABLE pull (tbl VARCHAR, part_no INTEGER, row_id BIGINT)")
        .at("pull")?;
    db.execute_batch("CREATE TEMP TABLE gone (tbl VARCHAR, part_no INTEGER, row_id BIGINT)")
        .at("gone")?;
    for feed in FACTS {
        stage_as(&db, feed, batches, "TABLE", "src")?;
        supersede(&db, live, feed)?;
    }
    laps.lap("stage and supersede");
    pull_touched(&db, live)?;
    laps.lap("pull touched facts");
    number_entities(&db, live, before.last.next_entity)?;
    part::begin(&db, batches.iter().map(|batch| batch.stored).sum())?;
    db.execute_batch(
        "CREATE TEMP VIEW dim_org AS SELECT org_no, org_code FROM p0.org;
         CREATE TEMP VIEW dim_place AS SELECT code, place_no, district_no FROM p0.place;",
    )
    .at("directory")?;
    enrich::entity(&db, catalogue)?;
    laps.lap("number and enrich entities");
    contexts(&db, live)?;
    laps.lap("look up contexts");
    enrich::others(&db, catalogue)?;
    laps.lap("enrich facts");
    let counted = count(&db, catalogue, before)?;
    counted.write(folder)?;
    laps.lap("count");
    let cutoff = part::cutoff(&db)?.unwrap_or_default();
    part::commit(&db)?;
    live.detach(&db)?;
    part::close(db, folder)?;
    laps.lap("close the part");
    Ok(Built { facts: counted.fact_count(), cutoff })
}

/// Keeps only rows newer than what is stored, and lists the rows they replace as gone.
fn supersede(db: &Connection, live: &Live, feed: Feed) -> Result<(), StoreError> {
    let (table, key) = (table_of(feed), feed.key());
    let hashes = live.rows(feed, "id_h");
    let found = live.listed(feed, &format!("found_{table}"), &format!("{key}, version"));
    let id_hash = hash_of(&format!("s.{key}"));
    let holes = [
        ("table", table),
        ("key", key),
        ("hashes", hashes.as_str()),
        ("found", found.as_str()),
        ("id_hash", id_hash.as_str()),
    ];
    db.execute_batch(&fill(include_str!("sql/supersede.sql"), &holes)).at("supersede")
}

/// Pulls back the stored facts that the new ones change.
fn pull_touched(db: &Connection, live: &Live) -> Result<(), StoreError> {
    let touched = include_str!("sql/touched.sql");
    let stored = [
        ("entities_every", live.every(Feed::Entity, "entity_no")),
        (
            "inspections",
            live.rows(
                Feed::Inspection,
                "id_h, entity_no, entity_id, held, matter_h, mode, finished_day",
            ),
        ),
        ("problems", live.rows(Feed::Problem, "insp_h, entity_no, entity_id, held")),
        ("orders", live.rows(Feed::Order, "insp_h, root_h, entity_no, entity_id, held")),
        ("complaints", live.rows(Feed::Complaint, "entity_no, entity_id")),
        ("gone_problems", live.gone(Feed::Problem, "insp_h")),
        ("gone_inspections", live.gone(Feed::Inspection, "id_h, matter_h, mode, finished_day")),
        ("matter_hash", matter_hash("")),
        ("insp_hash", hash_of("insp_id")),
        ("entity_hash", hash_of("entity_id")),
        ("order_hash", hash_of("order_id")),
        ("finish_day", super::text::day_of("finish_at")),
    ];
    let holes: Vec<_> = stored.iter().map(|(name, text)| (*name, text.as_str())).collect();
    db.execute_batch(&fill(touched, &holes)).at("find touched facts")?;
    for feed in FACTS {
        let table = table_of(feed);
        let columns = carried(feed, "");
        for (at, _) in live.parts().iter().enumerate() {
            let text = format!(
                "INSERT INTO src_{table} SELECT {columns} FROM p{at}.{table} WHERE rowid IN \
                 (SELECT row_id FROM pull WHERE tbl = {} AND part_no = {at})",
                literal(table)
            );
            db.execute_batch(&text).at("pull touched facts")?;
        }
    }
    db.execute_batch("INSERT INTO gone SELECT DISTINCT tbl, part_no, row_id FROM pull")
        .at("pull touched facts")
}

fn number_entities(db: &Connection, live: &Live, next: i32) -> Result<(), StoreError> {
    let numbers = live.every(Feed::Entity, "entity_id, entity_no");
    let text = format!(
        "CREATE TEMP TABLE entity_number AS
         SELECT s.entity_id,
                coalesce(k.entity_no, {next} - 1 + row_number() OVER (PARTITION BY k.entity_no IS NULL ORDER BY s.entity_id))::INTEGER AS entity_no
         FROM src_entity AS s
         LEFT JOIN (SELECT DISTINCT entity_id, entity_no FROM ({numbers})) AS k ON k.entity_id = s.entity_id"
    );
    db.execute_batch(&text).at("number entities")
}

/// What other facts say of the rows to enrich: only theirs, not everybody's.
fn contexts(db: &Connection, live: &Live) -> Result<(), StoreError> {
    let stored = [
        (
            "entities",
            live.rows(Feed::Entity, "id_h, entity_id, entity_no, place_no, specialty_no, map_cell"),
        ),
        (
            "inspections",
            live.rows(
                Feed::Inspection,
                "id_h, insp_id, finish_at, finished_day, matter_h, mode, update_flag",
            ),
        ),
        ("gone_inspections", live.gone(Feed::Inspection, "id_h")),
        ("finish_day", super::text::day_of("finish_at")),
        ("problems", live.rows(Feed::Problem, "insp_h, insp_id, verified, update_flag")),
        ("orders", live.rows(Feed::Order, "id_h, order_id, due_at, update_flag")),
        ("matter_hash", matter_hash("")),
        ("insp_hash", hash_of("insp_id")),
        ("entity_hash", hash_of("entity_id")),
        ("root_hash", hash_of("root_id")),
    ];
    let holes: Vec<_> = stored.iter().map(|(name, text)| (*name, text.as_str())).collect();
    db.execute_batch(&fill(include_str!("sql/contexts.sql"), &holes)).at("contexts")
}

fn count(
    db: &Connection,
    catalogue: &Catalogue,
    before: &Before<'_>,
) -> Result<Counted, StoreError> {
    let mut pairs = Pairs::of(before.last.pairs.clone());
    let mut sums = Sparse::new();
    let (mut came, mut went) = (BTreeSet::new(), BTreeSet::new());
    for (feed, _) in COUNTED {
        for (sign, touched) in [(1, &mut came), (-1, &mut went)] {
            sums.sign = sign;
            let from = if sign > 0 {
                format!("part.{}", table_of(feed))
            } else {
                format!("({})", before.live.gone(feed, "*"))
            };
            let mut distinct = |key: Key, entity: u32| touched.extend([(key, entity)]);
            let mut tally =
                Tally { catalogue, pairs: &mut pairs, sums: &mut sums, distinct: &mut distinct };
            tally.add_all(db, feed, &from)?;
        }
    }
    let still = still_present(db, catalogue, before, &mut pairs, &went)?;
    let cleared = went.difference(&came).filter(|touch| !still.contains(touch));
    let patch =
        |present| move |(key, entity): &(Key, u32)| Patch { key: *key, entity: *entity, present };
    let patches = came.iter().map(patch(true)).chain(cleared.map(patch(false))).collect();
    let new_entities: i64 = db
        .query_row("SELECT coalesce(max(entity_no) + 1, 0)::BIGINT FROM part.entity", [], |row| {
            row.get(0)
        })
        .at("count entities")?;
    let next = i32::try_from(new_entities).unwrap_or(i32::MAX).max(before.last.next_entity);
    Ok(Counted {
        pairs: pairs.list,
        entries: sums.into_entries(),
        patches,
        facts: part::facts(db)?,
        next_entity: next,
        dead: before.live.bury(db)?,
    })
}

/// Of the touches that superseded facts had, those that other living facts still have.
fn still_present(
    db: &Connection,
    catalogue: &Catalogue,
    before: &Before<'_>,
    pairs: &mut Pairs,
    went: &BTreeSet<(Key, u32)>,
) -> Result<BTreeSet<(Key, u32)>, StoreError> {
    let mut still = BTreeSet::new();
    if went.is_empty() {
        return Ok(still);
    }
    let entities: BTreeSet<String> = went.iter().map(|(_, entity)| entity.to_string()).collect();
    let entities = entities.into_iter().collect::<Vec<_>>().join(", ");
    let rows = before.live.rows(
        Feed::Inspection,
        "org_no, place_no, specialty_no, method_no, entity_no, marks, verified_problems, finished_day",
    );
    let from = format!("(SELECT * FROM ({rows}) WHERE entity_no IN ({entities}))");
    let mut distinct = |key: Key, entity: u32| still.extend([(key, entity)]);
    let mut tally = Tally { catalogue, pairs, sums: &mut NoSums, distinct: &mut distinct };
    tally.add_all(db, Feed::Inspection, &from)?;
    Ok(still)
}
