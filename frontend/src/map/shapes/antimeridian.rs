//! Regions at the 180th meridian → regions that lie together, some of them beyond 180°.
//!
//! A ring that crosses it jumps from one end of the map to the other, and a region cut there lies at both.
//! Longitudes of such a ring are made to follow each other, and what lies in the west is moved east where
//! that makes the map narrower. A map that is no wider than half the world is left as it is.

use super::{Bounds, Known, RegionShapes};

/// Half the world: no border runs further in one step.
const HALF: f64 = 180.0;
const ROUND: f64 = 360.0;

type Line = Vec<(f64, f64)>;

/// Puts together what the meridian parted.
pub(super) fn joined(mut shapes: RegionShapes) -> RegionShapes {
    if shapes.bounds().is_none_or(|it| it.east - it.west <= HALF) {
        return shapes;
    }
    lines_of(&mut shapes).for_each(unbroken);
    let [plain, moved] = [width(&mut shapes, false), width(&mut shapes, true)];
    if moved < plain {
        areas_of(&mut shapes).filter(|it| is_west(it)).for_each(move_east);
    }
    for shape in &mut shapes.regions {
        shape.known = Known::default();
        if let Some(Bounds { west, east, .. }) = shape.bounds() {
            let places = [-ROUND, 0.0, ROUND].map(|by| shape.centre.0 + by);
            let inside = places.into_iter().find(|it| (west..=east).contains(it));
            shape.centre.0 = inside.unwrap_or(shape.centre.0);
        }
    }
    shapes
}

/// Every area, and every stroke as if it were one.
fn areas_of(shapes: &mut RegionShapes) -> impl Iterator<Item = &mut [Line]> {
    let areas = shapes.regions.iter_mut().flat_map(|it| &mut it.polygons);
    let strokes = shapes.lines.iter_mut().flat_map(|it| &mut it.parts);
    areas.map(Vec::as_mut_slice).chain(strokes.map(std::slice::from_mut))
}

fn lines_of(shapes: &mut RegionShapes) -> impl Iterator<Item = &mut Line> {
    areas_of(shapes).flatten()
}

/// Makes each longitude the one nearest to the last.
fn unbroken(line: &mut Line) {
    let mut last = line.first().map_or(0.0, |it| it.0);
    for (lng, _) in line {
        if (*lng - last).abs() > HALF {
            *lng += if *lng < last { ROUND } else { -ROUND };
        }
        last = *lng;
    }
}

/// From the westernmost to the easternmost place, if what lies in the west were moved.
fn width(shapes: &mut RegionShapes, moves: bool) -> f64 {
    let ends = areas_of(shapes).filter_map(|it| {
        let (west, east) = ends(it)?;
        let by = if moves && is_west(it) { ROUND } else { 0.0 };
        Some((west + by, east + by))
    });
    let both = ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    both.map_or(0.0, |(west, east)| east - west)
}

fn ends(area: &[Line]) -> Option<(f64, f64)> {
    let ends = area.iter().flatten().map(|it| (it.0, it.0));
    ends.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

fn is_west(area: &[Line]) -> bool {
    ends(area).is_some_and(|(west, east)| west + east < 0.0)
}

fn move_east(area: &mut [Line]) {
    for (lng, _) in area.iter_mut().flatten() {
        *lng += ROUND;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::shapes::RegionShape;

    fn box_of(west: f64, east: f64) -> Vec<Line> {
        vec![vec![(west, 60.0), (east, 60.0), (east, 70.0), (west, 70.0), (west, 60.0)]]
    }

    fn shapes(regions: &[&[Vec<Line>]]) -> RegionShapes {
        let region = |areas: &&[Vec<Line>]| RegionShape {
            polygons: areas.to_vec(),
            centre: (-179.9, 65.0),
            ..RegionShape::default()
        };
        RegionShapes { regions: regions.iter().map(region).collect(), ..RegionShapes::default() }
    }

    fn ends_of(shapes: &RegionShapes) -> (f64, f64) {
        let bounds = shapes.bounds().unwrap();
        (bounds.west, bounds.east)
    }

    #[test]
    fn a_polygon_across_the_antimeridian_is_narrow_and_holds_what_is_in_it() {
        let joined = joined(shapes(&[&[box_of(178.0, -178.0)]]));
        assert_eq!(ends_of(&joined), (178.0, 182.0));
        let region = &joined.regions[0];
        assert!(region.contains(179.0, 65.0) && region.contains(181.0, 65.0));
        assert!(!region.contains(0.0, 65.0), "as the ring was written, it held the world");
        assert!((region.centre.0 - 180.1).abs() < 1e-9);
    }

    #[test]
    fn a_region_cut_at_the_antimeridian_and_its_neighbours_lie_side_by_side() {
        let cut = [box_of(170.0, 180.0), box_of(-180.0, -175.0)];
        let joined = joined(shapes(&[&cut, &[box_of(-175.0, -170.0)]]));
        assert_eq!(ends_of(&joined), (170.0, 190.0));
    }

    #[test]
    fn a_map_of_the_world_and_one_of_a_city_stay_as_they_are() {
        let world =
            shapes(&[&[box_of(-180.0, -30.0)], &[box_of(-30.0, 60.0)], &[box_of(60.0, 180.0)]]);
        assert_eq!(joined(world.clone()), world);
        let city = shapes(&[&[box_of(-74.0, -73.0)]]);
        assert_eq!(joined(city.clone()), city);
    }
}
