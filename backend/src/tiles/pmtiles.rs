//! Tiles in a `PMTiles` file, version 3: numbered along a Hilbert curve, found by a root directory and leaves.
//!
//! The format: <https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md>. The root is kept; a leaf is
//! read when it is asked. A directory that says more than the file holds is an error, never a crash.

use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use super::{At, LARGEST_TILE, Source, TileError};

const HEADER_BYTES: usize = 127;
/// No directory is longer, unpacked.
const LARGEST_DIRECTORY: u64 = 64 << 20;
/// Root and leaves of leaves; writers make one level of leaves.
const DEEPEST_LEAF: usize = 4;

#[derive(Debug)]
pub(super) struct Pmtiles {
    path: PathBuf,
    file: File,
    root: Vec<Entry>,
    packing: Packing,
    leaves: Span,
    tiles: Span,
}

/// A part of the file.
#[derive(Clone, Copy, Debug)]
struct Span {
    offset: u64,
    length: u64,
}

/// Tiles that follow each other, or a leaf (`run` 0) with those from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    first: u64,
    run: u64,
    offset: u64,
    length: u64,
}

/// How directories are compressed.
#[derive(Clone, Copy, Debug)]
enum Packing {
    Plain,
    Gzip,
    Brotli,
}

impl Pmtiles {
    pub(super) fn open(path: &Path) -> Result<Self, TileError> {
        let failed = |source| TileError::Read { path: path.to_owned(), source };
        let wrong = |why| TileError::Format { path: path.to_owned(), why };
        let file = File::open(path).map_err(failed)?;
        let mut head = [0; HEADER_BYTES];
        file.read_exact_at(&mut head, 0).map_err(failed)?;
        if !head.starts_with(b"PMTiles") || head[7] != 3 {
            return Err(wrong("it is no PMTiles file of version 3"));
        }
        let word = |at: usize| {
            let bytes = head.iter().skip(at).take(8).rev();
            bytes.fold(0, |word, byte| word << 8 | u64::from(*byte))
        };
        let span = |at: usize| Span { offset: word(at), length: word(at + 8) };
        let packing = match head[97] {
            1 => Packing::Plain,
            2 => Packing::Gzip,
            3 => Packing::Brotli,
            _ => {
                return Err(wrong("its directories are compressed in a way that is not read here"));
            }
        };
        if head[98] > 1 || head[99] == 1 {
            return Err(wrong("its tiles are no pictures"));
        }
        let mut opened = Self {
            path: path.to_owned(),
            file,
            root: Vec::new(),
            packing,
            leaves: span(40),
            tiles: span(56),
        };
        opened.root = opened.directory(span(8))?;
        Ok(opened)
    }

    fn directory(&self, at: Span) -> Result<Vec<Entry>, TileError> {
        if at.length > LARGEST_DIRECTORY {
            return Err(self.wrong("a directory is too long"));
        }
        let packed = self.bytes(at)?;
        let unpacked = self.packing.unpack(&packed);
        let plain =
            unpacked.map_err(|source| TileError::Read { path: self.path.clone(), source })?;
        entries(&plain).ok_or_else(|| self.wrong("a directory is cut short"))
    }

    fn bytes(&self, at: Span) -> Result<Vec<u8>, TileError> {
        let length = usize::try_from(at.length).ok().ok_or_else(|| self.wrong("too long"))?;
        let mut bytes = vec![0; length];
        let read = self.file.read_exact_at(&mut bytes, at.offset);
        read.map_err(|source| TileError::Read { path: self.path.clone(), source })?;
        Ok(bytes)
    }

    /// The tile that an entry stands for, if its run is long enough.
    fn found(&self, entry: Entry, number: u64) -> Result<Option<Vec<u8>>, TileError> {
        if number - entry.first >= entry.run {
            return Ok(None);
        }
        if entry.length > LARGEST_TILE {
            return Err(self.wrong("a tile is too large"));
        }
        self.bytes(entry.within(self.tiles)).map(Some)
    }

    fn wrong(&self, why: &'static str) -> TileError {
        TileError::Format { path: self.path.clone(), why }
    }
}

impl Source for Pmtiles {
    fn tile(&self, at: At) -> Result<Option<Vec<u8>>, TileError> {
        let number = number_of(at);
        let mut found = covering(&self.root, number);
        for _ in 0..DEEPEST_LEAF {
            let Some(entry) = found else { return Ok(None) };
            if entry.run > 0 {
                return self.found(entry, number);
            }
            let leaf = self.directory(entry.within(self.leaves))?;
            found = covering(&leaf, number);
        }
        Err(self.wrong("its leaves never end"))
    }
}

impl Entry {
    fn within(self, part: Span) -> Span {
        Span { offset: part.offset.saturating_add(self.offset), length: self.length }
    }
}

impl Packing {
    fn unpack(self, packed: &[u8]) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        let limit = LARGEST_DIRECTORY;
        match self {
            Self::Plain => plain.extend_from_slice(packed),
            Self::Gzip => {
                flate2::read::GzDecoder::new(packed).take(limit).read_to_end(&mut plain)?;
            }
            Self::Brotli => {
                brotli::Decompressor::new(packed, 4096).take(limit).read_to_end(&mut plain)?;
            }
        }
        Ok(plain)
    }
}

/// The last entry that begins at or before a tile.
fn covering(directory: &[Entry], number: u64) -> Option<Entry> {
    let after = directory.partition_point(|entry| entry.first <= number);
    directory.get(after.checked_sub(1)?).copied()
}

/// A directory's columns: first numbers as differences, runs, lengths, offsets (0: right after the one before).
fn entries(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut rest = bytes;
    let count = usize::try_from(varint(&mut rest)?).ok().filter(|count| *count <= bytes.len())?;
    let mut entries = vec![Entry { first: 0, run: 0, offset: 0, length: 0 }; count];
    let mut first = 0_u64;
    for entry in &mut entries {
        first = first.checked_add(varint(&mut rest)?)?;
        entry.first = first;
    }
    for entry in &mut entries {
        entry.run = varint(&mut rest)?;
    }
    for entry in &mut entries {
        entry.length = varint(&mut rest)?;
    }
    let mut end = 0_u64;
    for entry in &mut entries {
        entry.offset = match varint(&mut rest)? {
            0 => end,
            above => above - 1,
        };
        end = entry.offset.checked_add(entry.length)?;
    }
    Some(entries)
}

fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        value |= u64::from(byte & 0x7f) << shift;
        if *byte < 0x80 {
            return Some(value);
        }
    }
    None
}

/// All tiles of the levels above, then along the Hilbert curve of its own level.
fn number_of(at: At) -> u64 {
    let above = ((1_u64 << (2 * u32::from(at.z))) - 1) / 3;
    let (mut x, mut y) = (u64::from(at.x), u64::from(at.y));
    let mut along = 0;
    for level in (0..at.z).rev() {
        let side = 1_u64 << level;
        let (right, lower) = (u64::from(x & side > 0), u64::from(y & side > 0));
        along += side * side * ((3 * right) ^ lower);
        if lower == 0 {
            if right == 1 {
                x = (side - 1).wrapping_sub(x) & (side - 1);
                y = (side - 1).wrapping_sub(y) & (side - 1);
            }
            (x, y) = (y, x);
        }
    }
    above + along
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(z: u8, x: u32, y: u32) -> u64 {
        number_of(At { z, x, y })
    }

    #[test]
    fn tiles_are_numbered_as_the_specification_says() {
        // The examples of the specification, and of its reference implementation's tests.
        let known =
            [(0, 0, 0, 0), (1, 0, 0, 1), (1, 0, 1, 2), (1, 1, 1, 3), (1, 1, 0, 4), (2, 0, 0, 5)];
        for (z, x, y, expected) in known {
            assert_eq!(number(z, x, y), expected, "{z}/{x}/{y}");
        }
        assert_eq!(number(12, 3423, 1763), 19_078_479);
    }

    #[test]
    fn every_tile_of_a_level_has_its_own_number_and_neighbours_follow() {
        let mut all: Vec<_> =
            (0..16).flat_map(|x| (0..16).map(move |y| (number(4, x, y), x, y))).collect();
        all.sort_unstable();
        assert!(all.iter().map(|it| it.0).eq(85..85 + 256));
        let step = |pair: &[(u64, u32, u32)]| {
            pair[0].1.abs_diff(pair[1].1) + pair[0].2.abs_diff(pair[1].2)
        };
        assert!(all.windows(2).all(|pair| step(pair) == 1), "a Hilbert curve never jumps");
    }

    #[test]
    fn a_directory_that_is_cut_short_or_boasts_is_refused() {
        let whole = [2, 5, 3, 1, 1, 10, 20, 1, 0];
        let read = entries(&whole).unwrap();
        assert_eq!(read[1], Entry { first: 8, run: 1, offset: 10, length: 20 });
        for cut in 0..whole.len() {
            assert_eq!(entries(&whole[..cut]), None, "{cut}");
        }
        assert_eq!(entries(&[0xff, 0xff, 0xff, 0xff, 0x7f]), None);
    }
}
