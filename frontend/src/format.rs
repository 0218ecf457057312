//! Numbers, periods and instants → the text a person reads. Components print; they never format.
//!
//! Shares are printed from the exact ratio with two decimals, half away from zero (domain rule R9), never
//! from a rounded value: `59.996 %` prints `60.00` and is still below 60.

use domain::indicator::UnitOfValue;
use domain::period::Period;
use domain::ratio::{Decimal, Ratio};
use domain::time::{Day, Stamp};

use crate::text::Lang;

#[cfg(test)]
mod tests;

/// `-12345` → `−12,345`.
pub(crate) fn count(value: i64) -> String {
    let digits = value.unsigned_abs().to_string();
    let sign = if value < 0 { "−" } else { "" };
    format!("{sign}{}", grouped(&digits))
}

fn grouped(digits: &str) -> String {
    let first = digits.len() % 3;
    digits.chars().enumerate().fold(String::new(), |mut out, (at, digit)| {
        if at > 0 && at % 3 == first {
            out.push(',');
        }
        out.push(digit);
        out
    })
}

/// The number of a figure without its unit; `None` where there is no base.
pub(crate) fn value(unit: UnitOfValue, num: i64, den: Option<i64>) -> Option<String> {
    match (unit, den) {
        (UnitOfValue::Percent, Some(den)) => {
            Ratio::new(num, den).map(|it| it.percent().to_string())
        }
        (_, Some(den)) => Ratio::new(num, den).map(|it| it.rounded(1).to_string()),
        (_, None) => Some(count(num)),
    }
}

/// One side of a figure. Scores travel in thousandths.
pub(crate) fn side(unit: UnitOfValue, value: i64) -> String {
    count(if unit == UnitOfValue::Points { value / 1000 } else { value })
}

/// A score of thousandths with all its digits, and how many there are without any: `26.980`, `1`.
pub(crate) fn score(thousandths: i64) -> String {
    match thousandths % 1000 {
        0 => count(thousandths / 1000),
        _ => format!("{:.3}", thousandths as f64 / 1000.0),
    }
}

/// The same number for bars and lines: per cent for shares.
pub(crate) fn plotted(unit: UnitOfValue, num: i64, den: Option<i64>) -> Option<f64> {
    match (unit, den) {
        (UnitOfValue::Percent, Some(den)) => Ratio::new(num, den).map(|it| it.as_f64() * 100.0),
        (_, Some(den)) => Ratio::new(num, den).map(Ratio::as_f64),
        (_, None) => Some(num as f64),
    }
}

/// The word beside a value.
pub(crate) fn unit(lang: Lang, unit: UnitOfValue) -> &'static str {
    let (zh, en) = match unit {
        UnitOfValue::Percent => return "%",
        UnitOfValue::Visits => ("户次", "visits"),
        UnitOfValue::Entities => ("家", "entities"),
        UnitOfValue::StandardActs => ("标准件", "standard acts"),
        UnitOfValue::Cases => ("件", "cases"),
        UnitOfValue::Points => ("分", "points"),
    };
    lang.pick(zh, en)
}

/// A value with its unit: `58.55%`, `3,506 户次`.
pub(crate) fn with_unit(value: &str, unit: &str) -> String {
    let gap = if unit == "%" { "" } else { " " };
    [value, gap, unit].concat()
}

/// What the numerator of an indicator counts.
///
/// The catalogue says it in words (`numerator`) but not as a noun that follows a number.
pub(crate) fn counted(lang: Lang, indicator: &str) -> &'static str {
    let (zh, en) = match indicator {
        "I03" => ("家", "entities"),
        "I05" | "I05b" => ("单", "orders"),
        "I35" | "I35n" | "I06n" => ("件", "cases"),
        "I51" => ("标准件", "standard acts"),
        "I01" | "I02" | "I02b" | "I06" | "I06b" | "I08" => ("户次", "visits"),
        _ => ("项", ""),
    };
    lang.pick(zh, en)
}

/// The unsigned size of a change and its direction; `None` where it does not parse.
pub(crate) fn delta(text: &str) -> Option<(Sign, String)> {
    let decimal: Decimal = text.trim_start_matches('+').parse().ok()?;
    let size = Decimal { units: decimal.units.saturating_abs(), ..decimal };
    Some((Sign::of(decimal.units), size.to_string()))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sign {
    Rise,
    Fall,
    Same,
}

impl Sign {
    pub(crate) fn of(number: i64) -> Self {
        match number.signum() {
            1 => Self::Rise,
            -1 => Self::Fall,
            _ => Self::Same,
        }
    }

    pub(crate) const fn mark(self) -> &'static str {
        match self {
            Self::Rise => "▲",
            Self::Fall => "▼",
            Self::Same => "–",
        }
    }
}

/// `2026-10` → `2026 年 10 月`; a range that begins a year and is not whole is 累计.
pub(crate) fn period(lang: Lang, period: Period) -> String {
    let text = period.to_string();
    let (start, last) = (period.start.date(), period.end.plus(-1).date());
    let to_date = text.contains("..")
        && start.month() == 1
        && start.day() == 1
        && start.year() == last.year();
    match lang {
        Lang::Zh if to_date => format!("{} 年累计", start.year()),
        Lang::En if to_date => {
            format!("{} to {} {}", start.year(), last.day(), month_en(last.month()))
        }
        _ if text.contains("..") => {
            let (first, last) = (period.start.to_string(), period.end.plus(-1).to_string());
            [&*first, lang.pick(" 至 ", " to "), &last].concat()
        }
        Lang::En => match text.split_once('Q') {
            Some((year, quarter)) => ["Q", quarter, " ", year].concat(),
            None if text.len() == 7 => {
                [month_en(start.month()), " ", &start.year().to_string()].concat()
            }
            None => text,
        },
        Lang::Zh => period_zh(&text, period),
    }
}

/// What a change is measured against, as it travels → 较 2026-10-01 至 2026-10-20.
pub(crate) fn span(lang: Lang, text: &str) -> String {
    let Ok(base) = text.parse::<Period>() else { return String::new() };
    let named = if text.contains("..") {
        let (first, last) = (base.start.to_string(), base.end.plus(-1).to_string());
        [&*first, lang.pick(" 至 ", " to "), &last].concat()
    } else {
        period(lang, base)
    };
    [lang.pick("较 ", "against "), &named].concat()
}

/// First and last day without their years: 10-01 至 10-20.
pub(crate) fn days(lang: Lang, period: Period) -> String {
    let short = |day: Day| day.to_string().chars().skip(5).collect::<String>();
    [&*short(period.start), lang.pick(" 至 ", " to "), &short(period.end.plus(-1))].concat()
}

/// A month of a series as it travels; one that the records do not fill says how far they go.
pub(crate) fn bucket(lang: Lang, text: &str) -> String {
    let Some(period) = text.parse::<Period>().ok().filter(|_| text.contains("..")) else {
        return text.to_owned();
    };
    let (start, last) = (period.start.date(), period.end.plus(-1).date());
    let (year, month, day) = (start.year(), start.month(), last.day());
    if start.day() != 1 || (year, month) != (last.year(), last.month()) {
        return text.to_owned();
    }
    match lang {
        Lang::Zh => format!("{year}-{month:02}（至 {day} 日）"),
        Lang::En => format!("{year}-{month:02} (to {month:02}-{day:02})"),
    }
}

fn period_zh(text: &str, period: Period) -> String {
    if let Some((year, quarter)) = text.split_once('Q') {
        return format!("{year} 年第 {quarter} 季度");
    }
    let date = period.start.date();
    match text.len() {
        4 => format!("{text} 年"),
        7 => format!("{} 年 {} 月", date.year(), date.month()),
        _ => format!("{} 年 {} 月 {} 日", date.year(), date.month(), date.day()),
    }
}

/// Written out here: a general formatter of dates is some ten kilobytes of the page.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A month on an axis: the year where it begins, else the month alone.
pub(crate) fn axis_month(lang: Lang, day: Day) -> String {
    let date = day.date();
    match (lang, date.month()) {
        (Lang::Zh, 1) => format!("{}年", date.year()),
        (Lang::Zh, month) => format!("{month}月"),
        (Lang::En, 1) => date.year().to_string(),
        (Lang::En, month) => month_en(month).to_owned(),
    }
}

fn month_en(month: i8) -> &'static str {
    let at = usize::try_from(month - 1).unwrap_or_default();
    MONTHS.get(at).copied().unwrap_or_default()
}

/// Hours, minutes and seconds of the UTC+8 clock.
pub(crate) fn clock(now: Stamp) -> String {
    let now = now.local();
    format!("{:02}:{:02}:{:02}", now.hour(), now.minute(), now.second())
}

/// `11-21 18:40`.
pub(crate) fn moment(at: Stamp) -> String {
    let at = at.local();
    format!("{:02}-{:02} {:02}:{:02}", at.month(), at.day(), at.hour(), at.minute())
}

/// `2026-11-21 18:40`.
pub(crate) fn full_moment(at: Stamp) -> String {
    format!("{}-{}", at.local().year(), moment(at))
}

/// `116.40033°E 39.92662°N`, to about a metre.
pub(crate) fn position(lng: f64, lat: f64) -> String {
    let side = |value: f64, plus, minus| {
        format!("{:.5}°{}", value.abs(), if value < 0.0 { minus } else { plus })
    };
    format!("{} {}", side(lng, 'E', 'W'), side(lat, 'N', 'S'))
}

/// How long ago, in the coarsest unit that is not zero.
pub(crate) fn age(lang: Lang, seconds: i64) -> String {
    let (size, zh, en) = match seconds.max(0) {
        short @ 0..60 => (short, "秒", "s"),
        minutes @ 60..3600 => (minutes / 60, "分钟", "min"),
        hours @ 3600..86_400 => (hours / 3600, "小时", "h"),
        days => (days / 86_400, "天", "d"),
    };
    format!("{size} {}", lang.pick(zh, en))
}

/// A limit between classes, whole: a value is classed by what is printed.
pub(crate) fn limit(lang: Lang, value: f64) -> String {
    let (size, suffix) = match (lang, value.abs()) {
        (Lang::Zh, size) if size >= 10_000.0 => (value / 10_000.0, "万"),
        (Lang::En, size) if size >= 10_000.0 => (value / 1000.0, "k"),
        _ => (value, ""),
    };
    let text = format!("{size:.4}");
    format!("{}{suffix}", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A class break without needless decimals: `0.45` of a share prints `45`, thousands are `1.2k` or `1.2万`.
pub(crate) fn class_break(lang: Lang, value: f64) -> String {
    let (size, suffix) = match (lang, value.abs()) {
        (Lang::Zh, size) if size >= 10_000.0 => (value / 10_000.0, "万"),
        (Lang::En, size) if size >= 1000.0 => (value / 1000.0, "k"),
        _ => (value, ""),
    };
    let text = format!("{size:.1}");
    format!("{}{suffix}", text.strip_suffix(".0").unwrap_or(&text))
}
