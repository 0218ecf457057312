//! Exact ratios: figures are compared as integers and rounded only for the eye.
//!
//! Domain rules R1 (以上 is `>=`, 超过 is `>`; compare the exact ratio), R5 (a parent's ratio is the ratio
//! of the sums), R6 (no base is not zero) and R9 (round half away from zero). Nothing here is floating point.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A numerator over a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ratio {
    pub num: i64,
    den: i64,
}

/// An exact decimal: `units / 10^scale`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    pub units: i64,
    pub scale: u32,
}

/// Text that is not a plain decimal such as `0.60`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a decimal such as 0.60 with at most 9 places")]
pub struct DecimalError(pub String);

impl Ratio {
    /// `None` where the base is zero or negative: such a figure is `NO_BASE`, never 0 or 100 %.
    pub fn new(num: i64, den: i64) -> Option<Self> {
        (den > 0).then_some(Self { num, den })
    }

    pub fn den(self) -> i64 {
        self.den
    }

    /// How the exact ratio stands to an exact decimal.
    pub fn cmp_decimal(self, other: Decimal) -> Ordering {
        let left = i128::from(self.num) * power_of_ten(other.scale);
        let right = i128::from(other.units) * i128::from(self.den);
        left.cmp(&right)
    }

    /// The value with `places` decimals, rounded half away from zero.
    pub fn rounded(self, places: u32) -> Decimal {
        let scaled = i128::from(self.num) * power_of_ten(places);
        let units = divide_half_away(scaled, i128::from(self.den));
        Decimal { units: i64::try_from(units).unwrap_or(i64::MAX), scale: places }
    }

    /// Per cent with two decimals, as every screen prints it: `59.996 %` prints `60.00`.
    pub fn percent(self) -> Decimal {
        let scaled = i128::from(self.num) * 10_000;
        let units = divide_half_away(scaled, i128::from(self.den));
        Decimal { units: i64::try_from(units).unwrap_or(i64::MAX), scale: 2 }
    }

    pub fn as_f64(self) -> f64 {
        self.num as f64 / self.den as f64
    }
}

impl Ord for Ratio {
    fn cmp(&self, other: &Self) -> Ordering {
        let left = i128::from(self.num) * i128::from(other.den);
        left.cmp(&(i128::from(other.num) * i128::from(self.den)))
    }
}

impl PartialOrd for Ratio {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Decimal {
    /// The same value with `places` decimals, rounded half away from zero.
    #[must_use]
    pub fn round(self, places: u32) -> Self {
        if places >= self.scale {
            let factor = i64::try_from(power_of_ten(places - self.scale)).unwrap_or(i64::MAX);
            return Self { units: self.units.saturating_mul(factor), scale: places };
        }
        let divisor = power_of_ten(self.scale - places);
        let units = divide_half_away(i128::from(self.units), divisor);
        Self { units: i64::try_from(units).unwrap_or(i64::MAX), scale: places }
    }

    /// This decimal times a count, rounded up to a whole number: how many are needed to reach a share.
    pub fn ceil_times(self, count: i64) -> i64 {
        let product = i128::from(self.units) * i128::from(count);
        let whole = product.div_euclid(power_of_ten(self.scale));
        let exact = product.rem_euclid(power_of_ten(self.scale)) == 0;
        i64::try_from(whole + i128::from(!exact)).unwrap_or(i64::MAX)
    }

    pub fn as_f64(self) -> f64 {
        self.units as f64 / power_of_ten(self.scale) as f64
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.units < 0 { "-" } else { "" };
        let divisor = power_of_ten(self.scale).unsigned_abs();
        let units = u128::from(self.units.unsigned_abs());
        let width = usize::try_from(self.scale).unwrap_or(0);
        if self.scale == 0 {
            return write!(f, "{sign}{units}");
        }
        write!(f, "{sign}{}.{:0width$}", units / divisor, units % divisor)
    }
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let refuse = || DecimalError(text.to_owned());
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        let scale = u32::try_from(places.len()).ok().ok_or_else(refuse)?;
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if scale > 9 || !plain(places) || !plain(whole.trim_start_matches('-')) || whole.is_empty()
        {
            return Err(refuse());
        }
        let units = format!("{whole}{places}").parse().ok().ok_or_else(refuse)?;
        Ok(Self { units, scale })
    }
}

impl TryFrom<String> for Decimal {
    type Error = DecimalError;

    fn try_from(text: String) -> Result<Self, DecimalError> {
        text.parse()
    }
}

impl From<Decimal> for String {
    fn from(decimal: Decimal) -> Self {
        decimal.to_string()
    }
}

fn power_of_ten(exponent: u32) -> i128 {
    10_i128.saturating_pow(exponent)
}

/// Integer division, half away from zero; `den` is positive.
fn divide_half_away(num: i128, den: i128) -> i128 {
    let magnitude = (num.abs() * 2 + den) / (den * 2);
    if num < 0 { -magnitude } else { magnitude }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ratio(num: i64, den: i64) -> Ratio {
        Ratio::new(num, den).unwrap()
    }

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn hard_case_01_the_exact_ratio_decides_not_the_printed_one() {
        let share = ratio(59_996, 100_000);
        assert_eq!(share.percent().to_string(), "60.00");
        assert_eq!(share.cmp_decimal(decimal("0.60")), Ordering::Less);
        assert_eq!(ratio(60_004, 100_000).cmp_decimal(decimal("0.60")), Ordering::Greater);
        assert_eq!(ratio(96, 100).cmp_decimal(decimal("0.96")), Ordering::Equal);
    }

    #[test]
    fn hard_case_02_a_parent_is_the_ratio_of_sums_not_the_mean_of_ratios() {
        let parent = ratio(1 + 90, 2 + 100);
        assert_eq!(parent.percent().to_string(), "89.22");
    }

    #[test]
    fn hard_case_16_halves_round_away_from_zero() {
        assert_eq!(decimal("17.665").round(2).to_string(), "17.67");
        assert_eq!(decimal("12.795").round(2).to_string(), "12.80");
        assert_eq!(decimal("-12.795").round(2).to_string(), "-12.80");
    }

    #[test]
    fn published_shares_of_guangxi_and_jiangsu_come_out_as_printed() {
        let printed = |num, den| ratio(num, den).percent().to_string();
        assert_eq!(
            [printed(24, 193), printed(154, 193), printed(15, 193)],
            ["12.44", "79.79", "7.77"]
        );
        assert_eq!([printed(17_447, 20_507), printed(12_592, 13_600)], ["85.08", "92.59"]);
        assert_eq!([printed(843, 861), printed(125, 141)], ["97.91", "88.65"]);
    }

    #[test]
    fn a_zero_base_has_no_ratio() {
        assert_eq!(Ratio::new(0, 0), None);
    }

    #[test]
    fn six_places_travel_on_the_wire() {
        assert_eq!(ratio(123, 456).rounded(6).to_string(), "0.269737");
    }

    proptest! {
        #[test]
        fn ordering_agrees_with_cross_multiplication(a in 0..10_000_i64, b in 1..10_000_i64, c in 0..10_000_i64, d in 1..10_000_i64) {
            prop_assert_eq!(ratio(a, b).cmp(&ratio(c, d)), (a * d).cmp(&(c * b)));
        }

        #[test]
        fn a_decimal_prints_as_it_was_written(units in -1_000_000_i64..1_000_000, scale in 0_u32..6) {
            let written = Decimal { units, scale };
            prop_assert_eq!(written.to_string().parse::<Decimal>().unwrap(), written);
        }
    }
}
