//! Units that are regions or zones: a street counts what its row counted, a zone's map counts what the zone answers for.

use guanlan_tests::Server;
use serde_json::Value;

fn demo() -> Server {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    server
}

fn rows(answer: &Value) -> &[Value] {
    answer["rows"].as_array().expect("rows")
}

fn sides(row: &Value) -> (i64, Option<i64>) {
    (row["num"].as_i64().expect("a count"), row["den"].as_i64())
}

#[test]
fn a_street_counts_what_its_row_in_the_comparison_of_its_district_counts() {
    let server = demo();
    let (mut opened, mut elsewhere) = (0, 0);
    for indicator in ["I02", "I03", "I05", "I35", "R"] {
        let asked = format!("/api/v1/figures?indicators={indicator}&period=2026");
        let parts = server.get(&format!("{asked}&unit=110115&by=region")).ok();
        let streets = rows(&parts).iter().filter(|row| row["unit"].as_str().is_some_and(is_code));
        for street in streets {
            let code = street["unit"].as_str().expect("a unit");
            let own = server.get(&format!("{asked}&unit={code}")).ok();
            assert_eq!(
                (&own["at"], sides(&rows(&own)[0])),
                (&"org".into(), sides(street)),
                "{code}"
            );
            let records = format!("/api/v1/records?indicator={indicator}&period=2026&unit={code}");
            let found = server.get(&records).ok();
            assert_eq!((&found["at"], &found["total"]), (&"org".into(), &street["num"]), "{code}");
            let placed = server.get(&format!("{asked}&unit={code}&at=location")).ok();
            let placed = sides(&rows(&placed)[0]);
            assert!(placed.0 >= sides(street).0, "{code}");
            elsewhere += i64::from(placed != sides(street));
            opened += 1;
        }
    }
    assert!(opened > 50, "only {opened} streets");
    assert!(elsewhere > 0, "negative control: the zone works in streets of 大兴 too");
}

fn is_code(unit: &str) -> bool {
    unit.len() == 9 && unit.bytes().all(|it| it.is_ascii_digit())
}

#[test]
fn a_scene_of_a_street_is_its_row_and_its_org_acts_in_it() {
    let server = demo();
    let scene = server.get("/api/v1/scenes/overview?unit=110105&period=2026&indicator=I02").ok();
    let ranking = scene["ranking"].as_array().expect("a ranking");
    let street = ranking.iter().max_by_key(|row| sides(row).1).expect("a street");
    let code = street["unit"].as_str().expect("a unit");
    let own = server.get(&format!("/api/v1/scenes/overview?unit={code}&period=2026")).ok();
    let cards = own["cards"].as_array().expect("cards");
    let card = cards.iter().find(|it| it["figure"]["indicator"] == "I02").expect("a card");
    assert_eq!(sides(&card["figure"]), sides(street));
    let asked = format!("/api/v1/figures?indicators=I02&period=2026&unit={code}&by=org");
    let acting = server.get(&asked).ok();
    let acting: Vec<&Value> = rows(&acting).iter().filter(|it| sides(it).1 > Some(0)).collect();
    assert_eq!(acting.len(), 1, "{acting:?}");
    assert_eq!((&acting[0]["unit"], sides(acting[0])), (&"110105".into(), sides(street)));
    let row = acting[0]["row"].as_str().expect("a row within its street");
    let asked = format!("/api/v1/records?indicator=I02&side=den&period=2026&unit={code}&row={row}");
    assert_eq!(server.get(&asked).ok()["total"], acting[0]["den"]);
}

#[test]
fn hard_case_08_the_hexagons_of_a_zone_are_what_it_answers_for_on_the_ground_of_others() {
    let server = demo();
    for (layer, indicator) in [("workload", "I51"), ("complaints", "I35n"), ("risk", "R")] {
        let of = |unit: &str| {
            let asked = format!("/api/v1/cells?layer={layer}&unit={unit}&period=2026&res=7");
            let cells = server.get(&asked).ok();
            let figure = format!("/api/v1/figures?indicators={indicator}&unit={unit}&period=2026");
            (cells, server.get(&figure).ok())
        };
        let (zone, figure) = of("110115403");
        assert_eq!(
            (&zone["at"], &zone["total"]),
            (&"org".into(), &rows(&figure)[0]["num"]),
            "{layer}"
        );
        assert!(
            zone["cells"].as_array().is_some_and(|it| it.iter().any(|it| it[1] != 0)),
            "{layer}"
        );
        assert_eq!(of("110115").0["at"], "location", "a district's heat is where things are");
    }
}

#[test]
fn the_months_of_all_parts_come_in_one_answer_and_add_up_to_those_of_the_unit() {
    let server = demo();
    for (unit, by, at) in [
        ("110000", "org", ""),
        ("110105", "region", ""),
        ("110115403", "region", ""),
        ("110108", "region", "&at=location"),
    ] {
        let period = "period=2025-11-01..2026-11-01";
        let asked = format!("indicator=I02&unit={unit}&{period}{at}");
        let series = server.get(&format!("/api/v1/series?{asked}&by={by}")).ok();
        let alone = server.get(&format!("/api/v1/series?{asked}")).ok();
        assert_eq!(series["rows"], alone["rows"], "{asked}");
        assert!(alone.get("parts").is_none(), "nobody asked for parts");
        let parts = series["parts"].as_array().expect("parts");
        for (month, whole) in rows(&series).iter().enumerate() {
            let of_month = |side: &str| -> i64 {
                parts.iter().map(|it| it["rows"][month][side].as_i64().expect("a count")).sum()
            };
            assert_eq!((of_month("num"), Some(of_month("den"))), sides(whole), "{asked} {month}");
        }
        let compared = format!("/api/v1/figures?indicators=I02&unit={unit}&{period}{at}&by={by}");
        for row in rows(&server.get(&compared).ok()) {
            let part = parts.iter().find(|it| it["unit"] == row["unit"]).expect("each row");
            let year: i64 = rows(part).iter().filter_map(|it| it["num"].as_i64()).sum();
            assert_eq!((year, &part["name"]), (sides(row).0, &row["name"]), "{asked}");
        }
    }
    let refused = server.get("/api/v1/series?indicator=I02&period=2024&bucket=day&by=org");
    assert_eq!((refused.status, &refused.json()["code"]), (400, &"TOO_MANY_BUCKETS".into()));
}
