//! Number of a record → its day: weekdays far above weekends, holidays low, a little more each year.
//!
//! Days come out in order of the numbers, so deliveries are sorted by time as real ones roughly are.

use domain::time::Day;

use super::dice::cumulative;

/// Days off of 2024 to 2026 as (year, month, day, length), make-up days left out on purpose: this shapes
/// a demo, it is no calendar.
const HOLIDAYS: &[(i16, i8, i8, i32)] = &[
    (2024, 1, 1, 1),
    (2024, 2, 10, 8),
    (2024, 4, 4, 3),
    (2024, 5, 1, 5),
    (2024, 6, 10, 1),
    (2024, 9, 15, 3),
    (2024, 10, 1, 7),
    (2025, 1, 1, 1),
    (2025, 1, 28, 8),
    (2025, 4, 4, 3),
    (2025, 5, 1, 5),
    (2025, 5, 31, 3),
    (2025, 10, 1, 8),
    (2026, 1, 1, 3),
    (2026, 2, 15, 9),
    (2026, 4, 4, 3),
    (2026, 5, 1, 5),
    (2026, 6, 19, 3),
    (2026, 9, 25, 3),
    (2026, 10, 1, 7),
];

/// Parts of `0.0..1.0` for which the first candidate day is kept ready.
const GUIDE: usize = 4096;

/// Days of the demo with cumulative shares of the records.
#[derive(Debug)]
pub(super) struct Season {
    first: Day,
    shares: Vec<f64>,
    guide: Vec<usize>,
}

impl Season {
    /// Days `first..=last`; a weekend day weighs `weekend`, a holiday half of that, a weekday 1.
    pub(super) fn new(first: Day, last: Day, weekend: f64) -> Self {
        let shares = cumulative((first.0..=last.0).map(|day| weight(Day(day), first, weekend)));
        let mut at = 0;
        let guide = (0..GUIDE).map(|part| {
            let share = part as f64 / GUIDE as f64;
            while shares[at] <= share {
                at += 1;
            }
            at
        });
        let guide = guide.collect();
        Self { first, shares, guide }
    }

    /// The day at a share of all records, in `0.0..1.0`.
    pub(super) fn day(&self, share: f64) -> Day {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0.0..1.0 times 4096"
        )]
        let part = (share * GUIDE as f64) as usize;
        let mut at = self.guide[part.min(GUIDE - 1)];
        while at + 1 < self.shares.len() && self.shares[at] <= share {
            at += 1;
        }
        self.first.plus(i32::try_from(at).unwrap_or(0))
    }
}

fn weight(day: Day, first: Day, weekend: f64) -> f64 {
    // 1970-01-01 was a Thursday.
    let weekday = (day.0 + 3).rem_euclid(7);
    let by_week = match weekday {
        0..=3 => 1.0,
        4 => 0.9,
        _ => weekend,
    };
    let growth = 1.0 + f64::from(day.0 - first.0) / 365.0 * 0.08;
    growth * if is_holiday(day) { by_week.min(weekend) * 0.5 } else { by_week }
}

fn is_holiday(day: Day) -> bool {
    HOLIDAYS.iter().any(|&(year, month, date, length)| {
        Day::from_ymd(year, month, date)
            .is_some_and(|start| (start.0..start.0 + length).contains(&day.0))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_come_in_order_and_weekends_and_holidays_are_quiet() {
        let first = Day::from_ymd(2024, 1, 1).unwrap();
        let last = Day::from_ymd(2026, 11, 20).unwrap();
        let season = Season::new(first, last, 0.12);
        let days: Vec<Day> = (0..100_000).map(|n| season.day((f64::from(n) + 0.5) / 1e5)).collect();
        assert!(days.is_sorted());
        assert_eq!((days[0], days[99_999]), (first, last));
        let on = |year, month, date| {
            let day = Day::from_ymd(year, month, date).unwrap();
            days.iter().filter(|it| **it == day).count()
        };
        assert!(on(2026, 9, 21) > 5 * on(2026, 9, 19), "Monday against Saturday");
        assert!(on(2026, 9, 21) > 8 * on(2026, 10, 1), "Monday against the National Day");
    }
}
