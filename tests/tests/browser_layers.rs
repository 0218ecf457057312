//! Layers of the map in a real Chromium: side by side, each with its legend; hexagons that follow the zoom;
//! class breaks by method and by hand; an idle map draws nothing.

use std::thread;
use std::time::Duration;

use guanlan_tests::{Browser, Server};
use serde_json::json;

fn open(path: &str) -> (Server, Browser) {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element("canvas[data-ready]");
    browser.wait_for_element(".legend__scale li");
    (server, browser)
}

/// Waits until the canvas says that it shows these layers, back to front.
fn await_layers(browser: &Browser, layers: &str) {
    browser.wait_for(&format!(
        "document.querySelector('.map__canvas').dataset.layers === {}",
        json!(layers)
    ));
}

fn press(browser: &Browser, key: &str) {
    let script = "document.querySelector('.map__canvas').dispatchEvent(\
                  new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))";
    browser.run(script, &[json!(key)]);
}

#[test]
fn entities_a_surface_and_districts_stand_on_one_map_each_with_its_own_legend() {
    let (_server, browser) = open("/?layers=points,heat:complaints@0.6,fill:I02");
    await_layers(&browser, "fills heat borders points");
    assert_eq!(browser.count(".legend"), 3);
    let legends = browser.text(".legends");
    assert!(legends.contains("监管对象点") && legends.contains("带宽 1500 米"), "{legends}");
    browser.screenshot("layers");
    browser.run("document.querySelector('.legend:nth-child(2) .tools__show').click()", &[]);
    await_layers(&browser, "fills borders points");
    assert!(browser.url().contains("heat:complaints.off@0.60"), "{}", browser.url());
    browser.run("document.querySelector('.legend:nth-child(2) .tools__remove').click()", &[]);
    browser.wait_for("document.querySelectorAll('.legend').length === 2");
    browser.back();
    browser.wait_for("document.querySelectorAll('.legend').length === 3");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn hexagons_become_finer_with_the_zoom_and_an_idle_map_draws_nothing() {
    let (_server, browser) = open("/");
    await_layers(&browser, "fills hexes borders");
    assert!(!browser.text(".legend__base").contains("H3 8 级"));
    for _ in 0..3 {
        press(&browser, "+");
    }
    browser.wait_for("document.querySelector('.legend__base').innerText.includes('H3 8 级')");
    let drawn = || browser.run("return document.querySelector('.map__canvas').dataset.drawn", &[]);
    // What comes late on a busy machine is drawn; then the map rests.
    let mut idle = drawn();
    let rested = (0..10).any(|_| {
        thread::sleep(Duration::from_secs(2));
        std::mem::replace(&mut idle, drawn()) == idle
    });
    assert!(rested, "pictures are drawn though nothing changes");
    press(&browser, "ArrowLeft");
    browser.wait_for(&format!("document.querySelector('.map__canvas').dataset.drawn !== {idle}"));
}

#[test]
fn class_breaks_follow_a_method_and_can_be_typed() {
    let (_server, browser) = open("/?layer=indicator&breaks=quantile:4");
    browser.wait_for("document.querySelector('.legend__method').innerText.includes('分位数')");
    assert_eq!(browser.count(".legend__scale li"), 4);
    browser.run("document.querySelector('.tools__settings').click()", &[]);
    browser.wait_for_element(".settings__limit");
    let typed = "const field = document.querySelector('.settings__limit'); field.value = '12.5'; \
                 field.dispatchEvent(new Event('change', {bubbles: true}))";
    browser.run(typed, &[]);
    browser.wait_for("document.querySelector('.legend__method').innerText.includes('自定')");
    browser.wait_for("document.querySelector('.legend__scale').innerText.includes('12.5')");
    assert!(browser.url().contains("breaks=0.125,"), "{}", browser.url());
    browser.reload();
    browser.wait_for_element(".legend__scale li");
    assert!(browser.text(".legend__scale").contains("12.5"), "the address holds the breaks");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// The first answer of values alone stands on a list that the page does not hold.
const OTHER_LIST: &str = r"
window.sent = [];
window.altered = 0;
const send = window.fetch;
window.fetch = async (...words) => {
    const url = String(words[0]);
    window.sent.push(url);
    const answer = await send(...words);
    if (!url.includes('&known=') || window.altered > 0) return answer;
    window.altered += 1;
    const bytes = new Uint8Array(await answer.arrayBuffer());
    bytes[6] ^= 1;
    return new Response(bytes, { status: 200, headers: answer.headers });
};
";

#[test]
fn values_that_stand_on_a_list_which_the_page_does_not_hold_are_asked_for_again_with_their_list() {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    browser.before_every_page(OTHER_LIST);
    browser.go(&format!("{}/?layer=workload&period=2026", server.url));
    browser.wait_for("document.querySelector('.foot').innerText.includes('✓')");
    browser.click(".switch__one:nth-child(3)");
    browser.wait_for("window.altered === 1");
    let named = "window.sent.find(it => it.includes('&known='))";
    browser.wait_for(&format!("window.sent.includes({named}.split('&known=')[0])"));
    browser.wait_for("document.querySelector('.legend__title').innerText.includes('投诉')");
    browser.wait_for("document.querySelector('.foot').innerText.includes('✓')");
    await_layers(&browser, "fills hexes borders");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn hot_cells_and_shrunk_rates_say_what_they_are() {
    let (_server, browser) = open("/?layers=hot:complaints,fill:I02.shrunk");
    await_layers(&browser, "fills hexes borders");
    let titles = browser.text(".legends");
    assert!(titles.contains("冷热点") && titles.contains("收缩估计"), "{titles}");
    assert!(browser.text(".legend__scale").contains("+99%"));
    browser.screenshot("hot-and-shrunk");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// Puts the legend where the note is and says which of them is seen there.
const SEEN: &str = "const tip = document.querySelector('.tip'), legend = document.querySelector('.legend'); \
    const at = tip.getBoundingClientRect(); \
    const style = {position: 'fixed', left: `${at.left}px`, top: `${at.top}px`, width: `${at.width}px`, \
        height: `${at.height}px`, 'max-width': 'none'}; \
    for (const [name, value] of Object.entries(style)) legend.style.setProperty(name, value); \
    tip.style.pointerEvents = legend.style.pointerEvents = 'auto'; \
    const seen = document.elementFromPoint(at.left + at.width / 2, at.top + at.height / 2); \
    return seen.closest('.tip, .legend').classList[0]";

#[test]
fn the_note_at_the_pointer_stands_above_the_legend() {
    let (_server, browser) = open("/?layers=workload,fill:");
    await_layers(&browser, "fills hexes borders");
    browser.wait_for_element(".legend__scale li");
    for x in [720, 724] {
        let moved = serde_json::json!({"type": "mouseMoved", "x": x, "y": 450});
        browser.devtools("Input.dispatchMouseEvent", &moved);
    }
    browser.wait_for_element(".tip");
    assert_eq!(browser.run(SEEN, &[]), "tip");
    let apart = "document.querySelector('.theatre').style.position = 'fixed'; ";
    assert_eq!(browser.run(&[apart, SEEN].concat(), &[]), "legend", "in a context of its own");
}

#[test]
fn a_list_of_cells_travels_once_and_values_alone_after_it() {
    let (_server, browser) = open("/?layer=workload&period=2026");
    browser.wait_for("document.querySelector('.foot').innerText.includes('✓')");
    let cells =
        "performance.getEntriesByType('resource').filter(it => it.name.includes('/cells?'))";
    browser.wait_for(&format!("{cells}.length >= 1"));
    browser.click(".switch__one:nth-child(3)");
    browser.wait_for_element(".switch__one:nth-child(3)[aria-current=true]");
    browser.wait_for(&format!(
        "{cells}.some(it => it.name.includes('layer=complaints') && it.name.includes('&known='))"
    ));
    browser.wait_for("document.querySelector('.legend__title').innerText.includes('投诉')");
    browser.wait_for("document.querySelector('.foot').innerText.includes('✓')");
    await_layers(&browser, "fills hexes borders");
    assert_eq!(browser.errors(), Vec::<String>::new());
}
