//! The machine's own Debian mirror and keyring, read from apt's sources: no host is named here.

use crate::step::Failure;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// One archive that apt already trusts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Archive {
    pub(super) uri: String,
    pub(super) suites: Vec<String>,
    pub(super) signed_by: Option<String>,
}

impl Archive {
    /// A one-line source for another suite of the same archive, checked with the same keyring.
    pub(super) fn source_line(&self, suite: &str) -> String {
        let keyring =
            self.signed_by.as_ref().map(|it| format!("[signed-by={it}] ")).unwrap_or_default();
        format!("deb {keyring}{} {suite} main\n", self.uri)
    }
}

/// The archive that serves this release's main suite.
pub(super) fn main_archive() -> Result<Archive, Failure> {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let codename = release.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    let codename =
        codename.ok_or_else(|| Failure::new("no Debian: os-release has no code name"))?;
    let found = archives(Path::new("/etc/apt"))
        .into_iter()
        .find(|it| it.suites.iter().any(|suite| suite == codename));
    found.ok_or_else(|| Failure::new(format!("apt knows no archive with the suite {codename}")))
}

fn archives(etc_apt: &Path) -> Vec<Archive> {
    let parts = fs::read_dir(etc_apt.join("sources.list.d")).into_iter().flatten().flatten();
    let mut files: Vec<_> = parts.map(|it| it.path()).collect();
    files.sort();
    files.insert(0, etc_apt.join("sources.list"));
    let read = |file: &std::path::PathBuf| {
        let text = fs::read_to_string(file).unwrap_or_default();
        if file.extension().is_some_and(|it| it == "sources") {
            stanzas(&text)
        } else {
            lines(&text)
        }
    };
    files.iter().flat_map(read).collect()
}

/// The deb822 form: `Types: deb`, `URIs: …`, `Suites: …`, `Signed-By: …`.
fn stanzas(text: &str) -> Vec<Archive> {
    text.split("\n\n").filter_map(stanza).collect()
}

fn stanza(text: &str) -> Option<Archive> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let fields: BTreeMap<String, &str> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_lowercase(), value.trim()))
        .collect();
    let words = |name: &str| fields.get(name).map(|it| it.split_whitespace());
    if !words("types")?.any(|it| it == "deb") || fields.get("enabled") == Some(&"no") {
        return None;
    }
    Some(Archive {
        uri: words("uris")?.next()?.to_owned(),
        suites: words("suites")?.map(str::to_owned).collect(),
        signed_by: words("signed-by").and_then(|mut it| it.next()).map(str::to_owned),
    })
}

/// The one-line form: `deb [signed-by=…] URI suite component…`.
fn lines(text: &str) -> Vec<Archive> {
    text.lines().filter_map(line).collect()
}

fn line(text: &str) -> Option<Archive> {
    let rest = text.trim().strip_prefix("deb ")?.trim();
    let (options, rest) = match rest.strip_prefix('[') {
        Some(bracketed) => bracketed.split_once(']')?,
        None => ("", rest),
    };
    let mut words = rest.split_whitespace();
    let signed_by = options.split_whitespace().find_map(|it| it.strip_prefix("signed-by="));
    Some(Archive {
        uri: words.next()?.to_owned(),
        suites: vec![words.next()?.to_owned()],
        signed_by: signed_by.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_a_source_name_the_same_archive() {
        let new = "Types: deb\n# URIs: mirror://old\nURIs: mirror://near/debian\nSuites: bookworm bookworm-updates\n\
                   Components: main\nSigned-By: /keys/debian.gpg\n\nTypes: deb-src\nURIs: mirror://other\nSuites: x\n";
        let old = "# deb mirror://no/debian bookworm main\n\
                   deb [arch=amd64 signed-by=/keys/debian.gpg] mirror://near/debian bookworm main contrib\n";
        let from_new = stanzas(new);
        assert_eq!(from_new.len(), 1, "sources of sources are no archive");
        let from_old = lines(old);
        assert_eq!(from_old.len(), 1, "a comment is no archive");
        let expected =
            "deb [signed-by=/keys/debian.gpg] mirror://near/debian trixie-backports main\n";
        assert_eq!(from_new[0].source_line("trixie-backports"), expected);
        assert_eq!(from_old[0].source_line("trixie-backports"), expected);
        assert_eq!(from_new[0].suites, ["bookworm", "bookworm-updates"]);
    }

    #[test]
    fn a_disabled_archive_is_not_used() {
        let text = "Types: deb\nURIs: mirror://near\nSuites: bookworm\nEnabled: no\n";
        assert!(stanzas(text).is_empty());
        assert_eq!(stanzas(&text.replace("no", "yes")).len(), 1);
    }
}
