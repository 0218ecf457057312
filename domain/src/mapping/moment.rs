//! Dates of a source → the spellings that the feeds read.

use jiff::fmt::strtime::{self, BrokenDownTime};
use jiff::tz::TimeZone;

use crate::feed::when::{self, Reading};
use crate::time::{Day, Stamp};

/// The first year a mapping reads; the columns are stricter.
const SINCE: i32 = 1900;

/// How a source writes dates and what its clocks mean.
#[derive(Clone, Debug)]
pub(super) struct Clock {
    /// Formats tried in order; none means the spellings of the feeds.
    pub formats: Vec<String>,
    /// `None` for UTC+8.
    pub zone: Option<TimeZone>,
}

impl Clock {
    /// Whether dates can be passed on as they are written.
    pub(super) fn is_plain(&self) -> bool {
        self.formats.is_empty() && self.zone.is_none()
    }

    /// The date of a text, with its clock if one is written; `None` for other text.
    pub(super) fn read(&self, text: &str) -> Option<Reading> {
        if self.formats.is_empty() {
            return when::read(text.as_bytes(), SINCE).ok();
        }
        self.formats.iter().find_map(|format| {
            let parsed = BrokenDownTime::parse(format, text).ok()?;
            let days = Day::from_date(parsed.to_date().ok()?).0;
            let clock = parsed.hour().and_then(|_| parsed.to_time().ok()).map(|time| {
                let seconds = i64::from(time.hour()) * 3600
                    + i64::from(time.minute()) * 60
                    + i64::from(time.second());
                seconds * 1_000_000 + i64::from(time.subsec_nanosecond() / 1000)
            });
            let offset = parsed.offset().map(|offset| i64::from(offset.seconds()) * 1_000_000);
            Some(Reading { days, clock, offset })
        })
    }

    /// A civil day for a day column, moved by some days.
    pub(super) fn day(&self, text: &str, plus_days: i32) -> Option<String> {
        Some(Day(self.read(text)?.days).plus(plus_days).to_string())
    }

    /// A bare date or an instant for a time column, moved by some days.
    pub(super) fn stamp(&self, text: &str, plus_days: i32) -> Option<String> {
        let reading = self.read(text)?;
        let moved = Reading { days: reading.days + plus_days, ..reading };
        if moved.clock.is_none() {
            return Some(Day(moved.days).to_string());
        }
        let stamp = match (&self.zone, moved.offset) {
            (Some(zone), None) => zoned(zone, moved)?,
            _ => when::instant(moved),
        };
        Some(stamp.to_string())
    }
}

/// The instant of a wall clock in a zone; in the hour that daylight saving skips or repeats, as most software
/// takes it (later after a gap, first of a repeated hour).
fn zoned(zone: &TimeZone, reading: Reading) -> Option<Stamp> {
    let local = when::instant(Reading { offset: None, ..reading }).local();
    let instant = zone.to_ambiguous_timestamp(local).compatible().ok()?;
    Some(Stamp(instant.as_microsecond()))
}

/// What is wrong with a date format, if anything: it must print a date.
pub(super) fn format_error(format: &str) -> Option<String> {
    let sample = jiff::civil::date(2026, 10, 1).at(8, 30, 0, 0);
    match strtime::format(format, sample) {
        Err(error) => Some(error.to_string()),
        Ok(text) => {
            let parsed = BrokenDownTime::parse(format, &text).and_then(|it| it.to_date());
            parsed.err().map(|error| error.to_string())
        }
    }
}
