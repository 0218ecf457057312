//! The demo against the rules that every delivery must pass.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use domain::code::{InspectType, OnsiteReason};
use domain::fault::{Code, Fault};
use domain::feed;
use domain::rule::{Context, Lookup};
use domain::time::Stamp;
use geodata::boundary::{BoundarySet, Origin, read_echarts};
use geodata::{Crs, crs::convert, locate::Locator};

use super::inspection::{Inspection, Way};
use super::*;

fn pack(file: &str) -> Vec<u8> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../assets/packs/beijing");
    fs::read(folder.join(file)).unwrap()
}

fn ground() -> Ground {
    Ground::read(pack("regions.csv").as_slice(), pack("orgs.csv").as_slice()).unwrap()
}

fn polygons() -> BoundarySet {
    let origin = Origin { crs: Crs::Gcj02, source: String::new(), review_no: String::new() };
    read_echarts(&pack("boundaries/districts.json"), &origin).unwrap()
}

fn demo(facts: u64, seed: u64) -> Arc<Demo> {
    let set = polygons();
    let locator = Locator::new(&set);
    let district = |lng, lat| {
        let (lng, lat) = convert(Crs::Wgs84, Crs::Gcj02, lng, lat);
        locator.locate(lng, lat).map(|at| set.boundaries[at].code.clone())
    };
    Arc::new(Demo::new(Options { facts, seed, ..Options::default() }, ground(), Some(&district)))
}

fn texts(demo: &Arc<Demo>) -> Vec<(Feed, String, String)> {
    let text = |mut delivery: DemoDelivery| {
        let mut text = String::new();
        delivery.csv.read_to_string(&mut text).unwrap();
        (delivery.feed, delivery.id, text)
    };
    deliveries(demo).map(text).collect()
}

type Row = BTreeMap<String, String>;

/// The clean rows of a feed, by column name.
fn rows(demo: &Arc<Demo>, feed: Feed) -> Vec<Row> {
    let mut rows = Vec::new();
    for delivery in deliveries(demo).filter(|it| it.feed == feed && !it.id.contains("correction")) {
        let mut reader = csv::Reader::from_reader(delivery.csv);
        let header = reader.headers().unwrap().clone();
        let clean =
            reader.into_records().map(Result::unwrap).filter(|record| !record[0].starts_with('X'));
        let named = |cells: csv::StringRecord| {
            header
                .iter()
                .zip(&cells)
                .map(|(name, cell)| (name.to_owned(), cell.to_owned()))
                .collect()
        };
        rows.extend(clean.map(named));
    }
    rows
}

/// The pack's regions and orgs, at the end of the demo's last day.
struct Register {
    regions: BTreeMap<String, (Day, Option<Day>)>,
    orgs: BTreeSet<String>,
}

impl Register {
    fn read() -> Self {
        let records = |file| {
            let bytes = pack(file);
            csv::Reader::from_reader(bytes.as_slice())
                .into_records()
                .map(Result::unwrap)
                .collect::<Vec<_>>()
        };
        let region = |row: csv::StringRecord| {
            (row[0].to_owned(), (row[1].parse().unwrap(), row[2].parse().ok()))
        };
        Self {
            regions: records("regions.csv").into_iter().map(region).collect(),
            orgs: records("orgs.csv").into_iter().map(|row| row[0].to_owned()).collect(),
        }
    }
}

impl Context for Register {
    fn now(&self) -> Stamp {
        Options::default().end.plus(1).start()
    }

    fn region(&self, code: &str, on: Day) -> Lookup {
        match self.regions.get(code) {
            None => Lookup::Unknown,
            Some((from, _)) if on < *from => Lookup::NotYet,
            Some((_, Some(to))) if on >= *to => {
                Lookup::Retired { successor: None, name: code.to_owned() }
            }
            Some(_) => Lookup::Active,
        }
    }

    fn org(&self, code: &str, _: Day) -> Lookup {
        if self.orgs.contains(code) { Lookup::Active } else { Lookup::Unknown }
    }

    fn relaxed(&self, _: Code) -> bool {
        false
    }
}

fn faults(register: &Register, feed: Feed, header: &[&str], line: &str) -> Vec<Fault> {
    let cells: Vec<&str> = line.split(',').collect();
    assert_eq!(cells.len(), header.len(), "{line}");
    let cell = |column: &feed::Column| {
        let at = header.iter().position(|name| *name == column.name);
        at.map(|at| cells[at]).filter(|cell| !cell.is_empty())
    };
    let cells: Vec<Option<&str>> = feed.columns().iter().map(cell).collect();
    let (mut row, mut faults) = (Vec::new(), Vec::new());
    feed::check(feed, &cells, register, &mut row, &mut faults);
    faults.retain(Fault::rejects);
    faults
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_gives_others() {
    let first = texts(&demo(20_000, 7));
    assert_eq!(first, texts(&demo(20_000, 7)));
    let other = texts(&demo(20_000, 8));
    assert!(first.iter().zip(&other).all(|((.., one), (.., two))| one != two));
}

#[test]
fn a_delivery_reads_the_same_in_small_and_in_large_pieces() {
    let demo = demo(10_000, 1);
    let whole = texts(&demo);
    for (mut delivery, (.., text)) in deliveries(&demo).zip(whole) {
        let mut bytes = Vec::new();
        let mut piece = [0; 7];
        loop {
            match delivery.csv.read(&mut piece).unwrap() {
                0 => break,
                length => bytes.extend_from_slice(&piece[..length]),
            }
        }
        assert_eq!(String::from_utf8(bytes).unwrap(), text, "{}", delivery.id);
    }
}

#[test]
fn every_clean_row_passes_every_rule_and_every_flawed_row_is_rejected() {
    let register = Register::read();
    let mut codes = BTreeSet::new();
    let (mut clean, mut flawed) = (0_u32, 0_u32);
    for (feed, id, text) in texts(&demo(120_000, 1)) {
        let (header, lines) = text.split_once('\n').unwrap();
        let header: Vec<&str> = header.split(',').collect();
        for line in lines.lines() {
            let faults = faults(&register, feed, &header, line);
            if line.starts_with('X') {
                assert!(!faults.is_empty(), "{id}: {line}");
                codes.extend(faults.iter().map(|fault| fault.code));
                flawed += 1;
            } else {
                assert!(faults.is_empty(), "{id}: {line}: {faults:?}");
                clean += 1;
            }
        }
    }
    assert!(
        (0.001..0.003).contains(&(f64::from(flawed) / f64::from(clean))),
        "{flawed} of {clean}"
    );
    assert!(codes.len() >= 12, "a reject list worth reading: {codes:?}");
}

#[test]
fn feeds_keep_their_proportions() {
    let demo = demo(100_000, 3);
    let count = |feed| rows(&demo, feed).len();
    let counts =
        [Feed::Entity, Feed::Inspection, Feed::Problem, Feed::Order, Feed::Complaint].map(count);
    let total: usize = counts.iter().sum();
    assert!((97_000..103_000).contains(&total), "{counts:?}");
    let shares = counts.map(|count| count * 100 / total);
    assert_eq!(shares[0], 4, "{shares:?}");
    assert!((53..=58).contains(&shares[1]) && (10..=13).contains(&shares[2]), "{shares:?}");
    assert!((7..=9).contains(&shares[3]) && (19..=21).contains(&shares[4]), "{shares:?}");
}

#[test]
fn sizes_grow_to_three_hundred_thousand_entities_and_no_further() {
    assert_eq!(Sizes::of(300_000).entities, 12_000);
    assert_eq!(Sizes::of(15_000_000).entities, 150_000);
    assert_eq!(Sizes::of(100_000_000).entities, 300_000);
    assert_eq!(Sizes::of(1_000_000_000).entities, 300_000);
}

#[test]
fn entities_lie_inside_the_district_their_record_names() {
    let (set, ground) = (polygons(), ground());
    let demo = demo(100_000, 1);
    let (mut inside, mut outside, mut nowhere) = (0, 0, 0);
    for row in &rows(&demo, Feed::Entity) {
        let Ok(lon) = row["lon"].parse::<f64>() else {
            nowhere += 1;
            continue;
        };
        let (lon, lat) =
            convert(Crs::parse(&row["crs"]).unwrap(), Crs::Gcj02, lon, row["lat"].parse().unwrap());
        let district = row["region_code"].get(..6).unwrap();
        let is_same = |drawn: &str| {
            let became = |new: &str, old: &str| ground.retired.get(new).is_some_and(|it| it == old);
            drawn == district || became(district, drawn) || became(drawn, district)
        };
        let boundary = set.boundaries.iter().find(|it| is_same(&it.code)).unwrap();
        if boundary.contains(lon, lat) { inside += 1 } else { outside += 1 }
    }
    assert_eq!(outside, 0, "of {inside}");
    assert!((1..80).contains(&nowhere), "{nowhere}");
}

/// Off-site share of routine inspections (I02) in a month, of one org or the city.
fn offsite_share(drawn: &[(&str, Inspection)], month: &str, org: Option<&str>) -> f64 {
    let (mut offsite, mut base) = (0.0, 0.0);
    for (_, it) in drawn.iter().filter(|(actor, _)| org.is_none_or(|org| *actor == org)) {
        let Some(finish) = it.visit.finish.filter(|_| it.kind == InspectType::Routine) else {
            continue;
        };
        let is_offsite = matches!(it.way, Way::Offsite(_));
        let is_base = is_offsite || it.way == Way::Onsite(OnsiteReason::Routine);
        if is_base && finish.day().to_string().starts_with(month) {
            base += 1.0;
            offsite += f64::from(u8::from(is_offsite));
        }
    }
    assert!(base > 200.0, "{month} {org:?}: {base}");
    offsite / base
}

#[test]
fn the_offsite_share_rises_towards_the_target_and_some_districts_miss_it() {
    let demo = demo(3_000_000, 1);
    let count = demo.sizes.inspections;
    let numbers = (0..count / 30).chain(count * 94 / 100..count);
    let drawn: Vec<_> = numbers
        .map(|number| Inspection::draw(&demo, number))
        .map(|it| (demo.actor_code(it.visit.actor), it))
        .collect();
    let city = |month| offsite_share(&drawn, month, None);
    let last = |org| offsite_share(&drawn, "2026-10", Some(org));
    assert!((0.27..0.34).contains(&city("2024-01")), "{}", city("2024-01"));
    assert!((0.58..0.625).contains(&city("2026-10")), "{}", city("2026-10"));
    assert!(last("110119") < 0.55 && last("110109") < 0.57, "Yanqing and Mentougou miss 60 %");
    assert!(last("110108") > 0.63, "Haidian meets it: {}", last("110108"));
}

#[test]
fn one_org_has_no_order_due_in_the_last_full_month() {
    let orders = rows(&demo(300_000, 1), Feed::Order);
    let due = |org: &str| {
        let of_org =
            orders.iter().filter(|row| row["to_org"] == org && row["state"] != "TRANSFERRED");
        of_org.filter(|row| row["due_at"].starts_with("2026-10")).count()
    };
    assert_eq!(due(habits::NO_DUE_ORG), 0);
    assert!(due("110105") > 20);
}

#[test]
fn an_executed_order_and_its_inspection_name_each_other() {
    let demo = demo(60_000, 1);
    let inspections = rows(&demo, Feed::Inspection);
    let of_order: BTreeMap<&str, _> =
        inspections.iter().map(|row| (row["order_id"].as_str(), row)).collect();
    let orders = rows(&demo, Feed::Order);
    let accepted: Vec<_> = orders.iter().filter(|row| row["state"] == "ACCEPTED").collect();
    assert!(accepted.len() > 2_000);
    for order in accepted {
        let inspection = of_order[order["order_id"].as_str()];
        assert_eq!(inspection["insp_id"], order["insp_id"]);
        assert_eq!(
            (&inspection["org_code"], &inspection["mode"]),
            (&order["to_org"], &"ONSITE".to_owned())
        );
        assert!(inspection["finish_at"] <= order["feedback_at"]);
    }
    for (state, least) in
        [("TRANSFERRED", 100), ("SPLIT", 20), ("MERGED", 30), ("WITHDRAWN", 40), ("RETURNED", 40)]
    {
        let count = orders.iter().filter(|row| row["state"] == state).count();
        assert!(count >= least, "{count} {state}");
    }
}

#[test]
fn one_pool_in_july_is_complained_about_again_and_again() {
    let complaints = rows(&demo(300_000, 1), Feed::Complaint);
    let mut july: BTreeMap<&str, u32> = BTreeMap::new();
    let in_july = complaints
        .iter()
        .filter(|row| row["registered_at"].starts_with("2026-07") && !row["entity_id"].is_empty());
    in_july.for_each(|row| *july.entry(&row["entity_name_raw"]).or_default() += 1);
    let (name, count) = july.iter().max_by_key(|(_, count)| **count).unwrap();
    assert!(name.ends_with("游泳馆") && *count > 60, "{name} {count}");
    assert!(complaints.iter().any(|row| !row["repeat_of"].is_empty()));
}

#[test]
fn old_records_carry_the_code_of_the_county_that_became_a_district() {
    let entities = rows(&demo(300_000, 1), Feed::Entity);
    let mut old = entities.iter().filter(|row| row["region_code"] == "110228");
    assert!(old.clone().count() > 0);
    assert!(old.all(|row| row["state_date"].as_str() < "2015-11-13"));
}
