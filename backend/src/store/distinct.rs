//! Exact distinct counts: a roaring bitmap of entity numbers per measure, org, specialty and month.
//!
//! A question over several units and whole months is the union of its bitmaps; it is exact, and never
//! made from the counts of its parts (domain rule R5). Questions that cut finer ask DuckDB.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::sync::Arc;

use domain::time::Day;
use roaring::RoaringBitmap;
use serde::{Deserialize, Serialize};

use super::error::{OnFile as _, StoreError};

/// Which bitmap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    pub measure: u16,
    /// Slot of the org, see [`super::tally`].
    pub org: u16,
    pub specialty: u16,
    /// Months since January of year 0.
    pub month: u16,
}

/// The month of a day.
pub fn month_of(day: i32) -> u16 {
    let date = Day(day).date();
    u16::try_from(i32::from(date.year()) * 12 + i32::from(date.month()) - 1).unwrap_or(0)
}

/// A bit that a small part sets or clears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Patch {
    pub key: Key,
    pub entity: u32,
    pub present: bool,
}

/// All bitmaps of a generation; shared with its neighbours where nothing changed.
#[derive(Clone, Debug, Default)]
pub struct Bitmaps {
    maps: BTreeMap<Key, Arc<RoaringBitmap>>,
}

impl Bitmaps {
    pub(super) fn insert(&mut self, key: Key, entity: u32) {
        Arc::make_mut(self.maps.entry(key).or_default()).insert(entity);
    }

    #[must_use]
    pub(super) fn patched(&self, patches: &[Patch]) -> Self {
        let mut next = self.clone();
        for patch in patches {
            let map = Arc::make_mut(next.maps.entry(patch.key).or_default());
            if patch.present {
                map.insert(patch.entity);
            } else {
                map.remove(patch.entity);
            }
        }
        next
    }

    /// Distinct entities of a measure over some orgs, months and, when given, one specialty.
    pub fn count(
        &self,
        measure: u16,
        orgs: &[u16],
        months: std::ops::Range<u16>,
        specialty: Option<u16>,
    ) -> u64 {
        let mut union = RoaringBitmap::new();
        for org in orgs {
            let low = Key { measure, org: *org, specialty: 0, month: 0 };
            let high = Key { measure, org: *org, specialty: u16::MAX, month: u16::MAX };
            let wanted = self.maps.range(low..=high).filter(|(key, _)| {
                months.contains(&key.month) && specialty.is_none_or(|only| only == key.specialty)
            });
            wanted.for_each(|(_, map)| union |= map.as_ref());
        }
        union.len()
    }

    pub(super) fn write(&self, path: &Path) -> Result<(), StoreError> {
        let mut out = BufWriter::new(File::create(path).on("create", path)?);
        let written = self.write_to(&mut out).and_then(|()| out.into_inner()?.sync_all());
        written.on("write", path)
    }

    fn write_to(&self, out: &mut impl Write) -> io::Result<()> {
        out.write_all(&(self.maps.len() as u64).to_le_bytes())?;
        for (key, map) in &self.maps {
            for part in [key.measure, key.org, key.specialty, key.month] {
                out.write_all(&part.to_le_bytes())?;
            }
            map.serialize_into(&mut *out)?;
        }
        Ok(())
    }

    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let mut file = BufReader::new(File::open(path).on("open", path)?);
        Self::read_from(&mut file)
            .map_err(|source| StoreError::Bitmaps { path: path.to_owned(), source })
    }

    fn read_from(file: &mut impl Read) -> io::Result<Self> {
        let count = u64::from_le_bytes(chunk(file)?);
        let mut maps = BTreeMap::new();
        for _ in 0..count {
            let mut part = || chunk(file).map(u16::from_le_bytes);
            let key = Key { measure: part()?, org: part()?, specialty: part()?, month: part()? };
            maps.insert(key, Arc::new(RoaringBitmap::deserialize_from(&mut *file)?));
        }
        Ok(Self { maps })
    }
}

fn chunk<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(org: u16, month: u16) -> Key {
        Key { measure: 4, org, specialty: 1, month }
    }

    #[test]
    fn one_entity_in_two_orgs_and_two_months_counts_once_at_the_parent() {
        let mut bitmaps = Bitmaps::default();
        for (org, month, entity) in [(1, 7, 9), (2, 7, 9), (2, 8, 9), (2, 8, 10)] {
            bitmaps.insert(key(org, month), entity);
        }
        assert_eq!(bitmaps.count(4, &[1, 2], 7..9, None), 2);
        assert_eq!(bitmaps.count(4, &[1], 7..9, None) + bitmaps.count(4, &[2], 7..9, None), 3);
        assert_eq!(bitmaps.count(4, &[1, 2], 7..8, None), 1);
        assert_eq!(bitmaps.count(4, &[1, 2], 7..9, Some(2)), 0);
        assert_eq!(bitmaps.count(5, &[1, 2], 7..9, None), 0);
    }

    #[test]
    fn bitmaps_come_back_from_their_bytes_and_a_patch_leaves_the_old_ones_alone() {
        let mut bitmaps = Bitmaps::default();
        bitmaps.insert(key(1, 7), 3);
        let mut bytes = Vec::new();
        bitmaps.write_to(&mut bytes).unwrap();
        let again = Bitmaps::read_from(&mut bytes.as_slice()).unwrap();
        let patched = again.patched(&[Patch { key: key(1, 7), entity: 3, present: false }]);
        assert_eq!((again.count(4, &[1], 7..8, None), patched.count(4, &[1], 7..8, None)), (1, 0));
    }
}
