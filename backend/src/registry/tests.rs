use domain::feed::Feed;

use super::*;
use crate::ingest::{Delivery, deliver};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn registry_of(batches: &[(&str, &str)]) -> Arc<Known> {
    let root = tempfile::tempdir().unwrap();
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/packs/beijing");
    let pack = Arc::new(crate::pack::load(&folder).unwrap());
    let lake = Lake::open(root.path(), &pack.pack).unwrap();
    let registry = Registry::open(&lake, pack).unwrap();
    for (feed, rows) in batches {
        let feed = Feed::parse(feed).unwrap();
        let receipt = deliver(&lake, &registry, &Delivery::of(feed), rows.as_bytes()).unwrap();
        assert_eq!(receipt.rejected, 0, "{rows}");
    }
    let known = registry.known();
    drop(lake);
    // What is read from the lake again is what was kept current.
    let pack = Arc::clone(registry.pack());
    let lake = Lake::open(root.path(), &pack.pack).unwrap();
    let again = Registry::open(&lake, pack).unwrap().known();
    assert!(again.regions().eq(known.regions()) && again.orgs().eq(known.orgs()));
    known
}

const REGIONS: &str = "code,valid_from,valid_to,name,level,parent_code,replaced_by,version\n\
    110000,1990-01-01,,北京市,city,,,1\n\
    110118,2015-11-13,,密云区,district,110000,,1\n\
    110228,1990-01-01,2015-11-12,密云县,district,110000,110118,1\n";

/// Hard case 12, in the register: the old code stands for the new one.
#[test]
fn hard_case_12_an_old_code_is_retired_and_names_its_successor() {
    let known = registry_of(&[("region", REGIONS)]);
    let old = known.region("110228").unwrap();
    assert_eq!(old.lookup(day("2015-11-12")), Lookup::Active);
    let retired =
        Lookup::Retired { successor: Some("110118".to_owned()), name: "密云县".to_owned() };
    assert_eq!(old.lookup(day("2015-11-13")), retired);
    assert_eq!(known.region("110118").unwrap().lookup(day("2015-11-12")), Lookup::NotYet);
    assert_eq!(known.current("110228"), "110118");
    // Both are drawn as the district of today.
    assert!(known.district_of("110118").is_some());
    assert_eq!(known.district_of("110228"), known.district_of("110118"));
    assert_eq!(known.district_of("110000"), None);
}

#[test]
fn the_highest_version_of_a_code_wins_in_any_order_of_arrival() {
    let newer = "code,valid_from,name,level,parent_code,version\n110118,2015-11-13,密云,district,110000,2\n";
    let gone = "code,valid_from,name,level,parent_code,version,update_flag\n\
                110118,2015-11-13,密云,district,110000,3,3\n";
    let later = registry_of(&[("region", REGIONS), ("region", newer)]);
    let earlier = registry_of(&[("region", newer), ("region", REGIONS)]);
    assert_eq!(later.region("110118").unwrap().name, "密云");
    assert!(later.regions().eq(earlier.regions()));
    let withdrawn = registry_of(&[("region", gone), ("region", REGIONS), ("region", newer)]);
    assert!(withdrawn.region("110118").is_none());
}

/// Hard case 20, in the register: a traditional name finds the region, whose stored name stays as it came.
#[test]
fn hard_case_20_a_traditional_name_finds_its_region() {
    let more = "code,valid_from,name,level,parent_code\n110119,2015-11-13,延庆区,district,110000\n\
                110117,1990-01-01,平谷區,district,110000\n";
    let known = registry_of(&[("region", REGIONS), ("region", more)]);
    let codes = |name: &str| {
        known.regions_named(name).map(|region| region.code.clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes("延慶區"), ["110119"]);
    assert_eq!(codes("平谷区"), ["110117"]);
    assert_eq!(codes("延慶縣"), Vec::<String>::new());
    assert_eq!(known.region("110117").unwrap().name, "平谷區");
}

#[test]
fn orgs_know_their_zone_and_their_region() {
    let orgs = "org_code,name,level,region_code,parent_org,is_zone\n\
                110115403,北京经济技术开发区,zone,110118,,true\n";
    let known = registry_of(&[("region", REGIONS), ("org", orgs)]);
    let zone = known.org("110115403").unwrap();
    assert!(zone.is_zone);
    assert_eq!((zone.region.as_str(), zone.lookup(day("2026-01-01"))), ("110118", Lookup::Active));
    assert!(known.org("110116").is_none());
}
