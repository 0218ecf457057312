//! Bad input and bad luck, on the real binary: what is refused leaves no trace, what is damaged is made
//! again, what is missing is told. Each guard with its negative control.

#[path = "faults/boundaries.rs"]
mod boundaries;
#[path = "faults/disk.rs"]
mod disk;
#[path = "faults/entities.rs"]
mod entities;
#[path = "faults/files.rs"]
mod files;
#[path = "faults/questions.rs"]
mod questions;
#[path = "faults/store.rs"]
mod store;

use guanlan_tests::{Answer, Server, guanlan_command};
use serde_json::Value;
use std::path::Path;
use std::process::Output;

/// What every fault must leave as it was: how many batches there are, and what they add up to.
fn state(server: &Server) -> (Value, Value) {
    let batches = server.get("/api/v1/batches").ok()["total"].take();
    (batches, figures(server))
}

/// Figures of the year by org and by location, without what names the generation.
fn figures(server: &Server) -> Value {
    let questions = [
        "figures?indicators=I01,I02,I03,I05,I06,I06b,I08,I35,I51,R&by=org&period=2026",
        "figures?indicators=I01,I03,I35&by=region&at=location&period=2026Q3",
        "series?indicator=I02&bucket=month&period=2026-01-01..2026-11-01",
        "cells?layer=complaints&period=2026&res=7",
        "records?indicator=I06&side=num&period=2026&page_size=200",
    ];
    let answer = |question: &str| {
        let mut answer = server.get(&format!("/api/v1/{question}")).ok();
        let fields = answer.as_object_mut().expect("an answer is an object");
        fields.remove("generation");
        fields.remove("cutoff");
        answer
    };
    questions.into_iter().map(answer).collect()
}

fn post(server: &Server, id: &str, body: &[u8]) -> Answer {
    let headers = [("content-type", "text/csv"), ("idempotency-key", id)];
    server.client.post("/api/v1/feeds/entity", &headers, body)
}

#[track_caller]
fn assert_refused(answer: &Answer, status: u16, code: &str) {
    assert_eq!(answer.status, status, "{code}: {}", answer.text());
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(answer.json()["code"], code);
}

/// `guanlan ingest` of one file of entities.
fn ingest(root: &Path, options: &[&str], file: &Path) -> Output {
    let mut command = guanlan_command("ingest", root);
    command.args(["--feed", "entity"]).args(options).arg(file);
    command.output().expect("the binary starts")
}

#[track_caller]
fn receipt(said: &Output) -> Value {
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).expect("one receipt")
}

/// A root with demo records in a folder.
fn demo(folder: &Path) -> std::path::PathBuf {
    let root = folder.join("records");
    let mut demo = guanlan_command("demo", &root);
    let said = demo.args(["--facts", "4000", "--seed", "3"]).output().expect("the binary starts");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    root
}
