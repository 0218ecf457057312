//! `guanlan rebuild`: everything derived is made again from the batches.

use super::open::{gather, progress};
use super::{Place, Trouble, say};

pub(super) fn run(place: &Place) -> Result<(), Trouble> {
    let opened = gather(place, "rebuild", None)?.open_store()?;
    let generation = opened.store.rebuild(&progress)?;
    say(&format!("generation {generation} rebuilt from {} batches", opened.lake.batches().len()));
    Ok(())
}
