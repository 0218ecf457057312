//! A layer on the map → title, base, classes with colours, and what has no class.

use domain::classes::Method;
use domain::indicator::UnitOfValue;
use domain::wire::{Attribution, IndicatorEntry};

use crate::face::when::{When, of_today};
use crate::format;
use crate::layer::{Breaks, Kind, Layer, Made, Value};
use crate::map::{Content, Theme};
use crate::text::{DOT, Lang, Text};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LegendFace {
    pub(crate) title: String,
    /// Unit, base and attribution in words.
    pub(crate) base: String,
    pub(crate) classes: Vec<ClassFace>,
    /// Colours blend from one limit to the next.
    pub(crate) blends: bool,
    /// How the limits were found, and to which class a limit belongs.
    pub(crate) method: String,
    /// That scores are of today, beside another period.
    pub(crate) note: Option<String>,
    /// Districts have a pattern for what is missing; cells have none to miss.
    pub(crate) hatched: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ClassFace {
    pub(crate) colour: String,
    /// The limit at which it begins.
    pub(crate) from: String,
    /// `[45, 50)`.
    pub(crate) range: String,
    /// The range as it is read beside its colour: `45–50`, `≥ 50`.
    pub(crate) label: String,
}

/// `when` is the period of the page, once that is known.
pub(crate) fn legend(
    lang: Lang,
    theme: Theme,
    made: &Made,
    at: Attribution,
    when: Option<When>,
) -> LegendFace {
    let is_heat = made.shown.kind == Kind::Heat;
    let limits = if is_heat { Text::Blending } else { closed_side(made) };
    let method = method_words(lang, &made.shown.breaks);
    LegendFace {
        title: title(lang, made),
        base: base(lang, made, at),
        classes: if made.shown.kind == Kind::Hot {
            hot_classes(theme, made)
        } else {
            classes(lang, theme, made)
        },
        blends: is_heat,
        method: match made.shown.kind {
            Kind::Hot => String::new(),
            _ => format!("{} {method}{DOT}{}", lang.say(Text::ClassBreaks), lang.say(limits)),
        },
        note: when.and_then(|when| of_today(lang, unit_of(made)?, when)),
        hatched: made.shown.kind == Kind::Fill,
    }
}

/// Whether a limit lies just above the number that is printed: that number is in the class below.
fn is_passed(made: &Made, limit: f64) -> bool {
    made.shown.breaks == Breaks::Target && limit > (limit * 1e6).round() / 1e6
}

/// To which of its two classes a limit belongs.
fn closed_side(made: &Made) -> Text {
    let passed = made.limits.iter().filter(|it| is_passed(made, **it)).count();
    match passed {
        0 => Text::HalfOpen,
        all if all == made.limits.len() => Text::OpenBelow,
        _ => Text::OpenEither,
    }
}

/// What the values of a layer are in.
fn unit_of(made: &Made) -> Option<UnitOfValue> {
    match made.layer() {
        _ if made.shown.kind == Kind::Points => Some(UnitOfValue::Points),
        Layer::Risk => Some(UnitOfValue::Points),
        _ => made.entry.as_ref().map(|it| it.unit),
    }
}

pub(crate) fn method_words(lang: Lang, breaks: &Breaks) -> &'static str {
    lang.say(match breaks {
        Breaks::Fixed => Text::BreaksFixed,
        Breaks::By(Method::Quantile, _) => Text::BreaksQuantile,
        Breaks::By(Method::Equal, _) => Text::BreaksEqual,
        Breaks::By(Method::Jenks, _) => Text::BreaksJenks,
        Breaks::Target => Text::BreaksTarget,
        Breaks::Given(_) => Text::BreaksGiven,
    })
}

fn title(lang: Lang, made: &Made) -> String {
    let subject = subject(lang, made);
    let kind = match made.shown.kind {
        Kind::Heat => Some(Text::SmoothHeat),
        Kind::Hot => Some(Text::HotSpots),
        _ if made.value == Value::Shrunk => Some(Text::AsShrunk),
        _ => None,
    };
    kind.map_or(subject.clone(), |kind| format!("{subject}{DOT}{}", lang.say(kind)))
}

/// What a layer is about, with the unit of an indicator.
pub(crate) fn subject(lang: Lang, made: &Made) -> String {
    match (made.layer(), &made.entry) {
        _ if made.shown.kind == Kind::Points => lang.say(Text::AllEntityPoints).to_owned(),
        (Layer::Indicator, Some(entry)) => {
            let name = lang.named(&entry.name, &entry.name_en);
            let unit = match made.value {
                Value::Count => format::counted(lang, &entry.id),
                _ => format::unit(lang, entry.unit),
            };
            if unit.is_empty() { name.to_owned() } else { format!("{name}{DOT}{unit}") }
        }
        (layer, _) => lang.say(layer.words().0).to_owned(),
    }
}

/// Whether no cell of a layer is painted.
fn is_blank(made: &Made) -> bool {
    matches!(&made.content, Content::Cells(layer) if layer.values.iter().all(|it| it.is_nan()))
}

fn base(lang: Lang, made: &Made, at: Attribution) -> String {
    let frame = made.sources.cells.as_ref();
    let at = frame.map_or(at, |it| it.at);
    let by = lang.say(if at == Attribution::Location { Text::ByPlace } else { Text::ByOrg });
    let words = made.entry.as_ref().map(|entry| side(lang, entry, made.value)).unwrap_or_default();
    let cells = frame.map(|it| hexagons(lang, it.res)).unwrap_or_default();
    // Surfaces and neighbourhoods end at no border.
    let whole = lang.say(Text::WholeArea);
    match made.shown.kind {
        Kind::Fill => format!("{by}{DOT}{words}"),
        Kind::Heat => format!(
            "{}{DOT}{} {} {}{DOT}{whole}{DOT}{by}",
            lang.say(Text::PerKm2),
            lang.say(Text::Bandwidth),
            made.shown.bandwidth_m,
            lang.pick("米", "m")
        ),
        Kind::Hot => {
            let none = if is_blank(made) {
                [DOT, lang.say(Text::NoneHot)].concat()
            } else {
                String::new()
            };
            format!("{}{cells}{DOT}{whole}{DOT}{by}{none}", lang.say(Text::HotBase))
        }
        Kind::Points => {
            let counts = made.sources.points.as_ref().map(|it| it.counts).unwrap_or_default();
            let [total, rest] = [counts.total, counts.unlocated].map(|it| format::count(it.into()));
            let unlocated = lang.say(Text::Unlocated);
            format!("{}{DOT}{by} {total}{DOT}{unlocated} {rest}", lang.say(Text::ClusterMean))
        }
        Kind::Hexes => {
            let base = match (made.layer(), made.value) {
                (Layer::Risk, Value::Rate) => lang.say(Text::MeanRisk).to_owned(),
                (Layer::Indicator, Value::Count) => {
                    format!("{} {words}", lang.say(Text::PerHexagon))
                }
                (Layer::Indicator, _) => words,
                (layer, _) => lang.say(layer.words().1).to_owned(),
            };
            format!("{base}{cells}{DOT}{by}")
        }
    }
}

/// The side of an indicator that a value rests on, in words.
fn side(lang: Lang, entry: &IndicatorEntry, value: Value) -> String {
    let denominator = entry.denominator.as_deref().filter(|_| value != Value::Count);
    let (side, zh, en) = match denominator {
        Some(zh) => (Text::Denominator, zh, entry.denominator_en.as_deref().unwrap_or_default()),
        None => (Text::Numerator, &*entry.numerator, &*entry.numerator_en),
    };
    format!("{} {}", lang.say(side), lang.named(zh, en))
}

fn classes(lang: Lang, theme: Theme, made: &Made) -> Vec<ClassFace> {
    let (limits, ramp) = (&made.limits, made.ramp());
    let printed = |at: usize| {
        let limit = *limits.get(at)?;
        let sign = if is_passed(made, limit) { ">" } else { "" };
        Some(format!("{sign}{}", format::limit(lang, limit)))
    };
    // Nothing is not painted in hexagons of sums: their first class begins above zero.
    let nothing = made.shown.kind != Kind::Fill && made.value == Value::Count;
    let class = |class: usize| {
        let least = if nothing { ">0" } else { "0" };
        let from = class.checked_sub(1).and_then(printed).unwrap_or_else(|| least.to_owned());
        let to = printed(class);
        let label = match made.shown.kind {
            Kind::Heat => from.clone(),
            _ => label((class > 0).then_some(&*from), to.as_deref()),
        };
        let range = match to {
            Some(to) => format!("[{from}, {to})"),
            None => format!("[{from}, ∞)"),
        };
        // A limit that is not in its class is printed with a sign: `[>60, >80)` is `(60, 80]`.
        let range = match range.split_once(", >") {
            Some((from, to)) => format!("{from}, {}]", to.trim_end_matches(')')),
            None => range,
        };
        let colour = ramp.colour(theme, class, limits.len() + 1).css();
        ClassFace { colour, from, range: range.replace("[>", "("), label }
    };
    (0..=limits.len()).map(class).collect()
}

/// A range as it is read: open below in the first class, above in the last. `>` before a limit: it is in the class below.
fn label(from: Option<&str>, to: Option<&str>) -> String {
    let bare = |limit: &'_ str| limit.trim_start_matches('>').to_owned();
    match (from, to) {
        (Some(from), Some(to)) => [bare(from), bare(to)].join("–"),
        (Some(from), None) if from.starts_with('>') => ["> ", &bare(from)].concat(),
        (Some(from), None) => ["≥ ", from].concat(),
        (None, Some(to)) if to.starts_with('>') => ["≤ ", &bare(to)].concat(),
        (None, to) => ["< ", to.unwrap_or("∞")].concat(),
    }
}

/// Cold to hot by how sure one may be, colder with a minus; what could be chance is not painted.
fn hot_classes(theme: Theme, made: &Made) -> Vec<ClassFace> {
    let sure = ["−99%", "−95%", "−90%", "", "+90%", "+95%", "+99%"];
    let class = |(class, sure): (usize, &str)| {
        let from = sure.to_owned();
        let range = if class < 3 { "z ≤ −" } else { "z ≥ " };
        let z =
            made.limits.get(if class < 3 { class } else { class - 1 }).map_or(0.0, |it| it.abs());
        let colour = made.ramp().colour(theme, class, 7).css();
        ClassFace { colour, label: from.clone(), from, range: format!("{range}{z}") }
    };
    sure.into_iter().enumerate().filter(|(at, _)| *at != 3).map(class).collect()
}

/// Resolution and average area of a hexagon, as the H3 tables give it.
fn hexagons(lang: Lang, res: u8) -> String {
    let area = match res {
        6 => "36 km²",
        7 => "5.2 km²",
        8 => "0.74 km²",
        9 => "0.11 km²",
        _ => "0.015 km²",
    };
    match lang {
        Lang::Zh => format!("（H3 {res} 级，约 {area}）"),
        Lang::En => format!(" (H3 res {res}, about {area})"),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::cells::CellFrame;

    use super::*;
    use crate::layer::Shown;
    use crate::layer::made::Sources;

    fn face(layer: &str) -> LegendFace {
        let frame = Arc::new(CellFrame {
            at: Attribution::Location,
            res: 7,
            num: (1..=100).map(|it| it * 1_000).collect(),
            ..CellFrame::default()
        });
        let sources = Sources {
            cells: Some(Arc::clone(&frame)),
            whole: Some(Arc::clone(&frame)),
            base: Some(frame),
            ..Sources::default()
        };
        let mut shown = Shown::read(layer);
        shown.breaks = Breaks::read("2,6,15");
        let made = Made::new(&shown, None, sources).unwrap();
        let when = When { period: "2025".parse().unwrap(), known: "2026-11-21".parse().unwrap() };
        legend(Lang::Zh, Theme::Dark, &made, Attribution::Org, Some(when))
    }

    #[test]
    fn a_layer_of_scores_says_that_they_are_of_today_and_one_of_counts_does_not() {
        let note = |layer: &str| face(layer).note.unwrap_or_default();
        assert!(note("risk").contains("现时") && note("heat:risk").contains("2026-11-21"));
        assert_eq!(note("workload"), "");
    }

    #[test]
    fn every_class_prints_the_limit_at_which_it_begins_and_its_half_open_range() {
        let face = face("risk");
        let limits: Vec<&str> = face.classes.iter().map(|it| &*it.from).collect();
        assert_eq!(limits, [">0", "2", "6", "15"]);
        assert_eq!(face.classes[0].range, "(0, 2)");
        assert_eq!(face.classes[1].range, "[2, 6)");
        assert_eq!(face.classes[3].range, "[15, ∞)");
        let labels: Vec<&str> = face.classes.iter().map(|it| &*it.label).collect();
        assert_eq!(labels, ["< 2", "2–6", "6–15", "≥ 15"]);
        assert_eq!([label(None, Some(">60")), label(Some(">60"), None)], ["≤ 60", "> 60"]);
        assert!(
            face.base.contains("5.2 km²") && face.base.contains("按对象所在地"),
            "{}",
            face.base
        );
        assert_eq!(face.method, "分级 自定 · 左闭右开 [a, b)");
    }

    #[test]
    fn where_a_target_is_to_be_exceeded_its_limit_belongs_to_the_class_below_and_the_note_says_so()
    {
        let told = |op: &str| {
            let entry = format!(
                r#"{{"id":"I02","version":1,"name":"占比","name_en":"","unit":"percent","direction":"up",
                "numerator":"","numerator_en":"","denominator":"","denominator_en":"","additive":true,"ranked":true,
                "core":true,"beside":null,"targets":[{{"op":"{op}","value":"0.60","by":"2026-12-31",
                "kind":"required","words":"","words_en":""}}],"clause":"","breaks":["0.45"]}}"#
            );
            let entry = serde_json::from_str(&entry).unwrap();
            let figures = r#"{"generation":1,"cutoff":"2026-11-21T00:00:00+08:00","definitions":"","demo":false,
                "unit":{"code":"","name":"","kind":"org","level":"","path":[]},"by":"org","at":"org","period":"2026","rows":[]}"#;
            let figures = Some(Arc::new(serde_json::from_str(figures).unwrap()));
            let shown = Shown { breaks: Breaks::Target, ..Shown::read("fill:I02") };
            let sources = Sources { figures, ..Sources::default() };
            let made = Made::new(&shown, Some(&entry), sources).unwrap();
            let face = legend(Lang::Zh, Theme::Dark, &made, Attribution::Org, None);
            (face.method, face.classes[0].label.clone())
        };
        let exceeded = ("分级 政策阈值 · 左开右闭 (a, b]".to_owned(), "≤ 60".to_owned());
        assert_eq!(told(">"), exceeded);
        assert_eq!(told(">=").0, "分级 政策阈值 · 左闭右开 [a, b)");
    }

    #[test]
    fn a_surface_names_its_unit_and_its_bandwidth_in_metres() {
        let face = face("heat:complaints.2000");
        assert!(
            face.base.contains("每 km²") && face.base.contains("带宽 2000 米"),
            "{}",
            face.base
        );
        assert!(face.blends && face.title.contains("热力"));
    }

    #[test]
    fn hot_and_cold_are_told_by_how_sure_one_may_be() {
        let face = face("hot:risk");
        let told: Vec<&str> = face.classes.iter().map(|it| &*it.from).collect();
        assert_eq!(told, ["−99%", "−95%", "−90%", "+90%", "+95%", "+99%"]);
        assert_eq!((&*face.classes[0].range, &*face.classes[3].range), ("z ≤ −2.576", "z ≥ 1.645"));
    }
}
