//! `cargo xtask test`: every check there is, cheapest first; `check` and `bless` are parts of it.

use crate::command::{found, loud, quiet};
use crate::place::Place;
use crate::run::{Profile, build_server};
use crate::step::{Failure, OrFail as _, Outcome, Steps};
use crate::{page, setup};
use clap::{Args, ValueEnum};
use std::fs;
use std::process::Command;
use std::time::Duration;

/// Crates that are tested on this machine's own processor.
const NATIVE: [&str; 10] =
    ["-p", "geodata", "-p", "domain", "-p", "backend", "-p", "xtask", "-p", "frontend"];

/// Crates that also run in the browser.
const IN_BROWSER: [&str; 6] = ["-p", "geodata", "-p", "domain", "-p", "frontend"];

const WASM: [&str; 2] = ["--target", "wasm32-unknown-unknown"];

const SHADER_LIMIT: Duration = Duration::from_secs(60);

#[derive(Args)]
pub(crate) struct TestArgs {
    /// Only this step (may be repeated)
    #[arg(long)]
    only: Vec<Check>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Check {
    Fmt,
    Clippy,
    ClippyWasm,
    Shaders,
    Tidy,
    Unit,
    Page,
    Api,
    Browser,
    Docs,
}

impl Check {
    fn title(self) -> &'static str {
        match self {
            Self::Fmt => "Format",
            Self::Clippy => "Clippy, native",
            Self::ClippyWasm => "Clippy, wasm32",
            Self::Shaders => "Shaders compile",
            Self::Tidy => "Tidy tests",
            Self::Unit => "Unit, property and SQL tests",
            Self::Page => "Page and server build",
            Self::Api => "API tests on the real binary",
            Self::Browser => "Browser tests in Chromium",
            Self::Docs => "Documentation",
        }
    }
}

pub(crate) fn test(args: &TestArgs, place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    setup::for_test(place, steps)?;
    let all = Check::value_variants();
    let chosen = all.iter().copied().filter(|it| args.only.is_empty() || args.only.contains(it));
    perform(chosen, place, steps)
}

pub(crate) fn check(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    setup::for_test(place, steps)?;
    let quick = [Check::Fmt, Check::Clippy, Check::ClippyWasm, Check::Shaders, Check::Tidy];
    perform(quick.into_iter(), place, steps)
}

/// Accepts what the last test run left beside the snapshots.
pub(crate) fn bless(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    steps.step("Unit tests, accepting snapshots", || {
        let mut tests = place.cargo();
        tests.args(["test", "--quiet"]).args(NATIVE).args(place.server_features());
        loud(tests.env("INSTA_UPDATE", "always"))?;
        Ok(Outcome::done())
    })
}

/// Goes on after a failure, so that one run tells everything.
fn perform(
    checks: impl Iterator<Item = Check>,
    place: &Place,
    steps: &mut Steps,
) -> Result<(), Failure> {
    let mut failures = Vec::new();
    for check in checks {
        let made = match check {
            Check::Page => build_all(place, steps),
            _ => steps.step(check.title(), || one(check, place)),
        };
        failures.extend(made.err().map(|failure| format!("{}: {failure}", check.title())));
    }
    steps.summary();
    if failures.is_empty() { Ok(()) } else { Err(Failure::new(failures.join("\n✗ "))) }
}

fn one(check: Check, place: &Place) -> Result<Outcome, Failure> {
    match check {
        Check::Fmt => loud(place.cargo().args(["fmt", "--all", "--check"]))?,
        Check::Clippy => {
            let all = [
                "clippy",
                "--quiet",
                "--keep-going",
                "--workspace",
                "--exclude",
                "frontend",
                "--all-targets",
            ];
            loud(
                place
                    .cargo()
                    .args(all)
                    .args(place.server_features())
                    .args(["--", "-D", "warnings"]),
            )?;
        }
        Check::ClippyWasm => loud(&mut clippy_wasm(place))?,
        Check::Shaders => return shaders(place),
        Check::Tidy => loud(&mut tests(place, &["-p", "guanlan-tests", "--test", "tidy"]))?,
        Check::Unit => loud(&mut tests(place, &NATIVE))?,
        Check::Api => loud(&mut end_to_end(place, |name| name != "tidy" && !is_browser(name))?)?,
        Check::Browser => loud(&mut end_to_end(place, is_browser)?)?,
        Check::Page => {}
        Check::Docs => {
            let mut doc = place.cargo();
            doc.args([
                "doc",
                "--quiet",
                "--no-deps",
                "--workspace",
                "--exclude",
                "frontend",
                "--keep-going",
            ]);
            loud(doc.args(place.server_features()).env("RUSTDOCFLAGS", "-D warnings"))?;
        }
    }
    Ok(Outcome::done())
}

fn build_all(place: &Place, steps: &mut Steps) -> Result<(), Failure> {
    page::build(place, steps)?;
    steps.step("Server: build", || build_server(place, Profile::Release))
}

/// Clippy of another version than the compiler cannot read its libraries: then compiling must do.
fn clippy_wasm(place: &Place) -> Command {
    let mut cargo = place.cargo();
    let foreign = setup::is_wasm_foreign(place);
    cargo.arg(if foreign { "check" } else { "clippy" }).arg("--quiet").args(WASM).args(IN_BROWSER);
    // What measures the map must keep up with it.
    cargo.args(["--features", "frontend/bench"]);
    if !foreign {
        cargo.args(["--", "-D", "warnings"]);
    }
    setup::equip_for_wasm(place, &mut cargo);
    cargo
}

/// nextest where it is there, else cargo's own.
fn tests(place: &Place, what: &[&str]) -> Command {
    let mut cargo = place.cargo();
    if found("cargo-nextest").is_some() {
        cargo.args([
            "nextest",
            "run",
            "--no-tests=pass",
            "--no-fail-fast",
            "--status-level=fail",
            "--final-status-level=slow",
        ]);
    } else {
        cargo.args(["test", "--quiet", "--no-fail-fast"]);
    }
    // A snapshot that differs fails; nothing is written.
    cargo.args(what).env("INSTA_UPDATE", "no");
    if what.contains(&"backend") {
        cargo.args(place.server_features());
    }
    cargo
}

/// Tests that start the server: one file of `tests/tests` each.
fn end_to_end(place: &Place, chosen: impl Fn(&str) -> bool) -> Result<Command, Failure> {
    let folder = place.root.join("tests/tests");
    let files = fs::read_dir(&folder).or_fail(|| format!("{}", folder.display()))?;
    let mut names: Vec<String> = files
        .flatten()
        .filter_map(|it| it.file_name().to_str()?.strip_suffix(".rs").map(str::to_owned))
        .filter(|name| chosen(name))
        .collect();
    names.sort();
    let words = names.iter().flat_map(|name| ["--test", name.as_str()]);
    let what: Vec<&str> = ["-p", "guanlan-tests"].into_iter().chain(words).collect();
    let mut command = tests(place, &what);
    command.env("GUANLAN_BIN", Profile::Release.guanlan(place));
    Ok(command)
}

fn is_browser(name: &str) -> bool {
    name.starts_with("browser")
}

/// Every shader file through the reference compiler.
fn shaders(place: &Place) -> Result<Outcome, Failure> {
    let mut files = Vec::new();
    collect_shaders(&place.root.join("frontend/src"), &mut files);
    if files.is_empty() {
        return Ok(Outcome::Skipped("there are none".to_owned()));
    }
    for file in &files {
        let mut validator = Command::new("glslangValidator");
        validator.arg("-S").arg(if file.contains(".vert.") { "vert" } else { "frag" }).arg(file);
        quiet(&mut validator, &place.log("glslang"), SHADER_LIMIT)?;
    }
    Ok(Outcome::Done(format!("{} files", files.len())))
}

fn collect_shaders(folder: &std::path::Path, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect_shaders(&path, files);
        } else if path.extension().is_some_and(|it| it == "glsl") {
            files.push(path.display().to_string());
        }
    }
}
