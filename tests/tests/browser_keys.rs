//! Keyboard and focus in a real Chromium: a sheet gives the focus back to what opened it, and Escape takes one step
//! back at a time, up to the whole deployment.

use guanlan_tests::{Browser, Server};
use serde_json::json;

fn open(path: &str) -> (Server, Browser) {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    go(&server, &browser, path);
    (server, browser)
}

fn go(server: &Server, browser: &Browser, path: &str) {
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element(".crumbs a");
    browser.wait_for_element(".map__canvas[data-ready]");
}

/// Presses a key where the focus is.
fn press(browser: &Browser, key: &str) {
    let script = "document.activeElement.dispatchEvent(\
                  new KeyboardEvent('keydown', {key: arguments[0], bubbles: true, cancelable: true}))";
    browser.run(script, &[json!(key)]);
}

fn focus_map(browser: &Browser) {
    browser.run("document.querySelector('.map__canvas').focus()", &[]);
}

fn await_unit(browser: &Browser, unit: Option<&str>) {
    browser.wait_for(&format!(
        "(new URLSearchParams(location.search).get('unit') ?? 'none') === {}",
        json!(unit.unwrap_or("none"))
    ));
}

/// Opens what a link leads to, closes it by `close`, and finds the focus on the link again.
fn comes_back(browser: &Browser, link: &str, close: &dyn Fn(&Browser)) {
    browser.wait_for_element(link);
    browser.click(link);
    browser.wait_for("document.activeElement.matches('.sheet__close, .desk__sheet')");
    close(browser);
    browser
        .wait_for(&format!("document.activeElement === document.querySelector({})", json!(link)));
}

#[test]
fn a_closed_sheet_gives_the_focus_back_to_the_number_that_opened_it() {
    let (server, browser) = open("/?period=2026");
    let number = ".card:nth-child(2) .base .count:last-child";
    comes_back(&browser, number, &|it| press(it, "Escape"));
    comes_back(&browser, number, &|it| it.click(".sheet__close"));
    comes_back(&browser, ".panel--quality .panel__note a", &Browser::back);
    go(&server, &browser, "/desk?period=2026");
    comes_back(&browser, ".card:nth-child(2) .base .count:last-child", &|it| press(it, "Escape"));
    // Without an opener the focus goes to where one has come to.
    go(&server, &browser, "/?unit=110105&view=batches");
    press(&browser, "Escape");
    browser
        .wait_for("document.activeElement === document.querySelector('.crumbs li:last-child a')");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn escape_closes_one_thing_at_a_time_and_then_goes_one_level_up() {
    let (_server, browser) = open("/?unit=110105&layer=workload&period=2026");
    browser.wait_for_element(".legend__scale li");
    focus_map(&browser);
    press(&browser, "PageDown");
    browser.wait_for_element(".tip");
    press(&browser, "b");
    browser.wait_for_element(".chosen .count");
    press(&browser, "Escape");
    browser.wait_for("document.querySelector('.chosen') === null");
    press(&browser, "PageDown");
    browser.wait_for_element(".tip");
    press(&browser, "Escape");
    browser.wait_for("document.querySelector('.tip') === null");
    await_unit(&browser, Some("110105"));
    browser.click(".card .base .count:first-child");
    browser.wait_for_element(".sheet__close:focus");
    press(&browser, "Escape");
    browser.wait_for("document.querySelector('.sheet') === null");
    await_unit(&browser, Some("110105"));
    press(&browser, "Escape");
    await_unit(&browser, None);
    browser.wait_for("document.querySelectorAll('.crumbs li').length === 1");
    press(&browser, "Escape");
    await_unit(&browser, None);
    browser.back();
    await_unit(&browser, Some("110105"));
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn escape_in_a_street_goes_to_its_district_and_in_a_field_nowhere() {
    let (_server, browser) = open("/desk?unit=110105&period=2026");
    browser.wait_for_element(".units__row .units__name a");
    browser.click(".units__row .units__name a");
    browser.wait_for("document.querySelectorAll('.crumbs li').length === 3");
    browser.click("#own-period");
    browser.wait_for_element(".custom[open] input");
    browser.run("document.querySelector('.custom input').focus()", &[]);
    press(&browser, "Escape");
    assert_eq!(browser.count(".custom[open]"), 1, "a field has an Escape of its own");
    browser.run("document.querySelector('#own-period').focus()", &[]);
    press(&browser, "Escape");
    assert_eq!(browser.count(".custom[open]"), 0);
    assert_eq!(browser.count(".crumbs li"), 3);
    press(&browser, "Escape");
    await_unit(&browser, Some("110105"));
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// A key of a real keyboard.
fn strike(browser: &Browser, key: &str) {
    for kind in ["keyDown", "keyUp"] {
        browser.devtools("Input.dispatchKeyEvent", &json!({"type": kind, "key": key}));
    }
}

#[test]
fn arrows_move_a_cross_hair_over_the_map_and_enter_opens_what_its_note_names() {
    let (_server, browser) = open("/?unit=110105&layer=workload&period=2026");
    browser.wait_for_element(".legend__scale li");
    focus_map(&browser);
    strike(&browser, "ArrowRight");
    browser.wait_for_element(".tip");
    let told = "return getComputedStyle(document.querySelector('.theatre'), '::after').content";
    assert!(browser.run(told, &[]).to_string().contains("Enter"), "the keys are told");
    // Some steps on, another note.
    let first = browser.text(".tip");
    let moved = (0..12).any(|_| {
        strike(&browser, "ArrowDown");
        std::thread::sleep(std::time::Duration::from_millis(200));
        browser.count(".tip") == 1 && browser.text(".tip") != first
    });
    assert!(moved, "the cross-hair stands still: {first}");
    let name = browser.text(".tip b").replace("（推算范围）", "");
    browser.screenshot("cross-hair");
    strike(&browser, "Enter");
    browser.wait_for(&format!(
        "document.querySelector('.crumbs li:last-child').innerText === {}",
        json!(name)
    ));
    browser.wait_for("document.querySelector('.tip') === null");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_finger_that_lies_still_reads_the_note_and_one_that_taps_drills() {
    let (_server, browser) = open("/?layer=indicator&period=2026");
    browser.devtools("Emulation.setTouchEmulationEnabled", &json!({"enabled": true}));
    browser.wait_for_element(".legend__scale li");
    let touch = |kind: &str| {
        let fingers = if kind == "touchEnd" { json!([]) } else { json!([{"x": 720, "y": 450}]) };
        let event = json!({"type": kind, "touchPoints": fingers});
        browser.devtools("Input.dispatchTouchEvent", &event);
    };
    touch("touchStart");
    browser.wait_for_element(".tip");
    assert!(browser.text(".tip").contains(" / "), "{}", browser.text(".tip"));
    touch("touchEnd");
    std::thread::sleep(std::time::Duration::from_millis(400));
    assert_eq!(browser.count(".tip"), 1, "the finger is gone, the note can be read");
    await_unit(&browser, None);
    touch("touchStart");
    touch("touchEnd");
    browser.wait_for("new URLSearchParams(location.search).has('unit')");
    assert_eq!(browser.count(".tip"), 0);
    assert_eq!(browser.errors(), Vec::<String>::new());
}
