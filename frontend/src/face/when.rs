//! The period of a figure and how far the records go → what of it is not over, and what is not of it at all.

use domain::indicator::UnitOfValue;
use domain::period::Period;
use domain::time::Day;
use domain::wire::{Scene, SeriesRow};

use crate::text::{Lang, Text};

/// When a figure counts, and the last day that the records know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) period: Period,
    pub(crate) known: Day,
}

impl When {
    pub(crate) fn of(scene: &Scene) -> Self {
        Self { period: scene.period, known: scene.stamped.cutoff.day() }
    }

    /// The day of what is known of today only, such as a score, where that day lies outside the period.
    pub(crate) fn elsewhen(self) -> Option<Day> {
        (!self.period.contains(self.known)).then_some(self.known)
    }
}

/// What a score must say beside a period that today does not lie in: it is of today all the same.
pub(crate) fn of_today(lang: Lang, unit: UnitOfValue, when: When) -> Option<String> {
    let day = when.elsewhen().filter(|_| unit == UnitOfValue::Points)?;
    let (before, after) = (lang.pick("（", " ("), lang.pick("）", ")"));
    Some([lang.say(Text::RiskOfToday), before, &day.to_string(), after].concat())
}

/// Whether a month of a series is not over, or was cut off: it is less than a month.
pub(crate) fn is_running(row: &SeriesRow, known: Day) -> bool {
    row.end > known.plus(1) || row.period.contains("..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(period: &str) -> SeriesRow {
        let days: Period = period.parse().unwrap();
        SeriesRow {
            period: period.to_owned(),
            start: days.start,
            end: days.end,
            ..SeriesRow::default()
        }
    }

    #[test]
    fn a_month_runs_until_the_records_know_its_last_day() {
        let known = |day: &str| day.parse().unwrap();
        assert!(is_running(&row("2026-11"), known("2026-11-29")));
        assert!(!is_running(&row("2026-11"), known("2026-11-30")));
        assert!(is_running(&row("2026-11-01..2026-11-22"), known("2026-11-21")), "cut off");
    }

    #[test]
    fn today_lies_in_its_year_and_in_no_other() {
        let when = |period: &str| When {
            period: period.parse().unwrap(),
            known: "2026-11-21".parse().unwrap(),
        };
        assert_eq!(when("2026").elsewhen(), None);
        assert_eq!(when("2025").elsewhen(), "2026-11-21".parse().ok());
        assert_eq!(when("2026-11-22").elsewhen(), "2026-11-21".parse().ok());
        let told = |unit, period| of_today(Lang::Zh, unit, when(period)).unwrap_or_default();
        assert_eq!(told(UnitOfValue::Points, "2025"), "风险为现时，不随期间变化（2026-11-21）");
        assert_eq!(told(UnitOfValue::Points, "2026"), "");
        assert_eq!(told(UnitOfValue::Percent, "2025"), "", "a share is of its period");
    }
}
