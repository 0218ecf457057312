//! Files: how long, how named.

use crate::assert_none;
use crate::sources::{Source, all};

const MOST_LINES: usize = 400;

/// Files that may be longer, and why.
const LONGER: &[(&str, &str)] = &[];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 14] = [
    "common", "data", "handle", "handler", "helper", "helpers", "info", "item", "manager", "misc",
    "process", "shared", "util", "utils",
];

fn too_long(sources: &[Source], longer: &[(&str, &str)]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|it| it.is_rust()) {
        let lines = source.text.lines().count();
        let excused = longer.iter().any(|(path, _)| *path == source.path);
        if lines > MOST_LINES && !excused {
            faults.push(format!("{}: {lines} lines, at most {MOST_LINES}", source.path));
        }
        if lines <= MOST_LINES && excused {
            faults.push(format!("{}: short enough, the exception can go", source.path));
        }
    }
    faults
}

fn badly_named(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources.iter().filter(|it| it.is_rust()) {
        let stems = source.path.split('/').map(|it| it.trim_end_matches(".rs"));
        faults.extend(
            stems
                .filter(|stem| EMPTY_NAMES.contains(stem))
                .map(|stem| format!("{}: `{stem}` says nothing", source.path)),
        );
        if source.path.ends_with("/mod.rs") {
            faults.push(format!("{}: use map.rs beside map/", source.path));
        }
    }
    faults
}

#[test]
fn no_file_is_longer_than_a_reader_can_hold() {
    assert_none(&too_long(&all(), LONGER));
}

#[test]
fn a_long_file_is_a_fault_unless_excused_and_an_excuse_must_be_needed() {
    let long = Source::new("domain/src/long.rs", &"\n".repeat(MOST_LINES + 1));
    let short = Source::new("domain/src/short.rs", "\n");
    assert_eq!(too_long(&[long.clone(), short.clone()], &[]).len(), 1);
    assert!(too_long(&[long], &[("domain/src/long.rs", "a table")]).is_empty());
    assert_eq!(too_long(&[short], &[("domain/src/short.rs", "was long")]).len(), 1);
}

#[test]
fn files_are_named_after_what_is_inside() {
    assert_none(&badly_named(&all()));
}

#[test]
fn empty_names_and_mod_files_are_faults() {
    let bad = ["a/src/utils.rs", "a/src/helper/csv.rs", "a/src/map/mod.rs"]
        .map(|path| Source::new(path, ""));
    assert_eq!(badly_named(&bad).len(), 3);
    assert!(badly_named(&[Source::new("a/src/dataset.rs", "")]).is_empty());
}

#[test]
fn no_toolchain_file_asks_for_a_download() {
    // Where rustup's server cannot be reached, such a file breaks every cargo call.
    let faults = |sources: &[Source]| {
        let named = sources.iter().filter(|it| it.path.starts_with("rust-toolchain"));
        named.map(|it| format!("{} must not exist", it.path)).collect::<Vec<_>>()
    };
    assert_none(&faults(&all()));
    assert_eq!(faults(&[Source::new("rust-toolchain.toml", "")]).len(), 1);
}
