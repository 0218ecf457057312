//! A place on earth → a pixel, and back: centre and scale in f64, no graphics.
//!
//! All positions between here and the GPU are web-mercator in `0..1` ([`geodata::mercator`]); what goes to
//! the GPU is made relative to a local origin first, so that f32 is precise to millimetres in a city.
//!
//! Fitting, zooming about a place and the flight from one camera to another are arithmetic; when they
//! happen is the stage's business.

use geodata::mercator::{degrees_from_merc, merc_from_degrees};

use super::{look::Look, shapes::Bounds};

/// What the map looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Camera {
    /// The middle of the viewport, mercator.
    pub(crate) centre: (f64, f64),
    /// CSS pixels that the width of the world takes.
    pub(crate) scale: f64,
}

/// Size of the map in CSS pixels, and device pixels for each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Viewport {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) ratio: f64,
}

/// A box in mercator; `top` is north and the smaller number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Extent {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// The whole world on a thumbnail; a doorstep on a wall.
const SCALES: [f64; 2] = [256.0, 2_147_483_648.0];
/// A place alone is shown with about four kilometres round it.
const SMALLEST_FIT: f64 = 1e-4;
/// CSS pixels of the world at zoom 0.
const ZOOM_0: f64 = 256.0;
/// Places nearer than this at the largest scale stay one bubble.
const TELLING_PX: f64 = 130.0;

impl Viewport {
    pub(crate) const fn is_empty(&self) -> bool {
        self.width < 1.0 || self.height < 1.0
    }

    /// In device pixels, at least one.
    pub(crate) fn device(&self) -> (f64, f64) {
        let pixels = |css: f64| (css * self.ratio).round().max(1.0);
        (pixels(self.width), pixels(self.height))
    }
}

impl Extent {
    pub(crate) const EVERYWHERE: Self = Self {
        left: f64::NEG_INFINITY,
        top: f64::NEG_INFINITY,
        right: f64::INFINITY,
        bottom: f64::INFINITY,
    };

    pub(crate) fn of(bounds: Bounds) -> Self {
        let (left, top) = merc_from_degrees(bounds.west, bounds.north);
        let (right, bottom) = merc_from_degrees(bounds.east, bounds.south);
        Self { left, top, right, bottom }
    }

    #[must_use]
    pub(crate) const fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// What both have in common, if anything.
    pub(crate) fn overlap(self, other: Self) -> Option<Self> {
        let common = Self {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        };
        (common.left < common.right && common.top < common.bottom).then_some(common)
    }

    /// Larger by `room` on every side.
    #[must_use]
    pub(crate) const fn grown(self, room: f64) -> Self {
        Self {
            left: self.left - room,
            top: self.top - room,
            right: self.right + room,
            bottom: self.bottom + room,
        }
    }

    pub(crate) fn holds(&self, (x, y): (f64, f64)) -> bool {
        (self.left..=self.right).contains(&x) && (self.top..=self.bottom).contains(&y)
    }

    /// Whether all of another box lies in this one.
    pub(crate) fn covers(&self, other: Self) -> bool {
        self.holds((other.left, other.top)) && self.holds((other.right, other.bottom))
    }

    /// A place by its shares of the way from left to right and from top to bottom.
    pub(crate) const fn at(&self, across: f64, down: f64) -> (f64, f64) {
        (self.left + (self.right - self.left) * across, self.top + (self.bottom - self.top) * down)
    }

    pub(crate) const fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.left, self.right), f64::midpoint(self.top, self.bottom))
    }
}

impl Camera {
    /// Looks at the whole of `extent` inside what `padding` (top, right, bottom, left) leaves free.
    pub(crate) fn fit(extent: Extent, viewport: Viewport, padding: [f64; 4]) -> Self {
        Self::fit_to(extent, viewport, (padding, SMALLEST_FIT))
    }

    /// As [`Self::fit`], as close as a doorstep and with air round it: for a few places.
    pub(crate) fn fit_close(extent: Extent, viewport: Viewport, padding: [f64; 4]) -> Self {
        let side = (extent.right - extent.left).max(extent.bottom - extent.top);
        Self::fit_to(extent.grown(side * 0.15), viewport, (padding, f64::MIN_POSITIVE))
    }

    fn fit_to(extent: Extent, viewport: Viewport, (padding, smallest): ([f64; 4], f64)) -> Self {
        let [top, right, bottom, left] = within(padding, viewport);
        let free = (viewport.width - left - right, viewport.height - top - bottom);
        let width = (extent.right - extent.left).max(smallest);
        let height = (extent.bottom - extent.top).max(smallest);
        let scale = (free.0 / width).min(free.1 / height).clamp(SCALES[0], SCALES[1]);
        let (x, y) = extent.middle();
        let centre = (x + (right - left) / 2.0 / scale, y + (bottom - top) / 2.0 / scale);
        Self { centre, scale }
    }

    /// The camera of an address, no closer and no farther than ours.
    pub(crate) fn of_look(look: Look) -> Self {
        let (lng, lat, zoom) = look.parts();
        let scale = (ZOOM_0 * zoom.exp2()).clamp(SCALES[0], SCALES[1]);
        Self { centre: merc_from_degrees(lng, lat), scale }
    }

    /// What an address says of this camera.
    pub(crate) fn look(self) -> Option<Look> {
        let (lng, lat) = degrees_from_merc(self.centre.0, self.centre.1);
        Look::new(lng, lat, (self.scale / ZOOM_0).log2())
    }

    /// Whether places so far apart can be told apart on any screen.
    pub(crate) fn can_part(extent: Extent) -> bool {
        (extent.right - extent.left).max(extent.bottom - extent.top) * SCALES[1] > TELLING_PX
    }

    /// Mercator → CSS pixels from the top left corner.
    pub(crate) fn to_screen(self, viewport: Viewport, place: (f64, f64)) -> (f64, f64) {
        (
            (place.0 - self.centre.0) * self.scale + viewport.width / 2.0,
            (place.1 - self.centre.1) * self.scale + viewport.height / 2.0,
        )
    }

    /// CSS pixels from the top left corner → mercator.
    pub(crate) fn to_mercator(self, viewport: Viewport, pixel: (f64, f64)) -> (f64, f64) {
        (
            (pixel.0 - viewport.width / 2.0) / self.scale + self.centre.0,
            (pixel.1 - viewport.height / 2.0) / self.scale + self.centre.1,
        )
    }

    /// CSS pixels → longitude and latitude.
    pub(crate) fn to_degrees(self, viewport: Viewport, pixel: (f64, f64)) -> (f64, f64) {
        let (x, y) = self.to_mercator(viewport, pixel);
        degrees_from_merc(x, y)
    }

    /// What the viewport shows.
    pub(crate) fn extent(self, viewport: Viewport) -> Extent {
        let (left, top) = self.to_mercator(viewport, (0.0, 0.0));
        let (right, bottom) = self.to_mercator(viewport, (viewport.width, viewport.height));
        Extent { left, top, right, bottom }
    }

    /// Moved so that what was under a pixel is `by` pixels further right and down.
    #[must_use]
    pub(crate) fn panned(self, by: (f64, f64)) -> Self {
        let centre = (self.centre.0 - by.0 / self.scale, self.centre.1 - by.1 / self.scale);
        Self { centre, ..self }
    }

    /// Larger by `factor`; what is under `pixel` stays there.
    #[must_use]
    pub(crate) fn zoomed(self, viewport: Viewport, pixel: (f64, f64), factor: f64) -> Self {
        let scale = (self.scale * factor).clamp(SCALES[0], SCALES[1]);
        let (x, y) = self.to_mercator(viewport, pixel);
        let kept = self.scale / scale;
        let centre = (x + (self.centre.0 - x) * kept, y + (self.centre.1 - y) * kept);
        Self { centre, scale }
    }

    /// Never so far off that `extent` is lost: the centre stays inside it, and it stays worth looking at.
    #[must_use]
    pub(crate) fn kept_to(self, extent: Extent, viewport: Viewport) -> Self {
        let fitted = Self::fit(extent, viewport, [0.0; 4]);
        Self {
            centre: (
                self.centre.0.clamp(extent.left, extent.right),
                self.centre.1.clamp(extent.top, extent.bottom),
            ),
            scale: self.scale.max(fitted.scale / 4.0),
        }
    }

    /// Part of the way to `target`, `share` in `0.0..=1.0`, along the path on which one place stands
    /// still on the screen; straight when the scale does not change.
    pub(crate) fn towards(self, target: Self, share: f64) -> Self {
        if share >= 1.0 {
            return target;
        }
        let scale = self.scale * (target.scale / self.scale).powf(share);
        let (here, there) = (1.0 / self.scale, 1.0 / target.scale);
        let change = there - here;
        let moved = if change.abs() < here * 1e-6 { share } else { (1.0 / scale - here) / change };
        let between = |from: f64, to: f64| from + (to - from) * moved;
        let centre =
            (between(self.centre.0, target.centre.0), between(self.centre.1, target.centre.1));
        Self { centre, scale }
    }
}

/// Padding that leaves at least a fifth of the viewport free either way.
pub(crate) fn within(padding: [f64; 4], viewport: Viewport) -> [f64; 4] {
    let [top, right, bottom, left] = padding.map(|it| it.max(0.0));
    let share = |sum: f64, size: f64| if sum > size * 0.8 { size * 0.8 / sum } else { 1.0 };
    let (across, down) =
        (share(left + right, viewport.width), share(top + bottom, viewport.height));
    [top * down, right * across, bottom * down, left * across]
}

/// Slow at both ends: share of time → share of way.
pub(crate) fn eased(share: f64) -> f64 {
    let share = share.clamp(0.0, 1.0);
    share * share * (3.0 - 2.0 * share)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WALL: Viewport = Viewport { width: 1920.0, height: 1080.0, ratio: 1.0 };
    const BEIJING: Bounds = Bounds { west: 115.42, south: 39.44, east: 117.5, north: 41.06 };

    fn near(a: (f64, f64), b: (f64, f64), tolerance: f64) -> bool {
        (a.0 - b.0).abs() < tolerance && (a.1 - b.1).abs() < tolerance
    }

    #[test]
    fn a_fitted_extent_touches_the_padding_and_never_crosses_it() {
        let (extent, padding) = (Extent::of(BEIJING), [80.0, 500.0, 60.0, 480.0]);
        let camera = Camera::fit(extent, WALL, padding);
        let (left, top) = camera.to_screen(WALL, (extent.left, extent.top));
        let (right, bottom) = camera.to_screen(WALL, (extent.right, extent.bottom));
        assert!(left >= 480.0 - 1e-6 && right <= 1420.0 + 1e-6, "{left} {right}");
        assert!((top - 80.0).abs() < 1e-6 && (bottom - 1020.0).abs() < 1e-6, "{top} {bottom}");
    }

    #[test]
    fn padding_larger_than_the_screen_still_leaves_a_map() {
        let tiny = Viewport { width: 300.0, height: 200.0, ratio: 2.0 };
        let camera = Camera::fit(Extent::of(BEIJING), tiny, [400.0; 4]);
        assert!(camera.scale > SCALES[0] && camera.scale.is_finite());
    }

    #[test]
    fn a_pixel_comes_back_from_the_map_at_every_scale() {
        for scale in [1e3, 1e6, 1e9] {
            let camera = Camera { centre: (0.823, 0.379), scale };
            let pixel = (17.25, 990.5);
            let there = camera.to_mercator(WALL, pixel);
            assert!(near(camera.to_screen(WALL, there), pixel, 1e-3), "{scale}");
        }
    }

    #[test]
    fn a_link_shows_the_same_view_to_a_pixel() {
        let camera = Camera::fit(Extent::of(BEIJING), WALL, [80.0, 500.0, 60.0, 480.0]).zoomed(
            WALL,
            (700.0, 300.0),
            5.0,
        );
        let again = Camera::of_look(camera.look().unwrap());
        for pixel in [(0.0, 0.0), (1920.0, 1080.0)] {
            let there = camera.to_mercator(WALL, pixel);
            assert!(near(again.to_screen(WALL, there), pixel, 8.0), "{again:?}");
        }
        assert_eq!(again.look(), camera.look(), "told again it is no other look");
    }

    #[test]
    fn zooming_keeps_the_place_under_the_pointer() {
        let camera = Camera::fit(Extent::of(BEIJING), WALL, [0.0; 4]);
        let pixel = (300.0, 900.0);
        let before = camera.to_mercator(WALL, pixel);
        for factor in [0.5, 1.3, 40.0] {
            let after = camera.zoomed(WALL, pixel, factor);
            assert!(near(after.to_screen(WALL, before), pixel, 1e-6), "{factor}");
        }
    }

    #[test]
    fn the_map_cannot_be_lost_by_dragging_or_zooming_out() {
        let extent = Extent::of(BEIJING);
        let lost = Camera { centre: (0.1, 0.9), scale: 300.0 }.kept_to(extent, WALL);
        let (x, y) = lost.to_screen(WALL, extent.middle());
        assert!((0.0..1920.0).contains(&x) && (0.0..1080.0).contains(&y), "{x} {y}");
        let there = Camera::fit(extent, WALL, [0.0; 4]);
        assert_eq!(there.kept_to(extent, WALL), there, "a camera in order is left alone");
    }

    #[test]
    fn a_flight_ends_where_it_should_and_keeps_one_place_still() {
        let from = Camera::fit(Extent::of(BEIJING), WALL, [0.0; 4]);
        let pixel = (1200.0, 300.0);
        let (to, still) = (from.zoomed(WALL, pixel, 6.0), from.to_mercator(WALL, pixel));
        for share in [0.0, 0.2, 0.5, 0.9] {
            let camera = from.towards(to, share);
            assert!(near(camera.to_screen(WALL, still), pixel, 1e-3), "{share}");
        }
        assert_eq!(from.towards(to, 1.0), to);
        let beside = Camera { centre: (from.centre.0 + 0.001, from.centre.1), ..from };
        assert!((from.towards(beside, 0.5).centre.0 - from.centre.0 - 0.0005).abs() < 1e-9);
    }

    #[test]
    fn easing_starts_and_ends_at_rest() {
        assert!(eased(-1.0).abs() < 1e-12 && (eased(2.0) - 1.0).abs() < 1e-12);
        assert!(eased(0.05) < 0.05 && eased(0.95) > 0.95);
    }
}
