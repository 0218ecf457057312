//! Explainable entity risk: eight factors, their weights, and contributions that add up exactly.
//!
//! `R = Σ w_k·s_k`, `Σ w_k = 100`, every `s_k` in `[0, 1]` (domain §6.1; all weights `[PROP]`). The inspector is
//! no factor, on purpose (domain §6.4): this is 风险线索, not a prediction. A factor nobody can observe, such
//! as alarms where there is no device, is excluded and the others are rescaled to 100.

use serde::{Deserialize, Serialize};

/// The eight factors in the order they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Factor {
    InherentClass,
    Violations,
    OverdueRectification,
    Complaints,
    Grade,
    Alarms,
    SinceInspection,
    Neighbourhood,
}

impl Factor {
    pub const ALL: [Self; 8] = [
        Self::InherentClass,
        Self::Violations,
        Self::OverdueRectification,
        Self::Complaints,
        Self::Grade,
        Self::Alarms,
        Self::SinceInspection,
        Self::Neighbourhood,
    ];

    /// Weight out of 100.
    pub fn weight(self) -> f64 {
        match self {
            Self::InherentClass | Self::Complaints | Self::Alarms => 15.0,
            Self::Violations => 25.0,
            Self::OverdueRectification | Self::Grade => 10.0,
            Self::SinceInspection | Self::Neighbourhood => 5.0,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::InherentClass => "inherent_class",
            Self::Violations => "violations",
            Self::OverdueRectification => "overdue_rectification",
            Self::Complaints => "complaints",
            Self::Grade => "grade",
            Self::Alarms => "alarms",
            Self::SinceInspection => "since_inspection",
            Self::Neighbourhood => "neighbourhood",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::InherentClass => "固有风险",
            Self::Violations => "违法历史",
            Self::OverdueRectification => "逾期整改",
            Self::Complaints => "投诉举报",
            Self::Grade => "信用与量化等级",
            Self::Alarms => "在线预警",
            Self::SinceInspection => "检查间隔",
            Self::Neighbourhood => "周边投诉",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Self::InherentClass => "Inherent class",
            Self::Violations => "Violation history",
            Self::OverdueRectification => "Overdue rectification",
            Self::Complaints => "Complaints",
            Self::Grade => "Credit or hygiene grade",
            Self::Alarms => "Online alarms",
            Self::SinceInspection => "Time since last inspection",
            Self::Neighbourhood => "Neighbourhood",
        }
    }
}

/// What is known of one entity at one day.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Inputs {
    /// 1, 2 or 3 for Ⅰ, Ⅱ, Ⅲ; 0 where no class is recorded (taken as Ⅱ).
    pub risk_class: u8,
    /// `V = Σ sev·2^(−age/365)`, severities 1, 2, 4.
    pub violations: f64,
    pub overdue: u32,
    /// `C = Σ v·2^(−age/180)`.
    pub complaints: f64,
    /// `A`, `B`, `C`, `D`, or any other byte for none.
    pub grade: u8,
    /// `A = Σ level·2^(−age/30)`; `None` without a device.
    pub alarms: Option<f64>,
    /// Days since the last completed inspection; `None` when there was none.
    pub days_since: Option<u32>,
    /// Percentile of complaint heat at the entity's point, in `[0, 1]`.
    pub neighbourhood: f64,
}

/// R and its contributions in thousandths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    pub milli: i64,
    /// In the order of [`Factor::ALL`]; they add up to `milli` exactly.
    pub contributions: [i64; 8],
}

/// Bands of R (domain §6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Band {
    /// 低, below 30.
    Blue,
    /// 一般, 30 to below 60.
    Yellow,
    /// 较大, 60 to below 80.
    Orange,
    /// 重大, 80 and above.
    Red,
}

impl Inputs {
    /// `s_k` of a factor, in `[0, 1]`; `None` where the factor is excluded.
    pub fn scale(&self, factor: Factor) -> Option<f64> {
        Some(match factor {
            Factor::InherentClass => match self.risk_class {
                1 => 1.0,
                3 => 0.2,
                _ => 0.5,
            },
            Factor::Violations => (self.violations / 6.0).min(1.0),
            Factor::OverdueRectification => (f64::from(self.overdue) / 2.0).min(1.0),
            Factor::Complaints => (self.complaints / 3.0).min(1.0),
            Factor::Grade => match self.grade {
                b'A' => 0.0,
                b'B' => 1.0 / 3.0,
                b'C' => 2.0 / 3.0,
                b'D' => 1.0,
                _ => 0.5,
            },
            Factor::Alarms => (self.alarms? / 8.0).min(1.0),
            Factor::SinceInspection => {
                self.days_since.map_or(1.0, |days| (f64::from(days) / 730.0).min(1.0))
            }
            Factor::Neighbourhood => self.neighbourhood.clamp(0.0, 1.0),
        })
    }

    /// Weight of a factor after excluded ones were taken out, out of 100.
    pub fn weight(&self, factor: Factor) -> f64 {
        let applicable = Factor::ALL.into_iter().filter(|factor| self.scale(*factor).is_some());
        let total: f64 = applicable.map(Factor::weight).sum();
        if self.scale(factor).is_some() { factor.weight() * 100.0 / total } else { 0.0 }
    }

    pub fn score(&self) -> Score {
        let scales = Factor::ALL.map(|factor| (factor, self.scale(factor)));
        let applicable = scales.iter().filter(|(_, scale)| scale.is_some());
        let total: f64 = applicable.map(|(factor, _)| factor.weight()).sum();
        let exact = scales.map(|(factor, scale)| {
            scale.map_or(0.0, |scale| factor.weight() * 100.0 / total * scale * 1000.0)
        });
        add_up(exact)
    }
}

/// Rounds the total, then gives each part its floor and the largest remainders the missing thousandths.
fn add_up(exact: [f64; 8]) -> Score {
    let milli = whole(exact.iter().sum::<f64>().round());
    let mut contributions = exact.map(|part| whole(part.floor()));
    let mut order = [0, 1, 2, 3, 4, 5, 6, 7];
    order.sort_by(|left: &usize, right: &usize| {
        exact[*right].fract().total_cmp(&exact[*left].fract())
    });
    let missing = milli - contributions.iter().sum::<i64>();
    for at in order.into_iter().cycle().take(usize::try_from(missing).unwrap_or(0)) {
        contributions[at] += 1;
    }
    Score { milli, contributions }
}

#[expect(clippy::cast_possible_truncation, reason = "scores lie in 0 to 100 000 thousandths")]
fn whole(value: f64) -> i64 {
    value as i64
}

impl Score {
    pub fn band(self) -> Band {
        match self.milli {
            80_000.. => Band::Red,
            60_000.. => Band::Orange,
            30_000.. => Band::Yellow,
            _ => Band::Blue,
        }
    }
}

impl Band {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
        }
    }

    pub fn zh(self) -> &'static str {
        match self {
            Self::Blue => "低",
            Self::Yellow => "一般",
            Self::Orange => "较大",
            Self::Red => "重大",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Self::Blue => "Low",
            Self::Yellow => "Moderate",
            Self::Orange => "High",
            Self::Red => "Major",
        }
    }

    /// The band of a code; `None` for any other text.
    pub fn parse(code: &str) -> Option<Self> {
        let all = [Self::Blue, Self::Yellow, Self::Orange, Self::Red];
        all.into_iter().find(|band| band.as_str() == code)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn weights_add_up_to_a_hundred() {
        assert!((Factor::ALL.map(Factor::weight).iter().sum::<f64>() - 100.0).abs() < 1e-9);
    }

    #[test]
    fn without_a_device_the_other_seven_factors_carry_the_whole_hundred() {
        let worst = Inputs {
            risk_class: 1,
            violations: 60.0,
            overdue: 9,
            complaints: 30.0,
            grade: b'D',
            alarms: None,
            days_since: None,
            neighbourhood: 1.0,
        };
        assert_eq!(worst.score().milli, 100_000);
        assert_eq!(worst.score().contributions[5], 0);
        assert_eq!(Inputs { alarms: Some(0.0), ..worst }.score().milli, 85_000);
        assert_eq!(worst.score().band(), Band::Red);
    }

    #[test]
    fn a_computed_example_gives_the_score_worked_out_by_hand() {
        // 15·0.5 + 25·(3/6) + 10·(1/2) + 15·(1.5/3) + 10·(1/3) + 0 + 5·(365/730) + 5·0.4 = 40.333…, of 85 → 47.451
        let entity = Inputs {
            risk_class: 2,
            violations: 3.0,
            overdue: 1,
            complaints: 1.5,
            grade: b'B',
            alarms: None,
            days_since: Some(365),
            neighbourhood: 0.4,
        };
        assert_eq!(entity.score().milli, 47_451);
        assert_eq!(entity.score().band(), Band::Yellow);
    }

    proptest! {
        #[test]
        fn contributions_add_up_to_the_score_exactly(
            class in 0_u8..4, v in 0.0..20.0_f64, n in 0_u32..5, c in 0.0..9.0_f64,
            grade in prop::sample::select(b"ABCD-".to_vec()), days in prop::option::of(0_u32..2000),
            alarms in prop::option::of(0.0..20.0_f64), near in 0.0..1.0_f64,
        ) {
            let inputs = Inputs { risk_class: class, violations: v, overdue: n, complaints: c, grade, alarms, days_since: days, neighbourhood: near };
            let score = inputs.score();
            prop_assert_eq!(score.contributions.iter().sum::<i64>(), score.milli);
            prop_assert!((0..=100_000).contains(&score.milli));
            prop_assert!(score.contributions.iter().all(|part| *part >= 0));
        }
    }
}
