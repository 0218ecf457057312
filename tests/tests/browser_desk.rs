//! The desk and the wall in a real Chromium: numbers lead to as many rows, the address holds the state,
//! drawings turn over to tables, and a wall needs nobody.

use guanlan_tests::{Browser, Server};
use serde_json::json;

const FACTS: u32 = 20_000;

fn open(path: &str) -> (Server, Browser) {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    let browser = Browser::open(1600, 1000);
    browser.go(&format!("{}{path}", server.url));
    browser.wait_for_element(".crumbs a");
    (server, browser)
}

/// Opens what a link leads to and comes back; the page must count what the link said.
fn leads_to_as_many_rows(browser: &Browser, link: &str) {
    browser.wait_for_element(link);
    let count = browser.text(link);
    browser.click(link);
    browser.wait_for_element(".sheet__total b");
    browser.wait_for(&format!(
        "document.querySelector('.sheet__total b').innerText === {}",
        json!(count)
    ));
    browser.back();
    browser.wait_for_element(".units, .panel--ranking");
}

#[test]
fn the_desk_is_light_and_complete_and_writes_no_error() {
    let (_server, browser) = open("/desk");
    browser.wait_for_element(".units__months .spark");
    browser.wait_for_element(".table--records tbody tr");
    browser.wait_for_element(".desk__records .sheet__check[data-tone=better]");
    assert_eq!(browser.run("return document.documentElement.dataset.theme", &[]), "light");
    let catalogue = browser.run_async(
        "const done = arguments[0]; fetch('/api/v1/indicators').then(it => it.json()).then(it => done(it.indicators.length))",
        &[],
    );
    assert_eq!(json!(browser.count(".deskcards .card")), catalogue, "a card an indicator");
    for part in [".mapcard canvas", ".chart svg", ".columns__one", ".barlist__row", ".quality a"] {
        assert!(browser.count(part) > 0, "{part}");
    }
    browser.screenshot("desk-1600");
    for (width, height) in [(420, 900), (1366, 768), (3840, 1080)] {
        browser.resize(width, height);
        browser.wait_for("document.documentElement.scrollWidth <= window.innerWidth");
        browser.screenshot(&format!("desk-{width}"));
    }
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_count_of_marks_in_the_ledger_opens_as_many_rows() {
    let (_server, browser) = open("/desk?view=batches");
    let link = ".table__marks .count";
    browser.wait_for_element(link);
    let count = browser.text(link);
    browser.screenshot("desk-batches");
    browser.click(link);
    browser.wait_for_element(".sheet__total b");
    assert_eq!(browser.text(".sheet__total b"), count);
    assert!(browser.url().contains("mark=W"), "{}", browser.url());
    let shown = count.replace(',', "").parse::<usize>().expect("a count").min(50);
    assert_eq!(browser.count(".sheet__body tbody tr"), shown);
    assert!(browser.text(".sheet__head h2").contains("标记清单"));
    browser.screenshot("desk-marks");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn what_waits_for_another_record_opens_with_what_it_waits_for() {
    let (server, browser) = open("/desk");
    let held = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,start_at,finish_at,result,officer_ids\n\
                P-live,E-late,110105,03,ROUTINE,OFFSITE,REMOTE,2026-05-06 09:00:00,2026-05-06 10:00:00,NO_PROBLEM,a\n";
    let headers = [("idempotency-key", "held-1"), ("content-type", "text/csv; charset=utf-8")];
    let receipt = server.client.post("/api/v1/feeds/inspection", &headers, held.as_bytes());
    assert_eq!(receipt.status, 200, "{}", receipt.text());
    browser.wait_for("document.querySelector('.clock__state').innerText.includes('第 2 代')");
    leads_to_as_many_rows(&browser, ".quality__one:nth-child(4) .count");
    browser.click(".quality__one:nth-child(4) .count");
    browser.wait_for("document.querySelector('.sheet__body')?.innerText.includes('E-late')");
    assert!(browser.url().contains("view=held"), "{}", browser.url());
    assert_eq!(browser.count(".bar-head .choices-row"), 0, "no period or attribution changes this");
    assert_eq!(browser.text(".crumbs li:last-child a"), "待关联");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn every_kind_of_number_on_the_desk_opens_as_many_rows() {
    let (_server, browser) = open("/desk?period=2026");
    let links = [
        ".card .base .count:first-child",
        ".units__row:nth-child(2) td:nth-child(5) .count",
        ".units__row:nth-child(2) td:nth-child(6) .count",
        ".panel--funnel .columns__one:nth-child(3) .count",
        ".panel--funnel .columns__one:nth-child(4) .count",
        ".panel--methods .barlist__count .count",
        ".quality__one:last-child .count",
        ".quality-list tbody .count",
    ];
    for link in links {
        leads_to_as_many_rows(&browser, link);
    }
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn the_rows_of_a_zone_open_within_it_since_others_answer_for_its_streets() {
    let (_server, browser) = open("/desk?period=2026&unit=110115403");
    leads_to_as_many_rows(&browser, ".units__row:nth-child(1) td:nth-child(5) .count");
    leads_to_as_many_rows(&browser, ".units__row:nth-child(1) td:nth-child(6) .count");
    assert_eq!(browser.count(".units__row .units__name a"), 0, "none is a unit of the zone");
    browser.wait_for_element(".units__row:nth-child(1) .units__months .spark__line");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn what_is_counted_by_place_opens_by_place_and_a_closed_sheet_leaves_all_as_it_was() {
    let (_server, browser) = open("/?unit=110105&period=2026&at=location");
    browser.wait_for_element(".panel--ranking .ranking__row");
    let before = browser.url();
    let links = [
        ".card .base .count:first-child",
        ".panel--funnel .columns__one:nth-child(4) .count",
        ".panel--methods .barlist__count .count",
        ".ranking__row .ranking__value",
    ];
    for link in links {
        browser.wait_for_element(link);
        browser.click(link);
        browser.wait_for_element(".sheet__check, .sheet__total b");
        browser.wait_for("!document.querySelector('.sheet__check[data-tone=wrong]')");
        browser.click(".sheet__close");
        browser.wait_for("!document.querySelector('.sheet')");
        assert_eq!(browser.url(), before, "{link}");
    }
    let own = browser.text(".card .base .count:first-child");
    leads_to_as_many_rows(&browser, ".card .base .count:first-child");
    browser.go(&before.replace("&at=location", ""));
    browser.wait_for_element(".card .base .count:first-child");
    assert_ne!(browser.text(".card .base .count:first-child"), own, "negative control");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_click_on_a_card_or_a_column_is_kept_in_the_address() {
    let (_server, browser) = open("/desk");
    browser.wait_for_element(".units__row");
    browser.click(".deskcards .card:nth-child(2) .card__choose");
    browser.wait_for_element(".deskcards .card--chosen:nth-child(2)");
    browser.click(".units__table th:nth-child(6) .sorter");
    browser.wait_for_element(".units__table th[aria-sort=descending]");
    let address = browser.url();
    assert!(address.contains("indicator=") && address.contains("order=-den"), "{address}");
    let first = browser.text(".units__row .units__name");
    browser.reload();
    browser.wait_for_element(".units__table th[aria-sort=descending]");
    assert_eq!(browser.text(".units__row .units__name"), first);
    browser.click(".units__row .units__name a");
    browser.wait_for("location.search.includes('unit=')");
    assert!(browser.url().contains("/desk?"), "drilling down stays on the desk");
}

#[test]
fn the_units_stand_below_what_they_are_parts_of_and_it_has_no_rank() {
    let (_server, browser) = open("/desk?period=2026");
    browser.wait_for_element(".units__whole .units__months .spark__line");
    assert_eq!(browser.text(".units__whole .units__name"), browser.text(".crumbs li:last-child a"));
    assert_eq!(browser.text(".units__whole .units__rank"), "");
    let side = |number: u32| browser.text(&format!(".units__whole td:nth-child({number}) .count"));
    let card = |side: &str| browser.text(&format!(".card .base .count:{side}"));
    assert_eq!((side(5), side(6)), (card("first-child"), card("last-child")));
    leads_to_as_many_rows(&browser, ".units__whole td:nth-child(5) .count");
    // A street counts what its org answers for there, and has a year of it.
    browser.wait_for_element(".units__row .units__name a");
    browser.click(".units__row .units__name a");
    browser.wait_for("document.querySelectorAll('.crumbs li').length === 2");
    browser.wait_for_element(".units__row .units__months .spark__line");
    leads_to_as_many_rows(&browser, ".units__row:nth-child(1) td:nth-child(5) .count");
    assert_eq!(browser.count(".quality-list .panel__note > span"), 1, "of the whole city");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

/// Whether the map lies over the first of the panels that is there.
const OVERLAID: &str = "const box = (css) => document.querySelector(css).getBoundingClientRect(); \
    const map = box('.mapcard'); \
    return ['.panel--trend', '.panel--funnel', '.quality-list', '.desk__records'].filter((css) => { \
        const it = box(css); \
        return it.left < map.right - 1 && map.left < it.right - 1 && it.top < map.bottom - 1 && map.top < it.bottom - 1; \
    })";

#[test]
fn the_map_stays_beside_its_list_and_never_lies_over_what_follows() {
    let (_server, browser) = open("/desk");
    browser.wait_for_element(".desk__records tbody tr");
    browser.wait_for_element(".panel--trend svg");
    for share in [0.25, 0.5, 0.75, 1.0] {
        let to = "scrollTo(0, document.scrollingElement.scrollHeight * arguments[0])";
        browser.run(to, &[serde_json::json!(share)]);
        assert_eq!(browser.run(OVERLAID, &[]), serde_json::json!([]), "{share} of the way");
    }
    let loose = "document.querySelector('.mapplace').style.display = 'contents'; ";
    let found = browser.run(&[loose, OVERLAID].concat(), &[]);
    assert_ne!(found, serde_json::json!([]), "a map that stays for the whole page lies over it");
}

#[test]
fn a_score_is_of_today_in_every_period_and_says_so_beside_another_one() {
    let (server, browser) = open("/desk?indicator=R&period=2031");
    let said = [".card--chosen .today", ".units .today", ".legend .today"];
    for note in said {
        browser.wait_for_element(note);
        assert!(browser.text(note).contains("现时"), "{note}");
    }
    let score = browser.text(".card--chosen .card__value");
    assert!(score.contains('分'), "{score}");
    assert!(browser.count(".units__row .bar__fill") > 10, "the units have theirs");
    browser.screenshot("desk-score-2031");
    browser.go(&format!("{}/desk?indicator=R", server.url));
    browser.wait_for_element(".units__row .bar__fill");
    browser.wait_for_element(".card--chosen .card__unit");
    assert_eq!(browser.text(".card--chosen .card__value"), score);
    assert_eq!(browser.count(".today"), 0, "today lies in this period");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn every_drawing_of_the_desk_turns_over_to_a_table_of_the_same_numbers() {
    let (_server, browser) = open("/desk");
    browser.wait_for_element(".units__row");
    let value = browser.text(".units__row td:nth-child(4)");
    for button in [
        ".desk__cardbar .toggle",
        ".mapcard .toggle",
        ".units .toggle",
        ".panel--trend .toggle",
        ".panel--funnel .toggle",
        ".panel--methods .toggle",
    ] {
        browser.wait_for_element(button);
        browser.click(button);
        browser.wait_for_element(&format!("{button}[aria-pressed=true]"));
    }
    browser.wait_for("document.querySelectorAll('.behind tbody').length === 6");
    assert_eq!(browser.text(".units .behind tbody td:nth-child(3)"), value);
    assert!(browser.url().contains("tables="), "{}", browser.url());
    browser.screenshot("desk-tables");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_number_in_a_table_opens_as_many_rows_as_in_the_drawing() {
    let (_server, browser) = open("/desk?tables=cards,units,trend,funnel,methods,map");
    let tables = [
        (".desk__cards", 4),
        (".units", 4),
        (".panel--trend", 3),
        (".panel--funnel", 2),
        (".panel--methods", 3),
        (".mapcard", 3),
    ];
    for (table, column) in tables {
        let link = format!("{table} .behind tr:nth-child(2) td:nth-child({column}) .count");
        leads_to_as_many_rows(&browser, &link);
    }
}

#[test]
fn records_are_sorted_by_a_click_and_kept_as_a_file() {
    let (server, browser) = open("/desk?view=records&side=den&period=2026");
    browser.wait_for_element(".table--records tbody tr");
    browser.click(".table--records th:nth-child(1) .sorter");
    browser.wait_for_element(".table--records th[aria-sort=ascending]");
    browser
        .wait_for("document.querySelector('.table--records .table__day').innerText < '2026-01-10'");
    let total = browser.text(".sheet__total b").replace(',', "");
    let href = browser
        .run("return document.querySelector('.sheet__total a.toggle').getAttribute('href')", &[]);
    let csv = server.get(href.as_str().unwrap());
    assert_eq!(csv.status, 200, "{}", csv.text());
    let lines = csv.text().trim_end().lines().count();
    assert_eq!((lines - 1).to_string(), total, "one line a row, and the head");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_wall_turns_its_layers_by_itself_and_has_nothing_to_press() {
    let (_server, browser) = open("/wall?rotate=1");
    browser.wait_for_element(".turns__one[aria-current]");
    browser.wait_for("location.search.includes('layer=workload')");
    browser.wait_for("location.search.includes('layer=complaints')");
    assert_eq!(browser.run("return history.length <= 2", &[]), true, "no step back through turns");
    let pressed = "return [...document.querySelectorAll('select, button, .switch')].filter(it => it.offsetParent).length";
    assert_eq!(browser.run(pressed, &[]), 0, "nothing to press");
    browser.wait_for("document.documentElement.dataset.pointer === 'resting'");
    browser.screenshot("wall-1600");
    assert_eq!(browser.errors(), Vec::<String>::new());
}

#[test]
fn a_wall_that_shall_stand_still_does() {
    let (_server, browser) = open("/wall?rotate=0");
    browser.wait_for_element(".turns__one[aria-current]");
    browser.wait_for("document.documentElement.dataset.pointer === 'resting'");
    assert!(!browser.url().contains("layer="), "{}", browser.url());
}

#[test]
fn while_the_server_is_gone_controls_say_what_the_picture_is_and_the_choice_is_told_as_not_loaded()
{
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let browser = Browser::open(1440, 900);
    browser.go(&format!("{}/desk?period=2026", server.url));
    browser.wait_for_element(".units__row");
    browser.wait_for_element(".card__value");
    browser.wait_for_element(".legend__scale li");
    let value = browser.text(".card__value");
    let rows = browser.count(".units__row");
    drop(server);
    browser.wait_for_element("[data-tone=lost]");
    let current = || browser.text(".choices-row .choice[aria-current=true]");
    let year = current();
    browser.click(".choices-row .choice:nth-child(3)");
    browser.wait_for_element(".clock__awaited");
    assert!(browser.text(".clock__awaited").contains("上月 尚未载入"));
    assert_eq!((current(), browser.text(".card__value")), (year, value));
    assert_eq!(browser.text(".awaited"), "上月", "it is marked where it was chosen");
    browser.run(
        "[...document.querySelectorAll('.choice')].find(it => it.innerText === '按地点').click()",
        &[],
    );
    browser.wait_for("document.querySelector('.clock__awaited').innerText.includes('按地点')");
    let both = "return [...document.querySelectorAll('.choice[aria-current=true]')].map(it => it.innerText)";
    assert!(browser.run(both, &[]).to_string().contains("按承办机构"));
    assert_eq!(browser.count(".units__row"), rows, "the units stay as well");
    browser.back();
    browser.back();
    browser.wait_for("document.querySelector('.clock__awaited') === null");
}
