//! `cargo xtask bench`: figures for documents, from release builds on this machine.

use crate::command::loud;
use crate::place::Place;
use crate::setup;
use crate::step::{Failure, Outcome, Steps};
use clap::Args;
use std::ffi::OsStr;

#[derive(Args)]
pub(crate) struct BenchArgs {
    /// Measure the page in Chromium instead of the server
    #[arg(long)]
    browser: bool,
    /// Sizes of the store, in millions of facts
    #[arg(long, value_delimiter = ',', default_value = "1,15")]
    sizes: Vec<u32>,
}

pub(crate) fn bench(args: &BenchArgs, place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    if args.browser {
        return Err(Failure::new("the page has no benches yet"));
    }
    setup::for_server(place, steps)?;
    let sizes = args.sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    let locate =
        ["run", "--release", "--quiet", "--package", "geodata", "--example", "locate_bench"];
    steps.step("Point → district", || measure(place, &locate))?;
    let server = ["run", "--release", "--quiet", "--package", "backend", "--bin", "guanlan-bench"];
    let with_sizes: Vec<&str> = server.into_iter().chain(["--", "--sizes", &sizes]).collect();
    steps.step("Server", || measure(place, &with_sizes))?;
    steps.summary();
    Ok(())
}

fn measure(place: &Place, words: &[impl AsRef<OsStr>]) -> Result<Outcome, Failure> {
    loud(place.cargo().args(words))?;
    Ok(Outcome::done())
}
