//! Facts that wait for another one: each is listed with what it waits for until that comes.

use guanlan_tests::Server;
use serde_json::Value;

const ENTITY: &str = "entity_id,name,id_type,specialty,entity_type,risk_class,opened,address,region_code,\
                      geo_quality,state,org_code\n";
const INSPECTION: &str = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,start_at,finish_at,\
                          result,officer_ids\n";
const PROBLEM: &str = "problem_id,insp_id,entity_id,severity,found_at,verified,state\n";
const ORDER: &str =
    "order_id,root_id,order_type,source,entity_id,from_org,to_org,issued_at,due_at,state\n";

fn send(server: &Server, feed: &str, id: &str, body: &str) {
    let headers = [("content-type", "text/csv; charset=utf-8"), ("idempotency-key", id)];
    let path = format!("/api/v1/feeds/{feed}");
    let receipt = server.client.post(&path, &headers, body.as_bytes()).ok();
    assert_eq!(receipt["rejected"], 0, "{receipt}");
}

fn entity(id: &str) -> String {
    format!("{id},测试{id},NONE,03,旅店,2,2020-01-01,北京市东城区,110101001,NONE,ACTIVE,110101\n")
}

/// `feed id org, what it waits for and why, who brought it` of each fact that waits; they are as many as the scene says.
fn waiting(server: &Server) -> Vec<String> {
    let listed = server.get("/api/v1/held").ok();
    let scene = server.get("/api/v1/scenes/overview?period=2026").ok();
    assert_eq!(listed["total"], scene["quality"]["held"]);
    let rows = listed["rows"].as_array().expect("rows");
    assert_eq!(listed["total"], rows.len());
    let told = |row: &Value| {
        let [feed, id, org, awaits, awaited, code, batch] =
            ["feed", "id", "org", "awaits", "awaited", "code", "batch"]
                .map(|name| row[name].as_str().unwrap_or("-").to_owned());
        format!("{feed} {id} {org}: {awaits} {awaited} {code}, {batch} {}", row["row"])
    };
    rows.iter().map(told).collect()
}

#[test]
fn what_waits_is_listed_with_what_it_waits_for_until_that_comes() {
    let server = Server::empty();
    send(&server, "entity", "b-e1", &[ENTITY, &entity("E1")].concat());
    assert!(waiting(&server).is_empty());
    let visit = "P1,E9,110105,03,ROUTINE,OFFSITE,REMOTE,2026-05-06 09:00:00,2026-05-06 10:00:00,NO_PROBLEM,a\n";
    send(&server, "inspection", "b-i", &[INSPECTION, visit].concat());
    let found =
        "Q0,P1,E9,1,2026-05-06 09:30:00,true,FOUND\nQ1,P7,E1,1,2026-05-08 09:00:00,true,FOUND\n";
    send(&server, "problem", "b-p", &[PROBLEM, found].concat());
    let issued =
        "W1,W1,VERIFY,RISK,E8,110000,110105,2026-05-07 09:00:00,2026-05-10 18:00:00,ISSUED\n";
    send(&server, "order", "b-o", &[ORDER, issued].concat());
    let expected = [
        "problem Q1 110101: inspection P7 E402_INSP_MISSING, b-p 2",
        "order W1 110105: entity E8 E401_ENTITY_MISSING, b-o 1",
        "inspection P1 110105: entity E9 E401_ENTITY_MISSING, b-i 1",
    ];
    assert_eq!(waiting(&server), expected);
    let known = server.get("/api/v1/held").ok();
    assert_eq!(
        (&known["rows"][0]["entity"], &known["rows"][1]["entity"]),
        (&"E1".into(), &Value::Null)
    );
    send(&server, "entity", "b-e2", &[ENTITY, &entity("E8"), &entity("E9")].concat());
    assert_eq!(waiting(&server), expected[..1]);
    let visit = visit.replace("P1,E9", "P7,E1");
    send(&server, "inspection", "b-i2", &[INSPECTION, &visit].concat());
    assert!(waiting(&server).is_empty());
}

#[test]
fn the_table_holds_all_pages_in_words_or_codes_and_a_wrong_question_is_refused() {
    let server = Server::empty();
    let visits: Vec<String> = (0..3)
        .map(|nth| format!("P{nth},E{nth},110105,03,ROUTINE,OFFSITE,REMOTE,2026-05-0{} 09:00:00,2026-05-06 10:00:00,NO_PROBLEM,a\n", nth + 1))
        .collect();
    send(&server, "inspection", "b-i", &[INSPECTION, &visits.concat()].concat());
    let page = server.get("/api/v1/held?page=2&page_size=2").ok();
    assert_eq!((&page["total"], page["rows"].as_array().map(Vec::len)), (&Value::from(3), Some(1)));
    let table = server.get("/api/v1/held?format=csv");
    assert!(table.header("content-type").is_some_and(|it| it.starts_with("text/csv")));
    let text = table.text();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(lines[0].contains("等待的编号") && lines[1].contains(",对象登记,E"), "{text}");
    let codes = server.get("/api/v1/held?format=csv&lang=codes").text();
    assert!(codes.contains(",E401_ENTITY_MISSING,entity,E0,b-i,1,"), "{codes}");
    let etag = table.header("etag").expect("a tag").to_owned();
    let again = server.client.get_with("/api/v1/held?format=csv", &[("if-none-match", &etag)]);
    assert_eq!(again.status, 304);
    let refused = server.get("/api/v1/held?unit=110105");
    assert_eq!((refused.status, &refused.json()["code"]), (400, &Value::from("UNKNOWN_PARAMETER")));
}
