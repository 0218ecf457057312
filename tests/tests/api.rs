//! The server lives, is ready, and refuses addresses it does not have. Answers, deliveries and numbers
//! have files of their own.

use guanlan_tests::Server;

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
