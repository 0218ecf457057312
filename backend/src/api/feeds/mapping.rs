//! The name of a mapping → the mapping file of the pack.
//!
//! The name is looked up among the files that are there; it never becomes part of a path.

use std::fs;
use std::path::PathBuf;

use domain::mapping::Mapping;

use crate::api::problem::Refusal;
use crate::chain::chain;
use crate::pack::LoadedPack;

pub(super) fn named(pack: &LoadedPack, name: &str) -> Result<Mapping, Refusal> {
    let known = all(pack);
    let path =
        known.iter().find(|(stem, _)| stem == name).map(|(_, path)| path).ok_or_else(|| {
            Refusal::unknown("UNKNOWN_MAPPING", format!("the pack has no mapping {name:?}"))
                .allowing(known.iter().map(|(stem, _)| stem.clone()))
        })?;
    let text = fs::read_to_string(path)
        .map_err(|err| Refusal::internal("the mapping cannot be read", &err))?;
    Mapping::parse(&format!("{name}.toml"), &text)
        .map_err(|err| Refusal::internal("the mapping is wrong", &chain(&err)))
}

/// Name and file of each mapping, in the order of the names.
fn all(pack: &LoadedPack) -> Vec<(String, PathBuf)> {
    let folder = pack.folder.join(&pack.pack.mappings);
    let paths = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let toml = paths.filter(|path| path.extension().is_some_and(|it| it == "toml"));
    let mut named: Vec<(String, PathBuf)> =
        toml.filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), path))).collect();
    named.sort();
    named
}
