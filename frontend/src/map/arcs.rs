//! Border lines → strips of triangles with mitred corners.
//!
//! A border between two regions comes once ([`geodata::topology::sketch`]); drawn twice it would be twice as
//! strong.

/// One corner of a strip; four bytes each, in this order, as the shader reads it.
pub(crate) const FLOATS_PER_VERTEX: usize = 5;

/// Arcs as triangles: position (2), offset from the line in half widths (2), side -1 or 1 (1).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Strips {
    pub(crate) vertices: Vec<f32>,
    pub(crate) indices: Vec<u32>,
}

/// Longer mitres would be spikes.
const LONGEST_MITRE: f64 = 2.0;

impl Strips {
    /// Adds an arc, relative to `origin`.
    pub(crate) fn push(&mut self, arc: &[(f64, f64)], origin: (f64, f64)) {
        let mut line = arc.to_vec();
        line.dedup();
        let closed = line.len() > 3 && line.first() == line.last();
        let Ok(start) = u32::try_from(self.vertices.len() / FLOATS_PER_VERTEX) else { return };
        if line.len() < 2 {
            return;
        }
        for at in 0..line.len() {
            let (x, y) = line[at];
            let (nx, ny) = mitre(&line, at, closed);
            for side in [-1.0, 1.0] {
                let corner = [x - origin.0, y - origin.1, nx * side, ny * side, side];
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "relative to the origin, f32 is exact to millimetres"
                )]
                self.vertices.extend(corner.map(|it| it as f32));
            }
        }
        let quads = (start..).step_by(2).take(line.len() - 1);
        self.indices.extend(quads.flat_map(|it| [it, it + 1, it + 2, it + 2, it + 1, it + 3]));
    }
}

/// Offset of the line's left side at a point, in half widths.
fn mitre(line: &[(f64, f64)], at: usize, closed: bool) -> (f64, f64) {
    let last = line.len() - 1;
    let into = match at {
        0 if closed => unit(line[last - 1], line[last]),
        0 => unit(line[0], line[1]),
        _ => unit(line[at - 1], line[at]),
    };
    let out = match at {
        _ if at < last => unit(line[at], line[at + 1]),
        _ if closed => unit(line[0], line[1]),
        _ => into,
    };
    let (x, y) = (-into.1 - out.1, into.0 + out.0);
    let length = x.hypot(y);
    if length < 1e-6 {
        return (-into.1, into.0);
    }
    let cosine = length / 2.0;
    let reach = (1.0 / cosine).min(LONGEST_MITRE);
    (x / length * reach, y / length * reach)
}

fn unit(from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    let (x, y) = (to.0 - from.0, to.1 - from.1);
    let length = x.hypot(y).max(f64::MIN_POSITIVE);
    (x / length, y / length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_strip_has_two_corners_a_point_and_a_right_angle_is_mitred_by_root_two() {
        let mut strips = Strips::default();
        strips.push(&[(5.0, 5.0), (6.0, 5.0), (6.0, 6.0)], (5.0, 5.0));
        assert_eq!(strips.vertices.len(), 6 * FLOATS_PER_VERTEX);
        assert_eq!(strips.indices.len(), 12);
        let corner = &strips.vertices[2 * FLOATS_PER_VERTEX..3 * FLOATS_PER_VERTEX];
        assert!((corner[2].hypot(corner[3]) - 2.0_f32.sqrt()).abs() < 1e-5, "{corner:?}");
        assert_eq!((corner[0], corner[1]), (1.0, 0.0), "relative to the origin");
    }

    #[test]
    fn a_turn_back_makes_no_spike() {
        let mut strips = Strips::default();
        strips.push(&[(0.0, 0.0), (1.0, 0.0), (0.0, 0.001)], (0.0, 0.0));
        let offsets = strips.vertices.chunks(FLOATS_PER_VERTEX).map(|it| it[2].hypot(it[3]));
        assert!(offsets.fold(0.0, f32::max) <= 2.001);
    }
}
