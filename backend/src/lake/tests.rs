use std::fs;
use std::sync::Arc;

use domain::feed::Feed;
use tempfile::TempDir;

use super::*;
use crate::chain::chain;
use crate::ingest::{Delivery, deliver};
use crate::pack::{self, LoadedPack};
use crate::registry::Registry;

fn beijing() -> Arc<LoadedPack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/packs/beijing");
    Arc::new(pack::load(&folder).unwrap())
}

/// A lake with one batch: the regions of the pack.
fn founded() -> (TempDir, Arc<LoadedPack>, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let pack = beijing();
    let lake = Lake::open(root.path(), &pack.pack).unwrap();
    let registry = Registry::open(&lake, Arc::clone(&pack)).unwrap();
    let regions = File::open(pack.folder.join("regions.csv")).unwrap();
    let receipt = deliver(&lake, &registry, &Delivery::of(Feed::Region), regions).unwrap();
    let file = lake.batch(&receipt.batch).unwrap().file.clone();
    (root, pack, file)
}

#[test]
fn what_a_crash_left_behind_is_removed_and_what_was_accepted_stays() {
    let (root, pack, file) = founded();
    let half = root.path().join("lake/tmp/2.parquet");
    let orphan = root.path().join("lake/entity/never-acknowledged.parquet");
    fs::write(&half, "half").unwrap();
    fs::write(&orphan, "whole").unwrap();
    let lake = Lake::open(root.path(), &pack.pack).unwrap();
    assert_eq!((half.exists(), orphan.exists(), file.exists()), (false, false, true));
    assert_eq!(lake.batches().len(), 1);
}

#[test]
fn an_accepted_batch_whose_file_is_gone_or_cut_stops_the_start_and_is_named() {
    let (root, pack, file) = founded();
    let id = file.file_stem().unwrap().to_string_lossy().into_owned();
    let whole = fs::read(&file).unwrap();
    fs::write(&file, &whole[..whole.len() - 1]).unwrap();
    let err = Lake::open(root.path(), &pack.pack).unwrap_err();
    assert!(matches!(&err, LakeError::BatchFileDamaged { batch, .. } if *batch == id), "{err}");
    fs::remove_file(&file).unwrap();
    let err = Lake::open(root.path(), &pack.pack).unwrap_err();
    assert!(matches!(&err, LakeError::BatchFileMissing { batch, .. } if *batch == id), "{err}");
    assert!(chain(&err).contains(&id));
    fs::write(&file, whole).unwrap();
    Lake::open(root.path(), &pack.pack).unwrap();
}

#[test]
fn ledgers_of_earlier_versions_are_opened_and_a_newer_one_is_not() {
    let (root, pack, _) = founded();
    let ledger = root.path().join("ledger.sqlite");
    let say = |sql: &str| rusqlite::Connection::open(&ledger).unwrap().execute_batch(sql).unwrap();
    for earlier in [
        "DROP TABLE repeated; DROP TABLE mark; PRAGMA user_version = 1",
        "DROP TABLE repeated; PRAGMA user_version = 2",
    ] {
        say(earlier);
        let lake = Lake::open(root.path(), &pack.pack).unwrap();
        let batch = lake.batches().pop().unwrap();
        let (marked, _) = lake.marked(&batch, None, Page { skip: 0, rows: 10 }).unwrap();
        assert_eq!((lake.batches().len(), marked), (1, 0));
    }
    say("PRAGMA user_version = 4");
    let err = Lake::open(root.path(), &pack.pack).unwrap_err();
    assert!(matches!(err, LakeError::LedgerVersion { found: 4, .. }), "{err}");
}

#[test]
fn a_lake_is_open_in_one_process_and_belongs_to_one_pack() {
    let (root, pack, _) = founded();
    let open = Lake::open(root.path(), &pack.pack).unwrap();
    assert!(matches!(Lake::open(root.path(), &pack.pack), Err(LakeError::InUse { .. })));
    drop(open);
    let mut other = pack.pack.clone();
    other.id = "elsewhere".to_owned();
    let err = Lake::open(root.path(), &other).unwrap_err();
    assert!(matches!(err, LakeError::OtherPack { .. }), "{err}");
}
