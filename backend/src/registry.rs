//! The regions and orgs known so far, and what a check may ask of them.
//!
//! Filled from the accepted region and org batches, highest version of a code first, whatever the order
//! of arrival; current after each such delivery. A [`View`] is one moment of it: a delivery is held
//! against one view from its first row to its last.

use std::sync::{Arc, PoisonError, RwLock};

use domain::fault::Code;
use domain::feed::Feed;
use domain::rule::{Context, Lookup};
use domain::time::{Day, Stamp};

mod known;
mod read;

pub use self::known::{Known, Org, Region};

use crate::lake::{Lake, LakeError};
use crate::pack::{Districts, LoadedPack};

/// Why the register could not be read.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    #[error("cannot read batch `{batch}`")]
    Read { batch: String, source: LakeError },
    #[error("batch `{batch}` has no usable column `{column}`")]
    Column { batch: String, column: &'static str },
}

/// Regions and orgs, current.
#[derive(Debug)]
pub struct Registry {
    pack: Arc<LoadedPack>,
    known: RwLock<Arc<Known>>,
}

impl Registry {
    /// Reads every region and org batch of a lake.
    pub fn open(lake: &Lake, pack: Arc<LoadedPack>) -> Result<Self, RegistryError> {
        let registry = Self { pack, known: RwLock::new(Arc::new(Known::default())) };
        registry.refresh(lake)?;
        Ok(registry)
    }

    /// Takes in the batches that arrived since.
    pub fn refresh(&self, lake: &Lake) -> Result<(), RegistryError> {
        let before = self.known();
        let newer = lake.batches_after(before.seq);
        let newer = newer.iter().filter(|batch| matches!(batch.feed, Feed::Region | Feed::Org));
        let mut known = Known::clone(&before);
        for batch in newer {
            read::merge(&mut known, batch)?;
            known.seq = batch.seq;
        }
        known.index(self.pack.districts.as_ref());
        *self.known.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(known);
        Ok(())
    }

    /// What is known now.
    pub fn known(&self) -> Arc<Known> {
        Arc::clone(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn pack(&self) -> &Arc<LoadedPack> {
        &self.pack
    }

    /// What a delivery that arrives at a moment is held against.
    pub fn view(&self, now: Stamp) -> View {
        View { known: self.known(), pack: Arc::clone(&self.pack), now }
    }
}

/// One moment of the register.
#[derive(Clone, Debug)]
pub struct View {
    known: Arc<Known>,
    pack: Arc<LoadedPack>,
    now: Stamp,
}

impl View {
    /// The districts of the pack, if it has readable boundaries.
    pub fn districts(&self) -> Option<&Districts> {
        self.pack.districts.as_ref()
    }

    /// The polygon of a region: its own, or that of the nearest region above which has one.
    pub fn district_of(&self, region: &str) -> Option<usize> {
        self.known.district_of(region)
    }
}

impl Context for View {
    fn now(&self) -> Stamp {
        self.now
    }

    fn region(&self, code: &str, on: Day) -> Lookup {
        self.known.region(code).map_or(Lookup::Unknown, |region| region.lookup(on))
    }

    fn org(&self, code: &str, on: Day) -> Lookup {
        self.known.org(code).map_or(Lookup::Unknown, |org| org.lookup(on))
    }

    fn relaxed(&self, code: Code) -> bool {
        self.pack.pack.relaxes(code)
    }
}

#[cfg(test)]
mod tests;
