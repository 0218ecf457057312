//! Notices of the State Council → working days (domain sections 2.3 and 3.7).
//!
//! Weekends that no notice lists are days off, weekdays that none lists are working days. A year without
//! a notice is [`CalendarMissing`]: nothing is guessed, because the make-up days decide who was late.

use std::collections::BTreeMap;

use jiff::civil::{Date, Weekday};
use serde::Deserialize;
use toml::Spanned;

use crate::time::Day;
use crate::toml_file::{FileError, TomlFile};

/// The working days of the years that have a notice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkCalendar {
    years: BTreeMap<i16, Notice>,
}

/// `CALENDAR_MISSING`: no notice for a year that the question touches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("CALENDAR_MISSING: 没有{year}年的放假安排")]
pub struct CalendarMissing {
    pub year: i16,
}

/// One year's exceptions from the week, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Notice {
    off: Vec<Day>,
    make_up: Vec<Day>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    year: Vec<RawYear>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawYear {
    year: Spanned<i16>,
    /// The notice, for the reader.
    #[serde(rename = "notice")]
    _notice: Option<String>,
    off: Vec<Spanned<String>>,
    make_up: Vec<Spanned<String>>,
}

impl WorkCalendar {
    /// Reads `assets/calendar/cn.toml` or a file of its shape: days as `MM-DD` or `MM-DD..MM-DD`, both ends off.
    ///
    /// Refuses days that do not exist, years given twice and days that are both off and made up.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, FileError> {
        let file = TomlFile { name: file_name, text };
        let raw: File = file.read()?;
        let mut years = BTreeMap::new();
        for entry in raw.year {
            let year = *entry.year.get_ref();
            let notice = Notice {
                off: days(file, year, &entry.off)?,
                make_up: days(file, year, &entry.make_up)?,
            };
            if let Some(day) = notice.off.iter().find(|day| notice.make_up.contains(day)) {
                let reason = format!("`year`: {day} is both off and a make-up day");
                return Err(file.refuse(&entry.year.span(), reason));
            }
            if years.insert(year, notice).is_some() {
                let reason = format!("`year`: {year} comes twice");
                return Err(file.refuse(&entry.year.span(), reason));
            }
        }
        Ok(Self { years })
    }

    /// The years with a notice, ascending.
    pub fn years(&self) -> impl Iterator<Item = i16> + '_ {
        self.years.keys().copied()
    }

    pub fn is_workday(&self, day: Day) -> Result<bool, CalendarMissing> {
        let date = day.date();
        let notice = self.years.get(&date.year()).ok_or(CalendarMissing { year: date.year() })?;
        let is_weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let off = || notice.off.binary_search(&day).is_ok();
        let made_up = || notice.make_up.binary_search(&day).is_ok();
        Ok(if is_weekend { made_up() } else { !off() })
    }

    /// The n-th working day after a day; the day itself is day 0, whether or not it is a working day.
    pub fn plus_workdays(&self, day: Day, n: u32) -> Result<Day, CalendarMissing> {
        let mut at = day;
        let mut left = n;
        while left > 0 {
            at = at.plus(1);
            left -= u32::from(self.is_workday(at)?);
        }
        Ok(at)
    }

    /// Working days after `from` up to and including `to`; negative when `to` lies before `from`.
    pub fn workdays_between(&self, from: Day, to: Day) -> Result<i32, CalendarMissing> {
        let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
        let mut count = 0;
        for offset in first.0 + 1..=last.0 {
            count += i32::from(self.is_workday(Day(offset))?);
        }
        Ok(sign * count)
    }
}

fn days(file: TomlFile<'_>, year: i16, texts: &[Spanned<String>]) -> Result<Vec<Day>, FileError> {
    let mut days = Vec::new();
    for text in texts {
        let span = span(text.get_ref(), year);
        let (first, last) = span.ok_or_else(|| {
            let reason =
                format!("`{}` is no day MM-DD or span MM-DD..MM-DD of {year}", text.get_ref());
            file.refuse(&text.span(), reason)
        })?;
        days.extend((first.0..=last.0).map(Day));
    }
    days.sort_unstable();
    Ok(days)
}

fn span(text: &str, year: i16) -> Option<(Day, Day)> {
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let (first, last) = (day(first, year)?, day(last, year)?);
    (first <= last).then_some((first, last))
}

fn day(text: &str, year: i16) -> Option<Day> {
    let (month, day) = text.split_once('-')?;
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?);
    date.ok().map(Day::from_date)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CN: &str = include_str!("../../assets/calendar/cn.toml");

    fn china() -> WorkCalendar {
        WorkCalendar::parse("cn.toml", CN).unwrap()
    }

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// n working days after `from` is `expect`, and counting back gives n.
    fn check(from: &str, n: u32, expect: &str) {
        let calendar = china();
        let due = calendar.plus_workdays(day(from), n).unwrap();
        assert_eq!(due.to_string(), expect, "{from} + {n}");
        assert_eq!(calendar.workdays_between(day(from), due), Ok(i32::try_from(n).unwrap()));
    }

    #[test]
    fn publication_limits_follow_the_official_notices() {
        check("2023-04-28", 7, "2023-05-11");
        check("2023-04-28", 20, "2023-05-30");
        check("2023-09-22", 7, "2023-10-09");
        check("2023-09-22", 20, "2023-10-26");
        check("2023-01-17", 7, "2023-01-31");
        check("2024-09-30", 20, "2024-11-01");
        check("2023-12-28", 7, "2024-01-09");
    }

    #[test]
    fn hard_case_05_a_penalty_published_on_the_eleventh_of_may_is_on_time_and_a_day_later_late() {
        let calendar = china();
        let due = calendar.plus_workdays(day("2023-04-28"), 7).unwrap();
        assert!(day("2023-05-11") <= due);
        assert!(day("2023-05-12") > due);
        // A calendar of weekdays alone would end on 05-09 and call 05-10 late.
        let weekdays =
            CN.lines().filter(|line| !line.starts_with("off") && !line.starts_with("make_up"));
        let weekdays: Vec<_> = weekdays
            .map(|line| {
                if line.starts_with("year") {
                    format!("{line}\noff = []\nmake_up = []")
                } else {
                    line.to_owned()
                }
            })
            .collect();
        let naive = WorkCalendar::parse("weekdays.toml", &weekdays.join("\n")).unwrap();
        assert_eq!(naive.plus_workdays(day("2023-04-28"), 7), Ok(day("2023-05-09")));
    }

    #[test]
    fn make_up_weekends_work_and_holidays_rest() {
        let calendar = china();
        for (text, expect) in [
            ("2026-02-14", true),
            ("2026-02-16", false),
            ("2026-10-10", true),
            ("2026-10-11", false),
            ("2026-10-12", true),
            ("2022-12-31", false),
            ("2020-01-19", true),
        ] {
            assert_eq!(calendar.is_workday(day(text)), Ok(expect), "{text}");
        }
        assert_eq!(
            calendar.years().collect::<Vec<_>>(),
            [2020, 2021, 2022, 2023, 2024, 2025, 2026]
        );
    }

    #[test]
    fn a_year_without_notice_is_reported_and_never_guessed() {
        let calendar = china();
        let missing = Err(CalendarMissing { year: 2027 });
        assert_eq!(calendar.plus_workdays(day("2026-12-25"), 7), missing);
        assert_eq!(calendar.is_workday(day("2019-12-31")), Err(CalendarMissing { year: 2019 }));
        assert_eq!(calendar.plus_workdays(day("2026-12-25"), 4), Ok(day("2026-12-31")));
        assert_eq!(calendar.workdays_between(day("2026-10-09"), day("2026-09-30")), Ok(-2));
    }

    #[test]
    fn a_mistake_in_the_file_is_named_by_file_and_line() {
        let refused = |text: &str| WorkCalendar::parse("cn.toml", text).unwrap_err().to_string();
        let text = "[[year]]\nyear = 2025\noff = [\"02-30\"]\nmake_up = []\n";
        assert_eq!(
            refused(text),
            "cn.toml:3: `02-30` is no day MM-DD or span MM-DD..MM-DD of 2025"
        );
        let twice = "[[year]]\nyear = 2025\noff = [\"01-01\"]\nmake_up = [\"01-01\"]\n";
        assert_eq!(refused(twice), "cn.toml:2: `year`: 2025-01-01 is both off and a make-up day");
        assert!(refused("[[year]]\nyear = 2025\noff = 3\n").starts_with("cn.toml:3: `off`: "));
        assert!(
            refused("[[year]]\nyear = 2025\nweek = 3\n")
                .starts_with("cn.toml:3: `week`: unknown field")
        );
    }
}
