//! Tools that cargo builds, in the exact version; a matching one on `PATH` is preferred.

use crate::command::{cargo_in, found, output, quiet};
use crate::place::Place;
use crate::step::{Failure, OrFail as _, Outcome};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const TRUNK: &str = "0.21.14";

/// A build of a tool that takes longer than this will not end.
const LIMIT: Duration = Duration::from_secs(1800);

/// wasm-bindgen of the crate's version: any other refuses the page.
pub(super) fn wasm_bindgen(place: &Place) -> Result<Outcome, Failure> {
    let lock =
        fs::read_to_string(place.root.join("Cargo.lock")).or_fail(|| "Cargo.lock".to_owned())?;
    let version = locked_version(&lock, "wasm-bindgen");
    let version = version.ok_or_else(|| Failure::new("Cargo.lock has no wasm-bindgen"))?;
    ensure(place, "wasm-bindgen", "wasm-bindgen-cli", &["--version", version])
}

pub(super) fn trunk(place: &Place) -> Result<Outcome, Failure> {
    ensure(place, "trunk", "trunk", &["--version", TRUNK, "--locked", "--no-default-features"])
}

/// A tool that `setup` fetched, else the one on `PATH`.
pub(crate) fn program(place: &Place, name: &str) -> PathBuf {
    let ours = place.tools.join("bin").join(name);
    if ours.is_file() { ours } else { found(name).unwrap_or(ours) }
}

fn ensure(
    place: &Place,
    program_name: &str,
    krate: &str,
    how: &[&str],
) -> Result<Outcome, Failure> {
    let version = how.get(1).copied().unwrap_or_default();
    let ours = place.tools.join("bin").join(program_name);
    let there = [Some(ours), found(program_name)].into_iter().flatten();
    if there.filter(|it| it.is_file()).any(|it| has_version(&it, version)) {
        return Ok(Outcome::Skipped(format!("{version} already there")));
    }
    let scratch = place.tools.join("scratch");
    let mut install = cargo_in(&env::temp_dir());
    install.args(["install", krate]).args(how).args(["--force", "--root"]).arg(&place.tools);
    install.arg("--target-dir").arg(&scratch);
    // A tool that runs for a second is not worth minutes of optimising.
    install.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    install
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    quiet(&mut install, &place.log(krate), LIMIT)?;
    fs::remove_dir_all(&scratch).ok();
    Ok(Outcome::Done(format!("cargo install {krate} {version}")))
}

fn has_version(program: &Path, version: &str) -> bool {
    let said = output(Command::new(program).arg("--version")).unwrap_or_default();
    said.split_whitespace().nth(1) == Some(version)
}

/// The version of a crate in a lock file.
fn locked_version<'a>(lock: &'a str, krate: &str) -> Option<&'a str> {
    let name = format!("name = \"{krate}\"");
    let after = lock.lines().skip_while(|line| *line != name).nth(1)?;
    Some(after.strip_prefix("version = \"")?.trim_end_matches('"'))
}

/// rustfmt and clippy come with most toolchains, and else with rustup.
pub(super) fn lints() -> Result<Outcome, Failure> {
    let works = |tool: &str| output(cargo_in(&env::temp_dir()).args([tool, "--version"])).is_ok();
    if works("fmt") && works("clippy") {
        return Ok(Outcome::Skipped("already there".to_owned()));
    }
    output(Command::new("rustup").args(["component", "add", "rustfmt", "clippy"]))?;
    Ok(Outcome::Done("rustup component add".to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_crate_is_not_that_of_its_namesakes() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
