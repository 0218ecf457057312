//! `cargo xtask dist`: one folder that starts on a machine with nothing of ours and no network.

use crate::command::{loud, output};
use crate::place::Place;
use crate::step::{Failure, OrFail as _, Outcome, Steps};
use crate::{page, setup};
use clap::Args;
use std::env::consts::ARCH;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Args)]
pub(crate) struct DistArgs {
    /// Compile DuckDB into the binary (long) instead of putting libduckdb.so beside it
    #[arg(long)]
    bundled: bool,
}

pub(crate) fn dist(args: &DistArgs, place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    if args.bundled {
        setup::for_page(place, steps)?;
    } else {
        setup::for_run(place, steps)?;
    }
    page::build(place, steps)?;
    let bundled = args.bundled || place.duckdb_bundled();
    steps.step("Server: build", || build(place, bundled))?;
    let folder = place.target.join(format!("guanlan-{}-linux-{ARCH}", env!("CARGO_PKG_VERSION")));
    steps.step("Release folder", || collect(place, bundled, &folder))?;
    steps.step("It starts from there", || starts(&folder))
}

fn build(place: &Place, bundled: bool) -> Result<Outcome, Failure> {
    let mut cargo = place.cargo();
    cargo.args(["build", "--quiet", "--release", "--package", "backend", "--bin", "guanlan"]);
    if bundled {
        // The prebuilt library has no part in it, nor is DuckDB compiled anew when that one comes or goes.
        cargo.args(["--features", "bundled"]).env_remove("DUCKDB_LIB_DIR");
    }
    loud(&mut cargo)?;
    Ok(Outcome::done())
}

fn collect(place: &Place, bundled: bool, folder: &Path) -> Result<Outcome, Failure> {
    fs::remove_dir_all(folder).ok();
    fs::create_dir_all(folder).or_fail(|| format!("{}", folder.display()))?;
    let mut parts: Vec<PathBuf> =
        vec![place.target.join("release/guanlan"), place.root.join("assets")];
    if !bundled {
        parts.push(place.duckdb_dir().join("libduckdb.so"));
    }
    parts.extend(["README.md", "CHANGELOG.md"].map(|name| place.root.join(name)));
    output(Command::new("cp").arg("-rL").args(&parts).arg(folder))?;
    Ok(Outcome::Done(folder.display().to_string()))
}

/// With an empty environment, so that only what is in the folder can be found.
fn starts(folder: &Path) -> Result<Outcome, Failure> {
    let mut guanlan = Command::new(folder.join("guanlan"));
    let said = output(guanlan.arg("--version").env_clear().current_dir(folder))?;
    Ok(Outcome::Done(said.trim().to_owned()))
}
