//! A camera fitted between the panels → one at which nothing of what it shows lies under the legend or the trend; pure.
//!
//! As large as that allows, and moved as little. Where no such camera is near, the fitted one stays: a city behind a
//! legend says more than a city as large as a stamp.

use super::{
    camera::{Camera, Extent, Viewport, within},
    labels::Frame,
};

/// Each try is smaller than the one before by so much.
const SMALLER: f64 = 0.965;
const TRIES: i32 = 16;
/// Shares of the way from the middle of the free room to its edges, the middle first.
const SHARES: [f64; 9] = [0.0, -0.25, 0.25, -0.5, 0.5, -0.75, 0.75, -1.0, 1.0];
/// Air between the outline and what stands on the map, CSS pixels.
const AIR_PX: f64 = 3.0;

/// What is fitted: its box, and places on its outline, mercator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shown<'a> {
    pub(crate) extent: Extent,
    pub(crate) outline: &'a [(f64, f64)],
}

/// The camera that shows all of it in the room that `padding` and `covered` leave.
pub(crate) fn fit(
    shown: Shown<'_>,
    viewport: Viewport,
    padding: [f64; 4],
    covered: &[Frame],
) -> Camera {
    let fitted = Camera::fit(shown.extent, viewport, padding);
    let is_clear = |camera: &Camera| {
        !shown.outline.iter().any(|&place| {
            let pixel = camera.to_screen(viewport, place);
            covered.iter().any(|it| it.covers(pixel, AIR_PX))
        })
    };
    let [top, right, bottom, left] = within(padding, viewport);
    let free = (viewport.width - left - right, viewport.height - top - bottom);
    let Extent { left, top, right, bottom } = shown.extent;
    let (width, height) = (right - left, bottom - top);
    let smaller = |step: i32| {
        let scale = fitted.scale * SMALLER.powi(step);
        let slack = ((free.0 / scale - width).max(0.0), (free.1 / scale - height).max(0.0));
        let (x, y) = shown.extent.middle();
        // What the padding moves the middle by is so many pixels, whatever the scale.
        let kept = fitted.scale / scale;
        let centre = (x + (fitted.centre.0 - x) * kept, y + (fitted.centre.1 - y) * kept);
        moves().map(move |(across, down)| Camera {
            centre: (centre.0 - slack.0 / 2.0 * across, centre.1 - slack.1 / 2.0 * down),
            scale,
        })
    };
    (0..TRIES).flat_map(smaller).find(is_clear).unwrap_or(fitted)
}

/// Every pair of shares, the shortest way first.
fn moves() -> impl Iterator<Item = (f64, f64)> {
    let ring = |far: f64| {
        let is_far = move |it: &(f64, f64)| it.0.abs().max(it.1.abs()).total_cmp(&far).is_eq();
        SHARES.into_iter().flat_map(|x| SHARES.map(|y| (x, y))).filter(is_far)
    };
    [0.0, 0.25, 0.5, 0.75, 1.0].into_iter().flat_map(ring)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCREEN: Viewport = Viewport { width: 1000.0, height: 600.0, ratio: 1.0 };
    const PADDING: [f64; 4] = [50.0, 200.0, 50.0, 200.0];
    const SQUARE: Extent = Extent { left: 0.5, top: 0.5, right: 0.6, bottom: 0.6 };

    fn outline() -> Vec<(f64, f64)> {
        let along = |it: i32| f64::from(it) / 50.0;
        let sides = |it: i32| {
            let share = along(it);
            [
                SQUARE.at(share, 0.0),
                SQUARE.at(share, 1.0),
                SQUARE.at(0.0, share),
                SQUARE.at(1.0, share),
            ]
        };
        (0..=50).flat_map(sides).collect()
    }

    fn hidden(camera: Camera, covered: &[Frame]) -> usize {
        let is_hidden = |place: &&(f64, f64)| {
            let pixel = camera.to_screen(SCREEN, **place);
            covered.iter().any(|it| it.covers(pixel, 0.0))
        };
        outline().iter().filter(is_hidden).count()
    }

    fn fitted(covered: &[Frame]) -> Camera {
        let outline = outline();
        fit(Shown { extent: SQUARE, outline: &outline }, SCREEN, PADDING, covered)
    }

    #[test]
    fn what_nothing_covers_is_fitted_as_ever() {
        let plain = Camera::fit(SQUARE, SCREEN, PADDING);
        assert_eq!(fitted(&[]), plain);
        let beside = Frame { left: 0.0, top: 0.0, right: 190.0, bottom: 600.0 };
        assert_eq!(fitted(&[beside]), plain);
    }

    #[test]
    fn a_legend_in_the_corner_is_stepped_aside_from_without_leaving_the_room() {
        let legend = Frame { left: 700.0, top: 350.0, right: 800.0, bottom: 550.0 };
        let plain = Camera::fit(SQUARE, SCREEN, PADDING);
        assert!(hidden(plain, &[legend]) > 0, "the legend would lie over it");
        let camera = fitted(&[legend]);
        assert_eq!(hidden(camera, &[legend]), 0);
        let (left, top) = camera.to_screen(SCREEN, (SQUARE.left, SQUARE.top));
        let (right, bottom) = camera.to_screen(SCREEN, (SQUARE.right, SQUARE.bottom));
        assert!(left > 199.0 && top > 49.0 && right < 801.0 && bottom < 551.0, "{left} {right}");
        assert!(camera.scale > plain.scale * 0.9, "hardly smaller");
    }

    #[test]
    fn where_there_is_no_room_at_all_the_fitted_camera_stays() {
        let everything = Frame { left: 0.0, top: 0.0, right: 1000.0, bottom: 600.0 };
        assert_eq!(fitted(&[everything]), Camera::fit(SQUARE, SCREEN, PADDING));
    }
}
