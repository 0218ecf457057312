//! Deliveries against a lake of the Beijing pack, its regions and orgs already in.

use std::path::Path;
use std::sync::Arc;

use arrow::array::{Array as _, AsArray as _, RecordBatch};
use arrow::compute::concat_batches;
use arrow::datatypes::Int64Type;
use domain::fault::Code;
use domain::feed::Feed;
use domain::time::Stamp;
use tempfile::TempDir;

use super::*;
use crate::lake::{Checkpoint, Page, RowFault, Unwatched, read, schema};
use crate::pack::{self, LoadedPack};

mod alike;
mod crash;
mod foreign;
mod formats;
mod marked;
mod places;
mod refusals;
mod rows;

struct Desk {
    root: TempDir,
    lake: Lake,
    registry: Registry,
}

fn beijing() -> Arc<LoadedPack> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/packs/beijing");
    Arc::new(pack::load(&folder).unwrap())
}

fn open(root: &Path, checkpoint: Box<dyn Checkpoint>) -> (Lake, Registry) {
    let pack = beijing();
    let lake = Lake::open_watched(root, &pack.pack, checkpoint).unwrap();
    let registry = Registry::open(&lake, Arc::clone(&pack)).unwrap();
    (lake, registry)
}

/// Founds a lake and takes in the seeds of the pack.
fn found(root: &Path) {
    let (lake, registry) = open(root, Box::new(Unwatched));
    for (feed, file) in [(Feed::Region, "regions.csv"), (Feed::Org, "orgs.csv")] {
        let file = std::fs::File::open(registry.pack().folder.join(file)).unwrap();
        let receipt = deliver(&lake, &registry, &Delivery::of(feed), file).unwrap();
        assert_eq!(receipt.rejected, 0);
    }
}

impl Desk {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        found(root.path());
        let (lake, registry) = open(root.path(), Box::new(Unwatched));
        Self { root, lake, registry }
    }

    fn take(
        &self,
        delivery: &Delivery<'_>,
        bytes: impl AsRef<[u8]>,
    ) -> Result<Receipt, IngestError> {
        deliver(&self.lake, &self.registry, delivery, bytes.as_ref())
    }

    /// The stored rows of a batch.
    fn rows(&self, batch: &str) -> RecordBatch {
        let batch = self.lake.batch(batch).unwrap();
        let schema = schema::of(batch.feed);
        let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
        let rows = read::columns(&batch, &names).unwrap();
        concat_batches(&schema, &rows).unwrap()
    }

    fn rejects(&self, batch: &str) -> Vec<RowFault> {
        let batch = self.lake.batch(batch).unwrap();
        self.lake.rejects(&batch, Page { skip: 0, rows: 1000 }).unwrap()
    }
}

fn delivery(feed: Feed) -> Delivery<'static> {
    let received_at = Some("2026-11-21T12:00:00+08:00".parse::<Stamp>().unwrap());
    Delivery { received_at, ..Delivery::of(feed) }
}

const HEADER: &str = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,start_at,finish_at,result,officer_ids";

/// One off-site inspection under [`HEADER`], without line end.
fn line(id: &str) -> String {
    format!(
        "{id},E1,110105,03,ROUTINE,OFFSITE,REMOTE,2026-10-01 09:00:00,2026-10-01 09:30:00,NO_PROBLEM,P1"
    )
}

fn csv(lines: &[String]) -> String {
    format!("{HEADER}\n{}\n", lines.join("\n"))
}

fn code(refused: Result<Receipt, IngestError>) -> Code {
    refused.unwrap_err().code().unwrap()
}

fn texts(rows: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = rows.column_by_name(column).unwrap().as_string::<i32>();
    column.iter().map(|text| text.map(str::to_owned)).collect()
}

fn integers(rows: &RecordBatch, column: &str) -> Vec<i64> {
    let column = rows.column_by_name(column).unwrap();
    assert_eq!(column.null_count(), 0);
    column.as_primitive::<Int64Type>().values().to_vec()
}
