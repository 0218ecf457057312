//! Arcs → arcs with fewer vertices: smallest triangle first, nothing ever crossed.

use std::{
    cmp::{Ordering, Reverse},
    collections::BinaryHeap,
};

use super::{
    arcs::{Topology, Vertex},
    near::VertexGrid,
};
use crate::boundary::{Bounds, METRES_PER_DEGREE};

/// A blocked vertex may become free when its blocker has gone; after so many rounds few do.
const MAX_ROUNDS: usize = 4;
/// Points a ring or a loop needs besides the repeated first: a triangle.
const FEWEST: usize = 3;
/// Square metres below which a vertex counts as lying on a straight line.
const STRAIGHT_M2: f64 = 1e-3;

/// Arcs on their way from fine to coarse.
#[derive(Debug)]
pub(super) struct Thinning {
    arcs: Vec<Vec<Vertex>>,
    /// Vertices in metres.
    metres: Vec<(f64, f64)>,
    grid: VertexGrid,
    /// The rings that walk each arc.
    rings_of: Vec<Vec<usize>>,
    /// Vertices left in each ring.
    left: Vec<usize>,
}

/// A vertex that may go, by its place in an arc's list of links.
#[derive(Debug, PartialEq)]
struct Candidate {
    area: f64,
    at: usize,
    version: u32,
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.area.total_cmp(&other.area).then_with(|| self.at.cmp(&other.at))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// One place of an arc, linked to the places still there.
#[derive(Clone, Copy, Debug)]
struct Link {
    vertex: Vertex,
    arc: usize,
    before: Option<usize>,
    after: Option<usize>,
    version: u32,
    gone: bool,
}

impl Thinning {
    pub(super) fn new(topology: &Topology) -> Self {
        let metres = in_metres(&topology.points);
        let mut rings_of = vec![Vec::new(); topology.arcs.len()];
        let mut left = vec![0; topology.paths.len()];
        for (ring, path) in topology.paths.iter().enumerate() {
            for step in path {
                rings_of[step.arc].push(ring);
                left[ring] += topology.arcs[step.arc].len() - 1;
            }
        }
        // A loop within a ring keeps a triangle too, so it counts as a ring of its own.
        for (arc, vertices) in topology.arcs.iter().enumerate() {
            if vertices.first() == vertices.last() {
                rings_of[arc].push(left.len());
                left.push(vertices.len() - 1);
            }
        }
        let grid = VertexGrid::new(&metres);
        Self { arcs: topology.arcs.clone(), metres, grid, rings_of, left }
    }

    pub(super) fn arcs(&self) -> &[Vec<Vertex>] {
        &self.arcs
    }

    /// Takes out every vertex that spans less than the square of the tolerance (in metres) and may go.
    pub(super) fn thin(&mut self, tolerance_m: f64) {
        let limit = (tolerance_m * tolerance_m).max(STRAIGHT_M2);
        for _ in 0..MAX_ROUNDS {
            if self.round(limit) == 0 {
                return;
            }
        }
    }

    /// One round over all arcs; how many vertices went.
    fn round(&mut self, limit: f64) -> usize {
        let mut links = self.links();
        let candidates = (0..links.len()).filter_map(|at| self.candidate(&links, at, 0.0));
        let mut heap = candidates.map(Reverse).collect::<BinaryHeap<_>>();
        let mut gone = 0;
        while let Some(Reverse(candidate)) = heap.pop() {
            if candidate.area >= limit {
                break;
            }
            let link = links[candidate.at];
            let (Some(before), Some(after)) = (link.before, link.after) else { continue };
            if link.gone || link.version != candidate.version {
                continue;
            }
            if !self.may_go(&links, candidate.at, (before, after)) {
                continue;
            }
            self.remove(link);
            unlink(&mut links, candidate.at, (before, after));
            gone += 1;
            // A neighbour is not easier to remove than the vertex that exposed it.
            let next = [before, after].into_iter();
            heap.extend(
                next.filter_map(|at| self.candidate(&links, at, candidate.area)).map(Reverse),
            );
        }
        self.arcs = vec![Vec::new(); self.arcs.len()];
        for link in links.iter().filter(|link| !link.gone) {
            self.arcs[link.arc].push(link.vertex);
        }
        gone
    }

    fn links(&self) -> Vec<Link> {
        let mut links = Vec::new();
        for (arc, vertices) in self.arcs.iter().enumerate() {
            let first = links.len();
            let last = first + vertices.len() - 1;
            links.extend(vertices.iter().zip(first..).map(|(&vertex, at)| Link {
                vertex,
                arc,
                before: (at > first).then(|| at - 1),
                after: (at < last).then_some(at + 1),
                version: 0,
                gone: false,
            }));
        }
        links
    }

    /// The vertex at a place with the area it spans; `None` at the ends of an arc.
    fn candidate(&self, links: &[Link], at: usize, at_least: f64) -> Option<Candidate> {
        let link = links[at];
        let corners = self.corners(links, at, (link.before?, link.after?));
        let area = (turn(corners) / 2.0).abs().max(at_least);
        Some(Candidate { area, at, version: link.version })
    }

    fn corners(
        &self,
        links: &[Link],
        at: usize,
        (before, after): (usize, usize),
    ) -> [(f64, f64); 3] {
        [before, at, after].map(|it| self.metres[links[it].vertex])
    }

    /// Whether the rings keep a triangle and no other vertex lies in the one that is cut off.
    fn may_go(&self, links: &[Link], at: usize, (before, after): (usize, usize)) -> bool {
        let corners = self.corners(links, at, (before, after));
        let own = [before, at, after].map(|it| links[it].vertex);
        let in_the_way = |it: Vertex| !own.contains(&it) && in_triangle(corners, self.metres[it]);
        self.rings_of[links[at].arc].iter().all(|&ring| self.left[ring] > FEWEST)
            && !self.grid.round_triangle(corners).any(in_the_way)
    }

    fn remove(&mut self, link: Link) {
        self.grid.remove(link.vertex, self.metres[link.vertex]);
        for &ring in &self.rings_of[link.arc] {
            self.left[ring] -= 1;
        }
    }
}

fn unlink(links: &mut [Link], at: usize, (before, after): (usize, usize)) {
    links[at].gone = true;
    links[before].after = Some(after);
    links[after].before = Some(before);
    links[before].version += 1;
    links[after].version += 1;
}

/// Twice the area of a triangle, positive when it turns left.
fn turn([a, b, c]: [(f64, f64); 3]) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)
}

/// Whether a point lies in a triangle or on its edge, whichever way the triangle turns.
fn in_triangle([a, b, c]: [(f64, f64); 3], at: (f64, f64)) -> bool {
    let sides = [turn([a, b, at]), turn([b, c, at]), turn([c, a, at])];
    sides.iter().all(|&side| side >= 0.0) || sides.iter().all(|&side| side <= 0.0)
}

/// Degrees → metres on a plane that is right at the middle latitude.
fn in_metres(points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    let middle = Bounds::of(points).map_or(0.0, |bounds| bounds.middle().1);
    let shrink = middle.to_radians().cos();
    let metres =
        |&(lng, lat): &(f64, f64)| (lng * shrink * METRES_PER_DEGREE, lat * METRES_PER_DEGREE);
    points.iter().map(metres).collect()
}
