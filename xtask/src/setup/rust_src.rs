//! Debian's `rust-src` of rustc's own version → the standard library for wasm, built here.
//!
//! apt works with private lists and a private source line for another suite of the machine's own
//! mirror: nothing of the system's apt changes, and root is not needed.

use super::debian_sources::main_archive;
use super::wasm_target::{TARGET, library_folder};
use crate::command::{cargo_in, output, quiet};
use crate::place::Place;
use crate::step::{Failure, OrFail as _};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Suites that carry recent compilers, likeliest first.
const SUITES: [&str; 3] = ["trixie-backports", "testing", "unstable"];

const LIMIT: Duration = Duration::from_secs(600);

pub(super) fn build(place: &Place, sysroot: &Path) -> Result<String, Failure> {
    let version = rustc_version()?;
    let work = place.tools.join("rust-src");
    fs::create_dir_all(&work).or_fail(|| format!("{}", work.display()))?;
    let package = SUITES.iter().find_map(|suite| fetch(&work, suite, &version).ok());
    let package =
        package.ok_or_else(|| Failure::new(format!("no Debian suite has rust-src {version}")))?;
    let unpacked = work.join("unpacked");
    output(Command::new("dpkg").arg("-x").arg(&package).arg(&unpacked))?;
    let source = sysroot.join("lib/rustlib/src/rust");
    fs::create_dir_all(&source).or_fail(|| format!("{}", source.display()))?;
    let library = unpacked.join(format!("usr/src/rustc-{version}/library"));
    output(Command::new("cp").arg("-r").arg(&library).arg(&source))?;
    build_library(
        place,
        &Compiler { rustc: "rustc".into(), sysroot, library: source.join("library") },
    )?;
    fs::remove_dir_all(&work).ok();
    Ok(format!("built from Debian's rust-src {version}"))
}

/// `1.95.0`
fn rustc_version() -> Result<String, Failure> {
    let said = output(Command::new("rustc").arg("--version"))?;
    let version = said.split_whitespace().nth(1).map(str::to_owned);
    version.ok_or_else(|| Failure::new(format!("rustc's version is {said:?}")))
}

/// Downloads `rust-src` whose version begins with `version` from one suite of the machine's mirror.
fn fetch(work: &Path, suite: &str, version: &str) -> Result<PathBuf, Failure> {
    for folder in ["lists/partial", "cache/archives/partial"] {
        fs::create_dir_all(work.join(folder)).or_fail(|| folder.to_owned())?;
    }
    let source = work.join("source.list");
    fs::write(&source, main_archive()?.source_line(suite))
        .or_fail(|| format!("{}", source.display()))?;
    let private = |program: &str| {
        let mut apt = Command::new(program);
        let at = |name: &str, value: &Path| format!("{name}={}", value.display());
        apt.current_dir(work).args(["-o", &at("Dir::State::Lists", &work.join("lists"))]);
        apt.args(["-o", &at("Dir::Cache", &work.join("cache"))]);
        apt.args([
            "-o",
            &at("Dir::Etc::SourceList", &source),
            "-o",
            "Dir::Etc::SourceParts=/dev/null",
        ]);
        apt.args(["-o", "APT::Sandbox::User=root"]);
        apt
    };
    output(private("apt-get").arg("update"))?;
    let versions = output(private("apt-cache").args(["madison", "rust-src"]))?;
    let exact = matching(&versions, version);
    let exact = exact.ok_or_else(|| Failure::new(format!("{suite} has no rust-src {version}")))?;
    output(private("apt-get").arg("download").arg(format!("rust-src={exact}")))?;
    let files = fs::read_dir(work).or_fail(|| format!("{}", work.display()))?;
    let deb =
        files.flatten().map(|it| it.path()).find(|it| it.extension().is_some_and(|it| it == "deb"));
    deb.ok_or_else(|| Failure::new("apt-get downloaded nothing"))
}

/// The Debian version (`1.95.0+dfsg1-2`) of an upstream version, in what `apt-cache madison` prints.
fn matching<'a>(madison: &'a str, version: &str) -> Option<&'a str> {
    let mut listed = madison.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    let begins =
        |it: &&str| it.strip_prefix(version).is_some_and(|rest| rest.starts_with(['+', '-', '~']));
    listed.rfind(|it| begins(it))
}

/// A compiler, where its libraries are, and the sources of the library it was released with.
pub(super) struct Compiler<'a> {
    pub(super) rustc: PathBuf,
    pub(super) sysroot: &'a Path,
    pub(super) library: PathBuf,
}

/// Builds the `sysroot` crate for wasm and puts the rlibs where the compiler looks for them.
pub(super) fn build_library(place: &Place, compiler: &Compiler<'_>) -> Result<(), Failure> {
    let scratch = place.tools.join("sysroot-build");
    let mut cargo = cargo_in(&compiler.library);
    cargo.args(["build", "--release", "--target", TARGET, "--features", "compiler-builtins-mem"]);
    cargo.arg("--manifest-path").arg(compiler.library.join("sysroot/Cargo.toml"));
    cargo.arg("--target-dir").arg(&scratch).env("RUSTC", &compiler.rustc);
    cargo.env("RUSTC_BOOTSTRAP", "1").env("__CARGO_DEFAULT_LIB_METADATA", "std");
    cargo.env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes");
    quiet(&mut cargo, &place.log("sysroot"), LIMIT)?;
    let into = library_folder(compiler.sysroot);
    fs::create_dir_all(&into).or_fail(|| format!("{}", into.display()))?;
    let built = scratch.join(TARGET).join("release/deps");
    for file in fs::read_dir(&built).or_fail(|| format!("{}", built.display()))?.flatten() {
        if file.path().extension().is_some_and(|it| it == "rlib") {
            let to = into.join(file.file_name());
            fs::copy(file.path(), &to).or_fail(|| format!("{}", to.display()))?;
        }
    }
    fs::remove_dir_all(&scratch).ok();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_sources_of_the_same_version_will_do() {
        let madison = "  rust-src | 1.96.1+dfsg1-2 | somewhere\n  rust-src | 1.95.0+dfsg1-2~bpo13+1 | somewhere\n";
        assert_eq!(matching(madison, "1.95.0"), Some("1.95.0+dfsg1-2~bpo13+1"));
        assert_eq!(matching(madison, "1.9"), None);
        assert_eq!(matching(madison, "1.94.0"), None);
    }
}
