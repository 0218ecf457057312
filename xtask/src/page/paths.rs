//! Where the builder keeps things → names that tell nothing of the builder.
//!
//! A panic names the file it happened in; in libraries that is a file below cargo's home. The compiler is told other
//! names for these folders, and a program that still holds one of theirs is refused.

use crate::step::{Failure, OrFail as _};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Parts flags in the variable that cargo reads them from, so that folders may have spaces.
const PART: &str = "\u{1f}";

/// Folders of this machine.
#[derive(Debug)]
pub(super) struct Paths {
    /// The outer before the inner, each with what is said in its place.
    folders: Vec<(PathBuf, &'static str)>,
    /// Folders of registries carry the names of their hosts.
    registries: Vec<String>,
}

impl Paths {
    /// As the environment names them.
    pub(super) fn here() -> Self {
        let home = env::home_dir();
        let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
        let cargo = cargo.or_else(|| Some(home.as_ref()?.join(".cargo")));
        let sources = cargo.as_ref().map(|it| it.join("registry/src"));
        let inside = sources.and_then(|it| fs::read_dir(it).ok());
        let inside: Vec<PathBuf> =
            inside.into_iter().flatten().flatten().map(|it| it.path()).collect();
        Self::of(home, cargo, inside)
    }

    fn of(home: Option<PathBuf>, cargo: Option<PathBuf>, registries: Vec<PathBuf>) -> Self {
        let name = |it: &PathBuf| it.file_name().map(|it| it.to_string_lossy().into_owned());
        let names = registries.iter().filter_map(name).collect();
        let mut folders: Vec<(PathBuf, &str)> = home.map(|it| (it, "home")).into_iter().collect();
        folders.extend(cargo.map(|it| (it, "cargo")));
        folders.extend(registries.into_iter().map(|it| (it, "crates")));
        // Of the whole disk nothing is told.
        folders.retain(|it| it.0.parent().is_some());
        Self { folders, registries: names }
    }

    /// Tells the compiler the other names; where several fit it takes the last.
    pub(super) fn equip(&self, cargo: &mut Command) {
        let mut flags = OsString::new();
        for (folder, name) in &self.folders {
            if !flags.is_empty() {
                flags.push(PART);
            }
            flags.push("--remap-path-prefix=");
            flags.push(folder);
            flags.push("=");
            flags.push(name);
        }
        cargo.env("CARGO_ENCODED_RUSTFLAGS", flags);
    }

    /// Refuses a program that names one of them.
    pub(super) fn check(&self, program: &Path) -> Result<(), Failure> {
        let bytes = fs::read(program).or_fail(|| format!("{}", program.display()))?;
        match self.named_in(&bytes) {
            None => Ok(()),
            Some(name) => Err(Failure::new(format!("{} names {name}", program.display()))),
        }
    }

    /// The first of them that is named, up to its slash: another folder may begin with the same letters.
    fn named_in(&self, bytes: &[u8]) -> Option<String> {
        let folders = self.folders.iter().map(|it| format!("{}/", it.0.display()));
        let mut names = folders.chain(self.registries.iter().cloned());
        names.find(|it| bytes.windows(it.len()).any(|part| part == it.as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> Paths {
        let [home, cargo, crates] = [
            "/people/wang li",
            "/people/wang li/.cargo",
            "/people/wang li/.cargo/registry/src/host-1f",
        ]
        .map(PathBuf::from);
        Paths::of(Some(home), Some(cargo), vec![crates])
    }

    #[test]
    fn the_compiler_is_told_the_innermost_folder_last() {
        let mut cargo = Command::new("cargo");
        paths().equip(&mut cargo);
        let (_, flags) = cargo.get_envs().next().unwrap();
        let flags = flags.unwrap().to_str().unwrap();
        let last = flags.split(PART).last().unwrap();
        assert_eq!(flags.split(PART).count(), 3);
        assert_eq!(last, "--remap-path-prefix=/people/wang li/.cargo/registry/src/host-1f=crates");
    }

    #[test]
    fn a_program_that_names_home_or_registry_is_refused_and_one_with_other_names_is_not() {
        let named = |text: &str| paths().named_in(text.as_bytes());
        assert_eq!(named("\0/people/wang li/x.rs").unwrap(), "/people/wang li/");
        assert_eq!(named("src/host-1f/leptos").unwrap(), "host-1f");
        assert_eq!(named("\0crates/leptos-0.8/src/lib.rs /people/wang lin/"), None);
    }

    #[test]
    fn who_lives_at_the_root_of_the_disk_is_not_found_everywhere() {
        let paths = Paths::of(Some(PathBuf::from("/")), None, Vec::new());
        assert_eq!(paths.named_in(b"/rustc/library/core"), None);
    }
}
