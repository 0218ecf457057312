//! A point → its H3 hexagon, at the finest resolution once, at coarser ones for free.
//!
//! Cells travel as `u64`. Points must be WGS-84: a shifted point lands some 500 m away, in another cell.
//! [`lattice`] finds the cell of a pixel without trigonometry, for the map.
//!
//! Nothing here counts anything: a unit's number never comes from cells.

pub mod area;
pub mod lattice;

use h3o::{CellIndex, LatLng, Resolution};

/// The coarsest resolution a map asks for (36 km² a cell).
pub const COARSEST: u8 = 6;
/// The finest resolution, the one stored at ingest (0.015 km² a cell).
pub const FINEST: u8 = 10;

/// A question H3 cannot answer.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CellError {
    /// A coordinate that is no finite number.
    #[error("({lng}, {lat}) is no point on the globe")]
    Point {
        /// Degrees east.
        lng: f64,
        /// Degrees north.
        lat: f64,
    },
    /// A resolution outside 0..=15.
    #[error("resolution {0} is outside 0..=15")]
    Resolution(u8),
    /// A number that is no H3 cell.
    #[error("{0:x} is no H3 cell")]
    Cell(u64),
    /// A parent finer than the cell itself.
    #[error("cell {cell:x} has no parent of resolution {res}")]
    Parent {
        /// The cell.
        cell: u64,
        /// The resolution asked for.
        res: u8,
    },
}

/// The cell of a WGS-84 point; fails when the point is no finite number or `res` is above 15.
///
/// ```
/// let cell = geodata::cell::cell_at(116.404, 39.915, 8)?;
/// assert_eq!(geodata::cell::parse(&geodata::cell::hex(cell)), Some(cell));
/// # Ok::<(), geodata::cell::CellError>(())
/// ```
pub fn cell_at(lng: f64, lat: f64, res: u8) -> Result<u64, CellError> {
    let in_range = lng.abs() <= 180.0 && lat.abs() <= 90.0;
    let point = LatLng::new(lat, lng).ok().filter(|_| in_range);
    let point = point.ok_or(CellError::Point { lng, lat })?;
    Ok(point.to_cell(resolution(res)?).into())
}

/// The cell of a coarser (or the same) resolution that a cell counts into.
pub fn parent(cell: u64, res: u8) -> Result<u64, CellError> {
    let parent = index(cell)?.parent(resolution(res)?);
    parent.map(u64::from).ok_or(CellError::Parent { cell, res })
}

/// The resolution of a cell.
pub fn resolution_of(cell: u64) -> Result<u8, CellError> {
    Ok(index(cell)?.resolution().into())
}

/// The middle of a cell, WGS-84 `(lng, lat)`.
pub fn centre(cell: u64) -> Result<(f64, f64), CellError> {
    Ok(degrees(LatLng::from(index(cell)?)))
}

/// The corners of a cell, WGS-84 `(lng, lat)`, counter-clockwise, not closed: mostly six, a pentagon
/// has five, and a cell across an icosahedron edge has extra ones.
pub fn boundary(cell: u64) -> Result<Vec<(f64, f64)>, CellError> {
    Ok(index(cell)?.boundary().iter().copied().map(degrees).collect())
}

/// Area of a cell in square kilometres.
pub fn area_km2(cell: u64) -> Result<f64, CellError> {
    Ok(index(cell)?.area_km2())
}

/// The cells at most `rings` steps away, the cell itself first, then ring by ring.
pub fn disk(cell: u64, rings: u32) -> Result<Vec<u64>, CellError> {
    let mut around = index(cell)?.grid_disk_distances::<Vec<_>>(rings);
    around.sort_by_key(|&(cell, distance)| (distance, u64::from(cell)));
    Ok(around.into_iter().map(|(cell, _)| cell.into()).collect())
}

/// The cells that touch a cell, in no order.
pub fn neighbours(cell: u64) -> Result<Vec<u64>, CellError> {
    let around = index(cell)?.grid_disk::<Vec<_>>(1);
    Ok(around.into_iter().map(u64::from).filter(|it| *it != cell).collect())
}

/// A cell as it is written in the HTTP contract: `8831aa5001fffff`.
pub fn hex(cell: u64) -> String {
    format!("{cell:x}")
}

/// The cell of a written one; `None` when it is none.
pub fn parse(hex: &str) -> Option<u64> {
    let number = u64::from_str_radix(hex, 16).ok()?;
    index(number).ok().map(u64::from)
}

fn index(cell: u64) -> Result<CellIndex, CellError> {
    CellIndex::try_from(cell).map_err(|_invalid| CellError::Cell(cell))
}

fn resolution(res: u8) -> Result<Resolution, CellError> {
    Resolution::try_from(res).map_err(|_invalid| CellError::Resolution(res))
}

fn degrees(point: LatLng) -> (f64, f64) {
    (point.lng(), point.lat())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEIJING: (f64, f64) = (116.404, 39.915);

    #[test]
    fn a_cell_holds_its_centre_and_counts_into_its_parents() {
        for res in COARSEST..=FINEST {
            let cell = cell_at(BEIJING.0, BEIJING.1, res).unwrap();
            let (lng, lat) = centre(cell).unwrap();
            assert_eq!(cell_at(lng, lat, res).unwrap(), cell);
            assert_eq!(resolution_of(cell).unwrap(), res);
            let finest = cell_at(lng, lat, FINEST).unwrap();
            assert_eq!(parent(finest, res).unwrap(), cell);
        }
    }

    #[test]
    fn cells_are_as_large_as_the_handbook_says() {
        let area = |res| area_km2(cell_at(BEIJING.0, BEIJING.1, res).unwrap()).unwrap();
        for (res, average) in [(6, 36.1), (7, 5.16), (8, 0.737), (9, 0.105), (10, 0.015)] {
            let ratio = area(res) / average;
            assert!((0.7..1.3).contains(&ratio), "res {res}: {ratio} of the average");
        }
    }

    #[test]
    fn a_disk_has_seven_cells_around_and_with_the_first_one() {
        let cell = cell_at(BEIJING.0, BEIJING.1, 8).unwrap();
        assert_eq!(disk(cell, 0).unwrap(), [cell]);
        let seven = disk(cell, 1).unwrap();
        assert_eq!((seven.len(), seven[0]), (7, cell));
        assert_eq!(boundary(cell).unwrap().len(), 6);
    }

    #[test]
    fn what_is_no_cell_or_no_point_is_refused() {
        assert_eq!(centre(17), Err(CellError::Cell(17)));
        assert_eq!(cell_at(1.0, 1.0, 16), Err(CellError::Resolution(16)));
        assert!(matches!(cell_at(f64::NAN, 1.0, 8), Err(CellError::Point { .. })));
        assert!(matches!(cell_at(39.9, 116.4, 8), Err(CellError::Point { .. })), "exchanged axes");
        let cell = cell_at(BEIJING.0, BEIJING.1, 8).unwrap();
        assert_eq!(parent(cell, 9), Err(CellError::Parent { cell, res: 9 }));
        assert_eq!(parse(&hex(cell)), Some(cell));
        assert_eq!(parse("zz"), None);
        assert_eq!(parse("11"), None);
    }
}
