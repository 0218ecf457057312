//! Which area holds a point, counted the slow and plain way.

use guanlan_tests::repository;
use serde_json::Value;
use std::fs;

type Ring = Vec<(f64, f64)>;

/// Areas by code, as lists of rings: inside is what an odd number of rings holds.
#[derive(Debug)]
pub(crate) struct Areas(Vec<(String, Vec<Ring>)>);

impl Areas {
    /// The boundary file of the pack.
    pub(crate) fn read() -> Self {
        let path = repository().join("assets/packs/chicago/boundaries/community_areas.geojson");
        let text = fs::read_to_string(path).expect("the pack has boundaries");
        let file: Value = serde_json::from_str(&text).expect("the boundaries are JSON");
        let features = file["features"].as_array().expect("features");
        Self(features.iter().map(area).collect())
    }

    pub(crate) fn holding(&self, (x, y): (f64, f64)) -> Option<&str> {
        let holds = |rings: &Vec<Ring>| {
            let crossed: usize = rings.iter().map(|ring| crossings(ring, x, y)).sum();
            crossed % 2 == 1
        };
        self.0.iter().find(|(_, rings)| holds(rings)).map(|(code, _)| code.as_str())
    }
}

fn area(feature: &Value) -> (String, Vec<Ring>) {
    let code = feature["properties"]["code"].as_str().expect("an area has a code").to_owned();
    let geometry = &feature["geometry"];
    let list = |value: &Value| value.as_array().expect("a list").clone();
    let polygons = match geometry["type"].as_str() {
        Some("Polygon") => vec![geometry["coordinates"].clone()],
        _ => list(&geometry["coordinates"]),
    };
    let rings = polygons.iter().flat_map(list).map(|ring| list(&ring).iter().map(point).collect());
    (code, rings.collect())
}

fn point(position: &Value) -> (f64, f64) {
    let degrees = |at: usize| position[at].as_f64().expect("a number");
    (degrees(0), degrees(1))
}

/// How often a line from the point to the east crosses a ring.
fn crossings(ring: &Ring, x: f64, y: f64) -> usize {
    let next = ring.iter().cycle().skip(1);
    let crosses = |((ax, ay), (bx, by)): (&(f64, f64), &(f64, f64))| {
        (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax
    };
    ring.iter().zip(next).filter(|(a, b)| crosses((*a, *b))).count()
}
