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

/// Boxes of what stands on the map, and of names and numbers on it that are written since the page is there.
const SPY: &str = "window.written = []; const plain = CanvasRenderingContext2D.prototype.fillText; \
    CanvasRenderingContext2D.prototype.fillText = function (words, x, y, ...rest) { \
        const wide = this.measureText(words).width, high = parseFloat(this.font.match(/([0-9.]+)px/)[1]); \
        window.written.push([words, x - wide / 2, y - high / 2, x + wide / 2, y + high / 2]); \
        return plain.call(this, words, x, y, ...rest); \
    }; \
    const clear = CanvasRenderingContext2D.prototype.clearRect; \
    CanvasRenderingContext2D.prototype.clearRect = function (...all) { \
        window.written = []; \
        return clear.apply(this, all); \
    }";

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

/// A text and its box: left, top, right, bottom.
fn boxes(found: &Value) -> Vec<(String, [f64; 4])> {
    let edge = |it: &Value| it.as_f64().expect("pixels");
    let one = |it: &Value| (it[0].to_string(), [1, 2, 3, 4].map(|at| edge(&it[at])));
    found.as_array().expect("boxes").iter().map(one).collect()
}

fn meet(a: [f64; 4], b: [f64; 4]) -> bool {
    a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]
}

#[test]
fn no_name_on_the_map_stands_on_another_on_a_number_in_a_bubble_or_under_the_legend() {
    let server = served();
    let browser = Browser::open(1440, 900);
    browser.before_every_page(SPY);
    let legend = "return [...document.querySelectorAll('.legend, .panel--trend')].map((it) => { \
                  const {left, top, right, bottom} = it.getBoundingClientRect(); \
                  return [it.className, left, top, right, bottom]; })";
    for path in ["/?layers=points", "/?layers=points,fill:I02&unit=110105&theme=light"] {
        browser.go(&format!("{}{path}", server.url));
        browser.wait_for_element(".map__canvas[data-ready][data-layers~=points]");
        browser.wait_for_element(".legend__scale li");
        browser.wait_for_element(".chart svg");
        std::thread::sleep(std::time::Duration::from_secs(2));
        let written = boxes(&browser.run("return window.written", &[]));
        let panels = boxes(&browser.run(legend, &[]));
        let is_name = |it: &&(String, [f64; 4])| !it.0.contains(|it: char| it.is_ascii_digit());
        let names: Vec<_> = written.iter().filter(is_name).collect();
        assert!(names.len() >= 14 && written.len() > names.len() + 20, "{path}: {names:?}");
        for (at, one) in names.iter().enumerate() {
            let others = written.iter().filter(|it| it.0 != one.0).chain(&panels);
            let other = others.chain(names[at + 1..].iter().copied()).find(|it| meet(it.1, one.1));
            assert!(other.is_none(), "{path}: {one:?} meets {other:?}");
        }
        browser.screenshot("bubbles-and-names");
    }
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// Words that do not fit what they stand in, where nothing can be scrolled.
const CUT: &str = "return [...document.querySelectorAll('body *')].filter((it) => { \
    const clips = ['hidden', 'clip', 'auto'].includes(getComputedStyle(it).overflowX); \
    return clips && it.checkVisibility() && it.clientWidth > 1 && it.scrollWidth > it.clientWidth + 1 && it.innerText; \
    }).map((it) => `${it.className}: ${it.innerText}`)";

#[test]
fn on_a_laptop_no_word_is_cut_off_in_either_language() {
    let server = served();
    let browser = Browser::open(1366, 768);
    for path in [
        "/?",
        "/?layer=indicator&unit=110105",
        "/wall?rotate=0",
        "/desk?",
        "/desk?indicator=I51",
        "/desk?view=map",
        "/desk?view=records&side=den",
        "/desk?view=batches",
        "/?unit=999999",
    ] {
        for language in ["", "&lang=en"] {
            browser.go(&format!("{}{path}{language}", server.url));
            browser.wait_for_element(".count, .legend__scale li, .trouble h2");
            std::thread::sleep(std::time::Duration::from_millis(1500));
            assert_eq!(browser.run(CUT, &[]), json!([]), "{path}{language}");
        }
    }
    let squeezed = "const line = document.querySelector('h2'); line.style.overflow = 'hidden'; \
                    line.style.whiteSpace = 'nowrap'; line.style.width = '2rem'; ";
    let found = browser.run(&[squeezed, CUT].concat(), &[]);
    assert_ne!(found, json!([]), "a word that does not fit is found");
}

/// What a hand or an eye needs and cannot reach: wider than the window, or squeezed to nothing.
const LOST: &str = "const parts = '.panel, .switch__at, .switch__one, .picker, .legend, .ranking__value, .count, .foot a'; \
    return [...document.querySelectorAll(parts)].filter((it) => { \
    const {left, right, top, width, height} = it.getBoundingClientRect(); \
    const room = document.documentElement.scrollHeight; \
    return width < 8 || height < 8 || left < -1 || right > innerWidth + 1 || top + scrollY > room; \
    }).map((it) => `${it.className}#${it.id}: ${it.innerText}`)";

#[test]
fn in_a_small_window_the_room_is_a_page_on_which_everything_can_be_reached() {
    let server = served();
    let browser = Browser::open(1366, 768);
    for (width, height) in [(1200, 700), (1093, 614), (1024, 768), (911, 512)] {
        browser.resize(width, height);
        for language in ["", "&lang=en"] {
            browser.go(&format!("{}/?layer=indicator{language}", server.url));
            browser.wait_for_element(".map__canvas[data-ready]");
            browser.wait_for_element(".legend__scale li");
            browser.wait_for_element(".chart svg");
            assert_eq!(browser.run(LOST, &[]), json!([]), "{width}×{height}{language}");
            assert_eq!(browser.run(CUT, &[]), json!([]), "{width}×{height}{language}");
            let map = "return document.documentElement.clientWidth - \
                       document.querySelector('.map__canvas').clientWidth";
            assert_eq!(browser.run(map, &[]), json!(0), "the map has the whole width");
        }
        browser.screenshot(&format!("room-{width}x{height}"));
    }
    browser.run("document.querySelector('.panel--trend').style.width = '4000px'", &[]);
    assert_ne!(browser.run(LOST, &[]), json!([]), "what is off the page is found");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn six_layers_leave_the_bar_of_the_map_on_the_screen() {
    let server = served();
    let browser = Browser::open(1366, 768);
    let six = "/?layers=risk,workload,complaints,points,heat:risk,fill:I02";
    browser.go(&format!("{}{six}", server.url));
    browser.wait_for("document.querySelectorAll('.legend').length === 6");
    browser.wait_for_element(".chart svg");
    let below = "const foot = document.querySelector('.foot').getBoundingClientRect().top; \
                 const parts = '.legends__stack, .middle__foot .picker, .switch'; \
                 return [...document.querySelectorAll(parts)].map((it) => [it.className, \
                 it.getBoundingClientRect().bottom]).filter((it) => it[1] > foot + 3)";
    assert_eq!(browser.run(below, &[]), json!([]));
    assert_eq!(browser.count(".legend"), 6);
    browser.screenshot("six-layers");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn cards_and_map_have_their_tables_in_the_room_and_on_the_wall() {
    let server = served();
    let browser = open(&server, "/?layer=indicator", (1440, 900));
    browser.click("#turn-map");
    browser.wait_for_element(".panel--map .behind tr td");
    browser.click("#turn-cards");
    browser.wait_for_element(".cards .behind tr td");
    assert!(
        browser.url().contains("tables=cards%2Cmap") || browser.url().contains("tables=cards,map")
    );
    assert!(browser.text(".panel--map").contains("海淀区"));
    browser.screenshot("room-tables");
    browser.click("#turn-map");
    browser.wait_for("document.querySelector('.panel--map') === null");
    let wall = open(&server, "/wall?rotate=0&tables=map,cards", (1920, 1080));
    wall.wait_for_element(".panel--map .behind tr td");
    wall.wait_for_element(".cards .behind tr td");
    assert_eq!(wall.count("[data-turn]"), 0, "nobody presses anything on a wall");
    wall.screenshot("wall-tables");
    assert_eq!(wall.errors(), Vec::<String>::new());
}
