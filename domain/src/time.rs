//! Days and instants of supervision: civil days in UTC+8, instants in microseconds.
//!
//! Health supervision in China keeps one clock, Asia/Shanghai, UTC+8 without daylight saving (domain
//! rule R2). A [`Day`] is a civil day on that clock, a [`Stamp`] an instant; the two meet only here.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

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
        Date::new(year, month, day).ok().map(Self::from_date)
    }

    pub fn from_date(date: Date) -> Self {
        let epoch = Date::constant(1970, 1, 1);
        Self(date.since(epoch).map_or(0, |span| span.get_days()))
    }

    /// The calendar date, `0001-01-01` where the day lies outside jiff's years.
    pub fn date(self) -> Date {
        let epoch = Date::constant(1970, 1, 1);
        epoch.checked_add(jiff::Span::new().days(self.0)).unwrap_or(Date::constant(1, 1, 1))
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
        day.date().at(part(second / 3600), part(second / 60 % 60), part(second % 60), nanos)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.date().fmt(f)
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+08:00", self.local())
    }
}

impl FromStr for Day {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let date: Result<Date, _> = text.parse();
        date.map(Self::from_date).ok().ok_or_else(|| refuse(text, "date such as 2026-10-01"))
    }
}

impl FromStr for Stamp {
    type Err = TimeError;

    /// RFC 3339 with an offset, or a reading without one, which is taken as UTC+8.
    fn from_str(text: &str) -> Result<Self, TimeError> {
        let instant: Result<jiff::Timestamp, _> = text.parse();
        if let Ok(instant) = instant {
            return Ok(Self(instant.as_microsecond()));
        }
        let local: Result<DateTime, _> = text.parse();
        local
            .map(Self::from_local)
            .ok()
            .ok_or_else(|| refuse(text, "time such as 2026-10-01T08:30:00+08:00"))
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
}
