//! The periods a person picks: presets counted from the last day with records.

use domain::period::{Bucket, Period};
use domain::time::Day;

use crate::text::Text;

/// Presets in the order of the list, each with its name. `span` is what there are facts of.
pub(crate) fn presets(default: Period, span: Option<(Day, Day)>) -> Vec<(Text, Period)> {
    let end = default.end.plus(-1);
    let last = span.map_or(end, |(_, last)| last.min(end));
    let month = bucket_of(last, Bucket::Month);
    let quarter = bucket_of(last, Bucket::Quarter);
    let year = bucket_of(last, Bucket::Year);
    let found = [
        (Text::YearToDate, Some(default)),
        (Text::ThisMonth, month),
        (Text::LastMonth, month.map(Period::before)),
        (Text::ThisQuarter, quarter),
        (Text::LastQuarter, quarter.map(Period::before)),
        (Text::TwelveMonths, month.and_then(|it| twelve_months(it, last.plus(1)))),
        (Text::LastYear, year.map(Period::before)),
    ];
    found.into_iter().filter_map(|(text, period)| Some((text, period?))).collect()
}

/// The whole bucket a day lies in.
fn bucket_of(day: Day, bucket: Bucket) -> Option<Period> {
    let date = day.date();
    let text = match bucket {
        Bucket::Month => format!("{:04}-{:02}", date.year(), date.month()),
        Bucket::Quarter => format!("{:04}Q{}", date.year(), (date.month() - 1) / 3 + 1),
        _ => format!("{:04}", date.year()),
    };
    text.parse().ok()
}

/// Eleven whole months and the current one so far.
fn twelve_months(month: Period, end: Day) -> Option<Period> {
    let first = (0..11).fold(month, |it, _| it.before());
    Period::between(first.start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span() -> (Day, Day) {
        ("2023-12-26".parse().unwrap(), "2026-11-21".parse().unwrap())
    }

    #[test]
    fn presets_count_from_the_last_day_with_records() {
        let told: Vec<String> = presets("2026".parse().unwrap(), Some(span()))
            .iter()
            .map(|(_, it)| it.to_string())
            .collect();
        assert_eq!(
            told,
            ["2026", "2026-11", "2026-10", "2026Q4", "2026Q3", "2025-12-01..2026-11-22", "2025"]
        );
    }

    #[test]
    fn in_january_last_month_is_in_the_year_before() {
        let told = presets("2026-01-01..2026-01-10".parse().unwrap(), None);
        assert_eq!(told[2].1.to_string(), "2025-12");
        assert_eq!(told[4].1.to_string(), "2025Q4");
    }
}
