//! A published generation, open for questions. Immutable: a question sees one from start to end.

use std::collections::BTreeMap;
use std::iter;
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use domain::cells::{CellList, ListName};
use domain::feed::Feed;
use domain::indicator::Catalogue;
use domain::time::Day;
use domain::wire::{Quality, Stamped};
use duckdb::{Config, Connection};
use geodata::cell::{COARSEST, FINEST};

use super::base::{BITMAPS_FILE, SUMS_FILE};
use super::change::Change;
use super::cube::{Cube, PrefixSums};
use super::delta::FACTS;
use super::derived::{Counts, Derived, Flaws};
use super::directory::Directory;
use super::distinct::Bitmaps;
use super::error::{AtStep as _, StoreError};
use super::laps::Laps;
use super::live::Live;
use super::manifest::{Folders, Manifest};
use super::overlay::Overlay;
use super::part::Counted;
use super::risk::Risk;
use super::text::table_of;
use crate::pack::LoadedPack;

/// The arrays and the directory of a base part, shared by the generations that stand on it.
#[derive(Debug)]
pub(super) struct Base {
    name: String,
    sums: PrefixSums,
    pub(super) bitmaps: Bitmaps,
    pub(super) counted: Counted,
}

/// What is known after all batches up to `manifest.through_seq`.
#[derive(Debug)]
pub struct Generation {
    pub manifest: Manifest,
    pub catalogue: Arc<Catalogue>,
    pub pack: Arc<LoadedPack>,
    pub directory: Arc<Directory>,
    pub risk: Risk,
    pub quality: Quality,
    /// Org and unit of [`Cube::OrgPlace`], by place.
    pairs: BTreeMap<i32, Vec<(i32, usize)>>,
    pub(super) first_day: Option<Day>,
    base: Arc<Base>,
    pub(super) overlay: Overlay,
    bitmaps: Bitmaps,
    pool: Mutex<Vec<Connection>>,
    /// Lists of occupied cells, finest first, made when first asked; by one at a time.
    lists: OnceLock<Vec<CellList>>,
    listing: Mutex<()>,
    pub(super) live: Live,
    pub(super) last: Counted,
}

impl Generation {
    pub(super) fn open(
        folders: &Folders,
        manifest: Manifest,
        catalogue: &Arc<Catalogue>,
        pack: &Arc<LoadedPack>,
        before: Option<&Self>,
    ) -> Result<Self, StoreError> {
        let mut laps = Laps::start();
        let base = base_of(folders, &manifest, before)?;
        let (name, earlier) = manifest.parts.split_last().ok_or(StoreError::Empty)?;
        let before = before.filter(|before| before.manifest.parts == earlier);
        let counts = match before {
            Some(before) => Counts::after(folders, name, before)?,
            None => Counts::read(folders, &manifest, &base)?,
        };
        let Counts { live, overlay, bitmaps, last } = counts;
        laps.lap("merge sums and bitmaps");
        let db = serving(&live)?;
        laps.lap("open the server");
        let as_of = manifest.cutoff.day();
        let derived = match before {
            Some(before) => Derived::after(&db, before, &Change::of_last(&live, &last), as_of)?,
            None => Derived::read(&db, as_of)?,
        };
        laps.lap("risk, quality, first day");
        let Flaws { held, unlocated } = derived.flaws;
        let (rows, accepted, rejected) = manifest.delivered;
        Ok(Self {
            catalogue: Arc::clone(catalogue),
            pack: Arc::clone(pack),
            directory: derived.directory,
            risk: derived.risk,
            quality: Quality { rows, accepted, rejected, held, unlocated },
            first_day: derived.first_day,
            pairs: by_place(&last.pairs),
            base,
            overlay,
            bitmaps,
            pool: Mutex::new(vec![db]),
            lists: OnceLock::new(),
            listing: Mutex::default(),
            live,
            last: Counted { entries: Vec::new(), patches: Vec::new(), ..last },
            manifest,
        })
    }

    /// Number of this generation.
    pub fn number(&self) -> u64 {
        self.manifest.generation
    }

    /// What every answer from this generation names.
    pub fn stamped(&self) -> Stamped {
        Stamped {
            generation: self.number(),
            cutoff: self.manifest.cutoff,
            definitions: self.catalogue.version.clone(),
            demo: self.pack.pack.demo,
        }
    }

    /// A real query on the published facts, for `/readyz`.
    pub fn probe(&self) -> Result<i64, StoreError> {
        let sql = "SELECT count(*) FROM inspection WHERE marks <> 0";
        self.with_facts(|db| db.query_row(sql, [], |row| row.get(0)).at("probe"))?
    }

    /// The civil day of the data cut-off.
    pub fn cutoff_day(&self) -> Day {
        self.manifest.cutoff.day()
    }

    /// The first and last day that facts are counted on; `None` without facts.
    pub fn span(&self) -> Option<(Day, Day)> {
        self.first_day.map(|first| (first, self.cutoff_day()))
    }

    /// Every cell of a resolution (6 to 10) that holds a fact, ascending. The same list for every layer, so
    /// that it travels once.
    pub fn cells(&self, res: u8) -> Result<&CellList, StoreError> {
        let list = self.lists()?.iter().find(|list| list.name.res == res);
        list.ok_or(StoreError::Resolution(res))
    }

    /// The finest of the lists up to a resolution that a caller `known`s the hash of: what an answer may stand on.
    pub fn standing(&self, res: u8, known: &[u64]) -> Result<Option<ListName>, StoreError> {
        let names = self.lists()?.iter().map(|list| list.name);
        let mut up_to = names.filter(|name| name.res <= res);
        Ok(up_to.find(|name| known.contains(&name.hash)))
    }

    /// Whether the lists are made, so that nobody waits for them.
    pub fn has_lists(&self) -> bool {
        self.lists.get().is_some()
    }

    fn lists(&self) -> Result<&[CellList], StoreError> {
        if let Some(lists) = self.lists.get() {
            return Ok(lists);
        }
        let _one = self.listing.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lists) = self.lists.get() {
            return Ok(lists);
        }
        let finest = CellList::new(FINEST, ascending(self.with_facts(finest_cells)??));
        let lists = iter::successors(Some(finest), CellList::parents);
        let lists = lists.take_while(|list| list.name.res >= COARSEST).collect();
        Ok(self.lists.get_or_init(|| lists))
    }

    /// The Sum of an additive measure over days in some units of a cube together.
    pub fn sum(
        &self,
        cube: Cube,
        measure: usize,
        days: &Range<i32>,
        units: impl Iterator<Item = usize> + Clone,
    ) -> i64 {
        self.base.sums.over(cube, measure, days, units.clone())
            + self.overlay.over(cube, measure, days, units)
    }

    /// The orgs that have facts in a place, with the unit of [`Cube::OrgPlace`] of each.
    pub fn pairs_at(&self, place: i32) -> &[(i32, usize)] {
        self.pairs.get(&place).map_or(&[], Vec::as_slice)
    }

    /// Every place that has facts, ascending.
    pub fn places(&self) -> impl Iterator<Item = i32> {
        self.pairs.keys().copied()
    }

    pub fn bitmaps(&self) -> &Bitmaps {
        &self.bitmaps
    }

    /// Lends a read-only connection to the facts.
    pub fn with_facts<T>(&self, ask: impl FnOnce(&Connection) -> T) -> Result<T, StoreError> {
        let lent = {
            let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
            if pool.len() > 1 { pool.pop() } else { None }
        };
        let connection = if let Some(connection) = lent {
            connection
        } else {
            let pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(first) = pool.first() else { return Err(StoreError::Empty) };
            first.try_clone().at("lend a connection")?
        };
        let answer = ask(&connection);
        self.pool.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(answer)
    }
}

fn by_place(pairs: &[(i32, i32)]) -> BTreeMap<i32, Vec<(i32, usize)>> {
    let mut places: BTreeMap<i32, Vec<(i32, usize)>> = BTreeMap::new();
    for (unit, (org, place)) in pairs.iter().enumerate() {
        places.entry(*place).or_default().push((*org, unit));
    }
    places
}

fn finest_cells(db: &Connection) -> Result<Vec<u64>, StoreError> {
    let sql = "SELECT map_cell FROM entity WHERE map_cell IS NOT NULL
               UNION SELECT map_cell FROM inspection WHERE map_cell IS NOT NULL
               UNION SELECT map_cell FROM complaint WHERE map_cell IS NOT NULL";
    let mut statement = db.prepare(sql).at("occupied cells")?;
    let rows = statement.query_map([], |row| row.get::<_, i64>(0)).at("occupied cells")?;
    let cells: Result<Vec<i64>, _> = rows.collect();
    Ok(cells.at("occupied cells")?.into_iter().map(i64::cast_unsigned).collect())
}

fn ascending(mut cells: Vec<u64>) -> Vec<u64> {
    cells.sort_unstable();
    cells.dedup();
    cells
}

fn base_of(
    folders: &Folders,
    manifest: &Manifest,
    before: Option<&Generation>,
) -> Result<Arc<Base>, StoreError> {
    let name = manifest.parts.first().ok_or(StoreError::Empty)?;
    if let Some(shared) = before.map(|before| &before.base).filter(|base| base.name == *name) {
        return Ok(Arc::clone(shared));
    }
    let folder = folders.part(name);
    Ok(Arc::new(Base {
        name: name.clone(),
        sums: PrefixSums::open(&folder.join(SUMS_FILE))?,
        bitmaps: Bitmaps::open(&folder.join(BITMAPS_FILE))?,
        counted: Counted::open(&folder)?,
    }))
}

/// A DuckDB that can read the parts and nothing else: external access off, extensions off, locked.
fn serving(live: &Live) -> Result<Connection, StoreError> {
    let config = Config::default().enable_autoload_extension(false).at("configure the server")?;
    let db = Connection::open_in_memory_with_flags(config).at("open the server")?;
    live.attach(&db)?;
    for feed in FACTS {
        let text = format!("CREATE VIEW memory.{} AS {}", table_of(feed), live.settled(feed, "*"));
        db.execute_batch(&text).at("views of living facts")?;
    }
    db.execute_batch("SET enable_external_access = false; SET lock_configuration = true")
        .at("lock the server")?;
    Ok(db)
}

/// The tables of living facts, by feed, as questions name them.
pub fn facts_of(feed: Feed) -> &'static str {
    table_of(feed)
}
