//! Files of a published part, mapped into memory and read by offset.

use std::fs::File;
use std::path::Path;

use memmap2::Mmap;

use super::error::{OnFile as _, StoreError};

/// Maps a file of a finished part.
pub(super) fn map(path: &Path) -> Result<Mmap, StoreError> {
    let file = File::open(path).on("open", path)?;
    map_file(&file).on("map", path)
}

#[expect(unsafe_code, reason = "memory-mapping has no safe interface")]
fn map_file(file: &File) -> std::io::Result<Mmap> {
    // SAFETY: files of a published part are never altered or truncated: parts are immutable and are
    // only unlinked, which leaves an existing mapping intact.
    unsafe { Mmap::map(file) }
}

/// `N` little-endian bytes at an offset, made a number; 0 beyond the end, which whoever opened the file has
/// ruled out by its length.
pub(super) fn number_at<const N: usize, T: Default>(
    bytes: &[u8],
    at: usize,
    from: impl Fn([u8; N]) -> T,
) -> T {
    bytes
        .get(at..)
        .and_then(|rest| rest.first_chunk())
        .map_or_else(T::default, |chunk| from(*chunk))
}
