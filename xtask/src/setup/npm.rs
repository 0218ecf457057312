//! npm packages as plain archives: packed by the machine's npm, unpacked by tar, never installed.

use super::apt;
use crate::command::{found, output, quiet};
use crate::place::Place;
use crate::step::{Failure, OrFail as _, Outcome, say};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

/// The binaryen whose optimiser was tried with this page, and its version.
const BINARYEN: (&str, u32) = ("binaryen@132.0.0", 132);

/// How long packages may take to come.
const LIMIT: Duration = Duration::from_secs(600);

/// Installs node and npm when they are missing. What could not be had is not asked for again.
pub(super) fn ensure() -> Result<(), Failure> {
    static MISSED: OnceLock<String> = OnceLock::new();
    if found("npm").is_some() {
        return Ok(());
    }
    if let Some(why) = MISSED.get() {
        return Err(Failure::new(why));
    }
    apt::install(&["nodejs", "npm"])
        .map_err(|why| Failure::new(MISSED.get_or_init(|| format!("no npm: {why}"))))
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

/// The optimiser: ours, else one on `PATH` that is no older than ours, because an older one does not know all
/// that it is asked for.
pub(crate) fn optimiser(place: &Place) -> Option<PathBuf> {
    let ours = place.tools.join("binaryen/bin/wasm-opt");
    let is_usable = |program: &PathBuf| {
        let said = output(Command::new(program).arg("--version")).unwrap_or_default();
        version(&said).is_some_and(|it| it >= BINARYEN.1)
    };
    [Some(ours), found("wasm-opt")].into_iter().flatten().find(is_usable)
}

/// `wasm-opt version 132 (version_132)` → 132
fn version(said: &str) -> Option<u32> {
    said.split_whitespace().nth(2)?.parse().ok()
}

/// The optimiser makes the page smaller, nothing else: without it the page is built larger.
pub(super) fn wasm_opt(place: &Place) -> Outcome {
    if optimiser(place).is_some() {
        return Outcome::Skipped("already there".to_owned());
    }
    let (package, _) = BINARYEN;
    match unpack(package, &["package/bin", "package/LICENSE"], &place.tools.join("binaryen")) {
        Ok(()) => Outcome::Done(format!("npm {package}")),
        Err(why) => {
            say(&format!("  {why}"));
            Outcome::Skipped("not to be had: the page will be larger".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_the_optimiser_is_read_and_is_the_one_of_its_package() {
        assert_eq!(version("wasm-opt version 108 (version_108)\n"), Some(108));
        assert_eq!(version("wasm-opt: not found"), None);
        let (package, number) = BINARYEN;
        assert!(package.contains(&format!("@{number}.")));
    }
}
