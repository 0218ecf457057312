//! Words that must not be in the sources: unfinished work, hosts, machines.

use crate::assert_none;
use crate::sources::{Source, all};

/// Spelt apart, so that this file does not hold them.
fn unfinished() -> Vec<String> {
    [["to", "do!("], ["unimple", "mented!("], ["FIX", "ME"], ["TO", "DO:"], ["XX", "X:"]]
        .map(|it| it.concat())
        .to_vec()
}

/// Package registries and download servers: packages come by name, through the ordinary clients.
fn hosts() -> Vec<String> {
    let parts = [
        ["crates", ".io/"],
        ["index.crates", ".io"],
        ["static.crates", ".io"],
        ["registry.npm", "js.org"],
        ["npm", "mirror"],
        ["deb.deb", "ian.org"],
        ["security.deb", "ian.org"],
        ["static.rust-", "lang.org"],
        ["sh.rust", "up.rs"],
        ["un", "pkg.com"],
        ["js", "delivr"],
        ["pypi", ".org"],
        ["githubuser", "content"],
        ["fonts.google", "apis"],
    ];
    parts.map(|it| it.concat()).to_vec()
}

/// Folders of one machine.
fn machines() -> Vec<String> {
    [["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"], ["/wo", "rk/"], ["C:", "\\\\"]]
        .map(|it| it.concat())
        .to_vec()
}

fn holding(sources: &[Source], words: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        for (number, line) in (1..).zip(source.text.lines()) {
            let found = words.iter().filter(|word| line.contains(word.as_str()));
            faults.extend(found.map(|word| format!("{}:{number}: {word}", source.path)));
        }
    }
    faults
}

/// Cargo writes the lock file, with the address of its index.
fn written_by_people() -> Vec<Source> {
    all().into_iter().filter(|it| it.path != "Cargo.lock").collect()
}

#[test]
fn nothing_is_left_unfinished() {
    assert_none(&holding(&written_by_people(), &unfinished()));
}

#[test]
fn no_file_names_a_registry_or_a_machine() {
    assert_none(&holding(&written_by_people(), &hosts()));
    assert_none(&holding(&written_by_people(), &machines()));
}

#[test]
fn a_forbidden_word_is_found_with_its_line() {
    let text = format!(
        "fn half() {{\n    {}) // {} here\n}}\n",
        ["to", "do!("].concat(),
        ["FIX", "ME"].concat()
    );
    let faults = holding(&[Source::new("a.rs", &text)], &unfinished());
    assert_eq!(faults.len(), 2);
    assert!(faults[0].starts_with("a.rs:2:"));
    let script = Source::new("a.sh", &format!("curl {}", ["registry.npm", "js.org"].concat()));
    assert_eq!(holding(&[script], &hosts()).len(), 1);
    let path = Source::new("a.toml", &format!("dir = \"{}me\"", ["/ho", "me/"].concat()));
    assert_eq!(holding(&[path], &machines()).len(), 1);
}
