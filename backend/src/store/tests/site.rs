//! A small deployment in a temporary folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::feed::Feed;
use domain::indicator::Catalogue;
use domain::time::Stamp;
use duckdb::Connection;

use crate::catalogue;
use crate::demo::{Demo, Ground, Options, deliveries};
use crate::ingest::{self, Delivery, Receipt};
use crate::lake::{BatchRow, Lake};
use crate::pack::{self, LoadedPack};
use crate::registry::Registry;
use crate::store::Store;

/// The moment at which everything arrives unless a test says otherwise.
pub(super) const NOW: &str = "2026-11-21T00:00:00+08:00";

pub(super) struct Site {
    root: PathBuf,
    pack: Arc<LoadedPack>,
    catalogue: Arc<Catalogue>,
    lake: Arc<Lake>,
    registry: Registry,
    store: Option<Store>,
}

impl Site {
    /// Beijing's regions and orgs, and nothing else.
    pub(super) fn empty(name: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let root = std::env::temp_dir()
            .join(format!("guanlan-store-{name}-{}-{count}", std::process::id()));
        drop(fs::remove_dir_all(&root));
        fs::create_dir_all(&root).unwrap();
        let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets");
        let pack = Arc::new(pack::load(&assets.join("packs/beijing")).unwrap());
        let catalogue = Arc::new(catalogue::load(&pack).unwrap());
        let lake = Arc::new(Lake::open(&root, &pack.pack).unwrap());
        let registry = Registry::open(&lake, Arc::clone(&pack)).unwrap();
        let site = Self { root, pack, catalogue, lake, registry, store: None };
        for (feed, file) in [(Feed::Region, "regions.csv"), (Feed::Org, "orgs.csv")] {
            let text = fs::read_to_string(site.pack.folder.join(file)).unwrap();
            let receipt = site.deliver(feed, file, &text);
            assert_eq!(receipt.rejected, 0);
        }
        site
    }

    /// As [`Site::empty`], with about `facts` synthetic records, published.
    pub(super) fn demo(name: &str, facts: u64) -> Self {
        let mut site = Self::empty(name);
        for (feed, id, text) in demo_texts(&site, facts) {
            site.deliver(feed, &id, &text);
        }
        site.open();
        site
    }

    pub(super) fn deliver(&self, feed: Feed, id: &str, text: &str) -> Receipt {
        let now: Stamp = NOW.parse().unwrap();
        let delivery =
            Delivery { id: Some(id.to_owned()), received_at: Some(now), ..Delivery::of(feed) };
        ingest::deliver(&self.lake, &self.registry, &delivery, text.as_bytes()).unwrap()
    }

    pub(super) fn open(&mut self) {
        let opened = Store::open(
            Arc::clone(&self.lake),
            Arc::clone(&self.pack),
            Arc::clone(&self.catalogue),
            &|_| {},
        );
        self.store = Some(opened.unwrap());
    }

    /// Closes the store and opens it again, as a restart does.
    pub(super) fn reopen(&mut self) {
        self.store = None;
        self.open();
    }

    /// Every row that contradicts an earlier one, by batch and row.
    pub(super) fn contradictions(&self) -> Vec<String> {
        let generation = self.store().current();
        let all = self.lake.batches();
        let listed = all.iter().flat_map(|batch| {
            let rows = generation.contradictions(batch.seq, 0, 1_000_000).unwrap();
            assert_eq!(generation.contradicted(batch.seq), rows.len() as u64);
            rows.into_iter().map(|row| format!("{}: {row:?}", batch.id)).collect::<Vec<_>>()
        });
        listed.collect()
    }

    pub(super) fn batch(&self, id: &str) -> Arc<BatchRow> {
        self.lake.batch(id).unwrap()
    }

    /// What an entity is called now.
    pub(super) fn name_of(&self, entity: &str) -> String {
        let sql = "SELECT name FROM entity WHERE entity_id = ?";
        let asked = |db: &Connection| db.query_row(sql, [entity], |row| row.get(0));
        self.store().current().with_facts(asked).unwrap().unwrap()
    }

    pub(super) fn store(&self) -> &Store {
        self.store.as_ref().unwrap()
    }

    pub(super) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        self.store = None;
        drop(fs::remove_dir_all(&self.root));
    }
}

/// The deliveries of a demo as texts.
pub(super) fn demo_texts(site: &Site, facts: u64) -> Vec<(Feed, String, String)> {
    let open = |file: &str| fs::File::open(site.pack.folder.join(file)).unwrap();
    let ground = Ground::read(open("regions.csv"), open("orgs.csv")).unwrap();
    let demo = Arc::new(Demo::new(Options { facts, ..Options::default() }, ground, None));
    deliveries(&demo)
        .map(|mut delivery| {
            let mut text = String::new();
            delivery.csv.read_to_string(&mut text).unwrap();
            (delivery.feed, delivery.id, text)
        })
        .filter(|(_, _, text)| text.lines().count() > 1)
        .collect()
}
