//! Every business rule with its negative control: one column of a sound row changed a line.

use crate::fault::Code;
use crate::feed::Feed;
use crate::feed::fixture::{Desk, check, faults_of, hint};

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
