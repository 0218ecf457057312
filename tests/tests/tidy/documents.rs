//! Documents name what exists.

use crate::assert_none;
use crate::sources::{Source, all, one};

/// The folders of the workspace's crates.
fn members(manifest: &str) -> Vec<String> {
    let table: toml::Table = manifest.parse().expect("the root manifest is TOML");
    let listed =
        table.get("workspace").and_then(|it| it.get("members")).and_then(toml::Value::as_array);
    listed.into_iter().flatten().filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

fn unnamed(document: &Source, members: &[String]) -> Vec<String> {
    let named = |member: &str| {
        [format!("`{member}`"), format!("`{member}/`")].iter().any(|it| document.text.contains(it))
    };
    let missing = members.iter().filter(|it| !named(it));
    missing.map(|it| format!("{}: does not name the crate {it}", document.path)).collect()
}

/// Links to files of the repository that are not there.
fn broken_links(documents: &[Source], exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for document in documents.iter().filter(|it| it.ends_with("md") && !it.path.contains('/')) {
        let targets =
            document.text.split("](").skip(1).filter_map(|it| it.split([')', '#']).next());
        let local = targets.filter(|it| !it.is_empty() && !it.contains("://"));
        faults.extend(
            local.filter(|it| !exists(it)).map(|it| format!("{}: no file {it}", document.path)),
        );
    }
    faults
}

#[test]
fn the_architecture_names_every_crate() {
    let root = one("Cargo.toml").unwrap();
    if let Some(document) = one("ARCHITECTURE.md") {
        assert_none(&unnamed(&document, &members(&root.text)));
    }
}

#[test]
fn a_crate_that_no_document_names_is_a_fault() {
    let members = members("[workspace]\nmembers = [\"domain\", \"geodata\"]\n");
    let document = Source::new("ARCHITECTURE.md", "| `domain` | words |\nand geodata");
    assert_eq!(unnamed(&document, &members), ["ARCHITECTURE.md: does not name the crate geodata"]);
}

#[test]
fn links_between_documents_lead_somewhere() {
    let exists = |path: &str| guanlan_tests::repository().join(path).exists();
    assert_none(&broken_links(&all(), exists));
}

#[test]
fn a_link_to_nowhere_is_a_fault() {
    let document =
        Source::new("README.md", "[a](ARCHITECTURE.md#top) [b](gone.md) [c](https://example.org)");
    assert_eq!(
        broken_links(&[document], |it| it == "ARCHITECTURE.md"),
        ["README.md: no file gone.md"]
    );
}
