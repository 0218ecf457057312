//! Hexagons chosen by hand in a real Chromium: by box, loop and key; the sum opens exactly its records, the choice is
//! in the address, and the map can be kept as a picture.

use guanlan_tests::{Browser, Server};
use serde_json::json;

fn open(path: &str) -> (Server, Browser) {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element(".map__canvas[data-ready]");
    browser.wait_for_element(".legend__scale li");
    (server, browser)
}

/// Drags a finger over shares of the map's width and height.
fn drag(browser: &Browser, way: &[(f64, f64)]) {
    let script = "const canvas = document.querySelector('.map__canvas'), box = canvas.getBoundingClientRect(); \
                  const way = arguments[0], tell = (kind, [x, y]) => canvas.dispatchEvent(new PointerEvent(kind, \
                  {pointerId: 1, button: 0, bubbles: true, clientX: box.left + x * box.width, \
                  clientY: box.top + y * box.height})); \
                  canvas.setPointerCapture = () => {}; tell('pointerdown', way[0]); \
                  way.forEach(at => tell('pointermove', at)); tell('pointerup', way.at(-1));";
    browser.run(script, &[json!(way)]);
}

fn press(browser: &Browser, key: &str) {
    let script = "document.querySelector('.map__canvas').dispatchEvent(\
                  new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))";
    browser.run(script, &[json!(key)]);
}

#[test]
fn a_box_sums_its_hexagons_and_opens_exactly_their_records() {
    let (_server, browser) = open("/?layer=workload&period=2026");
    browser.click(".hand button:nth-child(2)");
    drag(&browser, &[(0.40, 0.45), (0.50, 0.60), (0.60, 0.75)]);
    browser.wait_for_element(".chosen .count");
    let sum = browser.text(".chosen .count");
    assert_ne!(sum, "0", "the middle of the city has work");
    assert_eq!(sum, browser.text(".chosen b"));
    browser.screenshot("chosen-box");
    browser.click(".chosen .count");
    browser.wait_for_element(".sheet__total b");
    assert_eq!(browser.text(".sheet__total b"), sum);
    browser.back();
    browser.wait_for("document.querySelector('.sheet') === null");
    browser.run("location.reload()", &[]);
    browser.wait_for_element(".chosen .count");
    assert_eq!(browser.text(".chosen .count"), sum, "the choice is in the address");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_loop_holds_less_than_the_box_round_it_and_escape_lets_go() {
    let (_server, browser) = open("/?layer=workload&period=2026");
    let number = |browser: &Browser| -> i64 {
        browser.text(".chosen .count").replace(',', "").parse().unwrap()
    };
    press(&browser, "b");
    browser.wait_for_element(".chosen .count");
    let by_key = number(&browser);
    press(&browser, "Escape");
    browser.wait_for("document.querySelector('.chosen') === null");
    browser.click(".hand button:nth-child(3)");
    drag(&browser, &[(0.42, 0.55), (0.50, 0.50), (0.58, 0.55), (0.50, 0.62)]);
    browser.wait_for_element(".chosen .count");
    let by_loop = number(&browser);
    assert!(0 < by_loop && by_loop < by_key, "{by_loop} of {by_key}");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn the_map_is_kept_as_a_picture_that_names_unit_and_period() {
    let (_server, browser) = open("/?period=2026");
    browser.click(".hand__print");
    browser.wait_for_element(".map__canvas[data-printed='guanlan-110000-2026.png']");
    assert_eq!(browser.errors(), Vec::<String>::new());
}
