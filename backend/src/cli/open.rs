//! A root and a pack → everything that is needed to take records in and to answer.
//!
//! The pack's regions and orgs are ingested like any delivery, once: their batch is named by their
//! content, so the same seeds change nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use domain::feed::Feed;
use domain::indicator::Catalogue;
use domain::time::Stamp;
use sha2::{Digest as _, Sha256};

use super::{Place, Trouble, complain, owner};
use crate::api::Parts;
use crate::catalogue;
use crate::ingest::{self, Delivery, IngestError};
use crate::lake::{Lake, LakeError};
use crate::pack::{self, LoadedPack};
use crate::registry::Registry;
use crate::store::Store;

/// Ready to take records in.
#[derive(Debug)]
pub(super) struct Gathered {
    pub(super) pack: Arc<LoadedPack>,
    pub(super) catalogue: Arc<Catalogue>,
    pub(super) lake: Arc<Lake>,
    pub(super) registry: Arc<Registry>,
}

#[derive(Debug, thiserror::Error)]
enum SeedError {
    #[error("cannot read the seeds {path:?}")]
    Read { path: PathBuf, source: io::Error },
    #[error("the seeds {path:?} are refused")]
    Refused { path: PathBuf, source: IngestError },
}

/// Opens the lake for this process alone and sees to the seeds.
///
/// `what` tells others what is going on here; `received_at` is when seeds that are new count as arrived.
pub(super) fn gather(
    place: &Place,
    what: &str,
    received_at: Option<Stamp>,
) -> Result<Gathered, Trouble> {
    let pack = Arc::new(pack::load(&place.pack)?);
    for problem in &pack.problems {
        complain(&format!("guanlan: {problem}"));
    }
    let catalogue = Arc::new(catalogue::load(&pack)?);
    let lake = match Lake::open(&place.root, &pack.pack) {
        Err(LakeError::InUse { .. }) => return Err(owner::in_use(&place.root).into()),
        opened => Arc::new(opened?),
    };
    owner::sign(&place.root, what);
    let registry = Arc::new(Registry::open(&lake, Arc::clone(&pack))?);
    let gathered = Gathered { pack, catalogue, lake, registry };
    for (feed, file) in
        [(Feed::Region, &gathered.pack.pack.regions), (Feed::Org, &gathered.pack.pack.orgs)]
    {
        if let Some(file) = file {
            seed(&gathered, feed, &gathered.pack.folder.join(file), received_at)?;
        }
    }
    Ok(gathered)
}

impl Gathered {
    /// Opens the published generation, or builds it.
    pub(super) fn open_store(self) -> Result<Parts, Trouble> {
        let Self { pack, catalogue, lake, registry } = self;
        let store = Store::open(Arc::clone(&lake), Arc::clone(&pack), catalogue, &progress)?;
        Ok(Parts { pack, lake, registry, store: Arc::new(store) })
    }
}

/// Says how far a long build has come.
pub(super) fn progress(step: &str) {
    tracing::info!("building: {step}");
}

fn seed(
    gathered: &Gathered,
    feed: Feed,
    path: &Path,
    received_at: Option<Stamp>,
) -> Result<(), SeedError> {
    let bytes =
        fs::read(path).map_err(|source| SeedError::Read { path: path.to_owned(), source })?;
    let mark = Sha256::digest(&bytes)
        .iter()
        .take(8)
        .fold(0_u64, |mark, byte| mark << 8 | u64::from(*byte));
    let id = format!("seed-{}-{mark:016x}", feed.as_str());
    if gathered.lake.batch(&id).is_some() {
        return Ok(());
    }
    let delivery = Delivery { id: Some(id), received_at, ..Delivery::of(feed) };
    let refused = |source| SeedError::Refused { path: path.to_owned(), source };
    let receipt =
        ingest::deliver(&gathered.lake, &gathered.registry, &delivery, &*bytes).map_err(refused)?;
    if receipt.rejected > 0 {
        complain(&format!(
            "guanlan: {} rows of {} were rejected: /api/v1/batches/{}/rejects",
            receipt.rejected,
            path.display(),
            receipt.batch
        ));
    }
    Ok(())
}
