//! The page in a real Chromium: it shows, it opens what is behind a number, it keeps its state in the
//! address, it follows the server, and it writes no error.

use guanlan_tests::{Browser, Server};
use serde_json::json;

const FACTS: u32 = 20_000;

fn open(path: &str) -> (Server, Browser) {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element(".crumbs a");
    (server, browser)
}

/// The last breadcrumb.
fn place(browser: &Browser) -> String {
    browser.text(".crumbs li:last-child a")
}

#[test]
fn chromium_has_webgl2_with_float_targets() {
    let browser = Browser::open(400, 300);
    let script = "const gl = document.createElement('canvas').getContext('webgl2'); \
                  return gl !== null && gl.getExtension('EXT_color_buffer_float') !== null";
    assert_eq!(browser.run(script, &[]), true);
}

#[test]
fn the_page_shows_a_map_says_that_the_records_are_synthetic_and_writes_no_error() {
    let (_server, browser) = open("/");
    browser.wait_for_element(".map__canvas[data-ready][data-surface=webgl2]");
    assert_eq!(browser.count("[data-error]"), 0, "every layer was made and drawn");
    browser.wait_for_element(".legend__scale li");
    browser.wait_for("document.querySelector('.foot').innerText.includes('演示数据')");
    browser.wait_for("document.querySelector('.foot').innerText.includes('未经审图')");
    assert_eq!(browser.count(".card"), 3);
    browser.screenshot("overview-1440");
    browser.resize(1920, 1080);
    browser.screenshot("overview-1920");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn every_layer_has_a_legend_of_its_own() {
    let (_server, browser) = open("/");
    browser.wait_for_element(".legend__title");
    let layers = browser.count(".switch__one");
    assert!(layers >= 4, "risk, workload, complaints and an indicator");
    let mut titles = Vec::new();
    for number in 1..=layers {
        browser.click(&format!(".switch__one:nth-child({number})"));
        browser.wait_for_element(&format!(".switch__one:nth-child({number})[aria-current]"));
        browser.wait_for("document.querySelector('.legend__base').innerText.length > 0");
        browser.screenshot(&format!("layer-{number}"));
        titles.push(browser.text(".legend__title"));
    }
    titles.sort();
    titles.dedup();
    assert_eq!(titles.len(), layers, "{titles:?}");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_count_on_a_card_opens_exactly_as_many_records() {
    let (_server, browser) = open("/?period=2026");
    for side in [".card .base .count:first-child", ".card .base .count:last-child"] {
        browser.wait_for_element(side);
        let count = browser.text(side);
        assert_ne!(count, "0", "the demo has records in this period");
        browser.click(side);
        browser.wait_for_element(".sheet__total b");
        assert_eq!(browser.text(".sheet__total b"), count);
        browser.wait_for_element(".sheet__check[data-tone=better]");
        assert!(browser.count(".table--records tbody tr") > 0);
        browser.screenshot("records");
        browser.back();
        browser.wait_for("document.querySelector('.sheet') === null");
    }
}

#[test]
fn a_district_opens_by_its_name_comes_back_by_back_and_by_its_address() {
    let (_server, browser) = open("/?period=2026");
    let city = place(&browser);
    browser.wait_for_element("a.ranking__name");
    browser.click("a.ranking__name");
    browser.wait_for(&format!(
        "document.querySelector('.crumbs li:last-child a').innerText !== {}",
        json!(city)
    ));
    let (district, address) = (place(&browser), browser.url());
    assert!(address.contains("unit="), "{address}");
    browser.screenshot("district");
    browser.back();
    browser.wait_for(&format!(
        "document.querySelector('.crumbs li:last-child a').innerText === {}",
        json!(city)
    ));
    browser.go(&address);
    browser.wait_for_element(".crumbs a");
    assert_eq!(place(&browser), district, "the address alone opens the same place");
}

#[test]
fn a_new_generation_reaches_the_open_page_without_loading_it_anew() {
    let (server, browser) = open("/");
    browser.wait_for("document.querySelector('.clock__state').innerText.includes('第 1 代')");
    browser.run("window.wasHere = true", &[]);
    let entity = "entity_id,name,id_type,specialty,entity_type,risk_class,opened,address,region_code,\
                  geo_quality,state,org_code\n\
                  E-live,新店,NONE,03,旅店,2,2020-01-01,北京市东城区,110101001,NONE,ACTIVE,110101\n";
    let headers = [("idempotency-key", "live-1"), ("content-type", "text/csv; charset=utf-8")];
    let receipt = server.client.post("/api/v1/feeds/entity", &headers, entity.as_bytes());
    assert_eq!(receipt.status, 200, "{}", receipt.text());
    browser.wait_for("document.querySelector('.clock__state').innerText.includes('第 2 代')");
    assert_eq!(browser.run("return window.wasHere === true", &[]), true);
}
