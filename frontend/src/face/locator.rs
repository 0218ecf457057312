//! A place in its district → a small drawing: outline, dot. No map, no layer, no second canvas.

use std::fmt::Write as _;

use crate::map::RegionShape;

/// The box it is drawn in.
pub(crate) const WIDTH: f64 = 240.0;
pub(crate) const HEIGHT: f64 = 150.0;
const MARGIN: f64 = 8.0;
/// Corners nearer than this to the last one drawn add nothing to see.
const LEAST_STEP: f64 = 0.7;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Locator {
    /// SVG path of the outline.
    pub(crate) outline: String,
    pub(crate) dot: (f64, f64),
}

/// `None` where the district has no outline. `position` is longitude and latitude, WGS-84.
pub(crate) fn locator(region: &RegionShape, position: (f64, f64)) -> Option<Locator> {
    let bounds = region.bounds()?;
    let shrink = bounds.south.midpoint(bounds.north).to_radians().cos();
    let (wide, high) = ((bounds.east - bounds.west) * shrink, bounds.north - bounds.south);
    let scale = ((WIDTH - 2.0 * MARGIN) / wide).min((HEIGHT - 2.0 * MARGIN) / high);
    if !scale.is_finite() {
        return None;
    }
    let left = (WIDTH - wide * scale) / 2.0;
    let top = (HEIGHT - high * scale) / 2.0;
    let place = |(lng, lat): (f64, f64)| {
        (left + (lng - bounds.west) * shrink * scale, top + (bounds.north - lat) * scale)
    };
    let rings = region.polygons.iter().flatten();
    let outline = rings.map(|ring| path(ring.iter().map(|it| place(*it)))).collect();
    Some(Locator { outline, dot: place(position) })
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut last = (f64::INFINITY, f64::INFINITY);
    let mut text = String::new();
    for (x, y) in points {
        if (x - last.0).hypot(y - last.1) < LEAST_STEP {
            continue;
        }
        let step = if text.is_empty() { 'M' } else { 'L' };
        // Writing to a string cannot fail.
        write!(text, "{step}{x:.1} {y:.1}").ok();
        last = (x, y);
    }
    text.push('Z');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square() -> RegionShape {
        let ring = vec![(116.0, 39.0), (117.0, 39.0), (117.0, 40.0), (116.0, 40.0), (116.0, 39.0)];
        RegionShape { polygons: vec![vec![ring]], ..RegionShape::default() }
    }

    #[test]
    fn the_middle_of_a_district_is_the_middle_of_the_drawing() {
        let found = locator(&square(), (116.5, 39.5)).unwrap();
        assert!((found.dot.0 - WIDTH / 2.0).abs() < 1e-6, "{found:?}");
        assert!((found.dot.1 - HEIGHT / 2.0).abs() < 1e-6, "{found:?}");
        assert!(found.outline.starts_with('M') && found.outline.ends_with('Z'), "{found:?}");
    }

    #[test]
    fn a_district_without_outline_has_no_drawing() {
        assert_eq!(locator(&RegionShape::default(), (116.5, 39.5)), None);
    }
}
