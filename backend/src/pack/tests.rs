use std::fs;

use domain::fault::Code;
use domain::feed::Feed;
use tempfile::TempDir;

use super::*;
use crate::ingest::{Delivery, deliver};
use crate::lake::Lake;
use crate::registry::Registry;

fn assets() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets")
}

/// A copy of the Beijing pack that may be damaged.
fn copied() -> (TempDir, PathBuf) {
    let root = tempfile::tempdir().unwrap();
    let folder = root.path().join("packs/beijing");
    fs::create_dir_all(folder.join("boundaries")).unwrap();
    fs::create_dir_all(root.path().join("calendar")).unwrap();
    for file in
        ["packs/beijing/pack.toml", "packs/beijing/boundaries/districts.json", "calendar/cn.toml"]
    {
        fs::copy(assets().join(file), root.path().join(file)).unwrap();
    }
    (root, folder)
}

#[test]
fn every_pack_of_this_repository_loads_without_a_problem() {
    for entry in fs::read_dir(assets().join("packs")).unwrap() {
        let pack = load(&entry.unwrap().path()).unwrap();
        assert_eq!(pack.problems, Vec::<String>::new(), "{}", pack.pack.id);
        assert!(pack.districts.is_some(), "{}", pack.pack.id);
    }
}

#[test]
fn a_missing_or_broken_boundary_file_is_a_problem_and_not_the_end() {
    let (_root, folder) = copied();
    assert!(load(&folder).unwrap().districts.is_some());
    let file = folder.join("boundaries/districts.json");
    fs::write(&file, "{\"type\":").unwrap();
    let broken = load(&folder).unwrap();
    assert_eq!((broken.problems.len(), broken.boundaries.len()), (1, 0));
    assert!(broken.problems[0].contains("districts.json"), "{:?}", broken.problems);
    fs::remove_file(&file).unwrap();
    let missing = load(&folder).unwrap();
    assert_eq!(missing.problems.len(), 1);
    assert!(missing.districts.is_none());
}

#[test]
fn a_broken_pack_names_its_file_and_line() {
    let (_root, folder) = copied();
    let file = folder.join("pack.toml");
    let text = fs::read_to_string(&file).unwrap().replace("root_org", "root_orgs");
    fs::write(&file, text).unwrap();
    let err = load(&folder).unwrap_err();
    assert!(err.to_string().starts_with("pack.toml:"), "{err}");
}

#[test]
fn records_come_in_without_polygons_and_a_pack_may_relax_a_business_rule() {
    let (root, folder) = copied();
    fs::remove_file(folder.join("boundaries/districts.json")).unwrap();
    let org = "org_code,name,level,region_code\n110101,东城区,district,110101\n";
    let region = "code,valid_from,name,level\n110101,1990-01-01,东城区,district\n";
    let visit = "insp_id,entity_id,org_code,specialty,inspect_type,mode,onsite_reason,start_at,lon,lat,crs\n\
                 A1,E1,110101,03,ROUTINE,ONSITE,ROUTINE,2026-10-01,116.4,39.9,WGS84\n";
    let rejected = |pack: LoadedPack, name: &str| {
        let pack = std::sync::Arc::new(pack);
        let lake = Lake::open(&root.path().join(name), &pack.pack).unwrap();
        let registry = Registry::open(&lake, pack).unwrap();
        let take = |feed, text: &str| {
            deliver(&lake, &registry, &Delivery::of(feed), text.as_bytes()).unwrap()
        };
        take(Feed::Region, region);
        take(Feed::Org, org);
        take(Feed::Inspection, visit).rejected
    };
    assert_eq!(rejected(load(&folder).unwrap(), "strict"), 1);
    let mut relaxed = load(&folder).unwrap();
    relaxed.pack.relaxed.push(Code::E605OfficersLt2);
    assert_eq!(rejected(relaxed, "relaxed"), 0);
}
