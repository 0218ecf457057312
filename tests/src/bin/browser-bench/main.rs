//! The map and the page, measured in Chromium against what the field uses: `cargo xtask bench --browser`.
//!
//! `browser-bench MEASURE SITE` prints one line of JSON. SITE is the folder that `tests/peers/build.js` filled;
//! its pages measure themselves, this program serves them, asks and reads the answers. The product's page is
//! served by the real server with demo records of its own.

mod idle;
mod opening;
mod serve;

use guanlan_tests::Browser;
use serde_json::{Value, json};
use std::env;
use std::io::{self, Write as _};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

/// A measure that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(900);

const LOOK_AGAIN: Duration = Duration::from_millis(500);

fn main() {
    let mut words = env::args().skip(1);
    let (Some(measure), Some(site)) = (words.next(), words.next()) else {
        panic!("browser-bench MEASURE SITE");
    };
    let line = match measure.as_str() {
        "opening" => opening::measure(Path::new(&site)),
        "idle" => idle::measure(),
        _ => in_harness(&measure, Path::new(&site)),
    };
    writeln!(io::stdout(), "{line}").expect("somebody reads the line");
}

/// Lets the harness page measure something, and tells what it is at.
fn in_harness(measure: &str, site: &Path) -> Value {
    let server = serve::Files::of(site);
    let browser = Browser::open(1920, 1080);
    browser.go(&server.url("/harness.html"));
    browser.wait_for("typeof window.measure === 'function'");
    browser.run("window.measure(arguments[0])", &[json!(measure)]);
    let until = Instant::now() + PATIENCE;
    let mut said = Value::Null;
    loop {
        thread::sleep(LOOK_AGAIN);
        let state = "return [window.result, window.failure, window.progress ?? null]";
        let found = browser.run(state, &[]);
        let failure = &found[1];
        assert!(failure.is_null(), "{measure}: {failure}; console: {:?}", browser.console());
        if found[0].is_object() {
            return found[0].clone();
        }
        if found[2] != said {
            said = found[2].clone();
            tell(said.as_str().unwrap_or_default());
        }
        assert!(Instant::now() < until, "{measure} takes too long; at {said}");
    }
}

/// Progress, for the person at the terminal.
fn tell(words: &str) {
    writeln!(io::stderr(), "    {words}").ok();
}
