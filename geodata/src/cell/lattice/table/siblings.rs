//! Cells of one ancestor lie at the same distances from each other wherever they are on a face.
//!
//! An H3 index spells a cell as base cell and one digit a resolution, each a step of the lattice. On one face,
//! within one base cell, the steps that the last two digits mean are always the same; they are found by
//! asking H3 once for each pair of digits, and then added to the place of the ancestor. A million sorted cells
//! need trigonometry for some twenty thousand ancestors only.
//!
//! Near the edge of a face, and in the twelve base cells with a pentagon, nothing is said.

use super::super::{FACES, Lattice, face, rounded};
use super::reach;
use crate::cell::{self, CellError};

/// Resolutions between an ancestor and its cells.
const STEPS: u8 = 2;
/// Two digits of three bits.
const KIN: usize = 64;
const KIN_BITS: u64 = 63;
/// An index has its base cell above the digits, seven bits, and mode and resolution above that.
const BASE_SHIFT: u32 = 45;
const BASE_CELLS: usize = 128;
/// Base cells with a pentagon, where digits turn.
const PENTAGONS: [usize; 12] = [4, 14, 24, 38, 49, 58, 63, 72, 83, 97, 107, 117];

/// Columns and rows from one place of the lattice to another.
type Step = (i32, i32);

/// Where cells are relative to the first of their kin, as far as known.
#[derive(Debug)]
pub(super) struct Siblings {
    res: u8,
    /// Bits below the digits of the ancestor, and below those of the cell.
    kin_shift: u32,
    own_shift: u32,
    /// The ancestor of the last cell.
    kin: Option<u64>,
    /// The face and place of its first descendant, if all of them are on that face.
    first: Option<(usize, Step)>,
    /// For each base cell and face met, the steps that pairs of digits mean.
    steps: Vec<Vec<Option<Step>>>,
    /// Which of `steps` belongs to `first`.
    known: usize,
}

impl Siblings {
    pub(super) fn new(res: u8) -> Self {
        let bits = |res: u8| 3 * u32::from(15_u8.saturating_sub(res));
        Self {
            res,
            kin_shift: bits(res.saturating_sub(STEPS)),
            own_shift: bits(res),
            kin: None,
            first: None,
            steps: vec![Vec::new(); BASE_CELLS * usize::from(FACES)],
            known: 0,
        }
    }

    /// The face and position of a cell when its kin tell; an error when it is no cell of the resolution.
    pub(super) fn place(
        &mut self,
        cell: u64,
        lattices: &[Lattice],
    ) -> Result<Option<(usize, Step)>, CellError> {
        let kin = cell >> self.kin_shift;
        if self.kin != Some(kin) {
            self.meet(cell, lattices)?;
            self.kin = Some(kin);
        }
        let Some((face, first)) = self.first else { return Ok(None) };
        let digits = (cell >> self.own_shift & KIN_BITS) as usize;
        // Bits below a cell's digits are all set; anything else is no cell.
        let is_whole = cell.trailing_ones() >= self.own_shift;
        if let Some(step) = self.steps[self.known][digits].filter(|_| is_whole) {
            return Ok(Some((face, (first.0 + step.0, first.1 + step.1))));
        }
        let (lng, lat) = centre(cell, self.res)?;
        let at = rounded(lattices[face].axial(lng, lat));
        self.steps[self.known][digits] = Some((at.0 - first.0, at.1 - first.1));
        Ok(Some((face, at)))
    }

    /// Finds the first of a cell's kin, and whether all of them are on one face.
    fn meet(&mut self, cell: u64, lattices: &[Lattice]) -> Result<(), CellError> {
        self.first = None;
        let base = usize::from((cell >> BASE_SHIFT).to_le_bytes()[0] & 0x7f);
        if self.res < STEPS || PENTAGONS.contains(&base) {
            return Ok(());
        }
        let (lng, lat) = centre(cell & !(KIN_BITS << self.own_shift), self.res)?;
        let sphere = face::on_sphere(lng, lat);
        let face = usize::from(face::nearest(sphere));
        if face::margin(face, sphere) > reach(self.res - STEPS) {
            self.first = Some((face, rounded(lattices[face].axial(lng, lat))));
            self.known = base * usize::from(FACES) + face;
            self.steps[self.known].resize(KIN, None);
        }
        Ok(())
    }
}

/// The middle of a cell that must be of a resolution.
pub(super) fn centre(cell: u64, res: u8) -> Result<(f64, f64), CellError> {
    match cell::resolution_of(cell)? {
        own if own == res => cell::centre(cell),
        other => Err(CellError::Resolution(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::face_of;
    use super::*;

    #[test]
    fn pentagons_are_where_h3_has_them() {
        let pentagons = h3o::BaseCell::iter().filter(|it| it.is_pentagon());
        let numbers: Vec<usize> = pentagons.map(|it| u8::from(it).into()).collect();
        assert_eq!(numbers, PENTAGONS);
    }

    /// How many of some cells were told their place, each of them rightly.
    fn told(siblings: &mut Siblings, lattices: &[Lattice], cells: &[u64]) -> usize {
        let places = cells.iter().filter_map(|&cell| {
            let place = siblings.place(cell, lattices).unwrap()?;
            let (lng, lat) = cell::centre(cell).unwrap();
            let face = usize::from(face_of(lng, lat));
            assert_eq!(place, (face, rounded(lattices[face].axial(lng, lat))), "{cell:x}");
            Some(place)
        });
        places.count()
    }

    #[test]
    fn a_cell_is_where_h3_says_also_when_its_kin_told_its_place() {
        // Spread over the globe: all faces, all base cells, edges and pentagons.
        let turned = |index: u32, by: f64| (f64::from(index) * by).fract() - 0.5;
        let mut sum = 0;
        for res in [2, 3, 6, 9] {
            let lattices: Vec<Lattice> =
                (0..FACES).filter_map(|face| Lattice::new(face, res)).collect();
            let mut siblings = Siblings::new(res);
            for index in 0..200 {
                let (lng, lat) =
                    (turned(index, 0.754_877_6) * 360.0, turned(index, 0.569_84) * 178.0);
                let middle = cell::cell_at(lng, lat, res).unwrap();
                sum += told(&mut siblings, &lattices, &cell::disk(middle, 3).unwrap());
            }
        }
        assert!(sum > 10_000, "most cells are well inside a face: {sum} of 29600");
    }
}
