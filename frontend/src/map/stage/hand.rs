//! Drawing a loop on the map by finger or key, and keeping the picture.

use super::{Notice, Stage};
use crate::map::{
    camera::{Viewport, within},
    draw::{Drawing, Tool},
    input::Pixel,
    lettering::uncovered,
    picture::Inputs,
    print::Plate,
    sheet::Sheet,
};

impl Stage {
    /// Presses a finger; `boxes` where a box is drawn whatever the tool is. A second finger ends a drawing.
    pub(crate) fn press(&mut self, finger: i32, at: Pixel, boxes: bool) -> Option<Notice> {
        let tool = if boxes { Tool::Box } else { self.inputs.tool };
        let is_first = !self.gesture.is_down();
        self.drawing = if is_first { Drawing::begin(tool, at) } else { None };
        self.gesture.press(finger, at);
        // A note about one place would cover what is being drawn.
        let left = self.drawing.is_some() && self.hovered.take().is_some();
        self.stale |= left;
        left.then_some(Notice::Hovered(None))
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
        self.stale = true;
        self.frame();
        let Inputs { theme, padding, label_px, .. } = self.inputs;
        let part = uncovered(padding, self.viewport);
        self.surface.print(sheet, Plate { part, theme, ratio: self.viewport.ratio, em: label_px });
    }
}
