//! Ready-made answers: encoded and compressed once per question, generation and scope.
//!
//! The key of an answer is its `ETag`: a hash of all that the answer depends on. A caller that holds the
//! answer is told so without asking anybody; callers that ask the same at once wait for one calculation.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use axum::body::Bytes;
use sha2::{Digest as _, Sha256};
use tokio::sync::OnceCell;

use crate::api::encoding::{Encoding, WORTH_COMPRESSING_BYTES};
use crate::api::problem::Refusal;

/// Name of one answer: question, generation, definitions, scope and representation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key([u8; 16]);

impl Key {
    /// The hash of all parts that an answer depends on, in order.
    pub fn of(parts: &[&str]) -> Self {
        let mut hasher = Sha256::new();
        for part in parts {
            hasher.update(part.len().to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let digest = hasher.finalize();
        let mut key = [0; 16];
        key.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
        Self(key)
    }

    /// Weak, because the bytes differ by compression and the meaning does not.
    pub fn etag(self) -> String {
        format!("W/\"{:032x}\"", u128::from_be_bytes(self.0))
    }
}

/// One answer in each encoding that somebody asked for.
#[derive(Debug)]
pub struct Ready {
    pub media: &'static str,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

impl Ready {
    pub fn new(media: &'static str, plain: Vec<u8>) -> Self {
        Self { media, plain: plain.into(), gzip: OnceLock::new(), brotli: OnceLock::new() }
    }

    /// Which encoding is worth sending to a caller that accepts this one.
    pub fn worth(&self, accepted: Encoding) -> Encoding {
        if self.plain.len() < WORTH_COMPRESSING_BYTES { Encoding::Identity } else { accepted }
    }

    /// The bytes where they are there already.
    pub fn made(&self, encoding: Encoding) -> Option<Bytes> {
        match encoding {
            Encoding::Identity => Some(self.plain.clone()),
            Encoding::Gzip => self.gzip.get().cloned(),
            Encoding::Brotli => self.brotli.get().cloned(),
        }
    }

    /// The bytes, compressed now if they have not been before.
    pub fn make(&self, encoding: Encoding) -> io::Result<Bytes> {
        if let Some(bytes) = self.made(encoding) {
            return Ok(bytes);
        }
        let bytes = encoding.apply(&self.plain)?;
        Ok(match encoding {
            Encoding::Identity => bytes,
            Encoding::Gzip => self.gzip.get_or_init(|| bytes).clone(),
            Encoding::Brotli => self.brotli.get_or_init(|| bytes).clone(),
        })
    }

    /// Takes a form that was compressed elsewhere.
    pub fn put_brotli(&self, bytes: Vec<u8>) {
        self.brotli.get_or_init(|| bytes.into());
    }

    /// At most what it takes in memory: both compressed forms together never exceed the plain one by much.
    fn weight(&self) -> usize {
        self.plain.len() * 2 + 256
    }
}

type Place = Arc<OnceCell<Arc<Ready>>>;

#[derive(Debug)]
struct Slot {
    place: Place,
    used: u64,
    weight: usize,
}

/// Answers up to a number of bytes; those not asked for longest go first.
#[derive(Debug)]
pub struct Answers {
    slots: Mutex<BTreeMap<Key, Slot>>,
    clock: AtomicU64,
    limit_bytes: usize,
}

impl Answers {
    pub fn new(limit_bytes: usize) -> Self {
        Self { slots: Mutex::default(), clock: AtomicU64::new(0), limit_bytes }
    }

    /// The answer of this name, made by `make` unless somebody made it before; failures are not kept.
    pub async fn get(
        &self,
        key: Key,
        make: impl Future<Output = Result<Ready, Refusal>>,
    ) -> Result<Arc<Ready>, Refusal> {
        let place = self.place(key);
        let made = place.get_or_try_init(|| async { make.await.map(Arc::new) }).await;
        match made {
            Ok(ready) => {
                self.weigh(key, ready.weight());
                Ok(Arc::clone(ready))
            }
            Err(refusal) => {
                self.forget(key);
                Err(refusal)
            }
        }
    }

    fn place(&self, key: Key) -> Place {
        let used = self.clock.fetch_add(1, Ordering::Relaxed);
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let slot =
            slots.entry(key).or_insert_with(|| Slot { place: Place::default(), used, weight: 0 });
        slot.used = used;
        Arc::clone(&slot.place)
    }

    fn forget(&self, key: Key) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        if slots.get(&key).is_some_and(|slot| !slot.place.initialized()) {
            slots.remove(&key);
        }
    }

    /// Notes what an answer takes and makes room.
    fn weigh(&self, key: Key, weight: usize) {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        match slots.get_mut(&key) {
            Some(slot) if slot.weight == 0 => slot.weight = weight,
            _ => return,
        }
        let mut total: usize = slots.values().map(|slot| slot.weight).sum();
        if total <= self.limit_bytes {
            return;
        }
        let mut oldest: Vec<(u64, Key)> =
            slots.iter().map(|(key, slot)| (slot.used, *key)).collect();
        oldest.sort_unstable();
        for (_, key) in oldest {
            if total * 4 <= self.limit_bytes * 3 {
                break;
            }
            total -= slots.remove(&key).map_or(0, |slot| slot.weight);
        }
    }

    /// How many answers are kept.
    pub fn len(&self) -> usize {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use std::future::ready;
    use std::sync::atomic::AtomicUsize;

    use super::*;

    fn answer(bytes: usize) -> Ready {
        Ready::new("application/json", vec![b'x'; bytes])
    }

    async fn counted(made: &AtomicUsize) -> Result<Ready, Refusal> {
        tokio::task::yield_now().await;
        made.fetch_add(1, Ordering::Relaxed);
        Ok(answer(10))
    }

    #[test]
    fn a_key_changes_with_every_part_and_with_their_borders() {
        let whole = Key::of(&["figures", "7", "all"]);
        assert_eq!(whole, Key::of(&["figures", "7", "all"]));
        for other in [["figures", "8", "all"], ["figures", "7", "110101"], ["figures7", "", "all"]]
        {
            assert_ne!(whole, Key::of(&other));
        }
        assert!(whole.etag().starts_with("W/\""));
    }

    #[tokio::test]
    async fn callers_that_ask_the_same_at_once_share_one_calculation() {
        let answers = Answers::new(1 << 20);
        let made = AtomicUsize::new(0);
        let ask = || answers.get(Key::of(&["q"]), counted(&made));
        let (left, right) = tokio::join!(ask(), ask());
        assert!(Arc::ptr_eq(&left.unwrap(), &right.unwrap()));
        assert_eq!(made.load(Ordering::Relaxed), 1);
    }

    #[tokio::test]
    async fn a_refusal_is_not_kept() {
        let answers = Answers::new(1 << 20);
        let refused = answers.get(Key::of(&["q"]), ready(Err(Refusal::bad("X", "y")))).await;
        assert!(refused.is_err() && answers.is_empty());
        assert!(answers.get(Key::of(&["q"]), ready(Ok(answer(1)))).await.is_ok());
    }

    #[tokio::test]
    async fn the_answer_not_asked_for_longest_goes_first() {
        let answers = Answers::new(10_000);
        let key = |nth: usize| Key::of(&[&nth.to_string()]);
        for nth in 0..4 {
            answers.get(key(nth), ready(Ok(answer(1_000)))).await.unwrap();
        }
        answers
            .get(key(0), ready(Err(Refusal::bad("X", "must not be asked again"))))
            .await
            .unwrap();
        answers.get(key(4), ready(Ok(answer(1_000)))).await.unwrap();
        assert_eq!(answers.len(), 3);
        let kept = answers.get(key(0), ready(Err(Refusal::bad("X", "gone")))).await;
        assert!(kept.is_ok(), "the one asked for lately stays");
        let gone = answers.get(key(1), ready(Err(Refusal::bad("X", "gone")))).await;
        assert!(gone.is_err());
    }
}
