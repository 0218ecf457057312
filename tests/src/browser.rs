//! A real Chromium with software WebGL2, driven over the `WebDriver` protocol (JSON over HTTP).

use crate::http::{Answer, Client};
use crate::picture::png_from_base64;
use crate::place::{Folder, screens};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// How long a page may take to show something; software GL on a busy machine is slow.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A page that measures itself answers nobody meanwhile.
const ANSWER: Duration = Duration::from_secs(300);

/// The key under which an element travels (W3C `WebDriver`, section 12).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

const FLAGS: [&str; 10] = [
    "--headless",
    "--no-sandbox",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
];

/// One window; dropped, it closes.
#[derive(Debug)]
pub struct Browser {
    client: Client,
    session: String,
    driver: Child,
    /// Kept open: a driver whose output is closed ends when it speaks.
    _driver_says: BufReader<ChildStdout>,
    _profile: Folder,
}

impl Browser {
    /// Opens a window whose page is `width` × `height` CSS pixels.
    pub fn open(width: u32, height: u32) -> Self {
        let (driver, says, port) = start_driver();
        let client = Client::with_patience(format!("http://127.0.0.1:{port}"), ANSWER);
        let profile = Folder::new();
        let own = [
            format!("--user-data-dir={}", profile.path().display()),
            format!("--window-size={width},{height}"),
        ];
        let args: Vec<&str> = FLAGS.into_iter().chain(own.iter().map(String::as_str)).collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "goog:chromeOptions": {"args": args},
            "timeouts": {"script": ANSWER.as_millis()},
            "goog:loggingPrefs": {"browser": "ALL"},
        }}});
        let made = value(&client.post("/session", &[], wanted.to_string().as_bytes()));
        let id = made["sessionId"].as_str().expect("a session has an id").to_owned();
        let browser = Self {
            client,
            session: format!("/session/{id}"),
            driver,
            _driver_says: says,
            _profile: profile,
        };
        browser.resize(width, height);
        browser
    }

    /// Makes the *page* this size, whatever the window's frame takes.
    pub fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.devtools("Emulation.setDeviceMetricsOverride", &metrics);
    }

    /// Runs a script in every page from now on, before anything of its own.
    pub fn before_every_page(&self, script: &str) {
        self.devtools("Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
    }

    /// One command of the browser's `DevTools`, and its answer.
    pub fn devtools(&self, command: &str, params: &Value) -> Value {
        self.post("goog/cdp/execute", &json!({"cmd": command, "params": params}))
    }

    pub fn go(&self, url: &str) {
        self.post("url", &json!({ "url": url }));
    }

    pub fn back(&self) {
        self.post("back", &json!({}));
    }

    pub fn reload(&self) {
        self.post("refresh", &json!({}));
    }

    pub fn url(&self) -> String {
        self.text_of("url")
    }

    pub fn title(&self) -> String {
        self.text_of("title")
    }

    /// Runs a function body; what it `return`s comes back. `arguments[0]…` are `args`.
    pub fn run(&self, script: &str, args: &[Value]) -> Value {
        self.post("execute/sync", &json!({"script": script, "args": args}))
    }

    /// As `run`, but the script calls its last argument when it is done.
    pub fn run_async(&self, script: &str, args: &[Value]) -> Value {
        self.post("execute/async", &json!({"script": script, "args": args}))
    }

    /// How many elements match.
    pub fn count(&self, css: &str) -> usize {
        let found =
            self.run("return document.querySelectorAll(arguments[0]).length", &[json!(css)]);
        found.as_u64().and_then(|it| usize::try_from(it).ok()).expect("a length is a number")
    }

    /// The text that a person sees in the first match.
    pub fn text(&self, css: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? null";
        let text = self.run(script, &[json!(css)]);
        text.as_str().unwrap_or_else(|| panic!("nothing matches {css}")).to_owned()
    }

    /// Clicks the first match as a person does: in its middle, on whatever is on top there.
    pub fn click(&self, css: &str) {
        // A part that was written anew between finding and clicking is found again.
        let clicked = || {
            let found = self.post("element", &json!({"using": "css selector", "value": css}));
            let id = found[ELEMENT].as_str().unwrap_or_else(|| panic!("nothing matches {css}"));
            let url = format!("{}/element/{id}/click", self.session);
            let answer = self.client.post(&url, &[], b"{}");
            let gone = answer.text().contains("stale element reference");
            (!gone).then(|| value(&answer))
        };
        let tries = (0..20).any(|_| clicked().is_some());
        assert!(tries, "{css} is written anew all the time");
    }

    /// Presses and releases the mouse at a point of the page.
    pub fn click_at(&self, x: i32, y: i32) {
        let actions = json!([
            {"type": "pointerMove", "duration": 0, "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]);
        let mouse = json!({"type": "pointer", "id": "mouse", "actions": actions});
        self.post("actions", &json!({"actions": [mouse]}));
    }

    /// Waits until a JavaScript expression is truthy, and returns it. One that fails is not true yet: what it asks
    /// about may not stand on the page so far.
    pub fn wait_for(&self, expression: &str) -> Value {
        let script = format!("try {{ return {expression} }} catch {{ return false }}");
        let until = Instant::now() + PATIENCE;
        loop {
            let found = self.run(&script, &[]);
            if !matches!(found, Value::Null | Value::Bool(false))
                && found != json!(0)
                && found != json!("")
            {
                return found;
            }
            if Instant::now() > until {
                self.screenshot("gave-up");
                panic!("waited in vain for {expression}; console: {:?}", self.console());
            }
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Waits until something matches.
    pub fn wait_for_element(&self, css: &str) {
        self.wait_for(&format!("document.querySelector({}) !== null", json!(css)));
    }

    /// Saves what is on the screen as `target/screens/{name}.png`.
    pub fn screenshot(&self, name: &str) -> PathBuf {
        let png = png_from_base64(&self.text_of("screenshot")).expect("a screenshot is base64");
        let file = screens().join(format!("{name}.png"));
        fs::write(&file, png).expect("the target folder can be written");
        file
    }

    /// What the page wrote to its console since the last call: `level: message`.
    pub fn console(&self) -> Vec<String> {
        let entries = self.post("se/log", &json!({"type": "browser"}));
        let line = |entry: &Value| format!("{}: {}", entry["level"], entry["message"]);
        entries.as_array().map(|it| it.iter().map(line).collect()).unwrap_or_default()
    }

    /// The console's errors alone.
    pub fn errors(&self) -> Vec<String> {
        self.console().into_iter().filter(|line| line.starts_with("\"SEVERE\"")).collect()
    }

    fn text_of(&self, what: &str) -> String {
        let got = value(&self.client.get(&format!("{}/{what}", self.session)));
        got.as_str().unwrap_or_default().to_owned()
    }

    fn post(&self, what: &str, body: &Value) -> Value {
        value(&self.client.post(
            &format!("{}/{what}", self.session),
            &[],
            body.to_string().as_bytes(),
        ))
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.client.delete(&self.session);
        self.driver.kill().ok();
        self.driver.wait().ok();
    }
}

/// `chromedriver` on a port that it chooses itself.
fn start_driver() -> (Child, BufReader<ChildStdout>, u16) {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut driver = command.spawn().expect("chromedriver is installed: cargo xtask setup");
    let mut says = BufReader::new(driver.stdout.take().expect("its output is piped"));
    let port = says.by_ref().lines().map_while(Result::ok).find_map(|line| port_in(&line));
    (driver, says, port.expect("chromedriver names its port"))
}

/// `ChromeDriver was started successfully on port 33243.`
fn port_in(line: &str) -> Option<u16> {
    line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
}

/// The `value` of a `WebDriver` answer.
fn value(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200, "WebDriver: {}", answer.text());
    answer.json()["value"].take()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_port_is_read_from_what_the_driver_says() {
        assert_eq!(port_in("ChromeDriver was started successfully on port 33243."), Some(33243));
        assert_eq!(port_in("Starting ChromeDriver 140"), None);
    }
}
