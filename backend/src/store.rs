//! Batches → generations: what is known, counted and ready for questions.
//!
//! A generation is a manifest of immutable parts. Its base part comes from all batches (`full`, `base`); a
//! small delivery adds a small part (`delta`) that holds what it brings and what it changes, and takes back
//! the Sums of what it supersedes. When small parts have grown, a new base replaces them. Publishing is
//! one atomic rename (`manifest`); readers keep the generation they began with. Nothing here checks a
//! record, and nothing outside `text` composes SQL.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use domain::feed::Feed;
use domain::indicator::Catalogue;
use domain::time::Stamp;
use tokio::sync::watch;

pub mod check;
pub mod contradict;
pub mod cube;
pub mod directory;
pub mod distinct;
pub mod risk;
pub mod tally;
pub mod text;

mod base;
mod change;
mod delta;
mod derived;
mod enrich;
mod error;
mod full;
mod generation;
mod keys;
mod laps;
mod live;
mod manifest;
mod mapped;
mod overlay;
mod part;
mod passed;
mod seek;
#[cfg(test)]
mod tests;
mod touched;

pub use self::error::StoreError;
pub use self::generation::{Generation, facts_of};
pub use self::manifest::Manifest;

use self::laps::Laps;
use self::manifest::Folders;
use crate::chain::chain;
use crate::lake::{BatchRow, Lake};
use crate::pack::LoadedPack;

/// Changes whenever parts written before can no longer be read.
const LAYOUT: &str = "5, DuckDB 1.5.6";

/// More small parts than this are merged into a new base.
const MOST_SMALL_PARTS: usize = 12;

/// No process begins its work on more parts than this.
const MOST_PARTS: usize = 64;

/// Fewer facts than this are merged in a second or two.
const QUICK_FACTS: u64 = 300_000;

/// Generations of one root; the only writer of its `store` folder.
#[derive(Debug)]
pub struct Store {
    folders: Folders,
    lake: Arc<Lake>,
    pack: Arc<LoadedPack>,
    catalogue: Arc<Catalogue>,
    current: RwLock<Arc<Generation>>,
    published: watch::Sender<u64>,
    /// Held by whoever builds.
    turn: Mutex<()>,
}

/// Says how far a long build has come.
pub type Progress<'a> = &'a dyn Fn(&str);

impl Store {
    /// Opens the published generation and brings it up to the ledger; builds it where there is none, or
    /// where the definitions or the layout have changed.
    pub fn open(
        lake: Arc<Lake>,
        pack: Arc<LoadedPack>,
        catalogue: Arc<Catalogue>,
        progress: Progress<'_>,
    ) -> Result<Self, StoreError> {
        let folders = Folders::at(lake.root())?;
        folders.clear_building()?;
        let site = Site { folders: &folders, lake: &lake, pack: &pack, catalogue: &catalogue };
        let usable = |found: &Manifest| {
            found.definitions == catalogue.version
                && found.layout == layout()
                && found.parts.iter().all(|part| folders.part(part).join("counted.bin").exists())
        };
        // A pointer or manifest that cannot be read is no loss: everything is rebuilt from the batches.
        let found = folders.published().unwrap_or_else(|err| {
            tracing::warn!(error = %err, "the published generation cannot be read and is built again");
            None
        });
        let opened = match found.filter(usable) {
            Some(manifest) => Generation::open(&folders, manifest, &catalogue, &pack, None).ok(),
            None => None,
        };
        let generation = match opened {
            Some(generation) => generation,
            None => site.rebuild(folders.last_number() + 1, progress)?,
        };
        folders.sweep(&[&generation.manifest])?;
        let number = generation.number();
        let store = Self {
            folders,
            lake,
            pack,
            catalogue,
            current: RwLock::new(Arc::new(generation)),
            published: watch::Sender::new(number),
            turn: Mutex::new(()),
        };
        store.catch_up();
        Ok(store)
    }

    /// Publishes what an earlier process accepted and could not publish. Where that fails again (the disk
    /// is still full) the generation that there is goes on answering; the next delivery tries once more.
    fn catch_up(&self) {
        let merged =
            |number| if self.wants_compaction_at_once() { self.compact() } else { Ok(number) };
        if let Err(err) = self.publish().and_then(merged) {
            tracing::error!(error = %chain(&err), "the newest batches cannot be published yet");
        }
    }

    /// The newest published generation.
    pub fn current(&self) -> Arc<Generation> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Numbers of generations as they are published; only the newest matters.
    pub fn watch(&self) -> watch::Receiver<u64> {
        self.published.subscribe()
    }

    /// Builds and publishes what the ledger holds beyond the current generation; returns the number of
    /// the generation that holds every batch accepted before this call.
    pub fn publish(&self) -> Result<u64, StoreError> {
        let _turn = self.turn();
        let current = self.current();
        let pending = self.lake.batches_after(current.manifest.through_seq);
        if pending.is_empty() {
            return Ok(current.number());
        }
        let next = if needs_new_base(&current, &pending) {
            self.site().rebuild(current.number() + 1, &|_| {})?
        } else {
            self.site().extend(&current, &pending)?
        };
        self.adopt(next)
    }

    /// Builds everything again from the batches and publishes it.
    pub fn rebuild(&self, progress: Progress<'_>) -> Result<u64, StoreError> {
        let _turn = self.turn();
        let next = self.site().rebuild(self.current().number() + 1, progress)?;
        self.adopt(next)
    }

    /// Whether the small parts have grown enough to be merged into a new base.
    pub fn wants_compaction(&self) -> bool {
        let manifest = &self.current().manifest;
        let (base, small) = manifest.facts;
        manifest.parts.len() > MOST_SMALL_PARTS || small > base / 4 + 100_000
    }

    /// Whether to merge before anything else: it is quick, or a process that never lives long enough to
    /// merge beside its work would have ever more parts to read.
    fn wants_compaction_at_once(&self) -> bool {
        let manifest = &self.current().manifest;
        let (base, small) = manifest.facts;
        let is_quick = base + small < QUICK_FACTS;
        self.wants_compaction() && (is_quick || manifest.parts.len() > MOST_PARTS)
    }

    /// Merges all parts into a new base beside the running deliveries, then adds what they published
    /// meanwhile.
    pub fn compact(&self) -> Result<u64, StoreError> {
        let started = self.current();
        let through = started.manifest.through_seq;
        let batches: Vec<_> =
            self.lake.batches().into_iter().filter(|batch| batch.seq <= through).collect();
        let name = format!("c{through:07}");
        let merged = self.site().build_base(&name, &batches, &|_| {})?;
        let _turn = self.turn();
        let current = self.current();
        if current.manifest.parts.first() != started.manifest.parts.first() {
            // Regions, orgs or a large delivery have made a newer base meanwhile.
            self.folders.abandon(&name)?;
            return Ok(current.number());
        }
        // Only now: a part that no published generation names would be swept away by a delivery.
        self.site().settle(&name)?;
        let manifest = Manifest { generation: current.number() + 1, ..merged };
        let next = Generation::open(&self.folders, manifest, &self.catalogue, &self.pack, None)?;
        self.folders.publish(&next.manifest)?;
        // What is not published yet may change the directory: its own publisher decides.
        let mut missed = self.lake.batches_after(through);
        missed.retain(|batch| batch.seq <= current.manifest.through_seq);
        let next = if missed.is_empty() { next } else { self.site().extend(&next, &missed)? };
        self.adopt(next)
    }

    fn adopt(&self, next: Generation) -> Result<u64, StoreError> {
        let number = next.number();
        let next = Arc::new(next);
        let before = {
            let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *current, Arc::clone(&next))
        };
        self.published.send_replace(number);
        tracing::info!(
            generation = number,
            batches_through = next.manifest.through_seq,
            part.count = next.manifest.parts.len(),
            "published generation {number}"
        );
        self.folders.sweep(&[&before.manifest, &next.manifest])?;
        Ok(number)
    }

    fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn site(&self) -> Site<'_> {
        Site {
            folders: &self.folders,
            lake: &self.lake,
            pack: &self.pack,
            catalogue: &self.catalogue,
        }
    }
}

/// Regions and orgs number the arrays; a large delivery is cheaper as part of a new base.
fn needs_new_base(current: &Generation, pending: &[Arc<BatchRow>]) -> bool {
    let directory_changes =
        pending.iter().any(|batch| matches!(batch.feed, Feed::Region | Feed::Org));
    let rows: u64 = pending.iter().map(|batch| batch.stored).sum();
    directory_changes || rows > current.manifest.facts.0 / 2 + 20_000
}

fn layout() -> String {
    LAYOUT.to_owned()
}

/// Where and from what generations are built.
#[derive(Clone, Copy)]
struct Site<'a> {
    folders: &'a Folders,
    lake: &'a Lake,
    pack: &'a Arc<LoadedPack>,
    catalogue: &'a Arc<Catalogue>,
}

impl Site<'_> {
    fn rebuild(self, generation: u64, progress: Progress<'_>) -> Result<Generation, StoreError> {
        let name = format!("b{generation:07}");
        let built = self.build_base(&name, &self.lake.batches(), progress)?;
        self.settle(&name)?;
        let manifest = Manifest { generation, ..built };
        let next = Generation::open(self.folders, manifest, self.catalogue, self.pack, None)?;
        self.folders.publish(&next.manifest)?;
        Ok(next)
    }

    /// A finished base part, not yet in its place, and the manifest of a generation that consists of it.
    fn build_base(
        self,
        name: &str,
        batches: &[Arc<BatchRow>],
        progress: Progress<'_>,
    ) -> Result<Manifest, StoreError> {
        let folder = self.folders.fresh(name)?;
        let cutoff = batches.iter().map(|batch| batch.received_at).max().unwrap_or_default();
        let built = base::build(&folder, batches, self.catalogue, cutoff, progress)?;
        Ok(Manifest {
            generation: 0,
            through_seq: batches.last().map_or(0, |batch| batch.seq),
            cutoff: built.cutoff,
            definitions: self.catalogue.version.clone(),
            layout: layout(),
            parts: vec![name.to_owned()],
            delivered: less(delivered(batches), built.contradicted),
            facts: (built.facts, 0),
        })
    }

    /// The generation after `current` with one more small part.
    fn extend(
        self,
        current: &Generation,
        pending: &[Arc<BatchRow>],
    ) -> Result<Generation, StoreError> {
        let generation = current.number() + 1;
        let name = format!("d{generation:07}");
        let folder = self.folders.fresh(&name)?;
        let batches = self.lake.batches();
        let before = delta::Before { live: &current.live, last: &current.last, batches: &batches };
        let built = delta::build(&folder, pending, self.catalogue, &before)?;
        let mut laps = Laps::start();
        self.settle(&name)?;
        laps.lap("settle the part");
        let mut parts = current.manifest.parts.clone();
        parts.push(name);
        let manifest = Manifest {
            generation,
            through_seq: pending.last().map_or(current.manifest.through_seq, |batch| batch.seq),
            cutoff: built.cutoff.max(current.manifest.cutoff),
            parts,
            delivered: add(
                current.manifest.delivered,
                less(delivered(pending), built.contradicted),
            ),
            facts: (current.manifest.facts.0, current.manifest.facts.1 + built.facts),
            ..current.manifest.clone()
        };
        let next =
            Generation::open(self.folders, manifest, self.catalogue, self.pack, Some(current))?;
        let mut laps = Laps::start();
        self.folders.publish(&next.manifest)?;
        laps.lap("publish the manifest");
        Ok(next)
    }

    /// A part of the same name can only be left over from a build that was never published.
    fn settle(self, name: &str) -> Result<(), StoreError> {
        let place = self.folders.part(name);
        if place.exists() {
            std::fs::remove_dir_all(&place).map_err(|source| StoreError::File {
                action: "remove",
                path: place,
                source,
            })?;
        }
        self.folders.settle(name)
    }
}

/// Rows delivered, accepted and rejected.
fn delivered(batches: &[Arc<BatchRow>]) -> (i64, i64, i64) {
    let signed = |rows: u64| i64::try_from(rows).unwrap_or(i64::MAX);
    let of = |batch: &Arc<BatchRow>| {
        (signed(batch.rows), signed(batch.accepted), signed(batch.rejected))
    };
    batches.iter().map(of).fold((0, 0, 0), add)
}

/// Accepted rows that turned out to contradict earlier ones are rejected after all.
fn less((rows, accepted, rejected): (i64, i64, i64), contradicted: u64) -> (i64, i64, i64) {
    let contradicted = i64::try_from(contradicted).unwrap_or(i64::MAX);
    (rows, accepted - contradicted, rejected + contradicted)
}

fn add(left: (i64, i64, i64), right: (i64, i64, i64)) -> (i64, i64, i64) {
    (left.0 + right.0, left.1 + right.1, left.2 + right.2)
}

/// What a finished part adds to its manifest.
#[derive(Clone, Copy, Debug)]
struct Built {
    facts: u64,
    /// Rows among those delivered that contradict earlier ones.
    contradicted: u64,
    cutoff: Stamp,
}
