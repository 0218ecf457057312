//! Cells against the unit's own number: display must agree with accounting, and the screen shows it.

use domain::cells::CellFrame;
use domain::wire::Attribution;

use crate::format;
use crate::layer::Layer;
use crate::text::{DOT, Lang, Text};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reconciled {
    pub(crate) words: String,
    pub(crate) agrees: bool,
}

/// Σ hexes + not located = unit, by place or by who is responsible. Scores are told by the entities that carry them, and checked by both.
pub(crate) fn reconcile(lang: Lang, layer: Layer, unit: &str, frame: &CellFrame) -> Reconciled {
    let sum: i64 = frame.num.iter().sum();
    let base: i64 = frame.den.iter().sum();
    let agrees = sum + frame.unlocated.0 == frame.total.0
        && (frame.den.is_empty() || base + frame.unlocated.1 == frame.total.1);
    let told = match layer {
        Layer::Risk => [base, frame.unlocated.1, frame.total.1].map(|it| it / 1000),
        _ => [sum, frame.unlocated.0, frame.total.0],
    };
    let [cells, unlocated, total] = told.map(format::count);
    let (hexes, rest) = (lang.say(Text::Hexes), lang.say(Text::Unlocated));
    let by = match frame.at {
        Attribution::Location => Text::ByPlaceShort,
        Attribution::Org => Text::ByOrg,
    };
    let by = lang.say(by);
    let sign = if agrees { "✓" } else { "✗" };
    let equals = if agrees { "=" } else { "≠" };
    Reconciled {
        words: format!(
            "{by}{DOT}{hexes} {cells} + {rest} {unlocated} {equals} {unit} {total} {sign}"
        ),
        agrees,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(total: i64) -> CellFrame {
        CellFrame {
            num: vec![10, 20],
            unlocated: (3, 0),
            total: (total, 0),
            ..CellFrame::default()
        }
    }

    #[test]
    fn cells_and_what_is_not_located_make_the_unit() {
        let told = reconcile(Lang::Zh, Layer::Workload, "北京市", &frame(33));
        assert_eq!(told.words, "按承办机构 · Σ六边形 30 + 未落点 3 = 北京市 33 ✓");
        assert!(told.agrees);
    }

    #[test]
    fn a_difference_is_shown_not_hidden() {
        let told = reconcile(Lang::Zh, Layer::Workload, "北京市", &frame(34));
        assert_eq!(told.words, "按承办机构 · Σ六边形 30 + 未落点 3 ≠ 北京市 34 ✗");
        assert!(!told.agrees);
    }

    #[test]
    fn risk_is_told_in_entities_and_checked_in_scores_too() {
        let mut frame = CellFrame { at: Attribution::Location, ..frame(33) };
        frame.den = vec![1000, 2000];
        frame.unlocated.1 = 1000;
        frame.total.1 = 4000;
        assert_eq!(
            reconcile(Lang::Zh, Layer::Risk, "北京市", &frame).words,
            "按地点 · Σ六边形 3 + 未落点 1 = 北京市 4 ✓"
        );
        frame.total.0 += 1;
        assert!(!reconcile(Lang::Zh, Layer::Risk, "北京市", &frame).agrees);
    }
}
