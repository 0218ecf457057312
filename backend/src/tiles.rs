//! The raster maps of a pack → single tiles: pictures that may lie under the layers.
//!
//! Tiles hold no records, so no scope and no generation is part of a question. A map that cannot be opened
//! is a sentence, not a failure. Only `wmts` asks another host, and only the one that the pack names.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use domain::pack::tiles::{TileMap, TilePlace};
use domain::wire::TileSource;

use crate::chain::chain;
use crate::pack::LoadedPack;

mod folder;
mod mbtiles;
mod pmtiles;
mod wmts;

/// No picture of 256 or 512 pixels is larger.
const LARGEST_TILE: u64 = 4 << 20;

/// One tile of a map: level, column from the west, row from the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At {
    pub z: u8,
    pub x: u32,
    pub y: u32,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    pub media: &'static str,
    pub bytes: Vec<u8>,
}

/// Why there is no tile although the map should have one.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TileError {
    #[error("cannot read {path:?}")]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot read tiles of {path:?}")]
    Sqlite { path: PathBuf, source: rusqlite::Error },
    #[error("{path:?} cannot be used: {why}")]
    Format { path: PathBuf, why: &'static str },
    #[error("the environment variable {0} with the key of this map is not set")]
    NoKey(String),
    /// The cause is left out where it would hold the address, which holds the key.
    #[error("{host} cannot be asked: {why}")]
    Host { host: String, why: String },
    #[error("what was found is no PNG, JPEG, WebP or GIF picture")]
    NoPicture,
}

impl TileError {
    /// Whether another host is to blame.
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::Host { .. })
    }
}

/// The maps of a deployment, open.
#[derive(Debug, Default)]
pub struct Shelf {
    maps: Vec<OpenMap>,
}

/// One map, or why it cannot be opened.
#[derive(Debug)]
pub struct OpenMap {
    pub map: TileMap,
    source: Result<Box<dyn Source>, TileError>,
}

/// Finds the bytes of a tile; `None` where the map has none.
trait Source: Send + Sync + fmt::Debug {
    fn tile(&self, at: At) -> Result<Option<Vec<u8>>, TileError>;
}

impl Shelf {
    /// Opens the maps of a pack; `env` reads environment variables.
    pub fn open(pack: &LoadedPack, env: impl Fn(&str) -> Option<String>) -> Self {
        let open =
            |map: &TileMap| OpenMap { map: map.clone(), source: open(map, &pack.folder, &env) };
        Self { maps: pack.pack.tiles.iter().map(open).collect() }
    }

    pub fn maps(&self) -> &[OpenMap] {
        &self.maps
    }

    pub fn map(&self, id: &str) -> Option<&OpenMap> {
        self.maps.iter().find(|it| it.map.id == id)
    }
}

impl OpenMap {
    /// Why no tile of this map can be shown.
    pub fn problem(&self) -> Option<String> {
        self.source.as_ref().err().map(|err| chain(err))
    }

    /// A tile; `None` where the map has none.
    pub fn tile(&self, at: At) -> Result<Option<Tile>, TileError> {
        let Ok(source) = &self.source else { return Ok(None) };
        if !(self.map.min_zoom..=self.map.max_zoom).contains(&at.z) {
            return Ok(None);
        }
        let Some(bytes) = source.tile(at)? else { return Ok(None) };
        let media = media_of(&bytes).ok_or(TileError::NoPicture)?;
        Ok(Some(Tile { media, bytes }))
    }

    /// What the page is told; never the key.
    pub fn described(&self) -> TileSource {
        let map = &self.map;
        TileSource {
            id: map.id.clone(),
            name: map.name.clone(),
            kind: map.kind().to_owned(),
            url: format!("/api/v1/tiles/{}/{{z}}/{{x}}/{{y}}", map.id),
            attribution: map.attribution.clone(),
            review_no: map.review_no.clone(),
            min_zoom: map.min_zoom,
            max_zoom: map.max_zoom,
            crs: map.crs.as_str().to_owned(),
            problem: self.problem(),
        }
    }
}

fn open(
    map: &TileMap,
    folder: &Path,
    env: impl Fn(&str) -> Option<String>,
) -> Result<Box<dyn Source>, TileError> {
    Ok(match &map.place {
        TilePlace::Folder(path) => Box::new(folder::Folder::open(&folder.join(path))?),
        TilePlace::Mbtiles(path) => Box::new(mbtiles::Mbtiles::open(&folder.join(path))?),
        TilePlace::Pmtiles(path) => Box::new(pmtiles::Pmtiles::open(&folder.join(path))?),
        TilePlace::Wmts(server) => {
            let key = server.key_env.as_ref().map(|name| {
                env(name)
                    .filter(|key| !key.is_empty())
                    .ok_or_else(|| TileError::NoKey(name.clone()))
            });
            let host = map.host().unwrap_or_default().to_owned();
            Box::new(wmts::Wmts::new(host, server.template.clone(), key.transpose()?))
        }
    })
}

/// Pictures are known by their first bytes: nothing else is ever passed on.
fn media_of(bytes: &[u8]) -> Option<&'static str> {
    let is_webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Some("image/png"),
        _ if bytes.starts_with(b"\xff\xd8\xff") => Some("image/jpeg"),
        _ if bytes.starts_with(b"GIF8") => Some("image/gif"),
        _ if is_webp => Some("image/webp"),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
