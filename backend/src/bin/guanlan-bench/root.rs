//! The stored facts a bench asks: a demo root of the size asked for, made once and then reused.
//!
//! Everything goes through the normal ingest and store, as `guanlan demo` does it.

use std::error::Error;
use std::fs::File;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use backend::catalogue;
use backend::demo::{self, Demo, Ground};
use backend::ingest::{Delivery, deliver};
use backend::lake::Lake;
use backend::pack::{self, LoadedPack};
use backend::registry::Registry;
use backend::store::{Generation, Store};
use domain::feed::Feed;

/// Which facts.
#[derive(Debug, clap::Args)]
pub(crate) struct RootOptions {
    /// About how many facts are stored.
    #[arg(long, default_value_t = 1_000_000)]
    pub(crate) facts: u64,
    /// Their folder; filled when it is empty, else used as it is.
    #[arg(long, default_value = "target/bench-root")]
    pub(crate) root: PathBuf,
    /// The deployment.
    #[arg(long, default_value = "assets/packs/beijing")]
    pub(crate) pack: PathBuf,
}

/// An open root.
pub(crate) struct Root {
    pub(crate) lake: Arc<Lake>,
    pub(crate) registry: Registry,
    pub(crate) store: Store,
}

impl Root {
    /// Opens the root and makes its facts where there are none.
    pub(crate) fn open(options: &RootOptions) -> Result<Self, Box<dyn Error>> {
        let pack = Arc::new(pack::load(&options.pack)?);
        let catalogue = Arc::new(catalogue::load(&pack)?);
        let lake = Arc::new(Lake::open(&options.root, &pack.pack)?);
        let registry = Registry::open(&lake, Arc::clone(&pack))?;
        if lake.batches().is_empty() {
            fill(&lake, &registry, &pack, options.facts)?;
        }
        let started = Instant::now();
        let store = Store::open(Arc::clone(&lake), pack, catalogue, &|step| tell(step))?;
        tell(&format!("store open after {:.1} s", started.elapsed().as_secs_f64()));
        let root = Self { lake, registry, store };
        let stored = root.facts();
        if stored.abs_diff(options.facts) > options.facts / 4 {
            let asked = options.facts;
            return Err(format!("the root holds {stored} facts, not about {asked}").into());
        }
        Ok(root)
    }

    /// Facts in the current generation.
    pub(crate) fn facts(&self) -> u64 {
        let (base, small) = self.generation().manifest.facts;
        base + small
    }

    pub(crate) fn generation(&self) -> Arc<Generation> {
        self.store.current()
    }
}

fn fill(
    lake: &Lake,
    registry: &Registry,
    pack: &LoadedPack,
    facts: u64,
) -> Result<(), Box<dyn Error>> {
    let started = Instant::now();
    let options = demo::Options { facts, ..demo::Options::default() };
    let now = options.end.plus(1).start();
    let open =
        |seeds: &Option<String>| File::open(pack.folder.join(seeds.as_deref().unwrap_or_default()));
    let (regions, orgs) = (&pack.pack.regions, &pack.pack.orgs);
    for (feed, seeds) in [(Feed::Region, regions), (Feed::Org, orgs)] {
        let delivery = Delivery { received_at: Some(now), ..Delivery::of(feed) };
        deliver(lake, registry, &delivery, open(seeds)?)?;
    }
    let ground = Ground::read(open(regions)?, open(orgs)?)?;
    let known = registry.known();
    let located = |lng: f64, lat: f64| {
        let districts = pack.districts.as_ref()?;
        let code = districts.code(districts.locator.locate(lng, lat)?)?;
        Some(known.current(code).to_owned())
    };
    let demo = Arc::new(Demo::new(options, ground, Some(&located)));
    for made in demo::deliveries(&demo) {
        let id = Some(made.id.clone());
        let delivery = Delivery { id, received_at: Some(now), ..Delivery::of(made.feed) };
        deliver(lake, registry, &delivery, made.csv)?;
        tell(&format!("{} taken in after {:.1} s", made.id, started.elapsed().as_secs_f64()));
    }
    Ok(())
}

/// One line of progress; results alone go to standard output.
pub(crate) fn tell(line: &str) {
    drop(writeln!(io::stderr(), "{line}"));
}
