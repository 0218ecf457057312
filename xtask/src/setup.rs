//! A bare machine → one that can build, serve and test. Every need has a first choice and a fallback.
//!
//! Asks for nothing that is already there, and says what it does to the machine: Debian packages come
//! by apt-get, everything else goes into `target/tools` (and rustc's own folder for the wasm library).

use crate::command::found;
use crate::place::Place;
use crate::step::{Failure, Outcome, Steps};
use clap::Args;

mod apt;
mod cargo_tools;
mod debian_sources;
mod duckdb;
mod npm;
mod rust_src;
mod rust_web;
mod wasm_target;

pub(crate) use cargo_tools::program;
pub(crate) use npm::{install as npm_install, optimiser};
pub(crate) use wasm_target::{equip as equip_for_wasm, is_foreign as is_wasm_foreign};

#[derive(Args)]
pub(crate) struct SetupArgs {
    /// Also Trunk, for `trunk serve` while working on the page (several minutes)
    #[arg(long)]
    trunk: bool,
}

pub(crate) fn everything(
    args: &SetupArgs,
    place: &Place,
    steps: &mut Steps,
) -> Result<(), Failure> {
    for_test(place, steps)?;
    if args.trunk {
        steps.step("Trunk", || cargo_tools::trunk(place))?;
    }
    Ok(())
}

/// What `cargo xtask run` needs.
pub(crate) fn for_run(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    for_page(place, steps)?;
    steps.step("libduckdb, prebuilt", || duckdb::ensure(place))
}

/// What building the page needs.
pub(crate) fn for_page(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    steps.step("C compiler and linker", compiler)?;
    steps.step("Rust standard library for wasm32", || wasm_target::ensure(place))?;
    steps.step("wasm-bindgen", || cargo_tools::wasm_bindgen(place))?;
    steps.step("wasm-opt", || Ok(npm::wasm_opt(place)))
}

/// What the server alone needs.
pub(crate) fn for_server(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    steps.step("C compiler and linker", compiler)?;
    steps.step("libduckdb, prebuilt", || duckdb::ensure(place))
}

/// What `cargo xtask test` needs.
pub(crate) fn for_test(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    for_run(place, steps)?;
    steps.step("rustfmt and clippy", cargo_tools::lints)?;
    steps.step("Chromium with Chinese letters", browser)?;
    steps.step("GLSL checker", || needed_package("glslangValidator", &["glslang-tools"]))
}

fn compiler() -> Result<Outcome, Failure> {
    needed_package("c++", &["build-essential"])
}

fn browser() -> Result<Outcome, Failure> {
    let mut missing: Vec<&str> = [("chromium", "chromium"), ("chromedriver", "chromium-driver")]
        .into_iter()
        .filter(|(program, _)| found(program).is_none())
        .map(|(_, package)| package)
        .collect();
    if !apt::is_installed("fonts-noto-cjk") {
        missing.push("fonts-noto-cjk");
    }
    if missing.is_empty() {
        return Ok(Outcome::Skipped("already there".to_owned()));
    }
    apt::install(&missing)?;
    Ok(Outcome::Done(missing.join(" ")))
}

fn needed_package(program: &str, packages: &[&str]) -> Result<Outcome, Failure> {
    if found(program).is_some() {
        return Ok(Outcome::Skipped("already there".to_owned()));
    }
    apt::install(packages)?;
    Ok(Outcome::Done(packages.join(" ")))
}
