//! Debian's own compiler and its sources (`rustc-web`, `rust-web-src`: a matched pair), unpacked beside
//! everything else: the last resort for building the page where rustc's own sources cannot be had.

use super::rust_src::{Compiler, build_library};
use super::wasm_target::has_library;
use crate::command::output;
use crate::place::Place;
use crate::step::{Failure, OrFail as _};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

const PACKAGES: [&str; 3] = ["rustc-web", "libstd-rust-web-dev", "rust-web-src"];

/// The compiler that builds the page.
pub(super) fn rustc(place: &Place) -> PathBuf {
    folder(place).join("rustc")
}

pub(super) fn is_ready(place: &Place) -> bool {
    rustc(place).is_file() && has_library(&folder(place).join("usr"))
}

fn folder(place: &Place) -> PathBuf {
    place.tools.join("rust-web")
}

pub(super) fn build(place: &Place, _sysroot: &Path) -> Result<String, Failure> {
    let folder = folder(place);
    let debs = folder.join("debs");
    fs::create_dir_all(&debs).or_fail(|| format!("{}", debs.display()))?;
    let libraries = libraries()?;
    let wanted = PACKAGES.iter().copied().chain(libraries.iter().map(String::as_str));
    output(
        Command::new("apt-get")
            .args(["-o", "APT::Sandbox::User=root", "download"])
            .args(wanted)
            .current_dir(&debs),
    )?;
    for deb in fs::read_dir(&debs).or_fail(|| format!("{}", debs.display()))?.flatten() {
        output(Command::new("dpkg").arg("-x").arg(deb.path()).arg(&folder))?;
    }
    fs::remove_dir_all(&debs).ok();
    write_wrapper(&folder)?;
    let usr = folder.join("usr");
    build_library(
        place,
        &Compiler { rustc: rustc(place), sysroot: &usr, library: library(&usr)? },
    )?;
    Ok("built with Debian's rustc-web".to_owned())
}

/// What `rustc-web` loads: its driver and LLVM, under names that change with the version.
fn libraries() -> Result<Vec<String>, Failure> {
    let depends = |package: &str| output(Command::new("apt-cache").args(["depends", package]));
    let named = |text: &str, stem: &str| -> Option<String> {
        let names = text.lines().filter_map(|line| line.trim().strip_prefix("Depends: "));
        names.map(str::trim).find(|it| it.starts_with(stem)).map(str::to_owned)
    };
    let missing = |what: &str| Failure::new(format!("Debian has no {what}"));
    let dev = depends("libstd-rust-web-dev")?;
    let driver = named(&dev, "libstd-rust-web-").ok_or_else(|| missing("libstd-rust-web"))?;
    let llvm = named(&depends(&driver)?, "libllvm").ok_or_else(|| missing("libllvm"))?;
    Ok(vec![driver, llvm])
}

/// A rustc that finds its libraries where they were unpacked.
fn write_wrapper(folder: &Path) -> Result<(), Failure> {
    let libraries = fs::read_dir(folder.join("usr/lib")).into_iter().flatten().flatten();
    let libraries: Vec<String> = libraries.map(|it| it.path().display().to_string()).collect();
    let usr = folder.join("usr");
    let script = format!(
        "#!/bin/sh\nLD_LIBRARY_PATH={} exec {}/bin/rustc --sysroot {} \"$@\"\n",
        libraries.join(":"),
        usr.display(),
        usr.display()
    );
    let wrapper = folder.join("rustc");
    fs::write(&wrapper, script)
        .and_then(|()| fs::set_permissions(&wrapper, fs::Permissions::from_mode(0o755)))
        .or_fail(|| format!("{}", wrapper.display()))
}

/// `usr/src/rustc-1.96.0/library`
fn library(usr: &Path) -> Result<PathBuf, Failure> {
    let sources = fs::read_dir(usr.join("src")).into_iter().flatten().flatten();
    let library = sources.map(|it| it.path().join("library")).find(|it| it.is_dir());
    library.ok_or_else(|| Failure::new("rust-web-src holds no library"))
}
