//! Opening a page in a real Chromium: what is asked before the program runs is taken over by it, and the map that
//! stands in until the GPU is there goes away again; and a page whose server has another opens anew.

use guanlan_tests::{Browser, Server};
use serde_json::Value;

const FACTS: u32 = 20_000;

/// Writes down every address that is asked.
const SPY: &str = r"
window.sent = [];
const send = window.fetch;
window.fetch = (...words) => {
    window.sent.push(String(words[0]));
    return send(...words);
};
";

/// Lets nobody keep an early answer.
const FORGETFUL: &str = r"
Object.defineProperty(window, 'asked', { get: () => ({}), set: () => {} });
";

const PATHS: [&str; 6] =
    ["/", "/?layer=indicator", "/?layer=workload&theme=light", "/?unit=110101", "/desk", "/wall"];

fn open(server: &Server, path: &str, before: &str) -> Browser {
    let browser = Browser::open(1440, 900);
    browser.before_every_page(&[SPY, before].concat());
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element(".map__canvas[data-ready][data-surface=webgl2]");
    browser.wait_for("window.sent.some((it) => it.startsWith('/api/v1/tiles'))");
    browser
}

/// What was asked more than once, and what was asked early for nobody.
fn in_vain(browser: &Browser) -> (Vec<String>, Vec<String>) {
    let script = "const asked = window.sent.filter((it) => it.startsWith('/api/')); \
                  const twice = asked.filter((it, at) => asked.indexOf(it) < at); \
                  return [[...new Set(twice)], Object.keys(window.asked)]";
    let found = browser.run(script, &[]);
    let words = |it: &Value| it.as_array().into_iter().flatten().map(ToString::to_string).collect();
    (words(&found[0]), words(&found[1]))
}

#[test]
fn what_is_asked_before_the_program_runs_is_taken_over_and_nothing_is_asked_twice() {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    for path in PATHS {
        let browser = open(&server, path, "");
        let (twice, left) = in_vain(&browser);
        assert!(twice.is_empty(), "{path}: asked twice: {twice:?}");
        assert!(left.is_empty(), "{path}: asked early for nobody: {left:?}");
    }
}

#[test]
fn a_page_that_forgets_early_answers_asks_for_them_again() {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = open(&server, "/?layer=indicator", FORGETFUL);
    let (twice, _) = in_vain(&browser);
    for path in ["indicators", "scenes/overview", "regions", "figures"] {
        let is_asked = |it: &String| it.contains(&format!("/api/v1/{path}"));
        assert!(twice.iter().any(is_asked), "{path} is not in {twice:?}");
    }
}

#[test]
fn the_map_that_stands_in_for_the_gpu_goes_away_with_its_memory() {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = open(&server, "/", "");
    browser.wait_for_element(".map__early[hidden]");
    let width = "return document.querySelector('.map__early').width";
    assert_eq!(browser.run(width, &[]), 0);
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// What the ground under the map looks like.
const GROUND: &str = "return getComputedStyle(document.body).backgroundImage";

#[test]
fn a_page_is_plain_until_its_map_is_there_and_shaded_then() {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    // The program waits for a word.
    browser.before_every_page(
        "const send = window.fetch; window.fetch = (...words) => String(words[0]).includes('.wasm') \
         ? new Promise((go) => { window.let = () => go(send(...words)); }) : send(...words);",
    );
    browser.go(&format!("{}/", server.url));
    assert_eq!(browser.run(GROUND, &[]), "none");
    browser.wait_for("window.let");
    browser.run("window.let()", &[]);
    browser.wait_for_element(".map__canvas[data-ready]");
    assert!(browser.run(GROUND, &[]).as_str().is_some_and(|it| it.contains("gradient")));
}

/// Lets the test speak with the server's voice.
const VOICE: &str = r"
window.hear = {};
window.EventSource = class {
    addEventListener(kind, listener) { window.hear[kind] = (data) => listener({ data }); }
};
";

#[test]
fn a_page_that_outlives_its_server_loads_the_page_of_the_next() {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = open(&server, "/wall?period=2025", VOICE);
    browser.wait_for("window.hear.page");
    let script = "window.isOld = true; window.hear.page('a'); window.hear.page('a')";
    browser.run(script, &[]);
    assert_eq!(browser.run("return window.isOld", &[]), true, "the same page is left alone");
    browser.run("window.hear.page('b')", &[]);
    browser.wait_for("!window.isOld");
    browser.wait_for_element(".map__canvas[data-ready]");
    assert!(browser.url().contains("period=2025"), "{}", browser.url());
}
