//! A point → the district it lies in, a few million times a second.
//!
//! The districts are drawn once into a raster. A pixel no border touches holds the answer; in a border
//! pixel the exact even-odd test runs over the few edges of that row of pixels. The answer is therefore
//! always the exact one: [`Boundary::contains`](crate::Boundary::contains), first district in order.
//! Self-touching rings, overlaps and arbitrary winding are survived; a point on a shared border belongs
//! to exactly one neighbour, always the same.
//!
//! Points must be in the coordinate system of the set; nothing here converts.

mod edges;
mod frame;
mod raster;

use self::{edges::EdgeGrid, raster::Raster};
use crate::{
    boundary::{BoundarySet, Bounds},
    crs::Crs,
};

/// Districts prepared for bulk questions.
///
/// ```
/// use geodata::{Crs, boundary::{Origin, read_geojson, PropertyKeys}, locate::Locator};
///
/// let file = br#"{"features": [{
///     "properties": {"code": "A", "name": "a"},
///     "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
/// }]}"#;
/// let origin = Origin { crs: Crs::Wgs84, source: "example".into(), review_no: String::new() };
/// let locator = Locator::new(&read_geojson(file, &origin, &PropertyKeys::default())?);
/// assert_eq!(locator.locate(0.5, 0.5), Some(0));
/// assert_eq!(locator.locate(1.5, 0.5), None);
/// # Ok::<(), geodata::boundary::BoundaryError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Locator {
    crs: Crs,
    raster: Option<Raster>,
    edges: Option<EdgeGrid>,
}

impl Locator {
    /// Prepares a set: milliseconds for a city, well below a second for a country.
    pub fn new(set: &BoundarySet) -> Self {
        let bounds = set.bounds().filter(Bounds::has_extent);
        Self {
            crs: set.crs,
            raster: bounds.map(|bounds| Raster::new(set, bounds)),
            edges: bounds.map(|bounds| EdgeGrid::new(set, bounds)),
        }
    }

    /// The system points must be in.
    pub const fn crs(&self) -> Crs {
        self.crs
    }

    /// The position in `BoundarySet::boundaries` of the district a point lies in; where districts
    /// overlap the first; `None` outside every district and for coordinates that are no numbers.
    #[inline]
    pub fn locate(&self, lng: f64, lat: f64) -> Option<usize> {
        self.raster.as_ref()?.locate(lng, lat)
    }

    /// Whether a point lies in one given district, exactly.
    pub fn covers(&self, boundary: usize, lng: f64, lat: f64) -> bool {
        self.raster.as_ref().is_some_and(|raster| raster.covers(boundary, lng, lat))
    }

    /// Metres from a point to the nearest border of any district, inside or outside; infinite without
    /// districts. Good to about a percent within some tens of kilometres.
    pub fn distance_to_border_m(&self, lng: f64, lat: f64) -> f64 {
        self.edges.as_ref().map_or(f64::INFINITY, |edges| edges.nearest_m(lng, lat, None))
    }

    /// Whether a point, inside or outside, lies nearer than so many metres to a border. Looks no further
    /// than that, so it is cheap for small distances.
    pub fn is_near_border(&self, lng: f64, lat: f64, metres: f64) -> bool {
        let edges = self.edges.as_ref();
        edges.is_some_and(|edges| edges.nearest_within_m((lng, lat), None, metres) < metres)
    }

    /// Metres by which a point lies outside one given district: 0 inside, infinite for an unknown one.
    pub fn distance_to_m(&self, boundary: usize, lng: f64, lat: f64) -> f64 {
        if self.covers(boundary, lng, lat) {
            return 0.0;
        }
        let edges = self.edges.as_ref();
        edges.map_or(f64::INFINITY, |edges| edges.nearest_m(lng, lat, Some(boundary)))
    }
}

#[cfg(test)]
mod tests;
