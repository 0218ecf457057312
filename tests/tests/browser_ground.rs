//! What the map stands on, in a real Chromium: raster tiles below it, streets of the open district, and an
//! address that says where a hand has left it.

use guanlan_tests::{Browser, Folder, Server, copied_pack, guanlan_with_pack};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// Four by four pixels of red.
const RED: &[u8] =
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x04\0\0\0\x04\x08\x02\0\0\0&\x93\t)\0\0\0\x10IDATx\xda\
c\xfc\xcf\x80\0L\x0cDq\x003\xd1\x01\x07\xd2\x85\x917\0\0\0\0IEND\xaeB`\x82";

const TILES: &str = r#"
[[tiles]]
id = "red"
name = "红色底图"
kind = "folder"
path = "tiles"
attribution = "来源 测试"
review_no = "京S(2026)001号"
min_zoom = 8
max_zoom = 8
crs = "CGCS2000"
"#;

/// A demo whose pack has a raster map round Beijing.
fn served(folder: &Path) -> Server {
    let (pack, root) = (copied_pack(folder), folder.join("records"));
    let file = pack.join("pack.toml");
    let sound = fs::read_to_string(&file).expect("a pack");
    fs::write(&file, format!("{sound}{TILES}")).expect("can be written");
    for column in 207..=214 {
        let tiles = pack.join(format!("tiles/8/{column}"));
        fs::create_dir_all(&tiles).expect("can be written");
        for row in 93..=100 {
            fs::write(tiles.join(format!("{row}.png")), RED).expect("can be written");
        }
    }
    let mut demo = guanlan_with_pack("demo", &root, &pack);
    let said = demo.args(["--facts", "20000", "--seed", "7"]).output().expect("the binary starts");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let server = Server::of(guanlan_with_pack("serve", &root, &pack), &root);
    server.await_ready();
    server
}

fn open(server: &Server, path: &str) -> Browser {
    let browser = Browser::open(1440, 900);
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element("canvas[data-ready]");
    browser.wait_for_element(".legend__scale li");
    browser
}

fn await_layers(browser: &Browser, layers: &str) {
    let shown = json!(layers);
    browser.wait_for(&format!("document.querySelector('.map__canvas').dataset.layers === {shown}"));
}

fn press(browser: &Browser, key: &str) {
    let script = "document.querySelector('.map__canvas').dispatchEvent(\
                  new KeyboardEvent('keydown', {key: arguments[0], bubbles: true}))";
    browser.run(script, &[json!(key)]);
}

/// The colour of the map at a place of the screen, as the next picture has it.
fn colour_at(browser: &Browser, (x, y): (i32, i32)) -> Value {
    let script = "const [x, y, done] = arguments; const canvas = document.querySelector('.map__canvas'); \
        const gl = canvas.getContext('webgl2'); const draw = gl.bindFramebuffer.bind(gl); \
        canvas.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowLeft', bubbles: true})); \
        requestAnimationFrame(() => { const pixel = new Uint8Array(4); \
        gl.readPixels(x, canvas.height - y, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel); done([...pixel]); })";
    browser.run_async(script, &[json!(x), json!(y)])
}

#[test]
fn a_raster_map_lies_below_the_layers_toned_down_and_named_with_its_review_number() {
    let folder = Folder::new();
    let server = served(folder.path());
    let browser = open(&server, "/");
    await_layers(&browser, "fills hexes borders");
    let beside = (720, 60);
    assert_eq!(colour_at(&browser, beside)[3], json!(0), "nothing lies beside the city");
    browser.run(
        "const list = document.querySelector('#ground'); list.value = 'red'; \
         list.dispatchEvent(new Event('change', {bubbles: true}))",
        &[],
    );
    await_layers(&browser, "fills raster hexes borders");
    assert!(browser.url().contains("ground=red"), "{}", browser.url());
    let colour = colour_at(&browser, beside);
    let [red, green, blue] = [0, 1, 2].map(|at| colour[at].as_u64().unwrap_or_default());
    assert!(red > green && red > blue && red < 90, "red, and as dark as the page: {colour}");
    assert!(browser.text(".foot").contains("京S(2026)001号"), "{}", browser.text(".foot"));
    browser.screenshot("ground");
    browser.go(&format!("{}/?ground=none-such", server.url));
    browser.wait_for_element("canvas[data-ready]");
    await_layers(&browser, "fills hexes borders");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn without_webgl2_the_raster_map_lies_below_the_districts_all_the_same() {
    let folder = Folder::new();
    let server = served(folder.path());
    let browser = Browser::open(1440, 900);
    browser.before_every_page(
        "const plain = HTMLCanvasElement.prototype.getContext; \
         HTMLCanvasElement.prototype.getContext = function (kind, ...rest) { \
         return kind === 'webgl2' ? null : plain.call(this, kind, ...rest) }",
    );
    let beside = |ground: &str| {
        browser.go(&format!("{}/?layer=indicator{ground}", server.url));
        browser.wait_for_element(".map__canvas[data-ready][data-surface=flat]");
        browser.wait_for_element(".legend__scale li");
        let colour = "const pen = document.querySelector('.map__letters').getContext('2d'); \
                      return [...pen.getImageData(720, 60, 1, 1).data]";
        if !ground.is_empty() {
            let is_there = colour.replace("return", "const found =") + "; return found[3] > 0";
            browser.wait_for(&format!("(() => {{ {is_there} }})()"));
            browser.screenshot("ground-flat");
        }
        browser.run(colour, &[])
    };
    assert_eq!(beside("")[3], json!(0), "nothing lies beside the city");
    let colour = beside("&ground=red");
    let [red, green, blue] = [0, 1, 2].map(|at| colour[at].as_u64().unwrap_or_default());
    assert!(red > green && red > blue && red < 90, "red, and as dark as the page: {colour}");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn the_address_says_where_a_hand_has_left_the_map_until_another_unit_is_opened() {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let browser = open(&server, "/");
    assert!(!browser.url().contains("look="), "{}", browser.url());
    press(&browser, "+");
    press(&browser, "ArrowLeft");
    browser.wait_for("location.search.includes('look=')");
    let left = browser.url();
    browser.reload();
    browser.wait_for_element("canvas[data-ready]");
    browser.wait_for_element(".ranking a, [class*=rank] a");
    assert_eq!(browser.url(), left, "a link shows the same view and is told as it came");
    browser.run("document.querySelector('.ranking a, [class*=rank] a').click()", &[]);
    browser.wait_for("location.search.includes('unit=')");
    assert!(!browser.url().contains("look="), "another unit is fitted: {}", browser.url());
    browser.back();
    browser.wait_for("location.search.includes('look=')");
    assert_eq!(browser.url(), left);
    press(&browser, "0");
    browser.wait_for("!location.search.includes('look=')");
}

#[test]
fn the_open_district_shows_its_streets_which_are_said_to_be_derived() {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let browser = open(&server, "/?unit=110105&layer=indicator");
    browser.wait_for("document.querySelector('.foot').innerText.includes('推算')");
    await_layers(&browser, "fills borders");
    let asked = "performance.getEntriesByType('resource').some(it => \
                 it.name.includes('by=region') && it.name.includes('unit=110105'))";
    browser.wait_for(asked);
    // The keyboard goes through the regions: past the sixteen districts come the streets.
    browser.screenshot("streets");
    for _ in 0..17 {
        press(&browser, "PageDown");
    }
    press(&browser, "Enter");
    browser.wait_for("/unit=110105[0-9]{3}/.test(location.search)");
    browser.go(&format!("{}/?layer=indicator", server.url));
    browser.wait_for_element("canvas[data-ready]");
    assert!(!browser.text(".foot").contains("推算"), "{}", browser.text(".foot"));
    assert_eq!(browser.errors(), Vec::<String>::new());
}
