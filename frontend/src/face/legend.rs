//! A layer on the map → title, base, classes with colours, and what has no class.

use domain::indicator::UnitOfValue;
use domain::wire::{Attribution, IndicatorEntry};

use crate::format;
use crate::layer::Layer;
use crate::map::{Ramp, Theme};
use crate::text::{DOT, Lang, Text};

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LegendFace {
    pub(crate) title: String,
    /// Unit, base and attribution in words.
    pub(crate) base: String,
    /// Colour of each class, and the limit at which it begins.
    pub(crate) classes: Vec<(String, String)>,
    /// Districts have a pattern for what is missing; cells have none to miss.
    pub(crate) hatched: bool,
}

/// Hexagons.
pub(crate) fn cells(lang: Lang, layer: Layer, theme: Theme, breaks: &[f64], res: u8) -> LegendFace {
    let (title, base) = layer.words();
    let size = lang.pick("H3 ", "H3 res ");
    let level = lang.pick(" 级", "");
    let comma = lang.pick("，", ", ");
    LegendFace {
        title: lang.say(title).to_owned(),
        base: format!(
            "{}{}{size}{res}{level}{comma}{}{}{}{}",
            lang.say(base),
            lang.pick("（", " ("),
            hexagon_area(lang, res),
            lang.pick("）", ")"),
            DOT,
            lang.say(Text::ByPlace)
        ),
        classes: classes(lang, layer.ramp(), theme, breaks),
        hatched: false,
    }
}

/// Districts.
pub(crate) fn districts(
    lang: Lang,
    entry: &IndicatorEntry,
    at: Attribution,
    theme: Theme,
    breaks: &[f64],
) -> LegendFace {
    let by = if at == Attribution::Location { Text::ByPlace } else { Text::ByOrg };
    let words = lang.named(
        entry.denominator.as_deref().unwrap_or(&entry.numerator),
        entry.denominator_en.as_deref().unwrap_or(&entry.numerator_en),
    );
    let side = if entry.denominator.is_some() { Text::Denominator } else { Text::Numerator };
    LegendFace {
        title: format!(
            "{}{}{}",
            lang.named(&entry.name, &entry.name_en),
            DOT,
            format::unit(lang, entry.unit)
        ),
        base: format!("{}{}{} {words}", lang.say(by), DOT, lang.say(side)),
        classes: classes(lang, Layer::Indicator.ramp(), theme, breaks),
        hatched: true,
    }
}

/// Class limits of an indicator in the unit its values are plotted in: per cent for shares.
pub(crate) fn breaks(entry: &IndicatorEntry) -> Vec<f64> {
    let factor = if entry.unit == UnitOfValue::Percent { 100.0 } else { 1.0 };
    entry
        .breaks
        .iter()
        .filter_map(|it| it.parse::<f64>().ok())
        .map(|it| it * factor)
        .take(6)
        .collect()
}

fn classes(lang: Lang, ramp: Ramp, theme: Theme, breaks: &[f64]) -> Vec<(String, String)> {
    let count = breaks.len() + 1;
    let from = |class: usize| match class.checked_sub(1).and_then(|at| breaks.get(at)) {
        Some(limit) => format::class_break(lang, *limit),
        // Nothing is not painted in hexagons: their first class begins above zero.
        None if ramp == Layer::Indicator.ramp() => "0".to_owned(),
        None => ">0".to_owned(),
    };
    (0..count).map(|class| (ramp.colour(theme, class, count).css(), from(class))).collect()
}

/// Average area of a hexagon, as the H3 tables give it.
fn hexagon_area(lang: Lang, res: u8) -> String {
    let area = match res {
        6 => "36 km²",
        7 => "5.2 km²",
        8 => "0.74 km²",
        9 => "0.11 km²",
        _ => "0.015 km²",
    };
    format!("{}{area}", lang.pick("约 ", "about "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_prints_the_limit_at_which_it_begins() {
        let face = cells(Lang::Zh, Layer::Risk, Theme::Dark, &[2.0, 6.0, 15.0], 7);
        let limits: Vec<&str> = face.classes.iter().map(|(_, limit)| limit.as_str()).collect();
        assert_eq!(limits, [">0", "2", "6", "15"]);
        assert!(
            face.base.contains("5.2 km²") && face.base.contains("按对象所在地"),
            "{}",
            face.base
        );
    }
}
