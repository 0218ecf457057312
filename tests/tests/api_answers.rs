//! Every path of the public contract, asked as a stranger would: by its description.

use guanlan_tests::{Answer, Server};
use serde_json::Value;

const FACTS: u32 = 8_000;

fn demo() -> Server {
    let server = Server::with_demo(FACTS, 7);
    server.await_ready();
    server
}

/// A working address for each described GET; a path without one here fails the test.
fn example(path: &str) -> Option<&'static str> {
    Some(match path {
        "/healthz" => "/healthz",
        "/readyz" => "/readyz",
        "/api/v1/indicators" => "/api/v1/indicators",
        "/api/v1/figures" => {
            "/api/v1/figures?indicators=I02,I05&by=org&period=2026-10&compare=yoy,mom"
        }
        "/api/v1/series" => "/api/v1/series?indicator=I02&period=2026-01-01..2026-11-01",
        "/api/v1/cells" => "/api/v1/cells?layer=complaints&period=2026&res=8",
        "/api/v1/points" => "/api/v1/points?unit=110101",
        "/api/v1/records" => "/api/v1/records?indicator=I02&side=den&period=2026-10",
        "/api/v1/entities/{id}" => "/api/v1/entities/E00000001",
        "/api/v1/regions" => "/api/v1/regions?parent=110000",
        "/api/v1/scenes/{id}" => "/api/v1/scenes/overview",
        "/api/v1/tiles" => "/api/v1/tiles",
        "/api/v1/batches" => "/api/v1/batches",
        "/api/v1/batches/{id}/rejects" => "/api/v1/batches/demo-7-inspection-001/rejects",
        "/api/v1/batches/{id}/marks" => "/api/v1/batches/demo-7-inspection-001/marks",
        "/api/v1/held" => "/api/v1/held",
        "/api/v1/openapi.json" => "/api/v1/openapi.json",
        _ => return None,
    })
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) -> Value {
    let problem = answer.json();
    assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{problem}");
    assert_eq!(answer.header("content-type"), Some("application/problem+json"));
    assert_eq!(problem["type"], format!("/problems/{code}"));
    problem
}

#[track_caller]
fn allows(problem: &Value, value: &str) {
    let allowed = problem["allowed"].as_array().expect("the allowed values are listed");
    assert!(allowed.iter().any(|it| it == value), "{value} is not in {problem}");
}

/// What is allowed has its name at the same place.
#[track_caller]
fn named(problem: &Value, code: &str, name: &str) {
    let allowed = problem["allowed"].as_array().expect("the allowed values are listed");
    let at = allowed.iter().position(|it| it == code).expect("the code is allowed");
    assert_eq!(problem["names"][at], name, "{problem}");
}

fn first_entity(server: &Server) -> String {
    let asked = "/api/v1/records?indicator=I02&side=den&period=2026&page_size=1";
    let entity = &server.get(asked).ok()["rows"][0]["entity"];
    entity.as_str().expect("a record names its entity").to_owned()
}

#[test]
fn every_described_path_answers_with_the_fields_of_its_schema() {
    let server = demo();
    let description = server.get("/api/v1/openapi.json").ok();
    for (path, verbs) in description["paths"].as_object().expect("paths") {
        // A line that never ends, and a picture that the demo has not, are tested elsewhere.
        let is_other = path == "/api/v1/live" || path.starts_with("/api/v1/tiles/");
        let Some(get) = verbs.get("get").filter(|_| !is_other) else { continue };
        let asked = match path.as_str() {
            "/api/v1/entities/{id}" => format!("/api/v1/entities/{}", first_entity(&server)),
            other => example(other).unwrap_or_else(|| panic!("no example for {path}")).to_owned(),
        };
        let answer = server.get(&asked);
        assert_eq!(answer.status, 200, "{asked}: {}", answer.text());
        let media = answer.header("content-type").unwrap_or_default();
        let name = media.split(';').next().unwrap_or_default();
        let content = &get["responses"]["200"]["content"];
        assert!(content.get(name).is_some(), "{asked} answers {media}, described: {content}");
        let Some(schema) = content[name]["schema"]["$ref"].as_str() else { continue };
        let schema = schema.rsplit('/').next().unwrap_or_default();
        if schema != "OpenApi" {
            let known = &description["components"]["schemas"][schema]["properties"];
            described(&answer.json(), known, &asked);
        }
    }
}

/// Each field of an answer is in its schema.
fn described(answer: &Value, known: &Value, asked: &str) {
    for field in answer.as_object().expect("an answer is an object").keys() {
        assert!(known.get(field).is_some(), "{asked}: `{field}` is not described");
    }
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_could_be() {
    let server = demo();
    let ask = |path: &str| server.get(&format!("/api/v1/{path}"));
    let figures = "figures?indicators=I02&period=2026-10";
    let problem = refused(&ask(&format!("{figures}&untis=110101")), 400, "UNKNOWN_PARAMETER");
    allows(&problem, "unit");
    allows(&refused(&ask(&format!("{figures}&by=colour")), 400, "BAD_VALUE"), "org");
    allows(&refused(&ask(&format!("{figures}&compare=wow")), 400, "BAD_VALUE"), "yoy");
    allows(&refused(&ask("figures?indicators=I02&period=2026-13"), 400, "BAD_PERIOD"), "2026Q3");
    refused(&ask("figures?indicators=I02"), 400, "MISSING_PARAMETER");
    refused(&ask("figures?period=2026"), 400, "MISSING_PARAMETER");
    let problem = refused(&ask("figures?indicators=I99&period=2026"), 404, "UNKNOWN_INDICATOR");
    allows(&problem, "I02");
    let problem = refused(&ask(&format!("{figures}&unit=999999")), 404, "UNKNOWN_UNIT");
    named(&problem, "110099", "市本级");
    named(&problem, "110115403", "北京经济技术开发区");
    // By place 市本级 is no unit: what is named instead are regions.
    let by_place = ask(&format!("{figures}&unit=110099&at=location"));
    let problem_by_place = refused(&by_place, 404, "UNKNOWN_UNIT");
    named(&problem_by_place, "110105", "朝阳区");
    let regions = problem_by_place["allowed"].as_array().expect("what is allowed");
    assert!(regions.iter().all(|it| it != "110099"), "{problem_by_place}");
    allows(&problem, "110101");
    let problem = refused(&ask("cells?layer=noise&period=2026"), 404, "UNKNOWN_LAYER");
    allows(&problem, "complaints");
    refused(&ask("cells?layer=risk&period=2026&res=11"), 400, "BAD_VALUE");
    refused(&ask("entities/nobody"), 404, "UNKNOWN_ENTITY");
    refused(&ask("scenes/nowhere"), 404, "UNKNOWN_SCENE");
    named(&refused(&ask("regions?parent=999999"), 404, "UNKNOWN_REGION"), "110101", "东城区");
    refused(&ask("batches/nothing/rejects"), 404, "UNKNOWN_BATCH");
    refused(&ask("batches/nothing/marks"), 404, "UNKNOWN_BATCH");
    let marks = "batches/demo-7-inspection-001/marks?code=";
    allows(&refused(&ask(&format!("{marks}E104_ENUM")), 400, "BAD_VALUE"), "W506_OUTSIDE_REGION");
    refused(
        &ask("series?indicator=I02&period=2000-01-01..2026-01-01&bucket=day"),
        400,
        "TOO_MANY_BUCKETS",
    );
    refused(&ask("records?indicator=I02&period=2026&page_size=1001"), 400, "BAD_VALUE");
    allows(&refused(&ask("nothing"), 404, "NOT_FOUND"), "/api/v1/figures");
    let deleted = server.client.delete("/api/v1/figures");
    allows(&refused(&deleted, 405, "METHOD_NOT_ALLOWED"), "GET");
    assert!(deleted.header("allow").is_some_and(|allow| allow.contains("GET")));
    refused(&server.client.delete("/somewhere"), 405, "METHOD_NOT_ALLOWED");
}

#[test]
fn an_answer_held_by_the_caller_is_not_sent_again_until_its_question_changes() {
    let server = demo();
    let question = "/api/v1/figures?indicators=I05&by=org&period=2026-10";
    let first = server.get(question);
    let tag = first.header("etag").expect("answers carry a tag").to_owned();
    let again = |path: &str| server.client.get_with(path, &[("if-none-match", &tag)]);
    let held = again(question);
    assert_eq!((held.status, held.body.len()), (304, 0));
    assert_eq!(held.header("etag"), Some(tag.as_str()));
    assert_eq!(again("/api/v1/figures?indicators=I06&by=org&period=2026-10").status, 200);
    let same = "/api/v1/figures?period=2026-10&by=org&indicators=I05&unit=110000";
    assert_eq!(again(same).status, 304, "the order of parameters makes no other question");
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    assert!(first.header("vary").is_some_and(|vary| vary.contains("accept-encoding")));
}

#[test]
fn an_answer_is_compressed_as_the_caller_accepts() {
    let server = demo();
    let question = "/api/v1/figures?indicators=I02,I05,I06&by=org&period=2026-10";
    let plain = server.get(question);
    assert_eq!(plain.header("content-encoding"), None);
    let packed = server.client.get_with(question, &[("accept-encoding", "br")]);
    assert_eq!(packed.header("content-encoding"), Some("br"));
    assert!(packed.body.len() * 3 < plain.body.len());
}

#[test]
fn a_generation_can_be_asked_again_and_a_gone_one_says_which_are_kept() {
    let server = demo();
    let number = server.get("/readyz").ok()["generation"].clone();
    let asked = "/api/v1/figures?indicators=I05&period=2026-10";
    let kept = server.get(&format!("{asked}&generation={number}")).ok();
    assert_eq!(kept["generation"], number);
    let problem = refused(&server.get(&format!("{asked}&generation=9999")), 410, "GENERATION_GONE");
    allows(&problem, &number.to_string());
}

#[test]
fn regions_are_a_feature_collection_with_every_child_drawn_or_not() {
    let server = demo();
    let answer = server.get("/api/v1/regions?parent=110000").ok();
    assert_eq!(answer["type"], "FeatureCollection");
    assert_eq!(answer["crs"], "WGS84");
    assert!(answer["source"].as_str().is_some_and(|source| source.contains("ECharts")));
    assert_eq!(answer["review_no"], "", "the demo's boundaries are not reviewed");
    let features = answer["features"].as_array().expect("features");
    assert_eq!(features.len(), 17, "16 districts and one zone (hard case 8)");
    let of = |code: &str| features.iter().find(|it| it["properties"]["code"] == code);
    let miyun = of("110118").expect("hard case 12: 密云 under its code of today");
    assert_eq!(miyun["geometry"]["type"], "MultiPolygon");
    assert!(of("110228").is_none(), "a retired code is no unit");
    let zone = of("110115403").expect("北京经开区 is a unit");
    assert!(zone["geometry"].is_null());
    assert_eq!(zone["properties"]["level"], "zone");
    let sizes: Vec<usize> = (0..3)
        .map(|lod| server.get(&format!("/api/v1/regions?parent=110000&lod={lod}")).body.len())
        .collect();
    assert!(sizes[0] > sizes[1] && sizes[1] > sizes[2], "{sizes:?}");
    let streets = server.get("/api/v1/regions?parent=110101&crs=GCJ02").ok();
    assert_eq!(streets["crs"], "GCJ02");
    let street = &streets["features"][0];
    assert!(street["properties"]["centre"][0].is_f64(), "{street}");
    let is_derived = street["properties"]["derived"] == true;
    assert_eq!(street["geometry"].is_null(), !is_derived, "{street}");
}

#[test]
fn a_live_line_tells_the_generation_at_once() {
    let server = demo();
    let number = server.get("/readyz").ok()["generation"].to_string();
    assert_eq!(server.first_event("/api/v1/live"), ("generation".to_owned(), number));
}

#[test]
fn the_page_is_guarded_its_addresses_open_it_and_any_other_lists_them() {
    let server = demo();
    let pages = ["/", "/desk?unit=110101&period=2026", "/wall", "/entity/E1"].map(|it| (it, 200));
    for (path, status) in pages.into_iter().chain([("/nope", 404), ("/desk/nope?x=1", 404)]) {
        let page = server.get(path);
        assert_eq!(page.status, status, "{path}");
        let links = ["/", "/desk", "/wall"].map(|it| format!("href=\"{it}\""));
        let is_told = links.iter().all(|link| page.text().contains(link));
        assert_eq!(is_told, status == 404, "{path}: only where there is no page, pages are listed");
        assert!(
            page.header("content-type").is_some_and(|it| it.starts_with("text/html")),
            "{path}"
        );
        let policy = page.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'self'") && !policy.contains("http"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    }
    refused(&server.get("/guanlan-0000000000000000.js"), 404, "NOT_FOUND");
}
