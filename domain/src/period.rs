//! Half-open periods `[start, end)` of civil days, and the words they are asked by.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::time::Day;

/// A half-open range of days with the text it was asked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Period {
    pub start: Day,
    pub end: Day,
    shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shape {
    Day,
    Month,
    Quarter,
    Year,
    Range,
}

/// How a series cuts a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// Text that names no period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a period; write 2026, 2026Q3, 2026-10, 2026-10-01 or 2026-01-01..2026-11-01")]
pub struct PeriodError(pub String);

impl Period {
    /// `[start, end)`; `None` where it holds no day.
    pub fn between(start: Day, end: Day) -> Option<Self> {
        (start < end).then_some(Self { start, end, shape: Shape::Range })
    }

    pub fn month(year: i16, month: i8) -> Option<Self> {
        Some(Self::spanning(Day::from_ymd(year, month, 1)?, 1, Shape::Month))
    }

    pub fn year(year: i16) -> Option<Self> {
        Some(Self::spanning(Day::from_ymd(year, 1, 1)?, 12, Shape::Year))
    }

    /// The calendar year that holds a day.
    pub fn year_of(day: Day) -> Self {
        Self::spanning(day.first_of_year(), 12, Shape::Year)
    }

    fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let month = quarter.checked_sub(1)?.checked_mul(3)?.checked_add(1)?;
        Some(Self::spanning(Day::from_ymd(year, month, 1)?, 3, Shape::Quarter))
    }

    fn spanning(start: Day, months: i32, shape: Shape) -> Self {
        Self { start, end: start.plus_months(months), shape }
    }

    pub fn contains(self, day: Day) -> bool {
        self.start <= day && day < self.end
    }

    pub fn days(self) -> i32 {
        self.end.0 - self.start.0
    }

    /// The period of the same shape one year earlier (同比).
    #[must_use]
    pub fn year_before(self) -> Self {
        self.shifted(-12)
    }

    /// The period of the same shape right before this one (环比): as many months where it is whole months, however it
    /// was asked for, else as many days.
    #[must_use]
    pub fn before(self) -> Self {
        match self.shape {
            Shape::Month => self.shifted(-1),
            Shape::Quarter => self.shifted(-3),
            Shape::Year => self.year_before(),
            Shape::Range if self.is_whole_months() => {
                let month =
                    |day: Day| i32::from(day.date().year()) * 12 + i32::from(day.date().month());
                self.shifted(month(self.start) - month(self.end))
            }
            Shape::Day | Shape::Range => {
                Self { start: Day(self.start.0 - self.days()), end: self.start, shape: self.shape }
            }
        }
    }

    fn shifted(self, months: i32) -> Self {
        let (start, end) = (self.start.plus_months(months), self.end.plus_months(months));
        Self { start, end, shape: self.shape }
    }

    /// The buckets of this period in order; the first and the last are cut to it.
    pub fn buckets(self, bucket: Bucket) -> Vec<Self> {
        let mut found = Vec::new();
        let mut start = self.start;
        while start < self.end {
            let next = bucket.next_start(start);
            let end = next.min(self.end);
            found.push(Self { start, end, shape: bucket.shape(start, end, next) });
            start = end;
        }
        found
    }

    /// Whether both ends are first days of months.
    pub fn is_whole_months(self) -> bool {
        self.start.date().day() == 1 && self.end.date().day() == 1
    }
}

impl Bucket {
    /// The first day of the bucket after the one that holds `day`.
    fn next_start(self, day: Day) -> Day {
        let date = day.date();
        match self {
            Self::Day => day.plus(1),
            Self::Week => day.plus(8 - i32::from(date.weekday().to_monday_one_offset())),
            Self::Month => day.first_of_month().plus_months(1),
            Self::Quarter => {
                let into = (date.month() - 1) % 3;
                day.first_of_month().plus_months(3 - i32::from(into))
            }
            Self::Year => day.first_of_year().plus_months(12),
        }
    }

    /// The shape of a bucket `[start, end)`, a plain range where it was cut.
    fn shape(self, start: Day, end: Day, next: Day) -> Shape {
        let first = start.date();
        let whole = end == next && first.day() == 1;
        match self {
            Self::Day => Shape::Day,
            Self::Month if whole => Shape::Month,
            Self::Quarter if whole && first.month() % 3 == 1 => Shape::Quarter,
            Self::Year if whole && first.month() == 1 => Shape::Year,
            _ => Shape::Range,
        }
    }
}

impl FromStr for Bucket {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        Ok(match text {
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            _ => return Err(PeriodError(text.to_owned())),
        })
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.start.date();
        match self.shape {
            Shape::Day => self.start.fmt(f),
            Shape::Month => write!(f, "{:04}-{:02}", date.year(), date.month()),
            Shape::Quarter => write!(f, "{:04}Q{}", date.year(), (date.month() - 1) / 3 + 1),
            Shape::Year => write!(f, "{:04}", date.year()),
            Shape::Range => write!(f, "{}..{}", self.start, self.end),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, PeriodError> {
        read(text).ok_or_else(|| PeriodError(text.to_owned()))
    }
}

fn read(text: &str) -> Option<Period> {
    if let Some((start, end)) = text.split_once("..") {
        return Period::between(start.parse().ok()?, end.parse().ok()?);
    }
    if let Some((year, quarter)) = text.split_once('Q') {
        return Period::quarter(four_digits(year)?, quarter.parse().ok()?);
    }
    let mut parts = text.split('-');
    let year = four_digits(parts.next()?)?;
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => Period::year(year),
        (Some(month), None, _) if month.len() == 2 => Period::month(year, month.parse().ok()?),
        (Some(_), Some(_), None) => {
            let start: Day = text.parse().ok()?;
            Some(Period { start, end: start.plus(1), shape: Shape::Day })
        }
        _ => None,
    }
}

fn four_digits(text: &str) -> Option<i16> {
    let year = text.parse().ok()?;
    (text.len() == 4 && (1990..=2100).contains(&year)).then_some(year)
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Self, PeriodError> {
        text.parse()
    }
}

impl From<Period> for String {
    fn from(period: Period) -> Self {
        period.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn every_written_form_prints_as_it_was_asked() {
        for text in ["2026", "2026Q3", "2026-10", "2026-10-01", "2026-01-01..2026-11-01"] {
            assert_eq!(period(text).to_string(), text);
        }
        for text in [
            "",
            "26",
            "2026-13",
            "2026Q5",
            "2026Q0",
            "2026-02-30",
            "2026-2",
            "2026-05-02..2026-05-02",
        ] {
            assert!(text.parse::<Period>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_comparison_keeps_the_shape_of_the_period() {
        assert_eq!(period("2026-03").before().to_string(), "2026-02");
        assert_eq!(period("2026-03").year_before().to_string(), "2025-03");
        assert_eq!(period("2026Q1").before().to_string(), "2025Q4");
        assert_eq!(period("2026-01-01..2026-01-11").before().to_string(), "2025-12-22..2026-01-01");
    }

    #[test]
    fn whole_months_are_compared_with_as_many_however_they_were_asked_for() {
        let before = |text: &str| period(text).before();
        assert_eq!(before("2026-03-01..2026-04-01").to_string(), "2026-02-01..2026-03-01");
        assert_eq!(before("2025-12-01..2026-12-01").to_string(), "2024-12-01..2025-12-01");
        let (range, month) = (before("2026-03-01..2026-04-01"), before("2026-03"));
        assert_eq!((range.start, range.end), (month.start, month.end));
    }

    #[test]
    fn buckets_tile_the_period_and_are_cut_to_it() {
        let months: Vec<String> = period("2026-01-15..2026-03-01")
            .buckets(Bucket::Month)
            .iter()
            .map(ToString::to_string)
            .collect();
        assert_eq!(months, ["2026-01-15..2026-02-01", "2026-02"]);
        let weeks = period("2026-10").buckets(Bucket::Week);
        assert_eq!(weeks.first().map(|week| week.days()), Some(4));
        assert!(
            weeks.windows(2).all(|pair| matches!(pair, [left, right] if left.end == right.start))
        );
    }
}
