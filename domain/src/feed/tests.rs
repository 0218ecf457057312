//! Cells: their shape, their spelling, their privacy; and what holds for any text.

use proptest::prelude::*;

use super::fixture::{DESK, cells, check, faults_of, hint, sound, value};
use super::*;

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
    check(feed, &[("insp_id", "I\0-1")], "E102_TYPE insp_id");
    assert_eq!(hint(feed, &[("insp_id", "I\0-1")]), "检查编号含空字符 U+0000，请删去");
    check(feed, &[("insp_id", "I-1\0")], "");
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
        ("45231", "像是Excel序列号（即2023-11-01？），请按文本导出"),
        ("24-05-06", "年份应写四位"),
        ("10/01/2026", "按年月日顺序写，如 2026-10-01"),
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
    let header = sound(Feed::Complaint).iter().map(|(name, _)| *name);
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
