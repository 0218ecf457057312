//! The commands a person learns: `cargo xtask setup | run | test | check | bless | bench | dist`.
//!
//! Everything that a fresh machine lacks is fetched here, through the machine's own clients (rustup,
//! apt-get, npm, cargo); no host is named anywhere. Each step says what it does, how long it took,
//! and is skipped when already done. Knows nothing of records, indicators or maps.

use clap::{Parser, Subcommand};
use std::process::ExitCode;

mod bench;
mod command;
mod dist;
mod page;
mod place;
mod run;
mod setup;
mod step;
mod test;

use place::Place;
use step::{Failure, Steps};

/// Builds, runs and checks Guanlan 观澜.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what building, serving and testing need; skips what is there
    Setup(setup::SetupArgs),
    /// Build everything, make demo records when there are none, serve
    Run(run::RunArgs),
    /// Build the page into dist/ (and nothing else)
    Page,
    /// Every check there is, cheapest first
    Test(test::TestArgs),
    /// Format, clippy and tidy only
    Check,
    /// Accept the snapshots of the last test run
    Bless,
    /// Measure (release build)
    Bench(bench::BenchArgs),
    /// Make the release folder
    Dist(dist::DistArgs),
}

fn main() -> ExitCode {
    let args = Args::parse();
    let mut steps = Steps::begin();
    match Place::find().and_then(|place| perform(&args.task, &place, &mut steps)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            step::say(&format!("\n✗ {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &Task, place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    match task {
        Task::Setup(args) => setup::everything(args, place, steps)?,
        Task::Run(args) => return run::run(args, place, steps),
        Task::Page => {
            setup::for_page(place, steps)?;
            page::build(place, steps)?;
        }
        Task::Test(args) => return test::test(args, place, steps),
        Task::Check => return test::check(place, steps),
        Task::Bless => return test::bless(place, steps),
        Task::Bench(args) => return bench::bench(args, place, steps),
        Task::Dist(args) => dist::dist(args, place, steps)?,
    }
    steps.summary();
    Ok(())
}
