//! What lies under the pointer → the lines of a note: each layer that is shown there says its own.

use domain::wire::Figure;

use crate::face::card::status;
use crate::face::legend::subject;
use crate::format;
use crate::layer::made::density_at;
use crate::layer::{Kind, Layer, Made, Value};
use crate::map::Content;
use crate::text::{DOT, Lang, Text};

/// Where the pointer is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place<'a> {
    pub(crate) region: Option<&'a str>,
    pub(crate) cell: Option<u64>,
    /// Longitude and latitude.
    pub(crate) at: (f64, f64),
}

/// What a bubble says: how many entities, or which one, and their mean score.
pub(crate) fn bubble(
    lang: Lang,
    made: &Made,
    (first, count): (u32, u32),
) -> Option<(String, Vec<String>)> {
    let (Content::Points(crowd), Some(points)) = (&made.content, &made.sources.points) else {
        return None;
    };
    let members = crowd.members(first, count);
    let sum = members.fold(0.0, |sum, (_, risk)| sum + f64::from(risk));
    let mean = sum / f64::from(count.max(1));
    let (told, name) = if count == 1 {
        let number = crowd.members(first, 1).next()?.0;
        (Text::RiskTitle, points.id(usize::try_from(number).ok()?)?)
    } else {
        let unit = lang.pick("户", "entities");
        (Text::MeanRisk, format!("{} {unit}", format::count(count.into())))
    };
    Some((name, vec![format!("{} {mean:.1}", lang.say(told))]))
}

/// What one layer says of a place; nothing where it has nothing.
pub(crate) fn lines(lang: Lang, made: &Made, place: Place<'_>) -> Vec<String> {
    let told = match made.shown.kind {
        Kind::Fill => district(lang, made, place),
        Kind::Hexes => hexagon(lang, made, place),
        Kind::Hot => hot(lang, made, place),
        Kind::Heat => surface(lang, made, place),
        Kind::Points => None,
    };
    told.unwrap_or_default()
}

fn district(lang: Lang, made: &Made, place: Place<'_>) -> Option<Vec<String>> {
    let rows = &made.sources.figures.as_ref()?.rows;
    let at = rows.iter().position(|it| Some(&*it.unit) == place.region)?;
    let figure = rows.get(at)?;
    let mut lines = figure_lines(lang, figure, made)?;
    if let Some(shrunk) = made.shrunk.get(at).copied().flatten() {
        let shrunk = format!("{} {shrunk:.2} %", lang.say(Text::AsShrunk));
        lines.insert(1, shrunk);
    }
    Some(lines)
}

/// Name, value with what marks it, numerator and denominator, change.
fn figure_lines(lang: Lang, figure: &Figure, made: &Made) -> Option<Vec<String>> {
    let entry = made.entry.as_ref()?;
    let mut value = match format::value(entry.unit, figure.num, figure.den) {
        Some(value) => format!("{value} {}", format::unit(lang, entry.unit)),
        None => String::new(),
    };
    if made.value == Value::Shrunk {
        value = format!("{} {value}", lang.say(Text::Raw));
    }
    if let Some(mark) = status(lang, figure) {
        value = format!("{value} {mark}");
    }
    let den = figure.den.map(|it| format!(" / {}", format::count(it))).unwrap_or_default();
    let mut lines = vec![
        lang.named(&entry.name, &entry.name_en).to_owned(),
        value.trim().to_owned(),
        format!("{}{den}", format::count(figure.num)),
    ];
    let change = figure.compare.get("yoy").and_then(|it| it.delta.as_deref());
    if let Some((sign, size)) = change.and_then(format::delta) {
        let unit = match entry.denominator {
            Some(_) => lang.pick("个百分点", "pp"),
            None => "%",
        };
        lines.push(format!("{} {size} {unit}{DOT}{}", sign.mark(), lang.say(Text::Yoy)));
    }
    Some(lines)
}

/// The value of a hexagon, and what it rests on.
fn hexagon(lang: Lang, made: &Made, place: Place<'_>) -> Option<Vec<String>> {
    let Content::Cells(layer) = &made.content else { return None };
    let at = layer.position(place.cell?)?;
    let value = *layer.values.get(at)?;
    let frame = &layer.frame;
    let (num, den) = (*frame.num.get(at)?, frame.den.get(at).copied());
    let title = subject(lang, made);
    if made.layer() == Layer::Risk {
        let points = lang.pick("分", "points");
        let score = format::class_break(lang, value);
        let entities = format::count(den.unwrap_or_default() / 1000);
        let (mean, entity) = (lang.say(Text::MeanRisk), lang.pick("户", "entities"));
        let told = if made.value == Value::Rate { mean } else { &title };
        return Some(vec![format!("{told} {score} {points}"), format!("{entities} {entity}")]);
    }
    if made.value == Value::Count {
        return Some(vec![format!("{title} {}", format::count(num))]);
    }
    let mark = if made.value == Value::Shrunk { lang.say(Text::AsShrunk) } else { "" };
    Some(vec![
        title,
        format!("{mark} {value:.2}").trim().to_owned(),
        format!("{} / {}", format::count(num), format::count(den.unwrap_or_default())),
    ])
}

/// How far from chance, and how sure one may be.
fn hot(lang: Lang, made: &Made, place: Place<'_>) -> Option<Vec<String>> {
    let Content::Cells(layer) = &made.content else { return None };
    let z = *layer.values.get(layer.position(place.cell?)?)?;
    let word = lang.say(if z > 0.0 { Text::HotCell } else { Text::ColdCell });
    let sure = match z.abs() {
        2.576.. => 99,
        1.96.. => 95,
        _ => 90,
    };
    Some(vec![format!("{} {word} {sure}%{DOT}z {z:.2}", subject(lang, made))])
}

fn surface(lang: Lang, made: &Made, place: Place<'_>) -> Option<Vec<String>> {
    let density = density_at(made, place.at).filter(|it| *it >= 0.001)?;
    let density = format::class_break(lang, density);
    Some(vec![format!("{} {density} {}", subject(lang, made), lang.say(Text::PerKm2))])
}
