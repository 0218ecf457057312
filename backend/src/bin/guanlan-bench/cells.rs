//! Bytes of cells on the wire, against Arrow IPC of the same cells and values, compressed alike.
//!
//! Arrow carries what a page would need: the cell as `u64` and the value as `i32`, one batch; once more with the
//! value as `i64`, which is what a database's sums are. Ours is measured with the cell list and, as every later
//! answer travels, without; and as the page asks, layer after layer and period after period, where each answer
//! stands on what the page holds by then.

use std::error::Error;
use std::iter;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int32Array, Int64Array, RecordBatch, UInt64Array};
use arrow::ipc::writer::StreamWriter;
use backend::api::encoding::brotli_at;
use backend::query::{CellsQuestion, Scope};
use domain::cells::{CellFrame, CellFrameError, CellList, ListName, hash_of};
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
    let (mut layers, mut answers) = (Vec::new(), Vec::new());
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
        answers.push(frame);
    }
    let asked = session(&answers)?;
    let to_session = |key: &str| {
        let arrow: f64 = layers.iter().filter_map(|layer| layer[key].as_f64()).sum();
        tenths(arrow / asked.iter().sum::<usize>() as f64)
    };
    let (narrow, wide) = (to_session("arrow_bytes"), to_session("arrow_i64_bytes"));
    let largest = largest(&layers);
    let made = synthetic()?;
    layers.push(compare("made", &made)?);
    let least = |key: &str| {
        let shares = layers.iter().filter_map(|layer| layer[key].as_f64());
        shares.fold(f64::INFINITY, f64::min)
    };
    let line = json!({
        "bench": "cells",
        "arrow_to_session": narrow,
        "arrow_i64_to_session": wide,
        "session_bytes": asked,
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

/// Bytes of each answer to a page that keeps what it was sent and names all of it.
fn session(answers: &[CellFrame]) -> Result<Vec<usize>, Box<dyn Error>> {
    let mut held: Vec<ListName> = Vec::new();
    let mut bytes = Vec::new();
    for answer in answers {
        let own = CellList::new(answer.res, answer.cells.clone());
        let names: Vec<ListName> =
            iter::successors(Some(own), CellList::parents).map(|list| list.name).collect();
        let on = names.iter().find(|name| held.contains(name)).copied();
        bytes.push(brotli_at(QUALITY, &answer.encode(on))?.len());
        held.extend(names);
    }
    Ok(bytes)
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
    let values = brotli_at(QUALITY, &frame.encode(Some(frame.list())))?.len();
    let arrow = brotli_at(QUALITY, &ipc(frame, narrow(frame)?)?)?.len();
    let wide =
        brotli_at(QUALITY, &ipc(frame, Arc::new(Int64Array::from(frame.num.clone())))?)?.len();
    let share = |bytes: usize| tenths(arrow as f64 / bytes as f64);
    tell(&format!("{name}: {} cells", frame.cells.len()));
    Ok(json!({
        "layer": name,
        "cells": frame.cells.len(),
        "values_bytes": values,
        "with_list_bytes": with_list,
        "arrow_bytes": arrow,
        "arrow_i64_bytes": wide,
        "arrow_to_values": share(values),
        "arrow_to_with_list": share(with_list),
    }))
}

fn narrow(frame: &CellFrame) -> Result<ArrayRef, Box<dyn Error>> {
    let values: Result<Vec<i32>, _> = frame.num.iter().map(|value| i32::try_from(*value)).collect();
    Ok(Arc::new(Int32Array::from(values?)))
}

fn ipc(frame: &CellFrame, values: ArrayRef) -> Result<Vec<u8>, Box<dyn Error>> {
    let cells = Arc::new(UInt64Array::from(frame.cells.clone())) as _;
    let batch = RecordBatch::try_from_iter([("cell", cells), ("value", values)])?;
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

/// Times of a frame with its whole list, on the list above, and of values alone; and of all coarser lists of a list,
/// which a page makes once.
fn decode(frame: &CellFrame) -> Result<Value, Box<dyn Error>> {
    let own = CellList::new(frame.res, frame.cells.clone());
    let above = own.parents().ok_or("a list without parents")?;
    let (on_own, on_above) = (Some(own.name), Some(above.name));
    let lists = [own, above];
    let mut micros_of = Vec::new();
    for on in [None, on_above, on_own] {
        let bytes = frame.encode(on);
        if CellFrame::decode(&bytes, &lists)? != *frame {
            return Err("a frame does not come back as it was sent".into());
        }
        let mut times = Times::default();
        for _ in 0..20 {
            times.of(|| CellFrame::decode(&bytes, &lists))?;
        }
        micros_of.push(micros(times.median()));
    }
    let mut follow = Times::default();
    for _ in 0..20 {
        let coarser =
            || iter::successors(lists.first().and_then(CellList::parents), CellList::parents);
        follow.of(|| Ok::<_, CellFrameError>(coarser().count()))?;
    }
    Ok(json!({
        "cells": frame.cells.len(),
        "coarser_lists_us": micros(follow.median()),
        "with_list_us": micros_of.first(),
        "on_list_above_us": micros_of.get(1),
        "values_us": micros_of.get(2),
    }))
}
