//! Days and instants of supervision: civil days in UTC+8, instants in microseconds.
//!
//! Health supervision in China keeps one clock, Asia/Shanghai, UTC+8 without daylight saving (domain
//! rule R2). A [`Day`] is a civil day on that clock, a [`Stamp`] an instant; the two meet only here. Of jiff only
//! the types are used: its arithmetic and its reading and printing would be a tenth of the page.

pub(crate) mod civil;

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time};
use serde::{Deserialize, Serialize};

use crate::feed::when;

/// UTC+8 in microseconds.
const OFFSET_US: i64 = 8 * 3600 * 1_000_000;
/// One civil day in microseconds.
const DAY_US: i64 = 86_400 * 1_000_000;

/// Days since 1970-01-01 on the UTC+8 calendar.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Day(pub i32);

/// An instant, microseconds since 1970-01-01T00:00:00Z. Printed as RFC 3339 with `+08:00`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "String", into = "String")]
pub struct Stamp(pub i64);

/// Text that names no day or instant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a {wanted}")]
pub struct TimeError {
    pub text: String,
    pub wanted: &'static str,
}

impl Day {
    /// The day of a calendar date; `None` for dates that do not exist.
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        let (year, month, day) = (i32::from(year), i32::from(month), i32::from(day));
        let exists = (1..=civil::last_day(year, month)).contains(&day);
        exists.then(|| Self(civil::days(year, month, day)))
    }

    pub fn from_date(date: Date) -> Self {
        Self(civil::days(date.year().into(), date.month().into(), date.day().into()))
    }

    /// The calendar date, `0001-01-01` where the day lies outside jiff's years.
    pub fn date(self) -> Date {
        let (year, month, day) = civil::date(self.0);
        let small = |part: i32| i8::try_from(part).unwrap_or(0);
        let date = Date::new(i16::try_from(year).unwrap_or(i16::MAX), small(month), small(day));
        date.unwrap_or(Date::constant(1, 1, 1))
    }

    /// The same day of another month, or the last one of a shorter month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let (year, month, day) = civil::date(self.0);
        let months = year * 12 + month - 1 + months;
        let (year, month) = (months.div_euclid(12), months.rem_euclid(12) + 1);
        Self(civil::days(year, month, day.min(civil::last_day(year, month))))
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        Self(self.0 + 1 - civil::date(self.0).2)
    }

    /// The first day of its year.
    #[must_use]
    pub fn first_of_year(self) -> Self {
        Self(civil::days(civil::date(self.0).0, 1, 1))
    }

    /// Midnight (UTC+8) at the start of this day.
    pub fn start(self) -> Stamp {
        Stamp(i64::from(self.0) * DAY_US - OFFSET_US)
    }

    #[must_use]
    pub fn plus(self, days: i32) -> Self {
        Self(self.0 + days)
    }
}

impl Stamp {
    /// The civil day this instant falls on, in UTC+8.
    pub fn day(self) -> Day {
        let days = (self.0 + OFFSET_US).div_euclid(DAY_US);
        Day(i32::try_from(days).unwrap_or(i32::MAX))
    }

    /// The instant of a wall clock reading in UTC+8.
    pub fn from_local(local: DateTime) -> Self {
        let time = local.time();
        let seconds = i64::from(time.hour()) * 3600
            + i64::from(time.minute()) * 60
            + i64::from(time.second());
        let micros = seconds * 1_000_000 + i64::from(time.subsec_nanosecond() / 1000);
        Self(Day::from_date(local.date()).start().0 + micros)
    }

    /// The wall clock reading in UTC+8.
    pub fn local(self) -> DateTime {
        let day = self.day();
        let micros = self.0 - day.start().0;
        let second = micros / 1_000_000;
        let part = |value: i64| i8::try_from(value).unwrap_or(0);
        let nanos = i32::try_from(micros % 1_000_000 * 1000).unwrap_or(0);
        let time = Time::new(part(second / 3600), part(second / 60 % 60), part(second % 60), nanos);
        DateTime::from_parts(day.date(), time.unwrap_or(Time::MIN))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = civil::date(self.0);
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let micros = self.0 - self.day().start().0;
        let second = micros / 1_000_000;
        let (hour, minute) = (second / 3600, second / 60 % 60);
        write!(f, "{}T{hour:02}:{minute:02}:{:02}", self.day(), second % 60)?;
        let (mut fraction, mut width) = (micros % 1_000_000, 6);
        if fraction > 0 {
            while fraction % 10 == 0 {
                (fraction, width) = (fraction / 10, width - 1);
            }
            write!(f, ".{fraction:0width$}")?;
        }
        f.write_str("+08:00")
    }
}

impl FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let mut parts = text.splitn(3, '-');
        let mut part = |width: usize| {
            let part = parts.next().filter(|it| it.len() == width)?;
            part.bytes().all(|it| it.is_ascii_digit()).then(|| part.parse::<i16>().ok())?
        };
        let read = |year, month, day| {
            let small = |part: i16| i8::try_from(part).ok();
            Self::from_ymd(year, small(month)?, small(day)?)
        };
        let date = part(4).and_then(|year| read(year, part(2)?, part(2)?));
        date.ok_or_else(|| refuse(text, "date such as 2026-10-01"))
    }
}

impl FromStr for Stamp {
    type Err = TimeError;

    /// RFC 3339 with an offset, or a reading without one, which is taken as UTC+8; as rows of feeds are read.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let reading = when::read(text.as_bytes(), 1);
        let refused = |_| refuse(text, "time such as 2026-10-01T08:30:00+08:00");
        reading.map(when::instant).map_err(refused)
    }
}

fn refuse(text: &str, wanted: &'static str) -> TimeError {
    TimeError { text: text.to_owned(), wanted }
}

impl TryFrom<String> for Day {
    type Error = TimeError;

    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

impl TryFrom<String> for Stamp {
    type Error = TimeError;

    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<Stamp> for String {
    fn from(stamp: Stamp) -> Self {
        stamp.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_late_in_utc_belongs_to_the_next_day_in_beijing() {
        let stamp: Stamp = "2026-10-01T16:30:00Z".parse().unwrap();
        assert_eq!(stamp.day().to_string(), "2026-10-02");
        assert_eq!(stamp.to_string(), "2026-10-02T00:30:00+08:00");
        assert_eq!("2026-10-02 00:30:00".parse::<Stamp>().unwrap(), stamp);
    }

    #[test]
    fn days_count_from_the_epoch_and_print_as_dates() {
        assert_eq!(Day::from_ymd(1970, 1, 1), Some(Day(0)));
        assert_eq!(Day::from_ymd(2024, 2, 30), None);
        assert_eq!(Day(-1).to_string(), "1969-12-31");
        assert_eq!("2026-11-21".parse::<Day>().unwrap().start().day(), Day(20_778));
    }

    #[test]
    fn what_is_no_day_is_refused() {
        for text in
            ["", "2026-02-29", "2026-2-03", "2026-10", "2026-10-01T08", "+026-10-01", "2026-10-1é"]
        {
            assert!(text.parse::<Day>().is_err(), "{text}");
        }
        assert!("2026-10-01T25:00:00Z".parse::<Stamp>().is_err());
    }

    #[test]
    fn instants_print_as_jiff_prints_them_and_are_read_again() {
        for micros in [0, 1, 10, 1_500_000, 86_399_999_999, -1, -62_000_000_000_000_000] {
            let stamp = Stamp(1_790_000_000_000_000 + micros);
            assert_eq!(stamp.to_string(), format!("{}+08:00", stamp.local()));
            assert_eq!(stamp.to_string().parse(), Ok(stamp));
        }
    }

    #[test]
    fn a_month_later_is_never_a_month_too_far() {
        let moved =
            |text: &str, months| text.parse::<Day>().unwrap().plus_months(months).to_string();
        assert_eq!(moved("2026-01-31", 1), "2026-02-28");
        assert_eq!(moved("2024-02-29", -12), "2023-02-28");
        assert_eq!(moved("2026-01-01", -1), "2025-12-01");
        assert_eq!(moved("2025-12-15", 25), "2028-01-15");
    }
}
