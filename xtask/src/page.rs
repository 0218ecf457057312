//! `frontend/` → `dist/`: the page as static files under names that change with their content.
//!
//! `frontend/index.html` is the template, in Trunk's notation, so that `trunk serve` reads the same
//! file; this build does without Trunk because installing Trunk takes longer than everything else.

use self::lean::lean;
use self::paths::Paths;
use self::template::{BOOT, Template};
use crate::command::{loud, output, quiet};
use crate::place::Place;
use crate::setup::{equip_for_wasm, optimiser, program};
use crate::step::{Failure, OrFail as _, Outcome, Steps};
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

mod lean;
mod parcel;
mod paths;
mod template;

const TARGET: &str = "wasm32-unknown-unknown";

/// Changes when the same files become another page.
const RECIPE: &[u8] = b"styles inside, twins beside";

/// The stack lies lowest, so that no thing lies below the first kilobyte; what runs once need not be unfolded
/// where it is called; and nobody calls the streams of a library that the page does not use.
const OPTIMISER: [&str; 4] = [
    "--remove-exports=*intounderlying*",
    "-Oz",
    "--low-memory-unused",
    "--one-caller-inline-max-function-size=0",
];

const LIMIT: Duration = Duration::from_secs(300);

/// What rustc's output for wasm uses; the optimiser must be told.
const WASM_FEATURES: [&str; 6] = [
    "bulk-memory",
    "multivalue",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "sign-ext",
];

pub(crate) fn build(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    steps.step("Page: compile for wasm32", || compile(place, &[]).map(|_| Outcome::done()))?;
    steps.step("Page: bind, optimise, name by content", || assemble(place))
}

/// The program as rustc leaves it; `more` are words for cargo.
pub(crate) fn compile(place: &Place, more: &[&str]) -> Result<PathBuf, Failure> {
    let mut cargo = place.cargo();
    cargo.args([
        "build",
        "--quiet",
        "--package",
        "frontend",
        "--profile",
        "web",
        "--target",
        TARGET,
    ]);
    cargo.args(more);
    equip_for_wasm(place, &mut cargo);
    Paths::here().equip(&mut cargo);
    loud(&mut cargo)?;
    Ok(compiled(place))
}

fn compiled(place: &Place) -> PathBuf {
    place.target.join(TARGET).join("web/frontend.wasm")
}

fn assemble(place: &Place) -> Result<Outcome, Failure> {
    let wasm = compiled(place);
    let template = Template::read(&place.root.join("frontend/index.html"))?;
    let name = format!("guanlan-{}", mark(place, &wasm, &template)?);
    let dist = place.dist();
    let page = dist.join("index.html");
    if fs::read_to_string(&page).is_ok_and(|text| text.contains(&name)) {
        return Ok(Outcome::Skipped(format!("{name} is up to date")));
    }
    let fresh = place.root.join("dist.new");
    fs::remove_dir_all(&fresh).ok();
    fs::create_dir_all(&fresh).or_fail(|| format!("{}", fresh.display()))?;
    bind(place, &wasm, &fresh.join(&name))?;
    Paths::here().check(&fresh.join(format!("{name}_bg.wasm")))?;
    let script = fresh.join(format!("{name}.js"));
    let text = fs::read_to_string(&script).or_fail(|| format!("{}", script.display()))?;
    fs::write(&script, lean(&text)).or_fail(|| format!("{}", script.display()))?;
    template.write(&name, &fresh)?;
    let weights = parcel::pack(&fresh)?;
    let is_optimised = optimiser(place).is_some();
    // A page that could not be optimised is heavier than it may be, and better than none.
    if is_optimised {
        parcel::weigh(&weights)?;
    }
    let size: usize = weights.iter().map(|it| it.1).sum();
    fs::remove_dir_all(&dist).ok();
    fs::rename(&fresh, &dist).or_fail(|| format!("{}", dist.display()))?;
    let how = if is_optimised { "" } else { ", not optimised: there is no wasm-opt" };
    Ok(Outcome::Done(format!("{name}: {} KB compressed{how}", size / 1024)))
}

/// Changes with everything that the page is made of.
fn mark(place: &Place, wasm: &Path, template: &Template) -> Result<String, Failure> {
    let mut hasher = DefaultHasher::new();
    hasher.write(output(Command::new(program(place, "wasm-bindgen")).arg("--version"))?.as_bytes());
    if let Some(optimiser) = optimiser(place) {
        hasher.write(output(Command::new(optimiser).arg("--version"))?.as_bytes());
    }
    hasher.write(WASM_FEATURES.concat().as_bytes());
    hasher.write(OPTIMISER.concat().as_bytes());
    hasher.write(RECIPE);
    hasher.write(BOOT.as_bytes());
    let inputs = template.inputs()?;
    for file in std::iter::once(wasm).chain(inputs.iter().map(PathBuf::as_path)) {
        hasher.write(&fs::read(file).or_fail(|| format!("{}", file.display()))?);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Writes `{stem}.js` and `{stem}_bg.wasm`; returns the size of the latter in bytes.
pub(crate) fn bind(place: &Place, wasm: &Path, stem: &Path) -> Result<u64, Failure> {
    let mut bindgen = Command::new(program(place, "wasm-bindgen"));
    bindgen.args(["--target", "web", "--no-typescript", "--out-dir"]).arg(stem.with_file_name(""));
    bindgen.arg("--out-name").args(stem.file_name()).arg(wasm);
    quiet(&mut bindgen, &place.log("wasm-bindgen"), LIMIT)?;
    let mut bound = stem.as_os_str().to_owned();
    bound.push("_bg.wasm");
    optimise(place, Path::new(&bound))?;
    Ok(fs::metadata(&bound).or_fail(|| format!("{}", stem.display()))?.len())
}

/// Smaller, when the optimiser could be had; else as it is.
fn optimise(place: &Place, wasm: &Path) -> Result<(), Failure> {
    let Some(program) = optimiser(place) else { return Ok(()) };
    let mut optimiser = Command::new(program);
    optimiser.args(OPTIMISER).args(WASM_FEATURES.map(|it| format!("--enable-{it}")));
    optimiser.arg(wasm).arg("-o").arg(wasm);
    quiet(&mut optimiser, &place.log("wasm-opt"), LIMIT)
}
