//! The HTTP contract, asked of the real binary with synthetic records.

use guanlan_tests::Server;
use serde_json::{Value, json};

/// Small enough to start in a moment, large enough that every district has every feed.
const FACTS: u32 = 20_000;

fn demo() -> Server {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    server
}

#[test]
fn a_server_without_records_is_alive() {
    let server = Server::empty();
    assert_eq!(server.get("/healthz").status, 200);
}

#[test]
fn a_ready_server_names_its_generation_and_cutoff() {
    let ready = demo().get("/readyz").ok();
    assert!(ready["generation"].as_u64().is_some_and(|it| it > 0), "{ready}");
    assert!(ready["cutoff"].as_str().is_some_and(|it| it.ends_with("+08:00")), "{ready}");
}

#[test]
fn an_unknown_address_of_the_interface_is_a_problem_with_a_code() {
    let answer = demo().get("/api/v1/nothing");
    assert_eq!(answer.status, 404);
    assert!(
        answer.header("content-type").is_some_and(|it| it.starts_with("application/problem+json"))
    );
    assert!(answer.json()["code"].is_string());
}

#[test]
fn every_count_opens_as_many_records() {
    let server = demo();
    for indicator in ["I01", "I05", "I06"] {
        let asked = format!("indicators={indicator}&unit=110000&by=org&period=2026");
        let figures = server.get(&format!("/api/v1/figures?{asked}")).ok();
        let rows = figures["rows"].as_array().expect("figures have rows");
        assert!(rows.len() > 10, "{indicator}: {figures}");
        for row in rows {
            assert_opens(&server, row);
        }
    }
}

fn assert_opens(server: &Server, row: &Value) {
    let word =
        |key: &str| row[key].as_str().expect("a row names its indicator and unit").to_owned();
    let (indicator, unit) = (word("indicator"), word("unit"));
    for side in ["num", "den"] {
        let asked =
            format!("indicator={indicator}&side={side}&unit={unit}&by=org&period=2026&page=1");
        let records = server.get(&format!("/api/v1/records?{asked}")).ok();
        assert_eq!(records["total"], row[side], "{asked}");
    }
}

#[test]
fn an_answer_that_did_not_change_is_not_sent_again() {
    let server = demo();
    let question = "/api/v1/figures?indicators=I05&unit=110000&by=org&period=2026-10";
    let tag = server.get(question).header("etag").expect("answers carry a tag").to_owned();
    assert_eq!(server.client.get_with(question, &[("if-none-match", &tag)]).status, 304);
    assert_eq!(server.client.get_with(question, &[("if-none-match", "\"other\"")]).status, 200);
}

#[test]
fn a_delivery_counts_its_rows_and_the_same_again_changes_nothing() {
    let server = demo();
    let csv = "entity_id\n"; // A header alone: whatever is missing is told as a problem or as no rows.
    let send = || {
        server.client.post(
            "/api/v1/feeds/entity",
            &[("idempotency-key", "twice"), ("content-type", "text/csv")],
            csv.as_bytes(),
        )
    };
    let (first, second) = (send(), send());
    assert_eq!(first.status, second.status);
    assert_eq!(first.json()["batch"], second.json()["batch"]);
    assert_ne!(server.get("/api/v1/batches").ok(), json!(null));
}
