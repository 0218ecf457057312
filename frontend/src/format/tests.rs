use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn counts_carry_separators_of_thousands() {
    let printed = [0, 7, 999, 1000, 41_326, 1_234_567, -1234].map(count);
    assert_eq!(printed, ["0", "7", "999", "1,000", "41,326", "1,234,567", "−1,234"]);
}

#[test]
fn hard_case_01_a_share_prints_two_decimals_of_the_exact_ratio() {
    let printed = |num, den| value(UnitOfValue::Percent, num, Some(den));
    assert_eq!(printed(59_996, 100_000).as_deref(), Some("60.00"));
    assert_eq!(printed(41_326, 70_282).as_deref(), Some("58.80"));
    assert_eq!(printed(0, 0), None);
}

#[test]
fn hard_case_03_a_zero_base_is_neither_printed_nor_plotted_as_zero() {
    assert_eq!(value(UnitOfValue::Percent, 0, Some(0)), None);
    assert_eq!(plotted(UnitOfValue::Percent, 0, Some(0)), None);
    assert_eq!(plotted(UnitOfValue::Percent, 0, Some(4)), Some(0.0));
}

#[test]
fn a_count_prints_whole_and_a_score_with_one_decimal() {
    assert_eq!(value(UnitOfValue::Visits, 41_326, None).as_deref(), Some("41,326"));
    assert_eq!(value(UnitOfValue::Points, 325_120, Some(10_000)).as_deref(), Some("32.5"));
}

#[test]
fn changes_lose_their_sign_to_a_mark() {
    assert_eq!(delta("+6.40"), Some((Sign::Rise, "6.40".to_owned())));
    assert_eq!(delta("-0.30"), Some((Sign::Fall, "0.30".to_owned())));
    assert_eq!(delta("0.00"), Some((Sign::Same, "0.00".to_owned())));
    assert_eq!(delta("n/a"), None);
}

#[test]
fn periods_read_like_chinese() {
    let read = |text: &str| period(Lang::Zh, text.parse().unwrap());
    assert_eq!(read("2026"), "2026 年");
    assert_eq!(read("2026Q3"), "2026 年第 3 季度");
    assert_eq!(read("2026-10"), "2026 年 10 月");
    assert_eq!(read("2026-10-01"), "2026 年 10 月 1 日");
    assert_eq!(read("2026-01-01..2026-11-22"), "2026 年累计");
    assert_eq!(read("2025-12-01..2026-12-01"), "2025-12-01 至 2026-11-30");
    assert_eq!(period(Lang::En, "2026-01-01..2026-11-22".parse().unwrap()), "2026 to 21 Nov");
    let english = ["2026Q3", "2026-10", "2026"].map(|it| period(Lang::En, it.parse().unwrap()));
    assert_eq!(english, ["Q3 2026", "Oct 2026", "2026"]);
}

#[test]
fn an_axis_names_the_year_where_it_begins() {
    let named =
        ["2025-12-01", "2026-01-01", "2026-02-01"].map(|text| axis_month(Lang::Zh, day(text)));
    assert_eq!(named, ["12月", "2026年", "2月"]);
    assert_eq!(axis_month(Lang::En, day("2026-02-01")), "Feb");
}

#[test]
fn instants_are_told_on_the_clock_of_beijing() {
    let stamp: Stamp = "2026-11-21T10:40:07Z".parse().unwrap();
    assert_eq!((clock(stamp), moment(stamp)), ("18:40:07".to_owned(), "11-21 18:40".to_owned()));
}

#[test]
fn ages_use_the_coarsest_unit() {
    let told = [0, 59, 60, 3599, 7200, 200_000].map(|seconds| age(Lang::Zh, seconds));
    assert_eq!(told, ["0 秒", "59 秒", "1 分钟", "59 分钟", "2 小时", "2 天"]);
}

#[test]
fn class_breaks_stay_short() {
    let told = [0.0, 45.0, 2.5, 1200.0, 25_000.0].map(|value| class_break(Lang::Zh, value));
    assert_eq!(told, ["0", "45", "2.5", "1200", "2.5万"]);
}

#[test]
fn a_limit_is_printed_with_all_its_digits() {
    let told = [0.0, 0.02, 0.006, 68.274, 1200.0, 25_500.0].map(|it| limit(Lang::Zh, it));
    assert_eq!(told, ["0", "0.02", "0.006", "68.274", "1200", "2.55万"]);
    assert_eq!(limit(Lang::En, 25_500.0), "25.5k");
}

proptest! {
    #[test]
    fn separators_are_all_that_is_added_to_a_count(value in any::<i64>()) {
        let plain = count(value).replace(',', "").replace('−', "-");
        prop_assert_eq!(plain, value.to_string());
    }
}

#[test]
fn scores_travel_in_thousandths_and_are_printed_whole() {
    assert_eq!(side(UnitOfValue::Points, 11_329_000), "11,329");
    assert_eq!(side(UnitOfValue::Visits, 11_329_000), "11,329,000");
    assert_eq!([26_989, 1_000, 87_500].map(score), ["26.989", "1", "87.500"]);
}

#[test]
fn a_month_that_is_not_over_says_how_far_it_goes_and_other_ranges_stay() {
    let told = |lang, text| bucket(lang, text);
    assert_eq!(told(Lang::Zh, "2026-11-01..2026-11-22"), "2026-11（至 21 日）");
    assert_eq!(told(Lang::En, "2026-11-01..2026-11-22"), "2026-11 (to 11-21)");
    for whole in ["2026-10", "2026-10-15..2026-12-01", "no month"] {
        assert_eq!(told(Lang::Zh, whole), whole);
    }
}
