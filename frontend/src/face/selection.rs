//! A loop drawn on the map and the layers on it → the sum inside, and the records that it adds up.
//!
//! The server finds the same cells by the same loop, so that the records number exactly the sum.

use std::collections::HashSet;

use domain::cells::CellFrame;
use domain::indicator::UnitOfValue;
use domain::wire::Attribution;
use geodata::lasso::Lasso;

use crate::face::legend::subject;
use crate::format;
use crate::layer::{Kind, Layer, Made, Value};
use crate::state::Side;
use crate::text::{Lang, Text};

/// What a layer of hexagons sums to inside a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SumFace {
    pub(crate) name: String,
    pub(crate) value: String,
    /// Share of the unit's own number, for what can be summed.
    pub(crate) share: String,
    /// Counts with the rows they open.
    pub(crate) counts: Vec<CountFace>,
}

/// A count and the rows behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CountFace {
    pub(crate) words: String,
    pub(crate) indicator: String,
    pub(crate) side: Side,
    pub(crate) at: Attribution,
}

/// Hexagons with something in them, and what they sum to. `None` for a layer whose hexagons are others.
pub(crate) fn selection(lang: Lang, lasso: &Lasso, made: &Made) -> Option<(usize, SumFace)> {
    let frame = made.sources.cells.as_ref().filter(|it| it.res == lasso.res())?;
    if made.shown.kind != Kind::Hexes {
        return None;
    }
    let inside: HashSet<u64> = lasso.cells_in(&frame.cells).into_iter().collect();
    let sum = |values: &[i64]| -> i64 {
        let cells = frame.cells.iter().zip(values);
        cells.filter(|(cell, _)| inside.contains(cell)).map(|(_, value)| value).sum()
    };
    let (num, den) = (sum(&frame.num), sum(&frame.den));
    let held = |at: usize| {
        [&frame.num, &frame.den].iter().any(|side| side.get(at).is_some_and(|it| *it != 0))
    };
    let cells = frame.cells.iter().enumerate();
    let cells = cells.filter(|(at, cell)| held(*at) && inside.contains(cell)).count();
    let name = subject(lang, made);
    Some((
        cells,
        if made.layer() == Layer::Risk {
            risk(lang, (num, den), frame, name)
        } else {
            plain(lang, (num, den), frame, (made, name))?
        },
    ))
}

/// Thousandths of points, of thousandths of entities.
fn risk(lang: Lang, (num, den): (i64, i64), frame: &CellFrame, name: String) -> SumFace {
    let entities = format::count(den / 1000);
    let words = format!("{entities} {}", lang.pick("户", "entities"));
    let points = format::side(UnitOfValue::Points, num);
    SumFace {
        name,
        value: format!("{points} {}", lang.pick("分", "points")),
        share: share(lang, num, frame.total.0),
        counts: vec![CountFace { words, indicator: "R".to_owned(), side: Side::Den, at: frame.at }],
    }
}

fn plain(
    lang: Lang,
    (num, den): (i64, i64),
    frame: &CellFrame,
    (made, name): (&Made, String),
) -> Option<SumFace> {
    let count = |value: i64, side: Side, indicator: &str| CountFace {
        words: format::count(value),
        indicator: indicator.to_owned(),
        side,
        at: frame.at,
    };
    if let Some((indicator, side)) = made.layer().records() {
        let (value, share) = (format::count(num), share(lang, num, frame.total.0));
        return Some(SumFace { name, value, share, counts: vec![count(num, side, indicator)] });
    }
    let entry = made.entry.as_ref()?;
    let numerator = count(num, Side::Num, &entry.id);
    if made.value == Value::Count || entry.denominator.is_none() {
        let (value, share) = (format::count(num), share(lang, num, frame.total.0));
        return Some(SumFace { name, value, share, counts: vec![numerator] });
    }
    let value = format::value(entry.unit, num, Some(den));
    let value = value.unwrap_or_else(|| lang.say(Text::NoBase).to_owned());
    let counts = vec![numerator, count(den, Side::Den, &entry.id)];
    Some(SumFace { name, value, share: String::new(), counts })
}

fn share(lang: Lang, part: i64, whole: i64) -> String {
    let share = format::value(UnitOfValue::Percent, part, Some(whole));
    share.map(|it| format!("{} {it}%", lang.say(Text::ChosenOf))).unwrap_or_default()
}
