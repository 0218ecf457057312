//! Rings of any kind → triangles that cover exactly the even-odd inside.
//!
//! A sweep from north to south: between two heights at which a vertex lies, the edges that cross the strip,
//! sorted across, bound the inside in pairs; a pair that stays the same over several strips becomes one
//! trapezoid. Winding, holes, islands, self-touching rings and double edges need no special case, which
//! is why this is used instead of a triangulation that expects valid polygons.
//!
//! A strip in which edges cross each other is cut where they do.

use crate::arrange::arrange_numbers;

/// Three corners each; positions as given.
pub(crate) type Triangles = Vec<[(f64, f64); 3]>;

/// An edge that runs downwards (growing second coordinate).
#[derive(Clone, Copy, Debug, PartialEq)]
struct Edge {
    from: (f64, f64),
    to: (f64, f64),
}

/// A pair of edges with inside between them, since a height.
struct Open {
    left: usize,
    right: usize,
    since: f64,
}

/// The even-odd inside of the rings of one polygon.
pub(crate) fn triangles(rings: &[Vec<(f64, f64)>]) -> Triangles {
    let mut edges: Vec<Edge> =
        rings.iter().flat_map(|ring| ring.windows(2)).filter_map(downward).collect();
    edges.sort_by(|a, b| a.from.1.total_cmp(&b.from.1));
    let mut heights: Vec<f64> = edges.iter().flat_map(|it| [it.from.1, it.to.1]).collect();
    heights.sort_by(f64::total_cmp);
    heights.dedup();
    sweep(&edges, &heights)
}

fn downward(edge: &[(f64, f64)]) -> Option<Edge> {
    let (a, b) = (*edge.first()?, *edge.get(1)?);
    match a.1.partial_cmp(&b.1)? {
        std::cmp::Ordering::Less => Some(Edge { from: a, to: b }),
        std::cmp::Ordering::Greater => Some(Edge { from: b, to: a }),
        std::cmp::Ordering::Equal => None,
    }
}

fn sweep(edges: &[Edge], heights: &[f64]) -> Triangles {
    let mut out = Triangles::new();
    let mut active: Vec<usize> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut next = 0;
    for strip in heights.windows(2) {
        let top = strip[0];
        active.retain(|&at| edges[at].to.1 > top);
        while edges.get(next).is_some_and(|it| it.from.1 <= top) {
            active.push(next);
            next += 1;
        }
        for part in parts(edges, &mut active, (top, strip[1])).windows(2) {
            let middle = f64::midpoint(part[0], part[1]);
            order(&mut active, &|at| (edges[at].across(middle), 0.0));
            open = carry_on(edges, &active, (open, part[0]), &mut out);
        }
    }
    if let Some(&bottom) = heights.last() {
        for pair in &open {
            close(edges, pair, bottom, &mut out);
        }
    }
    out
}

/// The heights of a strip and, between them, those at which two of its edges cross; sorts `active` at the top.
fn parts(edges: &[Edge], active: &mut [usize], (top, bottom): (f64, f64)) -> Vec<f64> {
    let ends = |at: usize| (edges[at].across(top), edges[at].across(bottom));
    order(active, &ends);
    let mut heights = vec![top, bottom];
    if active.windows(2).any(|pair| ends(pair[0]).1 > ends(pair[1]).1) {
        let rest = |number: usize| active.iter().skip(number + 1);
        let pairs = active
            .iter()
            .enumerate()
            .flat_map(|(number, left)| rest(number).map(move |right| (*left, *right)));
        heights.extend(pairs.filter_map(|(left, right)| {
            let (left, right) = (ends(left), ends(right));
            let (above, below) = (right.0 - left.0, left.1 - right.1);
            (above > 0.0 && below > 0.0).then(|| top + (bottom - top) * above / (above + below))
        }));
        heights.sort_by(f64::total_cmp);
        heights.dedup();
    }
    heights
}

/// One sort for both orders that a strip needs.
fn order(active: &mut [usize], ends: &dyn Fn(usize) -> (f64, f64)) {
    arrange_numbers(active, &mut |a, b| {
        let (a, b) = (ends(a), ends(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
}

/// Pairs of the strip that begins at `top`: those that were open stay open, the others are closed.
fn carry_on(
    edges: &[Edge],
    active: &[usize],
    (mut before, top): (Vec<Open>, f64),
    out: &mut Triangles,
) -> Vec<Open> {
    let mut now = Vec::with_capacity(active.len() / 2);
    for pair in active.chunks_exact(2) {
        let (left, right) = (pair[0], pair[1]);
        let same = before.iter().position(|it| it.left == left && it.right == right);
        now.push(same.map_or(Open { left, right, since: top }, |at| before.swap_remove(at)));
    }
    for pair in &before {
        close(edges, pair, top, out);
    }
    now
}

fn close(edges: &[Edge], open: &Open, bottom: f64, out: &mut Triangles) {
    let corner = |edge: usize, height: f64| (edges[edge].across(height), height);
    let (a, b) = (corner(open.left, open.since), corner(open.right, open.since));
    let (c, d) = (corner(open.left, bottom), corner(open.right, bottom));
    out.extend([[a, b, c], [b, d, c]].into_iter().filter(|it| doubled_area(it) != 0.0));
}

fn doubled_area(&[a, b, c]: &[(f64, f64); 3]) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)
}

impl Edge {
    /// Where the edge is at a height; its own ends exactly.
    fn across(&self, height: f64) -> f64 {
        if height <= self.from.1 {
            return self.from.0;
        }
        if height >= self.to.1 {
            return self.to.0;
        }
        let share = (height - self.from.1) / (self.to.1 - self.from.1);
        self.from.0 + (self.to.0 - self.from.0) * share
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn covered(triangles: &Triangles) -> f64 {
        triangles.iter().map(|it| doubled_area(it).abs() / 2.0).sum()
    }

    fn square(west: f64, north: f64, size: f64) -> Vec<(f64, f64)> {
        let (east, south) = (west + size, north + size);
        vec![(west, north), (east, north), (east, south), (west, south), (west, north)]
    }

    fn inside(triangles: &Triangles, x: f64, y: f64) -> usize {
        let side = |a: (f64, f64), b: (f64, f64)| doubled_area(&[a, b, (x, y)]) > 0.0;
        let hit =
            |&&[a, b, c]: &&[(f64, f64); 3]| side(a, b) == side(b, c) && side(b, c) == side(c, a);
        triangles.iter().filter(hit).count()
    }

    #[test]
    fn a_square_is_two_triangles_and_a_hole_is_not_covered() {
        assert_eq!(triangles(&[square(0.0, 0.0, 4.0)]).len(), 2);
        let ring = triangles(&[square(0.0, 0.0, 4.0), square(1.0, 1.0, 2.0)]);
        assert!((covered(&ring) - 12.0).abs() < 1e-9);
        assert_eq!((inside(&ring, 2.0, 2.01), inside(&ring, 0.5, 2.01)), (0, 1));
    }

    #[test]
    fn a_bow_tie_a_spike_and_a_doubled_ring_survive() {
        let tie = vec![(0.0, 0.0), (2.0, 2.0), (2.0, 0.0), (0.0, 2.0), (0.0, 0.0)];
        assert!((covered(&triangles(&[tie])) - 2.0).abs() < 1e-9, "cut where its edges cross");
        let spike = vec![
            (0.0, 0.0),
            (2.0, 0.0),
            (2.0, 2.0),
            (2.0, 5.0),
            (2.0, 2.0),
            (0.0, 2.0),
            (0.0, 0.0),
        ];
        assert!((covered(&triangles(&[spike])) - 4.0).abs() < 1e-9);
        let twice = [square(0.0, 0.0, 1.0), square(0.0, 0.0, 1.0)];
        assert!(covered(&triangles(&twice)) < 1e-9, "even-odd: twice inside is outside");
        assert!(triangles(&[]).is_empty());
    }

    proptest! {
        #[test]
        fn every_star_is_covered_once_inside_and_never_outside(
            radii in prop::collection::vec(0.2..1.0_f64, 5..60),
            x in -1.0..1.0_f64, y in -1.0..1.0_f64,
        ) {
            let turn = std::f64::consts::TAU / radii.len() as f64;
            let corner = |(at, radius): (usize, &f64)| {
                let angle = turn * at as f64;
                (radius * angle.cos(), radius * angle.sin())
            };
            let mut ring: Vec<_> = radii.iter().enumerate().map(corner).collect();
            ring.push(ring[0]);
            let filled = triangles(std::slice::from_ref(&ring));
            let area: f64 = ring.windows(2).map(|it| it[0].0 * it[1].1 - it[1].0 * it[0].1).sum();
            prop_assert!((covered(&filled) - area.abs() / 2.0).abs() < 1e-9);
            let expected = usize::from(geodata::boundary::ring_contains(&ring, x, y));
            prop_assert_eq!(inside(&filled, x, y), expected);
        }
    }
}
