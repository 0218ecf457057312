//! The window's size → the size of type and the part of the map that no panel covers.
//!
//! One root size scales everything: 16 px on a wall of 1920×1080, twice that at 3840×2160, the same at
//! 3840×1080, where the panels stand in more columns instead. `page.css` says the same with `min` and `max`.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Size of the window in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Screen {
    pub(crate) width: f64,
    pub(crate) height: f64,
}

/// The smallest root size: a laptop is read from near.
const LEAST_REM: f64 = 12.0;
/// From here on a screen counts as a wide wall; `page.css` has the same limit.
const WIDE: f64 = 2.5;

impl Screen {
    /// Of the window now; follows it.
    pub(crate) fn watch() -> Signal<Self> {
        let screen = RwSignal::new(Self::now());
        window_event_listener(ev::resize, move |_| screen.set(Self::now()));
        screen.into()
    }

    fn now() -> Self {
        let side = |value: Result<JsValue, JsValue>| value.ok()?.as_f64();
        Self {
            width: side(window().inner_width()).unwrap_or(1920.0),
            height: side(window().inner_height()).unwrap_or(1080.0),
        }
    }

    /// Root size of type in CSS pixels.
    pub(crate) fn rem(self) -> f64 {
        (self.width / 120.0).min(self.height / 67.5).max(LEAST_REM)
    }

    pub(crate) fn is_wide(self) -> bool {
        self.width / self.height >= WIDE
    }

    /// What panels cover of the map: top, right, bottom, left in CSS pixels.
    pub(crate) fn padding(self) -> [f64; 4] {
        let side = if self.is_wide() { 57.0 } else { 30.5 };
        [5.6, side, 5.0, side].map(|it| it * self.rem())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rem(width: f64, height: f64) -> f64 {
        Screen { width, height }.rem()
    }

    #[test]
    fn type_grows_with_the_wall_and_never_stretches() {
        let sizes =
            [rem(1920.0, 1080.0), rem(3840.0, 2160.0), rem(3840.0, 1080.0), rem(7680.0, 4320.0)];
        assert_eq!(sizes.map(|it| format!("{it:.1}")), ["16.0", "32.0", "16.0", "64.0"]);
    }

    #[test]
    fn a_laptop_keeps_readable_type_and_a_wide_wall_has_more_columns() {
        assert!(rem(1366.0, 768.0) >= 12.0);
        assert!(Screen { width: 3840.0, height: 1080.0 }.is_wide());
        assert!(!Screen { width: 1920.0, height: 1080.0 }.is_wide());
    }
}
