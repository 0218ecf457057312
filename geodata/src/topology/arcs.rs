//! Rings ⇄ arcs: where two rings part is a junction, and between junctions runs an arc both share.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use crate::boundary::Ring;

/// A vertex, by its number in [`Topology::points`].
pub(super) type Vertex = usize;

/// Rings as sequences of shared arcs.
#[derive(Debug)]
pub(super) struct Topology {
    /// Every distinct vertex.
    pub(super) points: Vec<(f64, f64)>,
    /// Every distinct arc, junctions at both ends; a ring without junctions is one arc that ends where
    /// it begins.
    pub(super) arcs: Vec<Vec<Vertex>>,
    /// The arcs of every ring.
    pub(super) paths: Vec<Vec<Step>>,
}

/// An arc as a ring walks it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) arc: usize,
    reversed: bool,
}

impl Topology {
    /// Vertices are the same when their coordinates are.
    pub(super) fn new<'a>(rings: impl Iterator<Item = &'a Ring>) -> Self {
        Self::merging(rings, key)
    }

    /// Vertices are the same when their keys are; the first of them is the one that is kept.
    pub(super) fn merging<'a, K: Copy + Eq + Hash>(
        rings: impl Iterator<Item = &'a Ring>,
        key: impl Fn(&(f64, f64)) -> K,
    ) -> Self {
        let mut numbers = FxHashMap::default();
        let mut points = Vec::new();
        let mut last = None;
        let mut number = |point: &(f64, f64)| {
            let own = key(point);
            if let Some((_, known)) = last.filter(|it: &(K, Vertex)| it.0 == own) {
                return known;
            }
            let found = *numbers.entry(own).or_insert_with(|| {
                points.push(*point);
                points.len() - 1
            });
            last = Some((own, found));
            found
        };
        let rings = rings.map(|ring| {
            let mut vertices = ring.iter().map(&mut number).collect::<Vec<_>>();
            vertices.dedup();
            while vertices.len() > 1 && vertices.first() == vertices.last() {
                vertices.pop();
            }
            vertices
        });
        let rings = rings.collect::<Vec<_>>();
        let junctions = junctions(&rings, points.len());
        let mut builder = Builder::default();
        let paths = rings.iter().map(|ring| builder.path(ring, &junctions)).collect();
        Self { points, arcs: builder.arcs, paths }
    }

    /// The rings again, closed and of at least four points, in the order they came, from arcs that may
    /// have lost vertices between their ends.
    pub(super) fn rings(&self, arcs: &[Vec<Vertex>]) -> impl Iterator<Item = Ring> {
        self.walks(arcs).map(|walk| {
            let mut ring = walk.map(|vertex| self.points[vertex]).collect::<Ring>();
            ring.dedup();
            while let Some(&first) = ring.first().filter(|_| ring.len() < 4) {
                ring.push(first);
            }
            ring
        })
    }

    /// The vertices along every ring, those between two arcs twice.
    pub(super) fn walks(
        &self,
        arcs: &[Vec<Vertex>],
    ) -> impl Iterator<Item = impl Iterator<Item = Vertex>> {
        let walk = move |path: &Vec<Step>| {
            let steps = path.clone().into_iter();
            steps.flat_map(move |step| step.walk(&arcs[step.arc]))
        };
        self.paths.iter().map(walk)
    }
}

impl Step {
    /// The vertices of the arc in the order of the ring.
    fn walk(self, arc: &[Vertex]) -> impl Iterator<Item = Vertex> {
        let last = arc.len() - 1;
        (0..arc.len()).map(move |at| arc[if self.reversed { last - at } else { at }])
    }
}

#[derive(Default)]
struct Builder {
    arcs: Vec<Vec<Vertex>>,
    /// By its first two vertices: where rings go the same way from one vertex, they do so to the next junction.
    numbers: FxHashMap<(Vertex, Vertex), usize>,
}

impl Builder {
    /// Cuts a ring at its junctions.
    fn path(&mut self, ring: &[Vertex], junctions: &[bool]) -> Vec<Step> {
        let Some(start) = ring.iter().position(|&vertex| junctions[vertex]) else {
            return self.round(ring);
        };
        let walk = ring.iter().cycle().skip(start).take(ring.len() + 1).copied();
        let walk = walk.collect::<Vec<_>>();
        let mut steps = Vec::new();
        let mut from = 0;
        for (at, &vertex) in walk.iter().enumerate().skip(1) {
            if junctions[vertex] {
                steps.push(self.step(walk[from..=at].to_vec()));
                from = at;
            }
        }
        steps
    }

    /// A ring without junctions: one arc, beginning at its lowest vertex, so that an enclave and the hole
    /// it fills are the same arc.
    fn round(&mut self, ring: &[Vertex]) -> Vec<Step> {
        let lowest = ring.iter().enumerate().min_by_key(|(_, vertex)| **vertex);
        let Some((start, _)) = lowest else { return Vec::new() };
        let walk = ring.iter().cycle().skip(start).take(ring.len() + 1).copied();
        let step = self.step(walk.collect());
        vec![step]
    }

    /// The arc of a walk from junction to junction, known by the smaller of its two directions.
    fn step(&mut self, mut walk: Vec<Vertex>) -> Step {
        let reversed = walk.iter().rev().lt(walk.iter());
        if reversed {
            walk.reverse();
        }
        let next = self.arcs.len();
        let arc = *self.numbers.entry((walk[0], walk[1])).or_insert(next);
        if arc == next {
            self.arcs.push(walk);
        }
        Step { arc, reversed }
    }
}

/// Vertices whose rings do not all pass between the same two neighbours. The vertices of a ring without
/// extent count too, so that it stays as it is.
fn junctions(rings: &[Vec<Vertex>], count: usize) -> Vec<bool> {
    let mut neighbours: Vec<Option<(Vertex, Vertex)>> = vec![None; count];
    let mut junctions = vec![false; count];
    for ring in rings {
        for (at, &vertex) in ring.iter().enumerate() {
            let before = ring[(at + ring.len() - 1) % ring.len()];
            let after = ring[(at + 1) % ring.len()];
            let pair = (before.min(after), before.max(after));
            let known = *neighbours[vertex].get_or_insert(pair);
            junctions[vertex] |= known != pair || before == after;
        }
    }
    junctions
}

/// Coordinates as a key: equal numbers are equal keys, and both zeros are one.
fn key(&(lng, lat): &(f64, f64)) -> (u64, u64) {
    ((lng + 0.0).to_bits(), (lat + 0.0).to_bits())
}
