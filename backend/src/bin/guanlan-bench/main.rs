//! Benchmarks of the server: each subcommand prints one line of JSON, ratios taken in one run.
//!
//! `cargo xtask bench` runs them. One file a bench: its options, `run`, and the shape of its line.

use std::io::{self, Write as _};
use std::process::ExitCode;

use backend::chain::chain;
use clap::Parser;

mod cells;
mod figures;
mod ingest;
mod publish;
mod root;
mod scan;
mod scenes;
mod timing;

#[derive(Debug, Parser)]
#[command(about = "Benchmarks of the server")]
enum Bench {
    /// CSV to batch, against DuckDB's COPY of the same file.
    Ingest(ingest::Options),
    /// Figures, series and distinct counts, against scans of the same facts by DuckDB.
    Figures(figures::Options),
    /// A small delivery onto stored facts, until a figure shows it.
    Publish(publish::Options),
    /// Whole scenes, the first time and again.
    Scenes(scenes::Options),
    /// Cells on the wire, against Arrow IPC.
    Cells(cells::Options),
}

fn main() -> ExitCode {
    let line = match Bench::parse() {
        Bench::Ingest(options) => ingest::run(&options),
        Bench::Figures(options) => figures::run(&options),
        Bench::Publish(options) => publish::run(&options),
        Bench::Scenes(options) => scenes::run(&options),
        Bench::Cells(options) => cells::run(&options),
    };
    let written = match line {
        Ok(line) => writeln!(io::stdout(), "{line}").map(|()| ExitCode::SUCCESS),
        Err(err) => writeln!(io::stderr(), "{}", chain(err.as_ref())).map(|()| ExitCode::FAILURE),
    };
    written.unwrap_or(ExitCode::FAILURE)
}
