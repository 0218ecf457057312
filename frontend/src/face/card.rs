//! A card of the scene → its headline, base, changes and bar.

use domain::indicator::{Direction, UnitOfValue};
use domain::period::Period;
use domain::ratio::Ratio;
use domain::time::Day;
use domain::wire::{Card, Change, Figure, IndicatorEntry, SeriesRow, Status};

use crate::face::sentence::sentence;
use crate::face::spark::Spark;
use crate::face::when::{When, of_today};
use crate::face::{Piece, Tone};
use crate::format::{self, Sign};
use crate::text::{Lang, Text};

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
    /// 同比, 环比; with its days where they are no calendar month, quarter or year.
    pub(crate) against: String,
    /// What it is measured against, to the day.
    pub(crate) base: String,
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
        sentence: sentence(lang, figure, entry, when.period),
        note: of_today(lang, entry.unit, when),
        beside: beside_of(lang, card, beside),
        spark: spark(card, entry, when.known),
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

/// The least base that a count's change is told of in per cent: on fewer, one case is more than five per cent, and a
/// few more read as a flood.
const LEAST_BASE: i64 = 20;

/// Against the year before, without the name of its unit.
pub(crate) fn yoy(lang: Lang, figure: &Figure, entry: &IndicatorEntry) -> Option<ChangeFace> {
    change_face(lang, (figure, figure.compare.get("yoy")?), entry, Text::Yoy)
}

/// Against the years and the period before, each with its unit.
pub(crate) fn changes(lang: Lang, figure: &Figure, entry: &IndicatorEntry) -> Vec<ChangeFace> {
    let keys = [("yoy", Text::Yoy), ("mom", Text::Mom)];
    let yoy = figure.compare.get("yoy").map(|it| &it.period);
    let present = keys.into_iter().filter_map(|(key, text)| Some((figure.compare.get(key)?, text)));
    // For a whole year both are the year before: said once.
    let present =
        present.filter(|(change, text)| *text == Text::Yoy || Some(&change.period) != yoy);
    let face = |(change, text)| {
        let face = change_face(lang, (figure, change), entry, text)?;
        // What is counted is named where the change is not a share of the base.
        let counted = is_counted(change, entry) && face.mark != Sign::Same.mark();
        let size = if counted {
            format::with_unit(&face.size, format::unit(lang, entry.unit))
        } else {
            face.size
        };
        Some(ChangeFace { size, ..face })
    };
    let mut faces: Vec<_> = present.filter_map(face).collect();
    // Points are named once; the second change is read in the same unit.
    if entry.unit == UnitOfValue::Percent
        && let Some(first) = faces.iter_mut().find(|it| it.mark != Sign::Same.mark())
    {
        first.size.push_str(lang.pick(" 个百分点", " pp"));
    }
    faces
}

/// Whether a change is told in what is counted: its base is known and small.
fn is_counted(change: &Change, entry: &IndicatorEntry) -> bool {
    let is_count = change.den.is_none() && entry.unit != UnitOfValue::Percent;
    let scale = if entry.unit == UnitOfValue::Points { 1000 } else { 1 };
    is_count && change.value.is_some() && change.num < LEAST_BASE * scale
}

fn change_face(
    lang: Lang,
    (figure, change): (&Figure, &Change),
    entry: &IndicatorEntry,
    against: Text,
) -> Option<ChangeFace> {
    let (sign, size) = if is_counted(change, entry) {
        let more = figure.num - change.num;
        (Sign::of(more), format::side(entry.unit, more.abs()))
    } else {
        let (sign, size) = format::delta(change.delta.as_deref()?)?;
        let suffix = if entry.unit == UnitOfValue::Percent { "" } else { "%" };
        (sign, size + suffix)
    };
    let size = if sign == Sign::Same { lang.say(Text::Same).to_owned() } else { size };
    Some(ChangeFace {
        mark: sign.mark(),
        size,
        tone: tone(sign, entry.direction),
        against: [lang.say(against), &days(lang, change, against)].concat(),
        base: format::span(lang, &change.period),
    })
}

/// The days of the period before, where its name does not tell them; those of last year are this year's.
fn days(lang: Lang, change: &Change, against: Text) -> String {
    let base = change.period.parse::<Period>().ok();
    let cut = base.filter(|_| against == Text::Mom && change.period.contains(".."));
    cut.map(|it| [" ", &format::days(lang, it)].concat()).unwrap_or_default()
}

/// Whether a rise is good depends on the indicator; where better is not defined, nothing is.
pub(crate) fn tone(sign: Sign, direction: Direction) -> Tone {
    match (sign, direction) {
        (Sign::Same, _) | (_, Direction::Neutral) => Tone::Plain,
        (Sign::Rise, Direction::Up) | (Sign::Fall, Direction::Down) => Tone::Better,
        (Sign::Fall, Direction::Up) | (Sign::Rise, Direction::Down) => Tone::Worse,
    }
}

/// The months up to a period of which something is known: those of today say nothing of one to come.
fn spark(card: &Card, entry: &IndicatorEntry, known: Day) -> Spark {
    let rows = if card.figure.status == Status::NoData { &[][..] } else { &card.series };
    Spark::of(rows, entry.unit, target(&card.figure), known)
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

fn beside_of(lang: Lang, card: &Card, entry: Option<&IndicatorEntry>) -> Option<(String, String)> {
    let (figure, entry) = (card.beside.as_ref()?, entry?);
    let share = Ratio::new(figure.num, figure.den?)?;
    let name = lang.named(&entry.name, &entry.name_en).to_owned();
    // English names are too long to stand beside a title.
    let short = lang.pick(reading(&name), &figure.indicator);
    let value = format!("{short} {}{}", share.percent(), format::unit(lang, entry.unit));
    Some((name, value))
}

/// Of a name that says in brackets how it differs, that alone.
fn reading(name: &str) -> &str {
    let inner = name.split(['（', '(']).nth(1).and_then(|it| it.split(['）', ')']).next());
    inner.unwrap_or(name)
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::BTreeMap;

    use super::*;

    pub(crate) fn entry(direction: Direction) -> IndicatorEntry {
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

    pub(crate) fn figure(num: i64, den: i64) -> Figure {
        let status = if den == 0 { Status::NoBase } else { Status::Ok };
        let value = Ratio::new(num, den).map(|it| it.rounded(6).to_string());
        Figure {
            indicator: "I02".to_owned(),
            num,
            den: Some(den),
            value,
            status,
            ..Figure::default()
        }
    }

    #[test]
    fn hard_case_03_no_base_has_no_bar() {
        let figure = figure(0, 0);
        assert_eq!(bar(&figure, &entry(Direction::Up)), None);
    }

    #[test]
    fn another_reading_is_told_by_what_it_differs_in() {
        assert_eq!(reading("非现场检查量占比（全部检查口径）"), "全部检查口径");
        assert_eq!(reading("Off-site share (of all inspections)"), "of all inspections");
        assert_eq!(reading("派单按期执行率"), "派单按期执行率");
    }

    #[test]
    fn a_rise_is_better_only_where_more_is_better() {
        assert_eq!(tone(Sign::Rise, Direction::Up), Tone::Better);
        assert_eq!(tone(Sign::Rise, Direction::Down), Tone::Worse);
        assert_eq!(tone(Sign::Rise, Direction::Neutral), Tone::Plain);
        assert_eq!(tone(Sign::Same, Direction::Up), Tone::Plain);
    }

    #[test]
    fn a_count_that_grew_from_a_few_is_told_by_how_many_and_not_in_per_cent() {
        let count = IndicatorEntry { unit: UnitOfValue::Cases, ..entry(Direction::Up) };
        let told = |lang, then: i64, delta: Option<&str>| {
            let change = Change {
                num: then,
                value: Some(then.to_string()),
                delta: delta.map(str::to_owned),
                ..Change::default()
            };
            let figure = Figure {
                num: 23,
                compare: BTreeMap::from([("yoy".to_owned(), change)]),
                ..Figure::default()
            };
            let card =
                changes(lang, &figure, &count).into_iter().map(|it| [it.mark, &it.size].join(" "));
            let row = yoy(lang, &figure, &count).map(|it| [it.mark, &it.size].join(" "));
            card.chain(row).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(told(Lang::Zh, 2, Some("+1050.00")), "▲ 21 件 | ▲ 21");
        assert_eq!(told(Lang::En, 2, Some("+1050.00")), "▲ 21 cases | ▲ 21");
        assert_eq!(told(Lang::Zh, 0, None), "▲ 23 件 | ▲ 23", "nothing is a base that is known");
        assert_eq!(told(Lang::Zh, 23 - 4, Some("+21.05")), "▲ 4 件 | ▲ 4");
        assert_eq!(told(Lang::Zh, 23, Some("0.00")), "– 持平 | – 持平");
        assert_eq!(told(Lang::Zh, 20, Some("+15.00")), "▲ 15.00% | ▲ 15.00%", "twenty are enough");
    }

    #[test]
    fn changes_are_told_in_points_against_both_periods() {
        let change = |delta: &str| Change {
            delta: Some(delta.to_owned()),
            period: format!("against {delta}"),
            ..Change::default()
        };
        let mut figure = figure(70, 100);
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
