//! A hand's way over the map → a loop: in pixels while it is drawn, in degrees once it is done.

use geodata::lasso::MOST_CORNERS;

use super::{
    camera::{Camera, Viewport},
    input::Pixel,
};

/// What a finger on the map does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tool {
    /// Moves the map.
    #[default]
    Hand,
    /// Draws a box from corner to corner.
    Box,
    /// Draws a loop.
    Lasso,
}

/// A loop while it is drawn.
#[derive(Clone, Debug)]
pub(crate) struct Drawing {
    tool: Tool,
    path: Vec<Pixel>,
}

/// Corners of a lasso are so far apart.
const STEP_PX: f64 = 4.0;
/// A smaller loop was a tap.
const LEAST_PX: f64 = 8.0;

impl Drawing {
    /// `None` for the tool that draws nothing.
    pub(crate) fn begin(tool: Tool, at: Pixel) -> Option<Self> {
        (tool != Tool::Hand).then(|| Self { tool, path: vec![at] })
    }

    /// Goes on to a pixel. A loop of very many corners keeps every second.
    pub(crate) fn reach(&mut self, to: Pixel) {
        match self.tool {
            Tool::Lasso => {
                let is_far = |it: &Pixel| (it.0 - to.0).hypot(it.1 - to.1) >= STEP_PX;
                if self.path.last().is_none_or(is_far) {
                    self.path.push(to);
                }
                if self.path.len() >= MOST_CORNERS {
                    self.path = self.path.iter().copied().step_by(2).collect();
                }
            }
            Tool::Box | Tool::Hand => {
                self.path.truncate(1);
                self.path.push(to);
            }
        }
    }

    /// Its corners, not closed.
    pub(crate) fn outline(&self) -> Vec<Pixel> {
        match (self.tool, &*self.path) {
            (Tool::Box, &[a, b]) => vec![a, (b.0, a.1), b, (a.0, b.1)],
            _ => self.path.clone(),
        }
    }

    /// Its corners in degrees; `None` for a mere tap.
    pub(crate) fn corners(&self, camera: Camera, viewport: Viewport) -> Option<Vec<(f64, f64)>> {
        let outline = self.outline();
        let reach = |side: fn(&Pixel) -> f64| {
            let (low, high) = outline
                .iter()
                .map(side)
                .fold((f64::MAX, f64::MIN), |(low, high), it| (low.min(it), high.max(it)));
            high - low
        };
        let is_loop =
            outline.len() > 2 && reach(|it| it.0) > LEAST_PX && reach(|it| it.1) > LEAST_PX;
        is_loop.then(|| outline.iter().map(|it| camera.to_degrees(viewport, *it)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{camera::Extent, shapes::Bounds};

    const SCREEN: Viewport = Viewport { width: 800.0, height: 600.0, ratio: 1.0 };

    fn camera() -> Camera {
        let bounds = Bounds { west: 116.0, south: 39.0, east: 117.0, north: 40.0 };
        Camera::fit(Extent::of(bounds), SCREEN, [0.0; 4])
    }

    #[test]
    fn a_box_has_four_corners_wherever_it_began() {
        let mut drawing = Drawing::begin(Tool::Box, (300.0, 200.0)).unwrap();
        drawing.reach((10.0, 10.0));
        drawing.reach((100.0, 400.0));
        let corners = [(300.0, 200.0), (100.0, 200.0), (100.0, 400.0), (300.0, 400.0)];
        assert_eq!(drawing.outline(), corners);
        assert_eq!(drawing.corners(camera(), SCREEN).unwrap().len(), 4);
    }

    #[test]
    fn a_tap_is_no_loop_and_the_hand_draws_none() {
        assert!(Drawing::begin(Tool::Hand, (0.0, 0.0)).is_none());
        let mut drawing = Drawing::begin(Tool::Lasso, (0.0, 0.0)).unwrap();
        for step in 0..5 {
            drawing.reach((f64::from(step), 1.0));
        }
        assert_eq!(drawing.corners(camera(), SCREEN), None);
    }

    #[test]
    fn a_long_way_never_has_more_corners_than_may_travel() {
        let mut drawing = Drawing::begin(Tool::Lasso, (0.0, 0.0)).unwrap();
        for step in 0..5_000 {
            let turn = f64::from(step) / 200.0;
            drawing.reach((400.0 + 290.0 * turn.cos(), 300.0 + 290.0 * turn.sin()));
        }
        let corners = drawing.corners(camera(), SCREEN).unwrap();
        assert!(geodata::lasso::Lasso::new(8, &corners).is_ok(), "{} corners", corners.len());
    }
}
