//! A list of cells, its name, and the coarser lists that follow from it.

use std::sync::Arc;

/// A list by its resolution and the hash of its cells: whoever says it holds the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ListName {
    pub res: u8,
    pub hash: u64,
}

/// Ascending cells of one resolution under their name; copies share the cells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellList {
    pub name: ListName,
    pub cells: Arc<Vec<u64>>,
}

/// FNV-1a of an ascending cell list.
pub fn hash_of(cells: &[u64]) -> u64 {
    cells
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |hash, cell| (hash ^ cell).wrapping_mul(0x0100_0000_01b3))
}

impl CellList {
    /// The list of ascending `cells`, all of resolution `res`.
    pub fn new(res: u8, cells: Vec<u64>) -> Self {
        Self { name: ListName { res, hash: hash_of(&cells) }, cells: Arc::new(cells) }
    }

    /// The cells one resolution up that these lie in; `None` of the twelve dozen at the top. One pass.
    pub fn parents(&self) -> Option<Self> {
        let coarser = self.name.res.checked_sub(1)?;
        let mut parents: Vec<u64> = Vec::with_capacity(self.cells.len() / 2);
        for cell in &*self.cells {
            let parent = with_res(*cell, coarser) | below_digits(coarser);
            if parents.last() != Some(&parent) {
                parents.push(parent);
            }
        }
        Some(Self::new(coarser, parents))
    }
}

/// Where a cell says its resolution, four bits.
const RES_SHIFT: u32 = 52;
const RES_BITS: u64 = 0xf;

/// The cell with another resolution in its head; its digits stay.
pub(super) fn with_res(cell: u64, res: u8) -> u64 {
    (cell & !(RES_BITS << RES_SHIFT)) | (u64::from(res) << RES_SHIFT)
}

/// Bits of a cell below its resolution's digits: all ones, so they need not travel.
pub(super) fn unused_bits(res: u8) -> u32 {
    3 * u32::from(15_u8.saturating_sub(res))
}

/// Those bits.
pub(super) fn below_digits(res: u8) -> u64 {
    (1 << unused_bits(res)) - 1
}

#[cfg(test)]
mod tests {
    use geodata::cell;

    use super::*;

    #[test]
    fn parents_are_those_of_h3_and_ascend() {
        let centre = cell::cell_at(116.4, 39.9, 9).unwrap();
        let mut cells = cell::disk(centre, 30).unwrap();
        cells.sort_unstable();
        let mut list = CellList::new(9, cells.clone());
        for res in (0..9).rev() {
            list = list.parents().unwrap();
            let mut expected: Vec<u64> =
                cells.iter().map(|it| cell::parent(*it, res).unwrap()).collect();
            expected.sort_unstable();
            expected.dedup();
            assert_eq!(*list.cells, expected, "resolution {res}");
            assert_eq!(list.name, ListName { res, hash: hash_of(&expected) });
        }
        assert_eq!(list.parents(), None);
    }
}
