//! npm packages as plain archives: packed by the machine's npm, unpacked by tar, never installed.

use super::apt;
use crate::command::{found, output, quiet};
use crate::place::Place;
use crate::step::{Failure, OrFail as _, Outcome, say};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// The binaryen whose optimiser was tried with this page.
const BINARYEN: &str = "binaryen@132.0.0";

/// How long packages may take to come.
const LIMIT: Duration = Duration::from_secs(600);

/// Installs node and npm when they are missing.
pub(super) fn ensure() -> Result<(), Failure> {
    if found("npm").is_some() {
        return Ok(());
    }
    apt::install(&["nodejs", "npm"])
}

/// Unpacks the files `members` of a package into `into`, without its leading folder.
pub(super) fn unpack(package: &str, members: &[&str], into: &Path) -> Result<(), Failure> {
    ensure()?;
    fs::create_dir_all(into).or_fail(|| format!("{}", into.display()))?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--ignore-scripts", package]).current_dir(into);
    let answer = output(&mut pack)?;
    let archive = answer.lines().last().map(str::trim).filter(|it| !it.is_empty());
    let archive =
        archive.ok_or_else(|| Failure::new(format!("npm packed nothing for {package}")))?;
    let mut tar = Command::new("tar");
    tar.args(["xzf", archive, "--strip-components=1"]).args(members).current_dir(into);
    output(&mut tar)?;
    fs::remove_file(into.join(archive)).or_fail(|| format!("removing {archive}"))
}

/// Installs what the `package.json` of a folder names, into that folder; nothing of it is run.
pub(crate) fn install(folder: &Path, log: &Path) -> Result<(), Failure> {
    ensure()?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock"]);
    quiet(npm.current_dir(folder), log, LIMIT)
}

/// The optimiser makes the page smaller, nothing else: without it the page is built larger.
pub(super) fn wasm_opt(place: &Place) -> Outcome {
    let ours = place.tools.join("binaryen/bin/wasm-opt");
    if ours.is_file() || found("wasm-opt").is_some() {
        return Outcome::Skipped("already there".to_owned());
    }
    match unpack(BINARYEN, &["package/bin", "package/LICENSE"], &place.tools.join("binaryen")) {
        Ok(()) => Outcome::Done(format!("npm {BINARYEN}")),
        Err(why) => {
            say(&format!("  {why}"));
            Outcome::Skipped("not to be had: the page will be larger".to_owned())
        }
    }
}
