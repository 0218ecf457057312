//! Every indicator of the catalogue as a card; a click makes it the current one.

use domain::wire::{Figure, SeriesRow};

use crate::face::card::{CardFace, lone};
use crate::face::table;
use crate::markup::{classed, each, element};
use crate::part::card::card;
use crate::part::table::{is_turned, table as behind, turn};
use crate::room::Room;
use crate::state::Panel;
use crate::text::{DOT, Text};

pub(super) fn cards(room: Room) -> String {
    let faces = faces(room).unwrap_or_default();
    let number = faces.len().to_string();
    let line = [
        room.say(Text::Indicators),
        " ",
        &number,
        DOT,
        room.say(Text::ChooseHint),
        &turn(room, Panel::Cards),
    ];
    let body = if is_turned(room, Panel::Cards) {
        let (cards, months): (Vec<_>, Vec<_>) = faces.into_iter().unzip();
        classed("section", "panel", &behind(room, &table::cards(room.lang, &cards, &months)))
    } else {
        classed("div", "deskcards", &each(&faces, |(face, _)| card(room, face)))
    };
    let attributes = [("class", "desk__cards"), ("aria-label", room.say(Text::Indicators))];
    let line = classed("p", "desk__cardbar", &line.concat());
    element("section", &attributes, &[line, body].concat())
}

fn faces(room: Room) -> Option<Vec<(CardFace, Vec<SeriesRow>)>> {
    let figures = room.frames.cards.get()?;
    let series = room.frames.card_series.get();
    let months = |indicator: &str| {
        let own = series.as_ref()?.iter().find(|it| it.indicator == indicator)?;
        (own.unit.code == figures.unit.code).then(|| own.rows.clone())
    };
    let face = |figure: &Figure| {
        let entry = room.entry(&figure.indicator)?;
        let months = months(&figure.indicator).unwrap_or_default();
        Some((lone(room.lang, figure, &entry, &months), months))
    };
    Some(figures.rows.iter().filter_map(face).collect())
}
