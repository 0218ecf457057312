//! Between DOM and stage: one owner of the stage, one frame asked for at a time, sizes watched, the GPU taken when
//! there is time for it.

use std::{cell::RefCell, rc::Rc, time::Duration};

use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, prelude::Closure};
use web_sys::{
    Element, Event, HtmlCanvasElement, KeyboardEvent, MouseEvent, PointerEvent, ResizeObserver,
    WheelEvent,
};

use crate::map::{
    input::{HOLD_MS, Pixel},
    stage::{Notice, SETTLED_MS, Stage},
};

/// A pointer that cannot be seen before it presses, as the DOM names it.
const TOUCH: &str = "touch";
const BLUR: &str = "blur";
/// The GPU is taken after so long even when there is nothing to show: answers may be on a long way.
const GPU_PATIENCE: Duration = Duration::from_secs(1);

/// The stage of a mounted map; nothing before it is mounted and after it is gone.
#[derive(Clone, Copy)]
pub(super) struct Alive {
    stage: StoredValue<Option<Rc<RefCell<Stage>>>, LocalStorage>,
    /// A frame has been asked for and not yet drawn.
    waiting: StoredValue<bool>,
    /// Somebody will look whether the hand has left the map.
    settling: StoredValue<bool>,
    tell: Callback<Notice>,
}

impl Alive {
    pub(super) fn new(tell: Callback<Notice>) -> Self {
        Self {
            stage: StoredValue::new_local(None),
            waiting: StoredValue::new(false),
            settling: StoredValue::new(false),
            tell,
        }
    }

    /// Does something with the stage, tells the page what came of it, and asks for a frame.
    pub(super) fn with(self, act: impl FnOnce(&mut Stage) -> Option<Notice>) {
        let Some(stage) = self.stage.try_get_value().flatten() else { return };
        // The page is told after the stage is free again: it may answer with other wishes.
        let acted = stage.try_borrow_mut().ok().map(|mut stage| [act(&mut stage), stage.news()]);
        self.ask_for_frame();
        for notice in acted.into_iter().flatten().flatten() {
            self.tell.run(notice);
        }
    }

    /// The same where there is nothing to tell.
    pub(super) fn act(self, act: impl FnOnce(&mut Stage)) {
        self.with(|stage| {
            act(stage);
            None
        });
    }

    /// As [`Self::with`], building the stage if there is none.
    pub(super) fn with_or(
        self,
        build: impl FnOnce() -> Stage,
        act: impl FnOnce(&mut Stage) -> Option<Notice>,
    ) {
        self.stage.update_value(|stage| {
            stage.get_or_insert_with(|| {
                self.take_gpu_after(GPU_PATIENCE);
                Rc::new(RefCell::new(build()))
            });
        });
        self.with(act);
    }

    fn ask_for_frame(self) {
        if self.waiting.try_get_value() == Some(false) {
            self.waiting.set_value(true);
            request_animation_frame(move || self.frame());
        }
    }

    fn frame(self) {
        let Some(stage) = self.stage.try_get_value().flatten() else { return };
        self.waiting.set_value(false);
        let drawn = stage.try_borrow_mut().ok().map(|mut stage| (stage.frame(), stage.news()));
        let Some((more, news)) = drawn else { return };
        if more {
            self.ask_for_frame();
        }
        if stage.try_borrow().is_ok_and(|it| it.awaits_gpu()) {
            // Once the browser has begun the frame after the next, this one is on the screen.
            request_animation_frame(move || {
                request_animation_frame(move || self.take_gpu_after(Duration::ZERO));
            });
        }
        self.await_rest();
        if let Some(notice) = news {
            self.tell.run(notice);
        }
    }

    fn take_gpu_after(self, delay: Duration) {
        let take = move || {
            self.act(Stage::take_gpu);
            request_animation_frame(shade);
        };
        set_timeout(take, delay);
    }
}

/// The map is there: the rest of the page may now look its best.
fn shade() {
    if let Some(root) = document().document_element() {
        root.remove_attribute("data-plain").ok();
    }
}

impl Alive {
    /// Tells the page where the hand has left the map, when it has.
    fn await_rest(self) {
        let stage = self.stage.try_get_value().flatten();
        let moving = stage.is_some_and(|it| it.try_borrow().is_ok_and(|it| it.is_moving()));
        if moving && self.settling.try_get_value() == Some(false) {
            self.settling.set_value(true);
            set_timeout(move || self.rest(), Duration::from_millis(SETTLED_MS));
        }
    }

    fn rest(self) {
        // `Some` when the map is gone.
        if self.settling.try_set_value(false).is_none() {
            self.with(Stage::settle);
            self.await_rest();
        }
    }
}

/// A hand on the map.
impl Alive {
    /// A finger has come: if it lies still, it asks what is there.
    pub(super) fn await_hold(self, event: &PointerEvent) {
        if event.pointer_type() == TOUCH {
            let stage = self.stage.try_get_value().flatten();
            let press = stage.and_then(|it| Some(it.try_borrow().ok()?.presses()));
            let ask = move || self.with(|stage| stage.hold(press?));
            set_timeout(ask, Duration::from_millis(HOLD_MS));
        }
    }

    /// The keyboard has gone elsewhere, or a list of the browser's would come: a finger that asks wants none.
    fn heard(self, event: &Event) {
        self.with(|stage| {
            if event.type_() == BLUR {
                return stage.forget_cursor();
            }
            if stage.is_held() {
                event.prevent_default();
            }
            None
        });
    }

    /// The pointer has gone; a finger that is lifted leaves its note to be read.
    pub(super) fn left(self, event: &PointerEvent) {
        if event.pointer_type() != TOUCH {
            self.with(|stage| stage.look(None));
        }
    }
}

/// Tells the stage when its element has another size; stops when dropped.
pub(super) struct Sized {
    observer: ResizeObserver,
    _changed: Closure<dyn FnMut()>,
    _heard: Closure<dyn FnMut(Event)>,
}

impl Sized {
    /// `None` where the browser has no observer: then only the window's size is followed.
    pub(super) fn watch(canvas: &HtmlCanvasElement, alive: Alive) -> Option<Self> {
        let changed = Closure::<dyn FnMut()>::new(move || alive.act(Stage::spoil));
        let observer = ResizeObserver::new(changed.as_ref().unchecked_ref()).ok()?;
        observer.observe(canvas);
        let heard = Closure::<dyn FnMut(Event)>::new(move |event: Event| alive.heard(&event));
        for name in [BLUR, "contextmenu"] {
            canvas.add_event_listener_with_callback(name, heard.as_ref().unchecked_ref()).ok()?;
        }
        Some(Self { observer, _changed: changed, _heard: heard })
    }
}

impl Drop for Sized {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Where an event happened, CSS pixels from the canvas's corner.
pub(super) fn pixel(event: &MouseEvent) -> Pixel {
    (event.offset_x().into(), event.offset_y().into())
}

/// Keeps the pointer's events coming while it is down, wherever it goes.
pub(super) fn capture(event: &PointerEvent) {
    let element = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
    if let Some(element) = element {
        element.set_pointer_capture(event.pointer_id()).ok();
    }
}

/// On a page that scrolls, a wheel turns the map only when it has the focus or Ctrl is down.
pub(super) fn is_for_map(event: &WheelEvent) -> bool {
    let scrolls =
        document().document_element().is_some_and(|it| it.scroll_height() > it.client_height() + 1);
    let canvas = event.current_target().and_then(|it| it.dyn_into::<Element>().ok());
    !scrolls || event.ctrl_key() || (canvas.is_some() && canvas == document().active_element())
}

/// Keys pressed with a modifier belong to browser and page.
pub(super) fn is_shortcut(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.alt_key() || event.meta_key()
}
