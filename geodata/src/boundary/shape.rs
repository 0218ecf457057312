//! Questions about one district: inside or not, how large, where a label goes.

use super::{Boundary, Polygon, Ring};

/// Mean radius of the earth.
const EARTH_RADIUS_KM: f64 = 6_371.008_8;
/// Metres a degree of latitude spans, and a degree of longitude at the equator.
pub(crate) const METRES_PER_DEGREE: f64 = 111_195.080_233_532_9;

/// A box in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Western edge.
    pub west: f64,
    /// Southern edge.
    pub south: f64,
    /// Eastern edge.
    pub east: f64,
    /// Northern edge.
    pub north: f64,
}

impl Bounds {
    /// The box round some points; `None` without points.
    pub fn of<'a>(points: impl IntoIterator<Item = &'a (f64, f64)>) -> Option<Self> {
        let boxes = points.into_iter().map(|&(lng, lat)| Self {
            west: lng,
            south: lat,
            east: lng,
            north: lat,
        });
        boxes.reduce(Self::union)
    }

    /// The box round two boxes.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// Whether a point lies in the box, edges included.
    pub fn contains(&self, lng: f64, lat: f64) -> bool {
        lng >= self.west && lng <= self.east && lat >= self.south && lat <= self.north
    }

    /// Whether the box is wider and higher than nothing.
    pub fn has_extent(&self) -> bool {
        self.east > self.west && self.north > self.south
    }

    /// The middle of the box.
    pub fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north))
    }
}

impl Boundary {
    /// Whether a point lies inside, by the even-odd rule over the rings of each area; exact, slow.
    ///
    /// A point on a border belongs to exactly one of two districts that share the border's vertices.
    pub fn contains(&self, lng: f64, lat: f64) -> bool {
        self.polygons.iter().any(|polygon| polygon.contains(lng, lat))
    }

    /// The box round the district; `None` without areas.
    pub fn bounds(&self) -> Option<Bounds> {
        Bounds::of(self.polygons.iter().flat_map(|it| &it.rings).flatten())
    }

    /// Area in square kilometres on the sphere.
    pub fn area_km2(&self) -> f64 {
        self.polygons.iter().map(Polygon::area_km2).sum()
    }

    /// Where a label goes: the file's centre, else the centroid of the largest area.
    pub fn label_point(&self) -> (f64, f64) {
        self.centre.or_else(|| self.largest_ring().map(centroid)).unwrap_or_default()
    }

    fn largest_ring(&self) -> Option<&Ring> {
        let by_area = |a: &&Polygon, b: &&Polygon| a.area_km2().total_cmp(&b.area_km2());
        self.polygons.iter().max_by(by_area)?.rings.first()
    }
}

impl Polygon {
    /// Whether a point lies inside, by the even-odd rule over all rings.
    pub fn contains(&self, lng: f64, lat: f64) -> bool {
        let crossed = self.rings.iter().filter(|ring| ring_contains(ring, lng, lat)).count();
        crossed % 2 == 1
    }

    /// The edges of all rings.
    pub(crate) fn edges(&self) -> impl Iterator<Item = ((f64, f64), (f64, f64))> {
        self.rings.iter().flat_map(|ring| ring.windows(2).map(|edge| (edge[0], edge[1])))
    }

    /// Area in square kilometres: the first ring less the others, whatever their winding.
    pub fn area_km2(&self) -> f64 {
        let mut areas = self.rings.iter().map(|ring| signed_area_km2(ring).abs());
        let outer = areas.next().unwrap_or_default();
        (outer - areas.sum::<f64>()).max(0.0)
    }
}

/// Whether a ray to the east crosses a ring an odd number of times.
pub fn ring_contains(ring: &[(f64, f64)], lng: f64, lat: f64) -> bool {
    ring.windows(2).filter(|edge| ray_crosses(edge[0], edge[1], lng, lat)).count() % 2 == 1
}

/// Whether the ray to the east from a point crosses an edge; the same answer whichever way the edge
/// runs, so that two districts sharing it never both claim, nor both refuse, a point on it.
#[inline]
pub(crate) fn ray_crosses(a: (f64, f64), b: (f64, f64), lng: f64, lat: f64) -> bool {
    if (a.1 > lat) == (b.1 > lat) {
        return false;
    }
    let (low, high) = if a.1 < b.1 { (a, b) } else { (b, a) };
    (lng - low.0) * (high.1 - low.1) < (lat - low.1) * (high.0 - low.0)
}

/// Area of a ring on the sphere with sign by winding; a shared edge adds and takes away the same.
pub(crate) fn signed_area_km2(ring: &[(f64, f64)]) -> f64 {
    let strip = |edge: &[(f64, f64)]| {
        let (a, b) = (edge[0], edge[1]);
        (b.0 - a.0).to_radians() * (a.1.to_radians().sin() + b.1.to_radians().sin()) / 2.0
    };
    ring.windows(2).map(strip).sum::<f64>() * EARTH_RADIUS_KM.powi(2)
}

fn centroid(ring: &Ring) -> (f64, f64) {
    let Some(bounds) = Bounds::of(ring) else { return (0.0, 0.0) };
    let (west, south) = (bounds.west, bounds.south);
    let (mut twice, mut x, mut y) = (0.0, 0.0, 0.0);
    for edge in ring.windows(2) {
        let (a, b) = ((edge[0].0 - west, edge[0].1 - south), (edge[1].0 - west, edge[1].1 - south));
        let cross = a.0 * b.1 - b.0 * a.1;
        twice += cross;
        x += (a.0 + b.0) * cross;
        y += (a.1 + b.1) * cross;
    }
    if twice == 0.0 {
        return bounds.middle();
    }
    (west + x / (3.0 * twice), south + y / (3.0 * twice))
}
