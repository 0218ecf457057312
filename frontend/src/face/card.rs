//! A card of the scene → its headline, base, changes, bar and the sentence that counts.

use std::cmp::Ordering;

use domain::indicator::{Direction, UnitOfValue};
use domain::ratio::Ratio;
use domain::wire::{Card, Change, Figure, IndicatorEntry, SeriesRow, Status, TargetGap};

use crate::face::spark::Spark;
use crate::face::when::{When, of_today};
use crate::face::{Piece, Tone};
use crate::format::{self, Sign};
use crate::text::{DOT, Lang, Text};

/// What one card shows.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CardFace {
    pub(crate) id: String,
    pub(crate) name: String,
    /// `None` where there is no value; `absent` says why.
    pub(crate) value: Option<String>,
    pub(crate) unit: &'static str,
    pub(crate) kind: UnitOfValue,
    /// 无基数, 无数据, 小基数 …
    pub(crate) mark: Option<&'static str>,
    /// Without data there is nothing to open.
    pub(crate) has_base: bool,
    pub(crate) num: String,
    pub(crate) den: Option<String>,
    pub(crate) changes: Vec<ChangeFace>,
    /// Share of the bar that is filled, and where the target's tick stands.
    pub(crate) bar: Option<(f64, Option<f64>)>,
    pub(crate) sentence: Vec<Piece>,
    /// That a score is of today, beside another period.
    pub(crate) note: Option<String>,
    pub(crate) beside: Option<(String, String)>,
    pub(crate) spark: Spark,
}

/// ▲ 6.40 个百分点 同比
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ChangeFace {
    pub(crate) mark: &'static str,
    pub(crate) size: String,
    pub(crate) tone: Tone,
    pub(crate) against: &'static str,
}

pub(crate) fn card(
    lang: Lang,
    card: &Card,
    entry: &IndicatorEntry,
    beside: Option<&IndicatorEntry>,
    when: When,
) -> CardFace {
    let figure = &card.figure;
    let value =
        format::value(entry.unit, figure.num, figure.den).filter(|_| figure.value.is_some());
    CardFace {
        id: figure.indicator.clone(),
        name: lang.named(&entry.name, &entry.name_en).to_owned(),
        unit: format::unit(lang, entry.unit),
        kind: entry.unit,
        mark: status(lang, figure),
        has_base: figure.status != Status::NoData,
        num: format::side(entry.unit, figure.num),
        den: figure.den.map(|den| format::side(entry.unit, den)),
        changes: changes(lang, figure, entry),
        bar: bar(figure, entry),
        sentence: sentence(lang, figure, entry),
        note: of_today(lang, entry.unit, when),
        beside: beside_of(lang, card, beside),
        spark: Spark::of(&card.series, entry.unit, target(figure), when.known),
        value,
    }
}

/// A figure of the desk, with the months that have arrived for it so far.
pub(crate) fn lone(
    lang: Lang,
    figure: &Figure,
    entry: &IndicatorEntry,
    series: &[SeriesRow],
    when: When,
) -> CardFace {
    let alone = Card { figure: figure.clone(), beside: None, series: series.to_vec() };
    card(lang, &alone, entry, None, when)
}

/// Why a figure has no value, or what to bear in mind about it.
pub(crate) fn status(lang: Lang, figure: &Figure) -> Option<&'static str> {
    let text = match figure.status {
        Status::NoBase => Text::NoBase,
        Status::NoData => Text::NoData,
        Status::SmallBase => Text::SmallBase,
        Status::Stale => Text::Stale,
        Status::Ok if figure.marks.iter().any(|it| it == "W_RATE_OVER_100") => Text::OverHundred,
        Status::Ok => return None,
    };
    Some(lang.say(text))
}

/// Against the year before, without the name of its unit.
pub(crate) fn yoy(lang: Lang, figure: &Figure, entry: &IndicatorEntry) -> Option<ChangeFace> {
    change_face(lang, figure.compare.get("yoy")?, entry, Text::Yoy)
}

fn changes(lang: Lang, figure: &Figure, entry: &IndicatorEntry) -> Vec<ChangeFace> {
    let keys = [("yoy", Text::Yoy), ("mom", Text::Mom)];
    let yoy = figure.compare.get("yoy").map(|it| &it.period);
    let present = keys.into_iter().filter_map(|(key, text)| Some((figure.compare.get(key)?, text)));
    // For a whole year both are the year before: said once.
    let present =
        present.filter(|(change, text)| *text == Text::Yoy || Some(&change.period) != yoy);
    let mut faces: Vec<_> =
        present.filter_map(|(change, text)| change_face(lang, change, entry, text)).collect();
    // Points are named once; the second change is read in the same unit.
    if entry.unit == UnitOfValue::Percent
        && let Some(first) = faces.iter_mut().find(|it| it.mark != Sign::Same.mark())
    {
        first.size.push_str(lang.pick(" 个百分点", " pp"));
    }
    faces
}

fn change_face(
    lang: Lang,
    change: &Change,
    entry: &IndicatorEntry,
    against: Text,
) -> Option<ChangeFace> {
    let (sign, size) = format::delta(change.delta.as_deref()?)?;
    let suffix = if entry.unit == UnitOfValue::Percent { "" } else { "%" };
    let size = if sign == Sign::Same {
        lang.say(Text::Same).to_owned()
    } else {
        format!("{size}{suffix}")
    };
    Some(ChangeFace {
        mark: sign.mark(),
        size,
        tone: tone(sign, entry.direction),
        against: lang.say(against),
    })
}

/// Whether a rise is good depends on the indicator; where better is not defined, nothing is.
pub(crate) fn tone(sign: Sign, direction: Direction) -> Tone {
    match (sign, direction) {
        (Sign::Same, _) | (_, Direction::Neutral) => Tone::Plain,
        (Sign::Rise, Direction::Up) | (Sign::Fall, Direction::Down) => Tone::Better,
        (Sign::Fall, Direction::Up) | (Sign::Rise, Direction::Down) => Tone::Worse,
    }
}

fn target(figure: &Figure) -> Option<f64> {
    figure.target.as_ref().map(|gap| gap.target.value.as_f64() * 100.0)
}

fn bar(figure: &Figure, entry: &IndicatorEntry) -> Option<(f64, Option<f64>)> {
    if entry.unit != UnitOfValue::Percent || entry.direction == Direction::Neutral {
        return None;
    }
    let share = format::plotted(entry.unit, figure.num, figure.den)? / 100.0;
    Some((share, target(figure).map(|it| it / 100.0)))
}

/// The sentence under the bar: how far to the target, counted in records.
pub(crate) fn sentence(lang: Lang, figure: &Figure, entry: &IndicatorEntry) -> Vec<Piece> {
    if figure.value.is_none() {
        return vec![Piece::plain(status(lang, figure).unwrap_or_default())];
    }
    match (&figure.target, entry.direction, figure.den) {
        (Some(gap), ..) => target_sentence(lang, gap, &entry.id),
        (None, Direction::Neutral, _) => vec![Piece::plain(lang.say(Text::Reference))],
        (None, Direction::Up, Some(den)) => open_sentence(lang, den - figure.num, &entry.id),
        (None, ..) => Vec::new(),
    }
}

fn target_sentence(lang: Lang, gap: &TargetGap, indicator: &str) -> Vec<Piece> {
    let words = lang.named(&gap.target.words, &gap.target.words_en);
    let lead = Piece::plain(format!("{words}{DOT}"));
    let points = gap.gap_points.trim_start_matches(['-', '−', '+']).to_owned();
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

fn beside_of(lang: Lang, card: &Card, entry: Option<&IndicatorEntry>) -> Option<(String, String)> {
    let (figure, entry) = (card.beside.as_ref()?, entry?);
    let share = Ratio::new(figure.num, figure.den?)?;
    let name = lang.named(&entry.name, &entry.name_en).to_owned();
    Some((
        name,
        format!("{} {}{}", figure.indicator, share.percent(), format::unit(lang, entry.unit)),
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::indicator::{Op, Target, TargetKind};

    use super::*;

    fn entry(direction: Direction) -> IndicatorEntry {
        IndicatorEntry {
            id: "I02".to_owned(),
            version: 1,
            name: "非现场检查量占比".to_owned(),
            name_en: "Off-site share".to_owned(),
            unit: UnitOfValue::Percent,
            direction,
            numerator: String::new(),
            numerator_en: String::new(),
            denominator: None,
            denominator_en: None,
            additive: true,
            ranked: true,
            core: true,
            beside: None,
            targets: Vec::new(),
            clause: String::new(),
            breaks: Vec::new(),
        }
    }

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
        let status = if den == 0 { Status::NoBase } else { Status::Ok };
        let value = Ratio::new(num, den).map(|it| it.rounded(6).to_string());
        Figure {
            indicator: "I02".to_owned(),
            num,
            den: Some(den),
            value,
            status,
            target,
            ..Figure::default()
        }
    }

    fn said(lang: Lang, figure: &Figure, direction: Direction) -> String {
        sentence(lang, figure, &entry(direction)).into_iter().map(|it| it.text).collect()
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
    fn hard_case_03_no_base_is_said_and_has_no_bar() {
        let figure = figure(0, 0, None);
        assert_eq!(said(Lang::Zh, &figure, Direction::Up), "无基数");
        assert_eq!(bar(&figure, &entry(Direction::Up)), None);
    }

    #[test]
    fn a_rise_is_better_only_where_more_is_better() {
        assert_eq!(tone(Sign::Rise, Direction::Up), Tone::Better);
        assert_eq!(tone(Sign::Rise, Direction::Down), Tone::Worse);
        assert_eq!(tone(Sign::Rise, Direction::Neutral), Tone::Plain);
        assert_eq!(tone(Sign::Same, Direction::Up), Tone::Plain);
    }

    #[test]
    fn changes_are_told_in_points_against_both_periods() {
        let change = |delta: &str| Change {
            delta: Some(delta.to_owned()),
            period: format!("against {delta}"),
            ..Change::default()
        };
        let mut figure = figure(70, 100, None);
        figure.compare = BTreeMap::from([
            ("yoy".to_owned(), change("+6.40")),
            ("mom".to_owned(), change("-0.30")),
        ]);
        let told: Vec<_> = changes(Lang::Zh, &figure, &entry(Direction::Up))
            .iter()
            .map(|it| format!("{} {} {}", it.mark, it.size, it.against))
            .collect();
        assert_eq!(told, ["▲ 6.40 个百分点 同比", "▼ 0.30 环比"]);
    }
}
