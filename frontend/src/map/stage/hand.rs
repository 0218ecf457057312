//! Asking, and drawing a loop on the map, by finger or key; keeping the picture.

use geodata::mercator::merc_from_degrees;

use super::{Notice, Stage};
use crate::map::{
    camera::{Viewport, within},
    draw::{Drawing, Tool},
    input::Pixel,
    lettering::uncovered,
    pick::Pick,
    picture::Inputs,
    print::Plate,
    shapes::RegionShape,
    sheet::Sheet,
};

/// A step and an arm of the cross-hair, in heights of the map's labels.
const STEP: f64 = 1.25;
const ARM: f64 = 0.75;

impl Stage {
    /// Presses a finger; `boxes` where a box is drawn whatever the tool is. A second finger ends a drawing.
    pub(crate) fn press(&mut self, finger: i32, at: Pixel, boxes: bool) -> Option<Notice> {
        let tool = if boxes { Tool::Box } else { self.inputs.tool };
        // A finger has read its note before it comes again.
        let was_held = self.gesture.is_held();
        let is_first = !self.gesture.is_down();
        self.drawing = if is_first { Drawing::begin(tool, at) } else { None };
        self.gesture.press(finger, at);
        // A note about one place would cover what is being drawn.
        let left = (was_held || self.drawing.is_some()) && self.hovered.take().is_some();
        self.stale |= left;
        left.then_some(Notice::Hovered(None))
    }

    /// How often the map was pressed.
    pub(crate) const fn presses(&self) -> u32 {
        self.gesture.presses()
    }

    /// A finger has lain still since a press: it asks what is there.
    pub(crate) fn hold(&mut self, press: u32) -> Option<Notice> {
        if self.drawing.is_some() {
            return None;
        }
        let at = self.gesture.hold(press)?;
        self.look(Some(at))
    }

    pub(crate) const fn is_held(&self) -> bool {
        self.gesture.is_held()
    }

    /// Moves the cross-hair by steps, and the map where it would leave the free part of the view.
    pub(super) fn point(&mut self, (x, y): (f64, f64)) -> Option<Notice> {
        let Viewport { width, height, .. } = self.viewport;
        let [top, right, bottom, left] = within(self.inputs.padding, self.viewport);
        let (right, bottom) = (width - right, height - bottom);
        let step = self.inputs.label_px * STEP;
        let to = self.cursor.map_or_else(
            || (f64::midpoint(left, right), f64::midpoint(top, bottom)),
            |from| (from.0 + x * step, from.1 + y * step),
        );
        let kept = (to.0.min(right).max(left), to.1.min(bottom).max(top));
        if kept != to {
            self.steer(|camera, _| camera.panned((kept.0 - to.0, kept.1 - to.1)));
        }
        self.cursor = Some(kept);
        self.stale = true;
        self.look(self.cursor)
    }

    /// Goes to the next region in sight by keyboard and says its name.
    pub(super) fn step(&mut self, by: isize) -> Option<Notice> {
        let camera = self.camera?;
        let pixel = |it: &RegionShape| {
            camera.to_screen(self.viewport, merc_from_degrees(it.centre.0, it.centre.1))
        };
        let [top, right, bottom, left] = within(self.inputs.padding, self.viewport);
        let (right, bottom) = (self.viewport.width - right, self.viewport.height - bottom);
        let in_sight = |it: &&RegionShape| {
            let (x, y) = pixel(it);
            x >= left && x <= right && y >= top && y <= bottom
        };
        let all = &self.inputs.regions.as_ref()?.regions;
        let regions: Vec<&RegionShape> = all.iter().filter(in_sight).collect();
        let here = match &self.hovered {
            Some(Pick::Region(code)) => regions.iter().position(|it| it.code == *code),
            _ => None,
        };
        let last = regions.len().checked_sub(1)?;
        let to = match here {
            Some(at) => at.checked_add_signed(by).filter(|it| *it <= last).unwrap_or(0),
            None => 0,
        };
        let region = regions.get(to)?;
        self.surface.say(&region.name);
        let (x, y) = pixel(region);
        self.cursor = Some((x, y));
        let pick = Pick::Region(region.code.clone());
        self.hovered = Some(pick.clone());
        self.stale = true;
        Some(Notice::Hovered(Some(self.hover(pick, (x, y), camera))))
    }

    /// The keyboard has gone elsewhere.
    pub(crate) fn forget_cursor(&mut self) -> Option<Notice> {
        self.cursor?;
        self.look(None)
    }

    /// What a hand draws, or where the keyboard is.
    pub(super) fn drawn(&self) -> Vec<Pixel> {
        let arm = self.inputs.label_px * ARM;
        let cross = |(x, y): Pixel| {
            vec![(x - arm, y), (x + arm, y), (x, y), (x, y - arm), (x, y + arm), (x, y)]
        };
        let loops = self.drawing.as_ref().map(Drawing::outline);
        loops.or_else(|| self.cursor.map(cross)).unwrap_or_default()
    }

    /// Ends a drawing without a result.
    pub(crate) fn drop_drawing(&mut self) {
        self.stale |= self.drawing.take().is_some();
    }

    /// Chooses what lies in the middle half of the free part of the view: a box without a pointer.
    pub(super) fn enclose(&self) -> Option<Notice> {
        let Viewport { width, height, .. } = self.viewport;
        let [top, right, bottom, left] = within(self.inputs.padding, self.viewport);
        let (across, down) = (width - left - right, height - top - bottom);
        let mut drawing = Drawing::begin(Tool::Box, (left + across * 0.25, top + down * 0.25))?;
        drawing.reach((left + across * 0.75, top + down * 0.75));
        drawing.corners(self.camera?, self.viewport).map(Notice::Drawn)
    }

    /// Hands out the picture with a sheet's words as a file.
    pub(crate) fn print(&mut self, sheet: &Sheet) {
        if let Some(flight) = self.flight.take() {
            self.camera = Some(flight.to);
        }
        self.cursor = None;
        self.stale = true;
        self.frame();
        let Inputs { theme, padding, label_px, .. } = self.inputs;
        let part = uncovered(padding, self.viewport);
        self.surface.print(sheet, Plate { part, theme, ratio: self.viewport.ratio, em: label_px });
    }
}
