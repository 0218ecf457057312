//! The command line: `serve`, `ingest`, `demo`, `rebuild`, `check`.
//!
//! Results go to standard output, progress and troubles to standard error. A trouble is printed once, as a
//! chain of causes, and ends the program with status 1; a wrong command line with 2.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::chain::chain;

mod check;
mod demo;
mod ingest;
mod log;
mod open;
mod owner;
mod rebuild;
mod serve;

/// 观澜 Guanlan: health-supervision records as a map, figures and the records behind them.
#[derive(Debug, Parser)]
#[command(name = "guanlan", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Answer over HTTP
    Serve(ServeArgs),
    /// Take files in as deliveries and publish them
    Ingest(IngestArgs),
    /// Make synthetic records in an empty root, through the same ingest as anything else
    Demo(DemoArgs),
    /// Delete what was derived and make it again from the batches
    Rebuild(Place),
    /// Check the pack, the catalogue, and that ledger, batch files and generation agree
    Check(Place),
}

/// Where the records are, and which deployment they belong to.
#[derive(Clone, Debug, Args)]
struct Place {
    /// Folder of the records
    #[arg(long, env = "GUANLAN_ROOT", default_value = "data")]
    root: PathBuf,
    /// Folder of the deployment
    #[arg(long, env = "GUANLAN_PACK", default_value = "assets/packs/beijing")]
    pack: PathBuf,
}

#[derive(Debug, Args)]
struct ServeArgs {
    #[command(flatten)]
    place: Place,
    /// Address and port
    #[arg(long, env = "GUANLAN_LISTEN", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Longest delivery, MiB
    #[arg(long, default_value_t = 16 * 1024)]
    max_delivery_mib: u32,
}

#[derive(Debug, Args)]
struct IngestArgs {
    #[command(flatten)]
    place: Place,
    /// region, org, entity, inspection, problem, order or complaint; not needed with a mapping
    #[arg(long)]
    feed: Option<String>,
    /// A mapping file for foreign columns; one row may feed several feeds
    #[arg(long)]
    mapping: Option<PathBuf>,
    /// utf-8 or gb18030; as the mapping says, else utf-8
    #[arg(long)]
    encoding: Option<String>,
    /// Id of the batch, for one file; the start of its hash if absent
    #[arg(long)]
    id: Option<String>,
    /// CSV, NDJSON (.ndjson, .jsonl) or Parquet (.parquet)
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

#[derive(Debug, Args)]
struct DemoArgs {
    #[command(flatten)]
    place: Place,
    /// About how many facts
    #[arg(long, default_value_t = 300_000)]
    facts: u64,
    /// The same seed makes the same records
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Last day of the records, 2026-11-20
    #[arg(long)]
    end: Option<domain::time::Day>,
}

/// What ends the program: some error, to be printed as a chain.
type Trouble = Box<dyn std::error::Error + Send + Sync>;

/// Reads the command line and does what it says.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    log::start();
    let done = match &cli.command {
        Command::Serve(args) => serve::run(args),
        Command::Ingest(args) => ingest::run(args),
        Command::Demo(args) => demo::run(args),
        Command::Rebuild(place) => rebuild::run(place),
        Command::Check(place) => check::run(place),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            complain(&format!("guanlan: {}", chain(trouble.as_ref())));
            ExitCode::FAILURE
        }
    }
}

/// One line of result. A closed pipe is nobody's trouble.
fn say(line: &str) {
    drop(writeln!(io::stdout(), "{line}"));
}

/// One line of progress or trouble.
fn complain(line: &str) {
    drop(writeln!(io::stderr(), "{line}"));
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_demo_has_defaults_and_a_last_day() {
        let cli = Cli::parse_from(["guanlan", "demo", "--facts", "9", "--end", "2026-11-20"]);
        let Command::Demo(args) = cli.command else { panic!("not demo") };
        assert_eq!((args.facts, args.seed), (9, 1));
        assert_eq!(args.end.map(|day| day.to_string()).as_deref(), Some("2026-11-20"));
    }

    #[test]
    fn ingest_needs_a_file() {
        assert!(Cli::try_parse_from(["guanlan", "ingest", "--feed", "entity"]).is_err());
        assert!(Cli::try_parse_from(["guanlan", "ingest", "--feed", "entity", "a.csv"]).is_ok());
    }
}
