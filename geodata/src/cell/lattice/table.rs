//! Cells → a window of the lattice with a cell's number at each position; what the shader looks up.

use std::collections::BTreeMap;

use super::{FACES, Lattice, face_of, rounded};
use crate::cell::{self, CellError};

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
    /// Number of columns; 0 when no cell touches the face.
    pub width: u32,
    /// Number of rows.
    pub height: u32,
    /// At each position the index of the cell in the list the table was made from, or [`NO_CELL`].
    pub cells: Vec<u32>,
}

impl LatticeTable {
    /// The table of those of `cells` that touch `face`; every cell must be of resolution `res`.
    ///
    /// Positions are found by rounding, on this face, the points of each cell that are nearest to it:
    /// the centre, and the corners drawn in by a tenth. A centre outranks another cell's corner.
    pub fn new(cells: &[u64], face: u8, res: u8) -> Result<Self, CellError> {
        let lattice = Lattice::new(face, res).ok_or(CellError::Resolution(res))?;
        let mut positions = BTreeMap::new();
        let mut corners = Vec::new();
        for (&cell, number) in cells.iter().zip(0_u32..) {
            let own_res = cell::resolution_of(cell)?;
            if own_res != res {
                return Err(CellError::Resolution(own_res));
            }
            let centre = cell::centre(cell)?;
            let at = |(lng, lat): (f64, f64)| (rounded(lattice.axial(lng, lat)), number);
            if face_of(centre.0, centre.1) == face {
                positions.insert(at(centre).0, number);
            }
            if lattice.margin(centre.0, centre.1).abs() < reach(res) {
                let inside =
                    corners_of(cell, centre)?.filter(|&(lng, lat)| face_of(lng, lat) == face);
                corners.extend(inside.map(at));
            }
        }
        for (position, number) in corners {
            positions.entry(position).or_insert(number);
        }
        Ok(Self::of_positions((face, res), &positions))
    }

    /// The index of the cell at a lattice position, if any.
    pub fn at(&self, (i, j): (i32, i32)) -> Option<u32> {
        let column = u32::try_from(i.checked_sub(self.i0)?).ok().filter(|it| *it < self.width)?;
        let row = u32::try_from(j.checked_sub(self.j0)?).ok().filter(|it| *it < self.height)?;
        let number = self.cells[row as usize * self.width as usize + column as usize];
        (number != NO_CELL).then_some(number)
    }

    fn of_positions((face, res): (u8, u8), positions: &BTreeMap<(i32, i32), u32>) -> Self {
        let span = |axis: fn(&(i32, i32)) -> i32| {
            let first = positions.keys().map(axis).min().unwrap_or(0);
            let last = positions.keys().map(axis).max().unwrap_or(-1);
            (first, u32::try_from(last - first + 1).unwrap_or(0))
        };
        let ((i0, width), (j0, height)) = (span(|it| it.0), span(|it| it.1));
        let mut cells = vec![NO_CELL; width as usize * height as usize];
        for (&(i, j), &number) in positions {
            let (column, row) = (i.abs_diff(i0) as usize, j.abs_diff(j0) as usize);
            cells[row * width as usize + column] = number;
        }
        Self { face, res, i0, j0, width, height, cells }
    }
}

/// The faces some cells touch: one table and one mesh each.
pub fn faces_of(cells: &[u64]) -> Result<Vec<u8>, CellError> {
    let mut touched = [false; FACES as usize];
    for &cell in cells {
        let centre = cell::centre(cell)?;
        let res = cell::resolution_of(cell)?;
        let face = face_of(centre.0, centre.1);
        touched[usize::from(face)] = true;
        let lattice = Lattice::new(face, res).ok_or(CellError::Resolution(res))?;
        if lattice.margin(centre.0, centre.1) < reach(res) {
            for (lng, lat) in corners_of(cell, centre)? {
                touched[usize::from(face_of(lng, lat))] = true;
            }
        }
    }
    Ok((0..FACES).filter(|&face| touched[usize::from(face)]).collect())
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
