//! How soon the page shows something, and the right colour on its map: against an ECharts page of the same frames.
//!
//! They are opened in turn, every second time in the other order, each time in a browser that has never been anywhere.
//! A script that runs before the page notes every picture of the map: it keeps a copy, which does not wait for the GPU,
//! and puts a letter into the page, of which the browser tells when the frame that holds both was presented. The first
//! picture of which some pixels are those of the last one is the first correct one.

use crate::{serve::Files, tell};
use guanlan_tests::{Browser, Server};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::thread;
use std::time::Duration;

const LOADS: usize = 7;

/// Synthetic records behind the page.
const FACTS: u32 = 300_000;

/// After this nothing is drawn any more.
const SETTLED: Duration = Duration::from_secs(4);

/// A browser just started is busy with itself.
const AWAKE: Duration = Duration::from_millis(1500);

/// At every change of `data-drawn`, the mark of a new picture: copies of the middle of the canvases that are seen, the
/// one above first, and a letter whose frame is the picture's.
const WATCH: &str = r"
window.seen = [];
window.presented = new Map();
const keep = (canvas) => {
    const { surface } = canvas.dataset;
    const upper = surface === 'awaited' ? '.map__early' : '.map__letters';
    const over = surface ? document.querySelector(upper) : canvas;
    const part = [over.width / 4, over.height / 4, over.width / 2, over.height / 2].map(Math.floor);
    const seen = surface === 'webgl2' ? [canvas, over] : [over];
    const letter = document.createElement('i');
    letter.setAttribute('elementtiming', window.seen.length);
    letter.style.cssText = `position:fixed;left:${8 * window.seen.length}px;top:0;font:12px monospace;color:gray`;
    letter.textContent = '.';
    document.body.append(letter);
    window.seen.push({ at: performance.now(), copies: seen.map((it) => createImageBitmap(it, ...part)) });
};
new MutationObserver((changes) => {
    const drawn = changes.find((it) => it.target.tagName === 'CANVAS');
    if (drawn) keep(drawn.target);
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-drawn'] });
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.presented.set(entry.identifier, entry.renderTime);
}).observe({ type: 'element' });
";

/// Of 25 pixels of each picture. One is correct when at most two of them, such as one on the soft edge of a border,
/// are not nearly those of the last.
const SUMMARY: &str = r"
const [done] = arguments;
const look = async ({ at, copies }) => {
    const [{ width, height }] = await Promise.all(copies);
    const pen = new OffscreenCanvas(width, height).getContext('2d');
    for (const copy of copies) pen.drawImage(await copy, 0, 0);
    const { data } = pen.getImageData(0, 0, width, height);
    const fifths = [0, 1, 2, 3, 4];
    const on = (share, length) => Math.round(((length - 1) * share) / 4);
    const from = (row, column) => 4 * (on(row, height) * width + on(column, width));
    return fifths.flatMap((row) => fifths.map((column) => [...data.slice(from(row, column), from(row, column) + 4)]));
};
(async () => {
    const pictures = await Promise.all(window.seen.map(look));
    const last = pictures.at(-1) ?? [];
    const solid = last.filter((it) => it[3] > 127);
    const isNear = (one, other) => one.every((it, at) => Math.abs(it - other[at]) <= 6);
    const first = pictures.findIndex((it) => it.filter((one, at) => !isNear(one, last[at])).length <= 2);
    const sizes = performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))
        .map((it) => [new URL(it.name).pathname, it.encodedBodySize]);
    done({
        contentful: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null,
        correct: window.seen[first]?.at ?? null,
        presented: window.presented.get(`${first}`) ?? null,
        pictures: pictures.length,
        solid: solid.length,
        colours: new Set(solid.map(String)).size,
        sizes,
    });
})();
";

/// One page that is opened.
struct Contender {
    name: &'static str,
    url: String,
    contentful: Vec<f64>,
    correct: Vec<f64>,
    /// Until the frame with that picture was presented.
    presented: Vec<f64>,
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
        presented: Vec::new(),
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
    let found = browser.run_async(SUMMARY, &[]);
    let solid = found["solid"].as_u64().unwrap_or_default();
    assert!(solid >= 8, "{}: the map is where nobody looks: {found}", contender.name);
    assert!(found["colours"].as_u64() > Some(2), "{}: all of one colour", contender.name);
    contender.contentful.extend(found["contentful"].as_f64());
    contender.correct.extend(found["correct"].as_f64());
    contender.presented.extend(found["presented"].as_f64());
    contender.sizes = found["sizes"].clone();
    contender.pictures = found["pictures"].clone();
}

fn told(all: &[Contender]) -> Value {
    let mut line = json!({"bench": "opening", "loads": LOADS, "facts": FACTS});
    for it in all {
        line[it.name] = json!({
            "contentful_ms": median(&it.contentful),
            "correct_ms": median(&it.correct),
            "presented_ms": median(&it.presented),
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
    let peer = median(&[echarts.presented.as_slice(), &bare.presented].concat());
    line["presented_ratio"] = json!(peer / median(&ours.presented));
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
