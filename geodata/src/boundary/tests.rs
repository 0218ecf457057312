use super::*;

const COUNTRY: &[u8] = include_bytes!("../../tests/fixtures/datav-country.json");
const HENAN: &[u8] = include_bytes!("../../tests/fixtures/datav-henan.json");
const MACAU: &[u8] = include_bytes!("../../tests/fixtures/echarts-macau.json");
const BEIJING: &[u8] = include_bytes!("../../../assets/packs/beijing/boundaries/districts.json");

fn origin() -> Origin {
    Origin { crs: Crs::Gcj02, source: "test".to_owned(), review_no: String::new() }
}

fn any(bytes: &[u8]) -> BoundarySet {
    read(bytes, &origin(), None).unwrap()
}

fn plain(features: &str) -> Result<BoundarySet, BoundaryError> {
    let file = format!(r#"{{"type": "FeatureCollection", "features": [{features}]}}"#);
    read(file.as_bytes(), &origin(), None)
}

fn codes(set: &BoundarySet) -> Vec<&str> {
    set.boundaries.iter().map(|it| it.code.as_str()).collect()
}

#[test]
fn case_10_string_and_number_adcodes_read_alike() {
    assert_eq!(codes(&any(COUNTRY)), ["110000", "120000", "420000", "710000"]);
}

#[test]
fn case_10_the_dash_line_is_drawn_and_is_no_district_in_old_and_new_files() {
    let set = any(COUNTRY);
    let lines = set.lines.iter().map(|it| (it.code.as_str(), it.parts.len())).collect::<Vec<_>>();
    assert_eq!(lines, [("100000_JD", 2), ("100000_JD", 1)]);
    assert_eq!(set.position("100000"), None);
    assert_eq!(set.position("100000_JD"), None);
}

#[test]
fn the_country_itself_is_a_district_when_it_has_a_name() {
    let set = plain(
        r#"{"properties": {"adcode": "100000", "name": "中华人民共和国"},
        "geometry": {"type": "Polygon", "coordinates": [[[80, 20], [120, 20], [100, 50]]]}}"#,
    );
    assert_eq!(codes(&set.unwrap()), ["100000"]);
}

#[test]
fn case_10_missing_centres_are_absent_and_a_label_still_has_a_place() {
    let set = any(COUNTRY);
    let hubei = &set.boundaries[set.position("420000").unwrap()];
    assert_eq!(hubei.centre, None);
    assert!(hubei.bounds().unwrap().contains(hubei.label_point().0, hubei.label_point().1));
    assert_eq!(set.boundaries[0].centre, Some((116.405_285, 39.904_989)));
}

#[test]
fn case_10_features_without_geometry_or_code_are_left_out_with_a_warning() {
    let warnings = any(COUNTRY).warnings;
    assert_eq!(warnings.len(), 2, "{warnings:?}");
    assert!(warnings[0].contains("feature 4") && warnings[0].contains("香港"));
    assert!(warnings[1].contains("feature 5"));
}

#[test]
fn case_10_a_self_touching_ring_and_a_hole_answer_by_the_even_odd_rule() {
    let set = any(COUNTRY);
    let hubei = &set.boundaries[2];
    assert!(hubei.contains(112.2, 31.0));
    assert!(hubei.contains(113.8, 31.0));
    assert!(!hubei.contains(113.0, 31.5), "between the wings");
    assert!(hubei.contains(115.1, 30.1));
    assert!(!hubei.contains(115.5, 30.5), "in the hole");
}

#[test]
fn winding_means_nothing() {
    let set = any(COUNTRY);
    let (beijing, tianjin) = (&set.boundaries[0], &set.boundaries[1]);
    assert!(beijing.contains(116.0, 40.0) && tianjin.contains(117.0, 40.0));
    assert!((beijing.area_km2() - tianjin.area_km2()).abs() < 1e-6);
    assert!(beijing.contains(116.5, 40.0) != tianjin.contains(116.5, 40.0), "on the border");
}

#[test]
fn case_10_the_county_city_419001_has_no_children_to_drill_into() {
    let set = any(HENAN);
    let jiyuan = &set.boundaries[set.position("419001").unwrap()];
    assert_eq!((jiyuan.name.as_str(), jiyuan.children), ("济源市", Some(0)));
    assert_eq!((jiyuan.level.as_deref(), jiyuan.parent.as_deref()), (Some("city"), Some("410000")));
    assert_eq!(set.boundaries[0].children, Some(12), "the control");
}

#[test]
fn case_10_compressed_rings_read_as_the_published_vector() {
    let set = any(MACAU);
    let parish = &set.boundaries[0].polygons[0].rings[0];
    assert_eq!((set.boundaries[0].code.as_str(), parish.len()), ("820008", 17));
    assert_eq!(parish[1], (113.604_492_187_5, 22.132_812_5));
    assert_eq!(set.boundaries[1].polygons.len(), 2);
    assert_eq!(set.warnings.len(), 1, "the feature without geometry: {:?}", set.warnings);
}

#[test]
fn the_districts_of_the_demo_pack_are_sixteen_with_todays_codes() {
    let set = any(BEIJING);
    assert_eq!(set.boundaries.len(), 16);
    assert!(set.position("110118").is_some() && set.position("110119").is_some());
    assert!(set.position("110228").is_none() && set.position("110229").is_none());
    assert_eq!(set.warnings, Vec::<String>::new());
    let area: f64 = set.boundaries.iter().map(Boundary::area_km2).sum();
    assert!((area / 16_410.0 - 1.0).abs() < 0.02, "{area} km²");
}

#[test]
fn case_9_a_gps_point_near_a_border_is_in_the_right_district_only_after_conversion() {
    let set = any(BEIJING);
    let at = |(lng, lat)| set.boundaries.iter().find(|it| it.contains(lng, lat)).map(|it| &it.code);
    // Places in the system of the map, read by GPS and brought back.
    let places = (0..4_000).map(|step| {
        (116.30 + f64::from(step % 200) * 0.001, 39.85 + f64::from(step / 200) * 0.005)
    });
    let mut wrong_without = 0;
    for place in places {
        let gps = crs::convert(Crs::Gcj02, Crs::Wgs84, place.0, place.1);
        assert_eq!(at(crs::convert(Crs::Wgs84, Crs::Gcj02, gps.0, gps.1)), at(place));
        wrong_without += u32::from(at(gps) != at(place));
    }
    assert!(wrong_without > 100, "unconverted points must be able to go wrong: {wrong_without}");
}

#[test]
fn generic_properties_may_be_whole_floats_and_the_error_names_feature_and_field() {
    let keys = PropertyKeys { code: "NID".to_owned(), name: "community".to_owned() };
    let file = |properties: &str| {
        format!(
            r#"{{"features": [{{"properties": {properties},
            "geometry": {{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}}}}]}}"#
        )
    };
    let good = file(r#"{"NID": 77.0, "community": " EDGEWATER "}"#);
    let set = read(good.as_bytes(), &origin(), Some(&keys)).unwrap();
    assert_eq!(
        (set.boundaries[0].code.as_str(), set.boundaries[0].name.as_str()),
        ("77", "EDGEWATER")
    );
    assert_eq!(set.boundaries[0].polygons[0].rings[0].len(), 4, "the open ring was closed");

    let bad = file(r#"{"NID": 1.5, "community": "X"}"#);
    let error = read(bad.as_bytes(), &origin(), Some(&keys)).unwrap_err();
    assert_eq!(error.to_string(), "feature 0: `NID` is not a text or a whole number");
    let error = read(file("{}").as_bytes(), &origin(), Some(&keys)).unwrap_err();
    assert_eq!(error.to_string(), "feature 0: property `NID` is missing");
}

#[test]
fn a_file_that_is_no_boundary_file_says_why() {
    let message = |bytes: &[u8]| read(bytes, &origin(), None).unwrap_err().to_string();
    assert_eq!(message(b"{\"features\": [1,"), "the boundary file is not JSON");
    assert_eq!(message(b"{}"), "the boundary file has no list `features`");
    let projected = r#"{"properties": {"code": "1", "name": "x"},
        "geometry": {"type": "Polygon", "coordinates": [[[12958000, 4853000], [1, 1], [2, 2]]]}}"#;
    let message = plain(projected).unwrap_err().to_string();
    assert_eq!(message, "feature 0: (12958000, 4853000) is no longitude and latitude in degrees");
}

#[test]
fn a_named_format_is_taken_at_its_word() {
    let named = |format| read_as(Format::parse(format).unwrap(), HENAN, &origin(), None);
    assert_eq!(codes(&named("datav").unwrap()), ["410100", "419001"]);
    assert_eq!(codes(&named("echarts").unwrap()), ["郑州市", "济源市"], "no id there");
    assert_eq!(named("echarts").unwrap().warnings.len(), 2);
    let error = named("geojson").unwrap_err().to_string();
    assert_eq!(error, "feature 0: property `code` is missing");
    assert_eq!(Format::parse("shapefile"), None);
}

#[test]
fn a_byte_order_mark_and_a_feature_that_is_not_an_object_do_no_harm() {
    let mut marked = "\u{feff}".as_bytes().to_vec();
    marked.extend_from_slice(HENAN);
    assert_eq!(any(&marked).boundaries.len(), 2);
    assert!(plain("17").is_err());
    assert!(plain("null").is_err());
}

#[test]
fn a_stroke_without_area_is_kept_and_a_mere_point_is_not() {
    let ring = |points: &str| {
        plain(&format!(
            r#"{{"properties": {{"code": "1", "name": "x"}},
            "geometry": {{"type": "Polygon", "coordinates": [{points}]}}}}"#
        ))
        .unwrap()
    };
    let stroke = ring("[[1, 1], [2, 2]]");
    assert_eq!(stroke.boundaries[0].polygons[0].rings[0].len(), 4);
    let point = ring("[[1, 1], [1, 1], [1, 1]]");
    assert_eq!((point.boundaries.len(), point.warnings.len()), (0, 1));
}

#[test]
fn what_is_written_reads_back() {
    for file in [COUNTRY, HENAN, BEIJING] {
        let set = any(file);
        let written = to_geojson(&set, "district").to_string();
        let back = read_written(written.as_bytes()).unwrap();
        assert_eq!(codes(&back), codes(&set));
        assert_eq!(back.origin(), set.origin());
        assert_eq!(back.lines.len(), set.lines.len());
        let areas = |set: &BoundarySet| set.boundaries.iter().map(Boundary::area_km2).sum::<f64>();
        assert!((areas(&back) - areas(&set)).abs() < 0.01);
    }
}

#[test]
fn a_line_is_written_without_the_marks_of_a_district() {
    let written = to_geojson(&any(COUNTRY), "province");
    let features = written["features"].as_array().unwrap();
    let line = features.last().unwrap();
    assert_eq!(line["properties"]["line"], true);
    assert!(line["properties"].get("level").is_none());
    assert_eq!(features[0]["properties"]["level"], "province");
}

#[test]
fn a_set_moves_to_another_system_with_its_lines_and_centres() {
    let set = any(COUNTRY);
    let moved = set.clone().in_crs(Crs::Wgs84);
    assert_eq!(moved.crs, Crs::Wgs84);
    assert_ne!(moved.boundaries[0].centre, set.boundaries[0].centre);
    let back = moved.in_crs(Crs::Gcj02);
    let (a, b) = (back.boundaries[0].polygons[0].rings[0][0], (115.5, 39.5));
    assert!((a.0 - b.0).abs() < 1e-9 && (a.1 - b.1).abs() < 1e-9);
}
