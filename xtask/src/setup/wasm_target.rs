//! The standard library for `wasm32-unknown-unknown`: rustup, else Debian's sources of the same
//! version, else Debian's own compiler with its sources.

use super::{rust_src, rust_web};
use crate::command::{found, output, quiet};
use crate::place::Place;
use crate::step::{Failure, Outcome, say};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub(super) const TARGET: &str = "wasm32-unknown-unknown";

/// How long rustup may try.
const PATIENCE: Duration = Duration::from_secs(180);

pub(super) fn ensure(place: &Place) -> Result<Outcome, Failure> {
    let sysroot = sysroot()?;
    if has_library(&sysroot) || rust_web::is_ready(place) {
        return Ok(Outcome::Skipped("already there".to_owned()));
    }
    let mut complaints = Vec::new();
    for (name, way) in
        [("rustup", by_rustup as Way), ("rust-src", rust_src::build), ("rust-web", rust_web::build)]
    {
        match way(place, &sysroot) {
            Ok(words) => return Ok(Outcome::Done(words)),
            Err(why) => {
                say(&format!("  {name} did not do: {}", first_line(&why)));
                complaints.push(format!("{name}: {why}"));
            }
        }
    }
    Err(Failure::new(complaints.join("\n")))
}

type Way = fn(&Place, &Path) -> Result<String, Failure>;

/// Gives a build of the page the compiler that has the library, when it is not the usual one.
pub(crate) fn equip(place: &Place, cargo: &mut Command) {
    if !is_foreign(place) {
        return;
    }
    cargo.env("RUSTC", rust_web::rustc(place));
    if let Some(linker) = sysroot().ok().as_deref().and_then(linker) {
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    }
}

/// Whether the page is built by another compiler, which the usual clippy does not understand.
pub(crate) fn is_foreign(place: &Place) -> bool {
    rust_web::is_ready(place) && !sysroot().is_ok_and(|it| has_library(&it))
}

/// `rust-lld` of the usual toolchain, which Debian's compiler is packed without.
fn linker(sysroot: &Path) -> Option<PathBuf> {
    let targets = fs::read_dir(sysroot.join("lib/rustlib")).ok()?.flatten();
    targets.map(|it| it.path().join("bin/rust-lld")).find(|it| it.is_file())
}

fn by_rustup(place: &Place, sysroot: &Path) -> Result<String, Failure> {
    if found("rustup").is_none() {
        return Err(Failure::new("not installed"));
    }
    let mut add = Command::new("rustup");
    add.args(["target", "add", TARGET]).current_dir(&place.root);
    quiet(&mut add, &place.log("rustup-target"), PATIENCE)?;
    if has_library(sysroot) {
        return Ok(format!("rustup target add {TARGET}"));
    }
    Err(Failure::new("rustup serves another toolchain"))
}

fn sysroot() -> Result<PathBuf, Failure> {
    Ok(PathBuf::from(output(Command::new("rustc").args(["--print", "sysroot"]))?.trim()))
}

/// Whether `core` and `std` for wasm are in a sysroot.
pub(super) fn has_library(sysroot: &Path) -> bool {
    let folder = library_folder(sysroot);
    let Ok(files) = fs::read_dir(folder) else { return false };
    let names: Vec<String> =
        files.flatten().map(|it| it.file_name().to_string_lossy().into_owned()).collect();
    ["libcore-", "libstd-"].iter().all(|stem| names.iter().any(|it| it.starts_with(stem)))
}

pub(super) fn library_folder(sysroot: &Path) -> PathBuf {
    sysroot.join("lib/rustlib").join(TARGET).join("lib")
}

fn first_line(why: &Failure) -> String {
    why.to_string().lines().next().unwrap_or_default().to_owned()
}
