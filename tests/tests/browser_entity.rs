//! The file of an entity in a real Chromium: a part of its score leads to what it rests on, and a fact opens where it is.

use guanlan_tests::{Browser, Server};
use serde_json::json;

/// An entity with a problem that is late and with complaints.
fn one(server: &Server) -> String {
    let asked = "/api/v1/records?indicator=I06n&unit=110000&period=2026&page_size=200";
    let records = server.get(asked).ok();
    let mut known =
        records["rows"].as_array().expect("rows").iter().filter_map(|it| it["entity"].as_str());
    let is_rich = |id: &&str| {
        let file = server.get(&format!("/api/v1/entities/{id}")).ok();
        let facts = file["timeline"].as_array().expect("facts").clone();
        let counts = |factor: &str| {
            facts
                .iter()
                .any(|it| it["factors"].as_array().is_some_and(|all| all.contains(&json!(factor))))
        };
        counts("overdue_rectification") && counts("complaints") && facts.len() < 40
    };
    known.find(is_rich).expect("such an entity").to_owned()
}

/// What is marked: how many facts, their feeds, and whether the first has the focus.
const MARKED: &str = "const marked = [...document.querySelectorAll('[data-factors]')] \
    .filter((it) => getComputedStyle(it).boxShadow !== 'none'); \
    const feeds = marked.map((it) => it.closest('[data-feed]')?.dataset.feed ?? it.tagName); \
    return [marked.length, [...new Set(feeds)], document.activeElement === marked[0]]";

#[test]
fn a_part_of_a_score_leads_to_what_it_rests_on_and_a_fact_opens_all_its_columns() {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let id = one(&server);
    let browser = Browser::open(1440, 900);
    for path in [format!("/entity/{id}"), format!("/desk/entity/{id}")] {
        browser.go(&format!("{}{path}", server.url));
        browser.wait_for_element(".timeline__one summary");
        let counted = |factor: &str| browser.count(&format!("summary[data-factors~={factor}]"));
        for (factor, feed) in [("overdue_rectification", "problem"), ("complaints", "complaint")] {
            browser.click(&format!("[data-rests={factor}]"));
            assert_eq!(
                browser.run(MARKED, &[]),
                json!([counted(factor), [feed], true]),
                "{factor}"
            );
        }
        browser.click("[data-rests=complaints]");
        assert_eq!(browser.run(MARKED, &[])[0], json!(0), "a second time lets go");
        browser.click("[data-rests=overdue_rectification]");
        let late = "return document.activeElement.innerText";
        let told = browser.run(late, &[]);
        assert!(
            told.as_str().is_some_and(|it| it.contains("超期") && it.contains("期限")),
            "{told}"
        );
        opens(&browser, if path.contains("desk") { "desk" } else { "room" });
    }
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// The fact that has the focus: opened from the keyboard, in words, and nothing was asked for.
fn opens(browser: &Browser, layout: &str) {
    let asked = "return performance.getEntriesByType('resource').length";
    let before = browser.run(asked, &[]);
    let key = json!({"type": "keyDown", "key": "Enter", "code": "Enter", "text": "\r", "windowsVirtualKeyCode": 13});
    browser.devtools("Input.dispatchKeyEvent", &key);
    browser.wait_for_element(".timeline__one details[open] .fields");
    let fields =
        browser.run("return document.querySelector('details[open] .fields').innerText", &[]);
    let fields = fields.as_str().expect("words");
    for word in ["严重程度", "整改期限", "来源系统", "接收时间"] {
        assert!(fields.contains(word), "{word} in {fields}");
    }
    assert!(!fields.contains("RECTIFYING") && !fields.contains("+08:00"), "{fields}");
    assert_eq!(browser.run(asked, &[]), before, "no question to the server");
    browser.screenshot(&format!("entity-{layout}"));
}
