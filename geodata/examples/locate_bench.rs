//! Points → districts per second, against an R-tree of `geo` polygons; prints one line of JSON.
//!
//! `cargo run --release -p geodata --example locate_bench -- [boundary file [code property [name property]]]`
//!
//! A mismatch counts only off the border lines: within a millimetre of one, both answers are right.

use std::{env, error::Error, fs, hint::black_box, time::Instant};

use geo::{BoundingRect as _, Contains as _, MultiPolygon, Point};
use geodata::{
    Crs,
    boundary::{self, BoundarySet, Origin, PropertyKeys},
    locate::Locator,
};
use rstar::{
    AABB, RTree,
    primitives::{GeomWithData, Rectangle},
};

const POINTS: u32 = 2_000_000;
const BEIJING: &[u8] = include_bytes!("../../assets/packs/beijing/boundaries/districts.json");

type Tree = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

fn main() -> Result<(), Box<dyn Error>> {
    let set = read_set()?;
    let points = spread(&set);
    let started = Instant::now();
    let locator = Locator::new(&set);
    let build_ms = started.elapsed().as_secs_f64() * 1000.0;
    let peer = Peer::new(&set);

    let (ours, our_rate) = timed(&points, |lng, lat| locator.locate(lng, lat));
    let (theirs, their_rate) = timed(&points, |lng, lat| peer.locate(lng, lat));
    let differing = points.iter().zip(ours.iter().zip(&theirs)).filter(|(_, (a, b))| a != b);
    let off_border =
        |&((lng, lat), _): &(&(f64, f64), _)| locator.distance_to_border_m(*lng, *lat) > 0.001;
    let line = serde_json::json!({
        "bench": "locate",
        "districts": set.boundaries.len(),
        "points": points.len(),
        "inside": ours.iter().flatten().count(),
        "build_ms": build_ms.round(),
        "points_per_s": our_rate.round(),
        "rstar_geo_points_per_s": their_rate.round(),
        "ratio": (our_rate / their_rate * 10.0).round() / 10.0,
        "mismatches_off_border": differing.filter(off_border).count(),
    });
    #[expect(clippy::print_stdout, reason = "the line is the result")]
    {
        println!("{line}");
    }
    Ok(())
}

fn read_set() -> Result<BoundarySet, Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let bytes = arguments.next().map_or_else(|| Ok(BEIJING.to_vec()), fs::read)?;
    let keys =
        arguments.next().zip(arguments.next()).map(|(code, name)| PropertyKeys { code, name });
    let origin = Origin { crs: Crs::Gcj02, source: String::new(), review_no: String::new() };
    Ok(boundary::read(&bytes, &origin, keys.as_ref())?)
}

/// Points by arithmetic, spread evenly over the set's box in an order that jumps about.
fn spread(set: &BoundarySet) -> Vec<(f64, f64)> {
    let Some(bounds) = set.bounds() else { return Vec::new() };
    let at = |index: u32| {
        let x = (f64::from(index) * 0.754_877_666_246_693).fract();
        let y = (f64::from(index) * 0.569_840_290_998_053).fract();
        let lng = bounds.west + x * (bounds.east - bounds.west);
        (lng, bounds.south + y * (bounds.north - bounds.south))
    };
    (0..POINTS).map(at).collect()
}

/// The answers of the last of three runs, and the best rate.
fn timed(
    points: &[(f64, f64)],
    locate: impl Fn(f64, f64) -> Option<usize>,
) -> (Vec<Option<usize>>, f64) {
    let mut best = f64::INFINITY;
    let mut answers = Vec::new();
    for _ in 0..3 {
        answers = Vec::with_capacity(points.len());
        let started = Instant::now();
        answers.extend(points.iter().map(|&(lng, lat)| locate(black_box(lng), lat)));
        best = best.min(started.elapsed().as_secs_f64());
    }
    (answers, points.len() as f64 / best)
}

struct Peer {
    tree: Tree,
    areas: Vec<MultiPolygon>,
}

impl Peer {
    fn new(set: &BoundarySet) -> Self {
        let areas = set.boundaries.iter().map(multi_polygon).collect::<Vec<_>>();
        let boxes = areas.iter().enumerate().filter_map(|(index, area)| {
            let bounds = area.bounding_rect()?;
            let corners = (bounds.min().into(), bounds.max().into());
            Some(GeomWithData::new(Rectangle::from_corners(corners.0, corners.1), index))
        });
        Self { tree: RTree::bulk_load(boxes.collect()), areas }
    }

    fn locate(&self, lng: f64, lat: f64) -> Option<usize> {
        let point = Point::new(lng, lat);
        let candidates = self.tree.locate_in_envelope_intersecting(AABB::from_point([lng, lat]));
        // Where districts of a coarse file overlap, the first one counts, as with the locator.
        candidates.map(|it| it.data).filter(|&index| self.areas[index].contains(&point)).min()
    }
}

fn multi_polygon(boundary: &boundary::Boundary) -> MultiPolygon {
    let polygons = boundary.polygons.iter().map(|polygon| {
        let mut rings = polygon.rings.iter().map(|ring| geo::LineString::from(ring.clone()));
        let outer = rings.next().unwrap_or_else(|| geo::LineString::new(Vec::new()));
        geo::Polygon::new(outer, rings.collect())
    });
    MultiPolygon::new(polygons.collect())
}
