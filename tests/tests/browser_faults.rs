//! What the map does when something fails or is missing, and without a mouse, in a real Chromium.
//!
//! Pictures are compared by their pixels on a grid fine enough to meet every district and every hexagon.
//! `GUANLAN_LOSSES=200` loses the context as often as that instead of 20 times.

#[path = "browser_faults/picture.rs"]
mod picture;

use guanlan_tests::{Browser, Folder, Server, copied_pack, guanlan_with_pack};
use picture::{Moved, Picture};
use serde_json::{Value, json};
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

const MANY_LAYERS: &str = "/?layers=points,heat:complaints@0.6,hot:complaints,fill:I02";
/// Without glow, whose width does not grow with the map.
const AREAS: &str = "/?layers=fill:I02&theme=light";

/// Shows where the program's memory is.
const SPY: &str = "for (const name of ['instantiate', 'instantiateStreaming']) {
    const plain = WebAssembly[name];
    WebAssembly[name] = async (...args) => {
        const made = await plain.apply(WebAssembly, args);
        window.programMemory = (made.instance ?? made).exports.memory;
        return made;
    };
}";

fn served() -> Server {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    server
}

fn open(server: &Server, path: &str, before: &str) -> Browser {
    let browser = Browser::open(1440, 900);
    browser.before_every_page(before);
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element("canvas[data-ready]");
    browser.wait_for_element(".legend__scale li");
    settle(&browser);
    browser
}

/// Waits until nothing has been drawn for a while.
fn settle(browser: &Browser) {
    let drawn = || browser.run("return document.querySelector('.map__canvas').dataset.drawn", &[]);
    let mut before = drawn();
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(400));
        let now = drawn();
        if now == before {
            return;
        }
        before = now;
    }
    panic!("the map never comes to rest");
}

/// Loses the context, and gives it back.
fn lose(browser: &Browser) {
    let script = "const canvas = document.querySelector('.map__canvas'); \
                  window.loser ??= canvas.getContext('webgl2').getExtension('WEBGL_lose_context'); \
                  window.loser.loseContext()";
    browser.run(script, &[]);
    browser.wait_for_element(".map__canvas[data-surface=lost]");
    browser.run("window.loser.restoreContext()", &[]);
}

/// What the page holds after a clean-up: bytes of the program, bytes of scripts, listeners.
fn held(browser: &Browser) -> [f64; 3] {
    browser.devtools("HeapProfiler.collectGarbage", &json!({}));
    let program = browser.run("return window.programMemory.buffer.byteLength", &[]);
    let scripts = browser.devtools("Runtime.getHeapUsage", &json!({}));
    let counters = browser.devtools("Memory.getDOMCounters", &json!({}));
    [&program, &scripts["usedSize"], &counters["jsEventListeners"]]
        .map(|it| it.as_f64().expect("a number"))
}

fn key(browser: &Browser, name: &str) {
    for kind in ["keyDown", "keyUp"] {
        // With Shift, arrows move the map.
        let modifiers = if name.starts_with("Arrow") { 8 } else { 0 };
        let event = json!({"type": kind, "key": name, "modifiers": modifiers});
        browser.devtools("Input.dispatchKeyEvent", &event);
    }
    settle(browser);
}

fn touch(browser: &Browser, kind: &str, fingers: &[(i32, i32)]) {
    let finger = |(id, &(x, y)): (usize, &(i32, i32))| json!({"x": x, "y": y, "id": id});
    let points: Vec<Value> = fingers.iter().enumerate().map(finger).collect();
    let event = json!({"type": kind, "touchPoints": points});
    browser.devtools("Input.dispatchTouchEvent", &event);
}

#[test]
fn a_context_lost_many_times_comes_back_with_the_same_picture_and_nothing_piles_up() {
    let losses = env::var("GUANLAN_LOSSES").ok().and_then(|it| it.parse().ok()).unwrap_or(20_u32);
    let server = served();
    let browser = open(&server, MANY_LAYERS, SPY);
    browser.wait_for(
        "document.querySelector('.map__canvas').dataset.layers === 'fills hexes heat borders points'",
    );
    settle(&browser);
    let first = Picture::of(&browser);
    assert!(first.colours() > 40, "{} colours are no map", first.colours());
    browser.screenshot("before-loss");
    for round in 0..losses {
        lose(&browser);
        browser.wait_for_element(".map__canvas[data-surface=webgl2]");
        let again = Picture::of(&browser);
        assert_eq!(again.unlike(&first), 0, "round {round}: pixels of another colour");
    }
    browser.screenshot("after-loss");
    // Without reading pictures, which the driver keeps for a while.
    let [program, scripts, listeners] = held(&browser);
    for _ in 0..losses {
        lose(&browser);
        browser.wait_for_element(".map__canvas[data-surface=webgl2]");
        settle(&browser);
    }
    let [program_now, scripts_now, listeners_now] = held(&browser);
    assert!(program_now <= program, "{program} bytes became {program_now}");
    let room = scripts + 20e3 * f64::from(losses);
    assert!(scripts_now < room, "{scripts} bytes became {scripts_now}");
    assert!(listeners_now <= listeners, "{listeners} listeners became {listeners_now}");
    assert_eq!(browser.count("[data-error]"), 0);
}

#[test]
fn a_page_that_does_not_hear_of_the_return_stays_with_the_flat_map() {
    let server = served();
    // The control: without the listener the comparison above cannot pass.
    let deaf =
        "addEventListener('webglcontextrestored', it => it.stopImmediatePropagation(), true)";
    let browser = open(&server, AREAS, deaf);
    lose(&browser);
    thread::sleep(Duration::from_secs(2));
    assert_eq!(browser.count(".map__canvas[data-surface=lost]"), 1);
    assert!(Picture::of_letters(&browser).colours() > 20, "districts are drawn flat meanwhile");
    browser.screenshot("context-lost");
}

#[test]
fn without_webgl2_districts_are_drawn_flat_and_the_page_says_so() {
    let server = served();
    let none = "const plain = HTMLCanvasElement.prototype.getContext; \
                HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { \
                return kind === 'webgl2' ? null : plain.call(this, kind, ...rest) }";
    let browser = open(&server, AREAS, none);
    assert_eq!(browser.count(".map__canvas[data-surface=flat]"), 1);
    assert!(browser.text(".map__note").contains("不支持 WebGL2"), "{}", browser.text(".map__note"));
    // What stands in the middle of the note is the note: nothing lies over it.
    let is_seen = "const note = document.querySelector('.map__note').getBoundingClientRect(); \
                   const around = document.elementsFromPoint(note.x + note.width / 2, note.y + note.height / 2); \
                   return around[0].className";
    assert_eq!(browser.run(is_seen, &[]), "map__note");
    assert!(Picture::of_letters(&browser).colours() > 20);
    browser.screenshot("no-webgl2");
    browser.click_at(720, 450);
    browser.wait_for("location.search.includes('unit=')");
    let usual = open(&server, AREAS, "");
    assert_eq!(usual.count(".map__note[hidden]"), 1, "nothing is said where nothing is missing");
}

#[test]
fn one_finger_moves_the_map_two_zoom_it_and_a_tap_opens_a_district() {
    let server = served();
    let browser = open(&server, AREAS, "");
    browser.devtools(
        "Emulation.setTouchEmulationEnabled",
        &json!({"enabled": true, "maxTouchPoints": 2}),
    );
    let still = Picture::of(&browser);
    touch(&browser, "touchStart", &[(640, 450)]);
    for step in 1..=4 {
        touch(&browser, "touchMove", &[(640 + step * 30, 450)]);
    }
    touch(&browser, "touchEnd", &[]);
    settle(&browser);
    let moved = Picture::of(&browser);
    let by = Moved { about: (0.0, 0.0), times: 1.0, by: (120.0, 0.0) };
    assert!(moved.shows(&still, by) > 0.9, "{}", moved.shows(&still, by));
    assert!(
        moved.shows(&still, Moved::NOT) < 0.8,
        "the comparison knows a picture that stood still"
    );
    touch(&browser, "touchStart", &[(620, 450), (820, 450)]);
    for step in 1..=5 {
        touch(&browser, "touchMove", &[(620 - step * 20, 450), (820 + step * 20, 450)]);
    }
    touch(&browser, "touchEnd", &[]);
    settle(&browser);
    let zoomed = Picture::of(&browser);
    let by = Moved { about: (720.0, 450.0), times: 2.0, by: (0.0, 0.0) };
    assert!(zoomed.shows(&moved, by) > 0.85, "{}", zoomed.shows(&moved, by));
    browser.screenshot("pinched");
    assert!(!browser.url().contains("unit="), "nothing was tapped yet");
    touch(&browser, "touchStart", &[(720, 450)]);
    touch(&browser, "touchEnd", &[]);
    browser.wait_for("location.search.includes('unit=')");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn keys_move_and_zoom_the_map_go_from_district_to_district_and_open_one() {
    let server = served();
    let browser = open(&server, AREAS, "");
    browser.run("document.querySelector('.map__canvas').focus()", &[]);
    let still = Picture::of(&browser);
    key(&browser, "+");
    let near = Picture::of(&browser);
    let about = (720.0, 450.0);
    let by = Moved { about, times: 1.5, by: (0.0, 0.0) };
    assert!(near.shows(&still, by) > 0.85, "{}", near.shows(&still, by));
    key(&browser, "ArrowLeft");
    let aside = Picture::of(&browser);
    let by = Moved { by: (0.12 * 1440.0, 0.0), ..Moved::NOT };
    assert!(aside.shows(&near, by) > 0.85, "{}", aside.shows(&near, by));
    key(&browser, "ArrowRight");
    key(&browser, "-");
    let back = Picture::of(&browser);
    assert!(back.shows(&still, Moved::NOT) > 0.95, "{}", back.shows(&still, Moved::NOT));
    key(&browser, "PageDown");
    let name = browser.text(".map__said");
    assert!(name.ends_with('区'), "{name}");
    browser.wait_for("document.querySelector('.tip')?.innerText");
    key(&browser, "Escape");
    browser.wait_for("!document.querySelector('.tip')?.innerText");
    key(&browser, "PageDown");
    key(&browser, "Enter");
    browser.wait_for("location.search.includes('unit=')");
    assert_eq!(browser.text(".crumbs li:last-child a"), browser.text(".map__said"));
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// The demo's pack, among copies of what packs share, with the polygon of one district taken out of its file.
fn pack_without_polygon(folder: &Path, name: &str) -> PathBuf {
    let pack = copied_pack(folder);
    let file = pack.join("boundaries/districts.json");
    let text = fs::read(&file).expect("the pack has its districts");
    let mut districts: Value = serde_json::from_slice(&text).expect("districts are JSON");
    let features = districts["features"].as_array_mut().expect("a list of districts");
    let before = features.len();
    features.retain(|it| it["properties"]["name"] != name);
    assert_eq!(features.len() + 1, before, "{name} was one of them");
    fs::write(file, districts.to_string()).expect("the copy can be written");
    pack
}

#[test]
fn a_district_without_polygon_leaves_a_gap_on_the_map_and_is_counted_like_the_others() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let pack = pack_without_polygon(folder.path(), "海淀区");
    let mut demo = guanlan_with_pack("demo", &root, &pack);
    let said = demo.args(["--facts", "20000", "--seed", "7"]).output().expect("the binary starts");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let server = Server::of(guanlan_with_pack("serve", &root, &pack), &root);
    server.await_ready();
    let browser = open(&server, AREAS, "");
    assert!(Picture::of(&browser).colours() > 3);
    browser.wait_for("document.querySelector('.rankings, .ranking')?.innerText.includes('海淀')");
    browser.screenshot("no-polygon");
    browser.go(&format!("{}/wall?layers=fill:I02&rotate=0", server.url));
    browser.wait_for_element(".legend__missing");
    assert!(browser.text(".legend__missing").contains("无独立区界"), "the legend says where it is");
    browser.go(&format!("{}/?unit=110108&layers=fill:I02", server.url));
    browser
        .wait_for("document.querySelector('.crumbs li:last-child a').innerText.includes('海淀')");
    browser.wait_for_element("canvas[data-ready]");
    settle(&browser);
    browser.screenshot("no-polygon-open");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_period_without_records_is_drawn_with_every_district_hatched_and_no_error() {
    let server = served();
    let browser = open(&server, "/?layers=fill:I02&period=2031", "");
    browser.screenshot("empty-period");
    assert_eq!(browser.count(".map__canvas[data-surface=webgl2][data-layers~=fills]"), 1);
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// Gives the map cells that are none.
const GARBLED: &str = "const send = window.fetch; window.fetch = (...words) => \
     String(words[0]).includes('/api/v1/cells') ? Promise.resolve(new Response('none')) : send(...words)";

#[test]
fn an_answer_that_cannot_be_read_is_said_not_left_blank() {
    let server = served();
    let browser = Browser::open(1440, 900);
    browser.before_every_page(GARBLED);
    browser.go(&format!("{}/", server.url));
    browser.wait_for_element(".trouble h2");
    assert_eq!(browser.text(".trouble h2"), "服务的应答无法读取");
}

#[test]
fn when_the_server_is_gone_the_last_picture_stays_and_tells_its_age() {
    let mut server = served();
    let browser = open(&server, AREAS, "");
    browser.wait_for_element(".clock__state[data-tone=live]");
    let last = Picture::of(&browser);
    server.kill();
    browser.wait_for_element(".clock__state[data-tone=lost]");
    let said = browser.text(".clock__state");
    assert!(said.contains("连接中断") && said.contains("画面停在"), "{said}");
    browser.wait_for(&format!(
        "document.querySelector('.clock__state').innerText !== {}",
        json!(said)
    ));
    let now = Picture::of(&browser);
    assert_eq!(now.unlike(&last), 0, "the picture is the last one");
    assert!(browser.count(".card") > 0 && browser.count(".legend__scale li") > 0);
    browser.screenshot("server-gone");
}

/// What lies over the map, as boxes in CSS pixels.
const PANELS: &str = "return [...document.querySelectorAll('.panel, .legend, .hand, .switch, .picker')] \
    .filter((it) => it.checkVisibility()).map((it) => { \
        const {left, top, right, bottom} = it.getBoundingClientRect(); \
        return [it.className, left, top, right, bottom]; \
    })";

#[test]
fn hard_case_21_no_panel_covers_territory_and_an_unreviewed_map_says_so() {
    let server = served();
    let browser = open(&server, "/?layer=indicator&theme=light", "");
    let line = browser.text(".foot__map");
    assert!(line.contains("未经审图") && line.contains("来源"), "{line}");
    let place = browser.run(
        "const it = document.querySelector('.foot__map').getBoundingClientRect(); \
         return [it.left < innerWidth / 4, it.bottom > innerHeight * 0.9]",
        &[],
    );
    assert_eq!(place, json!([true, true]), "at the lower left");
    let mut seen = 0;
    for (path, width, height) in [
        ("/?layer=indicator&theme=light", 1920, 1080),
        ("/?layer=indicator&theme=light", 1366, 768),
        // Two lines longer: that scores are of today.
        ("/?period=2025&theme=light", 1366, 768),
        ("/?period=2025&theme=light&lang=en", 1366, 768),
        ("/?layer=indicator&theme=light&lang=en", 1920, 1080),
        ("/wall?layer=indicator&theme=light&rotate=0", 1920, 1080),
        ("/wall?layer=indicator&theme=light&rotate=0", 3840, 1080),
    ] {
        browser.resize(width, height);
        browser.go(&format!("{}{path}", server.url));
        browser.wait_for_element(".map__canvas[data-ready][data-surface=webgl2]");
        browser.wait_for_element(".legend__scale li");
        settle(&browser);
        let picture = Picture::of(&browser);
        for panel in browser.run(PANELS, &[]).as_array().expect("panels") {
            let name = panel[0].as_str().expect("a class");
            let edge = |at: usize| panel[at].as_f64().expect("pixels");
            let hidden = picture.area_inside([edge(1), edge(2), edge(3), edge(4)]);
            assert_eq!(hidden, 0, "{path} at {width}×{height}: {name} lies over a district");
            seen += 1;
        }
        let everywhere = [0.0, 0.0, width.into(), height.into()];
        assert!(picture.area_inside(everywhere) > 3_000, "the districts are there to be covered");
    }
    assert!(seen > 40, "{seen} panels");
}
