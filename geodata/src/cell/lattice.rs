//! A point → coordinates on the hexagonal lattice of an icosahedron face; a face → a table of cells.
//!
//! Seen from the centre of an icosahedron face (gnomonic projection), the H3 cells of one resolution are a
//! regular lattice of hexagons: scaled by √7 per resolution, turned for odd ones. A vertex of the map gets
//! its lattice coordinates once, in `f64`; between vertices they are linear enough that a fragment shader
//! only rounds to the nearest hexagon and looks the cell up in a texture ([`LatticeTable`]).
//!
//! Coordinates are *axial*: axis `i` points along H3's i-axis, axis `j` 60° counter-clockwise from it, and
//! the six neighbours of (0, 0) are (±1, 0), (0, ±1), (1, -1), (-1, 1). [`rounded`] in GLSL:
//!
//! ```glsl
//! vec2 rounded(vec2 at) {
//!     vec3 cube = vec3(at, -at.x - at.y), whole = round(cube), off = abs(whole - cube);
//!     if (off.x > off.y && off.x > off.z) whole.x = -whole.y - whole.z;
//!     else if (off.y > off.z) whole.y = -whole.x - whole.z;
//!     return whole.xy;
//! }
//! ```
//!
//! A point is looked up on its *nearest* face only; [`Lattice::margin`] tells a fragment whether it is.

mod face;
mod table;

pub use self::table::{LatticeTable, NO_CELL};

/// Number of icosahedron faces.
pub const FACES: u8 = 20;

/// The lattice of one face at one resolution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lattice {
    face: usize,
    /// Rows turning a vector on the globe into plane coordinates of this resolution.
    x: face::Vector,
    y: face::Vector,
}

/// The face whose centre is nearest to a WGS-84 point.
///
/// ```
/// // All of Beijing is on one face; a view of the lower Yangtze is not.
/// let face = geodata::cell::lattice::face_of(116.4, 39.9);
/// assert_eq!(geodata::cell::lattice::face_of(117.4, 40.9), face);
/// ```
pub fn face_of(lng: f64, lat: f64) -> u8 {
    face::nearest(face::on_sphere(lng, lat))
}

impl Lattice {
    /// The lattice of a face (`0..20`) at an H3 resolution (`0..=15`); `None` for another number.
    pub fn new(face: u8, res: u8) -> Option<Self> {
        if face >= FACES || res > 15 {
            return None;
        }
        let face = usize::from(face);
        let (x, y) = face::plane_axes(face, res);
        Some(Self { face, x, y })
    }

    /// The axial coordinates of a WGS-84 point; meaningful within some 60° of the face's centre.
    pub fn axial(&self, lng: f64, lat: f64) -> (f64, f64) {
        let at = face::on_sphere(lng, lat);
        let depth = face::dot(at, face::centre(self.face));
        let (x, y) = (face::dot(at, self.x) / depth, face::dot(at, self.y) / depth);
        let j = y * face::SECANT_30;
        (x - j / 2.0, j)
    }

    /// The axial coordinates relative to a whole-numbered origin, exact enough for a vertex in `f32`.
    pub fn axial_from(&self, origin: (i32, i32), lng: f64, lat: f64) -> (f64, f64) {
        let (i, j) = self.axial(lng, lat);
        (i - f64::from(origin.0), j - f64::from(origin.1))
    }

    /// How much nearer a point is to this face's centre than to any other's: positive on this face,
    /// zero on its edge, negative elsewhere. Interpolates well; a fragment below zero is discarded.
    pub fn margin(&self, lng: f64, lat: f64) -> f64 {
        face::margin(self.face, face::on_sphere(lng, lat))
    }
}

/// The hexagon axial coordinates lie in.
pub fn rounded((i, j): (f64, f64)) -> (i32, i32) {
    let k = -i - j;
    let (mut whole_i, mut whole_j, whole_k) = (i.round(), j.round(), k.round());
    let (off_i, off_j, off_k) = ((whole_i - i).abs(), (whole_j - j).abs(), (whole_k - k).abs());
    if off_i > off_j && off_i > off_k {
        whole_i = -whole_j - whole_k;
    } else if off_j > off_k {
        whole_j = -whole_i - whole_k;
    }
    (position(whole_i), position(whole_j))
}

#[expect(clippy::cast_possible_truncation, reason = "float casts saturate; a face has 10^7 rows")]
fn position(whole: f64) -> i32 {
    whole as i32
}

#[cfg(test)]
mod tests;
