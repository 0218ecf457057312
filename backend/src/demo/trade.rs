//! Specialties and kinds of entity in the demo: weights, seasons, and words for names.
//!
//! Twelve of the specialties are in use. Names are put together from fortunate words and a kind, carry
//! no person's name, and belong to nobody.

/// A kind of entity within a specialty.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trade {
    /// Specialty code.
    pub(super) specialty: &'static str,
    /// `entity_type` of the record and the end of the entity's name.
    pub(super) kind: &'static str,
    /// Entities, relative.
    pub(super) weight: f64,
    /// Inspections in each month, relative to the busiest (100).
    pub(super) months: &'static [u8; 12],
    /// Complaints, relative to the most complained about (100).
    pub(super) complaints: u8,
    /// Shares of inherent class Ⅰ and Ⅱ in percent; the rest is Ⅲ.
    pub(super) classes: (u8, u8),
}

const EVEN: &[u8; 12] = &[55, 40, 70, 75, 75, 75, 70, 70, 75, 65, 75, 70];
const SUMMER: &[u8; 12] = &[10, 8, 12, 15, 30, 75, 100, 95, 40, 15, 10, 10];
const SCHOOL: &[u8; 12] = &[15, 20, 90, 60, 55, 35, 10, 25, 100, 60, 50, 35];
const WATER: &[u8; 12] = &[45, 35, 60, 65, 75, 95, 100, 95, 75, 60, 55, 50];

macro_rules! trades {
    ($( $specialty:literal $kind:literal $weight:literal $months:ident $complaints:literal $classes:expr; )+) => {
        &[$( Trade {
            specialty: $specialty,
            kind: $kind,
            weight: $weight,
            months: $months,
            complaints: $complaints,
            classes: $classes,
        }, )+]
    };
}

pub(super) const TRADES: &[Trade] = trades! {
    "01" "综合门诊部" 7.0 EVEN 45 (30, 50);
    "01" "社区卫生服务站" 6.0 EVEN 15 (10, 60);
    "01" "诊所" 8.0 EVEN 60 (25, 55);
    "01" "医院" 1.5 EVEN 80 (70, 30);
    "02" "医院感染管理科" 2.0 EVEN 15 (50, 40);
    "02" "预防接种门诊" 2.0 EVEN 20 (40, 50);
    "03" "美容美发店" 14.0 EVEN 25 (3, 25);
    "03" "宾馆" 8.0 EVEN 35 (8, 50);
    "03" "游泳馆" 2.2 SUMMER 100 (55, 40);
    "03" "健身中心" 3.0 EVEN 40 (5, 40);
    "03" "影城" 1.5 EVEN 15 (3, 30);
    "03" "商场" 2.5 EVEN 10 (5, 35);
    "03" "浴场" 2.0 EVEN 45 (20, 55);
    "04" "二次供水站" 7.0 WATER 30 (20, 60);
    "04" "水厂" 0.4 WATER 40 (90, 10);
    "05" "小学" 4.5 SCHOOL 12 (10, 60);
    "05" "中学" 3.5 SCHOOL 10 (10, 60);
    "06" "影像诊断中心" 3.0 EVEN 12 (45, 45);
    "07" "机械制造厂" 2.5 EVEN 12 (35, 45);
    "07" "印刷厂" 2.5 EVEN 15 (30, 50);
    "08" "消毒用品厂" 1.0 EVEN 10 (40, 45);
    "09" "餐具消毒中心" 0.5 EVEN 35 (50, 40);
    "11" "托育园" 3.0 EVEN 25 (15, 60);
    "16" "医疗美容门诊部" 2.5 EVEN 90 (60, 35);
    "17" "口腔门诊部" 5.0 EVEN 50 (30, 55);
};

/// First and second parts of an entity's name.
pub(super) const FIRST: &[&str] = &[
    "丽泽", "和畅", "清源", "云锦", "朝华", "瑞霖", "宁远", "景明", "嘉禾", "永澄", "安澜", "晴川",
    "福泽", "康宁", "恒泰", "松鹤", "春晖", "金穗", "碧波", "听雨", "望山", "明德", "致和", "兰亭",
    "启航", "星河", "长乐", "同心", "百草", "玉泉",
];
pub(super) const SECOND: &[&str] = &[
    "", "", "", "东苑", "西苑", "南里", "北里", "新城", "家园", "广场", "天地", "里仁", "华府",
    "大观", "一品", "优选", "佳美", "仁济", "惠民", "天成", "汇通", "乐活", "智选", "雅集", "方舟",
    "时代",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn twelve_specialties_are_in_use_and_pools_live_in_summer() {
        let specialties: BTreeSet<_> = TRADES.iter().map(|trade| trade.specialty).collect();
        assert_eq!(specialties.len(), 12);
        let pool = TRADES.iter().find(|trade| trade.kind == "游泳馆").unwrap();
        assert!(pool.months[6] > 5 * pool.months[0]);
    }

    #[test]
    fn words_never_need_quoting() {
        let kinds = TRADES.iter().map(|trade| trade.kind);
        for word in kinds.chain(FIRST.iter().copied()).chain(SECOND.iter().copied()) {
            assert!(!word.contains([',', '"', '\n', '\r']), "{word}");
        }
    }
}
