//! Entity points: they add up to the unit, agree with its records, and travel small.

use guanlan_tests::Server;
use serde_json::Value;

const COMPACT: [(&str, &str); 1] = [("accept", "application/vnd.guanlan.points")];

fn demo() -> Server {
    let server = Server::with_demo(12_000, 7);
    server.await_ready();
    server
}

#[test]
fn points_and_those_without_a_place_are_the_active_entities_of_the_unit() {
    let server = demo();
    for unit in ["unit=110000", "unit=110105", "unit=110115403", "unit=110108&at=location"] {
        let answer = server.get(&format!("/api/v1/points?{unit}")).ok();
        let points = answer["points"].as_array().expect("points");
        let unlocated = answer["unlocated"].as_u64().expect("a number");
        assert!(!points.is_empty(), "{unit}");
        assert_eq!(Some(points.len() as u64 + unlocated), answer["total"].as_u64(), "{unit}");
        let scores = format!("/api/v1/records?indicator=R&side=den&period=2026&{unit}&page_size=1");
        assert_eq!(server.get(&scores).ok()["row_count"], answer["total"], "{unit}");
        let none = server.get(&format!("{scores}&cell=none")).ok();
        assert_eq!(none["row_count"], answer["unlocated"], "{unit}");
        let id = |point: &Value| point[0].as_str().expect("an id").to_owned();
        assert!(points.is_sorted_by_key(id), "{unit}: ascending by id");
    }
    // By place it is another set than by org (hard case 8: the zone), and a unit that is none is refused.
    let by = |at: &str| server.get(&format!("/api/v1/points?unit=110115{at}")).ok()["total"].take();
    assert_ne!(by(""), by("&at=location"));
    assert_eq!(server.get("/api/v1/points?unit=999999").status, 404);
    assert_eq!(server.get("/api/v1/points?layer=risk").status, 400);
}

#[test]
fn a_point_lies_where_its_entity_lies_and_is_as_risky() {
    let server = demo();
    let answer = server.get("/api/v1/points?unit=110105").ok();
    for point in answer["points"].as_array().expect("points").iter().step_by(40) {
        let id = point[0].as_str().expect("an id");
        let file = server.get(&format!("/api/v1/entities/{id}")).ok();
        let degrees = |at: usize| file["position"][at].as_f64().expect("a position");
        let shown = |at: usize| point[at].as_f64().expect("a number");
        assert!((degrees(0) - shown(1)).abs() < 1e-6 && (degrees(1) - shown(2)).abs() < 1e-6);
        let score: f64 = file["risk"]["score"].as_str().and_then(|it| it.parse().ok()).expect("R");
        assert!((score - shown(3)).abs() < 0.0051, "{id}: {score} and {}", shown(3));
        assert_eq!(file["fields"]["state"], "ACTIVE", "{id}");
    }
}

#[test]
fn the_compact_points_are_a_third_of_the_spelt_ones_and_are_held_by_tag() {
    let server = demo();
    let asked = "/api/v1/points?unit=110000";
    let spelt = server.get(asked);
    let frame = server.client.get_with(asked, &COMPACT);
    assert_eq!(frame.header("content-type"), Some(COMPACT[0].1));
    assert!(frame.body.starts_with(b"GLP1"));
    assert!(frame.body.len() * 3 < spelt.body.len());
    let count = u32::from_le_bytes(frame.body[20..24].try_into().expect("four bytes"));
    assert_eq!(spelt.ok()["points"].as_array().map(Vec::len), usize::try_from(count).ok());
    let tag = frame.header("etag").expect("a tag").to_owned();
    let held = |accept: &str| {
        server.client.get_with(asked, &[("accept", accept), ("if-none-match", &tag)]).status
    };
    assert_eq!((held(COMPACT[0].1), held("application/json")), (304, 200));
}
