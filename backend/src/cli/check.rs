//! `guanlan check`: is everything as it says it is? Definitions, ledger, batch files, generation.
//!
//! Definitions that are wrong are refused when they are loaded, with file and line. Everything else is
//! compared number by number; any difference ends the command with status 1.

use std::fs::File;

use parquet::file::reader::{FileReader as _, SerializedFileReader};

use super::open::gather;
use super::{Place, Trouble, say};
use crate::api::Parts;
use crate::lake::BatchRow;
use crate::store::check::{Compared, measures};
use crate::tiles::Shelf;

#[derive(Debug, thiserror::Error)]
#[error("{0} of {1} comparisons differ")]
struct Differences(usize, usize);

pub(super) fn run(place: &Place) -> Result<(), Trouble> {
    let opened = gather(place, "check", None)?.open_store()?;
    tell_of_pack(&opened);
    let mut compared = batch_files(&opened)?;
    compared.extend(measures(&opened.store.current())?);
    let wrong: Vec<&Compared> = compared.iter().filter(|it| !it.is_equal()).collect();
    for it in &wrong {
        say(&format!("differs: {}: {} where {} is right", it.what, it.answered, it.scanned));
    }
    if !wrong.is_empty() {
        return Err(Differences(wrong.len(), compared.len()).into());
    }
    say(&format!("{} comparisons agree", compared.len()));
    Ok(())
}

fn tell_of_pack(opened: &Parts) {
    let pack = &opened.pack.pack;
    let generation = opened.store.current();
    let catalogue = &generation.catalogue;
    say(&format!("pack {} ({}), root {} {}", pack.id, pack.title, pack.root_org, pack.root_region));
    say(&format!(
        "catalogue {}: {} indicators of {} measures",
        catalogue.version,
        catalogue.indicators.len(),
        catalogue.measures.len()
    ));
    for code in &pack.relaxed {
        say(&format!("relaxed: {code}"));
    }
    for problem in &opened.pack.problems {
        say(&format!("boundaries: {problem}"));
    }
    say(&format!(
        "generation {} through batch {}",
        generation.number(),
        generation.manifest.through_seq
    ));
    let shelf = Shelf::open(&opened.pack, |name| std::env::var(name).ok());
    for map in shelf.maps() {
        let state = map.problem().unwrap_or_else(|| "can be shown".to_owned());
        say(&format!("tiles {}: {}, {state}", map.map.id, map.map.kind()));
    }
    let hosts: Vec<&str> = pack.outbound().collect();
    let hosts = if hosts.is_empty() { "none".to_owned() } else { hosts.join(", ") };
    say(&format!("outbound connections named by the pack: {hosts}"));
}

/// Rows of each batch file against the ledger.
fn batch_files(opened: &Parts) -> Result<Vec<Compared>, Trouble> {
    let batches = opened.lake.batches();
    let mut compared = vec![Compared {
        what: "batches that the generation knows".to_owned(),
        answered: opened.store.current().manifest.through_seq,
        scanned: batches.last().map_or(0, |batch| batch.seq),
    }];
    for batch in &batches {
        compared.push(Compared {
            what: format!("rows of batch {} in the ledger", batch.id),
            answered: i64::try_from(batch.stored)?,
            scanned: rows_in(batch)?,
        });
    }
    Ok(compared)
}

fn rows_in(batch: &BatchRow) -> Result<i64, Trouble> {
    let reader = SerializedFileReader::new(File::open(&batch.file)?)?;
    Ok(reader.metadata().file_metadata().num_rows())
}
