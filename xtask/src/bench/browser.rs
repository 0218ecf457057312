//! The page and its map in Chromium, against deck.gl and ECharts: fetches the peers, builds the harness,
//! runs every measure.
//!
//! The peers and everything built from them lie in `target/browser-bench`; nothing of them is in the product.
//! The server is the release build, or the binary that `GUANLAN_BIN` names.

use super::{keep, show, table, wanted};
use crate::command::{loud, quiet};
use crate::place::Place;
use crate::run::{Profile, build_server};
use crate::step::{Failure, OrFail as _, Outcome, Steps};
use crate::{page, setup};
use clap::ValueEnum;
use serde_json::Value;
use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// Names the server to measure, instead of building one.
const BINARY: &str = "GUANLAN_BIN";

const BUNDLING: Duration = Duration::from_secs(120);

const BENCH: [&str; 6] =
    ["run", "--quiet", "--package=guanlan-tests", "--bin", "browser-bench", "--"];

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Measure {
    Hexes,
    Recolour,
    Polygons,
    Decode,
    Opening,
    Idle,
}

impl Measure {
    fn title(self) -> &'static str {
        match self {
            Self::Hexes => "Hexagons: 100 k, 1 M and deck.gl, in turn",
            Self::Recolour => "New values for 1 M hexagons",
            Self::Polygons => "3,000 polygons: ours, deck.gl and ECharts, in turn",
            Self::Decode => "100 k cells decoded",
            Self::Opening => "Opening the page and an ECharts page, in turn",
            Self::Idle => "An idle page",
        }
    }

    fn needs_server(self) -> bool {
        matches!(self, Self::Opening | Self::Idle)
    }
}

pub(super) fn bench(only: &[Measure], place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    let all = Measure::value_variants().iter().copied();
    let chosen: Vec<Measure> = all.filter(|it| only.is_empty() || only.contains(it)).collect();
    setup::for_test(place, steps)?;
    let named = env::var_os(BINARY).map(PathBuf::from);
    if named.is_none() && chosen.iter().any(|it| it.needs_server()) {
        page::build(place, steps)?;
        steps.step("Server: build", || build_server(place, Profile::Release))?;
    }
    steps.step("Peers by npm: deck.gl, ECharts", || fetch(place))?;
    steps.step("Harness: the map alone", || build_map(place))?;
    steps.step("Harness: pages", || bundle(place))?;
    let server = named.unwrap_or_else(|| Profile::Release.guanlan(place));
    let site = folder(place).join("site");
    let mut lines: Vec<Value> = Vec::new();
    for measure in chosen {
        let word = measure.to_possible_value().map(|it| it.get_name().to_owned());
        let mut cargo = place.cargo();
        cargo.args(BENCH).arg(word.unwrap_or_default()).arg(&site).env(BINARY, &server);
        steps.step(measure.title(), || keep(&mut cargo, &mut lines))?;
    }
    steps.summary();
    show(&table::of(&lines, &wanted::BROWSER));
    Ok(())
}

fn folder(place: &Place) -> PathBuf {
    place.target.join("browser-bench")
}

fn sources(place: &Place) -> PathBuf {
    place.root.join("tests/peers")
}

/// Pinned versions, installed beside nothing else; skipped when they are the ones that are there.
fn fetch(place: &Place) -> Result<Outcome, Failure> {
    let folder = folder(place);
    let wanted = sources(place).join("package.json");
    let (name, there) = ("package.json", folder.join("node_modules/.fetched"));
    let text = fs::read_to_string(&wanted).or_fail(|| format!("{}", wanted.display()))?;
    if fs::read_to_string(&there).is_ok_and(|it| it == text) {
        return Ok(Outcome::Skipped("already there".to_owned()));
    }
    fs::create_dir_all(&folder).or_fail(|| format!("{}", folder.display()))?;
    fs::write(folder.join(name), &text).or_fail(|| format!("{}", folder.display()))?;
    setup::npm_install(&folder, &place.log("npm-peers"))?;
    fs::write(&there, text).or_fail(|| format!("{}", there.display()))?;
    Ok(Outcome::done())
}

/// The page's crate without its page, optimised as the product is.
fn build_map(place: &Place) -> Result<Outcome, Failure> {
    let wasm = page::compile(place, &["--features", "bench"])?;
    let ours = folder(place).join("site/ours");
    fs::create_dir_all(&ours).or_fail(|| format!("{}", ours.display()))?;
    let size = page::bind(place, &wasm, &ours.join("bench"))?;
    Ok(Outcome::Done(format!("{} KB of wasm", size / 1024)))
}

fn bundle(place: &Place) -> Result<Outcome, Failure> {
    let (folder, sources) = (folder(place), sources(place));
    // Node looks for packages beside the script.
    let script = folder.join("build.js");
    fs::copy(sources.join("build.js"), &script).or_fail(|| format!("{}", script.display()))?;
    let mut node = Command::new("node");
    node.arg(&script).arg(&sources).arg(folder.join("site")).current_dir(&folder);
    quiet(&mut node, &place.log("peers"), BUNDLING)?;
    let mut program = place.cargo();
    program.args(["build", "--quiet", "--package=guanlan-tests", "--bin", "browser-bench"]);
    loud(&mut program)?;
    Ok(Outcome::done())
}
