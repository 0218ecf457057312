//! What opened a sheet → where the focus goes when the sheet is closed.
//!
//! The page behind a sheet is written anew while the sheet lies over it, so that an element is found again by what it
//! says of itself: its link or its name. Where it is gone, the focus goes to the place one has come to.

use std::cell::RefCell;

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use crate::state::Page;

/// What takes the focus of a sheet: its cross; on the desk the sheet itself.
const SHEET: &str = ".sheet__close, .desk__sheet";
/// The last breadcrumb.
const PLACE: &str = ".crumbs li:last-child a";

thread_local! {
    /// How to find again what opened the sheet.
    static OPENER: RefCell<String> = const { RefCell::new(String::new()) };
}

/// One page follows another: to be called before the second is written.
pub(crate) fn turn(before: &Page, next: &Page) {
    match (before.is_sheet(), next.is_sheet()) {
        (false, true) => {
            let opener = document().active_element().and_then(|it| selector(&it));
            OPENER.set(opener.unwrap_or_default());
            once_written(|| {
                give(SHEET);
            });
        }
        (true, false) => {
            let opener = OPENER.take();
            once_written(move || {
                if !give(&opener) {
                    give(PLACE);
                }
            });
        }
        _ => {}
    }
}

/// Parts are written after the state has changed, and on the desk one inside the other.
fn once_written(act: impl FnOnce() + 'static) {
    request_animation_frame(|| request_animation_frame(act));
}

/// By its link and its kind, else its name; a map is the only one.
fn selector(element: &Element) -> Option<String> {
    let by = |name: &str| {
        let value = element.get_attribute(name)?;
        let is_plain = !value.contains(['"', '\\']);
        is_plain.then(|| ["[", name, "=\"", &value, "\"]"].concat())
    };
    let link = || Some([by("href")?, by("class").unwrap_or_default()].concat());
    let map = || (element.tag_name() == "CANVAS").then(|| "canvas".to_owned());
    link().or_else(|| by("id")).or_else(map)
}

/// Whether there was anything to give it to.
fn give(selector: &str) -> bool {
    let found = document().query_selector(selector).ok().flatten();
    let found = found.and_then(|it| it.dyn_into::<HtmlElement>().ok());
    found.is_some_and(|it| it.focus().is_ok())
}
