//! `guanlan ingest`: files → deliveries → one published generation.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use domain::feed::Feed;
use domain::mapping::Mapping;
use serde_json::json;

use super::open::{Gathered, gather};
use super::{IngestArgs, Trouble, complain, say};
use crate::ingest::{self, Delivery, Encoding, Format, IngestError, Receipt};
use crate::store::Generation;

/// How often a long file tells how far it is.
const EVERY: Duration = Duration::from_secs(2);

#[derive(Debug, thiserror::Error)]
enum Refused {
    #[error("there is no feed `{0}`; feeds are {1}")]
    Feed(String, String),
    #[error("say which --feed the files are, or give a --mapping")]
    NoFeed,
    #[error("there is no encoding `{0}`; encodings are utf-8 and gb18030")]
    Encoding(String),
    #[error("--id names one delivery, and this would be {0}")]
    ManyForOneId(usize),
    #[error("cannot read {path:?}")]
    Read { path: PathBuf, source: io::Error },
    #[error("{path:?} was not taken")]
    Delivery { path: PathBuf, source: IngestError },
}

pub(super) fn run(args: &IngestArgs) -> Result<(), Trouble> {
    let mapping = args.mapping.as_deref().map(read_mapping).transpose()?;
    let feeds = feeds(args, mapping.as_ref())?;
    let many = feeds.len() * args.files.len();
    if args.id.is_some() && many > 1 {
        return Err(Refused::ManyForOneId(many).into());
    }
    let encoding = encoding(args)?;
    let gathered = gather(&args.place, "ingest", None)?;
    let mut receipts = Vec::new();
    for path in &args.files {
        for feed in &feeds {
            let delivery = Delivery {
                feed: *feed,
                id: args.id.clone(),
                format: format_of(path),
                encoding,
                mapping: mapping.as_ref(),
                received_at: None,
            };
            receipts.push(take(&gathered, path, &delivery)?);
        }
    }
    let store = gathered.open_store()?.store;
    store.publish()?;
    let generation = store.current();
    for receipt in receipts {
        say(&line(receipt, &generation));
    }
    Ok(())
}

fn read_mapping(path: &Path) -> Result<Mapping, Trouble> {
    let text = fs::read_to_string(path)
        .map_err(|source| Refused::Read { path: path.to_owned(), source })?;
    Ok(Mapping::parse(&path.display().to_string(), &text)?)
}

/// The feed that was named, else each that the mapping fills.
fn feeds(args: &IngestArgs, mapping: Option<&Mapping>) -> Result<Vec<Feed>, Refused> {
    if let Some(name) = &args.feed {
        let all = || Feed::ALL.iter().map(|feed| feed.as_str()).collect::<Vec<_>>().join(", ");
        return Feed::parse(name)
            .map(|feed| vec![feed])
            .ok_or_else(|| Refused::Feed(name.clone(), all()));
    }
    let mut feeds = Vec::new();
    for feed in mapping.ok_or(Refused::NoFeed)?.feeds() {
        if !feeds.contains(&feed) {
            feeds.push(feed);
        }
    }
    Ok(feeds)
}

/// What was said on the command line; without it the mapping decides.
fn encoding(args: &IngestArgs) -> Result<Option<Encoding>, Refused> {
    let known =
        |name: &String| Encoding::parse(name).ok_or_else(|| Refused::Encoding(name.clone()));
    args.encoding.as_ref().map(known).transpose()
}

fn format_of(path: &Path) -> Format {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("ndjson" | "jsonl") => Format::Ndjson,
        Some("parquet") => Format::Parquet,
        _ => Format::Csv,
    }
}

fn take(gathered: &Gathered, path: &Path, delivery: &Delivery<'_>) -> Result<Receipt, Refused> {
    let read = |source| Refused::Read { path: path.to_owned(), source };
    let file = File::open(path).map_err(read)?;
    let length = file.metadata().map_err(read)?.len();
    let name = format!("{} → {}", path.display(), delivery.feed.as_str());
    let reader = Watched { inner: file, name, length, seen: 0, told: Instant::now() };
    ingest::deliver(&gathered.lake, &gathered.registry, delivery, reader)
        .map_err(|source| Refused::Delivery { path: path.to_owned(), source })
}

/// One receipt as a line of JSON, as it stands in the generation that was published.
pub(super) fn line(receipt: Receipt, generation: &Generation) -> String {
    let contradicted = generation.contradicted(receipt.seq);
    let receipt = receipt.settled(contradicted);
    json!({
        "batch": receipt.batch,
        "feed": receipt.feed.as_str(),
        "rows": receipt.rows,
        "accepted": receipt.accepted,
        "rejected": receipt.rejected,
        "warned": receipt.warned,
        "marks": receipt.marks,
        "replayed": receipt.replayed,
        "generation": generation.number(),
    })
    .to_string()
}

/// A reader that tells how far it is.
struct Watched<R> {
    inner: R,
    name: String,
    length: u64,
    seen: u64,
    told: Instant,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(into)?;
        self.seen += count as u64;
        if self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            complain(&format!("{}: {} of {} MiB", self.name, self.seen >> 20, self.length >> 20));
        }
        Ok(count)
    }
}
