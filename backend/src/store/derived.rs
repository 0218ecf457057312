//! What a generation keeps in memory: made from all its parts, or carried over from the one before.
//!
//! Both ways give the same. The second costs what the last part holds.

use std::sync::Arc;

use domain::feed::Feed;
use domain::time::Day;
use duckdb::{Connection, Row};

use super::change::Change;
use super::directory::Directory;
use super::distinct::Bitmaps;
use super::error::{AtStep as _, StoreError};
use super::generation::{Base, Generation};
use super::live::{Live, LivePart};
use super::manifest::{Folders, Manifest};
use super::overlay::Overlay;
use super::part::Counted;
use super::risk::Risk;
use super::tally;
use super::text::{WAITS, table_of};

/// What was counted when the parts were built.
pub(super) struct Counts {
    pub(super) live: Live,
    pub(super) overlay: Overlay,
    pub(super) bitmaps: Bitmaps,
    pub(super) last: Counted,
}

impl Counts {
    /// From all parts.
    pub(super) fn read(
        folders: &Folders,
        manifest: &Manifest,
        base: &Base,
    ) -> Result<Self, StoreError> {
        let small = manifest.parts.iter().skip(1).map(|name| Counted::open(&folders.part(name)));
        let small = small.collect::<Result<Vec<Counted>, _>>()?;
        let parts = manifest.parts.iter().map(|name| LivePart::open(folders, name));
        let parts = parts.collect::<Result<Vec<_>, _>>()?;
        let entries = std::iter::once(base.counted.entries.clone())
            .chain(small.iter().map(|part| part.entries.clone()));
        Ok(Self {
            live: Live::of(parts.into_iter().zip(std::iter::once(&base.counted).chain(&small))),
            overlay: Overlay::merge(entries),
            bitmaps: small
                .iter()
                .fold(base.bitmaps.clone(), |maps, part| maps.patched(&part.patches)),
            last: small.last().unwrap_or(&base.counted).clone(),
        })
    }

    /// From the last part and the generation before it.
    pub(super) fn after(
        folders: &Folders,
        name: &str,
        before: &Generation,
    ) -> Result<Self, StoreError> {
        let last = Counted::open(&folders.part(name))?;
        Ok(Self {
            live: before.live.and(LivePart::open(folders, name)?, &last),
            overlay: before.overlay.and(&last.entries),
            bitmaps: before.bitmaps().patched(&last.patches),
            last,
        })
    }
}

/// What is read from the facts.
#[derive(Debug)]
pub(super) struct Derived {
    pub(super) directory: Arc<Directory>,
    pub(super) risk: Risk,
    pub(super) flaws: Flaws,
    /// The first day that a fact is counted on.
    pub(super) first_day: Option<Day>,
}

impl Derived {
    /// From all facts.
    pub(super) fn read(db: &Connection, as_of: Day) -> Result<Self, StoreError> {
        Ok(Self {
            directory: Arc::new(Directory::read(db)?),
            risk: Risk::compute(db, as_of)?,
            flaws: Flaws::count(db, |feed| Some(table_of(feed).to_owned()))?,
            first_day: tally::first_day(db)?.map(Day),
        })
    }

    /// From the change and the generation before it.
    pub(super) fn after(
        db: &Connection,
        before: &Generation,
        change: &Change<'_>,
        as_of: Day,
    ) -> Result<Self, StoreError> {
        let came = Flaws::count(db, |feed| Some(change.came(feed)))?;
        let went = Flaws::count(db, |feed| change.went(feed))?;
        Ok(Self {
            directory: Arc::clone(&before.directory),
            risk: before.risk.after(db, change, as_of)?,
            flaws: Flaws {
                held: before.quality.held + came.held - went.held,
                unlocated: before.quality.unlocated + came.unlocated - went.unlocated,
            },
            first_day: first_day_after(db, before, change)?,
        })
    }
}

/// The first day is asked of all facts only where one of that day went.
fn first_day_after(
    db: &Connection,
    before: &Generation,
    change: &Change<'_>,
) -> Result<Option<Day>, StoreError> {
    let first = |span: Option<(i32, i32)>| span.map(|(first, _)| Day(first));
    let went = first(tally::day_span(db, |feed| change.went(feed))?);
    if went.is_some_and(|went| before.first_day.is_none_or(|known| went <= known)) {
        return Ok(tally::first_day(db)?.map(Day));
    }
    let came = first(tally::day_span(db, |feed| Some(change.came(feed)))?);
    Ok(before.first_day.into_iter().chain(came).min())
}

/// Facts that are not where they should be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Flaws {
    /// Waiting for the fact they refer to.
    pub(super) held: i64,
    /// Counted entities without a cell.
    pub(super) unlocated: i64,
}

impl Flaws {
    fn count(db: &Connection, from: impl Fn(Feed) -> Option<String>) -> Result<Self, StoreError> {
        let count = |feed, condition: &str| match from(feed) {
            None => "0".to_owned(),
            Some(from) => format!("(SELECT count(*) FROM {from} AS facts WHERE {condition})"),
        };
        let held = [Feed::Inspection, Feed::Order, Feed::Problem].map(|feed| count(feed, WAITS));
        let unlocated = count(Feed::Entity, "marks <> 0 AND map_cell IS NULL");
        let sql = format!("SELECT ({})::BIGINT, {unlocated}::BIGINT", held.join(" + "));
        let read = |row: &Row<'_>| Ok(Self { held: row.get(0)?, unlocated: row.get(1)? });
        db.query_row(&sql, [], read).at("quality")
    }
}
