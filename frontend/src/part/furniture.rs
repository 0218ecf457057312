//! Legend, trend and tools on the page → boxes on the map: the city is fitted between them, names are written beside them.
//!
//! Measured, not computed: how high a legend is depends on its words.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::Element;

use crate::map::Frame;
use crate::room::Room;

/// What stands on the map, found again when that may be something else or of another size.
pub(crate) fn covered(room: Room) -> RwSignal<Vec<Frame>> {
    let covered = RwSignal::new(Vec::new());
    Effect::new(move |_| {
        room.stack.track();
        room.screen.track();
        room.scene();
        room.frames.series.get();
        room.state.track();
        request_animation_frame(move || {
            // The map may be gone by then.
            let is_new = |it: &Vec<Frame>| covered.try_with_untracked(|known| known != it);
            if let Some(found) = furniture().filter(|it| is_new(it) == Some(true)) {
                covered.try_set(found);
            }
        });
    });
    covered
}

/// Boxes of what stands on the map, as it is when no hand is near: `None` while one is.
fn furniture() -> Option<Vec<Frame>> {
    let near = ".legend:is(:hover, :focus-within)";
    if document().query_selector(near).ok()?.is_some() {
        return None;
    }
    let map = document().query_selector(".map__canvas").ok()??.get_bounding_client_rect();
    let found = document()
        .query_selector_all(".legend, .panel--trend, .hand, .mapcard__line, .map__note")
        .ok()?;
    let frame = |at: u32| {
        let place = found.item(at)?.dyn_into::<Element>().ok()?.get_bounding_client_rect();
        Some(Frame {
            left: (place.left() - map.left()).floor(),
            top: (place.top() - map.top()).floor(),
            right: (place.right() - map.left()).ceil(),
            bottom: (place.bottom() - map.top()).ceil(),
        })
    };
    Some((0..found.length()).filter_map(frame).collect())
}
