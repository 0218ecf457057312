//! Values → one CSV line, without a detour through strings: the generator must outrun the ingest.
//!
//! Values that could need quoting (comma, quote, line break) do not occur in demo records and are not
//! looked for.

use domain::time::Day;

/// Seconds of the wall clock in UTC+8 since 1970-01-01T00:00 on that clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(pub(super) i64);

pub(super) const DAY_S: i64 = 86_400;

impl Moment {
    /// A day and the seconds since its midnight.
    pub(super) fn of(day: Day, second: i64) -> Self {
        Self(i64::from(day.0) * DAY_S + second)
    }

    pub(super) fn day(self) -> Day {
        Day(i32::try_from(self.0.div_euclid(DAY_S)).unwrap_or(i32::MAX))
    }

    pub(super) fn plus(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }

    pub(super) fn plus_days(self, days: i64) -> Self {
        Self(self.0 + days * DAY_S)
    }
}

/// Dates as text, ready made for the years demo records speak of.
#[derive(Debug)]
pub(super) struct Dates {
    first: i32,
    texts: Vec<[u8; 10]>,
}

impl Dates {
    /// Every day from 1980 to the end of 2035.
    pub(super) fn new() -> Self {
        let first = Day::from_ymd(1980, 1, 1).map_or(0, |day| day.0);
        let last = Day::from_ymd(2035, 12, 31).map_or(0, |day| day.0);
        let texts = (first..=last).map(|day| {
            let mut text = *b"1980-01-01";
            text.copy_from_slice(Day(day).to_string().as_bytes());
            text
        });
        Self { first, texts: texts.collect() }
    }

    /// Month of a day, 0 for January.
    pub(super) fn month(&self, day: Day) -> usize {
        let text = self.text(day);
        usize::from(text[5] - b'0') * 10 + usize::from(text[6] - b'0') - 1
    }

    fn text(&self, day: Day) -> &[u8; 10] {
        let at = usize::try_from(day.0 - self.first).unwrap_or(0);
        &self.texts[at.min(self.texts.len() - 1)]
    }
}

/// A CSV line being written into a buffer.
#[derive(Debug)]
pub(super) struct Line<'a> {
    bytes: &'a mut Vec<u8>,
    dates: &'a Dates,
    started: bool,
}

impl<'a> Line<'a> {
    pub(super) fn new(bytes: &'a mut Vec<u8>, dates: &'a Dates) -> Self {
        Self { bytes, dates, started: false }
    }

    /// Ends the line.
    pub(super) fn end(self) {
        self.bytes.push(b'\n');
    }

    /// Begins the next cell; several `add_` calls may fill it.
    pub(super) fn cell(&mut self) -> &mut Self {
        if self.started {
            self.bytes.push(b',');
        }
        self.started = true;
        self
    }

    pub(super) fn empty(&mut self) -> &mut Self {
        self.cell()
    }

    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        self.cell().add(text)
    }

    pub(super) fn add(&mut self, text: &str) -> &mut Self {
        self.bytes.extend_from_slice(text.as_bytes());
        self
    }

    /// A letter and a number of ten digits: `J0000000042`.
    pub(super) fn id(&mut self, letter: &str, number: u64) -> &mut Self {
        self.cell().add(letter).add_number(number, 10)
    }

    pub(super) fn flag(&mut self, flag: bool) -> &mut Self {
        self.text(if flag { "true" } else { "false" })
    }

    pub(super) fn day(&mut self, day: Day) -> &mut Self {
        self.cell();
        let text = self.dates.text(day);
        self.bytes.extend_from_slice(text);
        self
    }

    /// RFC 3339 with `+08:00`; an empty cell for `None`.
    pub(super) fn at(&mut self, moment: Option<Moment>) -> &mut Self {
        self.cell();
        let Some(moment) = moment else { return self };
        let text = self.dates.text(moment.day());
        self.bytes.extend_from_slice(text);
        let second = moment.0.rem_euclid(DAY_S);
        for (mark, part) in [(b'T', second / 3600), (b':', second / 60 % 60), (b':', second % 60)] {
            let part = u8::try_from(part).unwrap_or(0);
            self.bytes.extend_from_slice(&[mark, b'0' + part / 10, b'0' + part % 10]);
        }
        self.add("+08:00")
    }

    /// Millionths of a degree as degrees with six digits.
    pub(super) fn degrees(&mut self, millionths: i32) -> &mut Self {
        self.cell();
        let value = u64::from(millionths.unsigned_abs());
        self.add(if millionths < 0 { "-" } else { "" });
        self.add_number(value / 1_000_000, 1).add(".").add_number(value % 1_000_000, 6)
    }

    /// A number with at least `width` digits.
    pub(super) fn add_number(&mut self, mut number: u64, width: usize) -> &mut Self {
        let mut digits = [b'0'; 20];
        let mut at = digits.len();
        while number > 0 || digits.len() - at < width {
            at -= 1;
            digits[at] = b'0' + u8::try_from(number % 10).unwrap_or(0);
            number /= 10;
        }
        self.bytes.extend_from_slice(&digits[at..]);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_holds_ids_times_and_degrees_as_the_feeds_want_them() {
        let dates = Dates::new();
        let mut bytes = Vec::new();
        let mut line = Line::new(&mut bytes, &dates);
        let day = Day::from_ymd(2026, 10, 1).unwrap();
        line.id("J", 42).at(Some(Moment::of(day, 8 * 3600 + 61))).at(None).day(day);
        line.degrees(116_404_000).degrees(-87_000_001).flag(true).text("丽泽游泳馆");
        line.end();
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "J0000000042,2026-10-01T08:01:01+08:00,,2026-10-01,116.404000,-87.000001,true,丽泽游泳馆\n",
        );
    }
}
