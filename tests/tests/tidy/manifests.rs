//! Manifests: which crate may know which, and lints that are the same everywhere.

use crate::assert_none;
use crate::sources::{Source, all, one};
use toml::{Table, Value};

/// `(who, never, why)`: direct dependencies, for running and for building.
const FORBIDDEN: &[(&str, &[&str], &str)] = &[
    (
        "frontend",
        &["backend", "duckdb", "tokio", "axum", "rusqlite", "guanlan-tests"],
        "the page knows only the wire",
    ),
    (
        "backend",
        &["frontend", "leptos", "web-sys", "wasm-bindgen", "js-sys"],
        "the server knows only the wire",
    ),
    (
        "domain",
        &[
            "backend", "frontend", "tokio", "axum", "duckdb", "rusqlite", "arrow", "parquet",
            "web-sys", "js-sys", "leptos",
        ],
        "no I/O, no SQL, no DOM",
    ),
    (
        "geodata",
        &[
            "domain", "backend", "frontend", "tokio", "axum", "duckdb", "rusqlite", "web-sys",
            "js-sys", "leptos",
        ],
        "no I/O, no SQL, no DOM",
    ),
    (
        "guanlan-tests",
        &["backend", "frontend", "domain", "geodata"],
        "tests from outside link nothing of ours",
    ),
    ("xtask", &["backend", "frontend", "domain", "geodata"], "must build before everything else"),
];

/// Text that means I/O in crates that have none.
const INPUT_OUTPUT: [&str; 6] =
    ["std::fs", "std::net", "std::process", "std::thread", "SystemTime::now", "Instant::now"];

fn parse(source: &Source) -> Table {
    source.text.parse().unwrap_or_else(|why| panic!("{}: {why}", source.path))
}

fn wrong_direction(manifests: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for manifest in manifests {
        let table = parse(manifest);
        let Some(name) = table.get("package").and_then(|it| it.get("name")).and_then(Value::as_str)
        else {
            continue;
        };
        for (_, never, why) in FORBIDDEN.iter().filter(|(who, ..)| *who == name) {
            let known = ["dependencies", "build-dependencies"]
                .into_iter()
                .filter_map(|it| table.get(it)?.as_table());
            let bad = known.flat_map(Table::keys).filter(|it| never.contains(&it.as_str()));
            faults.extend(
                bad.map(|it| format!("{}: {name} must not know {it}: {why}", manifest.path)),
            );
        }
    }
    faults
}

fn input_output(sources: &[Source]) -> Vec<String> {
    let pure =
        sources.iter().filter(|it| it.is_rust() && ["domain", "geodata"].contains(&it.member()));
    let inside = pure
        .filter(|it| it.path.split('/').nth(1) == Some("src") && !it.path.ends_with("tests.rs"));
    let mut faults = Vec::new();
    for source in inside {
        let program = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        let found = INPUT_OUTPUT.iter().filter(|it| program.contains(**it));
        faults.extend(found.map(|it| format!("{}: {it} in a crate without I/O", source.path)));
    }
    faults
}

/// A member's `clippy.toml` *replaces* the root's, so it must repeat it.
fn not_repeated(root: &Source, member: &Source) -> Vec<String> {
    let own = parse(member);
    let missing = parse(root).into_iter().filter(|(key, value)| own.get(key) != Some(value));
    missing.map(|(key, _)| format!("{}: {key} differs from the root's", member.path)).collect()
}

fn without_shared_lints(manifests: &[Source]) -> Vec<String> {
    let shares = |it: &&Source| {
        parse(it).get("lints").and_then(|it| it.get("workspace")) == Some(&Value::Boolean(true))
    };
    let members = manifests.iter().filter(|it| it.path != "Cargo.toml");
    members
        .filter(|it| !shares(it))
        .map(|it| format!("{}: no [lints] workspace = true", it.path))
        .collect()
}

fn manifests() -> Vec<Source> {
    all().into_iter().filter(|it| it.path.ends_with("Cargo.toml")).collect()
}

#[test]
fn dependencies_point_one_way() {
    assert_none(&wrong_direction(&manifests()));
}

#[test]
fn a_dependency_against_the_direction_is_a_fault() {
    let page = "[package]\nname = \"frontend\"\n[dependencies]\nbackend = { workspace = true }\ndomain = \"1\"\n";
    assert_eq!(wrong_direction(&[Source::new("frontend/Cargo.toml", page)]).len(), 1);
    let test_only = page.replace("[dependencies]", "[dev-dependencies]");
    assert!(wrong_direction(&[Source::new("frontend/Cargo.toml", &test_only)]).is_empty());
}

#[test]
fn words_and_space_do_no_input_or_output() {
    assert_none(&input_output(&all()));
}

#[test]
fn reading_a_file_outside_tests_is_a_fault_in_words_and_space() {
    let bad = "use std::fs;\n";
    assert_eq!(input_output(&[Source::new("domain/src/a.rs", bad)]).len(), 1);
    assert!(input_output(&[Source::new("backend/src/a.rs", bad)]).is_empty());
    assert!(
        input_output(&[Source::new("domain/src/a.rs", "#[cfg(test)]\nuse std::fs;\n")]).is_empty()
    );
}

#[test]
fn every_crate_shares_the_lints_of_the_workspace() {
    assert_none(&without_shared_lints(&manifests()));
    let bare = Source::new("a/Cargo.toml", "[package]\nname = \"a\"\n");
    assert_eq!(without_shared_lints(&[bare]).len(), 1);
}

#[test]
fn a_clippy_file_of_a_crate_repeats_the_root() {
    let root = one("clippy.toml").unwrap();
    let members = all().into_iter().filter(|it| it.path.ends_with("/clippy.toml"));
    let faults: Vec<String> = members.flat_map(|it| not_repeated(&root, &it)).collect();
    assert_none(&faults);
}

#[test]
fn a_clippy_file_that_leaves_out_a_rule_is_a_fault() {
    let root =
        Source::new("clippy.toml", "max-fn-params-bools = 1\ntoo-many-lines-threshold = 60\n");
    let member = Source::new("frontend/clippy.toml", "max-fn-params-bools = 1\nextra = 1\n");
    assert_eq!(not_repeated(&root, &member).len(), 1);
    assert!(not_repeated(&root, &root).is_empty());
}
