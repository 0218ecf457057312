//! Deliveries over HTTP: receipts, replays, conflicts, rejects and their repair, and who may write.

use guanlan_tests::{Answer, Folder, Server, guanlan_command};
use serde_json::Value;

const HEAD: &str = "entity_id,name,id_type,specialty,entity_type,risk_class,opened,address,region_code,\
                    geo_quality,state,org_code";

fn entity(id: &str, state: &str) -> String {
    format!("{id},测试{id},NONE,03,旅店,2,2020-01-01,北京市东城区,110101001,NONE,{state},110101\n")
}

fn csv(rows: &[String]) -> String {
    format!("{HEAD}\n{}", rows.concat())
}

fn send(server: &Server, id: &str, body: &[u8]) -> Answer {
    let headers = [("content-type", "text/csv; charset=utf-8"), ("idempotency-key", id)];
    server.client.post("/api/v1/feeds/entity", &headers, body)
}

#[track_caller]
fn code(answer: &Answer, status: u16) -> String {
    assert_eq!(answer.status, status, "{}", answer.text());
    answer.json()["code"].as_str().expect("a problem has a code").to_owned()
}

#[test]
fn a_receipt_counts_every_row_and_its_generation_knows_them() {
    let server = Server::empty();
    let before = server.get("/readyz").ok()["generation"].as_u64();
    let body = csv(&[entity("T1", "ACTIVE"), entity("T2", "GONE"), entity("T3", "ACTIVE")]);
    let receipt = send(&server, "b-1", body.as_bytes()).ok();
    let counted = ["rows", "accepted", "rejected"].map(|key| receipt[key].as_u64());
    assert_eq!(counted, [Some(3), Some(2), Some(1)]);
    assert!(receipt["generation"].as_u64() > before, "{receipt}");
    let file = server.get("/api/v1/entities/T1").ok();
    assert_eq!((&file["id"], &file["generation"]), (&Value::from("T1"), &receipt["generation"]));
    assert_eq!(server.get("/api/v1/entities/T2").status, 404, "a rejected row is nowhere");
}

#[test]
fn the_same_delivery_again_changes_nothing_and_other_content_is_refused() {
    // Hard case 18.
    let server = Server::empty();
    let body = csv(&[entity("T1", "ACTIVE")]);
    let first = send(&server, "b-1", body.as_bytes()).ok();
    let again = send(&server, "b-1", body.as_bytes()).ok();
    assert_eq!((&first["replayed"], &again["replayed"]), (&Value::from(false), &Value::from(true)));
    assert_eq!(first["generation"], again["generation"], "a replay publishes nothing");
    let other = send(&server, "b-1", csv(&[entity("T9", "ACTIVE")]).as_bytes());
    assert_eq!(code(&other, 409), "F_DUP_BATCH");
    assert_eq!(server.get("/api/v1/entities/T9").status, 404);
    let own = server.get("/api/v1/batches").ok();
    let named = own["rows"].as_array().expect("rows").iter().filter(|row| row["batch"] == "b-1");
    assert_eq!(named.count(), 1);
    assert_eq!(own["rows"][0]["batch"], "b-1", "the newest comes first");
}

#[test]
fn rejected_rows_come_back_as_a_table_that_can_be_repaired_and_delivered() {
    let server = Server::empty();
    let body = csv(&[entity("T1", "ACTIVE"), entity("T2", "GONE")]);
    send(&server, "b-1", body.as_bytes()).ok();
    let listed = server.get("/api/v1/batches/b-1/rejects").ok();
    assert_eq!(listed["total"], 1);
    let fault = &listed["rows"][0];
    assert_eq!((&fault["row"], &fault["column"]), (&Value::from(2), &Value::from("state")));
    assert_eq!(
        (&fault["code"], &fault["value"]),
        (&Value::from("E104_ENUM"), &Value::from("GONE"))
    );
    let table = server.get("/api/v1/batches/b-1/rejects?format=csv");
    assert!(table.header("content-type").is_some_and(|it| it.starts_with("text/csv")));
    let repaired = table.text().replacen("GONE", "ACTIVE", 1);
    let receipt = send(&server, "b-2", repaired.as_bytes()).ok();
    assert_eq!((&receipt["accepted"], &receipt["rejected"]), (&Value::from(1), &Value::from(0)));
    assert_eq!(server.get("/api/v1/entities/T2").status, 200);
}

#[test]
fn every_count_of_marks_opens_as_many_rows_and_a_table_of_them() {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    let batches = server.get("/api/v1/batches").ok();
    let mut opened = 0;
    for batch in batches["rows"].as_array().expect("rows") {
        let id = batch["batch"].as_str().expect("an id");
        let list = format!("/api/v1/batches/{id}/marks");
        let all = server.get(&list).ok();
        assert_eq!((&all["total"], &all["mark"]), (&batch["warned"], &Value::Null), "{id}");
        for mark in batch["marks"].as_array().expect("marks") {
            let code = mark["code"].as_str().expect("a code");
            let listed = server.get(&format!("{list}?code={code}&page_size=1000")).ok();
            assert_eq!(listed["mark"], *mark, "{id}");
            let rows = listed["rows"].as_array().expect("rows");
            assert_eq!(Some(rows.len() as u64), mark["rows"].as_u64(), "{id} {code}");
            assert!(rows.iter().all(|row| row["code"] == code && row["key"] != ""), "{id}");
            let table = server.get(&format!("{list}?code={code}&format=csv"));
            assert_eq!(table.text().lines().count(), rows.len() + 1, "{id} {code}");
            opened += rows.len();
        }
    }
    assert!(opened > 50, "only {opened}");
}

#[test]
fn a_row_that_contradicts_an_earlier_delivery_is_rejected_with_both_batches_and_the_remedy() {
    let server = Server::empty();
    let renamed = entity("T1", "ACTIVE").replace("测试T1", "改名");
    send(&server, "b-1", csv(&[entity("T1", "ACTIVE"), entity("T2", "ACTIVE")]).as_bytes()).ok();
    let body = csv(&[entity("T2", "GONE"), entity("T3", "ACTIVE"), renamed]);
    let counted =
        |receipt: &Value| ["rows", "accepted", "rejected"].map(|key| receipt[key].clone());
    let expected = [3, 1, 2].map(Value::from);
    let receipt = send(&server, "b-2", body.as_bytes()).ok();
    assert_eq!(counted(&receipt), expected);
    assert_eq!(counted(&send(&server, "b-2", body.as_bytes()).ok()), expected, "also as a replay");
    let ledger = server.get("/api/v1/batches").ok();
    assert_eq!(counted(&ledger["rows"][0]), expected);
    assert_eq!(counted(&ledger["rows"][1]), [2, 2, 0].map(Value::from), "equal content is none");
    let listed = server.get("/api/v1/batches/b-2/rejects").ok();
    assert_eq!(listed["total"], 2);
    let fault = &listed["rows"][1];
    assert_eq!((&fault["row"], &fault["value"]), (&Value::from(3), &Value::from("T1")));
    assert_eq!(fault["code"], "E701_DUP_KEY");
    let hint = fault["hint"].as_str().expect("a hint");
    assert!(hint.contains("批次 b-1 第 1 行") && hint.contains("提高 version"), "{hint}");
    assert_eq!(
        server.get("/api/v1/batches/b-2/rejects?page=2&page_size=1").ok()["rows"][0],
        *fault
    );
    assert_eq!(server.get("/api/v1/entities/T1").ok()["name"], "测试T1", "the first stays");
    // The list, with a higher version, is a delivery that counts.
    let table = server.get("/api/v1/batches/b-2/rejects?format=csv").text();
    let lines: Vec<&str> = table.lines().collect();
    let raised = lines.last().expect("a row").replacen(",1,1,,3,", ",2,1,,3,", 1);
    let repaired = format!("{}\n{raised}\n", lines.first().expect("a header"));
    assert_eq!(
        counted(&send(&server, "b-3", repaired.as_bytes()).ok()),
        [1, 1, 0].map(Value::from)
    );
    assert_eq!(server.get("/api/v1/entities/T1").ok()["name"], "改名");
}

#[test]
fn marked_rows_are_counted_by_mark_in_the_receipt_and_in_the_ledger() {
    let server = Server::empty();
    let again = entity("T2", "ACTIVE").replace("测试T2", "测试T1");
    let body = csv(&[entity("T1", "ACTIVE"), again, entity("T3", "ACTIVE")]);
    let receipt = send(&server, "b-1", body.as_bytes()).ok();
    assert_eq!((&receipt["accepted"], &receipt["warned"]), (&Value::from(3), &Value::from(1)));
    let mark = &receipt["marks"][0];
    assert_eq!((&mark["code"], &mark["rows"]), (&"W702_DUP_CONTENT".into(), &Value::from(1)));
    assert_eq!(mark["meaning"], "内容相同主键不同");
    let ledger = server.get("/api/v1/batches").ok();
    assert_eq!(ledger["rows"][0]["marks"], receipt["marks"]);
    let apart = send(&server, "b-2", csv(&[entity("T4", "ACTIVE")]).as_bytes()).ok();
    assert_eq!(apart["marks"], Value::Array(Vec::new()));
}

#[test]
fn the_generation_before_can_still_be_asked_and_the_one_before_that_is_gone() {
    let server = Server::empty();
    let ask = |generation: u64| {
        server.get(&format!("/api/v1/figures?indicators=I03&period=2026&generation={generation}"))
    };
    let base = |answer: &Answer| answer.ok()["rows"][0]["den"].as_i64();
    let first = server.get("/api/v1/indicators").ok()["generation"].as_u64().expect("a number");
    let before = base(&ask(first));
    let second = send(&server, "b-1", csv(&[entity("T1", "ACTIVE")]).as_bytes()).ok();
    let second = second["generation"].as_u64().expect("a number");
    assert_eq!((base(&ask(first)), ask(first).ok()["generation"].as_u64()), (before, Some(first)));
    assert_eq!(base(&ask(second)), before.map(|count| count + 1));
    send(&server, "b-2", csv(&[entity("T2", "ACTIVE")]).as_bytes()).ok();
    assert_eq!(base(&ask(second)), before.map(|count| count + 1));
    let gone = ask(first);
    assert_eq!(code(&gone, 410), "GENERATION_GONE");
    assert!(
        gone.json()["allowed"]
            .as_array()
            .is_some_and(|all| all.contains(&second.to_string().into()))
    );
}

#[test]
fn what_is_no_delivery_is_refused_whole() {
    let server = Server::empty();
    let post =
        |path: &str, headers: &[(&str, &str)], body: &[u8]| server.client.post(path, headers, body);
    let as_csv = [("content-type", "text/csv")];
    let unknown = post("/api/v1/feeds/weather", &as_csv, b"x");
    assert_eq!(code(&unknown, 404), "UNKNOWN_FEED");
    assert!(unknown.json()["allowed"].as_array().is_some_and(|all| all.contains(&"entity".into())));
    let entity = "/api/v1/feeds/entity";
    let xml = [("content-type", "application/xml")];
    assert_eq!(code(&post(entity, &xml, b"<x/>"), 415), "UNSUPPORTED_MEDIA_TYPE");
    assert_eq!(code(&post(entity, &as_csv, b"a,b\n1,2\n"), 422), "F_SCHEMA");
    assert_eq!(code(&post(entity, &as_csv, format!("{HEAD}\n").as_bytes()), 422), "F_EMPTY");
    let broken = [csv(&[]).as_bytes(), b"\xff\xff\xff,x\n"].concat();
    assert_eq!(code(&post(entity, &as_csv, &broken), 422), "F_ENCODING");
    let escaping = [("content-type", "text/csv"), ("idempotency-key", "../../x")];
    assert_eq!(code(&post(entity, &escaping, b"x"), 400), "BAD_BATCH_ID");
    assert_eq!(
        code(&post(&format!("{entity}?mapping=../x"), &as_csv, b"x"), 404),
        "UNKNOWN_MAPPING"
    );
    assert_eq!(code(&post(&format!("{entity}?maping=x"), &as_csv, b"x"), 400), "UNKNOWN_PARAMETER");
    let batches = server.get("/api/v1/batches").ok();
    let rows = batches["rows"].as_array().expect("rows");
    assert!(rows.iter().all(|row| row["batch"].as_str().is_some_and(|id| id.starts_with("seed-"))));
}

#[test]
fn gb18030_and_ndjson_deliveries_are_read_as_declared() {
    let server = Server::empty();
    let (mut gb, plain) = (Vec::new(), csv(&[entity("G1", "ACTIVE")]));
    for char in plain.chars() {
        match char {
            '测' => gb.extend([0xb2, 0xe2]),
            '试' => gb.extend([0xca, 0xd4]),
            '旅' => gb.extend([0xc2, 0xc3]),
            '店' => gb.extend([0xb5, 0xea]),
            '北' => gb.extend([0xb1, 0xb1]),
            '京' => gb.extend([0xbe, 0xa9]),
            '市' => gb.extend([0xca, 0xd0]),
            '东' => gb.extend([0xb6, 0xab]),
            '城' => gb.extend([0xb3, 0xc7]),
            '区' => gb.extend([0xc7, 0xf8]),
            other => gb.push(u8::try_from(u32::from(other)).expect("ASCII")),
        }
    }
    let headers = [("content-type", "text/csv; charset=gb18030")];
    let receipt = server.client.post("/api/v1/feeds/entity", &headers, &gb).ok();
    assert_eq!(receipt["accepted"], 1);
    assert_eq!(server.get("/api/v1/entities/G1").ok()["name"], "测试G1");
    let line = plain.lines().nth(1).expect("a row").replace("G1", "J1");
    let cells = HEAD.split(',').zip(line.split(','));
    let object: Value = cells.map(|(key, cell)| (key.to_owned(), Value::from(cell))).collect();
    let headers = [("content-type", "application/x-ndjson")];
    let sent = format!("{object}\n");
    let receipt = server.client.post("/api/v1/feeds/entity", &headers, sent.as_bytes()).ok();
    assert_eq!(receipt["accepted"], 1);
    assert_eq!(server.get("/api/v1/entities/J1").status, 200);
}

#[test]
fn a_second_writer_is_sent_to_the_server_that_has_the_records() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let server = Server::on(&root);
    let file = folder.path().join("entities.csv");
    std::fs::write(&file, csv(&[entity("T1", "ACTIVE")])).expect("a file");
    let mut ingest = guanlan_command("ingest", &root);
    let said = ingest.args(["--feed", "entity"]).arg(&file).output().expect("the binary starts");
    let text = String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(1), "{text}");
    let hint = format!("{}/api/v1/feeds/", server.url);
    assert!(text.contains("guanlan serve") && text.contains(&hint), "{text}");
    drop(server);
    // Negative control: alone, the same command works, and a server reads what it wrote.
    let mut ingest = guanlan_command("ingest", &root);
    let said = ingest.args(["--feed", "entity"]).arg(&file).output().expect("the binary starts");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let receipt: Value = serde_json::from_slice(&said.stdout).expect("one receipt");
    assert_eq!((&receipt["feed"], &receipt["accepted"]), (&Value::from("entity"), &Value::from(1)));
    assert_eq!(Server::on(&root).get("/api/v1/entities/T1").status, 200);
}

#[test]
fn answers_after_a_delivery_are_those_of_a_rebuild() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let demo = guanlan_command("demo", &root).args(["--facts", "5000"]).output().expect("starts");
    assert!(demo.status.success(), "{}", String::from_utf8_lossy(&demo.stderr));
    let figures = |server: &Server| {
        let mut answer =
            server.get("/api/v1/figures?indicators=I01,I02,I05,I35&by=org&period=2026").ok();
        answer["generation"].take();
        answer["rows"].take()
    };
    let server = Server::on(&root);
    let body = csv(&[entity("T1", "ACTIVE"), entity("T2", "ACTIVE")]);
    send(&server, "late", body.as_bytes()).ok();
    let grown = figures(&server);
    drop(server);
    let rebuilt = guanlan_command("rebuild", &root).output().expect("the binary starts");
    assert!(rebuilt.status.success(), "{}", String::from_utf8_lossy(&rebuilt.stderr));
    assert_eq!(figures(&Server::on(&root)), grown);
    let checked = guanlan_command("check", &root).output().expect("the binary starts");
    let said = String::from_utf8_lossy(&checked.stdout);
    assert!(checked.status.success(), "{said}");
    assert!(said.contains("outbound connections named by the pack: none"), "{said}");
}

#[test]
fn a_demo_is_refused_where_other_records_are() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let server = Server::on(&root);
    send(&server, "own", csv(&[entity("T1", "ACTIVE")]).as_bytes()).ok();
    drop(server);
    let demo = guanlan_command("demo", &root).args(["--facts", "1000"]).output().expect("starts");
    assert_eq!(demo.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&demo.stderr).contains("holds other records"));
}
