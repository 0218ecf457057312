//! Malformed, truncated, mis-encoded, empty, duplicated and replayed files, by command line and over HTTP.

use crate::entities::{HEAD, csv, gb18030, row};
use crate::{assert_refused, figures, ingest, post, receipt, state};
use guanlan_tests::{Folder, Server, guanlan_command};
use std::fs;

/// Deliveries that must be refused as a whole, with the code of the refusal.
fn refused() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let sound = csv(&[row("A1"), row("A2")]);
    let utf16: Vec<u8> = sound.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let but = |bytes: usize| sound.as_bytes()[..sound.len() - bytes].to_vec();
    vec![
        ("empty", Vec::new(), "F_EMPTY"),
        ("head-alone", HEAD.into(), "F_EMPTY"),
        ("other-columns", b"a,b\n1,2\n".to_vec(), "F_SCHEMA"),
        ("column-missing", sound.replace("entity_id,", "").into_bytes(), "F_SCHEMA"),
        ("column-twice", sound.replacen("name,", "name,name,", 1).into_bytes(), "F_SCHEMA"),
        ("complainant", sound.replacen("name,", "name,phone,", 1).into_bytes(), "F_SCHEMA"),
        ("cut-in-a-row", but(20), "F_TRUNCATED"),
        ("cut-in-a-quote", format!("{sound}A3,\"测试").into_bytes(), "F_TRUNCATED"),
        ("gb18030-undeclared", gb18030(&sound), "F_ENCODING"),
        ("utf-16", [b"\xff\xfe".to_vec(), utf16].concat(), "F_ENCODING"),
        ("packed", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xed\xc1".to_vec(), "F_ENCODING"),
        ("bad-byte", sound.replace("A2,测", "A2,\u{1}").into_bytes_with(0xff), "F_ENCODING"),
    ]
}

trait WithByte {
    fn into_bytes_with(self, byte: u8) -> Vec<u8>;
}

impl WithByte for String {
    /// Every U+0001 becomes that byte.
    fn into_bytes_with(self, byte: u8) -> Vec<u8> {
        self.into_bytes().into_iter().map(|it| if it == 1 { byte } else { it }).collect()
    }
}

#[test]
fn a_file_that_is_no_whole_delivery_is_refused_by_the_command_line_and_changes_nothing() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let file = folder.path().join("entities.csv");
    for (name, bytes, code) in refused() {
        fs::write(&file, bytes).expect("the folder can be written");
        let said = ingest(&root, &[], &file);
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(1), "{name}: {told}");
        assert!(told.contains(code) && told.contains("was not taken"), "{name}: {told}");
    }
    assert_eq!(Server::on(&root).get("/api/v1/batches").ok()["total"], 2, "the seeds alone");
    // Negative control: the sound file among them is taken.
    fs::write(&file, csv(&[row("A1"), row("A2")])).expect("the folder can be written");
    assert_eq!(receipt(&ingest(&root, &[], &file))["accepted"], 2);
}

#[test]
fn a_body_that_is_no_whole_delivery_is_refused_over_http_and_changes_nothing() {
    let server = Server::with_demo(4_000, 3);
    let (before, generation) = (state(&server), server.get("/readyz").ok()["generation"].take());
    for (name, bytes, code) in refused() {
        assert_refused(&post(&server, name, &bytes), 422, code);
        assert_eq!(server.get(&format!("/api/v1/batches/{name}/rejects")).status, 404);
    }
    assert_eq!(state(&server), before);
    assert_eq!(server.get("/readyz").ok()["generation"], generation);
    // Negative control: a refused id is still free, and what it then brings is counted.
    let taken = post(&server, "empty", csv(&[row("A1"), row("A2")]).as_bytes()).ok();
    assert_eq!(taken["accepted"], 2);
    assert_ne!(state(&server), before);
}

#[test]
fn spellings_of_one_table_are_one_table() {
    let server = Server::empty();
    let sound = csv(&[row("A1"), row("A2")]);
    let spellings = [
        ("mark", format!("\u{feff}{sound}")),
        ("windows", sound.replace('\n', "\r\n")),
        ("no-last-line-end", sound.trim_end().to_owned()),
        ("blank-lines", sound.replace('\n', "\n\n")),
        ("quotes", sound.replace(",旅店,", ",\"旅店\",")),
    ];
    for (name, body) in spellings {
        let taken = post(&server, name, body.as_bytes()).ok();
        assert_eq!((&taken["rows"], &taken["rejected"]), (&2.into(), &0.into()), "{name}: {taken}");
    }
    let active = server.get("/api/v1/figures?indicators=I03&period=2026").ok();
    assert_eq!(active["rows"][0]["den"], 2, "two entities, however often they are delivered");
}

#[test]
fn a_row_that_comes_twice_counts_once_and_one_that_contradicts_is_rejected() {
    let server = Server::empty();
    let (one, other) = (row("A1"), row("A1").replace("旅店", "酒店"));
    let taken = post(&server, "twice", csv(&[one.clone(), one.clone()]).as_bytes()).ok();
    let counts = ["rows", "accepted", "rejected", "warned"].map(|key| taken[key].as_u64());
    assert_eq!(counts, [Some(2), Some(2), Some(0), Some(1)]);
    let taken = post(&server, "contradiction", csv(&[one.clone(), other]).as_bytes()).ok();
    assert_eq!((&taken["accepted"], &taken["rejected"]), (&1.into(), &1.into()));
    let rejects = server.get("/api/v1/batches/contradiction/rejects").ok();
    assert_eq!(
        (&rejects["rows"][0]["code"], &rejects["rows"][0]["row"]),
        (&"E701_DUP_KEY".into(), &2.into())
    );
    let active = server.get("/api/v1/figures?indicators=I03&period=2026").ok();
    assert_eq!(active["rows"][0]["den"], 1);
}

#[test]
fn a_text_with_a_nul_in_it_is_rejected_and_told() {
    let server = Server::empty();
    let body = csv(&[row("A1"), row("A2").replace("旅店", "旅\0店"), row("A3\0")]);
    let taken = post(&server, "nul", body.as_bytes()).ok();
    assert_eq!((&taken["accepted"], &taken["rejected"]), (&2.into(), &1.into()), "{taken}");
    let fault = server.get("/api/v1/batches/nul/rejects").ok()["rows"][0].clone();
    assert_eq!((&fault["row"], &fault["code"]), (&2.into(), &"E102_TYPE".into()), "{fault}");
    assert!(fault["hint"].as_str().is_some_and(|hint| hint.contains("U+0000")), "{fault}");
    // Negative control: at the end of a cell it is a blank like others, and without it the row is taken.
    assert_eq!(server.get("/api/v1/entities/A3").status, 200);
    assert_eq!(post(&server, "clean", csv(&[row("A2")]).as_bytes()).ok()["accepted"], 1);
}

#[test]
fn a_replayed_file_changes_nothing_and_its_id_takes_no_other_content() {
    // Hard case 18, by command line, over HTTP and across a restart.
    let folder = Folder::new();
    let root = folder.path().join("records");
    let (file, other) = (folder.path().join("a.csv"), folder.path().join("b.csv"));
    let body = csv(&[row("A1"), row("A2")]);
    fs::write(&file, &body).expect("the folder can be written");
    fs::write(&other, csv(&[row("A9")])).expect("the folder can be written");
    let first = receipt(&ingest(&root, &["--id", "b-1"], &file));
    let again = receipt(&ingest(&root, &["--id", "b-1"], &file));
    assert_eq!((&first["replayed"], &again["replayed"]), (&false.into(), &true.into()));
    assert_eq!(first["generation"], again["generation"]);
    let said = ingest(&root, &["--id", "b-1"], &other);
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(1));
    assert!(told.contains("F_DUP_BATCH"), "{told}");

    let server = Server::on(&root);
    let before = state(&server);
    assert_eq!(post(&server, "b-1", body.as_bytes()).ok()["replayed"], true);
    assert_refused(&post(&server, "b-1", csv(&[row("A9")]).as_bytes()), 409, "F_DUP_BATCH");
    let feeds = "/api/v1/feeds/complaint";
    let headers = [("content-type", "text/csv"), ("idempotency-key", "b-1")];
    assert_refused(&server.client.post(feeds, &headers, body.as_bytes()), 409, "F_DUP_BATCH");
    assert_eq!(state(&server), before);
    // Negative control: another id takes the other content.
    assert_eq!(post(&server, "b-2", csv(&[row("A9")]).as_bytes()).ok()["replayed"], false);
    assert_ne!(state(&server), before);
}

#[test]
fn the_same_facts_under_another_id_change_no_figure() {
    let server = Server::with_demo(4_000, 3);
    let body = csv(&[row("A1"), row("A2")]);
    post(&server, "b-1", body.as_bytes()).ok();
    let before = figures(&server);
    assert_eq!(post(&server, "b-2", body.as_bytes()).ok()["replayed"], false);
    assert_eq!(figures(&server), before);
    // Negative control: a later version that closes one of them does.
    let closed = format!(
        "{},state_date,version\n{},2026-02-03,2\n",
        HEAD.trim_end(),
        row("A2").trim_end().replace("ACTIVE", "CLOSED")
    );
    post(&server, "b-3", closed.as_bytes()).ok();
    assert_ne!(figures(&server), before);
}

#[test]
fn gb18030_is_read_where_it_is_declared_and_stored_as_it_was_meant() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let file = folder.path().join("entities.csv");
    let text = csv(&[row("A1").replace("测试", "测试𠀀")]);
    fs::write(&file, gb18030(&text)).expect("the folder can be written");
    assert_eq!(ingest(&root, &[], &file).status.code(), Some(1), "undeclared, it is no UTF-8");
    assert_eq!(receipt(&ingest(&root, &["--encoding", "gb18030"], &file))["accepted"], 1);
    let server = Server::on(&root);
    assert_eq!(server.get("/api/v1/entities/A1").ok()["name"], "测试𠀀A1");
    let body = gb18030(&text.replace("A1", "A2"));
    let path = "/api/v1/feeds/entity";
    assert_refused(
        &server.client.post(path, &[("content-type", "text/csv")], &body),
        422,
        "F_ENCODING",
    );
    let declared = [("content-type", "text/csv; charset=GB18030")];
    assert_eq!(server.client.post(path, &declared, &body).ok()["accepted"], 1);
    assert_eq!(server.get("/api/v1/entities/A2").ok()["name"], "测试𠀀A2");
}

#[test]
fn what_the_command_line_does_not_know_is_told_before_anything_is_touched() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let file = folder.path().join("entities.csv");
    fs::write(&file, csv(&[row("A1")])).expect("the folder can be written");
    let run = |options: &[&str]| {
        let mut command = guanlan_command("ingest", &root);
        let said = command.args(options).arg(&file).output().expect("the binary starts");
        (said.status.code(), String::from_utf8_lossy(&said.stderr).into_owned())
    };
    for (options, hint) in [
        (&["--feed", "weather"][..], "feeds are region"),
        (&[], "--feed"),
        (&["--feed", "entity", "--encoding", "latin1"], "utf-8 and gb18030"),
        (&["--feed", "entity", "--mapping", "nowhere.toml"], "nowhere.toml"),
    ] {
        let (code, told) = run(options);
        assert_eq!(code, Some(1), "{options:?}: {told}");
        assert!(told.contains(hint), "{options:?}: {told}");
        assert!(!root.exists(), "{options:?} made a root");
    }
    assert_eq!(run(&["--feed", "entity"]).0, Some(0));
}
