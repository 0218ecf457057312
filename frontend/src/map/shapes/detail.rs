//! Regions → what the present scale can show of them: each border once, and the rings made of these borders.
//!
//! A part of a pixel cannot be seen, so it is neither triangulated nor uploaded; what lies far outside the
//! view is left out too. Finer detail is made when the camera comes nearer, and only for what it then sees.
//! Fills and borders are drawn from the same lines, so that they fit each other exactly.
//!
//! Picking never asks here: it reads the regions as they came.

use std::sync::Arc;

use geodata::{
    boundary::Ring,
    mercator::merc_from_degrees,
    topology::{Sketch, sketch},
};

use super::{RegionShape, RegionShapes};
use crate::map::{
    camera::Extent,
    picture::{Picture, same},
};

/// Levels of detail to a doubling of scale. They belong to the scale, not to how it was come by: the same view is
/// the same picture, to the pixel.
const STEPS: f64 = 2.0;

/// Regions at one scale, round one view.
#[derive(Debug, Default)]
pub(crate) struct Detail {
    regions: Option<Arc<RegionShapes>>,
    /// The level, and what was in view with room round it.
    made_for: Option<(f64, Extent)>,
    /// Grows whenever something is made anew.
    pub(crate) version: u32,
    /// The place all uploaded positions are relative to, mercator.
    pub(crate) origin: (f64, f64),
    /// Borders in mercator.
    pub(crate) lines: Vec<Line>,
    /// Borders between parts of a region.
    pub(crate) fine: Vec<Line>,
    /// Areas in mercator, with the number of their region.
    pub(crate) areas: Vec<Area>,
}

type Line = Vec<(f64, f64)>;
type Area = (usize, Vec<Ring>);

impl Detail {
    /// Makes what the picture needs, unless it is there.
    pub(crate) fn prepare(&mut self, picture: &Picture<'_>) {
        let regions = picture.inputs.regions.as_ref();
        let scale = picture.camera.scale * picture.viewport.ratio;
        let level = (scale.log2() * STEPS).ceil();
        let view = picture.camera.extent(picture.viewport);
        let is_made =
            |(made, around): (f64, Extent)| made.total_cmp(&level).is_eq() && around.covers(view);
        let is_fit = self.made_for.is_some_and(is_made);
        if same(self.regions.as_ref(), regions) && is_fit {
            return;
        }
        self.regions = regions.cloned();
        let (across, down) = (view.right - view.left, view.bottom - view.top);
        let whole = regions.and_then(|it| it.bounds()).map_or(view, Extent::of);
        let around = view.grown(across.max(down));
        // What holds everything needs no second look, wherever the camera goes.
        let around = if around.covers(whole) { Extent::EVERYWHERE } else { around };
        self.made_for = Some((level, around));
        self.version = self.version.wrapping_add(1);
        self.origin = around.overlap(whole).unwrap_or(whole).middle();
        self.make(regions.map(Arc::as_ref), around, (-level / STEPS).exp2());
    }

    /// The rings of a region.
    pub(crate) fn rings_of(&self, code: &str) -> impl Iterator<Item = &Ring> {
        let regions = self.regions.as_ref().map_or(&[][..], |it| it.regions.as_slice());
        let number = regions.iter().position(|it| it.code == code);
        let own = self.areas.iter().filter(move |it| Some(it.0) == number);
        own.flat_map(|it| &it.1)
    }

    fn make(&mut self, regions: Option<&RegionShapes>, around: Extent, step: f64) {
        let is_near = |it: &RegionShape| {
            it.bounds().is_some_and(|it| around.overlap(Extent::of(it)).is_some())
        };
        let shapes = regions.map_or(&[][..], |it| it.regions.as_slice());
        let near = |part: bool| {
            let own = move |it: &(usize, &RegionShape)| it.1.is_part() == part;
            shapes.iter().enumerate().filter(own).filter(|it| is_near(it.1))
        };
        let (mut lines, areas) = sketched(&near(false).collect::<Vec<_>>(), step);
        let strokes = regions.iter().flat_map(|it| &it.lines).flat_map(|it| &it.parts);
        lines.extend(strokes.map(|line| on_map(line)));
        self.lines = lines;
        self.areas = areas;
        let (fine, parts) = sketched(&near(true).collect::<Vec<_>>(), step);
        self.fine = fine;
        self.areas.extend(parts);
    }
}

/// Each border once, and areas with the number of their region.
fn sketched(shapes: &[(usize, &RegionShape)], step: f64) -> (Vec<Line>, Vec<Area>) {
    let areas = || shapes.iter().flat_map(|(at, it)| it.polygons.iter().map(move |it| (*at, it)));
    let Sketch { lines, rings } = sketch(areas().flat_map(|it| it.1), step);
    let mut rings = rings.into_iter();
    let areas = areas().map(|(at, area)| (at, rings.by_ref().take(area.len()).collect()));
    (lines, areas.filter_map(seen).collect())
}

/// An area without rings too small to be seen; a hole without the ring round it would be an area.
fn seen((number, mut rings): (usize, Vec<Ring>)) -> Option<(usize, Vec<Ring>)> {
    let is_seen = !rings.first()?.is_empty();
    rings.retain(|it| !it.is_empty());
    is_seen.then_some((number, rings))
}

fn on_map(line: &[(f64, f64)]) -> Vec<(f64, f64)> {
    line.iter().map(|&(lng, lat)| merc_from_degrees(lng, lat)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{
        camera::{Camera, Viewport},
        picture::{Inputs, bare},
    };

    const SCREEN: Viewport = Viewport { width: 800.0, height: 600.0, ratio: 1.0 };

    /// Two neighbours whose common border has a thousand vertices.
    fn inputs() -> Inputs {
        let border = (0..=1000).map(|it| {
            let share = f64::from(it) / 1000.0;
            (116.5 + (share * 400.0).sin() * 0.002, 39.0 + share)
        });
        let border: Vec<_> = border.collect();
        let region = |code: &str, far: f64| {
            let mut ring = border.clone();
            ring.extend([(far, 40.0), (far, 39.0), border[0]]);
            RegionShape {
                code: code.to_owned(),
                polygons: vec![vec![ring]],
                ..RegionShape::default()
            }
        };
        let regions = vec![region("west", 116.0), region("east", 117.0)];
        let shapes = RegionShapes { regions, ..RegionShapes::default() };
        Inputs { regions: Some(Arc::new(shapes)), ..Inputs::default() }
    }

    fn picture(inputs: &Inputs, camera: Camera) -> Picture<'_> {
        bare(inputs, camera, SCREEN)
    }

    fn vertices(detail: &Detail) -> usize {
        detail.areas.iter().flat_map(|it| &it.1).map(Vec::len).sum()
    }

    #[test]
    fn a_nearer_look_shows_more_of_what_is_in_view_and_nothing_of_what_is_far() {
        let (inputs, mut detail) = (inputs(), Detail::default());
        let whole = Camera::fit(inputs.whole().unwrap(), SCREEN, [0.0; 4]);
        detail.prepare(&picture(&inputs, whole));
        let (coarse, version) = (vertices(&detail), detail.version);
        assert!((8..1_200).contains(&coarse), "{coarse} of 2,006");
        detail.prepare(&picture(&inputs, whole.panned((50.0, 0.0))));
        assert_eq!(detail.version, version, "a step aside needs nothing new");
        let nearer = whole.zoomed(SCREEN, (400.0, 300.0), 20.0);
        detail.prepare(&picture(&inputs, nearer));
        assert!(vertices(&detail) > coarse * 5 / 4, "{} and {coarse}", vertices(&detail));
        assert_eq!(detail.areas.len(), 2);
        let corner = merc_from_degrees(116.01, 39.5);
        let in_the_west = Camera { centre: corner, ..nearer };
        detail.prepare(&picture(&inputs, in_the_west));
        assert_eq!(detail.areas.iter().map(|it| it.0).collect::<Vec<_>>(), [0], "the west alone");
        assert_eq!(detail.rings_of("west").count(), 1);
        assert_eq!(detail.rings_of("east").count(), 0);
    }

    #[test]
    fn another_set_of_regions_is_drawn_at_once() {
        let (first, second, mut detail) = (inputs(), Inputs::default(), Detail::default());
        let camera = Camera::fit(first.whole().unwrap(), SCREEN, [0.0; 4]);
        detail.prepare(&picture(&first, camera));
        assert_eq!((detail.areas.len(), detail.lines.len()), (2, 3));
        detail.prepare(&picture(&second, camera));
        assert_eq!((detail.areas.len(), detail.lines.len()), (0, 0));
    }
}
