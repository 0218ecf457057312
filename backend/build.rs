//! How the server finds `libduckdb.so`, and the page that it embeds.
//!
//! The library is looked for beside the binary first (a release folder), then in the target folder's
//! `tools/duckdb`, where `cargo xtask setup` puts it; relative paths only, so that a binary may move.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    println!("cargo::rerun-if-env-changed=GUANLAN_DIST");
    if env::var_os("CARGO_FEATURE_BUNDLED").is_some() {
        join_cpp_library();
    } else {
        search_path("$ORIGIN");
        // target/release/guanlan, then target/release/deps/* and target/release/examples/*
        search_path("$ORIGIN/../tools/duckdb");
        search_path("$ORIGIN/../../tools/duckdb");
        foreign_library();
    }
    page();
}

/// DuckDB compiled in brings the C++ library along: a folder with its archive alone comes before those in which the
/// linker would find the shared one. Without an archive the shared one is needed, as with any C++ program.
fn join_cpp_library() {
    println!("cargo::rerun-if-env-changed=CXX");
    let compiler = env::var_os("CXX").unwrap_or_else(|| "c++".into());
    let asked = Command::new(compiler).arg("-print-file-name=libstdc++.a").output();
    let archive = asked.ok().and_then(|it| String::from_utf8(it.stdout).ok());
    let archive = archive.map(|it| PathBuf::from(it.trim())).filter(|it| it.is_absolute());
    let (Some(archive), Some(out)) = (archive, env::var_os("OUT_DIR")) else { return };
    let folder = Path::new(&out).join("cpp");
    let copied =
        fs::create_dir_all(&folder).and_then(|()| fs::copy(archive, folder.join("libstdc++.a")));
    match copied {
        Ok(_) => println!("cargo::rustc-link-search=native={}", folder.display()),
        Err(err) => println!("cargo::warning=the C++ library stays a shared one: {err}"),
    }
}

/// A library that somebody put elsewhere is found where it is.
fn foreign_library() {
    let Some(dir) = env::var_os("DUCKDB_LIB_DIR") else { return };
    if !Path::new(&dir).ends_with("tools/duckdb") {
        search_path(&dir.to_string_lossy());
    }
}

fn search_path(dir: &str) {
    println!("cargo::rustc-link-arg=-Wl,-rpath,{dir}");
}

/// `GUANLAN_DIST` holds the built page; without one the server still compiles, and says so when asked for it.
fn page() {
    let beside =
        || PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../dist");
    let dist = env::var_os("GUANLAN_DIST").map_or_else(beside, PathBuf::from);
    if let Err(err) = fs::create_dir_all(&dist) {
        println!("cargo::warning=cannot create {}: {err}", dist.display());
    }
    println!("cargo::rerun-if-changed={}", dist.display());
    println!("cargo::rustc-env=GUANLAN_DIST={}", dist.display());
}
