//! The page in a real Chromium: it shows, it opens what is behind a number, it writes no error.

use guanlan_tests::{Browser, Server};

const FACTS: u32 = 20_000;

fn open(path: &str) -> (Server, Browser) {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    browser.go(&format!("{}{path}", server.url));
    (server, browser)
}

#[test]
fn chromium_has_webgl2_with_float_targets() {
    let browser = Browser::open(400, 300);
    let script = "const gl = document.createElement('canvas').getContext('webgl2'); \
                  return gl !== null && gl.getExtension('EXT_color_buffer_float') !== null";
    assert_eq!(browser.run(script, &[]), true);
}

#[test]
fn the_page_shows_a_map_and_writes_no_error() {
    let (_server, browser) = open("/");
    browser.wait_for_element("canvas");
    browser.wait_for("document.body.innerText.includes('演示数据')");
    browser.screenshot("first-page");
    assert_eq!(browser.errors(), Vec::<String>::new());
}
