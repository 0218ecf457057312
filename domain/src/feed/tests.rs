//! Every code of a row with its negative control: one table a feed, one column changed a line.

use proptest::prelude::*;

use super::*;
use crate::rule::Lookup;

/// A register with one live district, one retired county, one org, and a clock that stands still.
struct Desk {
    relaxed: Vec<Code>,
}

const DESK: Desk = Desk { relaxed: Vec::new() };

impl Context for Desk {
    fn now(&self) -> Stamp {
        "2026-10-15 09:00:00".parse().unwrap()
    }

    fn region(&self, code: &str, on: Day) -> Lookup {
        let change: Day = "2015-11-13".parse().unwrap();
        match code {
            "110000" | "110105" => Lookup::Active,
            "110228" if on < change => Lookup::Active,
            "110228" => Lookup::Retired {
                successor: Some("110118".to_owned()),
                name: "密云县".to_owned(),
            },
            "110118" if on < change => Lookup::NotYet,
            "110118" => Lookup::Active,
            "110199" => Lookup::NotYet,
            _ => Lookup::Unknown,
        }
    }

    fn org(&self, code: &str, on: Day) -> Lookup {
        match code {
            "110105" => Lookup::Active,
            "110104" => Lookup::Retired {
                successor: Some("110102".to_owned()),
                name: "宣武区".to_owned(),
            },
            "110115403" if on < Day(14_610) => Lookup::NotYet,
            "110115403" => Lookup::Active,
            _ => Lookup::Unknown,
        }
    }

    fn relaxed(&self, code: Code) -> bool {
        self.relaxed.contains(&code)
    }
}

/// A row without fault of each feed.
fn sound(feed: Feed) -> Vec<(&'static str, &'static str)> {
    match feed {
        Feed::Region => vec![
            ("code", "110105"),
            ("valid_from", "1980-01-01"),
            ("name", "朝阳区"),
            ("level", "district"),
            ("parent_code", "110000"),
            ("center_lon", "116.4431"),
            ("center_lat", "39.9215"),
            ("crs", "GCJ02"),
        ],
        Feed::Org => vec![
            ("org_code", "110105"),
            ("name", "朝阳区卫生健康监督所"),
            ("level", "district"),
            ("region_code", "110105"),
            ("is_zone", "0"),
        ],
        Feed::Entity => vec![
            ("entity_id", "E1"),
            ("name", "某餐厅(朝阳店)"),
            ("id_type", "USCC"),
            ("uscc", "91350100M000100Y43"),
            ("specialty", "03"),
            ("risk_class", "1"),
            ("opened", "2019-05-01"),
            ("address", "建国路1号"),
            ("region_code", "110105"),
            ("lon", "116.46"),
            ("lat", "39.92"),
            ("crs", "WGS84"),
            ("state", "ACTIVE"),
            ("org_code", "110105"),
        ],
        Feed::Inspection => vec![
            ("insp_id", "I1"),
            ("entity_id", "E1"),
            ("org_code", "110105"),
            ("specialty", "03"),
            ("inspect_type", "ROUTINE"),
            ("mode", "OFFSITE"),
            ("method", "VIDEO_AI"),
            ("start_at", "2026-10-01 08:30:00"),
            ("finish_at", "2026-10-01 09:00:00"),
            ("result", "NO_PROBLEM"),
            ("officer_ids", "A01"),
        ],
        Feed::Problem => vec![
            ("problem_id", "P1"),
            ("insp_id", "I1"),
            ("entity_id", "E1"),
            ("severity", "2"),
            ("text", "消毒记录不全"),
            ("found_at", "2026-10-01 08:45:00"),
            ("due", "2026-10-08"),
            ("state", "CLOSED"),
            ("closed_at", "2026-10-07 10:00:00"),
        ],
        Feed::Order => vec![
            ("order_id", "O1"),
            ("root_id", "O1"),
            ("order_type", "VERIFY"),
            ("source", "RISK"),
            ("entity_id", "E1"),
            ("from_org", "110105"),
            ("to_org", "110105"),
            ("issued_at", "2026-09-01 08:00:00"),
            ("due_at", "2026-09-10"),
            ("signed_at", "2026-09-02 08:00:00"),
            ("state", "ACCEPTED"),
            ("feedback_at", "2026-09-05 08:00:00"),
            ("accepted_at", "2026-09-06 08:00:00"),
        ],
        Feed::Complaint => vec![
            ("complaint_id", "C1"),
            ("channel", "12345"),
            ("registered_at", "2026-09-01 08:00:00"),
            ("accepted_at", "2026-09-02 08:00:00"),
            ("org_code", "110105"),
            ("region_code", "110105"),
            ("due_at", "2026-10-31"),
            ("closed_at", "2026-09-20 08:00:00"),
            ("state", "CLOSED"),
            ("result", "PARTLY"),
        ],
    }
}

/// The cells of the sound row of a feed with some of them changed.
fn cells<'t>(feed: Feed, changes: &[(&str, &'t str)]) -> Vec<Option<&'t str>> {
    let mut cells = vec![None; feed.columns().len()];
    for (name, value) in sound(feed).into_iter().chain(changes.iter().copied()) {
        cells[feed.position(name).unwrap()] = Some(value);
    }
    cells
}

fn faults_of(feed: Feed, changes: &[(&str, &str)], desk: &Desk) -> Vec<Fault> {
    let cells = cells(feed, changes);
    let (mut row, mut faults) = (Vec::new(), Vec::new());
    super::check(feed, &cells, desk, &mut row, &mut faults);
    assert_eq!(row.len(), feed.columns().len());
    faults
}

/// Changes the sound row and expects `CODE column` for each fault, in order; nothing for a sound row.
fn check(feed: Feed, changes: &[(&str, &str)], expect: &str) {
    let faults = faults_of(feed, changes, &DESK);
    let found: Vec<_> = faults.iter().map(|it| format!("{} {}", it.code, it.column)).collect();
    assert_eq!(found.join("; "), expect, "{} {changes:?}: {faults:?}", feed.as_str());
}

fn hint(feed: Feed, changes: &[(&str, &str)]) -> String {
    faults_of(feed, changes, &DESK).into_iter().map(|it| it.hint).collect()
}

fn value(feed: Feed, changes: &[(&str, &str)], column: &str) -> String {
    let cells = cells(feed, changes);
    let (mut row, mut faults) = (Vec::new(), Vec::new());
    super::check(feed, &cells, &DESK, &mut row, &mut faults);
    match &row[feed.position(column).unwrap()] {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Decimal(decimal) => decimal.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Stamp(stamp) => stamp.to_string(),
    }
}

#[test]
fn a_sound_row_of_every_feed_has_no_fault() {
    for feed in Feed::ALL {
        check(*feed, &[], "");
    }
}

#[test]
fn the_key_comes_first_and_the_tail_last() {
    for feed in Feed::ALL {
        let names: Vec<_> = feed.columns().iter().map(|it| it.name).collect();
        assert!(names.ends_with(&[
            "src_system",
            "src_id",
            "version",
            "update_flag",
            "received_at"
        ]));
        assert_eq!(feed.position(feed.key()), Some(0));
        assert!(feed.columns().iter().all(|it| it.list.is_some() == (it.kind == Kind::Code)));
    }
}

#[test]
fn a_silent_tail_gets_its_documented_defaults() {
    let feed = Feed::Entity;
    assert_eq!(value(feed, &[], "src_system"), "file");
    assert_eq!(value(feed, &[], "src_id"), "E1");
    assert_eq!(value(feed, &[], "version"), "1");
    assert_eq!(value(feed, &[], "update_flag"), "1");
    assert_eq!(value(feed, &[], "received_at"), "2026-10-15T09:00:00+08:00");
    assert_eq!(value(feed, &[("version", "7")], "version"), "7");
}

#[test]
fn the_shape_of_a_cell_is_judged_first() {
    let feed = Feed::Inspection;
    check(feed, &[("entity_id", "\u{3000} ")], "E101_REQUIRED entity_id");
    check(feed, &[("entity_id", "")], "E101_REQUIRED entity_id");
    check(feed, &[("scan_code", "maybe")], "E102_TYPE scan_code");
    check(feed, &[("scan_code", "是")], "");
    check(feed, &[("version", "1.5")], "E102_TYPE version");
    check(feed, &[("lon", "1e2"), ("lat", "39.9"), ("crs", "WGS84")], "E102_TYPE lon");
    check(feed, &[("insp_id", &"9".repeat(41))], "E103_LENGTH insp_id");
    check(feed, &[("insp_id", &"检".repeat(40))], "");
    check(feed, &[("mode", "offsite")], "E104_ENUM mode");
    assert_eq!(hint(feed, &[("mode", "offsite")]), "取值 ONSITE, OFFSITE");
    check(feed, &[("mode", " ＯＦＦＳＩＴＥ\u{3000}")], "");
}

#[test]
fn each_kind_of_wrong_date_has_its_own_hint() {
    let feed = Feed::Inspection;
    for (text, hinted) in [
        ("2026-02-30", "日历上没有这一天"),
        ("1989-12-31", "年份早于1990"),
        ("45231", "像是Excel序列号(即2023-11-01?),请按文本导出"),
        ("24-05-06", "年份应写四位"),
        ("10/01/2026", "按年月日顺序写,如 2026-10-01"),
        ("昨天", "日期写作 2026-10-01 或 2026-10-01 08:30:00"),
    ] {
        check(feed, &[("start_at", text)], "E105_DATE start_at");
        assert_eq!(hint(feed, &[("start_at", text)]), hinted);
    }
    check(feed, &[("start_at", "2026/10/1 8:30")], "");
    check(Feed::Region, &[("valid_from", "1949-10-01")], "");
    check(Feed::Region, &[("valid_from", "1899-12-30")], "E105_DATE valid_from");
    check(Feed::Entity, &[("opened", "1989-05-01")], "E105_DATE opened");
}

#[test]
fn a_credit_code_is_checked_after_its_spelling_is_normalised() {
    let feed = Feed::Entity;
    check(feed, &[("uscc", "９１３５０１００ｍ０００１００ｙ４３")], "");
    assert_eq!(value(feed, &[("uscc", " 91350100m000100y43 ")], "uscc"), "91350100M000100Y43");
    check(feed, &[("uscc", "91350100M000100Y4")], "E201_USCC_LEN uscc");
    check(feed, &[("uscc", "91350100M000100Y4I")], "E202_USCC_CHAR uscc");
    check(feed, &[("uscc", "91350100M000100Y4X")], "E203_USCC_CHECK uscc");
    check(feed, &[("uscc", "91990100M000100Y43")], "E204_USCC_REGION uscc");
    check(feed, &[("uscc", "")], "E101_REQUIRED uscc");
    check(feed, &[("id_type", "LICENCE"), ("uscc", "")], "");
    check(feed, &[("id_type", "NONE"), ("uscc", "")], "");
}

#[test]
fn hard_case_09_a_position_without_a_declared_system_is_refused() {
    for feed in [Feed::Entity, Feed::Inspection, Feed::Complaint] {
        check(feed, &[("lon", "116.46"), ("lat", "39.92"), ("crs", "")], "E505_CRS_MISSING crs");
        check(feed, &[("lon", "116.46"), ("lat", "39.92"), ("crs", "WGS84")], "");
        check(feed, &[("lon", ""), ("lat", ""), ("crs", "")], "");
    }
    check(Feed::Region, &[("crs", "")], "E505_CRS_MISSING crs");
}

#[test]
fn positions_come_in_pairs_in_range_and_the_right_way_round() {
    let feed = Feed::Entity;
    check(feed, &[("lat", "")], "E501_COORD_PAIR lat");
    check(feed, &[("lon", "")], "E501_COORD_PAIR lon");
    check(feed, &[("lon", "200")], "E502_COORD_RANGE lon");
    check(feed, &[("lon", "120"), ("lat", "95")], "E502_COORD_RANGE lat");
    check(feed, &[("lon", "0"), ("lat", "0.0")], "E503_COORD_ZERO lon");
    check(feed, &[("lon", "39.92"), ("lat", "116.46")], "E504_COORD_SWAPPED lat");
    assert_eq!(hint(feed, &[("lon", "39.92"), ("lat", "116.46")]), "应为 lon=116.46, lat=39.92");
    check(feed, &[("lon", "43.8"), ("lat", "87.6")], "E504_COORD_SWAPPED lat");
    check(feed, &[("lon", "41.9"), ("lat", "-87.6")], "E504_COORD_SWAPPED lat");
    check(feed, &[("lon", "-87.6"), ("lat", "41.9")], "");
}

#[test]
fn hard_case_12_an_old_region_code_is_right_in_an_old_record_only() {
    let feed = Feed::Complaint;
    let old = [
        ("registered_at", "2014-03-01 08:00:00"),
        ("accepted_at", "2014-03-02 08:00:00"),
        ("closed_at", "2014-03-05 08:00:00"),
        ("due_at", "2014-05-01"),
    ];
    check(feed, &[&old[..], &[("region_code", "110228")]].concat(), "");
    check(feed, &[&old[..], &[("region_code", "110118")]].concat(), "");
    check(feed, &[("region_code", "110228")], "E212_REGION_RETIRED region_code");
    let told = hint(feed, &[("region_code", "110228")]);
    assert!(told.contains("密云县") && told.contains("110118"), "{told}");
    check(Feed::Entity, &[("region_code", "110228")], "E212_REGION_RETIRED region_code");
    let then = [("region_code", "110228"), ("opened", "2010-01-01"), ("state_date", "2014-01-01")];
    check(Feed::Entity, &then, "");
}

#[test]
fn regions_and_orgs_must_be_known_and_in_force() {
    check(Feed::Entity, &[("region_code", "119999")], "E211_REGION_UNKNOWN region_code");
    check(Feed::Entity, &[("region_code", "110199")], "E211_REGION_UNKNOWN region_code");
    check(Feed::Org, &[("region_code", "119999")], "E211_REGION_UNKNOWN region_code");
    check(Feed::Inspection, &[("org_code", "119999")], "E231_ORG_UNKNOWN org_code");
    check(Feed::Inspection, &[("org_code", "110104")], "E232_ORG_NOT_ACTIVE org_code");
    check(Feed::Order, &[("to_org", "110104")], "E232_ORG_NOT_ACTIVE to_org");
    let early =
        [("start_at", "2009-01-05"), ("finish_at", "2009-01-05"), ("org_code", "110115403")];
    check(Feed::Inspection, &early, "E232_ORG_NOT_ACTIVE org_code");
    check(Feed::Inspection, &[("org_code", "110115403")], "");
}

#[test]
fn a_region_code_has_the_length_of_its_level() {
    let feed = Feed::Region;
    let street = [("code", "110105001"), ("level", "street"), ("parent_code", "110105")];
    check(feed, &street, "");
    check(feed, &[("level", "street")], "E213_REGION_LEVEL level");
    check(feed, &[("parent_code", "110105001")], "E213_REGION_LEVEL parent_code");
    check(feed, &[("parent_code", "110105")], "E213_REGION_LEVEL parent_code");
    let zone = [("code", "110115403"), ("level", "zone"), ("parent_code", "110115")];
    check(feed, &zone, "");
    check(feed, &[("code", "CA-25"), ("parent_code", "CHICAGO")], "");
    check(feed, &[("valid_to", "1979-01-01")], "E302_ORDER valid_to");
    check(feed, &[("replaced_by", "110106")], "E101_REQUIRED valid_to");
}

#[test]
fn nothing_happens_more_than_ten_minutes_ahead() {
    let feed = Feed::Inspection;
    let at = |text| [("start_at", "2026-10-15 08:00:00"), ("finish_at", text)];
    check(feed, &at("2026-10-15 09:09:00"), "");
    check(feed, &at("2026-10-15 09:11:00"), "E301_FUTURE finish_at");
    check(feed, &at("2026-10-15"), "");
    check(feed, &at("2026-10-16"), "E301_FUTURE finish_at");
    check(
        feed,
        &[("received_at", "2027-01-01")],
        "E301_FUTURE received_at; W304_LATE_REPORT received_at",
    );
    check(Feed::Entity, &[("state_date", "2026-10-16")], "E301_FUTURE state_date");
}

#[test]
fn steps_follow_each_other() {
    check(Feed::Inspection, &[("finish_at", "2026-10-01 08:29:59")], "E302_ORDER finish_at");
    check(Feed::Inspection, &[("finish_at", "2026-10-01 08:30:00")], "");
    // A bare date stands for the whole day.
    check(
        Feed::Inspection,
        &[("start_at", "2026-10-01 18:30:00"), ("finish_at", "2026-10-01")],
        "",
    );
    check(Feed::Problem, &[("closed_at", "2026-09-30 10:00:00")], "E302_ORDER closed_at");
    check(Feed::Order, &[("signed_at", "2026-08-31 08:00:00")], "E302_ORDER signed_at");
    check(Feed::Order, &[("accepted_at", "2026-09-04 08:00:00")], "E302_ORDER accepted_at");
    let never = [("accepted_at", ""), ("closed_at", "2026-08-31 08:00:00")];
    check(Feed::Complaint, &never, "E302_ORDER closed_at");
    check(Feed::Entity, &[("state_date", "2019-04-30")], "E302_ORDER state_date");
}

#[test]
fn a_limit_lies_after_its_start() {
    check(Feed::Order, &[("due_at", "2026-08-31")], "E305_DUE_BEFORE_ISSUE due_at");
    check(Feed::Order, &[("due_at", "2026-09-01")], "");
    check(Feed::Problem, &[("due", "2026-09-30")], "E305_DUE_BEFORE_ISSUE due");
    check(Feed::Complaint, &[("due_at", "2026-08-31")], "E305_DUE_BEFORE_ISSUE due_at");
    check(Feed::Complaint, &[("extended_due", "2026-10-30")], "E305_DUE_BEFORE_ISSUE extended_due");
}

#[test]
fn a_late_report_is_marked_when_the_delivery_tells_when_it_was_received() {
    check(Feed::Inspection, &[("received_at", "2026-10-06 09:00:00")], "");
    check(
        Feed::Inspection,
        &[("received_at", "2026-10-07 09:00:00")],
        "W304_LATE_REPORT received_at",
    );
}

#[test]
fn method_and_reason_belong_to_their_modes() {
    let feed = Feed::Inspection;
    let on_site = [
        ("mode", "ONSITE"),
        ("method", ""),
        ("onsite_reason", "ROUTINE"),
        ("officer_ids", "A01；A02"),
    ];
    check(feed, &on_site, "");
    check(feed, &[("method", "")], "E601_METHOD_MODE method");
    check(feed, &[&on_site[..], &[("method", "IOT")]].concat(), "E601_METHOD_MODE method");
    check(
        feed,
        &[&on_site[..], &[("onsite_reason", "")]].concat(),
        "E602_ONSITE_REASON onsite_reason",
    );
    let officers = |ids| [&on_site[..], &[("officer_ids", ids)]].concat();
    check(feed, &officers("A01"), "E605_OFFICERS_LT2 officer_ids");
    check(feed, &officers("A01;A01;"), "E605_OFFICERS_LT2 officer_ids");
    check(feed, &officers(""), "E605_OFFICERS_LT2 officer_ids");
    check(feed, &[("officer_ids", "")], "E101_REQUIRED officer_ids");
}

#[test]
fn hard_case_23_a_sensor_reading_is_no_inspection() {
    let feed = Feed::Inspection;
    for method in ["IOT", "DEVICE"] {
        check(feed, &[("method", method), ("result", "")], "E604_RESULT_MISSING result");
        check(feed, &[("method", method), ("finish_at", "")], "E607_STATE_JUMP finish_at");
        check(feed, &[("method", method)], "");
        // Begun and not finished: stored, but no measure counts it.
        check(feed, &[("method", method), ("result", ""), ("finish_at", "")], "");
    }
}

#[test]
fn problems_have_an_inspection_and_their_state_a_date() {
    let feed = Feed::Problem;
    check(feed, &[("insp_id", "")], "E606_PROBLEM_NO_INSP insp_id");
    check(feed, &[("closed_at", "")], "E607_STATE_JUMP closed_at");
    check(feed, &[("state", "FOUND")], "E607_STATE_JUMP closed_at");
    check(feed, &[("state", "TO_CASE")], "E607_STATE_JUMP case_id");
    check(feed, &[("state", "TO_CASE"), ("case_id", "K1")], "");
}

#[test]
fn an_order_state_needs_its_timestamps_and_excludes_others() {
    let feed = Feed::Order;
    let doing = [("state", "DOING"), ("feedback_at", ""), ("accepted_at", "")];
    check(feed, &doing, "");
    check(feed, &[&doing[..], &[("signed_at", "")]].concat(), "E607_STATE_JUMP signed_at");
    check(feed, &[("accepted_at", "")], "E607_STATE_JUMP accepted_at");
    check(feed, &[("state", "FEEDBACK")], "E607_STATE_JUMP accepted_at");
    let issued = [("state", "ISSUED"), ("feedback_at", ""), ("accepted_at", "")];
    check(feed, &issued, "E607_STATE_JUMP signed_at");
    let withdrawn = [
        ("state", "WITHDRAWN"),
        ("accepted_at", ""),
        ("withdraw_at", "2026-09-08 08:00:00"),
        ("withdraw_reason", "重复派单"),
    ];
    check(feed, &withdrawn, "");
    check(feed, &[&withdrawn[..], &[("withdraw_at", "")]].concat(), "E607_STATE_JUMP withdraw_at");
    let silent = [&withdrawn[..], &[("withdraw_reason", "")]].concat();
    check(feed, &silent, "E609_CLOSE_REASON withdraw_reason");
}

#[test]
fn an_extension_is_approved_before_the_limit_passes() {
    let extended = |approved| [("extended_due", "2026-09-20"), ("extend_approved_at", approved)];
    check(Feed::Order, &extended("2026-09-10 23:00:00"), "");
    check(
        Feed::Order,
        &extended("2026-09-11 00:30:00"),
        "E608_EXTEND_AFTER_DUE extend_approved_at",
    );
    check(Feed::Order, &extended(""), "E608_EXTEND_AFTER_DUE extend_approved_at");
}

#[test]
fn a_complaint_state_needs_its_timestamps_and_a_closed_one_its_result() {
    let feed = Feed::Complaint;
    check(feed, &[("result", "")], "E609_CLOSE_REASON result");
    check(feed, &[("closed_at", "")], "E607_STATE_JUMP closed_at");
    check(feed, &[("state", "HANDLING")], "E607_STATE_JUMP closed_at");
    let handling = [("state", "HANDLING"), ("closed_at", ""), ("result", "")];
    check(feed, &handling, "");
    check(feed, &[&handling[..], &[("accepted_at", "")]].concat(), "E607_STATE_JUMP accepted_at");
    check(feed, &[("satisfied", "6")], "E104_ENUM satisfied");
    check(feed, &[("satisfied", "5")], "");
}

#[test]
fn versions_begin_with_one_and_closed_entities_have_a_date() {
    check(Feed::Entity, &[("version", "0")], "E703_VERSION_GAP version");
    check(Feed::Entity, &[("state", "CLOSED")], "E607_STATE_JUMP state_date");
    check(Feed::Entity, &[("state", "CLOSED"), ("state_date", "2026-01-31")], "");
}

#[test]
fn a_pack_relaxes_business_rules_and_nothing_else() {
    let on_site =
        [("mode", "ONSITE"), ("method", ""), ("onsite_reason", "ROUTINE"), ("officer_ids", "")];
    let desk = Desk { relaxed: vec![Code::E605OfficersLt2, Code::E505CrsMissing] };
    assert_eq!(faults_of(Feed::Inspection, &on_site, &desk), []);
    check(Feed::Inspection, &on_site, "E605_OFFICERS_LT2 officer_ids");
    let faults = faults_of(Feed::Entity, &[("crs", "")], &desk);
    assert_eq!(faults.first().map(|it| it.code), Some(Code::E505CrsMissing));
}

#[test]
fn hard_case_22_personal_numbers_are_masked_before_storage() {
    let told = [("text", "店主11010519491231002X,电话13800138000")];
    check(Feed::Problem, &told, "W901_PII text");
    assert_eq!(value(Feed::Problem, &told, "text"), "店主110105************,电话138********");
    let faults = faults_of(Feed::Problem, &told, &DESK);
    assert!(faults.iter().all(|it| !it.rejects() && !it.value.contains("1949")));
    let reason = [
        ("state", "WITHDRAWN"),
        ("accepted_at", ""),
        ("withdraw_at", "2026-09-08 08:00:00"),
        ("withdraw_reason", "投诉人 139-1234-5678 撤诉"),
    ];
    check(Feed::Order, &reason, "W901_PII withdraw_reason");
    let identity = faults_of(Feed::Entity, &[("uscc", "11010519491231002X")], &DESK);
    assert!(!identity.is_empty() && identity.iter().all(|it| !it.value.contains("1949")));
}

#[test]
fn hard_case_22_no_column_for_a_complainant_exists_and_unknown_columns_are_named() {
    let header = sound(Feed::Complaint).into_iter().map(|(name, _)| name);
    assert_eq!(schema_faults(Feed::Complaint, header.clone()), []);
    let faults = schema_faults(Feed::Complaint, header.chain(["complainant_name", "channel"]));
    assert_eq!(faults.len(), 2);
    assert!(
        faults[0].hint.contains("complainant_name") && faults[0].hint.contains("entity_name_raw")
    );
    assert_eq!(faults[0].code, Code::FSchema);
    let missing = schema_faults(Feed::Problem, ["problem_id"]);
    assert_eq!(missing.first().map(|it| it.column), Some("entity_id"));
}

proptest! {
    #[test]
    fn no_text_makes_the_check_panic_and_buffers_can_be_reused(
        texts in proptest::collection::vec(proptest::option::of(any::<String>()), 0..40),
        feed in proptest::sample::select(Feed::ALL),
    ) {
        let cells: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
        let (mut row, mut faults) = (vec![Value::Null; 3], Vec::new());
        super::check(feed, &cells, &DESK, &mut row, &mut faults);
        prop_assert_eq!(row.len(), feed.columns().len());
        prop_assert!(faults.iter().all(|it| it.value.chars().count() <= 80));
    }

    #[test]
    fn an_accepted_row_written_out_and_read_again_is_the_same_row(
        column in 0_usize..34,
        text in "[ -~０-９Ａ-Ｚ\u{3000}一-龥]{0,24}|20[0-9]{2}[-/][0-9]{1,2}[-/][0-9]{1,2}( [0-9]{2}:[0-9]{2})?",
        feed in proptest::sample::select(Feed::ALL),
    ) {
        let name = feed.columns()[column % feed.columns().len()].name;
        let once = cells(feed, &[(name, &text)]);
        let (mut row, mut faults) = (Vec::new(), Vec::new());
        super::check(feed, &once, &DESK, &mut row, &mut faults);
        prop_assume!(!faults.iter().any(Fault::rejects));
        let written: Vec<Option<String>> = row.iter().map(written).collect();
        let again: Vec<Option<&str>> = written.iter().map(Option::as_deref).collect();
        let mut second = Vec::new();
        super::check(feed, &again, &DESK, &mut second, &mut faults);
        prop_assert_eq!(row, second);
    }
}

fn written(value: &Value<'_>) -> Option<String> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(text.to_string()),
        Value::Int(int) => Some(int.to_string()),
        Value::Decimal(decimal) => Some(decimal.to_string()),
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        Value::Day(day) => Some(day.to_string()),
        Value::Stamp(stamp) => Some(stamp.to_string()),
    }
}
