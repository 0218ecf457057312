//! Tiles as files: `z/x/y.png` and the like, rows counted from the north.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::{At, LARGEST_TILE, Source, TileError};

const ENDINGS: [&str; 4] = ["png", "jpg", "jpeg", "webp"];

#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
}

impl Folder {
    pub(super) fn open(root: &Path) -> Result<Self, TileError> {
        let found = fs::metadata(root);
        let found = found.map_err(|source| TileError::Read { path: root.to_owned(), source })?;
        if !found.is_dir() {
            return Err(TileError::Format { path: root.to_owned(), why: "it is no folder" });
        }
        Ok(Self { root: root.to_owned() })
    }
}

impl Source for Folder {
    /// Only numbers become part of a path.
    fn tile(&self, at: At) -> Result<Option<Vec<u8>>, TileError> {
        for ending in ENDINGS {
            let path = self.root.join(format!("{}/{}/{}.{ending}", at.z, at.x, at.y));
            match fs::metadata(&path) {
                Ok(found) if found.len() > LARGEST_TILE => {
                    return Err(TileError::Format { path, why: "it is too large for a tile" });
                }
                Ok(_) => {}
                Err(err) if err.kind() == ErrorKind::NotFound => continue,
                Err(source) => return Err(TileError::Read { path, source }),
            }
            let bytes = fs::read(&path);
            return bytes.map(Some).map_err(|source| TileError::Read { path, source });
        }
        Ok(None)
    }
}
