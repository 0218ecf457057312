//! Bytes of cells on the wire, against Arrow IPC of the same cells and values, compressed alike.
//!
//! Arrow carries what a page would need: the cell as `u64` and the value as `i32`, one batch. Ours is
//! measured with the cell list and, as every later answer travels, without; and as the page asks, layer
//! after layer and period after period, where a list travels once.

use std::collections::HashSet;
use std::error::Error;
use std::sync::Arc;

use arrow::array::{Int32Array, RecordBatch, UInt64Array};
use arrow::ipc::writer::StreamWriter;
use backend::api::encoding::brotli_at;
use backend::query::{CellsQuestion, Scope};
use domain::cells::{CellFrame, hash_of};
use serde_json::{Value, json};

use crate::root::{Root, RootOptions, tell};
use crate::timing::{Times, micros};

/// Of one run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    root: RootOptions,
}

/// Brotli's, as answers are sent.
const QUALITY: i32 = 5;

/// Rings around the city's centre that hold about 100 000 cells.
const RINGS: u32 = 182;

pub(crate) fn run(options: &Options) -> Result<String, Box<dyn Error>> {
    let root = Root::open(&options.root)?;
    let generation = root.generation();
    let mut layers = Vec::new();
    for (layer, res, period) in [
        ("workload", 8, "2026"),
        ("workload", 9, "2026"),
        ("complaints", 9, "2026"),
        ("workload", 10, "2026"),
        ("workload", 9, "2026-10"),
        ("complaints", 9, "2026-10"),
        ("workload", 10, "2026-10"),
    ] {
        let question = CellsQuestion {
            layer: layer.to_owned(),
            unit: generation.pack.pack.root_org.clone(),
            period: period.parse()?,
            res,
            at: None,
        };
        let frame = question.ask(&generation, &Scope::all())?.frame;
        layers.push(compare(&format!("{layer} at {res} of {period}"), &frame)?);
    }
    let asked = session(&layers);
    let largest = largest(&layers);
    let made = synthetic()?;
    layers.push(compare("made", &made)?);
    let least = |key: &str| {
        let shares = layers.iter().filter_map(|layer| layer[key].as_f64());
        shares.fold(f64::INFINITY, f64::min)
    };
    let line = json!({
        "bench": "cells",
        "arrow_to_session": asked,
        "largest_arrow_to_values": largest,
        "least_arrow_to_values": least("arrow_to_values"),
        "least_arrow_to_with_list": least("arrow_to_with_list"),
        "facts": root.facts(),
        "brotli_quality": QUALITY,
        "layers": layers,
        "decode_100k": decode(&made)?,
    });
    Ok(line.to_string())
}

/// Arrow's bytes to ours over all answers, one after the other to a page that keeps what it was sent.
fn session(layers: &[Value]) -> f64 {
    let mut known = HashSet::new();
    let (mut arrow, mut ours) = (0.0, 0.0);
    for layer in layers {
        let bytes = |key: &str| layer[key].as_f64().unwrap_or_default();
        let is_new = known.insert(layer["list"].as_str());
        ours += bytes(if is_new { "with_list_bytes" } else { "values_bytes" });
        arrow += bytes("arrow_bytes");
    }
    tenths(arrow / ours)
}

/// Of the layers with the longest list: the least of Arrow's bytes to values alone.
fn largest(layers: &[Value]) -> Option<f64> {
    let cells = |layer: &Value| layer["cells"].as_u64().unwrap_or_default();
    let longest = layers.iter().map(cells).max()?;
    let long = layers.iter().filter(|it| cells(it) == longest);
    long.filter_map(|it| it["arrow_to_values"].as_f64()).reduce(f64::min)
}

fn tenths(share: f64) -> f64 {
    (share * 10.0).round() / 10.0
}

/// Bytes of one layer in each form.
fn compare(name: &str, frame: &CellFrame) -> Result<Value, Box<dyn Error>> {
    let with_list = brotli_at(QUALITY, &frame.encode(None))?.len();
    let values = brotli_at(QUALITY, &frame.encode(Some(frame.list_hash)))?.len();
    let arrow = brotli_at(QUALITY, &ipc(frame)?)?.len();
    let share = |bytes: usize| tenths(arrow as f64 / bytes as f64);
    tell(&format!("{name}: {} cells", frame.cells.len()));
    Ok(json!({
        "layer": name,
        "cells": frame.cells.len(),
        "list": format!("{:x}", frame.list_hash),
        "values_bytes": values,
        "with_list_bytes": with_list,
        "arrow_bytes": arrow,
        "arrow_to_values": share(values),
        "arrow_to_with_list": share(with_list),
    }))
}

fn ipc(frame: &CellFrame) -> Result<Vec<u8>, Box<dyn Error>> {
    let values: Result<Vec<i32>, _> = frame.num.iter().map(|value| i32::try_from(*value)).collect();
    let batch = RecordBatch::try_from_iter([
        ("cell", Arc::new(UInt64Array::from(frame.cells.clone())) as _),
        ("value", Arc::new(Int32Array::from(values?)) as _),
    ])?;
    let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema())?;
    writer.write(&batch)?;
    writer.finish()?;
    Ok(writer.into_inner()?)
}

/// About 100 000 cells of resolution 10 around the city's centre, with values as skewed as real ones.
fn synthetic() -> Result<CellFrame, Box<dyn Error>> {
    let centre = geodata::cell::cell_at(116.4, 39.9, 10)?;
    let mut cells = geodata::cell::disk(centre, RINGS)?;
    cells.sort_unstable();
    let num: Vec<i64> = (0_u64..)
        .zip(&cells)
        .map(|(at, cell)| {
            let dice = (cell ^ at).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (dice >> (46 + dice % 13)).cast_signed()
        })
        .collect();
    let total = num.iter().sum();
    let list_hash = hash_of(&cells);
    Ok(CellFrame { res: 10, cells, list_hash, num, total: (total, 0), ..CellFrame::default() })
}

fn decode(frame: &CellFrame) -> Result<Value, Box<dyn Error>> {
    let (whole, bare) = (frame.encode(None), frame.encode(Some(frame.list_hash)));
    if CellFrame::decode(&whole)? != *frame {
        return Err("a frame does not come back as it was sent".into());
    }
    let (mut with_list, mut values) = (Times::default(), Times::default());
    for _ in 0..20 {
        with_list.of(|| CellFrame::decode(&whole))?;
        values.of(|| CellFrame::decode(&bare))?;
    }
    Ok(json!({
        "cells": frame.cells.len(),
        "with_list_us": micros(with_list.median()),
        "values_us": micros(values.median()),
    }))
}
