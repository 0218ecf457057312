//! Dense Sums: prefix sums over days, for every measure and every unit of a cube.
//!
//! A cube is one way to cut units: by org, by org and specialty, by org and method, by org and place. The
//! Sums of a measure over any days and all units of a cube are the difference of two rows. Layout of a
//! cube: `[measure][day][unit]`, little-endian, `i32` where every prefix fits, else `i64`. Distinct counts
//! are not additive and live in [`super::distinct`].

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};

use memmap2::Mmap;
use serde::{Deserialize, Serialize};

use super::error::{OnFile as _, StoreError};
use super::mapped::{self, number_at};

/// Which way a cube cuts its units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cube {
    Org,
    OrgSpecialty,
    OrgMethod,
    /// One unit for each pair of org and place that occurs.
    OrgPlace,
}

/// Slots of a specialty: 0 unknown, 1–18, 19 for 99 其他.
pub const SPECIALTIES: usize = 20;
/// Slots of a method: 0 on-site or none, then the eight off-site methods.
pub const METHODS: usize = 9;

impl Cube {
    pub const ALL: [Self; 4] = [Self::Org, Self::OrgSpecialty, Self::OrgMethod, Self::OrgPlace];

    pub fn index(self) -> usize {
        match self {
            Self::Org => 0,
            Self::OrgSpecialty => 1,
            Self::OrgMethod => 2,
            Self::OrgPlace => 3,
        }
    }
}

/// Extent of the cubes of one part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extent {
    pub first_day: i32,
    pub days: usize,
    pub measures: usize,
    /// Units of each cube, in the order of [`Cube::ALL`].
    pub units: [usize; 4],
}

/// Receives Sums while facts are read.
pub(super) trait AddSums {
    fn add(&mut self, unit: (Cube, usize), measure: usize, day: i32, amount: i64);
}

/// Sums per day while they are collected; becomes prefix sums when written.
#[derive(Debug)]
pub(super) struct Dense {
    extent: Extent,
    cubes: [Vec<i64>; 4],
}

impl Dense {
    pub(super) fn new(extent: Extent) -> Self {
        let rows = (extent.days + 1) * extent.measures;
        let cubes = extent.units.map(|units| vec![0; rows * units]);
        Self { extent, cubes }
    }

    /// Accumulates over days and writes the file.
    pub(super) fn write(mut self, path: &Path) -> Result<(), StoreError> {
        for (values, units) in self.cubes.iter_mut().zip(self.extent.units) {
            let rows = (self.extent.days + 1) * units;
            values.chunks_mut(rows.max(1)).for_each(|measure| accumulate(measure, units));
        }
        let wide = self.cubes.iter().flatten().any(|value| i32::try_from(*value).is_err());
        write(path, &self.extent, wide, &self.cubes).on("write", path)
    }
}

impl AddSums for Dense {
    fn add(&mut self, (cube, unit): (Cube, usize), measure: usize, day: i32, amount: i64) {
        let extent = &self.extent;
        let units = extent.units[cube.index()];
        let Ok(offset) = usize::try_from(day - extent.first_day) else { return };
        let row = measure * (extent.days + 1) + offset + 1;
        if let Some(sum) = self.cubes[cube.index()].get_mut(row * units + unit) {
            *sum += amount;
        }
    }
}

fn accumulate(measure: &mut [i64], units: usize) {
    for at in units..measure.len() {
        measure[at] += measure[at - units];
    }
}

#[derive(Serialize, Deserialize)]
struct Header {
    extent: Extent,
    wide: bool,
}

const MAGIC: &[u8; 8] = b"GLSUMS1\n";

fn write(path: &Path, extent: &Extent, wide: bool, cubes: &[Vec<i64>; 4]) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let header = serde_json::to_vec(&Header { extent: extent.clone(), wide })?;
    out.write_all(MAGIC)?;
    out.write_all(&u64::try_from(header.len()).unwrap_or(0).to_le_bytes())?;
    out.write_all(&header)?;
    for value in cubes.iter().flatten() {
        if wide {
            out.write_all(&value.to_le_bytes())?;
        } else {
            out.write_all(&i32::try_from(*value).unwrap_or(0).to_le_bytes())?;
        }
    }
    out.into_inner()?.sync_all()
}

/// Prefix sums of a base part, mapped from its file.
#[derive(Debug)]
pub struct PrefixSums {
    map: Mmap,
    extent: Extent,
    wide: bool,
    /// First byte of each cube.
    starts: [usize; 4],
}

impl PrefixSums {
    pub(super) fn open(path: &Path) -> Result<Self, StoreError> {
        let map = mapped::map(path)?;
        let refuse = |why| StoreError::Sums { path: PathBuf::from(path), why };
        let rest = map.strip_prefix(MAGIC.as_slice()).ok_or_else(|| refuse("wrong first bytes"))?;
        let (length, rest) = rest.split_first_chunk().ok_or_else(|| refuse("cut short"))?;
        let length = usize::try_from(u64::from_le_bytes(*length))
            .ok()
            .ok_or_else(|| refuse("header too long"))?;
        let header = rest.get(..length).ok_or_else(|| refuse("cut short"))?;
        let Header { extent, wide } =
            serde_json::from_slice(header).ok().ok_or_else(|| refuse("unreadable header"))?;
        let mut start = MAGIC.len() + 8 + length;
        let width = if wide { 8 } else { 4 };
        let starts = extent.units.map(|units| {
            let this = start;
            start += (extent.days + 1) * extent.measures * units * width;
            this
        });
        if map.len() != start {
            return Err(refuse("length differs from its header"));
        }
        Ok(Self { map, extent, wide, starts })
    }

    pub fn extent(&self) -> &Extent {
        &self.extent
    }

    /// The Sum of a measure over `days` in some units together.
    pub fn over(
        &self,
        cube: Cube,
        measure: usize,
        days: &Range<i32>,
        units: impl Iterator<Item = usize>,
    ) -> i64 {
        let (from, to) = (self.row(cube, measure, days.start), self.row(cube, measure, days.end));
        let known = units.filter(|unit| *unit < self.extent.units[cube.index()]);
        known.map(|unit| self.value(cube, to + unit) - self.value(cube, from + unit)).sum()
    }

    /// Index of the first unit in the row that sums all days before `day`.
    fn row(&self, cube: Cube, measure: usize, day: i32) -> usize {
        let offset =
            usize::try_from(i64::from(day) - i64::from(self.extent.first_day)).unwrap_or(0);
        let row = measure * (self.extent.days + 1) + offset.min(self.extent.days);
        row * self.extent.units[cube.index()]
    }

    fn value(&self, cube: Cube, index: usize) -> i64 {
        let start = self.starts[cube.index()];
        if self.wide {
            number_at(&self.map, start + index * 8, i64::from_le_bytes)
        } else {
            number_at(&self.map, start + index * 4, |bytes| i64::from(i32::from_le_bytes(bytes)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extent() -> Extent {
        Extent { first_day: 100, days: 3, measures: 2, units: [2, 1, 1, 1] }
    }

    fn written(amounts: &[(usize, usize, i32, i64)]) -> PrefixSums {
        let mut dense = Dense::new(extent());
        for (measure, unit, day, amount) in amounts {
            dense.add((Cube::Org, *unit), *measure, *day, *amount);
        }
        let path = std::env::temp_dir().join(format!(
            "guanlan-cube-{}-{}.sums",
            std::process::id(),
            amounts.len()
        ));
        dense.write(&path).unwrap();
        let opened = PrefixSums::open(&path).unwrap();
        std::fs::remove_file(path).unwrap();
        opened
    }

    #[test]
    fn any_range_of_days_is_the_difference_of_two_rows() {
        let sums = written(&[(0, 0, 100, 5), (0, 0, 102, 7), (0, 1, 101, 1), (1, 1, 102, 9)]);
        let one = |measure, days: Range<i32>, unit| {
            sums.over(Cube::Org, measure, &days, std::iter::once(unit))
        };
        let range = |days: Range<i32>| [0, 1].map(|unit| one(0, days.clone(), unit));
        assert_eq!(range(100..103), [12, 1]);
        assert_eq!(range(101..102), [0, 1]);
        assert_eq!(range(-5..101), [5, 0]);
        assert_eq!(range(103..999), [0, 0]);
        assert_eq!(one(1, 0..999, 1), 9);
        assert_eq!(one(1, 0..999, 5), 0);
        assert_eq!(sums.over(Cube::Org, 0, &(0..999), 0..9), 13);
    }

    #[test]
    fn sums_beyond_32_bits_are_kept() {
        let large = i64::from(i32::MAX) * 3;
        let sums = written(&[(0, 0, 100, large), (0, 1, 100, 1), (0, 0, 101, 1)]);
        assert_eq!(sums.over(Cube::Org, 0, &(100..102), 0..1), large + 1);
    }

    #[test]
    fn a_file_cut_short_is_refused() {
        let path =
            std::env::temp_dir().join(format!("guanlan-cube-cut-{}.sums", std::process::id()));
        Dense::new(extent()).write(&path).unwrap();
        let bytes = std::fs::read(&path).unwrap();
        std::fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(matches!(PrefixSums::open(&path), Err(StoreError::Sums { .. })));
        std::fs::remove_file(path).unwrap();
    }
}
