//! Fingers and keys → what the map is asked to do; no DOM, no camera.

/// Where, in CSS pixels of the map.
pub(crate) type Pixel = (f64, f64);

/// Fingers (or one mouse) on the map.
#[derive(Clone, Debug, Default)]
pub(crate) struct Gesture {
    fingers: Vec<(i32, Pixel)>,
    travelled_px: f64,
    /// More than one finger was down since the first one came.
    pinched: bool,
    /// How often a first finger came.
    presses: u32,
    /// The finger lay still so long that it asks instead of tapping; until the next one comes.
    held: bool,
}

/// What a move means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Motion {
    /// Nothing is pressed: only looking.
    Look,
    Pan(Pixel),
    /// Zoom about a place by a factor, and pan.
    Pinch {
        about: Pixel,
        factor: f64,
        pan: Pixel,
    },
}

/// What a key means.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Command {
    /// Move the cross-hair, by steps to the right and down.
    Point(f64, f64),
    /// By shares of the map's width and height.
    Pan(f64, f64),
    Zoom(f64),
    /// Show everything again.
    Fit,
    /// Go to the next (1) or previous (-1) region.
    Step(isize),
    /// Pick the region one has gone to.
    Choose,
    /// Leave it again.
    Leave,
    /// Choose what lies in the middle of the view.
    Enclose,
}

/// A finger that travels less has tapped.
const TAP_PX: f64 = 5.0;
/// A finger that lies still so long asks what is there.
pub(crate) const HOLD_MS: u64 = 450;

impl Gesture {
    pub(crate) fn press(&mut self, finger: i32, at: Pixel) {
        if self.fingers.is_empty() {
            self.travelled_px = 0.0;
            self.pinched = false;
            self.presses = self.presses.wrapping_add(1);
        }
        self.held = false;
        self.fingers.retain(|it| it.0 != finger);
        self.fingers.push((finger, at));
        self.pinched |= self.fingers.len() > 1;
    }

    pub(crate) const fn presses(&self) -> u32 {
        self.presses
    }

    /// Where the finger of a press asks, if it still lies there alone.
    pub(crate) fn hold(&mut self, press: u32) -> Option<Pixel> {
        let [(_, at)] = &*self.fingers else { return None };
        self.held = press == self.presses && !self.is_drag() && !self.pinched;
        self.held.then_some(*at)
    }

    pub(crate) const fn is_held(&self) -> bool {
        self.held
    }

    pub(crate) fn moved(&mut self, finger: i32, to: Pixel) -> Motion {
        let other = self.fingers.iter().find(|it| it.0 != finger).map(|it| it.1);
        let Some((_, at)) = self.fingers.iter_mut().find(|it| it.0 == finger) else {
            return Motion::Look;
        };
        let from = std::mem::replace(at, to);
        if self.held {
            return Motion::Look;
        }
        let by = (to.0 - from.0, to.1 - from.1);
        self.travelled_px += by.0.hypot(by.1);
        let Some(other) = other else {
            return if self.is_drag() { Motion::Pan(by) } else { Motion::Pan((0.0, 0.0)) };
        };
        let apart = |it: Pixel| (it.0 - other.0).hypot(it.1 - other.1).max(1.0);
        Motion::Pinch {
            about: (f64::midpoint(to.0, other.0), f64::midpoint(to.1, other.1)),
            factor: apart(to) / apart(from),
            pan: (by.0 / 2.0, by.1 / 2.0),
        }
    }

    /// Lifts a finger; true when it only tapped.
    pub(crate) fn lift(&mut self, finger: i32) -> bool {
        let was_down = self.fingers.iter().any(|it| it.0 == finger);
        self.fingers.retain(|it| it.0 != finger);
        was_down && !self.is_drag() && !self.pinched && !self.held
    }

    pub(crate) fn is_drag(&self) -> bool {
        self.travelled_px >= TAP_PX
    }

    pub(crate) const fn is_down(&self) -> bool {
        !self.fingers.is_empty()
    }
}

/// What a key asks for, by its DOM name; with Shift an arrow moves the map instead of the cross-hair.
pub(crate) fn command(key: &str, shift: bool) -> Option<Command> {
    let arrow = |x: f64, y: f64| {
        if shift { Command::Pan(-0.12 * x, -0.12 * y) } else { Command::Point(x, y) }
    };
    Some(match key {
        "ArrowLeft" => arrow(-1.0, 0.0),
        "ArrowRight" => arrow(1.0, 0.0),
        "ArrowUp" => arrow(0.0, -1.0),
        "ArrowDown" => arrow(0.0, 1.0),
        "+" | "=" => Command::Zoom(1.5),
        "-" | "_" => Command::Zoom(1.0 / 1.5),
        "Home" | "0" => Command::Fit,
        "PageDown" | "." => Command::Step(1),
        "PageUp" | "," => Command::Step(-1),
        "Enter" | " " => Command::Choose,
        "Escape" => Command::Leave,
        "b" | "B" => Command::Enclose,
        _ => return None,
    })
}

/// Turns of a wheel → zoom factor; `mode` is the DOM's unit of `turned` (0 pixels, 1 lines, 2 pages).
pub(crate) fn wheel_factor(turned: f64, mode: u32) -> f64 {
    let pixels = turned * [1.0, 16.0, 400.0].get(mode as usize).copied().unwrap_or(1.0);
    (-pixels / 360.0).clamp(-1.0, 1.0).exp2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_wobble_is_a_tap_and_a_longer_way_is_a_drag() {
        let mut gesture = Gesture::default();
        gesture.press(1, (10.0, 10.0));
        assert_eq!(gesture.moved(1, (12.0, 11.0)), Motion::Pan((0.0, 0.0)));
        assert!(gesture.lift(1));
        gesture.press(1, (10.0, 10.0));
        assert_eq!(gesture.moved(1, (30.0, 10.0)), Motion::Pan((20.0, 0.0)));
        assert!(!gesture.lift(1));
        assert_eq!(gesture.moved(1, (40.0, 10.0)), Motion::Look, "nothing is pressed");
    }

    #[test]
    fn two_fingers_apart_zoom_in_and_never_tap() {
        let mut gesture = Gesture::default();
        gesture.press(1, (100.0, 100.0));
        gesture.press(2, (200.0, 100.0));
        let Motion::Pinch { about, factor, .. } = gesture.moved(2, (300.0, 100.0)) else {
            panic!("two fingers are down");
        };
        assert_eq!(about, (200.0, 100.0));
        assert!((factor - 2.0).abs() < 1e-9);
        assert!(!gesture.lift(2) && !gesture.lift(1));
    }

    #[test]
    fn keys_that_mean_nothing_are_left_to_the_page() {
        assert_eq!(command("Tab", false), None);
        assert_eq!(command("+", false), Some(Command::Zoom(1.5)));
        assert_eq!(command("ArrowLeft", false), Some(Command::Point(-1.0, 0.0)));
        assert_eq!(command("ArrowLeft", true), Some(Command::Pan(0.12, -0.0)));
    }

    #[test]
    fn a_finger_that_lies_still_asks_and_neither_taps_nor_moves_the_map() {
        let mut gesture = Gesture::default();
        gesture.press(1, (10.0, 10.0));
        assert_eq!(gesture.hold(gesture.presses()), Some((10.0, 10.0)));
        assert_eq!(gesture.moved(1, (40.0, 10.0)), Motion::Look);
        assert!(!gesture.lift(1), "what was asked about is not opened");
        gesture.press(1, (10.0, 10.0));
        assert_eq!(gesture.hold(1), None, "the time of an earlier press says nothing of this one");
        assert!(gesture.lift(1) && !gesture.is_held());
        gesture.press(1, (10.0, 10.0));
        gesture.moved(1, (30.0, 10.0));
        assert_eq!(gesture.hold(3), None, "it has moved the map");
    }

    #[test]
    fn a_wheel_towards_oneself_zooms_out_by_no_more_than_half() {
        assert!(wheel_factor(120.0, 0) < 1.0 && wheel_factor(-3.0, 1) > 1.0);
        assert!((wheel_factor(1e9, 2) - 0.5).abs() < 1e-12);
    }
}
