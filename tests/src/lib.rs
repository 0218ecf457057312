//! What tests from outside need: the real server, plain HTTP, a real browser.
//!
//! Tests here know the product as a stranger does: a binary, its addresses and its page. Nothing is
//! linked but the words on the wire. A broken test environment panics with what is missing.

mod browser;
mod http;
mod picture;
mod place;
mod server;

pub use browser::{Browser, PATIENCE};
pub use http::{Answer, Client};
pub use picture::png_from_base64;
pub use place::{Folder, copied_pack, guanlan, repository, screens};
pub use server::{Server, guanlan_command, guanlan_with_pack};
