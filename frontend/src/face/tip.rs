//! What lies under the pointer → the lines of a note: each layer that is shown there says its own.

use std::sync::Arc;

use domain::classes::readable;
use domain::indicator::UnitOfValue;
use domain::wire::{Figure, Figures, IndicatorEntry};

use crate::face::card::{changes, status};
use crate::face::legend::subject;
use crate::format;
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
    let own = |it: &Figure| Some(&*it.unit) == place.region;
    let (sources, entry) = (&made.sources, made.entry.as_ref()?);
    let all = [(&sources.parts, &made.shrunk_parts), (&sources.figures, &made.shrunk)];
    let found = |(figures, shrunk): (&Option<Arc<Figures>>, &Vec<Option<f64>>)| {
        let rows = &figures.as_ref()?.rows;
        let at = rows.iter().position(own)?;
        Some((rows.get(at)?.clone(), shrunk.get(at).copied().flatten()))
    };
    let (figure, shrunk) = all.into_iter().find_map(found)?;
    let mut lines = figure_lines(lang, &figure, entry);
    if let Some(shrunk) = shrunk {
        lines.insert(1, format!("{} {shrunk:.2}%", lang.say(Text::AsShrunk)));
        lines.get_mut(2)?.insert_str(0, &format!("{} ", lang.say(Text::Raw)));
    }
    Some(lines)
}

/// Name, value with what marks it, numerator and denominator, change.
pub(crate) fn figure_lines(lang: Lang, figure: &Figure, entry: &IndicatorEntry) -> Vec<String> {
    let mut value = match format::value(entry.unit, figure.num, figure.den) {
        Some(value) => format::with_unit(&value, format::unit(lang, entry.unit)),
        None => String::new(),
    };
    if let Some(mark) = status(lang, figure) {
        value = format!("{value} {mark}");
    }
    let side = |it: i64| format::side(entry.unit, it);
    let den = figure.den.map(|it| format!(" / {}", side(it))).unwrap_or_default();
    let mut lines = vec![
        lang.named(&entry.name, &entry.name_en).to_owned(),
        value.trim().to_owned(),
        format!("{}{den}", side(figure.num)),
    ];
    let yoy = changes(lang, figure, entry).into_iter().find(|it| it.against == lang.say(Text::Yoy));
    lines.extend(yoy.map(|it| [it.mark, " ", &*it.size, DOT, &it.against].concat()));
    lines
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
        let is_mean = made.value == Value::Rate;
        let score =
            if is_mean { format!("{value:.1}") } else { format::side(UnitOfValue::Points, num) };
        let entities = format::count(den.unwrap_or_default() / 1000);
        let (mean, entity) = (lang.say(Text::MeanRisk), lang.pick("户", "entities"));
        let told = if is_mean { mean } else { &title };
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
    let Content::Heat(layer) = &made.content else { return None };
    // What is fainter than the lowest limit by far rounds to nothing.
    let least = made.limits.first().copied().unwrap_or_default() / 20.0;
    let density = layer.at(place.at).filter(|it| *it > least)?;
    let density = format::limit(lang, readable(density));
    Some(vec![format!("{} {density} {}", subject(lang, made), lang.say(Text::PerKm2))])
}

#[cfg(test)]
mod tests {
    use domain::wire::Change;

    use super::*;

    #[test]
    fn a_note_tells_value_base_and_change_of_a_district() {
        let entry: IndicatorEntry = serde_json::from_str(
            r#"{"id":"I02","version":1,"name":"占比","name_en":"","unit":"percent","direction":"up","numerator":"",
            "numerator_en":"","denominator":"","denominator_en":"","additive":true,"ranked":true,"core":true,
            "beside":null,"targets":[],"clause":"","breaks":[]}"#,
        )
        .unwrap();
        let yoy = Change { delta: Some("-0.30".to_owned()), ..Change::default() };
        let mut figure = Figure { num: 1_234, den: Some(2_000), ..Figure::default() };
        figure.compare.insert("yoy".to_owned(), yoy);
        let told = figure_lines(Lang::Zh, &figure, &entry);
        assert_eq!(told, ["占比", "61.70%", "1,234 / 2,000", "▼ 0.30 个百分点 · 同比"]);
        figure.den = Some(0);
        figure.status = domain::wire::Status::NoBase;
        assert_eq!(figure_lines(Lang::Zh, &figure, &entry)[1], "无基数");
    }
}
