//! Street areas derived from where records lie: marked, apart, and where the records are.

use guanlan_tests::Server;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

type Ring = Vec<(f64, f64)>;

fn demo() -> Server {
    let server = Server::with_demo(20_000, 7);
    server.await_ready();
    server
}

fn rings(feature: &Value) -> Vec<Ring> {
    let polygons = feature["geometry"]["coordinates"].as_array().into_iter().flatten();
    let rings = polygons.flat_map(|polygon| polygon.as_array().into_iter().flatten());
    let point = |point: &Value| Some((point[0].as_f64()?, point[1].as_f64()?));
    rings.map(|ring| ring.as_array().into_iter().flatten().filter_map(point).collect()).collect()
}

/// Even-odd over all rings: holes are outside.
fn covers(rings: &[Ring], (x, y): (f64, f64)) -> bool {
    let crosses = |pair: &&[(f64, f64)]| match **pair {
        [(ax, ay), (bx, by)] => (ay > y) != (by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax,
        _ => false,
    };
    rings.iter().map(|ring| ring.windows(2).filter(crosses).count()).sum::<usize>() % 2 == 1
}

fn regions(server: &Server, asked: &str) -> Vec<Value> {
    let answer = server.get(&format!("/api/v1/regions?{asked}")).ok();
    answer["features"].as_array().expect("features").clone()
}

#[test]
fn streets_without_polygons_get_derived_areas_that_are_marked_and_do_not_overlap() {
    let server = demo();
    let streets = regions(&server, "parent=110105");
    let derived: Vec<&Value> =
        streets.iter().filter(|it| it["properties"]["derived"] == true).collect();
    assert!(derived.len() * 3 > streets.len() * 2, "{} of {}", derived.len(), streets.len());
    for street in &streets {
        let is_derived = derived.contains(&street);
        assert_eq!(street["geometry"].is_null(), !is_derived, "{street}");
        assert!(street["properties"]["centre"][0].is_f64(), "{street}");
    }
    let mut owners: BTreeMap<[u64; 4], usize> = BTreeMap::new();
    let mut corners: Vec<BTreeSet<[u64; 2]>> = Vec::new();
    for street in &derived {
        let told = street["properties"]["source"].as_str().unwrap_or_default();
        assert!(told.starts_with("推算"), "{told}");
        let bits = |(x, y): (f64, f64)| [x.to_bits(), y.to_bits()];
        for ring in rings(street) {
            assert!(ring.len() > 6 && ring.first() == ring.last());
            for pair in ring.windows(2) {
                let ([a, b], [c, d]) = (bits(pair[0]), bits(pair[1]));
                *owners.entry([a, b, c, d]).or_default() += 1;
            }
        }
        corners.push(rings(street).into_iter().flatten().map(bits).collect());
    }
    // Two areas never go the same way along the same edge, and neighbours share corners exactly.
    assert!(owners.values().all(|count| *count == 1));
    let touch = |one: &BTreeSet<[u64; 2]>| {
        corners.iter().filter(|other| *other != one).any(|other| !other.is_disjoint(one))
    };
    assert!(corners.iter().filter(|one| touch(one)).count() * 2 > corners.len());
}

#[test]
fn most_entities_lie_in_the_area_of_the_street_they_name() {
    let server = demo();
    let streets = regions(&server, "parent=110108");
    let areas: BTreeMap<&str, Vec<Ring>> = streets
        .iter()
        .map(|it| (it["properties"]["code"].as_str().expect("a code"), rings(it)))
        .collect();
    let points = server.get("/api/v1/points?unit=110108&at=location").ok();
    let (mut own, mut any, mut asked) = (0, 0, 0);
    for point in points["points"].as_array().expect("points").iter().step_by(5) {
        let place = (point[1].as_f64().expect("lng"), point[2].as_f64().expect("lat"));
        let id = point[0].as_str().expect("an id");
        let file = server.get(&format!("/api/v1/entities/{id}")).ok();
        let street = file["place"].as_str().unwrap_or_default();
        let within: Vec<&&str> =
            areas.iter().filter(|(_, rings)| covers(rings, place)).map(|(code, _)| code).collect();
        assert!(within.len() < 2, "{id} lies in {within:?}");
        own += usize::from(within.contains(&&street));
        any += within.len();
        asked += 1;
    }
    assert!(asked > 20 && any * 10 >= asked * 9, "{any} of {asked} lie in some area");
    assert!(own * 4 > asked * 3, "{own} of {asked} lie in their own");
}

#[test]
fn a_region_with_polygons_is_never_derived_and_other_systems_move_the_areas() {
    let server = demo();
    let districts = regions(&server, "parent=110000");
    assert!(districts.iter().all(|it| it["properties"].get("derived").is_none()));
    let first = |asked: &str| {
        let streets = regions(&server, asked);
        let street = streets.iter().find(|it| it["properties"]["derived"] == true);
        rings(street.expect("a derived street"))[0][0]
    };
    let (wgs, gcj) = (first("parent=110105"), first("parent=110105&crs=GCJ02"));
    assert!((0.004..0.009).contains(&(gcj.0 - wgs.0)), "{wgs:?} {gcj:?}");
}
