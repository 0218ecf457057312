//! Days since 1970-01-01 ⇄ year, month and day of the Gregorian calendar, in whole numbers.
//!
//! After H. Hinnant, *chrono-Compatible Low-Level Date Algorithms*: years begin in March, so that the leap day is
//! the last one, and repeat every 400 years. Written out because it runs for every date of every row, and because
//! a library of dates is a tenth of the page.

/// The last day of a month, 0 for a month that does not exist.
pub(crate) fn last_day(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days since 1970-01-01 of a date that exists.
pub(crate) fn days(year: i32, month: i32, day: i32) -> i32 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// Year, month and day of a day within some million years.
pub(crate) fn date(days: i32) -> (i32, i32, i32) {
    let days = days.saturating_add(719_468);
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let leap_days = day_of_era / 1460 - day_of_era / 36_524 + day_of_era / 146_096;
    let year_of_era = (day_of_era - leap_days) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year_of_era;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_ten_thousand_years_is_what_jiff_says() {
        let mut at = jiff::civil::Date::constant(1, 1, 1);
        let mut number = days(1, 1, 1);
        loop {
            let parts = (i32::from(at.year()), i32::from(at.month()), i32::from(at.day()));
            assert_eq!((date(number), days(parts.0, parts.1, parts.2)), (parts, number));
            assert!(parts.2 <= last_day(parts.0, parts.1), "{at}");
            let Ok(next) = at.tomorrow() else { break };
            assert_eq!(next.day() == 1, parts.2 == last_day(parts.0, parts.1), "{at}");
            (at, number) = (next, number + 1);
        }
        assert_eq!(date(0), (1970, 1, 1));
    }
}
