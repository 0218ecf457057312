//! Text → civil day or instant, read by hand from ASCII: this runs for every date of every row.
//!
//! Accepted: `2026-10-01`, `2026/10/1`, `2026.10.1`, `20261001`, each with an optional time
//! `08:30[:15[.123456]]` after a blank or `T`, and an optional `Z` or offset; without an offset the clock is UTC+8. Never
//! guessed: two-digit years, day-first dates, Excel serial numbers; each has its own hint.

use crate::time::{Day, Stamp, civil};

const MINUTE_US: i64 = 60_000_000;
const DAY_US: i64 = 86_400_000_000;
/// The clock of supervision, UTC+8.
const CLOCK_US: i64 = 8 * 60 * MINUTE_US;
/// The reading a bare date stands for: 12:00, so that the civil day survives any change of clock.
const NOON_US: i64 = DAY_US / 2;
/// The year before which no act lies.
pub(crate) const FIRST_YEAR: i32 = 1990;

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Shape,
    Impossible,
    /// Before the year that the column begins with.
    Old(i32),
    ShortYear,
    DayFirst,
    /// An Excel serial number, with the day it would be.
    Serial(Day),
    Time,
}

/// A date with or without a time of day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading {
    /// The written date, days since 1970-01-01.
    pub days: i32,
    /// Time of day in microseconds; `None` for a bare date.
    pub clock: Option<i64>,
    /// Written offset of that clock from UTC in microseconds.
    pub offset: Option<i64>,
}

/// The civil day (UTC+8) of a date or time not before the year `since`.
pub(crate) fn day(text: &str, since: i32) -> Result<Day, Refusal> {
    let reading = read(text.as_bytes(), since)?;
    Ok(match reading.offset {
        None | Some(CLOCK_US) => Day(reading.days),
        Some(_) => instant(reading).day(),
    })
}

/// The instant of a time, or of a bare date: noon, for a time limit the last second of the day.
pub(crate) fn stamp(text: &str, limit: bool) -> Result<Stamp, Refusal> {
    let bare = if limit { DAY_US - 1_000_000 } else { NOON_US };
    let reading = read(text.as_bytes(), FIRST_YEAR)?;
    Ok(instant(Reading { clock: reading.clock.or(Some(bare)), ..reading }))
}

/// Whether the instant reads exactly 12:00, as bare dates do: such an instant orders by its day only.
pub(crate) fn is_bare(stamp: Stamp) -> bool {
    stamp.0 - stamp.day().start().0 == NOON_US
}

impl Refusal {
    pub(crate) fn hint(self) -> String {
        match self {
            Self::Shape => "日期写作 2026-10-01 或 2026-10-01 08:30:00".to_owned(),
            Self::Impossible => "日历上没有这一天".to_owned(),
            Self::Old(year) => format!("年份早于{year}"),
            Self::ShortYear => "年份应写四位".to_owned(),
            Self::DayFirst => "按年月日顺序写，如 2026-10-01".to_owned(),
            Self::Serial(day) => {
                format!("像是Excel序列号（即{day}？），请按文本导出")
            }
            Self::Time => "时间写作 08:30:00，小时小于24".to_owned(),
        }
    }
}

/// The instant of a reading; a missing clock is midnight, a missing offset UTC+8.
pub(crate) fn instant(reading: Reading) -> Stamp {
    let clock = reading.clock.unwrap_or(0);
    Stamp(i64::from(reading.days) * DAY_US + clock - reading.offset.unwrap_or(CLOCK_US))
}

/// A date not before the year `since`, with what else is written.
pub(crate) fn read(text: &[u8], since: i32) -> Result<Reading, Refusal> {
    let mut cursor = Cursor { rest: text };
    let days = date(&mut cursor, since).map_err(|refusal| refine(refusal, text))?;
    let mut reading = Reading { days, clock: None, offset: None };
    if cursor.rest.is_empty() {
        return Ok(reading);
    }
    if !cursor.skip(b'T') && !cursor.skip(b' ') {
        return Err(refine(Refusal::Shape, text));
    }
    reading.clock = Some(time(&mut cursor).ok_or(Refusal::Time)?);
    if !cursor.rest.is_empty() {
        reading.offset = Some(zone(&mut cursor).ok_or(Refusal::Time)?);
    }
    if cursor.rest.is_empty() { Ok(reading) } else { Err(Refusal::Time) }
}

/// Bytes not yet read.
struct Cursor<'t> {
    rest: &'t [u8],
}

impl Cursor<'_> {
    fn skip(&mut self, wanted: u8) -> bool {
        match self.rest {
            [byte, rest @ ..] if *byte == wanted => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    /// Digits up to nine: their value and their number.
    fn digits(&mut self) -> (i32, usize) {
        let mut value = 0;
        let mut count = 0;
        while let [byte @ b'0'..=b'9', rest @ ..] = self.rest
            && count < 9
        {
            value = value * 10 + i32::from(byte - b'0');
            count += 1;
            self.rest = rest;
        }
        (value, count)
    }

    fn two_digits(&mut self) -> Option<i32> {
        match self.digits() {
            (value, 2) => Some(value),
            _ => None,
        }
    }
}

fn date(cursor: &mut Cursor<'_>, since: i32) -> Result<i32, Refusal> {
    let (year, width) = cursor.digits();
    if width == 8 {
        return existing(year / 10_000, year / 100 % 100, year % 100, since);
    }
    let separator = match cursor.rest {
        [byte @ (b'-' | b'/' | b'.'), ..] if width > 0 => *byte,
        _ => return Err(Refusal::Shape),
    };
    cursor.skip(separator);
    let (month, month_width) = cursor.digits();
    if !cursor.skip(separator) {
        return Err(Refusal::Shape);
    }
    let (day, day_width) = cursor.digits();
    if width == 4 && (1..=2).contains(&month_width) && (1..=2).contains(&day_width) {
        existing(year, month, day, since)
    } else if width <= 2 && day_width == 4 {
        Err(Refusal::DayFirst)
    } else if width == 2 && day_width <= 2 {
        Err(Refusal::ShortYear)
    } else {
        Err(Refusal::Shape)
    }
}

/// Days since 1970-01-01 of a calendar date.
fn existing(year: i32, month: i32, day: i32, since: i32) -> Result<i32, Refusal> {
    let last = civil::last_day(year, month);
    if !(1..=last).contains(&day) {
        return Err(Refusal::Impossible);
    }
    if year < since {
        return Err(Refusal::Old(since));
    }
    Ok(civil::days(year, month, day))
}

/// `08:30`, `08:30:15` or `08:30:15.123456`, in microseconds.
fn time(cursor: &mut Cursor<'_>) -> Option<i64> {
    let (hour, width) = cursor.digits();
    let has_minutes = (1..=2).contains(&width) && cursor.skip(b':');
    let minute = if has_minutes { cursor.two_digits()? } else { return None };
    let second = if cursor.skip(b':') { cursor.two_digits()? } else { 0 };
    let micros = if cursor.skip(b'.') { fraction(cursor)? } else { 0 };
    let is_clock = hour < 24 && minute < 60 && second < 60;
    let seconds = i64::from(hour) * 3600 + i64::from(minute) * 60 + i64::from(second);
    is_clock.then_some(seconds * 1_000_000 + micros)
}

/// Digits after the point, in microseconds; finer digits are cut.
fn fraction(cursor: &mut Cursor<'_>) -> Option<i64> {
    let (value, width) = cursor.digits();
    let exponent = u32::try_from(width).ok().filter(|width| *width > 0)?;
    Some(i64::from(value) * 1_000_000 / 10_i64.pow(exponent))
}

/// `Z`, `+08:00`, `+0800`, or `+08`: the offset in microseconds.
fn zone(cursor: &mut Cursor<'_>) -> Option<i64> {
    if cursor.skip(b'Z') {
        return Some(0);
    }
    let sign = if cursor.skip(b'+') {
        1
    } else if cursor.skip(b'-') {
        -1
    } else {
        return None;
    };
    let (hour, minute) = match cursor.digits() {
        (hour, 2) if cursor.skip(b':') => (hour, cursor.two_digits()?),
        (hour, 2) => (hour, 0),
        (both, 4) => (both / 100, both % 100),
        _ => return None,
    };
    let is_offset = hour <= 14 && minute < 60;
    is_offset.then_some(sign * (i64::from(hour) * 60 + i64::from(minute)) * MINUTE_US)
}

/// A closer look at a text that has no date's shape.
fn refine(refusal: Refusal, text: &[u8]) -> Refusal {
    if refusal != Refusal::Shape {
        return refusal;
    }
    let mut cursor = Cursor { rest: text };
    let (serial, width) = cursor.digits();
    let is_number = cursor.skip(b'.') || cursor.rest.is_empty();
    let only_digits = cursor.rest.iter().all(u8::is_ascii_digit);
    // Serial 1 is 1900-01-01 in Excel's calendar, which has a 1900-02-29: day 25569 is 1970-01-01.
    if width == 5 && is_number && only_digits && (32_874..=73_050).contains(&serial) {
        return Refusal::Serial(Day(serial - 25_569));
    }
    refusal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let read =
            stamp(text, false).map_or_else(|refusal| format!("{refusal:?}"), |it| it.to_string());
        assert_eq!(read, expect, "{text}");
    }

    #[test]
    fn every_usual_spelling_of_an_instant_is_read() {
        check("2026-10-01 08:30:15", "2026-10-01T08:30:15+08:00");
        check("2026-10-01T08:30:15+08:00", "2026-10-01T08:30:15+08:00");
        check("2026-10-01T08:30:15.5Z", "2026-10-01T16:30:15.5+08:00");
        check("2026-10-01T00:00:00-0500", "2026-10-01T13:00:00+08:00");
        check("2026/2/8 7:05", "2026-02-08T07:05:00+08:00");
        check("2026.2.8", "2026-02-08T12:00:00+08:00");
        check("20260208", "2026-02-08T12:00:00+08:00");
    }

    #[test]
    fn each_wrong_date_is_refused_for_its_own_reason() {
        check("2026-02-29", "Impossible");
        check("2026-13-01", "Impossible");
        check("1989-12-31", "Old(1990)");
        check("24-05-06", "ShortYear");
        check("05/06/2024", "DayFirst");
        check("45231", "Serial(Day(19662))");
        check("45231.75", "Serial(Day(19662))");
        check("99999", "Shape");
        check("soon", "Shape");
        check("", "Shape");
        check("2026-10-01 24:00", "Time");
        check("2026-10-01 08:30:15+0", "Time");
        check("2026-10-01T08", "Time");
        assert_eq!(Day(19_662).to_string(), "2023-11-01");
    }

    #[test]
    fn a_limit_given_as_a_date_lasts_to_the_end_of_that_day() {
        assert_eq!(stamp("2026-10-01", true).unwrap().to_string(), "2026-10-01T23:59:59+08:00");
    }

    #[test]
    fn the_hand_written_calendar_agrees_with_jiff_on_every_day_from_1900_to_2100() {
        let first = Day::from_ymd(1900, 1, 1).unwrap();
        for offset in 0..73_414 {
            let expect = first.plus(offset);
            assert_eq!(day(&expect.to_string(), 1900), Ok(expect));
        }
    }
}
