//! Coordinates, districts, cells.

use arrow::datatypes::Float64Type;
use geodata::{Crs, crs::convert};

use super::*;

const ENTITY: &str =
    "entity_id,name,id_type,specialty,address,region_code,lon,lat,crs,state,org_code";

fn entity(id: &str, region: &str, (lon, lat): (f64, f64), crs: &str) -> String {
    format!("{id},某店,NONE,03,某路1号,{region},{lon:.9},{lat:.9},{crs},ACTIVE,110105")
}

fn take(desk: &Desk, lines: &[String]) -> Receipt {
    let text = format!("{ENTITY}\n{}\n", lines.join("\n"));
    desk.take(&delivery(Feed::Entity), text).unwrap()
}

/// A point of the map's own system that lies in another district when it is taken for WGS-84.
fn near_a_border() -> (f64, f64) {
    let pack = beijing();
    let districts = pack.districts.as_ref().unwrap();
    let points = (0..400).flat_map(|x| {
        (0..400).map(move |y| (116.2 + f64::from(x) / 1000.0, 39.7 + f64::from(y) / 1000.0))
    });
    points
        .into_iter()
        .find(|(x, y)| {
            let here = districts.locator.locate(*x, *y);
            let (lon, lat) = convert(Crs::Gcj02, Crs::Wgs84, *x, *y);
            here.is_some()
                && here != districts.locator.locate(lon, lat)
                && districts.locator.distance_to_border_m(*x, *y) > 150.0
        })
        .unwrap()
}

/// Hard case 9: a WGS-84 point near a border on GCJ-02 polygons is in the right district after conversion;
/// an undeclared system is E505.
#[test]
fn hard_case_9_points_are_converted_to_the_system_of_the_boundaries() {
    let desk = Desk::new();
    let (x, y) = near_a_border();
    let pack = beijing();
    let districts = pack.districts.as_ref().unwrap();
    let right = districts.code(districts.locator.locate(x, y).unwrap()).unwrap();
    let wgs = convert(Crs::Gcj02, Crs::Wgs84, x, y);
    let bd = convert(Crs::Gcj02, Crs::Bd09, x, y);
    let receipt = take(
        &desk,
        &[
            entity("E1", right, (x, y), "GCJ02"),
            entity("E2", right, wgs, "WGS84"),
            entity("E3", right, bd, "BD09"),
            entity("E4", right, wgs, ""),
        ],
    );
    assert_eq!((receipt.accepted, receipt.rejected), (3, 1));
    assert_eq!(desk.rejects(&receipt.batch)[0].code, "E505_CRS_MISSING");
    let rows = desk.rows(&receipt.batch);
    assert_eq!(texts(&rows, "located"), vec![Some(right.to_owned()); 3]);
    let cells = integers(&rows, "cell");
    assert_eq!(cells[0], cells[1]);
    let lons = rows.column_by_name("wgs_lon").unwrap().as_primitive::<Float64Type>().values();
    assert!((lons[0] - wgs.0).abs() < 1e-7 && (lons[2] - wgs.0).abs() < 1e-5, "{lons:?}");
}

#[test]
fn a_point_far_outside_its_region_or_near_a_border_is_marked_and_stored() {
    let desk = Desk::new();
    let dongcheng_centre = (116.4164, 39.9283);
    let receipt = take(
        &desk,
        &[
            entity("E1", "110101", dongcheng_centre, "GCJ02"),
            entity("E2", "110117", dongcheng_centre, "GCJ02"),
            // A street has no polygon here: its district speaks for it.
            entity("E3", "110101001", dongcheng_centre, "GCJ02"),
            // Old codes stand for the district of today.
            entity("E4", "110118", (116.8432, 40.3763), "GCJ02"),
        ],
    );
    let rows = desk.rows(&receipt.batch);
    let marks = texts(&rows, "warnings");
    assert_eq!(marks[1].as_deref(), Some("W506_OUTSIDE_REGION"));
    assert_eq!((&marks[0], &marks[2], &marks[3]), (&None, &None, &None));
    assert_eq!(receipt.warned, 1);
}

/// Hard case 7, at ingest: an inspection by one district on an entity in another is stored without a mark.
#[test]
fn hard_case_7_an_inspection_may_lie_outside_the_district_of_its_org() {
    let desk = Desk::new();
    let text = format!("{HEADER},lon,lat,crs\n{},116.4164,39.9283,GCJ02\n", line("A1"));
    let receipt = desk.take(&delivery(Feed::Inspection), text).unwrap();
    let rows = desk.rows(&receipt.batch);
    assert_eq!(texts(&rows, "org_code"), [Some("110105".to_owned())]);
    assert_eq!(texts(&rows, "located"), [Some("110101".to_owned())]);
    assert_eq!(texts(&rows, "warnings"), [None]);
}
