//! Exact amounts → figures: value, status, marks, target distance and change.

use domain::code::{Method, Specialty};
use domain::indicator::{Direction, Indicator, Op, Target, UnitOfValue};
use domain::measure::DateField;
use domain::period::Period;
use domain::ratio::{Decimal, Ratio};
use domain::wire::{Change, Figure, Status, TargetGap};

use super::select::{Selection, elapsed};
use super::{Compare, QueryError, Side, What, amount};
use crate::store::Generation;

/// A base below this is marked 小基数 (rule R13).
const SMALL_BASE: i64 = 5;

/// Finds an indicator or says which there are.
pub(super) fn indicator<'a>(
    generation: &'a Generation,
    id: &str,
) -> Result<&'a Indicator, QueryError> {
    let known = || generation.catalogue.indicators.iter().map(|indicator| indicator.id.clone());
    generation
        .catalogue
        .indicator(id)
        .ok_or_else(|| QueryError::unknown(What::Indicator, id, known()))
}

/// One indicator over one selection: everything but code and name.
pub(super) fn figure(
    generation: &Generation,
    indicator: &Indicator,
    period: Period,
    selection: &Selection,
    compare: &[Compare],
) -> Result<Figure, QueryError> {
    let (num, den) = amounts(generation, indicator, period, selection)?;
    // A score is of today, whatever the period: it is known as soon as there are facts.
    let known = knows(generation, period) || indicator.is_risk() && generation.span().is_some();
    let (value, status) = value_of(num, den, known);
    let mut figure =
        Figure { indicator: indicator.id.clone(), num, den, value, status, ..Figure::default() };
    if indicator.bounded && den.is_some_and(|den| den > 0 && num > den) {
        figure.marks.push("W_RATE_OVER_100".to_owned());
    }
    let last_day = period.end.plus(-1).min(generation.cutoff_day());
    if let (Some(target), Some(den)) = (indicator.target_on(last_day), den) {
        figure.target = gap(generation, indicator, target, num, den);
    }
    for compare in compare {
        let earlier = earlier(generation, period, *compare);
        // For a year, the period before is the same period last year: one comparison, not two.
        if *compare == Compare::Mom && earlier == self::earlier(generation, period, Compare::Yoy) {
            continue;
        }
        let change = change(generation, indicator, earlier, selection, (num, den))?;
        figure.compare.insert(compare.as_str().to_owned(), change);
    }
    Ok(figure)
}

/// Numerator and denominator.
pub(super) fn amounts(
    generation: &Generation,
    indicator: &Indicator,
    period: Period,
    selection: &Selection,
) -> Result<(i64, Option<i64>), QueryError> {
    let num = amount::of(generation, indicator, Side::Num, period, selection)?.unwrap_or(0);
    let den = amount::of(generation, indicator, Side::Den, period, selection)?;
    Ok((num, den))
}

/// Whether anything is known of a period: it begins before the cut-off and ends after the first fact.
pub(super) fn knows(generation: &Generation, period: Period) -> bool {
    generation.span().is_some_and(|(first, last)| period.start <= last && period.end > first)
}

/// The printed value and why there may be none.
pub(super) fn value_of(num: i64, den: Option<i64>, known: bool) -> (Option<String>, Status) {
    match den {
        _ if !known => (None, Status::NoData),
        None => (Some(num.to_string()), Status::Ok),
        Some(den) => match Ratio::new(num, den) {
            None => (None, Status::NoBase),
            Some(ratio) => {
                let status = if den < SMALL_BASE { Status::SmallBase } else { Status::Ok };
                (Some(ratio.rounded(6).to_string()), status)
            }
        },
    }
}

fn earlier(generation: &Generation, period: Period, compare: Compare) -> Period {
    let passed = elapsed(generation, period);
    match compare {
        Compare::Yoy => passed.year_before(),
        Compare::Mom => {
            let whole = period.before();
            let days = passed.days().min(whole.days());
            if passed == period {
                whole
            } else {
                Period::between(whole.start, whole.start.plus(days)).unwrap_or(whole)
            }
        }
    }
}

fn change(
    generation: &Generation,
    indicator: &Indicator,
    earlier: Period,
    selection: &Selection,
    now: (i64, Option<i64>),
) -> Result<Change, QueryError> {
    let period = earlier.to_string();
    // A snapshot has no past here, and what was never delivered cannot be compared with.
    if indicator.is_risk() || !knows(generation, earlier) {
        return Ok(Change { period, ..Change::default() });
    }
    let (num, den) = amounts(generation, indicator, earlier, selection)?;
    let (value, _) = value_of(num, den, true);
    Ok(Change { period, num, den, value, delta: delta(now, (num, den)) })
}

/// Percentage points for ratios, per cent for counts; from exact integers, rounded once.
fn delta(
    (num, den): (i64, Option<i64>),
    (num_then, den_then): (i64, Option<i64>),
) -> Option<String> {
    let points = |num: i128, den: i128| {
        let (num, den) = (i64::try_from(num).ok()?, i64::try_from(den).ok()?);
        Some(Ratio::new(num, den)?.percent().to_string())
    };
    let wide = i128::from;
    match (den, den_then) {
        (Some(den), Some(den_then)) if den > 0 && den_then > 0 => {
            let top = wide(num) * wide(den_then) - wide(num_then) * wide(den);
            points(top, wide(den) * wide(den_then))
        }
        (None, None) if num_then > 0 => points(wide(num) - wide(num_then), wide(num_then)),
        _ => None,
    }
}

fn gap(
    generation: &Generation,
    indicator: &Indicator,
    target: &Target,
    num: i64,
    den: i64,
) -> Option<TargetGap> {
    let ratio = Ratio::new(num, den)?;
    let met = meets(ratio, target);
    let distance = {
        let scale = 10_i64.checked_pow(target.value.scale)?;
        let top =
            i128::from(target.value.units) * i128::from(den) - i128::from(num) * i128::from(scale);
        let bottom = i128::from(den) * i128::from(scale);
        Ratio::new(i64::try_from(top).ok()?, i64::try_from(bottom).ok()?)?.percent().to_string()
    };
    let needed = if met { 0 } else { needed(generation, indicator, target, num, den) };
    Some(TargetGap { target: target.clone(), met, gap_points: distance, needed })
}

/// Whether the exact ratio reaches the target (rule R1).
pub(super) fn meets(ratio: Ratio, target: &Target) -> bool {
    let order = ratio.cmp_decimal(target.value);
    match target.op {
        Op::Above => order.is_gt(),
        Op::AtLeast => order.is_ge(),
        Op::Below => order.is_lt(),
        Op::AtMost => order.is_le(),
    }
}

/// How many more facts on the numerator's side reach a lower bound. Acts add to both sides; what is due is
/// due already and only moves into the numerator.
fn needed(
    generation: &Generation,
    indicator: &Indicator,
    target: &Target,
    num: i64,
    den: i64,
) -> i64 {
    let Decimal { units, scale } = target.value;
    let whole = 10_i128.pow(scale);
    let strict = i128::from(target.op == Op::Above);
    if !matches!(target.op, Op::Above | Op::AtLeast) {
        return 0;
    }
    let term = indicator.numerator.terms.first();
    let date = term
        .and_then(|term| generation.catalogue.measure(term.measure))
        .map(|measure| measure.date);
    let step = if date == Some(DateField::Finished) { whole - i128::from(units) } else { whole };
    if step <= 0 {
        return 0;
    }
    let short = i128::from(units) * i128::from(den) - i128::from(num) * whole;
    // The smallest x with x·step > short, or >= short.
    let x = (short + strict).div_euclid(step) + i128::from((short + strict).rem_euclid(step) != 0);
    i64::try_from(x.max(0)).unwrap_or(i64::MAX)
}

/// Gives ranks 1, 2, 2, 4 by exact values; units without a base, or not to be compared, get none.
pub(super) fn rank(indicator: &Indicator, rows: &mut [Figure], compared: impl Fn(&Figure) -> bool) {
    if !indicator.ranked {
        return;
    }
    let ratio_of = |row: &Figure| Ratio::new(row.num, row.value.as_ref().and(row.den)?);
    let ratios: Vec<Option<Ratio>> =
        rows.iter().map(|row| if compared(row) { ratio_of(row) } else { None }).collect();
    for (row, own) in rows.iter_mut().zip(&ratios) {
        let Some(own) = own else { continue };
        let better = ratios.iter().flatten().filter(|other| match indicator.direction {
            Direction::Down => *other < own,
            Direction::Up | Direction::Neutral => *other > own,
        });
        row.rank = u32::try_from(better.count() + 1).ok();
    }
}

/// Name of a specialty or method slot.
pub(super) fn specialty_name(number: i32) -> (String, String) {
    let code = format!("{number:02}");
    let name = Specialty::parse(&code).map_or("未标专业", Specialty::zh);
    (code, name.to_owned())
}

pub(super) fn method_name(number: i32) -> (String, String) {
    let at = usize::try_from(number - 1).ok();
    let method = at.and_then(|at| Method::ALL.get(at));
    method.map_or_else(
        || ("ONSITE".to_owned(), "现场及其他".to_owned()),
        |method| (method.as_str().to_owned(), method.zh().to_owned()),
    )
}

/// Fixed class breaks of an indicator on the map, in the unit of its value: its own, else those of its unit.
pub(super) fn breaks(indicator: &Indicator) -> Vec<String> {
    if !indicator.breaks.is_empty() {
        return indicator.breaks.clone();
    }
    let usual: &[&str] = match indicator.unit {
        UnitOfValue::Percent => &["0.20", "0.40", "0.50", "0.60", "0.70", "0.80"],
        UnitOfValue::Points => &["15", "20", "25", "30", "35", "40"],
        _ => &["100", "300", "1000", "3000", "10000", "30000"],
    };
    usual.iter().map(|text| (*text).to_owned()).collect()
}
