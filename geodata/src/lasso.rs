//! A loop drawn on the map → the cells inside it; the page and the server find the same ones.
//!
//! A cell belongs to the loop when its centre lies inside, by the even-odd rule. Corners are rounded to
//! 10⁻⁵ degree (about a metre) and travel as text, so that both sides test the very same loop.
//!
//! Nothing here sums anything.

use std::fmt;
use std::str::FromStr;

use crate::boundary::ring_contains;
use crate::cell;

/// Corners of a loop at most; a hand draws fewer.
pub const MOST_CORNERS: usize = 400;

/// Steps of a coordinate in one degree.
const STEPS: f64 = 1e5;

/// A closed loop with the resolution of the cells it selects.
///
/// ```
/// let drawn: geodata::lasso::Lasso = "8:116.3,39.8;116.5,39.8;116.5,40;116.3,40".parse()?;
/// let inside = geodata::cell::cell_at(116.4, 39.9, 8)?;
/// let outside = geodata::cell::cell_at(117.4, 39.9, 8)?;
/// assert_eq!(drawn.cells_in(&[inside, outside]), [inside]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lasso {
    res: u8,
    /// In steps of 10⁻⁵ degree, not closed.
    corners: Vec<(i32, i32)>,
}

/// Why a text is no loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LassoError {
    /// No resolution before the colon, or one that no map asks for.
    #[error(
        "a loop begins with the resolution of its cells, {} to {}, and a colon",
        cell::COARSEST,
        cell::FINEST
    )]
    Resolution,
    /// A corner that is no `lng,lat` on the globe; counts from 1.
    #[error("corner {0} is no `lng,lat` in degrees")]
    Corner(usize),
    /// Fewer than three corners, or more than [`MOST_CORNERS`].
    #[error("a loop has 3 to {MOST_CORNERS} corners, not {0}")]
    Corners(usize),
}

impl Lasso {
    /// A loop of WGS-84 corners `(lng, lat)` in degrees; neighbours that round to the same corner are one.
    ///
    /// # Errors
    /// When the resolution is outside 6 to 10, a corner not on the globe, or the corners too few or too many.
    pub fn new(res: u8, corners: &[(f64, f64)]) -> Result<Self, LassoError> {
        if !(cell::COARSEST..=cell::FINEST).contains(&res) {
            return Err(LassoError::Resolution);
        }
        let mut rounded = Vec::with_capacity(corners.len());
        for (at, &(lng, lat)) in corners.iter().enumerate() {
            rounded.push(steps(lng, lat).ok_or(LassoError::Corner(at + 1))?);
        }
        rounded.dedup();
        if rounded.len() > 1 && rounded.first() == rounded.last() {
            rounded.pop();
        }
        if !(3..=MOST_CORNERS).contains(&rounded.len()) {
            return Err(LassoError::Corners(rounded.len()));
        }
        Ok(Self { res, corners: rounded })
    }

    /// Resolution of the cells it selects.
    pub const fn res(&self) -> u8 {
        self.res
    }

    /// Of some cells, those whose centre lies inside, in their order.
    pub fn cells_in(&self, cells: &[u64]) -> Vec<u64> {
        let ring = self.ring();
        let holds =
            |cell: &u64| cell::centre(*cell).is_ok_and(|(lng, lat)| ring_contains(&ring, lng, lat));
        cells.iter().copied().filter(holds).collect()
    }

    /// Whether a WGS-84 point in degrees lies inside.
    pub fn contains(&self, lng: f64, lat: f64) -> bool {
        ring_contains(&self.ring(), lng, lat)
    }

    /// Its corners in degrees, the first again at the end.
    pub fn ring(&self) -> Vec<(f64, f64)> {
        let corners = self.corners.iter().chain(self.corners.first());
        corners.map(|(lng, lat)| (f64::from(*lng) / STEPS, f64::from(*lat) / STEPS)).collect()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "at most 18 million steps")]
fn steps(lng: f64, lat: f64) -> Option<(i32, i32)> {
    let is_known = lng.abs() <= 180.0 && lat.abs() <= 90.0;
    is_known.then(|| ((lng * STEPS).round() as i32, (lat * STEPS).round() as i32))
}

impl FromStr for Lasso {
    type Err = LassoError;

    fn from_str(text: &str) -> Result<Self, LassoError> {
        let (res, corners) = text.split_once(':').ok_or(LassoError::Resolution)?;
        let res = res.parse().ok().ok_or(LassoError::Resolution)?;
        let corner = |(at, text): (usize, &str)| {
            let (lng, lat) = text.split_once(',').ok_or(LassoError::Corner(at + 1))?;
            let number = |text: &str| text.parse::<f64>().ok().ok_or(LassoError::Corner(at + 1));
            Ok((number(lng)?, number(lat)?))
        };
        let corners = corners.split(';').enumerate().map(corner).collect::<Result<Vec<_>, _>>()?;
        Self::new(res, &corners)
    }
}

impl fmt::Display for Lasso {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.res)?;
        let between = std::iter::once(':').chain(std::iter::repeat(';'));
        for ((lng, lat), before) in self.corners.iter().zip(between) {
            write!(out, "{before}{},{}", f64::from(*lng) / STEPS, f64::from(*lat) / STEPS)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn around(cells: u32) -> Vec<u64> {
        cell::disk(cell::cell_at(116.4, 39.9, 8).unwrap(), cells).unwrap()
    }

    #[test]
    fn a_bow_tie_holds_its_two_halves_and_not_what_lies_beside_the_knot() {
        let tie: Lasso = "8:116,39;117,40;117,39;116,40".parse().unwrap();
        assert!(tie.contains(116.1, 39.5) && tie.contains(116.9, 39.5));
        assert!(!tie.contains(116.5, 39.1) && !tie.contains(116.5, 39.9));
    }

    #[test]
    fn a_loop_that_is_none_is_refused_with_the_reason() {
        let refused = |text: &str| text.parse::<Lasso>().unwrap_err();
        assert_eq!(refused("116,39;117,40;117,39"), LassoError::Resolution);
        assert_eq!(refused("11:116,39;117,40;117,39"), LassoError::Resolution);
        assert_eq!(refused("8:116,39;117;117,39"), LassoError::Corner(2));
        assert_eq!(refused("8:116,39;117,NaN;117,39"), LassoError::Corner(2));
        assert_eq!(refused("8:116,39;117,40;116,39"), LassoError::Corners(2));
        let many = [(116.0, 39.0), (117.0, 40.0)].repeat(MOST_CORNERS);
        assert!(matches!(Lasso::new(8, &many), Err(LassoError::Corners(_))));
    }

    proptest! {
        #[test]
        fn what_travels_as_text_selects_the_same_cells(
            corners in prop::collection::vec((116.2..116.6_f64, 39.7..40.1_f64), 3..40),
        ) {
            let drawn = Lasso::new(8, &corners).unwrap();
            let arrived: Lasso = drawn.to_string().parse().unwrap();
            prop_assert_eq!(&arrived, &drawn);
            let cells = around(6);
            let inside = drawn.cells_in(&cells);
            prop_assert_eq!(arrived.cells_in(&cells), inside.clone());
            for cell in cells {
                let (lng, lat) = cell::centre(cell).unwrap();
                prop_assert_eq!(inside.contains(&cell), arrived.contains(lng, lat));
            }
        }
    }
}
