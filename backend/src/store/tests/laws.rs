//! Laws: however records arrive, the answers are those of a rebuild.

use std::collections::BTreeMap;

use domain::feed::Feed;
use proptest::prelude::*;

use super::site::{Site, demo_texts};
use super::{figures, one};
use crate::query::By;
use crate::store::change::Change;
use crate::store::check;
use crate::store::risk::Risk;

/// Every answer of a generation that a difference could show in.
fn answers(site: &Site) -> Vec<String> {
    let mut lines = Vec::new();
    let ids: Vec<String> = site.catalogue().indicators.iter().map(|it| it.id.clone()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    for (unit, by) in [
        ("110000", By::Org),
        ("110000", By::Region),
        ("110105", By::Specialty),
        ("110000", By::Method),
    ] {
        for period in ["2026", "2025-07", "2024-02-10..2026-06-20"] {
            for row in figures(site, &ids, unit, by, period) {
                let (id, of) = (&row.indicator, &row.unit);
                lines.push(format!("{id} {of} {period} {:?}: {}/{:?}", by, row.num, row.den));
            }
        }
    }
    let quality = &site.store().current().quality;
    lines.push(format!("held {} unlocated {}", quality.held, quality.unlocated));
    lines.push(format!("span {:?}", site.store().current().span()));
    lines.push(format!("delivered {:?}", site.store().current().manifest.delivered));
    lines.extend(site.contradictions());
    lines
}

fn assert_equals_a_rebuild(site: &Site) {
    for compared in check::measures(&site.store().current()).unwrap() {
        assert!(compared.is_equal(), "{compared:?}");
    }
    let grown = answers(site);
    site.store().rebuild(&|_| {}).unwrap();
    let rebuilt = answers(site);
    for (grown, rebuilt) in grown.iter().zip(&rebuilt) {
        assert_eq!(grown, rebuilt);
    }
    assert_eq!(grown.len(), rebuilt.len());
}

#[test]
fn small_parts_modified_withdrawn_late_and_replayed_equal_a_rebuild() {
    let mut site = Site::empty("laws");
    let texts = demo_texts(&site, 3_000);
    // A base of most records, the rest in the worst order: problems before inspections, entities last.
    let mut late = Vec::new();
    for (feed, id, text) in &texts {
        let (head, rows) = halves(text, 9);
        if !has_rows(&head) {
            continue;
        }
        site.deliver(*feed, id, &head);
        late.push((*feed, format!("{id}-late"), rows));
    }
    site.open();
    assert_eq!(site.store().current().manifest.parts.len(), 1);
    late.reverse();
    for (feed, id, text) in &late {
        site.deliver(*feed, id, text);
        site.store().publish().unwrap();
        assert!(site.deliver(*feed, id, text).replayed);
    }
    assert!(
        site.store().current().manifest.parts.len() > 3,
        "small parts were added, not a new base"
    );
    assert_equals_a_rebuild(&site);
}

#[test]
fn scores_carried_over_days_and_deliveries_are_those_of_all_facts() {
    let mut site = Site::empty("carried");
    let texts = demo_texts(&site, 3_000);
    for (feed, id, text) in &texts {
        site.deliver(*feed, id, &halves(text, 5).0);
    }
    site.open();
    let first = site.store().current();
    let as_of = first.cutoff_day();
    let month_ago = first.with_facts(|db| Risk::compute(db, as_of.plus(-40))).unwrap().unwrap();
    for (feed, id, text) in &texts {
        // Late ones, and every seventh again in a higher version of another day or state.
        let changed = halves(text, 7).1.replace("2026-0", "2026-1").replace("FOUND", "CLOSED");
        site.deliver(*feed, &format!("{id}-late"), &halves(text, 5).1);
        site.deliver(*feed, &format!("{id}-again"), &raise(&changed));
    }
    site.store().publish().unwrap();
    let second = site.store().current();
    let change = Change::of_last(&second.live, &second.last);
    assert!(change.went(Feed::Inspection).is_some() && change.went(Feed::Problem).is_some());
    for day in [as_of.plus(-40), as_of.plus(-39), as_of, as_of.plus(400)] {
        let carried = second.with_facts(|db| month_ago.after(db, &change, day)).unwrap().unwrap();
        let whole = second.with_facts(|db| Risk::compute(db, day)).unwrap().unwrap();
        assert!(whole.scored.len() > 50);
        assert_eq!(carried.scored, whole.scored, "{day:?}");
    }
    assert_equals_a_rebuild(&site);
}

/// The same rows as their ninth version.
fn raise(text: &str) -> String {
    let header = text.lines().next().unwrap_or_default();
    let at = header.split(',').position(|column| column == "version");
    let raised = text.lines().enumerate().map(|(row, line)| {
        let mut cells: Vec<&str> = line.split(',').collect();
        match at.and_then(|at| cells.get_mut(at)) {
            Some(version) if row > 0 => *version = "9",
            Some(_) => {}
            None => cells.push(if row > 0 { "9" } else { "version" }),
        }
        cells.join(",")
    });
    raised.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_higher_version_wins_whatever_came_first() {
    let (first, second) =
        (Site::one_inspection("order-a", &[2, 3]), Site::one_inspection("order-b", &[3, 2]));
    assert_eq!(one(&first, "I01", "110105", "2026"), one(&second, "I01", "110105", "2026"));
    assert_eq!(one(&first, "I01", "110105", "2026").0, 1);
}

#[test]
fn a_restart_serves_the_same_generation_and_a_lost_one_is_built_again() {
    let mut site = Site::demo("restart", 1_500);
    let before = answers(&site);
    let number = site.store().current().number();
    site.reopen();
    assert_eq!(site.store().current().number(), number);
    assert_eq!(answers(&site), before);
    std::fs::remove_dir_all(site.root().join("store")).unwrap();
    site.reopen();
    assert_eq!(answers(&site), before);
}

#[test]
fn merging_small_parts_changes_no_answer() {
    let mut site = Site::empty("compact");
    let texts = demo_texts(&site, 2_000);
    let mut late = Vec::new();
    for (feed, id, text) in &texts {
        let (head, rows) = halves(text, 6);
        if !has_rows(&head) {
            continue;
        }
        site.deliver(*feed, id, &head);
        late.push((*feed, format!("{id}-late"), rows));
    }
    site.open();
    for (feed, id, text) in &late {
        site.deliver(*feed, id, text);
        site.store().publish().unwrap();
    }
    let before = answers(&site);
    site.store().compact().unwrap();
    assert_eq!(site.store().current().manifest.parts.len(), 1);
    assert_eq!(answers(&site), before);
}

/// A text cut into most of its rows and every `one_in`-th of them, both with the header.
fn halves(text: &str, one_in: usize) -> (String, String) {
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    let (mut most, mut few) = (vec![header], vec![header]);
    for (at, line) in lines.enumerate() {
        if at % one_in == 0 { few.push(line) } else { most.push(line) }
    }
    (most.join("\n"), few.join("\n"))
}

fn has_rows(text: &str) -> bool {
    text.lines().count() > 1
}

/// One synthetic inspection's life in versions.
#[derive(Clone, Debug)]
struct Delivery {
    feed: Feed,
    text: String,
}

fn inspection(version: u32, day: u32, mode: &str, flag: u32) -> Delivery {
    let (method, reason) = if mode == "OFFSITE" { ("REMOTE", "") } else { ("", "ROUTINE") };
    let text = format!(
        "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,onsite_reason,start_at,finish_at,result,officer_ids,version,update_flag\n\
         P{},E{},110105,03,ROUTINE,{mode},{method},{reason},2026-05-{day:02} 09:00:00,2026-05-{day:02} 10:00:00,NO_PROBLEM,a;b,{version},{flag}\n",
        day % 5,
        day % 3
    );
    Delivery { feed: Feed::Inspection, text }
}

fn entity(number: u32, version: u32, place: &str) -> Delivery {
    let text = format!(
        "entity_id,name,id_type,specialty,region_code,state,org_code,geo_quality,address,version\n\
         E{number},对象{number},NONE,03,{place},ACTIVE,110105,NONE,路,{version}\n"
    );
    Delivery { feed: Feed::Entity, text }
}

fn problem(number: u32, of: u32, verified: bool, version: u32) -> Delivery {
    let text = format!(
        "problem_id,insp_id,entity_id,severity,found_at,verified,state,version\n\
         Q{number},P{of},E{},2,2026-05-20 10:00:00,{verified},FOUND,{version}\n",
        of % 3
    );
    Delivery { feed: Feed::Problem, text }
}

fn order(number: u32, insp: u32, version: u32) -> Delivery {
    let text = format!(
        "order_id,root_id,order_type,source,entity_id,from_org,to_org,issued_at,due_at,state,feedback_at,accepted_at,signed_at,insp_id,version\n\
         W{number},W{},ROUTINE_CHECK,RISK,E{},110000,110105,2026-05-01 09:00:00,2026-05-{:02} 18:00:00,ACCEPTED,2026-05-21 09:00:00,2026-05-22 09:00:00,2026-05-02 09:00:00,P{insp},{version}\n",
        number / 2,
        number % 3,
        10 + number * 3
    );
    Delivery { feed: Feed::Order, text }
}

fn any_delivery() -> impl Strategy<Value = Delivery> {
    let places = prop::sample::select(vec!["110105", "110101", "110228"]);
    let modes = prop::sample::select(vec!["OFFSITE", "ONSITE"]);
    prop_oneof![
        (1_u32..5, 1_u32..28, modes, 1_u32..4)
            .prop_map(|(v, day, mode, flag)| inspection(v, day, mode, flag)),
        (0_u32..3, 1_u32..4, places).prop_map(|(number, v, place)| entity(number, v, place)),
        (0_u32..4, 0_u32..5, any::<bool>(), 1_u32..4)
            .prop_map(|(number, of, ok, v)| problem(number, of, ok, v)),
        (0_u32..4, 0_u32..5, 1_u32..4).prop_map(|(number, insp, v)| order(number, insp, v)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_deliveries_equals_a_rebuild(deliveries in prop::collection::vec(any_delivery(), 4..14)) {
        let mut site = Site::empty("any-order");
        site.open();
        for (at, delivery) in deliveries.iter().enumerate() {
            site.deliver(delivery.feed, &format!("d{at}"), &delivery.text);
            site.store().publish().unwrap();
        }
        assert_equals_a_rebuild(&site);
    }
}

impl Site {
    fn one_inspection(name: &str, versions: &[u32]) -> Self {
        let mut site = Self::empty(name);
        site.deliver(Feed::Entity, "e", &entity(1, 1, "110105").text);
        site.open();
        // Version 2 is on-site, version 3 off-site: the last one counts.
        let text: BTreeMap<u32, &str> = BTreeMap::from([(2, "ONSITE"), (3, "OFFSITE")]);
        for version in versions {
            let mode = text.get(version).copied().unwrap_or("ONSITE");
            site.deliver(
                Feed::Inspection,
                &format!("i{version}"),
                &inspection(*version, 1, mode, 1).text,
            );
            site.store().publish().unwrap();
        }
        site
    }
}
