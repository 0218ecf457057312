//! `guanlan demo`: synthetic records into a root of their own, through the same ingest as anything else.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use domain::time::Stamp;

use super::open::{Gathered, gather};
use super::{DemoArgs, Trouble, complain, ingest::line, say};
use crate::demo::{Demo, DemoDelivery, Ground, Options, deliveries};
use crate::ingest::{self, Delivery, IngestError, Receipt};

#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error(
        "the root {root:?} holds other records (batch {batch:?}); synthetic ones go into a root of their own"
    )]
    NotEmpty { root: PathBuf, batch: String },
    #[error("the pack names no {0} to place synthetic entities in")]
    NoSeed(&'static str),
    #[error("cannot read {path:?}")]
    Read { path: PathBuf, source: io::Error },
    #[error("a synthetic delivery was not taken")]
    Delivery(#[source] IngestError),
}

pub(super) fn run(args: &DemoArgs) -> Result<(), Trouble> {
    let started = Instant::now();
    let standard = Options::default();
    let options =
        Options { facts: args.facts, seed: args.seed, end: args.end.unwrap_or(standard.end) };
    // The demo's now: all its records have arrived by then, on whatever day they are made.
    let now = options.end.plus(1).start();
    let gathered = gather(&args.place, "demo", Some(now))?;
    only_this_demo(&gathered, &args.place.root, options.seed)?;
    let demo = settle(&gathered, options)?;
    let mut receipts = Vec::new();
    for delivery in deliveries(&demo) {
        receipts.push(take(&gathered, delivery, now)?);
    }
    let rows: u64 = receipts.iter().map(|receipt| receipt.rows).sum();
    complain(&format!("{rows} synthetic rows taken in {:.1} s", started.elapsed().as_secs_f64()));
    let store = gathered.open_store()?.store;
    let number = store.publish()?;
    let generation = store.current();
    for receipt in receipts {
        say(&line(receipt, &generation));
    }
    complain(&format!(
        "generation {number} published after {:.1} s",
        started.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// The same demo may be made again: its deliveries are replays.
fn only_this_demo(gathered: &Gathered, root: &Path, seed: u64) -> Result<(), Refused> {
    let own = format!("demo-{seed}-");
    let batches = gathered.lake.batches();
    let foreign =
        batches.iter().find(|batch| !batch.id.starts_with("seed-") && !batch.id.starts_with(&own));
    foreign.map_or(Ok(()), |batch| {
        Err(Refused::NotEmpty { root: root.to_owned(), batch: batch.id.clone() })
    })
}

fn settle(gathered: &Gathered, options: Options) -> Result<Arc<Demo>, Trouble> {
    let pack = &gathered.pack;
    let open = |file: &Option<String>, what| {
        let path = pack.folder.join(file.as_ref().ok_or(Refused::NoSeed(what))?);
        File::open(&path).map_err(|source| Refused::Read { path, source })
    };
    let ground =
        Ground::read(open(&pack.pack.regions, "regions")?, open(&pack.pack.orgs, "orgs")?)?;
    let known = gathered.registry.known();
    let located = |lng: f64, lat: f64| {
        let districts = pack.districts.as_ref()?;
        let code = districts.code(districts.locator.locate(lng, lat)?)?;
        Some(known.current(code).to_owned())
    };
    let polygons =
        pack.districts.is_some().then_some(&located as &dyn Fn(f64, f64) -> Option<String>);
    Ok(Arc::new(Demo::new(options, ground, polygons)))
}

fn take(gathered: &Gathered, made: DemoDelivery, now: Stamp) -> Result<Receipt, Refused> {
    complain(&format!("{}: about {} rows", made.id, made.rows));
    let delivery =
        Delivery { id: Some(made.id), received_at: Some(now), ..Delivery::of(made.feed) };
    ingest::deliver(&gathered.lake, &gathered.registry, &delivery, made.csv)
        .map_err(Refused::Delivery)
}
