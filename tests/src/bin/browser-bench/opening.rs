//! How soon the page shows something, and the right colour on its map: against an ECharts page of the same frames.
//!
//! They are opened in turn, every second time in the other order, each time in a browser that has never been anywhere. A script that runs before
//! the page notes, at every picture of the map, some of its pixels; the first picture whose pixels are those of
//! the last one is the first correct one. What is read is in the canvas: reading waits for
//! the GPU where the GPU draws it. When the browser has put it on the screen is told by pictures of the screen, one
//! after the other, in loads of their own. A picture of the screen waits for the GPU, so where WebGL starts right
//! after the first picture this is an upper bound.

use crate::{serve::Files, tell};
use guanlan_tests::{Browser, Server};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

const LOADS: usize = 7;

/// Synthetic records behind the page.
const FACTS: u32 = 300_000;

/// After this nothing is drawn any more.
const SETTLED: Duration = Duration::from_secs(4);

/// A browser just started is busy with itself.
const AWAKE: Duration = Duration::from_millis(1500);

/// Notes `[ms, pixels]` at every change of `data-drawn`, the mark of a new picture: 25 pixels as they are seen, the
/// canvases of our map laid over each other. Each canvas that shows something is read once.
const WATCH: &str = r"
window.seen = [];
const flat = (canvas, [x, y, wide, high]) => canvas.getContext('2d').getImageData(x, y, wide, high).data;
const deep = (canvas, [x, y, wide, high]) => {
    const gl = canvas.getContext('webgl2');
    const read = new Uint8Array(4 * wide * high);
    gl.readPixels(x, canvas.height - y - high, wide, high, gl.RGBA, gl.UNSIGNED_BYTE, read);
    return read;
};
const look = (canvas) => {
    const { surface } = canvas.dataset;
    const upper = surface === 'awaited' ? '.map__early' : '.map__letters';
    const over = surface ? document.querySelector(upper) : canvas;
    const part = [over.width / 4, over.height / 4, over.width / 2, over.height / 2].map(Math.floor);
    const [, , wide, high] = part;
    const [letters, ground] = [flat(over, part), surface === 'webgl2' ? deep(canvas, part) : null];
    const pixels = [];
    const at = performance.now();
    for (let row = 0; row < 5; row += 1) {
        for (let column = 0; column < 5; column += 1) {
            const [x, y] = [Math.round(((wide - 1) * column) / 4), Math.round(((high - 1) * row) / 4)];
            const [upper, lower] = [4 * (y * wide + x), 4 * ((high - 1 - y) * wide + x)];
            const share = letters[upper + 3] / 255;
            const below = (it) => (ground ? ground[lower + it] * (1 - share) : 0);
            const seen = [0, 1, 2].map((it) => Math.round(letters[upper + it] * share + below(it)));
            pixels.push([...seen, Math.round(255 * share + below(3))]);
        }
    }
    window.seen.push([at, pixels]);
};
new MutationObserver((changes) => {
    const drawn = changes.find((it) => it.target.tagName === 'CANVAS');
    if (drawn) look(drawn.target);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-drawn'] });
";

/// A picture is correct when at most two pixels, such as one on the soft edge of a border, are not nearly those of
/// the last.
const SUMMARY: &str = r"
const last = window.seen.at(-1)?.[1] ?? [];
const solid = last.filter((it) => it[3] > 127);
const isNear = (one, other) => one.every((it, at) => Math.abs(it - other[at]) <= 6);
const first = window.seen.find(([, pixels]) => pixels.filter((it, at) => !isNear(it, last[at])).length <= 2);
const sizes = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
    .map((it) => [new URL(it.name).pathname, it.encodedBodySize]);
return {
    contentful: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
    correct: first?.[0] ?? null,
    pictures: window.seen.length,
    solid: solid.length,
    colours: new Set(solid.map(String)).size,
    sizes,
};
";

/// A part of the screen where all have their map and nothing else.
const MAP_ONLY: [u32; 4] = [700, 330, 480, 390];

/// A picture of one colour has fewer letters in base64.
const PLAIN: usize = 1_500;

/// How long the screen is looked at.
const LOOKED: Duration = Duration::from_secs(5);

/// Which of some pictures of the screen is the first that is nearly the last: as with the pixels of a canvas, up to
/// two of 25 may be others.
const FIRST_RIGHT: &str = r"
const [pictures, done] = arguments;
const pixels = async (text) => {
    const image = new Image();
    image.src = `data:image/png;base64,${text}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(image, 0, 0);
    return pen.getImageData(0, 0, image.width, image.height).data;
};
(async () => {
    const last = await pixels(pictures.at(-1));
    for (const [at, picture] of pictures.entries()) {
        const seen = await pixels(picture);
        let others = 0;
        for (let at = 0; at < last.length; at += 4) {
            others += [0, 1, 2].some((it) => Math.abs(seen[at + it] - last[at + it]) > 6) ? 1 : 0;
        }
        if (others * 4 <= last.length * 0.08) return done(at);
    }
})();
";

/// One page that is opened.
struct Contender {
    name: &'static str,
    url: String,
    contentful: Vec<f64>,
    correct: Vec<f64>,
    /// Until the map stood on the screen.
    shown: Vec<f64>,
    /// What came over the wire: path and bytes.
    sizes: Value,
    pictures: Value,
}

pub(crate) fn measure(site: &Path) -> Value {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    record(&server, site);
    let files = Files::of(site);
    let contender = |name, url| Contender {
        name,
        url,
        contentful: Vec::new(),
        correct: Vec::new(),
        shown: Vec::new(),
        sizes: Value::Null,
        pictures: Value::Null,
    };
    let mut all = [
        contender("ours", format!("{}/?layer=indicator", server.url)),
        contender("echarts", files.url("/dashboard.html")),
        contender("echarts_bare", files.url("/dashboard-bare.html")),
    ];
    for load in 1..=LOADS {
        all.reverse();
        for contender in &mut all {
            tell(&format!("load {load} of {LOADS}: {}", contender.name));
            open(contender);
            contender.shown.push(shown(&contender.url));
        }
    }
    if LOADS % 2 == 1 {
        all.reverse();
    }
    told(&all)
}

fn open(contender: &mut Contender) {
    let browser = Browser::open(1920, 1080);
    browser.before_every_page(WATCH);
    thread::sleep(AWAKE);
    browser.go(&contender.url);
    browser.wait_for("window.seen.length > 0");
    thread::sleep(SETTLED);
    let found = browser.run(SUMMARY, &[]);
    let solid = found["solid"].as_u64().unwrap_or_default();
    assert!(solid >= 8, "{}: the map is where nobody looks: {found}", contender.name);
    assert!(found["colours"].as_u64() > Some(2), "{}: all of one colour", contender.name);
    contender.contentful.extend(found["contentful"].as_f64());
    contender.correct.extend(found["correct"].as_f64());
    contender.sizes = found["sizes"].clone();
    contender.pictures = found["pictures"].clone();
}

/// Milliseconds from the request until the map on the screen looked nearly as it does in the end.
fn shown(url: &str) -> f64 {
    let browser = Browser::open(1920, 1080);
    thread::sleep(AWAKE);
    let [x, y, width, height] = MAP_ONLY;
    let clip = json!({"x": x, "y": y, "width": width, "height": height, "scale": 0.25});
    let asked = json!({"format": "png", "optimizeForSpeed": true, "clip": clip});
    let begun = Instant::now();
    browser.devtools("Page.navigate", &json!({ "url": url }));
    let mut seen = Vec::new();
    while begun.elapsed() < LOOKED {
        let picture = browser.devtools("Page.captureScreenshot", &asked)["data"].take();
        seen.push((begun.elapsed().as_secs_f64() * 1e3, picture));
    }
    // A picture of the screen waits for the page's first frame, which may be the last one already.
    let last = seen.last().expect("there was time for a picture").1.clone();
    let bytes = last.as_str().map_or(0, str::len);
    assert!(bytes > PLAIN, "{url}: {bytes} letters hold no map");
    browser.go("about:blank");
    let (times, pictures): (Vec<f64>, Vec<Value>) = seen.into_iter().unzip();
    let first = browser.run_async(FIRST_RIGHT, &[json!(pictures)]);
    let first = first.as_u64().and_then(|it| usize::try_from(it).ok()).expect("the last is right");
    times[first]
}

fn told(all: &[Contender]) -> Value {
    let mut line = json!({"bench": "opening", "loads": LOADS, "facts": FACTS});
    for it in all {
        line[it.name] = json!({
            "contentful_ms": median(&it.contentful),
            "correct_ms": median(&it.correct),
            "screen_ms": median(&it.shown),
            "pictures": it.pictures,
            "program_bytes": program_bytes(&it.sizes),
        });
    }
    let [ours, echarts, bare] = all else { return line };
    line["contentful_ratio"] = json!(median(&bare.contentful) / median(&ours.contentful));
    line["contentful_to_skeleton"] = json!(median(&echarts.contentful) / median(&ours.contentful));
    // Up to its map the two pages are the same.
    let peer = median(&[echarts.correct.as_slice(), &bare.correct].concat());
    line["correct_ratio"] = json!(peer / median(&ours.correct));
    let peer = median(&[echarts.shown.as_slice(), &bare.shown].concat());
    line["screen_ratio"] = json!(peer / median(&ours.shown));
    line["kilobytes"] = json!(program_bytes(&ours.sizes) as f64 / 1024.0);
    line
}

/// WASM, JS, CSS and the page that holds some of it as they travelled; the answers of the server are not the page.
fn program_bytes(sizes: &Value) -> u64 {
    let kinds = [".wasm", ".js", ".css", ".html", "/"];
    let program = |path: &str| kinds.iter().any(|kind| path.ends_with(kind));
    let entries = sizes.as_array().into_iter().flatten();
    let chosen = entries.filter(|it| it[0].as_str().is_some_and(program));
    chosen.filter_map(|it| it[1].as_u64()).sum()
}

/// The frames of the product's page, for the other page, compressed as the server sends them.
fn record(server: &Server, site: &Path) {
    let folder = site.join("frames");
    fs::create_dir_all(&folder).expect("the site can be written");
    let catalogue = server.get("/api/v1/indicators").ok();
    let indicator = catalogue["indicators"][0]["id"].as_str().expect("there are indicators");
    let root = catalogue["root"]["code"].as_str().expect("the deployment has a root");
    let period = catalogue["default_period"].as_str().expect("there is a period");
    let frames = [
        ("indicators", "/api/v1/indicators".to_owned()),
        ("scene", "/api/v1/scenes/overview".to_owned()),
        ("regions", format!("/api/v1/regions?parent={root}&crs=WGS84")),
        (
            "districts",
            format!("/api/v1/figures?indicators={indicator}&unit={root}&by=org&period={period}"),
        ),
        (
            "series",
            format!(
                "/api/v1/series?indicator={indicator}&unit={root}&bucket=month&period=2024-12-01..2026-11-22"
            ),
        ),
    ];
    for (name, path) in frames {
        let answer = server.client.get_with(&path, &[("accept-encoding", "br")]);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        let ending = if answer.header("content-encoding") == Some("br") { ".br" } else { "" };
        fs::write(folder.join(format!("{name}.json{ending}")), answer.body)
            .expect("the site can be written");
    }
}

fn median(numbers: &[f64]) -> f64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    sorted.get(middle).copied().unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_program_is_counted_not_what_the_server_answers() {
        let sizes =
            json!([["/a.wasm", 10], ["/a.js", 2], ["/a.css", 1], ["/api/v1/x", 100], ["/", 5]]);
        assert_eq!(program_bytes(&sizes), 18);
    }

    #[test]
    fn the_median_is_the_one_in_the_middle() {
        assert!((median(&[9.0, 1.0, 4.0]) - 4.0).abs() < 1e-12);
        assert!(median(&[]).is_nan());
    }
}
