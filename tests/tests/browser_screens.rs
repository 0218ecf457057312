//! The same page on the screens it hangs on: type that is read from the middle of a room, and no word cut off.

use guanlan_tests::{Browser, Server};
use serde_json::{Value, json};

/// Height of every text that is seen, in CSS pixels of the screen, with its words.
const TYPE: &str = "const found = []; \
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); \
    for (let text; (text = walk.nextNode());) { \
        const at = text.parentElement, words = text.textContent.trim(); \
        if (!words || !at.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue; \
        const svg = at.closest('svg'), drawn = svg?.viewBox.baseVal.width; \
        const zoom = drawn ? svg.getBoundingClientRect().width / drawn : 1; \
        found.push([parseFloat(getComputedStyle(at).fontSize) * zoom, words]); \
    } \
    return found;";

fn open(server: &Server, path: &str, (width, height): (u32, u32)) -> Browser {
    let browser = Browser::open(width, height);
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element(".map__canvas[data-ready]");
    browser.wait_for_element(".legend__scale li");
    browser.wait_for_element(".chart svg");
    browser
}

fn served() -> Server {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    server
}

#[test]
fn no_text_of_a_wall_is_smaller_than_a_seventy_seventh_of_its_height_and_larger_on_a_wide_one() {
    let server = served();
    for (size, least) in [((1920, 1080), 14.0), ((3840, 2160), 14.0), ((3840, 1080), 18.0)] {
        for path in ["/wall?rotate=0", "/wall?rotate=0&layer=indicator&lang=en&theme=light"] {
            let browser = open(&server, path, size);
            let found = browser.run(TYPE, &[]);
            let found = found.as_array().expect("texts");
            assert!(found.len() > 100, "{} texts", found.len());
            for text in found {
                let px = text[0].as_f64().expect("pixels") * 1080.0 / f64::from(size.1);
                assert!(px >= least - 0.01, "{path} at {size:?}: {px} px for {}", text[1]);
            }
            browser.screenshot(&format!("wall-{}x{}", size.0, size.1));
            assert_eq!(browser.errors(), Vec::<String>::new());
        }
    }
    let browser = open(&server, "/wall?rotate=0", (1920, 1080));
    browser.run("document.querySelector('.card__id').style.fontSize = '13px'", &[]);
    let is_small = |it: &Value| it[0] == json!(13);
    assert!(browser.run(TYPE, &[]).as_array().expect("texts").iter().any(is_small));
}
