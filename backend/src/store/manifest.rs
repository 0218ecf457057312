//! What a generation is made of, as files: a manifest of immutable parts and one atomic pointer.
//!
//! ```text
//! store/current                     the number of the published generation
//! store/generations/0000007.json    its manifest
//! store/parts/b0000005/             a base part: facts.duckdb, sums, bitmaps, entries.json
//! store/parts/d0000007/             a small part: facts.duckdb, entries.json
//! store/building/                   what is being built; removed when the store is opened
//! ```

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use domain::time::Stamp;
use serde::{Deserialize, Serialize};

use super::error::{OnFile as _, StoreError};

/// One generation: what is known after all batches up to `through_seq`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub generation: u64,
    pub through_seq: i64,
    /// The latest `received_at` of its batches.
    pub cutoff: Stamp,
    /// Version of the indicator catalogue that its marks were compiled from.
    pub definitions: String,
    /// Version of the library and of the part layout that wrote it.
    pub layout: String,
    /// The base first, then the small parts in order.
    pub parts: Vec<String>,
    /// Rows delivered, accepted and rejected in all its batches; what contradicts earlier rows is rejected.
    pub delivered: (i64, i64, i64),
    /// Facts in the base and in the small parts.
    pub facts: (u64, u64),
}

/// The folders of a store.
#[derive(Clone, Debug)]
pub(super) struct Folders {
    root: PathBuf,
}

impl Folders {
    pub(super) fn at(root: &Path) -> Result<Self, StoreError> {
        let folders = Self { root: root.join("store") };
        for path in [folders.parts(), folders.root.join("generations"), folders.building()] {
            fs::create_dir_all(&path).on("create", path)?;
        }
        Ok(folders)
    }

    pub(super) fn part(&self, name: &str) -> PathBuf {
        self.parts().join(name)
    }

    pub(super) fn parts(&self) -> PathBuf {
        self.root.join("parts")
    }

    pub(super) fn building(&self) -> PathBuf {
        self.root.join("building")
    }

    fn manifest(&self, generation: u64) -> PathBuf {
        self.root.join("generations").join(format!("{generation:07}.json"))
    }

    /// The published generation's manifest; `None` before the first.
    pub(super) fn published(&self) -> Result<Option<Manifest>, StoreError> {
        let pointer = self.root.join("current");
        if !pointer.exists() {
            return Ok(None);
        }
        let number = fs::read_to_string(&pointer).on("read", &pointer)?;
        let path = self.manifest(number.trim().parse().unwrap_or(0));
        let text = fs::read(&path).on("read", &path)?;
        let manifest = serde_json::from_slice(&text);
        manifest.map(Some).map_err(|source| StoreError::Manifest { path, source })
    }

    /// The highest number that the pointer or a manifest knows: a number means one content for ever, also
    /// after one of them was lost.
    pub(super) fn last_number(&self) -> u64 {
        let pointer = fs::read_to_string(self.root.join("current")).unwrap_or_default();
        let entries = fs::read_dir(self.root.join("generations")).into_iter().flatten().flatten();
        let number = |path: PathBuf| path.file_stem()?.to_str()?.parse().ok();
        let numbers = entries.filter_map(|entry| number(entry.path()));
        numbers.chain(pointer.trim().parse()).max().unwrap_or(0)
    }

    /// Moves a finished part to its place and makes it durable.
    pub(super) fn settle(&self, name: &str) -> Result<(), StoreError> {
        let (from, to) = (self.building().join(name), self.part(name));
        sync_files(&from)?;
        fs::rename(&from, &to).on("move", &to)?;
        sync(&self.parts())
    }

    /// Publishes: the manifest becomes durable, then the pointer moves in one rename.
    pub(super) fn publish(&self, manifest: &Manifest) -> Result<(), StoreError> {
        let path = self.manifest(manifest.generation);
        let text = serde_json::to_vec_pretty(manifest)
            .map_err(|source| StoreError::Manifest { path: path.clone(), source })?;
        write_durably(&path, &text)?;
        write_durably(&self.root.join("current"), manifest.generation.to_string().as_bytes())
    }

    /// Removes what no kept generation needs: unfinished parts and those of older generations.
    pub(super) fn sweep(&self, keep: &[&Manifest]) -> Result<(), StoreError> {
        let needed =
            |name: &str| keep.iter().any(|kept| kept.parts.iter().any(|part| part == name));
        for entry in fs::read_dir(self.parts()).on("read", self.parts())?.flatten() {
            if !needed(&entry.file_name().to_string_lossy()) {
                fs::remove_dir_all(entry.path()).on("remove", entry.path())?;
            }
        }
        let generations = self.root.join("generations");
        for entry in fs::read_dir(&generations).on("read", &generations)?.flatten() {
            if !keep.iter().any(|kept| self.manifest(kept.generation) == entry.path()) {
                fs::remove_file(entry.path()).on("remove", entry.path())?;
            }
        }
        Ok(())
    }

    /// An empty folder to build a part in.
    pub(super) fn fresh(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.building().join(name);
        if path.exists() {
            fs::remove_dir_all(&path).on("remove", &path)?;
        }
        fs::create_dir_all(&path).on("create", &path)?;
        Ok(path)
    }

    /// Removes a part that was built for nothing.
    pub(super) fn abandon(&self, name: &str) -> Result<(), StoreError> {
        let path = self.building().join(name);
        fs::remove_dir_all(&path).on("remove", &path)
    }

    /// Removes everything that was being built when the process ended.
    pub(super) fn clear_building(&self) -> Result<(), StoreError> {
        let path = self.building();
        fs::remove_dir_all(&path).on("remove", &path)?;
        fs::create_dir_all(&path).on("create", &path)
    }
}

fn sync_files(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).on("read", folder)?.flatten() {
        let file = File::open(entry.path()).on("open", entry.path())?;
        file.sync_all().on("sync", entry.path())?;
    }
    sync(folder)
}

fn sync(folder: &Path) -> Result<(), StoreError> {
    File::open(folder).and_then(|open| open.sync_all()).on("sync", folder)
}

fn write_durably(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let beside = path.with_extension("tmp");
    let mut file = File::create(&beside).on("create", &beside)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).on("write", &beside)?;
    fs::rename(&beside, path).on("move", path)?;
    path.parent().map_or(Ok(()), sync)
}
