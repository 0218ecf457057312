//! How the server finds `libduckdb.so`, and the page that it embeds.
//!
//! The library is looked for beside the binary first (a release folder), then in the target folder's
//! `tools/duckdb`, where `cargo xtask setup` puts it; relative paths only, so that a binary may move.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=DUCKDB_LIB_DIR");
    println!("cargo::rerun-if-env-changed=GUANLAN_DIST");
    if env::var_os("CARGO_FEATURE_BUNDLED").is_none() {
        search_path("$ORIGIN");
        // target/release/guanlan, then target/release/deps/* and target/release/examples/*
        search_path("$ORIGIN/../tools/duckdb");
        search_path("$ORIGIN/../../tools/duckdb");
        foreign_library();
    }
    page();
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
