//! Pictures of a raster map: asked for once, kept while they are near what is seen.
//!
//! A tile that has not come yet is stood in for by a coarser or finer one that has. What leaves the view before it
//! came is no longer waited for; what a map has not (204) stays empty.

use std::{cell::RefCell, collections::BTreeMap, rc::Rc, sync::Arc};

use leptos::task::spawn_local;
use web_sys::HtmlImageElement;

use super::{
    camera::{Camera, Viewport},
    ground::{Ground, TileAt, overlaps},
};
use crate::arrange::arrange;

/// Levels between a tile and one that stands in for it.
const STANDS_IN: u8 = 4;

/// A picture and where it lies.
#[derive(Clone, Debug)]
pub(crate) struct Hung {
    pub(crate) at: TileAt,
    /// Mercator: north-west, north-east, south-west, south-east.
    pub(crate) corners: [(f64, f64); 4],
    pub(crate) image: HtmlImageElement,
}

#[derive(Clone, Debug)]
enum Slot {
    Asked(HtmlImageElement),
    Here(HtmlImageElement),
    Absent,
}

type Slots = Rc<RefCell<BTreeMap<TileAt, Slot>>>;

/// The pictures of one map at a time.
pub(crate) struct Gallery {
    of: Option<Arc<Ground>>,
    slots: Slots,
    /// Called when a picture has come.
    wake: Rc<dyn Fn()>,
}

impl std::fmt::Debug for Gallery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gallery").field("of", &self.of).finish_non_exhaustive()
    }
}

impl Gallery {
    pub(crate) fn new(wake: Rc<dyn Fn()>) -> Self {
        Self { of: None, slots: Slots::default(), wake }
    }

    /// The pictures of a view, those to be covered by others first; asks for missing ones where the view
    /// `rests`.
    pub(crate) fn hang(
        &mut self,
        ground: Option<&Arc<Ground>>,
        (camera, viewport): (Camera, Viewport),
        rests: bool,
    ) -> Vec<Hung> {
        if self.of.as_ref() != ground {
            self.of = ground.cloned();
            // Whatever is on its way belongs to the list that is gone.
            self.slots = Slots::default();
        }
        let Some(ground) = ground else { return Vec::new() };
        let seen = ground.seen(camera, viewport);
        let Some(level) = seen.first().map(|it| it.z) else { return Vec::new() };
        self.leave(&seen, level);
        if rests {
            for at in &seen {
                self.ask(ground, *at);
            }
        }
        let slots = self.slots.borrow();
        let mut hung: Vec<Hung> = slots
            .iter()
            .filter_map(|(at, slot)| match slot {
                Slot::Here(image) => {
                    Some(Hung { at: *at, corners: ground.corners(*at), image: image.clone() })
                }
                _ => None,
            })
            .collect();
        arrange(&mut hung, |a, b| b.at.z.abs_diff(level).cmp(&a.at.z.abs_diff(level)));
        hung
    }

    /// Lets go of what is neither seen nor near in place and level to what is.
    fn leave(&self, seen: &[TileAt], level: u8) {
        self.slots.borrow_mut().retain(|at, slot| {
            let near =
                at.z.abs_diff(level) <= STANDS_IN && seen.iter().any(|it| overlaps(*it, *at));
            let stays = if at.z == level { seen.contains(at) } else { near };
            match slot {
                Slot::Asked(image) if at.z != level || !stays => {
                    image.set_src("");
                    false
                }
                _ => stays,
            }
        });
    }

    fn ask(&self, ground: &Ground, at: TileAt) {
        if self.slots.borrow().contains_key(&at) {
            return;
        }
        let Ok(image) = HtmlImageElement::new() else { return };
        image.set_src(&ground.address(at));
        self.slots.borrow_mut().insert(at, Slot::Asked(image.clone()));
        let (slots, wake) = (Rc::clone(&self.slots), Rc::clone(&self.wake));
        spawn_local(async move {
            let came = image.decode().await.is_ok();
            if put(&slots, at, if came { Slot::Here(image) } else { Slot::Absent }) {
                wake();
            }
        });
    }
}

/// Puts what came where it is still waited for.
fn put(slots: &Slots, at: TileAt, came: Slot) -> bool {
    match slots.borrow_mut().get_mut(&at) {
        Some(slot @ Slot::Asked(_)) => *slot = came,
        _ => return false,
    }
    true
}
