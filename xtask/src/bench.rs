//! `cargo xtask bench`: figures for documents, from release builds on this machine.
//!
//! Every bench is a program that prints one line of JSON and takes its ratios within one run. Here they
//! are run one after the other, on stored facts of several sizes, and put into one table.

use crate::command::{loud, output_here};
use crate::place::Place;
use crate::setup;
use crate::step::{Failure, OrFail as _, Outcome, Steps, say};
use clap::Args;
use serde_json::Value;
use std::fs;
use std::process::Command;

mod browser;
mod table;
mod wanted;

const SERVER: [&str; 7] =
    ["run", "--release", "--quiet", "--package", "backend", "--bin", "guanlan-bench"];

const LOCATE: [&str; 6] =
    ["run", "--release", "--quiet", "--package", "geodata", "--example=locate_bench"];

/// What is measured on stored facts. Publishing comes last: it adds to them.
const STORED: [&str; 4] = ["figures", "scenes", "cells", "publish"];

#[derive(Args)]
pub(crate) struct BenchArgs {
    /// Measure the page in Chromium instead of the server
    #[arg(long)]
    browser: bool,
    /// With --browser: only this measure (may be repeated)
    #[arg(long, requires = "browser")]
    only: Vec<browser::Measure>,
    /// Sizes of the store, in millions of facts; figures in documents are of 1,15,100
    #[arg(long, value_delimiter = ',', default_value = "1,3")]
    sizes: Vec<u32>,
    /// Rows of the file that is taken in
    #[arg(long, default_value_t = 1_000_000)]
    rows: u32,
    /// Leave the stored facts (`target/bench-SIZEm`) for the next time
    #[arg(long)]
    keep: bool,
}

pub(crate) fn bench(args: &BenchArgs, place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    if args.browser {
        return browser::bench(&args.only, place, steps);
    }
    setup::for_server(place, steps)?;
    steps.step("Build", || build(place))?;
    let mut lines = Vec::new();
    steps.step("Point → district", || measure(place, &LOCATE, &[], &mut lines))?;
    let rows = args.rows.to_string();
    steps.step("CSV → batch", || {
        measure(place, &SERVER, &["ingest", "--rows", &rows], &mut lines)
    })?;
    for size in &args.sizes {
        let root = place.target.join(format!("bench-{size}m"));
        let (facts, folder) = (format!("{size}000000"), root.to_string_lossy().into_owned());
        for bench in STORED {
            let words = [bench, "--facts", &facts, "--root", &folder];
            let title = format!("{bench}: {size} million facts");
            steps.step(&title, || measure(place, &SERVER, &words, &mut lines))?;
        }
        if !args.keep {
            fs::remove_dir_all(&root).or_fail(|| format!("remove {folder}"))?;
        }
    }
    steps.summary();
    show(&table::of(&lines, &wanted::SERVER));
    Ok(())
}

fn show(table: &[String]) {
    say("");
    for row in table {
        say(row);
    }
}

fn build(place: &Place) -> Result<Outcome, Failure> {
    let server = ["build", "--release", "--package", "backend", "--bin", "guanlan-bench"];
    loud(place.cargo().args(server).args(place.server_features()))?;
    let locate = ["build", "--release", "--package", "geodata", "--example=locate_bench"];
    loud(place.cargo().args(locate))?;
    Ok(Outcome::done())
}

/// Runs one bench and keeps the line it prints.
fn measure(
    place: &Place,
    program: &[&str],
    words: &[&str],
    lines: &mut Vec<Value>,
) -> Result<Outcome, Failure> {
    let mut cargo = place.cargo();
    cargo.args(program);
    if program == SERVER {
        cargo.args(place.server_features());
    }
    cargo.arg("--").args(words);
    keep(&mut cargo, lines)
}

/// The last line that a bench prints, which is JSON.
fn keep(bench: &mut Command, lines: &mut Vec<Value>) -> Result<Outcome, Failure> {
    let said = output_here(bench)?;
    say(said.trim_end());
    let line = said.lines().last().unwrap_or_default();
    lines.push(serde_json::from_str(line).or_fail(|| format!("no line of JSON: {line}"))?);
    Ok(Outcome::done())
}
