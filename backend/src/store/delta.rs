//! New batches → one small part: what they deliver, and what that changes of facts already stored.
//!
//! A fact is enriched by other facts (an inspection by its problems, an order by its inspection, all by
//! their entity), so a delivery also touches facts it does not hold. Those are pulled back from their
//! part (`touched`), enriched again and stored anew; the old rows are listed as dead and their Sums taken
//! back. Cost follows the delivery: who is concerned is found by key (`seek`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::Built;
use super::contradict;
use super::distinct::{Key, Patch};
use super::enrich::{self, matter_hash};
use super::error::{AtStep as _, StoreError};
use super::full::{files_of, stage_as};
use super::keys::{self, By};
use super::laps::Laps;
use super::live::Live;
use super::overlay::Sparse;
use super::part::{self, Counted};
use super::passed;
use super::seek::{Seek, Which};
use super::tally::{COUNTED, NoSums, Pairs, Tally};
use super::text::{carried, day_of, fill, hash_of, literal, table_of};
use super::touched;
use crate::lake::BatchRow;
use domain::feed::Feed;
use domain::indicator::Catalogue;

/// The feeds whose facts a small part holds; region and org change the directory and need a new base.
pub(super) const FACTS: [Feed; 5] =
    [Feed::Entity, Feed::Inspection, Feed::Problem, Feed::Order, Feed::Complaint];

/// What stands before this part.
pub(super) struct Before<'a> {
    pub(super) live: &'a Live,
    /// Counted of the last part: pairs and entity numbers go on from it.
    pub(super) last: &'a Counted,
    /// All that were accepted, for what their rows said that are in no part.
    pub(super) batches: &'a [Arc<BatchRow>],
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
    let seek = Seek::begin(&db, live)?;
    for feed in FACTS {
        stage_as(&db, feed, batches, "TABLE", "src")?;
    }
    laps.lap("stage");
    contradict::begin(&db)?;
    passed::begin(&db)?;
    for feed in FACTS {
        supersede(seek, feed, &files_of(feed, batches), before.batches)?;
    }
    laps.lap("supersede");
    touched::pull(seek)?;
    laps.lap("pull touched facts");
    number_entities(seek, before.last.next_entity)?;
    part::begin(&db, batches.iter().map(|batch| batch.stored).sum())?;
    db.execute_batch(
        "CREATE TEMP VIEW dim_org AS SELECT org_no, org_code FROM p0.org;
         CREATE TEMP VIEW dim_place AS SELECT code, place_no, district_no FROM p0.place;",
    )
    .at("directory")?;
    enrich::entity(&db, catalogue)?;
    laps.lap("number and enrich entities");
    contexts(seek)?;
    laps.lap("look up contexts");
    enrich::others(&db, catalogue, None)?;
    laps.lap("enrich facts");
    let contradictions = contradict::keep(&db)?;
    passed::keep(&db)?;
    let counted = Counted { contradictions, ..count(seek, catalogue, before.last)? };
    counted.write(folder)?;
    laps.lap("count");
    let cutoff = part::cutoff(&db)?.unwrap_or_default();
    part::commit(&db)?;
    keys::write(&db, folder)?;
    laps.lap("commit and list keys");
    live.detach(&db)?;
    part::close(db, folder)?;
    laps.lap("close the part");
    Ok(Built { facts: counted.fact_count(), contradicted: counted.contradicted(), cutoff })
}

/// Keeps only rows newer than what is stored, and lists the rows they replace as gone, those that came too late, and
/// those that contradict what was accepted before.
fn supersede(
    seek: Seek<'_>,
    feed: Feed,
    files: &[&Path],
    batches: &[Arc<BatchRow>],
) -> Result<(), StoreError> {
    let (table, key) = (table_of(feed), feed.key());
    let asked = format!("SELECT {} FROM src_{table}", hash_of(key));
    let found = seek.find(&format!("found_{table}"), (feed, By::Id), &asked, Which::Living)?;
    let versions = found.select(&format!("{key}, version"));
    let holes = [("table", table), ("key", key), ("found", versions.as_str())];
    seek.db.execute_batch(&fill(include_str!("sql/supersede.sql"), &holes)).at("supersede")?;
    if files.is_empty() {
        return Ok(());
    }
    let repeated = format!(
        "SELECT key_hash FROM known_{table} WHERE version >= delivered
         UNION SELECT key_hash FROM repeated_{table}"
    );
    let columns = carried(feed, "");
    let living =
        (!found.is_empty()).then(|| format!("SELECT {columns} FROM ({})", found.select(&columns)));
    let earlier = passed::earlier(seek, feed, batches)?;
    let stored: Vec<String> = living.into_iter().chain(earlier).collect();
    let stored = (!stored.is_empty()).then(|| stored.join(" UNION "));
    contradict::find(seek.db, feed, files, &repeated, stored.as_deref())?;
    let known = format!("SELECT key_hash, version FROM known_{table}");
    passed::list(seek.db, feed, files, &known)
}

/// An entity keeps the number it was first stored under, also where that row is superseded by now.
fn number_entities(seek: Seek<'_>, next: i32) -> Result<(), StoreError> {
    let asked = format!("SELECT {} FROM src_entity", hash_of("entity_id"));
    let known = seek.find("numbered", (Feed::Entity, By::Id), &asked, Which::Every)?;
    let numbers = known.select("entity_id, entity_no");
    let text = format!(
        "CREATE TEMP TABLE entity_number AS
         SELECT s.entity_id,
                coalesce(k.entity_no, {next} - 1 + row_number() OVER (PARTITION BY k.entity_no IS NULL ORDER BY s.entity_id))::INTEGER AS entity_no
         FROM src_entity AS s
         LEFT JOIN (SELECT DISTINCT entity_id, entity_no FROM ({numbers})) AS k ON k.entity_id = s.entity_id"
    );
    seek.db.execute_batch(&text).at("number entities")
}

/// What other facts say of the rows to enrich: only theirs, not everybody's.
fn contexts(seek: Seek<'_>) -> Result<(), StoreError> {
    let find = |name, found_by, asked: &str| seek.find(name, found_by, asked, Which::Living);
    let with_entity = ["src_inspection", "src_problem", "src_dispatch_order", "src_complaint"];
    let of = |key: &str, table: &str| format!("SELECT {} FROM {table}", hash_of(key));
    let entities = with_entity.map(|table| of("entity_id", table)).join(" UNION ALL ");
    let gone = format!("SELECT id_h FROM ({})", seek.gone(Feed::Inspection)?.select("id_h"));
    let inspections = format!(
        "{} WHERE insp_id IS NOT NULL UNION ALL {}",
        of("insp_id", "src_dispatch_order"),
        of("insp_id", "src_problem")
    );
    let stored = [
        (
            "entities",
            find("wanted_entity", (Feed::Entity, By::Id), &entities)?
                .select("entity_id, entity_no, place_no, specialty_no, map_cell"),
        ),
        (
            "problems",
            find("wanted_problem", (Feed::Problem, By::Inspection), &gone)?
                .select("insp_id, verified, update_flag"),
        ),
        (
            "inspections",
            find("wanted_inspection", (Feed::Inspection, By::Id), &inspections)?
                .select("insp_id, finish_at, update_flag"),
        ),
        (
            "roots",
            find("wanted_root", (Feed::Order, By::Id), &of("root_id", "src_dispatch_order"))?
                .select("order_id, due_at, update_flag"),
        ),
        (
            "living_inspections",
            seek.live
                .rows(Feed::Inspection, "finish_at, finished_day, matter_h, mode, update_flag"),
        ),
        ("finish_day", day_of("finish_at")),
        ("matter_hash", matter_hash("")),
    ];
    let holes: Vec<_> = stored.iter().map(|(name, text)| (*name, text.as_str())).collect();
    seek.db.execute_batch(&fill(include_str!("sql/contexts.sql"), &holes)).at("contexts")
}

fn count(seek: Seek<'_>, catalogue: &Catalogue, last: &Counted) -> Result<Counted, StoreError> {
    let db = seek.db;
    let mut pairs = Pairs::of(last.pairs.clone());
    let mut sums = Sparse::new();
    let (mut came, mut went) = (BTreeSet::new(), BTreeSet::new());
    for (feed, _) in COUNTED {
        let gone = seek.gone(feed)?;
        let gone = (!gone.is_empty()).then(|| format!("({})", gone.select("*")));
        let came_from = Some(format!("part.{}", table_of(feed)));
        for (sign, from, touched) in [(1, came_from, &mut came), (-1, gone, &mut went)] {
            let Some(from) = from else { continue };
            sums.sign = sign;
            let mut distinct = |key: Key, entity: u32| touched.extend([(key, entity)]);
            let mut tally =
                Tally { catalogue, pairs: &mut pairs, sums: &mut sums, distinct: &mut distinct };
            tally.add_all(db, feed, &from)?;
        }
    }
    let still = still_present(seek, catalogue, &mut pairs, &went)?;
    let cleared = went.difference(&came).filter(|touch| !still.contains(touch));
    let patch =
        |present| move |(key, entity): &(Key, u32)| Patch { key: *key, entity: *entity, present };
    let patches = came.iter().map(patch(true)).chain(cleared.map(patch(false))).collect();
    let new_entities: i64 = db
        .query_row("SELECT coalesce(max(entity_no) + 1, 0)::BIGINT FROM part.entity", [], |row| {
            row.get(0)
        })
        .at("count entities")?;
    let next = i32::try_from(new_entities).unwrap_or(i32::MAX).max(last.next_entity);
    Ok(Counted {
        pairs: pairs.list,
        entries: sums.into_entries(),
        patches,
        facts: part::facts(db)?,
        next_entity: next,
        dead: bury(seek)?,
        contradictions: BTreeMap::new(),
    })
}

/// Writes the replaced rows as `part.dead` and returns which tables of which parts they are in.
fn bury(seek: Seek<'_>) -> Result<Vec<(String, String)>, StoreError> {
    let parts = seek.live.parts().iter().enumerate();
    let names = parts.map(|(at, part)| format!("({at}, {})", literal(&part.name)));
    let text = format!(
        "CREATE TABLE part.dead AS SELECT g.tbl AS feed, n.name AS part, g.row_id FROM gone AS g \
         JOIN (VALUES {}) AS n(part_no, name) ON n.part_no = g.part_no",
        names.collect::<Vec<_>>().join(", ")
    );
    seek.db.execute_batch(&text).at("dead rows")?;
    let mut dead = Vec::new();
    for feed in FACTS {
        let gone = seek.gone(feed)?;
        dead.extend(gone.part_names().map(|part| (table_of(feed).to_owned(), part.to_owned())));
    }
    Ok(dead)
}

/// Of the touches that superseded facts had, those that other living facts still have.
fn still_present(
    seek: Seek<'_>,
    catalogue: &Catalogue,
    pairs: &mut Pairs,
    went: &BTreeSet<(Key, u32)>,
) -> Result<BTreeSet<(Key, u32)>, StoreError> {
    let mut still = BTreeSet::new();
    if went.is_empty() {
        return Ok(still);
    }
    let entities: BTreeSet<String> = went.iter().map(|(_, entity)| format!("({entity})")).collect();
    let entities = entities.into_iter().collect::<Vec<_>>().join(", ");
    let asked = format!("SELECT number::BIGINT FROM (VALUES {entities}) AS asked(number)");
    let rows = seek.find("still", (Feed::Inspection, By::Entity), &asked, Which::Living)?;
    if rows.is_empty() {
        return Ok(still);
    }
    let mut distinct = |key: Key, entity: u32| still.extend([(key, entity)]);
    let mut tally = Tally { catalogue, pairs, sums: &mut NoSums, distinct: &mut distinct };
    tally.add_all(seek.db, Feed::Inspection, &format!("({})", rows.select("*")))?;
    Ok(still)
}
