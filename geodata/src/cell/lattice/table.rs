//! Cells → a window of the lattice with a cell's number at each position; what the shader looks up.

use super::{FACES, Lattice, face_of, rounded};
use crate::cell::{self, CellError};
use siblings::{Siblings, centre};

mod siblings;

/// The number at a position of the table where there is no cell.
pub const NO_CELL: u32 = u32::MAX;

/// How far corners are drawn in towards the centre: a corner itself belongs to three hexagons.
const DRAWN_IN: f64 = 0.1;

/// A window of the lattice of one face, row by row: position `(i, j)` is at
/// `(j - j0) * width + (i - i0)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LatticeTable {
    /// The face.
    pub face: u8,
    /// The resolution of the cells.
    pub res: u8,
    /// First column.
    pub i0: i32,
    /// First row.
    pub j0: i32,
    /// Number of columns.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
    /// At each position the index of the cell in the list the table was made from, or [`NO_CELL`].
    pub cells: Vec<u32>,
}

/// A cell at a position of a face.
#[derive(Clone, Copy, Debug)]
struct Placed {
    at: (i32, i32),
    number: u32,
}

/// Everything that touches one face.
#[derive(Clone, Debug, Default)]
struct OnFace {
    centres: Vec<Placed>,
    corners: Vec<Placed>,
}

impl LatticeTable {
    /// One table for each face some cells touch, in the order of faces; all must be of resolution `res`.
    ///
    /// Positions are found by rounding, on each face, the points of each cell that are nearest to it: the
    /// centre, and the corners drawn in by a tenth. A centre outranks another cell's corner. Most cells need
    /// no such look: one that lies well inside a face is where its kin's places say. Quick when `cells` ascend.
    pub fn of_all(cells: &[u64], res: u8) -> Result<Vec<Self>, CellError> {
        let lattices: Vec<Lattice> =
            (0..FACES).filter_map(|face| Lattice::new(face, res)).collect();
        if lattices.is_empty() {
            return Err(CellError::Resolution(res));
        }
        let mut faces = vec![OnFace::default(); usize::from(FACES)];
        let mut siblings = Siblings::new(res);
        for (&cell, number) in cells.iter().zip(0_u32..) {
            if let Some((face, at)) = siblings.place(cell, &lattices)? {
                faces[face].centres.push(Placed { at, number });
            } else {
                look((&lattices, res), (cell, number), &mut faces)?;
            }
        }
        let tables = faces.iter().zip(0..).filter_map(|(on, face)| Self::of_face((face, res), on));
        Ok(tables.collect())
    }

    /// The index of the cell at a lattice position, if any.
    pub fn at(&self, (i, j): (i32, i32)) -> Option<u32> {
        let column = u32::try_from(i.checked_sub(self.i0)?).ok().filter(|it| *it < self.width)?;
        let row = u32::try_from(j.checked_sub(self.j0)?).ok().filter(|it| *it < self.height)?;
        let number = self.cells[row as usize * self.width as usize + column as usize];
        (number != NO_CELL).then_some(number)
    }

    /// Puts the texel of every cell at its positions; 0 where there is no cell.
    pub fn spread(&self, texels: &[u8]) -> Vec<u8> {
        // `NO_CELL` is beyond any list.
        self.cells.iter().map(|&it| texels.get(it as usize).copied().unwrap_or(0)).collect()
    }

    fn of_face((face, res): (u8, u8), on: &OnFace) -> Option<Self> {
        let first = on.centres.first().or(on.corners.first())?.at;
        let (mut low, mut high) = (first, first);
        for Placed { at, .. } in on.centres.iter().chain(&on.corners) {
            low = (low.0.min(at.0), low.1.min(at.1));
            high = (high.0.max(at.0), high.1.max(at.1));
        }
        let (width, height) = (low.0.abs_diff(high.0) + 1, low.1.abs_diff(high.1) + 1);
        let mut cells = vec![NO_CELL; width as usize * height as usize];
        let position = |at: (i32, i32)| {
            at.1.abs_diff(low.1) as usize * width as usize + at.0.abs_diff(low.0) as usize
        };
        for placed in &on.centres {
            cells[position(placed.at)] = placed.number;
        }
        for placed in &on.corners {
            let there = &mut cells[position(placed.at)];
            if *there == NO_CELL {
                *there = placed.number;
            }
        }
        Some(Self { face, res, i0: low.0, j0: low.1, width, height, cells })
    }
}

/// Puts a cell where its centre is, and its corners where they are when they may lie on another face.
fn look(
    (lattices, res): (&[Lattice], u8),
    (cell, number): (u64, u32),
    faces: &mut [OnFace],
) -> Result<(), CellError> {
    let centre = centre(cell, res)?;
    let place = |(lng, lat): (f64, f64)| {
        let face = usize::from(face_of(lng, lat));
        (face, Placed { at: rounded(lattices[face].axial(lng, lat)), number })
    };
    let (own, placed) = place(centre);
    faces[own].centres.push(placed);
    if lattices[own].margin(centre.0, centre.1) < reach(res) {
        for (face, placed) in corners_of(cell, centre)?.map(place) {
            faces[face].corners.push(placed);
        }
    }
    Ok(())
}

/// A margin no cell can bridge from its centre: its radius is below 0.25 · 7^(-res/2) on the unit sphere,
/// and two face centres are at most 2 apart.
fn reach(res: u8) -> f64 {
    7_f64.powf(-f64::from(res) / 2.0)
}

/// The corners of a cell, drawn in towards its centre.
fn corners_of(
    cell: u64,
    centre: (f64, f64),
) -> Result<impl Iterator<Item = (f64, f64)>, CellError> {
    Ok(cell::boundary(cell)?.into_iter().map(move |corner| {
        // The short way round: a cell across the date line has corners on both of its sides.
        let east = (corner.0 - centre.0 + 540.0).rem_euclid(360.0) - 180.0;
        let north = corner.1 - centre.1;
        (centre.0 + east * (1.0 - DRAWN_IN), centre.1 + north * (1.0 - DRAWN_IN))
    }))
}
