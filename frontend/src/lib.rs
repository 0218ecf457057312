//! The page: frames of the server → what a person sees, in one WebAssembly program.
//!
//! Last arrows of the strip. The address holds the state ([`state`]), the server's frames are fetched for
//! it ([`frames`]), and everything on the screen is derived from the two: [`face`] says in words and lengths
//! what a frame looks like, [`part`] prints it. Nothing here computes a figure.

#![expect(
    unreachable_pub,
    reason = "the component macro makes the properties of every component `pub`"
)]
#![expect(clippy::absolute_paths, reason = "the view macro writes whole paths")]

pub mod map;

mod arrange;
mod chart;
mod choice;
mod escape;
mod face;
mod focus;
mod format;
mod frames;
mod layer;
mod live;
mod location;
mod markup;
mod page;
mod part;
mod percent;
mod question;
mod room;
mod screen;
mod stack;
mod state;
mod text;

/// Puts the page into the document, in place of the skeleton that stood there while the program loaded.
///
/// A build for measuring has no page: its harness drives the map alone.
pub fn start() {
    console_error_panic_hook::set_once();
    if !cfg!(feature = "bench") {
        page::mount();
    }
}
