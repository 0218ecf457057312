//! The sentence under a card's bar: how far to its target, or what is open.

use std::cmp::Ordering;

use domain::indicator::Direction;
use domain::period::Period;
use domain::wire::{Figure, IndicatorEntry, TargetGap};

use crate::face::Piece;
use crate::face::card::status;
use crate::format;
use crate::text::{DOT, Lang, Text};

/// The sentence under the bar: how far to the target, counted in records.
///
/// A target is counted in records only in the period that ends with its day: nothing can be added to another.
pub(crate) fn sentence(
    lang: Lang,
    figure: &Figure,
    entry: &IndicatorEntry,
    period: Period,
) -> Vec<Piece> {
    if figure.value.is_none() {
        return vec![Piece::plain(status(lang, figure).unwrap_or_default())];
    }
    match (&figure.target, entry.direction, figure.den) {
        (Some(gap), ..) if period.contains(gap.target.by) => target_sentence(lang, gap, &entry.id),
        (Some(gap), ..) => distance_sentence(lang, gap),
        (None, Direction::Neutral, _) => vec![Piece::plain(lang.say(Text::Reference))],
        (None, Direction::Up, Some(den)) => open_sentence(lang, den - figure.num, &entry.id),
        (None, ..) => Vec::new(),
    }
}

fn target_sentence(lang: Lang, gap: &TargetGap, indicator: &str) -> Vec<Piece> {
    let (lead, points) = distance(lang, gap);
    let counted = format::counted(lang, indicator);
    match (lang, gap.met) {
        (Lang::Zh, true) => {
            vec![
                lead,
                Piece::plain("已达，高出 "),
                Piece::counts(points),
                Piece::plain(" 个百分点"),
            ]
        }
        (Lang::En, true) => {
            vec![lead, Piece::plain("met by "), Piece::counts(points), Piece::plain(" pp")]
        }
        (_, false) if gap.needed <= 0 => {
            let (before, after) =
                if lang == Lang::Zh { ("还差 ", " 个百分点") } else { ("", " pp to go") };
            vec![lead, Piece::plain(before), Piece::counts(points), Piece::plain(after)]
        }
        (Lang::Zh, false) => {
            let needed = format::count(gap.needed);
            vec![
                lead,
                Piece::plain("还需 "),
                Piece::counts(needed),
                Piece::plain(format!(" {counted}")),
            ]
        }
        (Lang::En, false) => {
            let needed = format::count(gap.needed);
            vec![lead, Piece::counts(needed), Piece::plain(format!(" more {counted}"))]
        }
    }
}

/// The target's own words, and the percentage points to it.
fn distance(lang: Lang, gap: &TargetGap) -> (Piece, String) {
    let words = lang.named(&gap.target.words, &gap.target.words_en);
    let points = gap.gap_points.trim_start_matches(['-', '−', '+']).to_owned();
    (Piece::plain(format!("{words}{DOT}")), points)
}

/// How this period compares with a target of another.
fn distance_sentence(lang: Lang, gap: &TargetGap) -> Vec<Piece> {
    let (lead, points) = distance(lang, gap);
    let (before, after) = match (lang, gap.met) {
        (Lang::Zh, true) => ("本期高出 ", " 个百分点"),
        (Lang::Zh, false) => ("本期低 ", " 个百分点"),
        (Lang::En, true) => ("this period ", " pp above"),
        (Lang::En, false) => ("this period ", " pp below"),
    };
    vec![lead, Piece::plain(before), Piece::counts(points), Piece::plain(after)]
}

/// What the rest of a base is, where it has a name of its own.
fn rest_of(indicator: &str) -> (&'static str, &'static str) {
    match indicator {
        "I02" | "I02b" => ("现场检查", "on site"),
        "I03" => ("未覆盖", "not covered"),
        "I05" => ("未执行", "not executed"),
        "I05b" => ("未按期", "not on time"),
        "I35" => ("未按期办结", "not closed on time"),
        _ => ("其余", "remaining"),
    }
}

/// Without a target: what is missing to the whole.
fn open_sentence(lang: Lang, open: i64, indicator: &str) -> Vec<Piece> {
    let counted = format::counted(lang, indicator);
    let (zh, en) = rest_of(indicator);
    match (open.cmp(&0), lang) {
        (Ordering::Less | Ordering::Equal, Lang::Zh) => vec![Piece::plain("全部完成")],
        (Ordering::Less | Ordering::Equal, Lang::En) => vec![Piece::plain("all done")],
        (Ordering::Greater, Lang::Zh) => {
            vec![
                Piece::plain(format!("{zh} ")),
                Piece::counts(format::count(open)),
                Piece::plain(format!(" {counted}")),
            ]
        }
        (Ordering::Greater, Lang::En) => {
            vec![Piece::counts(format::count(open)), Piece::plain(format!(" {counted} {en}"))]
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::indicator::{Op, Target, TargetKind};

    use super::*;
    use crate::face::card::tests as card;

    fn gap(met: bool, gap_points: &str, needed: i64) -> TargetGap {
        let target = Target {
            op: Op::Above,
            value: "0.60".parse().unwrap(),
            by: "2026-12-31".parse().unwrap(),
            kind: TargetKind::Required,
            words: "2026 年底超过 60%".to_owned(),
            words_en: "Above 60% by the end of 2026".to_owned(),
        };
        TargetGap { target, met, gap_points: gap_points.to_owned(), needed }
    }

    fn figure(num: i64, den: i64, target: Option<TargetGap>) -> Figure {
        Figure { target, ..card::figure(num, den) }
    }

    fn said(lang: Lang, figure: &Figure, direction: Direction) -> String {
        said_in("2026", lang, figure, direction)
    }

    fn said_in(period: &str, lang: Lang, figure: &Figure, direction: Direction) -> String {
        let pieces = sentence(lang, figure, &card::entry(direction), period.parse().unwrap());
        pieces.into_iter().map(|it| it.text).collect()
    }

    #[test]
    fn a_missed_target_says_how_many_more_records_reach_it() {
        let figure = figure(41_326, 70_282, Some(gap(false, "1.20", 844)));
        assert_eq!(said(Lang::Zh, &figure, Direction::Up), "2026 年底超过 60% · 还需 844 户次");
        assert_eq!(
            said(Lang::En, &figure, Direction::Up),
            "Above 60% by the end of 2026 · 844 more visits"
        );
    }

    #[test]
    fn hard_case_01_a_share_that_prints_60_but_is_below_still_needs_records() {
        let figure = figure(59_996, 100_000, Some(gap(false, "0.00", 5)));
        assert_eq!(said(Lang::Zh, &figure, Direction::Up), "2026 年底超过 60% · 还需 5 户次");
    }

    #[test]
    fn a_met_target_says_by_how_much() {
        let figure = figure(70, 100, Some(gap(true, "-10.00", 0)));
        assert_eq!(
            said(Lang::Zh, &figure, Direction::Up),
            "2026 年底超过 60% · 已达，高出 10.00 个百分点"
        );
    }

    #[test]
    fn without_a_target_the_sentence_counts_what_is_open_or_says_that_it_is_a_reference() {
        assert_eq!(said(Lang::Zh, &figure(8214, 8776, None), Direction::Up), "现场检查 562 户次");
        assert_eq!(said(Lang::Zh, &figure(5, 5, None), Direction::Up), "全部完成");
        assert_eq!(said(Lang::Zh, &figure(5, 50, None), Direction::Neutral), "参考指标，不排名");
    }

    #[test]
    fn in_a_period_without_the_targets_day_nothing_can_be_added_and_nothing_is_reached() {
        let missed = figure(41_326, 70_282, Some(gap(false, "1.20", 844)));
        let met = figure(70, 100, Some(gap(true, "-10.00", 0)));
        for period in ["2025", "2026-10", "2025-12-01..2026-12-01"] {
            let told = said_in(period, Lang::Zh, &missed, Direction::Up);
            assert_eq!(told, "2026 年底超过 60% · 本期低 1.20 个百分点");
            let told = said_in(period, Lang::Zh, &met, Direction::Up);
            assert_eq!(told, "2026 年底超过 60% · 本期高出 10.00 个百分点");
        }
        assert!(said_in("2026-12", Lang::Zh, &missed, Direction::Up).contains("还需"));
    }

    #[test]
    fn hard_case_03_no_base_is_said() {
        assert_eq!(said(Lang::Zh, &figure(0, 0, None), Direction::Up), "无基数");
    }
}
