//! What is on the map at one moment: the page's wishes, the camera, the size. Read by every layer.

use std::sync::Arc;

use geodata::{lasso::Lasso, mercator::merc_from_degrees};

use super::{
    camera::{Camera, Extent, Viewport},
    clusters::{Cluster, Crowd},
    draw::Tool,
    gallery::Hung,
    ground::Ground,
    input::Pixel,
    labels::Frame,
    look::Look,
    paint::{Content, Overlay, RegionFill},
    pick::Pick,
    ramp::{Theme, Tokens},
    shapes::{Bounds, RegionShape, RegionShapes},
};

/// Of an outline, so many corners say where it lies.
const MOST_CORNERS: usize = 800;

/// What the page wants to see.
#[derive(Clone, Debug, Default)]
pub(crate) struct Inputs {
    pub(crate) regions: Option<Arc<RegionShapes>>,
    /// A raster map below everything.
    pub(crate) ground: Option<Arc<Ground>>,
    /// The uppermost first.
    pub(crate) overlays: Arc<Vec<Overlay>>,
    pub(crate) selected: Option<String>,
    pub(crate) focus: Option<String>,
    /// Where to look when the focus has no border.
    pub(crate) place: Option<Bounds>,
    /// Where the map is to look instead.
    pub(crate) look: Option<Look>,
    pub(crate) tool: Tool,
    /// Outlined: what was chosen by hand.
    pub(crate) chosen: Option<Arc<Lasso>>,
    /// Top, right, bottom, left in CSS pixels.
    pub(crate) padding: [f64; 4],
    /// What stands on the map between them, in CSS pixels of the map.
    pub(crate) covered: Vec<Frame>,
    pub(crate) label_px: f64,
    pub(crate) theme: Theme,
}

/// One moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Picture<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) camera: Camera,
    pub(crate) viewport: Viewport,
    /// The bubbles of the zoom level.
    pub(crate) clusters: &'a [Cluster],
    /// The pictures of the raster map, those to be covered first.
    pub(crate) ground: &'a [Hung],
    /// A loop that is being drawn, in CSS pixels.
    pub(crate) drawn: &'a [Pixel],
    /// What the pointer or the keyboard is at.
    pub(crate) hovered: Option<&'a Pick>,
}

impl Inputs {
    /// What the camera is fitted to: the focus, else the place, else all regions, else all points.
    pub(crate) fn extent(&self) -> Option<Extent> {
        let focus = self.focused(self.focus.as_deref());
        focus.or_else(|| self.place.map(Extent::of)).or_else(|| self.whole())
    }

    /// Whether both leave the same room to panels, to a tenth of a pixel.
    pub(crate) fn is_padded_like(&self, other: &Self) -> bool {
        let is_padded = self.padding.iter().zip(other.padding).all(|(a, b)| (a - b).abs() < 0.1);
        is_padded && self.covered == other.covered
    }

    /// Places on the outline of what the camera is fitted to, mercator; few enough to be looked at one by one.
    pub(crate) fn outline(&self) -> Vec<(f64, f64)> {
        let regions = self.regions.as_ref().map_or(&[][..], |it| it.regions.as_slice());
        let focus = self.focus.as_deref().filter(|it| self.focused(Some(*it)).is_some());
        let shown = |it: &&RegionShape| focus.is_none_or(|code| it.code == code);
        let areas = regions.iter().filter(shown).flat_map(|it| &it.polygons);
        let corners = areas.filter_map(|it| it.first()).flatten();
        let corners: Vec<_> = corners.collect();
        let every = corners.len() / MOST_CORNERS + 1;
        corners.into_iter().step_by(every).map(|it| merc_from_degrees(it.0, it.1)).collect()
    }

    /// All regions, else all places.
    pub(crate) fn whole(&self) -> Option<Extent> {
        let regions = self.regions.as_ref().and_then(|it| it.bounds()).map(Extent::of);
        regions.or_else(|| {
            let crowd = self.crowd()?;
            crowd.extent(0, u32::try_from(crowd.len()).ok()?)
        })
    }

    /// The places on the map, if they are shown.
    pub(crate) fn crowd(&self) -> Option<&Arc<Crowd>> {
        self.overlays.iter().find_map(|it| match &it.content {
            Content::Points(crowd) => Some(crowd),
            _ => None,
        })
    }

    /// The uppermost coloured regions, and how opaque they are.
    pub(crate) fn fill(&self) -> Option<(&RegionFill, f32)> {
        self.overlays.iter().find_map(|it| match &it.content {
            Content::Fill(fill) => Some((&**fill, it.opacity)),
            _ => None,
        })
    }

    /// The fill that letters stand on: regions that nothing lies over and little shines through.
    pub(crate) fn bare_fill(&self) -> Option<&RegionFill> {
        let areas = self.overlays.iter().find(|it| !matches!(it.content, Content::Points(_)));
        match areas {
            Some(Overlay { content: Content::Fill(fill), opacity, .. }) if *opacity > 0.7 => {
                Some(fill)
            }
            _ => None,
        }
    }

    /// Whether hexagons or a surface lie under the borders.
    pub(crate) fn is_heated(&self) -> bool {
        let heats = |it: &Overlay| matches!(it.content, Content::Cells(_) | Content::Heat(_));
        self.overlays.iter().any(heats)
    }

    fn focused(&self, code: Option<&str>) -> Option<Extent> {
        self.regions.as_ref()?.by_code(code?)?.bounds().map(Extent::of)
    }
}

/// A picture without bubbles, tiles, a loop or a pointer.
#[cfg(any(test, feature = "bench"))]
pub(crate) const fn bare(inputs: &Inputs, camera: Camera, viewport: Viewport) -> Picture<'_> {
    Picture { inputs, camera, viewport, clusters: &[], ground: &[], drawn: &[], hovered: None }
}

impl Picture<'_> {
    pub(crate) fn tokens(&self) -> Tokens {
        let tokens = Tokens::of(self.inputs.theme);
        match self.inputs.bare_fill() {
            Some(_) => tokens,
            None => Tokens { border: tokens.outline, ..tokens },
        }
    }

    /// Scale (x, y) and offset (x, y) that take a position relative to `origin` to clip space.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "subtracted in f64; what is left is near the screen"
    )]
    pub(crate) fn clip_from(&self, origin: (f64, f64)) -> [f32; 4] {
        let (across, down) = (
            2.0 * self.camera.scale / self.viewport.width,
            -2.0 * self.camera.scale / self.viewport.height,
        );
        let offset =
            ((origin.0 - self.camera.centre.0) * across, (origin.1 - self.camera.centre.1) * down);
        [across as f32, down as f32, offset.0 as f32, offset.1 as f32]
    }

    /// A length in CSS pixels → device pixels.
    #[expect(clippy::cast_possible_truncation, reason = "lengths of a few pixels")]
    pub(crate) fn device_px(&self, css: f64) -> f32 {
        (css * self.viewport.ratio) as f32
    }

    /// Size of the canvas in whole device pixels.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a screen has fewer pixels than i32 counts"
    )]
    pub(crate) fn device_size(&self) -> (i32, i32) {
        let (width, height) = self.viewport.device();
        (width as i32, height as i32)
    }

    /// The bubbles on the screen and a little beyond.
    pub(crate) fn seen(&self) -> impl Iterator<Item = &Cluster> {
        let room = 40.0 / self.camera.scale;
        let view = self.camera.extent(self.viewport).grown(room);
        self.clusters.iter().filter(move |it| view.holds(it.at))
    }

    pub(crate) fn hovered_region(&self) -> Option<&str> {
        match self.hovered? {
            Pick::Region(code) => Some(code),
            Pick::Cell { .. } | Pick::Places { .. } => None,
        }
    }

    pub(crate) fn hovered_cell(&self) -> Option<u64> {
        match self.hovered? {
            Pick::Cell { cell, .. } => Some(*cell),
            Pick::Region(_) | Pick::Places { .. } => None,
        }
    }
}

/// Whether two inputs are the very same object: what a layer has uploaded needs no second upload.
pub(crate) fn same<T>(a: Option<&Arc<T>>, b: Option<&Arc<T>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => Arc::ptr_eq(a, b),
        (None, None) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{clusters::Place, ramp::Ramp};

    #[test]
    fn the_centre_of_the_camera_is_the_middle_of_clip_space() {
        let inputs = Inputs::default();
        let viewport = Viewport { width: 800.0, height: 600.0, ratio: 2.0 };
        let bounds = Bounds { west: 115.0, south: 39.0, east: 117.0, north: 41.0 };
        let camera = Camera::fit(Extent::of(bounds), viewport, [0.0; 4]);
        let picture = bare(&inputs, camera, viewport);
        let origin = (camera.centre.0 + 100.0 / camera.scale, camera.centre.1);
        let [across, down, x, y] = picture.clip_from(origin);
        assert!((x - 0.25).abs() < 1e-5 && y.abs() < 1e-5, "100 of 400 pixels right");
        assert!(across > 0.0 && down < 0.0, "mercator grows downwards, clip space upwards");
        assert_eq!(picture.device_size(), (1600, 1200));
    }

    #[test]
    fn a_focus_that_is_not_there_shows_everything() {
        let place = Place { lng: 116.0, lat: 40.0, value: 1.0, number: 0 };
        let content =
            Content::Points(Arc::new(Crowd::new([place].into_iter(), Vec::new(), Ramp::Risk)));
        let inputs = Inputs {
            overlays: Arc::new(vec![Overlay { key: String::new(), opacity: 1.0, content }]),
            focus: Some("nowhere".to_owned()),
            ..Inputs::default()
        };
        assert_eq!(inputs.extent(), inputs.whole());
        assert!(inputs.extent().is_some());
        let place = Bounds { west: 116.4, south: 39.7, east: 116.6, north: 39.8 };
        let placed = Inputs { place: Some(place), ..inputs };
        assert_eq!(placed.extent(), Some(Extent::of(place)), "unless it is known where it lies");
        assert_eq!(Inputs::default().extent(), None);
    }
}
