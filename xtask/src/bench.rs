//! `cargo xtask bench`: figures for documents, from release builds on this machine.

use crate::command::{loud, output};
use crate::place::Place;
use crate::setup;
use crate::step::{Failure, Outcome, Steps};
use clap::Args;

const SERVER: [&str; 8] =
    ["run", "--release", "--quiet", "--package", "backend", "--bin", "guanlan-bench", "--"];

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
    let locate =
        ["run", "--release", "--quiet", "--package", "geodata", "--example", "locate_bench"];
    steps.step("Point → district", || measure(place, &locate, &[]))?;
    let sizes = args.sizes.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    for name in server_benches(place)? {
        let help = output(place.cargo().args(SERVER).args([name.as_str(), "--help"]))?;
        let mut words = vec![name.as_str()];
        if help.contains("--sizes") {
            words.extend(["--sizes", sizes.as_str()]);
        }
        steps.step(&format!("Server: {name}"), || measure(place, &SERVER, &words))?;
    }
    steps.summary();
    Ok(())
}

/// The benches that the server's own program lists.
fn server_benches(place: &Place) -> Result<Vec<String>, Failure> {
    let help = output(place.cargo().args(SERVER).arg("--help"))?;
    Ok(commands(&help))
}

/// The names below `Commands:` in clap's help.
fn commands(help: &str) -> Vec<String> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let names = listed
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

fn measure(place: &Place, program: &[&str], words: &[&str]) -> Result<Outcome, Failure> {
    loud(place.cargo().args(program).args(words))?;
    Ok(Outcome::done())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_benches_are_those_that_the_help_lists() {
        let help = "Benchmarks\n\nUsage: x\n\nCommands:\n  ingest  CSV to batch\n  query   Figures\n  help    Print\n\nOptions:\n  -h\n";
        assert_eq!(commands(help), ["ingest", "query"]);
        assert!(commands("Usage: x\n").is_empty());
    }
}
