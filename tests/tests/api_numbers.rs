//! The numbers: every count opens as many records, parts add up to the whole, cells to the unit.

use std::iter;

use domain::cells::{CellFrame, CellList};
use guanlan_tests::{Answer, Server};
use serde_json::Value;

const FACTS: u32 = 20_000;

/// A month, a quarter cut by a code change of nobody, a year, and a range of odd days.
const PERIODS: [&str; 4] = ["2026-10", "2026Q2", "2025", "2026-02-11..2026-09-03"];

/// The root, two districts, the zone, and a region asked for by place.
const UNITS: [&str; 5] =
    ["unit=110000", "unit=110105", "unit=110118", "unit=110115403", "unit=110108&at=location"];

fn demo() -> Server {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    server
}

fn ids(server: &Server) -> Vec<String> {
    let catalogue = server.get("/api/v1/indicators").ok();
    let all = catalogue["indicators"].as_array().expect("indicators");
    all.iter().map(|it| it["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn every_side_of_every_indicator_opens_exactly_as_many_records() {
    let server = demo();
    let ids = ids(&server);
    assert!(ids.len() >= 12, "{ids:?}");
    let mut opened = 0;
    for period in PERIODS {
        for unit in UNITS {
            let asked = format!("{unit}&period={period}");
            let figures =
                server.get(&format!("/api/v1/figures?indicators={}&{asked}", ids.join(","))).ok();
            for row in figures["rows"].as_array().expect("rows") {
                opened += assert_opens(&server, row, &asked);
            }
        }
    }
    assert!(opened > 200, "only {opened} sides had something to open");
}

/// How many sides held records.
fn assert_opens(server: &Server, row: &Value, asked: &str) -> usize {
    let indicator = row["indicator"].as_str().expect("a row names its indicator");
    let sides = ["num", "den"].into_iter().filter(|side| !row[side].is_null());
    let mut held = 0;
    for side in sides {
        let question = format!("/api/v1/records?indicator={indicator}&side={side}&{asked}");
        let records = server.get(&question).ok();
        assert_eq!(records["total"], row[side], "{question}");
        held += usize::from(records["total"] != 0);
    }
    held
}

#[test]
fn every_row_of_a_comparison_opens_exactly_as_many_records() {
    let server = demo();
    for filter in ["", "&specialty=03", "&method=VIDEO_AI"] {
        let asked = format!("by=org&period=2026{filter}");
        let figures =
            server.get(&format!("/api/v1/figures?indicators=I01,I03,I05,I35&{asked}")).ok();
        let rows = figures["rows"].as_array().expect("rows");
        assert!(rows.len() >= 4 * 17, "{} rows", rows.len());
        for row in rows {
            let unit = row["unit"].as_str().expect("a row names its unit");
            if unit == "110000" {
                // What the city's org did itself, without those below it: nothing, it has 市本级 for that.
                assert_eq!(number(&row["num"]), 0, "{row}");
                continue;
            }
            assert_opens(&server, row, &format!("unit={unit}&period=2026{filter}"));
        }
    }
}

#[test]
fn a_cell_opens_exactly_as_many_records_as_it_shows() {
    let server = demo();
    let asked = "unit=110000&period=2026";
    let cells = server.get(&format!("/api/v1/cells?layer=I02&{asked}&res=7")).ok();
    let at = cells["at"].as_str().expect("cells say whose they are");
    let list = cells["cells"].as_array().expect("cells");
    let busy = list.iter().filter(|cell| number(&cell[2]) > 0);
    for cell in busy.take(25) {
        let id = cell[0].as_str().expect("a cell has an id");
        for (side, shown) in [("num", &cell[1]), ("den", &cell[2])] {
            let question =
                format!("/api/v1/records?indicator=I02&side={side}&{asked}&at={at}&cell={id}");
            assert_eq!(&server.get(&question).ok()["total"], shown, "{question}");
        }
    }
}

#[test]
fn the_weights_of_all_pages_add_up_to_the_total() {
    let server = demo();
    for question in [
        "indicator=I02&side=den&unit=110105&period=2026-10",
        "indicator=I06n&side=num&unit=110105&period=2026",
        "indicator=I51&side=num&unit=110108&period=2026-10",
    ] {
        let first = server.get(&format!("/api/v1/records?{question}&page_size=7")).ok();
        let (total, count) = (number(&first["total"]), number(&first["row_count"]));
        let (mut weight, mut rows, mut page) = (0, 0, 1);
        while rows < count {
            let answer =
                server.get(&format!("/api/v1/records?{question}&page_size=7&page={page}")).ok();
            let list = answer["rows"].as_array().expect("rows");
            assert!(!list.is_empty(), "{question}: page {page} is empty after {rows} of {count}");
            weight += list.iter().map(|row| number(&row["weight"])).sum::<i64>();
            rows += i64::try_from(list.len()).expect("a page is small");
            page += 1;
        }
        assert_eq!((weight, rows), (total, count), "{question}");
    }
}

fn number(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn a_table_holds_every_record_once_and_reads_in_a_spreadsheet() {
    let server = demo();
    let question = "/api/v1/records?indicator=I02&side=den&unit=110000&period=2026";
    let count = number(&server.get(question).ok()["row_count"]);
    assert!(count > 1_000, "{count} rows fit one page");
    let table = server.client.get_with(question, &[("accept", "text/csv")]);
    assert!(table.body.starts_with(b"\xef\xbb\xbf"), "no mark for spreadsheets");
    let text = table.text();
    let mut ids: Vec<&str> =
        text.lines().skip(1).filter_map(|line| line.split(',').nth(1)).collect();
    assert_eq!(i64::try_from(ids.len()).expect("few"), count);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(i64::try_from(ids.len()).expect("few"), count, "a record came twice");
    assert!(server.get(&format!("{question}&format=csv")).text() == text);
}

#[test]
fn the_parts_of_a_unit_add_up_to_it_for_additive_indicators() {
    let server = demo();
    let additive = ["I01", "I02", "I05", "I06", "I35"];
    for by in ["org", "region", "specialty", "method"] {
        for indicator in additive {
            let asked = format!("indicators={indicator}&unit=110000&period=2026Q3");
            let whole = server.get(&format!("/api/v1/figures?{asked}")).ok()["rows"][0].clone();
            let answer = server.get(&format!("/api/v1/figures?{asked}&by={by}"));
            if answer.status == 400 {
                continue; // not every indicator is divided by method
            }
            let parts = answer.ok();
            let sum = |side: &str| {
                let rows = parts["rows"].as_array().expect("rows");
                rows.iter().filter_map(|row| row[side].as_i64()).sum::<i64>()
            };
            assert_eq!(sum("num"), number(&whole["num"]), "{asked} by {by}");
            if !whole["den"].is_null() {
                assert_eq!(sum("den"), number(&whole["den"]), "{asked} by {by}");
            }
        }
    }
}

#[test]
fn cells_and_what_lies_in_no_cell_add_up_to_the_unit() {
    let server = demo();
    for layer in ["workload", "complaints", "I02", "I05"] {
        for res in [6, 8, 10] {
            let asked = format!("layer={layer}&unit=110000&period=2026&res={res}");
            let cells = server.get(&format!("/api/v1/cells?{asked}")).ok();
            let list = cells["cells"].as_array().expect("cells");
            let sum: i64 = list.iter().map(|cell| number(&cell[1])).sum();
            assert_eq!(sum + number(&cells["unlocated"]), number(&cells["total"]), "{asked}");
            assert!(list.len() > 20, "{asked}: {} cells", list.len());
            if layer.starts_with('I') {
                let figure = server
                    .get(&format!("/api/v1/figures?indicators={layer}&unit=110000&period=2026"));
                assert_eq!(cells["total"], figure.ok()["rows"][0]["num"], "{asked}");
            }
        }
    }
}

const COMPACT: [(&str, &str); 1] = [("accept", "application/vnd.guanlan.cells")];

fn compact(server: &Server, asked: &str) -> Answer {
    server.client.get_with(asked, &COMPACT)
}

#[test]
fn the_compact_cells_are_smaller_and_leave_a_known_list_out() {
    let server = demo();
    let asked = "/api/v1/cells?layer=complaints&unit=110000&period=2026&res=8";
    let frame = compact(&server, asked);
    assert_eq!(frame.header("content-type"), Some("application/vnd.guanlan.cells"));
    assert!(frame.body.starts_with(b"GLC5"));
    assert!(frame.body.len() * 4 < server.get(asked).body.len());
    let whole = CellFrame::decode(&frame.body, &[]).expect("a frame");
    let held = [CellList::new(whole.res, whole.cells.clone())];
    let known = compact(&server, &format!("{asked}&known={:016x}", whole.list_hash));
    assert!(known.body.len() < frame.body.len());
    assert_eq!(CellFrame::decode(&known.body, &held), Ok(whole.clone()));
    let other = compact(&server, &format!("{asked}&known={:016x}", whole.list_hash ^ 1));
    assert_eq!(other.body, frame.body);
}

#[test]
fn a_page_that_zooms_is_sent_only_the_levels_that_it_does_not_hold() {
    let server = demo();
    let asked = |res: u8| format!("/api/v1/cells?layer=workload&unit=110000&period=2026&res={res}");
    let whole = compact(&server, &asked(9));
    let expected = CellFrame::decode(&whole.body, &[]).expect("a frame");
    let finest = CellList::new(9, expected.cells.clone());
    let lists: Vec<CellList> = iter::successors(Some(finest), CellList::parents).collect();
    let named = |nths: &[usize]| {
        let hashes: Vec<String> =
            nths.iter().map(|nth| format!("{:x}", lists[*nth].name.hash)).collect();
        compact(&server, &format!("{}&known={}", asked(9), hashes.join(",")))
    };
    let on_next = named(&[3, 1, 2]);
    assert!(on_next.body.len() < whole.body.len());
    assert_eq!(CellFrame::decode(&on_next.body, &lists[1..2]), Ok(expected.clone()));
    assert!(CellFrame::decode(&on_next.body, &lists[2..]).is_err(), "the finest is picked");
    let once_more = named(&[1]);
    assert_eq!(once_more.body, on_next.body);
    assert_eq!(once_more.header("etag"), on_next.header("etag"), "equal answers are one answer");
    let own = named(&[0, 1, 2, 3]);
    assert_eq!(CellFrame::decode(&own.body, &lists[..1]), Ok(expected));
    let coarse = compact(&server, &format!("{}&known={:x}", asked(8), lists[1].name.hash));
    assert!(CellFrame::decode(&coarse.body, &lists[1..2]).is_ok(), "parents are the coarser list");
    assert!(CellFrame::decode(&coarse.body, &[]).is_err(), "no list travels to zoom out");
    for refused in ["xyz".to_owned(), "1,,2".to_owned(), vec!["1"; 17].join(",")] {
        let refusal = compact(&server, &format!("{}&known={refused}", asked(9)));
        assert_eq!((refusal.status, &refusal.json()["code"]), (400, &"BAD_VALUE".into()));
    }
}

#[test]
fn a_retired_code_asks_for_the_same_series_as_its_successor() {
    // Hard case 12: 密云 110228 in old records and 110118 in new ones are one series.
    let server = demo();
    let rows = |unit: &str| {
        let asked = format!("indicator=I01&unit={unit}&at=location&period=2025-01-01..2026-11-01");
        server.get(&format!("/api/v1/series?{asked}")).ok()["rows"].clone()
    };
    assert_eq!(rows("110228"), rows("110118"));
}
