//! Disks that fail and processes that die, at every step of a delivery.

use std::env;
use std::fs;
use std::io;
use std::process::{Command, ExitStatus, abort};

use super::*;
use crate::lake::Step;

const ROOT: &str = "GUANLAN_TEST_ROOT";
const DIE_AT: &str = "GUANLAN_TEST_DIE_AT";

/// Fails, or dies, when a step is reached.
#[derive(Debug)]
struct Trap {
    at: Step,
    dies: bool,
}

impl Checkpoint for Trap {
    fn reach(&self, step: Step) -> io::Result<()> {
        if step != self.at {
            return Ok(());
        }
        if self.dies {
            abort();
        }
        Err(io::Error::other("no space left"))
    }
}

fn batch() -> String {
    csv(&(0..20_000).map(|row| line(&format!("A{row}"))).collect::<Vec<_>>())
}

/// A lake in which the batch is absent or whole, and nothing is left over.
fn settled(root: &Path) -> Desk {
    let (lake, registry) = open(root, Box::new(Unwatched));
    assert_eq!(fs::read_dir(root.join("lake/tmp")).unwrap().count(), 0);
    let files = fs::read_dir(root.join("lake/inspection")).unwrap().count();
    assert_eq!(files, lake.batches().len() - 2);
    Desk { root: tempfile::tempdir().unwrap(), lake, registry }
}

#[test]
fn a_disk_that_fails_at_any_step_changes_nothing_and_the_next_try_succeeds() {
    for step in Step::ALL {
        let root = tempfile::tempdir().unwrap();
        found(root.path());
        let (lake, registry) = open(root.path(), Box::new(Trap { at: step, dies: false }));
        let named = Delivery { id: Some("oct".to_owned()), ..delivery(Feed::Inspection) };
        let err = deliver(&lake, &registry, &named, batch().as_bytes()).unwrap_err();
        assert!(matches!(err, IngestError::Lake(_)), "{step:?}: {err}");
        // Once the ledger has the row, the batch is in: the sender asks again and learns it.
        let is_in = step == Step::Committed;
        assert_eq!(lake.batches().len(), if is_in { 3 } else { 2 }, "{step:?}");
        assert_eq!(fs::read_dir(root.path().join("lake/tmp")).unwrap().count(), 0, "{step:?}");
        drop(lake);
        let desk = settled(root.path());
        let receipt = desk.take(&named, batch()).unwrap();
        assert_eq!(
            (receipt.replayed, receipt.accepted, receipt.seq),
            (is_in, 20_000, 3),
            "{step:?}"
        );
    }
}

/// Runs this test binary again, in the part of a process that will not live.
fn child(root: &Path, die_at: &str, limit: Option<u32>) -> ExitStatus {
    // A file size limit in blocks of 512 bytes; the signal of the limit is ignored, so that writes fail.
    let limit = limit.map_or(String::new(), |blocks| format!("trap '' XFSZ; ulimit -f {blocks}; "));
    let script = format!("{limit}exec \"$0\" --exact ingest::tests::crash::the_process_that_dies");
    Command::new("sh")
        .arg("-c")
        .arg(script)
        .arg(env::current_exe().unwrap())
        .env(ROOT, root)
        .env(DIE_AT, die_at)
        .output()
        .unwrap()
        .status
}

/// Does nothing unless another test starts it.
#[test]
fn the_process_that_dies() {
    let Some(root) = env::var_os(ROOT) else { return };
    let die_at = env::var(DIE_AT).unwrap();
    let trap = Step::ALL.into_iter().find(|step| format!("{step:?}") == die_at);
    let checkpoint: Box<dyn Checkpoint> = match trap {
        Some(at) => Box::new(Trap { at, dies: true }),
        None => Box::new(Unwatched),
    };
    let (lake, registry) = open(Path::new(&root), checkpoint);
    let named = Delivery { id: Some("oct".to_owned()), ..delivery(Feed::Inspection) };
    let outcome = deliver(&lake, &registry, &named, batch().as_bytes());
    assert!(matches!(outcome, Err(IngestError::Lake(_))), "{outcome:?}");
    let tmp = fs::read_dir(Path::new(&root).join("lake/tmp")).unwrap().count();
    assert_eq!((tmp, lake.batches().len()), (0, 2));
}

#[test]
fn a_process_that_dies_at_any_step_leaves_the_batch_whole_or_not_at_all() {
    for step in Step::ALL {
        let root = tempfile::tempdir().unwrap();
        found(root.path());
        assert!(!child(root.path(), &format!("{step:?}"), None).success(), "{step:?}");
        let desk = settled(root.path());
        let is_in = step == Step::Committed;
        assert_eq!(desk.lake.batch("oct").is_some(), is_in, "{step:?}");
        let named = Delivery { id: Some("oct".to_owned()), ..delivery(Feed::Inspection) };
        let receipt = desk.take(&named, batch()).unwrap();
        assert_eq!((receipt.replayed, receipt.accepted), (is_in, 20_000), "{step:?}");
        assert_eq!(integers(&desk.rows("oct"), "row_no").len(), 20_000);
    }
}

#[test]
fn a_full_disk_is_an_error_that_leaves_the_ledger_as_it_was() {
    let root = tempfile::tempdir().unwrap();
    found(root.path());
    // 100 KiB: enough for the ledger, too little for the batch.
    assert!(child(root.path(), "", Some(200)).success(), "the child saw a clean error");
    let desk = settled(root.path());
    assert_eq!(desk.lake.batches().len(), 2);
    let named = Delivery { id: Some("oct".to_owned()), ..delivery(Feed::Inspection) };
    assert_eq!(desk.take(&named, batch()).unwrap().accepted, 20_000);
}
