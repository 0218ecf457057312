//! Every indicator of the catalogue as a card, those that a unit is judged by large and first; a click makes one
//! the current one.

use domain::wire::{Figure, SeriesRow};

use crate::face::card::{CardFace, lone};
use crate::face::when::When;
use crate::markup::{classed, each, element};
use crate::part::card::{card, cards_behind};
use crate::part::table::{is_turned, turn};
use crate::room::Room;
use crate::state::Panel;
use crate::text::{DOT, Text};

/// A card with the months behind its line.
#[derive(Debug)]
struct DeskCard {
    face: CardFace,
    months: Vec<SeriesRow>,
    is_core: bool,
}

pub(super) fn cards(room: Room) -> String {
    let all = faces(room).unwrap_or_default();
    let number = all.len().to_string();
    let running = all.iter().any(|it| it.face.spark.running.is_some());
    let ring = [DOT, room.say(Text::RingHint)].concat();
    let (zh, en) = (["指标 ", &number].concat(), [&*number, " indicators"].concat());
    let line = [
        room.lang.pick(&zh, &en),
        DOT,
        room.say(Text::ChooseHint),
        if running { &*ring } else { "" },
        &turn(room, Panel::Cards),
    ];
    let body = if is_turned(room, Panel::Cards) {
        let (cards, months): (Vec<_>, Vec<_>) =
            all.into_iter().map(|it| (it.face, it.months)).unzip();
        classed("section", "panel", &cards_behind(room, &cards, &months))
    } else {
        let group = |class: &str, is_core: bool| {
            let own = all.iter().filter(|it| it.is_core == is_core);
            classed("div", class, &each(own, |it| card(room, &it.face, "")))
        };
        let groups =
            [group("deskcards deskcards--core", true), group("deskcards deskcards--more", false)];
        classed("div", "deskboard", &groups.concat())
    };
    let attributes = [("class", "desk__cards"), ("aria-label", room.say(Text::Indicators))];
    let line = classed("p", "desk__cardbar", &line.concat());
    element("section", &attributes, &[line, body].concat())
}

fn faces(room: Room) -> Option<Vec<DeskCard>> {
    let figures = room.frames.cards.get()?;
    let when = When { period: figures.period, known: figures.stamped.cutoff.day() };
    let series = room.frames.card_series.get();
    let months = |indicator: &str| {
        let own = series.as_ref()?.iter().find(|it| it.indicator == indicator)?;
        (own.unit.code == figures.unit.code).then(|| own.rows.clone())
    };
    let face = |figure: &Figure| {
        let entry = room.entry(&figure.indicator)?;
        let months = months(&figure.indicator).unwrap_or_default();
        let face = lone(room.lang, figure, &entry, &months, when);
        Some(DeskCard { face, months, is_core: entry.core })
    };
    Some(figures.rows.iter().filter_map(face).collect())
}
