//! A ring that is a plain area → few triangles, quickly; anything else is refused.
//!
//! Corners that stick out are cut off one by one. That needs a ring that does not cross itself; it is not known to
//! fail on others, it gives nonsense. So the triangles are added up, and where their area is not that of the
//! ring the answer is none, and the caller must use a slower way that bears any ring. A long ring is refused
//! too, because the time grows with the square of its corners.

/// How far the areas may differ, as a share: rounding of a few thousand corners stays far below.
const ALIKE: f64 = 1e-9;
/// Longer rings are refused.
const MOST: usize = 1_500;

type Place = (f64, f64);

/// Cuts one ring after the other, with the same memory.
#[derive(Debug, Default)]
pub struct Ears {
    /// For every corner the one before and the one after that are still there.
    near: Vec<(usize, usize)>,
    triangles: Vec<[usize; 3]>,
}

impl Ears {
    /// Ready for any ring.
    pub const fn new() -> Self {
        Self { near: Vec::new(), triangles: Vec::new() }
    }

    /// Numbers of three corners a triangle; together they cover the inside of a closed ring exactly once. `None` when
    /// the ring crosses itself, encloses nothing, or has more corners than pay.
    ///
    /// ```
    /// let square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
    /// let mut ears = geodata::ears::Ears::new();
    /// assert_eq!(ears.cut(&square).map(<[_]>::len), Some(2));
    /// ```
    pub fn cut(&mut self, ring: &[Place]) -> Option<&[[usize; 3]]> {
        let (_, ring) = ring.split_last()?;
        let count = ring.len();
        if !(3..=MOST).contains(&count) {
            return None;
        }
        self.near.clear();
        self.near.extend((0..count).map(|at| ((at + count - 1) % count, (at + 1) % count)));
        self.triangles.clear();
        let area = doubled_area(ring);
        self.cut_all(ring, area.signum());
        let covered: f64 =
            self.triangles.iter().map(|it| turn(it.map(|corner| ring[corner])).abs()).sum();
        let is_exact = (covered - area.abs()).abs() <= ALIKE * area.abs();
        (is_exact && area != 0.0).then_some(self.triangles.as_slice())
    }

    /// Cuts ears off until there are none.
    fn cut_all(&mut self, ring: &[Place], way: f64) {
        let (mut left, mut at, mut since) = (ring.len(), 0, 0);
        while left > 2 && since <= left {
            let (before, after) = self.near[at];
            let corners = [before, at, after].map(|it| ring[it]);
            let out = turn(corners) * way;
            if out < 0.0 || (out > 0.0 && self.is_in_the_way(ring, [before, at, after])) {
                since += 1;
                at = after;
                continue;
            }
            // A corner on a straight line goes without a triangle.
            if out > 0.0 {
                self.triangles.push([before, at, after]);
            }
            self.near[before].1 = after;
            self.near[after].0 = before;
            left -= 1;
            since = 0;
            // Not the neighbour at once: triangles become less narrow.
            at = self.near[after].1;
        }
    }

    /// Whether a corner that is still there lies in a triangle.
    fn is_in_the_way(&self, ring: &[Place], [before, at, after]: [usize; 3]) -> bool {
        let corners = [before, at, after].map(|it| ring[it]);
        let [a, b, c] = corners;
        let west = a.0.min(b.0).min(c.0);
        let (east, north) = (a.0.max(b.0).max(c.0), a.1.max(b.1).max(c.1));
        let south = a.1.min(b.1).min(c.1);
        let mut other = self.near[after].1;
        while other != before {
            let place = ring[other];
            let is_near =
                place.0 >= west && place.0 <= east && place.1 >= south && place.1 <= north;
            if is_near && !corners.contains(&place) && is_inside(corners, place) {
                return true;
            }
            other = self.near[other].1;
        }
        false
    }
}

/// Whether a place lies in a triangle or on its edge, whichever way the triangle turns.
fn is_inside([a, b, c]: [Place; 3], at: Place) -> bool {
    let sides = [turn([a, b, at]), turn([b, c, at]), turn([c, a, at])];
    sides.iter().all(|it| *it >= 0.0) || sides.iter().all(|it| *it <= 0.0)
}

/// Twice the area of a triangle; its sign says which way it turns.
fn turn([a, b, c]: [Place; 3]) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)
}

/// Twice the signed area of a ring, measured from its first corner so that nothing is lost far from 0.
fn doubled_area(ring: &[Place]) -> f64 {
    let Some(&first) = ring.first() else { return 0.0 };
    ring.windows(2).map(|edge| turn([first, edge[0], edge[1]])).sum()
}

#[cfg(test)]
mod tests {
    use std::f64::consts::TAU;

    use proptest::prelude::*;

    use super::*;

    fn star(radii: &[f64], scale: f64) -> Vec<Place> {
        let step = TAU / radii.len() as f64;
        let corner = |(at, radius): (usize, &f64)| {
            let angle = step * at as f64;
            (0.8 + radius * scale * angle.cos(), 0.4 + radius * scale * angle.sin())
        };
        let mut ring: Vec<_> = radii.iter().enumerate().map(corner).collect();
        ring.push(ring[0]);
        ring
    }

    #[test]
    fn what_is_no_plain_area_is_refused() {
        let mut ears = Ears::new();
        let tie = [(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)];
        assert!(ears.cut(&tie).is_none(), "edges cross");
        let uneven = [(0.0, 0.0), (4.0, 4.0), (4.0, 0.0), (0.0, 3.0), (0.0, 0.0)];
        assert!(ears.cut(&uneven).is_none(), "edges cross, areas do not cancel");
        assert!(ears.cut(&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.0), (0.0, 0.0)]).is_none(), "a line");
        assert!(ears.cut(&[]).is_none());
        assert!(ears.cut(&star(&[1.0; MOST + 1], 1.0)).is_none(), "too long");
        let square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)];
        assert!(ears.cut(&square).is_some(), "and the next one is cut as ever");
    }

    #[test]
    fn a_corner_on_a_straight_line_needs_no_triangle() {
        let ring = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0), (0.0, 0.0)];
        assert!(Ears::new().cut(&ring).is_some_and(|it| it.len() <= 3));
    }

    proptest! {
        #[test]
        fn a_star_far_from_zero_is_covered_exactly_whichever_way_it_runs(
            radii in prop::collection::vec(0.2..1.0_f64, 5..200), back in any::<bool>(),
        ) {
            let mut ring = star(&radii, 1e-4);
            if back {
                ring.reverse();
            }
            prop_assert_eq!(Ears::new().cut(&ring).map(<[_]>::len), Some(radii.len() - 2));
        }
    }
}
