//! The hard cases of domain §8 that a generation decides, each by its number.

use domain::feed::Feed;
use domain::wire::{Attribution, Status};

use super::site::Site;
use super::{Asked, figures, one, records};
use crate::query::{By, FiguresQuestion, Filter, SceneQuestion, Scope, Side};

const ENTITY: &str = "entity_id,name,id_type,specialty,region_code,lon,lat,crs,state,state_date,opened,org_code,geo_quality,address\n";
pub(super) const INSPECTION: &str = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,onsite_reason,start_at,finish_at,result,officer_ids\n";
pub(super) const PROBLEM: &str = "problem_id,insp_id,entity_id,severity,found_at,verified,state\n";
pub(super) const ORDER: &str = "order_id,root_id,order_type,source,entity_id,from_org,to_org,issued_at,due_at,state,signed_at,feedback_at,accepted_at,withdraw_at,withdraw_reason\n";

/// Two entities: one in Chaoyang, one at 经开区 on the ground of Daxing.
pub(super) fn site(name: &str) -> Site {
    let site = Site::empty(name);
    let rows = "E1,朝阳一户,NONE,03,110105,116.46,39.92,GCJ02,ACTIVE,,2020-01-01,110105,SURVEYED,路\n\
                E2,亦庄一户,NONE,03,110115,116.506,39.78,GCJ02,ACTIVE,,2020-01-01,110115403,SURVEYED,路\n";
    accept(&site, Feed::Entity, "e", &format!("{ENTITY}{rows}"));
    site
}

pub(super) fn accept(site: &Site, feed: Feed, id: &str, text: &str) {
    let receipt = site.deliver(feed, id, text);
    assert_eq!(receipt.rejected, 0, "{id}: every row of this case is sound");
}

pub(super) fn offsite(id: &str, entity: &str, org: &str, day: &str) -> String {
    format!(
        "{id},{entity},{org},03,ROUTINE,OFFSITE,REMOTE,,{day} 09:00:00,{day} 10:00:00,NO_PROBLEM,a\n"
    )
}

#[test]
fn hard_case_03_a_district_without_due_orders_has_no_base_and_no_rank() {
    let mut site = site("case-03");
    let row = "W1,W1,CLUE_VERIFY,RISK,E1,110000,110105,2026-05-01 09:00:00,2026-05-10 18:00:00,ACCEPTED,2026-05-02 09:00:00,2026-05-03 09:00:00,2026-05-04 09:00:00,,\n";
    accept(&site, Feed::Order, "w", &format!("{ORDER}{row}"));
    site.open();
    let rows = figures(&site, &["I05"], "110000", By::Org, "2026");
    let empty = rows.iter().find(|row| row.unit == "110101").unwrap();
    assert_eq!((empty.status, &empty.value, empty.rank), (Status::NoBase, &None, None));
    let full = rows.iter().find(|row| row.unit == "110105").unwrap();
    assert_eq!((full.status, full.rank), (Status::SmallBase, Some(1)));
}

#[test]
fn hard_case_04_orders_transferred_withdrawn_late_and_not_yet_due() {
    let mut site = site("case-04");
    let order = |id: &str, root: &str, org: &str, due: &str, state: &str, rest: &str| {
        format!(
            "{id},{root},CLUE_VERIFY,RISK,E1,110000,{org},2026-05-01 09:00:00,{due} 18:00:00,{state},{rest}\n"
        )
    };
    let rows = [
        // Re-dispatched: the first leg leaves the base, the last assignee answers for the one order.
        order("W1", "W1", "110101", "2026-05-10", "TRANSFERRED", ",,,,"),
        order(
            "W2",
            "W1",
            "110105",
            "2026-05-20",
            "ACCEPTED",
            "2026-05-02 09:00:00,2026-05-09 09:00:00,2026-05-09 12:00:00,,",
        ),
        // Withdrawn after it was due: stays. Withdrawn before: leaves.
        order("W3", "W3", "110105", "2026-05-10", "WITHDRAWN", ",,,2026-05-12 09:00:00,误派"),
        order("W4", "W4", "110105", "2026-05-10", "WITHDRAWN", ",,,2026-05-08 09:00:00,误派"),
        // Not yet due at the cut-off of 21 November.
        order("W5", "W5", "110105", "2026-11-28", "ISSUED", ",,,,"),
    ];
    accept(&site, Feed::Order, "w", &format!("{ORDER}{}", rows.concat()));
    site.open();
    assert_eq!(one(&site, "I05", "110105", "2026"), (1, Some(2)));
    assert_eq!(one(&site, "I05", "110101", "2026"), (0, Some(0)));
    // The due time is the root's: feedback of 9 May is in time, and the order counts on 10 May.
    assert_eq!(one(&site, "I05b", "110105", "2026-05-10"), (1, Some(2)));
}

#[test]
fn hard_case_06_five_problems_of_one_inspection_are_one_find_and_five_problems() {
    let mut site = site("case-06");
    accept(
        &site,
        Feed::Inspection,
        "i",
        &format!("{INSPECTION}{}", offsite("P1", "E1", "110105", "2026-05-06")),
    );
    let found = |no: u32| {
        format!(
            "Q{no},P1,E1,1,2026-05-06 10:00:00,true,FOUND
"
        )
    };
    let rows = (1..=5).map(found).collect::<Vec<_>>().concat();
    let doubted = "Q6,P1,E1,1,2026-05-06 10:00:00,false,FOUND\n";
    accept(&site, Feed::Problem, "q", &format!("{PROBLEM}{rows}{doubted}"));
    site.open();
    assert_eq!(one(&site, "I06", "110105", "2026"), (1, Some(1)));
    assert_eq!(one(&site, "I06n", "110105", "2026"), (5, None));
}

#[test]
fn hard_case_07_work_across_a_border_counts_for_who_acts_and_lies_where_the_object_is() {
    let mut site = site("case-07");
    accept(
        &site,
        Feed::Inspection,
        "i",
        &format!("{INSPECTION}{}", offsite("P1", "E1", "110101", "2026-05-06")),
    );
    site.open();
    assert_eq!(one(&site, "I01", "110101", "2026").0, 1);
    assert_eq!(one(&site, "I01", "110105", "2026").0, 0);
    let located = |unit: &str| {
        let asked = Asked { unit, at: Some(Attribution::Location), period: "2026" };
        records(&site, "I01", Side::Num, asked).0
    };
    assert_eq!((located("110101"), located("110105")), (0, 1));
    let elsewhere = figures(&site, &["I01"], "110101", By::Region, "2026");
    let elsewhere = elsewhere.iter().find(|row| row.unit == "elsewhere").map(|row| row.num);
    assert_eq!(elsewhere, Some(1), "the district's own table names what it did outside");
}

#[test]
fn hard_case_08_the_economic_zone_is_the_seventeenth_unit_and_its_points_colour_daxing() {
    let mut site = site("case-08");
    accept(
        &site,
        Feed::Inspection,
        "i",
        &format!("{INSPECTION}{}", offsite("P1", "E2", "110115403", "2026-05-06")),
    );
    site.open();
    let rows = figures(&site, &["I02"], "110000", By::Org, "2026");
    let zone = rows.iter().find(|row| row.unit == "110115403").unwrap();
    assert_eq!((zone.num, zone.rank), (1, Some(1)));
    let compared =
        rows.iter().filter(|row| !["110099", "110000"].contains(&row.unit.as_str())).count();
    assert_eq!(compared, 17);
    let on_map = figures(&site, &["I01"], "110000", By::Region, "2026");
    let coloured: Vec<_> =
        on_map.iter().filter(|row| row.num > 0).map(|row| row.unit.as_str()).collect();
    assert!(coloured == ["110115"] || coloured == ["110112"], "{coloured:?}");
    let own = figures(&site, &["I01"], "110115403", By::Region, "2026");
    assert!(own.iter().all(|row| row.num > 0 || row.unit == "elsewhere"), "no street of Daxing's");
    assert_eq!(own.iter().map(|row| row.num).sum::<i64>(), 1, "and all it did");
    let daxing = figures(&site, &["I01"], "110115", By::Region, "2026");
    assert!(daxing.iter().filter(|row| row.num == 0).count() > 5, "a district names its streets");
}

#[test]
fn hard_case_12_records_under_a_retired_code_and_its_successor_make_one_series() {
    let mut site = Site::empty("case-12");
    let rows = "E1,密云老户,NONE,03,110228,,,,ACTIVE,2014-03-01,2014-03-01,110118,NONE,路\n\
                E2,密云新户,NONE,03,110118,,,,ACTIVE,,2020-01-01,110118,NONE,路\n";
    accept(&site, Feed::Entity, "e", &format!("{ENTITY}{rows}"));
    let rows =
        [offsite("P1", "E1", "110118", "2026-05-06"), offsite("P2", "E2", "110118", "2026-06-06")];
    accept(&site, Feed::Inspection, "i", &format!("{INSPECTION}{}", rows.concat()));
    site.open();
    for code in ["110118", "110228"] {
        let question = FiguresQuestion {
            indicators: vec!["I01".to_owned()],
            unit: code.to_owned(),
            by: By::None,
            period: "2026".parse().unwrap(),
            at: Some(Attribution::Location),
            compare: Vec::new(),
            filter: Filter::default(),
        };
        let answer = question.ask(&site.store().current(), &Scope::all()).unwrap();
        assert_eq!(answer.rows.first().map(|row| row.num), Some(2), "{code}");
        assert_eq!(answer.unit.name, "密云区");
    }
}

#[test]
fn hard_case_18_a_replayed_batch_changes_nothing() {
    let mut site = site("case-18");
    let text = format!("{INSPECTION}{}", offsite("P1", "E1", "110105", "2026-05-06"));
    accept(&site, Feed::Inspection, "i", &text);
    site.open();
    let before = site.store().current().number();
    assert!(site.deliver(Feed::Inspection, "i", &text).replayed);
    assert_eq!(site.store().publish().unwrap(), before);
    assert_eq!(one(&site, "I01", "110105", "2026").0, 1);
}

#[test]
fn hard_case_23_an_off_site_check_without_a_result_raises_nothing() {
    let mut site = site("case-23");
    let reading =
        "P1,E1,110105,03,ROUTINE,OFFSITE,DEVICE,,2026-05-06 09:00:00,2026-05-06 09:00:00,,a\n";
    assert_eq!(site.deliver(Feed::Inspection, "i", &format!("{INSPECTION}{reading}")).rejected, 1);
    let reviewed = "P2,E1,110105,03,ROUTINE,OFFSITE,DEVICE,,2026-05-06 09:00:00,2026-05-06 09:00:00,NO_PROBLEM,a\n";
    accept(&site, Feed::Inspection, "j", &format!("{INSPECTION}{reviewed}"));
    site.open();
    assert_eq!(one(&site, "I02", "110105", "2026"), (1, Some(1)));
}

#[test]
fn facts_whose_entity_has_not_arrived_are_held_and_count_once_it_has() {
    let mut site = Site::empty("held");
    accept(
        &site,
        Feed::Inspection,
        "i",
        &format!("{INSPECTION}{}", offsite("P1", "E9", "110105", "2026-05-06")),
    );
    site.open();
    assert_eq!(
        (one(&site, "I01", "110105", "2026").0, site.store().current().quality.held),
        (0, 1)
    );
    let row = "E9,迟到一户,NONE,03,110105,,,,ACTIVE,,2020-01-01,110105,NONE,路\n";
    accept(&site, Feed::Entity, "e", &format!("{ENTITY}{row}"));
    site.store().publish().unwrap();
    assert_eq!(
        (one(&site, "I01", "110105", "2026").0, site.store().current().quality.held),
        (1, 0)
    );
}

#[test]
fn an_order_that_came_further_came_to_every_stage_before() {
    let mut site = site("stages");
    let order = |id: &str, state: &str, times: &str| {
        format!(
            "{id},{id},VERIFY,RISK,E1,110000,110105,2026-05-01 09:00:00,2026-05-10 18:00:00,{state},{times}\n"
        )
    };
    let rows = [
        order("W1", "ISSUED", ",,,,"),
        order("W2", "SIGNED", "2026-05-02 09:00:00,,,,"),
        order("W3", "DOING", "2026-05-02 09:00:00,,,,"),
        order("W4", "RETURNED", "2026-05-02 09:00:00,2026-05-03 09:00:00,,,"),
        order("W5", "FEEDBACK", "2026-05-02 09:00:00,2026-05-03 09:00:00,,,"),
        // Accepted without the visit that such an order needs: fed back, not executed.
        order("W6", "ACCEPTED", "2026-05-02 09:00:00,2026-05-03 09:00:00,2026-05-04 09:00:00,,"),
        order("W7", "WITHDRAWN", "2026-05-02 09:00:00,,,2026-05-12 09:00:00,误派"),
    ];
    accept(&site, Feed::Order, "w", &format!("{ORDER}{}", rows.concat()));
    site.open();
    let question = SceneQuestion {
        id: "overview".to_owned(),
        unit: Some("110105".to_owned()),
        at: None,
        period: Some("2026".parse().unwrap()),
        indicator: None,
    };
    let scene = question.ask(&site.store().current(), &Scope::all()).unwrap();
    let told = scene.funnel.iter().map(|row| format!("{} {}", row.name, row.count));
    let expected = ["已派单 7", "已签收 6", "已着手 4", "已反馈 3", "已执行 0"];
    assert_eq!(told.collect::<Vec<_>>(), expected);
}

#[test]
fn what_a_district_does_on_the_ground_of_a_zone_is_no_row_of_the_zone() {
    let mut site = site("ground-of-a-zone");
    let row = "E3,开发区一户,NONE,03,110115403,,,,ACTIVE,,2020-01-01,110115,NONE,路\n";
    accept(&site, Feed::Entity, "e3", &format!("{ENTITY}{row}"));
    let visit = offsite("P1", "E3", "110115", "2026-05-06");
    accept(&site, Feed::Inspection, "i", &format!("{INSPECTION}{visit}"));
    site.open();
    let rows = figures(&site, &["I01"], "110115", By::Region, "2026");
    let told = rows.iter().find(|it| it.unit == "110115403").expect("where it was");
    assert_eq!((told.num, told.row.as_deref()), (1, Some("region:110115403")));
    assert_eq!(one(&site, "I01", "110115403", "2026").0, 0, "asked by its code it is the org");
}
