//! Rings that are a plain area → few triangles, quickly; anything else is refused.
//!
//! Ear clipping needs rings that do not cross, the first one round the others. It is not known to fail; it
//! gives nonsense. So the triangles are added up, and where their area is not that of the rings the answer
//! is none, and the caller must use a slower way that bears any ring.

use earcut::Earcut;

/// How far the areas may differ, as a share: rounding of a few thousand corners stays far below.
const ALIKE: f64 = 1e-9;

/// Cuts one polygon after the other, with the same memory.
pub struct Ears {
    cutter: Earcut<f64>,
    corners: Vec<[f64; 2]>,
    holes: Vec<u32>,
    triangles: Vec<u32>,
}

impl std::fmt::Debug for Ears {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ears").field("corners", &self.corners.len()).finish_non_exhaustive()
    }
}

impl Default for Ears {
    fn default() -> Self {
        Self::new()
    }
}

impl Ears {
    /// Ready for any polygon.
    pub fn new() -> Self {
        Self {
            cutter: Earcut::new(),
            corners: Vec::new(),
            holes: Vec::new(),
            triangles: Vec::new(),
        }
    }

    /// The corners of closed rings, each once, and the numbers of three corners a triangle; together they
    /// cover the inside exactly once. `None` when the rings are not one area with holes.
    ///
    /// ```
    /// let square = vec![(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
    /// let mut ears = geodata::ears::Ears::new();
    /// let (corners, triangles) = ears.cut(&[square]).unwrap();
    /// assert_eq!((corners.len(), triangles.len()), (4, 6));
    /// ```
    pub fn cut(&mut self, rings: &[Vec<(f64, f64)>]) -> Option<(&[[f64; 2]], &[u32])> {
        self.corners.clear();
        self.holes.clear();
        let mut area = 0.0;
        for (number, ring) in rings.iter().enumerate() {
            if number > 0 {
                self.holes.push(u32::try_from(self.corners.len()).ok()?);
            }
            let (_, open) = ring.split_last()?;
            self.corners.extend(open.iter().map(|&(x, y)| [x, y]));
            let own = doubled_area(ring).abs();
            area += if number == 0 { own } else { -own };
        }
        let corners = self.corners.as_slice();
        self.cutter.earcut_slice(corners, &self.holes, &mut self.triangles);
        let covered: f64 = self.triangles.chunks_exact(3).map(|it| of_triangle(corners, it)).sum();
        let is_exact = (covered - area).abs() <= ALIKE * area.abs();
        (is_exact && area > 0.0).then_some((corners, self.triangles.as_slice()))
    }
}

/// Twice the area of a triangle, whichever way round.
fn of_triangle(corners: &[[f64; 2]], numbers: &[u32]) -> f64 {
    let corner = |at: usize| corners[numbers[at] as usize];
    let ([ax, ay], [bx, by], [cx, cy]) = (corner(0), corner(1), corner(2));
    ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)).abs()
}

/// Twice the signed area of a closed ring, measured from its first corner so that nothing is lost far from 0.
fn doubled_area(ring: &[(f64, f64)]) -> f64 {
    let Some(&(x, y)) = ring.first() else { return 0.0 };
    let cross =
        |edge: &[(f64, f64)]| (edge[0].0 - x) * (edge[1].1 - y) - (edge[1].0 - x) * (edge[0].1 - y);
    ring.windows(2).map(cross).sum()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;

    fn square(west: f64, north: f64, size: f64) -> Vec<(f64, f64)> {
        let (east, south) = (west + size, north + size);
        vec![(west, north), (east, north), (east, south), (west, south), (west, north)]
    }

    #[test]
    fn a_hole_is_left_open_whichever_way_its_ring_runs() {
        let mut hole = square(1.0, 1.0, 2.0);
        for _ in 0..2 {
            let mut ears = Ears::new();
            let (corners, triangles) = ears.cut(&[square(0.0, 0.0, 4.0), hole.clone()]).unwrap();
            assert_eq!((corners.len(), triangles.len() / 3), (8, 8));
            hole.reverse();
        }
    }

    #[test]
    fn what_is_no_area_with_holes_is_refused() {
        let mut ears = Ears::new();
        let tie = vec![(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)];
        assert!(ears.cut(&[tie]).is_none(), "edges cross");
        let uneven = vec![(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 3.0), (0.0, 0.0)];
        assert!(ears.cut(&[uneven]).is_none(), "edges cross, areas do not cancel");
        assert!(
            ears.cut(&[square(0.0, 0.0, 1.0), square(0.0, 0.0, 1.0)]).is_none(),
            "nothing left"
        );
        assert!(
            ears.cut(&[square(0.0, 0.0, 4.0), square(3.0, 3.0, 2.0)]).is_none(),
            "half outside"
        );
        assert!(ears.cut(&[square(0.0, 0.0, 4.0), square(6.0, 0.0, 2.0)]).is_none(), "an island");
        assert!(ears.cut(&[]).is_none());
        assert!(ears.cut(&[square(0.0, 0.0, 4.0)]).is_some(), "and the next one is cut as ever");
    }

    proptest! {
        #[test]
        fn a_star_far_from_zero_is_covered_exactly(
            radii in prop::collection::vec(0.2..1.0_f64, 5..200),
        ) {
            let turn = TAU / radii.len() as f64;
            let corner = |(at, radius): (usize, &f64)| {
                let angle = turn * at as f64;
                (0.8 + radius * 1e-4 * angle.cos(), 0.4 + radius * 1e-4 * angle.sin())
            };
            let mut ring: Vec<_> = radii.iter().enumerate().map(corner).collect();
            ring.push(ring[0]);
            let mut ears = Ears::new();
            let cut = ears.cut(std::slice::from_ref(&ring));
            prop_assert_eq!(cut.map(|(_, it)| it.len() / 3), Some(radii.len() - 2));
        }
    }
}
