//! The texts of the repository: what git knows or would know.

use guanlan_tests::repository;
use std::fs;
use std::path::Path;
use std::process::Command;

/// One text file.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Relative to the workspace, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.ends_with("rs")
    }

    pub(crate) fn ends_with(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|it| it == extension)
    }

    /// `domain` of `domain/src/lib.rs`
    pub(crate) fn member(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }
}

/// Every text file that is tracked or about to be.
pub(crate) fn all() -> Vec<Source> {
    let paths = from_git().unwrap_or_else(from_disk);
    let read = |path: String| {
        let text = fs::read_to_string(repository().join(&path)).ok()?;
        Some(Source { path, text })
    };
    paths.into_iter().filter_map(read).collect()
}

/// The one file of that name, when it exists.
pub(crate) fn one(path: &str) -> Option<Source> {
    let text = fs::read_to_string(repository().join(path)).ok()?;
    Some(Source { path: path.to_owned(), text })
}

fn from_git() -> Option<Vec<String>> {
    let list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let answer = Command::new("git").args(list).current_dir(repository()).output().ok()?;
    let listed = String::from_utf8(answer.stdout).ok()?;
    answer.status.success().then(|| listed.split_terminator('\0').map(str::to_owned).collect())
}

/// An unpacked archive has no git: everything but what is built.
fn from_disk() -> Vec<String> {
    let mut found = Vec::new();
    walk("", &mut found);
    found
}

fn walk(folder: &str, found: &mut Vec<String>) {
    let built = ["target", "dist", "data", "node_modules", ".git"];
    for entry in fs::read_dir(repository().join(folder)).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if !entry.path().is_dir() {
            found.push(path);
        } else if !built.contains(&name.as_str()) {
            walk(&path, found);
        }
    }
}

#[test]
fn the_list_of_sources_holds_this_file_and_nothing_built() {
    let paths: Vec<String> = all().into_iter().map(|it| it.path).collect();
    assert!(paths.iter().any(|it| it == "tests/tests/tidy/sources.rs"));
    assert!(!paths.iter().any(|it| it.starts_with("target/")));
    let from_disk = from_disk();
    assert!(from_disk.iter().any(|it| it == "tests/tests/tidy/sources.rs"));
    assert!(!from_disk.iter().any(|it| it.starts_with("target/")));
}
