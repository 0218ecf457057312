//! The window's size → the size of type and the part of the map that no panel covers.
//!
//! One root size scales everything: 16 px on a wall of 1920×1080, twice that at 3840×2160. At 3840×1080 the panels
//! stand in more columns, so that type is a third larger: it is read from farther off. `page.css` says the same with
//! `min` and `max`.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::state::Layout;

/// Size of the window in CSS pixels, and how the page stands in it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Screen {
    pub(crate) layout: Layout,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// The smallest root size of a wall: a laptop is read from near.
const LEAST_REM: f64 = 12.0;
/// The desk does not shrink, it reflows.
const DESK_REM: f64 = 16.0;
/// So does the room in a small window.
const SMALL_REM: f64 = 14.0;
/// A room that is narrower or lower is a page that scrolls; `page.css` has the same limits.
const SMALL: (f64, f64) = (1240.0, 640.0);
/// From here on a screen counts as a wide wall; `page.css` has the same limit.
const WIDE: f64 = 2.5;
/// A narrower window is no wall, whatever its shape.
const LEAST_WIDE: f64 = 2000.0;

impl Screen {
    /// Of the window now; follows it.
    pub(crate) fn watch(layout: Layout) -> Signal<Self> {
        let screen = RwSignal::new(Self::now(layout));
        window_event_listener(ev::resize, move |_| screen.set(Self::now(layout)));
        screen.into()
    }

    fn now(layout: Layout) -> Self {
        let side = |value: Result<JsValue, JsValue>| value.ok()?.as_f64();
        Self {
            layout,
            width: side(window().inner_width()).unwrap_or(1920.0),
            height: side(window().inner_height()).unwrap_or(1080.0),
        }
    }

    /// Root size of type in CSS pixels.
    pub(crate) fn rem(self) -> f64 {
        let (across, down, least) = match self.layout {
            Layout::Desk => (120.0, 67.5, DESK_REM),
            Layout::Room if self.is_small() => return SMALL_REM,
            _ if self.is_wide() => (168.75, 50.0, LEAST_REM),
            _ => (120.0, 67.5, LEAST_REM),
        };
        (self.width / across).min(self.height / down).max(least)
    }

    pub(crate) fn is_wide(self) -> bool {
        self.width >= LEAST_WIDE && self.width / self.height >= WIDE
    }

    /// Whether the panels of the room stand below its map instead of on it.
    pub(crate) fn is_small(self) -> bool {
        let is_low = self.height <= SMALL.1 && self.width < LEAST_WIDE;
        self.layout == Layout::Room && (self.width <= SMALL.0 || is_low)
    }

    /// Height of the map's labels in CSS pixels.
    pub(crate) fn label(self) -> f64 {
        self.rem() * if self.layout == Layout::Desk { 0.8125 } else { 1.0 }
    }

    /// Size of the trend's drawing at a root size of 16: as wide as its panel (`panels.css`, `desk.css`), so that
    /// its letters are as large as they say.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a few hundred"
    )]
    pub(crate) fn trend(self) -> (u32, u32) {
        if self.layout != Layout::Desk {
            return match self.width {
                _ if self.is_small() => {
                    ((((self.width / SMALL_REM - 2.75) / 2.0 - 2.0) * 16.0) as u32, 236)
                }
                _ if self.is_wide() => (387, 224),
                laptop if laptop <= 1500.0 => (272, 160),
                _ => (296, 170),
            };
        }
        let rems = self.width / self.rem();
        let panel = match rems {
            narrow if narrow < 68.0 => narrow - 5.0,
            _ if self.is_wide() => (rems - 8.0) / 3.0 - 3.0,
            _ => (rems - 8.0) / 2.0 - 3.0,
        };
        ((panel * 16.0).clamp(300.0, 1600.0) as u32, if self.is_wide() { 520 } else { 236 })
    }

    /// What the camera leaves free of the map: top, right, bottom, left in CSS pixels. On the desk panels stand beside it.
    pub(crate) fn padding(self) -> [f64; 4] {
        let (rem, [top, right]) = (self.rem(), self.corner());
        if self.layout == Layout::Desk || self.is_small() {
            // Below the city stands where its map is from.
            return [top, right, 2.0 * rem, right];
        }
        let bar = if self.layout == Layout::Wall { 0.0 } else { 3.25 };
        // A wide wall has room for the legend beside the city, however high it is.
        let spare = self.width - 2.0 * right - self.height;
        let legend = if self.is_wide() { spare.clamp(0.0, 12.0 * rem) } else { 0.0 };
        [top, right + legend, (4.5 + bar) * rem, right]
    }

    /// From above and from the right: where the part of the map begins that no panel covers, in CSS pixels.
    pub(crate) fn corner(self) -> [f64; 2] {
        let corner = match self.layout {
            Layout::Desk => [0.75, 0.75],
            Layout::Room if self.is_small() => [0.75, 0.75],
            _ if self.is_wide() => [5.6, 57.0],
            _ => [5.6, 30.5],
        };
        corner.map(|it| it * self.rem())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rem(width: f64, height: f64) -> f64 {
        wall(width, height).rem()
    }

    fn wall(width: f64, height: f64) -> Screen {
        Screen { layout: Layout::Wall, width, height }
    }

    #[test]
    fn type_grows_with_the_wall_and_never_stretches() {
        let sizes =
            [rem(1920.0, 1080.0), rem(3840.0, 2160.0), rem(3840.0, 1080.0), rem(7680.0, 4320.0)];
        assert_eq!(sizes.map(|it| format!("{it:.1}")), ["16.0", "32.0", "21.6", "64.0"]);
    }

    #[test]
    fn a_laptop_keeps_readable_type_and_a_wide_wall_has_more_columns() {
        assert!(rem(1366.0, 768.0) >= 12.0);
        assert!(wall(3840.0, 1080.0).is_wide());
        assert!(!wall(1920.0, 1080.0).is_wide());
        let (below, above) = (rem(2699.0, 1080.0), rem(2700.0, 1080.0));
        assert!((below - above).abs() < 0.1, "type does not jump where columns are added");
    }

    #[test]
    fn a_room_in_a_small_window_gives_the_map_its_own_place_and_a_wall_stays_a_wall() {
        for (width, height) in [(1200.0, 700.0), (1093.0, 614.0), (1024.0, 768.0), (911.0, 512.0)] {
            let room = Screen { layout: Layout::Room, width, height };
            assert!(room.is_small() && !wall(width, height).is_small());
            assert!(room.padding().iter().all(|it| *it < 30.0), "no panel covers the map");
            assert!(f64::from(room.trend().0) / 16.0 * 14.0 < width / 2.0);
        }
        let laptop = Screen { layout: Layout::Room, width: 1366.0, height: 768.0 };
        assert!(!laptop.is_small() && laptop.padding()[1] > 300.0);
        assert!(Screen { height: 600.0, ..laptop }.is_small());
        assert!(!wall(1600.0, 600.0).is_wide(), "five columns need room");
    }

    #[test]
    fn the_desk_keeps_its_type_on_a_telephone_and_gives_the_map_its_card() {
        let desk = Screen { layout: Layout::Desk, width: 420.0, height: 900.0 };
        assert_eq!((desk.rem(), desk.padding()), (16.0, [12.0, 12.0, 32.0, 12.0]));
    }
}
