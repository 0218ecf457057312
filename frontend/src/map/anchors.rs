//! A region → places where its name may stand, best first: its centre, then where it is roomiest.

use geodata::mercator::merc_from_degrees;

use super::{camera::Extent, shapes::RegionShape};
use crate::arrange::arrange;

/// A name and its places, mercator.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Anchor {
    /// Position of the region among the shapes.
    pub(crate) region: usize,
    pub(crate) text: String,
    pub(crate) places: Vec<(f64, f64)>,
    pub(crate) extent: Extent,
    /// Of the size of letters that the page asks for.
    pub(crate) size: f64,
}

/// Names of parts are smaller than those of regions.
const PART_SIZE: f64 = 0.82;

/// Places tried in each direction of the box round the largest area.
const GRID: u32 = 11;
const MOST_PLACES: usize = 7;

/// The names of all regions; those with the least room first, as the others can give way.
///
/// A region whose parts are on the map leaves the room to their names.
pub(crate) fn anchors_of(regions: &[RegionShape]) -> Vec<Anchor> {
    let part = regions.iter().find(|it| it.is_part());
    let is_parted = |it: &RegionShape| {
        part.is_some_and(|part| !it.is_part() && it.contains(part.centre.0, part.centre.1))
    };
    let mut anchors: Vec<Anchor> = regions
        .iter()
        .enumerate()
        .filter(|(_, it)| !is_parted(it))
        .filter_map(|(at, shape)| anchor(at, shape))
        .collect();
    let size =
        |it: &Anchor| (it.extent.right - it.extent.left) * (it.extent.bottom - it.extent.top);
    arrange(&mut anchors, |a, b| size(a).total_cmp(&size(b)));
    anchors
}

/// A district's name without its last character 区 or 县, where two characters remain: all are districts.
pub(crate) fn short_name(shape: &RegionShape) -> &str {
    let bare = shape.name.strip_suffix('区').or_else(|| shape.name.strip_suffix('县'));
    let kept = bare.filter(|it| shape.level == "district" && it.chars().count() >= 2);
    kept.unwrap_or(&shape.name)
}

fn anchor(region: usize, shape: &RegionShape) -> Option<Anchor> {
    let text = short_name(shape).to_owned();
    if text.is_empty() {
        return None;
    }
    let centre = merc_from_degrees(shape.centre.0, shape.centre.1);
    let mut places = vec![centre];
    places.extend(roomy(shape));
    let size = if shape.is_part() { PART_SIZE } else { 1.0 };
    Some(Anchor { region, text, places, extent: Extent::of(shape.bounds()?), size })
}

/// Places inside the largest area, far from its border first, spread out.
fn roomy(shape: &RegionShape) -> Vec<(f64, f64)> {
    let areas = shape.polygons.iter().filter_map(|rings| {
        let ring: Vec<_> = rings.first()?.iter().map(|it| merc_from_degrees(it.0, it.1)).collect();
        let boxes = ring.iter().map(|&(x, y)| Extent { left: x, top: y, right: x, bottom: y });
        Some((boxes.reduce(Extent::union)?, ring))
    });
    let size = |it: &Extent| (it.right - it.left) * (it.bottom - it.top);
    let Some((extent, ring)) = areas.max_by(|a, b| size(&a.0).total_cmp(&size(&b.0))) else {
        return Vec::new();
    };
    let share = |step: u32| f64::from(step) / f64::from(GRID + 1);
    let grid = (1..=GRID).flat_map(|row| (1..=GRID).map(move |column| (share(column), share(row))));
    let mut inside: Vec<(f64, (f64, f64))> = grid
        .map(|(across, down)| extent.at(across, down))
        .filter(|&(x, y)| geodata::boundary::ring_contains(&ring, x, y))
        .map(|place| (clearance(&ring, place), place))
        .collect();
    arrange(&mut inside, |a, b| b.0.total_cmp(&a.0));
    spread(&inside, (extent.right - extent.left).min(extent.bottom - extent.top) / 8.0)
}

fn spread(sorted: &[(f64, (f64, f64))], apart: f64) -> Vec<(f64, f64)> {
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for &(_, place) in sorted {
        let near = |it: &(f64, f64)| (it.0 - place.0).hypot(it.1 - place.1) < apart;
        if kept.len() < MOST_PLACES && !kept.iter().any(near) {
            kept.push(place);
        }
    }
    kept
}

/// Distance to the nearest edge of a ring.
fn clearance(ring: &[(f64, f64)], place: (f64, f64)) -> f64 {
    ring.windows(2).map(|edge| to_edge(place, edge[0], edge[1])).fold(f64::INFINITY, f64::min)
}

fn to_edge(place: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (along, off) = ((b.0 - a.0, b.1 - a.1), (place.0 - a.0, place.1 - a.1));
    let length = (along.0 * along.0 + along.1 * along.1).max(f64::MIN_POSITIVE);
    let share = ((off.0 * along.0 + off.1 * along.1) / length).clamp(0.0, 1.0);
    (off.0 - along.0 * share).hypot(off.1 - along.1 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str, level: &str) -> RegionShape {
        // A narrow strip with a large room in the east; its centre lies in the strip.
        let ring = vec![
            (116.0, 39.99),
            (116.5, 39.99),
            (116.5, 39.7),
            (117.0, 39.7),
            (117.0, 40.3),
            (116.5, 40.3),
            (116.5, 40.01),
            (116.0, 40.01),
            (116.0, 39.99),
        ];
        RegionShape {
            name: name.to_owned(),
            level: level.to_owned(),
            centre: (116.1, 40.0),
            polygons: vec![vec![ring]],
            ..RegionShape::default()
        }
    }

    #[test]
    fn a_region_leaves_the_room_to_the_names_of_its_parts() {
        let shapes = [named("石景山区", "district"), named("八角街道", "street")];
        let names = |shapes: &[RegionShape]| {
            anchors_of(shapes).into_iter().map(|it| it.text).collect::<Vec<_>>()
        };
        assert_eq!(names(&shapes), ["八角街道"]);
        assert_eq!(names(&shapes[..1]), ["石景山"]);
    }

    #[test]
    fn a_district_is_called_by_its_short_name_and_a_street_by_its_whole_name() {
        assert_eq!(short_name(&named("石景山区", "district")), "石景山");
        assert_eq!(short_name(&named("通县", "district")), "通县", "one character is no name");
        assert_eq!(short_name(&named("示范区", "street")), "示范区");
    }

    #[test]
    fn the_first_place_is_the_centre_and_the_second_the_roomiest() {
        let anchors = anchors_of(&[named("甲区", "district")]);
        let (x, _) = merc_from_degrees(116.5, 40.0);
        assert!(anchors[0].places[0].0 < x, "the centre in the strip");
        assert!(anchors[0].places[1].0 > x, "the room in the east");
        assert!(anchors[0].places.len() > 3);
    }

    #[test]
    fn a_region_without_a_name_has_no_label() {
        assert!(anchors_of(&[named("", "district")]).is_empty());
    }
}
