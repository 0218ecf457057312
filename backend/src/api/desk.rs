//! What every answer is made with: the store, the lake, the ready-made answers and the turn-takers.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::StatusCode;
use tokio::sync::{Semaphore, watch};

use crate::api::problem::Refusal;
use crate::api::ready::Answers;
use crate::api::regions::Atlas;
use crate::lake::Lake;
use crate::pack::LoadedPack;
use crate::registry::Registry;
use crate::store::{Generation, Store};
use crate::tiles::Shelf;

/// Memory for ready-made answers.
const ANSWERS_BYTES: usize = 96 << 20;

/// Generations that can be asked: whoever reads page by page may finish after a delivery.
const KEPT: usize = 2;

/// Tiles that are read at once. A slow tile server delays tiles, never answers.
const FETCHING: usize = 8;

/// What a server may be told.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Longest body of a delivery, bytes.
    pub delivery_bytes: u64,
    /// Questions that are calculated at once.
    pub asking: usize,
}

/// What answers are made from.
#[derive(Debug)]
pub struct Parts {
    pub pack: Arc<LoadedPack>,
    pub lake: Arc<Lake>,
    pub registry: Arc<Registry>,
    pub store: Arc<Store>,
}

/// Shared by all requests.
pub struct Desk {
    pub store: Arc<Store>,
    pub lake: Arc<Lake>,
    pub registry: Arc<Registry>,
    pub pack: Arc<LoadedPack>,
    pub atlas: Atlas,
    pub tiles: Shelf,
    pub answers: Answers,
    pub limits: Limits,
    /// Turns true when the server is to stop: open streams end.
    pub closing: watch::Receiver<bool>,
    kept: Mutex<Vec<Arc<Generation>>>,
    asking: Semaphore,
    delivering: Semaphore,
    fetching: Semaphore,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl Desk {
    pub fn new(parts: Parts, limits: Limits, closing: watch::Receiver<bool>) -> Self {
        let Parts { pack, lake, registry, store } = parts;
        Self {
            store,
            lake,
            registry,
            atlas: Atlas::of(&pack),
            tiles: Shelf::open(&pack, |name| std::env::var(name).ok()),
            pack,
            answers: Answers::new(ANSWERS_BYTES),
            closing,
            kept: Mutex::default(),
            asking: Semaphore::new(limits.asking),
            // Deliveries take turns in the lake anyway: waiting here holds no thread.
            delivering: Semaphore::new(1),
            fetching: Semaphore::new(FETCHING),
            limits,
        }
    }

    /// The generation asked for, else the newest. The one before the newest can still be asked.
    pub fn generation(&self, pinned: Option<u64>) -> Result<Arc<Generation>, Refusal> {
        let kept = self.kept();
        let wanted = |it: &&Arc<Generation>| pinned.is_none_or(|number| it.number() == number);
        kept.iter().find(wanted).cloned().ok_or_else(|| {
            let detail = format!("generation {} is not kept", pinned.unwrap_or_default());
            Refusal::new(StatusCode::GONE, "GENERATION_GONE", detail)
                .allowing(kept.iter().map(|it| it.number().to_string()))
        })
    }

    /// The generations that can be asked, the newest first.
    fn kept(&self) -> Vec<Arc<Generation>> {
        let newest = self.store.current();
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.first().is_none_or(|it| it.number() < newest.number()) {
            kept.insert(0, newest);
            kept.truncate(KEPT);
        }
        kept.clone()
    }

    /// Runs a question on a blocking thread when its turn comes.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        turn(&self.asking, work).await
    }

    /// Reads a tile on a blocking thread when its turn comes.
    pub async fn fetching<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        turn(&self.fetching, work).await
    }

    /// Runs a delivery on a blocking thread when its turn comes.
    pub async fn delivering<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        turn(&self.delivering, work).await
    }
}

async fn turn<T: Send + 'static>(
    turns: &Semaphore,
    work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
) -> Result<T, Refusal> {
    let _turn =
        turns.acquire().await.map_err(|err| Refusal::internal("the server is closing", &err))?;
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|err| Refusal::internal("the calculation broke off", &err))?
}
