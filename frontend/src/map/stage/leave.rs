//! Where a hand leaves the map, and where an address has it look: one told to the other, without an echo.

use super::{Notice, Stage, now_ms};
use crate::map::{camera::Camera, picture::Inputs};

/// A hand that has not moved for so long has left the map where it is, ms.
pub(crate) const SETTLED_MS: u64 = 400;

impl Stage {
    /// Goes where the address says; where it says nothing, fits what is shown when that is `elsewhere`, or has
    /// other room while nobody has moved the map.
    pub(super) fn look_or_fit(&mut self, elsewhere: bool, before: &Inputs) {
        let same_room = before.is_padded_like(&self.inputs);
        let look = self.inputs.look;
        let other_look = std::mem::replace(&mut self.told, look) != look;
        match look.map(Camera::of_look) {
            Some(camera) if other_look => {
                self.follows = false;
                self.fly_to(camera);
            }
            Some(_) => {}
            None => {
                self.follows |= elsewhere || other_look;
                if elsewhere || other_look || (self.follows && !same_room) {
                    self.fly();
                }
            }
        }
    }

    /// Whether the page will have to be told where a hand has left the map.
    pub(crate) const fn is_moving(&self) -> bool {
        self.moved_ms.is_some()
    }

    /// Where the hand has left the map, once it rests.
    pub(crate) fn settle(&mut self) -> Option<Notice> {
        let since = now_ms() - self.moved_ms?;
        if since < SETTLED_MS as f64 * 0.9 || self.gesture.is_down() {
            return None;
        }
        self.moved_ms = None;
        self.tell_look()
    }

    pub(super) fn tell_look(&mut self) -> Option<Notice> {
        let camera = self.flight.map(|it| it.to).or(self.camera)?;
        let look = if self.follows { None } else { camera.look() };
        let other = std::mem::replace(&mut self.told, look) != look;
        other.then_some(Notice::Looked(look))
    }
}
