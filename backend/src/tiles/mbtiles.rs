//! Tiles in an `MBTiles` file: an SQLite table, rows counted from the south.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, params};

use super::{At, Source, TileError};

#[derive(Debug)]
pub(super) struct Mbtiles {
    path: PathBuf,
    db: Mutex<Connection>,
}

impl Mbtiles {
    /// Opens the file for reading only, and looks whether it has tiles.
    pub(super) fn open(path: &Path) -> Result<Self, TileError> {
        let failed = |source| TileError::Sqlite { path: path.to_owned(), source };
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let db = Connection::open_with_flags(path, flags).map_err(failed)?;
        db.prepare(TILE).map_err(failed)?;
        Ok(Self { path: path.to_owned(), db: Mutex::new(db) })
    }
}

const TILE: &str =
    "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3";

impl Source for Mbtiles {
    fn tile(&self, at: At) -> Result<Option<Vec<u8>>, TileError> {
        let from_south = (1_u32 << at.z) - 1 - at.y;
        let db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        let read = || {
            let mut statement = db.prepare_cached(TILE)?;
            let tile = params![at.z, at.x, from_south];
            statement.query_row(tile, |row| row.get::<_, Vec<u8>>(0)).optional()
        };
        read().map_err(|source| TileError::Sqlite { path: self.path.clone(), source })
    }
}
