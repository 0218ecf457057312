//! What an idle page costs: pictures drawn and processor time of its process while nobody touches it.

use crate::tell;
use guanlan_tests::{Browser, Server};
use serde_json::{Value, json};
use std::thread;
use std::time::Duration;

const FACTS: u32 = 300_000;

/// Loading, compiling and tidying up are over by then.
const SETTLED: Duration = Duration::from_secs(15);

const WATCHED: Duration = Duration::from_secs(10);

pub(crate) fn measure() -> Value {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = Browser::open(1920, 1080);
    // The same browser with nothing in it: what the browser itself costs.
    let empty = watched(&browser, "about:blank", "true");
    let page = watched(&browser, &server.url, "document.querySelector('[data-ready]') !== null");
    json!({
        "bench": "idle",
        "seconds": WATCHED.as_secs(),
        "drawn": page.drawn,
        "page_cpu_ms": page.process_ms,
        "page_thread_ms": page.thread_ms,
        "empty_cpu_ms": empty.process_ms,
        "cpu_ms": page.process_ms - empty.process_ms,
    })
}

/// What happened in ten seconds.
struct Watched {
    drawn: i64,
    process_ms: f64,
    thread_ms: f64,
}

fn watched(browser: &Browser, url: &str, ready: &str) -> Watched {
    tell(&format!("{url}: waiting until it has settled"));
    browser.go(url);
    browser.wait_for(ready);
    browser.devtools("Performance.enable", &json!({}));
    thread::sleep(SETTLED);
    let (drawn, before) = (drawn(browser), metrics(browser));
    thread::sleep(WATCHED);
    let after = metrics(browser);
    let passed = |name: &str| (metric(&after, name) - metric(&before, name)) * 1000.0;
    Watched {
        drawn: self::drawn(browser) - drawn,
        process_ms: passed("ProcessTime"),
        thread_ms: passed("TaskDuration"),
    }
}

fn drawn(browser: &Browser) -> i64 {
    let count = "return Number(document.querySelector('canvas[data-drawn]')?.dataset.drawn ?? 0)";
    browser.run(count, &[]).as_i64().expect("the canvas counts its pictures")
}

fn metrics(browser: &Browser) -> Value {
    browser.devtools("Performance.getMetrics", &json!({}))["metrics"].clone()
}

/// Seconds of a metric of the page's process.
fn metric(metrics: &Value, name: &str) -> f64 {
    let found = metrics.as_array().into_iter().flatten().find(|it| it["name"] == name);
    found.and_then(|it| it["value"].as_f64()).expect("Chromium tells the time of its process")
}
