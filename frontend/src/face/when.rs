//! The period of a figure and how far the records go → what of it is not over, and what is not of it at all.

use domain::period::Period;
use domain::time::Day;
use domain::wire::{Scene, SeriesRow};

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
    }
}
