//! Many places → few bubbles a zoom level, and back to the places behind one.
//!
//! Places are sorted once along a space-filling curve: the places of a square of the world's quadtree are then
//! a run, and the clusters of a level are found by one pass. Squares belong to the world, not to the viewport:
//! panning never regroups. A bubble stands at the mean of its places, drawn in so far that it keeps clear of its
//! square's edges: bubbles of a level never overlap. A place alone stands exactly where it is.

use geodata::mercator::merc_from_degrees;

use super::{
    camera::{Camera, Extent},
    ramp::Ramp,
};

/// One place: an entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// WGS-84.
    pub lng: f64,
    pub lat: f64,
    /// What its colour says.
    pub value: f32,
    /// Which of the caller's list.
    pub number: u32,
}

/// Places in the order of the curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Crowd {
    sorted: Vec<Spot>,
    /// Limits between classes of the value, ascending.
    pub breaks: Vec<f64>,
    pub ramp: Ramp,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    key: u64,
    /// Mercator.
    at: (f64, f64),
    value: f32,
    number: u32,
}

/// A bubble: one place or more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cluster {
    /// Mercator.
    pub(crate) at: (f64, f64),
    /// Where its run begins.
    pub(crate) first: u32,
    pub(crate) count: u32,
    /// Mean of its places.
    pub(crate) value: f64,
    pub(crate) radius_px: f64,
}

/// Bits of a coordinate: the finest square is 0.6 m wide.
const BITS: u32 = 26;
/// The side of a square is this to twice this, CSS pixels at type of 16.
const SQUARE_PX: f64 = 60.0;

impl Crowd {
    pub fn new(places: impl Iterator<Item = Place>, breaks: Vec<f64>, ramp: Ramp) -> Self {
        let spot = |it: Place| {
            let at = merc_from_degrees(it.lng, it.lat);
            Spot { key: curve(at), at, value: it.value, number: it.number }
        };
        let mut sorted: Vec<Spot> = places.map(spot).collect();
        sorted.sort_unstable_by_key(|it| (it.key, it.number));
        Self { sorted, breaks, ramp }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        self.sorted.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.sorted.is_empty()
    }

    /// The bubbles of a level; `unit` is the size of type over 16 px.
    pub(crate) fn clusters(&self, level: u32, unit: f64) -> Vec<Cluster> {
        let shift = 2 * (BITS - level.min(BITS));
        let mut clusters = Vec::new();
        let mut first = 0;
        for run in self.sorted.chunk_by(|a, b| a.key >> shift == b.key >> shift) {
            clusters.push(cluster(run, first, level, unit));
            first += counted(run.len());
        }
        clusters
    }

    /// The numbers of the places behind a bubble.
    pub fn members(&self, first: u32, count: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.run(first, count).iter().map(|it| (it.number, it.value))
    }

    /// The box round the places behind a bubble.
    pub(crate) fn extent(&self, first: u32, count: u32) -> Option<Extent> {
        let boxes = self.run(first, count).iter().map(|it| Extent {
            left: it.at.0,
            top: it.at.1,
            right: it.at.0,
            bottom: it.at.1,
        });
        boxes.reduce(Extent::union)
    }

    fn run(&self, first: u32, count: u32) -> &[Spot] {
        self.sorted.get(first as usize..(first + count) as usize).unwrap_or_default()
    }
}

/// The level whose squares are of the right size on the screen.
pub(crate) fn level(camera: Camera, unit: f64) -> u32 {
    let level = (camera.scale / (SQUARE_PX * unit)).log2().floor().clamp(0.0, f64::from(BITS));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of 0 to 26"
    )]
    let level = level as u32;
    level
}

/// One place is a dot; a bubble grows with the number of digits, so that its count has room.
fn radius_px(count: u32, unit: f64) -> f64 {
    let px = if count == 1 { 4.5 } else { 9.0 + 3.6 * f64::from(count).log10() };
    px * unit
}

fn cluster(run: &[Spot], first: u32, level: u32, unit: f64) -> Cluster {
    let count = run.len() as f64;
    let sum = run.iter().fold((0.0, 0.0, 0.0), |sum, it| {
        (sum.0 + it.at.0, sum.1 + it.at.1, sum.2 + f64::from(it.value))
    });
    let (number, mut at) = (counted(run.len()), (sum.0 / count, sum.1 / count));
    let radius_px = radius_px(number, unit);
    if number > 1 {
        let squares = 2_f64.powf(f64::from(level));
        // As a share of the square at the scale at which it is smallest on the screen.
        let margin = ((radius_px + unit) / (SQUARE_PX * unit)).min(0.5);
        let inside = |place: f64| {
            let (square, share) = ((place * squares).floor(), (place * squares).fract());
            (square + share.clamp(margin, 1.0 - margin)) / squares
        };
        at = (inside(at.0), inside(at.1));
    }
    Cluster { at, first, count: number, value: sum.2 / count, radius_px }
}

fn counted(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// The position along the curve: bits of both axes in turn.
fn curve((x, y): (f64, f64)) -> u64 {
    spread(x) | spread(y) << 1
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the world, and casts of floats saturate"
)]
fn spread(share: f64) -> u64 {
    let mut bits = (share.clamp(0.0, 1.0) * f64::from(1_u32 << BITS)).min(67_108_863.0) as u64;
    for (shift, mask) in [
        (16, 0x0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f),
        (2, 0x3333_3333_3333_3333),
        (1, 0x5555_5555_5555_5555),
    ] {
        bits = (bits | bits << shift) & mask;
    }
    bits
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn crowd(places: &[(f64, f64)]) -> Crowd {
        let place =
            |(number, &(lng, lat)): (u32, &(f64, f64))| Place { lng, lat, value: 1.0, number };
        Crowd::new((0..).zip(places).map(place), Vec::new(), Ramp::Risk)
    }

    #[test]
    fn a_place_alone_stands_where_it_is_and_names_itself() {
        let crowd = crowd(&[(116.4, 39.9), (117.4, 38.9)]);
        let clusters = crowd.clusters(20, 1.0);
        assert_eq!(clusters.len(), 2);
        let there = merc_from_degrees(117.4, 38.9);
        let found = clusters.iter().find(|it| it.at == there).unwrap();
        assert_eq!(crowd.members(found.first, found.count).collect::<Vec<_>>(), [(1, 1.0)]);
    }

    #[test]
    fn a_hundred_thousand_on_one_point_are_one_bubble_at_every_level() {
        let crowd = crowd(&vec![(116.4, 39.9); 100_000]);
        for level in 0..=26 {
            let clusters = crowd.clusters(level, 1.0);
            assert_eq!((clusters.len(), clusters[0].count), (1, 100_000));
        }
        let extent = crowd.extent(0, 100_000).unwrap();
        assert!(extent.right - extent.left < 1e-12);
    }

    #[test]
    fn nothing_has_no_bubbles() {
        assert!(Crowd::default().clusters(5, 1.0).is_empty());
        assert!(Crowd::default().is_empty() && Crowd::default().extent(0, 1).is_none());
    }

    proptest! {
        #[test]
        fn every_place_is_in_one_bubble_and_bubbles_do_not_overlap(
            places in prop::collection::vec((116.0..117.0_f64, 39.5..40.5_f64), 1..200),
            level in 6_u32..16,
        ) {
            let crowd = crowd(&places);
            let clusters = crowd.clusters(level, 1.0);
            prop_assert_eq!(clusters.iter().map(|it| it.count).sum::<u32>(), counted(places.len()));
            let mut numbers: Vec<u32> =
                clusters.iter().flat_map(|it| crowd.members(it.first, it.count)).map(|it| it.0).collect();
            numbers.sort_unstable();
            prop_assert_eq!(numbers, (0..counted(places.len())).collect::<Vec<_>>());
            let scale = 2_f64.powf(f64::from(level)) * SQUARE_PX;
            let many: Vec<&Cluster> = clusters.iter().filter(|it| it.count > 1).collect();
            for (at, one) in many.iter().enumerate() {
                for other in &many[at + 1..] {
                    let apart = (one.at.0 - other.at.0).hypot(one.at.1 - other.at.1) * scale;
                    prop_assert!(apart >= one.radius_px + other.radius_px, "{apart}");
                }
            }
        }
    }
}
