//! One indicator: its value leads, everything else says what it is made of.

use domain::indicator::UnitOfValue;
use domain::wire::SeriesRow;

use crate::face::Piece;
use crate::face::card::{CardFace, ChangeFace};
use crate::face::table;
use crate::markup::{classed, count, element, escaped};
use crate::part::bars::{bar, spark_line};
use crate::part::table::{side_at, table as behind};
use crate::room::Room;
use crate::state::{Layout, Side, State};
use crate::text::{DOT, Text};

/// `turn` is the button that turns all cards over, on one of them.
pub(crate) fn card(room: Room, face: &CardFace, turn: &str) -> String {
    let chosen = room.asked(|it| it.indicator() == face.id) == Some(true);
    let class = [
        "panel card",
        if chosen { " card--chosen" } else { "" },
        if face.bar.is_none() { " card--reference" } else { "" },
    ];
    let (value, absent) = match &face.value {
        Some(value) => (escaped(value), ""),
        None => ("—".to_owned(), " card__value--absent"),
    };
    let word = face.kind != UnitOfValue::Percent && face.den.is_none();
    let unit = if word { "card__unit card__unit--word" } else { "card__unit" };
    let unit = face.value.as_ref().map(|_| classed("span", unit, face.unit));
    let lead = [value, unit.unwrap_or_default()].concat();
    let lead = [classed("p", &["card__value", absent].concat(), &lead), spark_line(&face.spark)];
    let base = if face.has_base { base(room, face) } else { String::new() };
    let changes: Vec<String> = face.changes.iter().map(|it| change(it, true)).collect();
    let base = [base, classed("span", "card__changes", &changes.concat())];
    let bar = face.bar.map(|(fill, tick)| bar("bar", fill, tick));
    let body = [
        title(room, face, turn),
        classed("div", "card__lead", &lead.concat()),
        classed("div", "card__base", &base.concat()),
        bar.unwrap_or_default(),
        classed("p", "card__sentence", &sentence(&face.sentence)),
        today(face.note.as_deref()),
    ];
    classed("article", &class.concat(), &body.concat())
}

/// The table of all cards with the months of their lines; numerator and denominator open their records.
pub(crate) fn cards_behind(room: Room, cards: &[CardFace], months: &[Vec<SeriesRow>]) -> String {
    let table = table::cards(room.lang, cards, months);
    // Beside the map there is room for as many columns as there are cards.
    let is_turned = room.layout != Layout::Desk;
    let opens = |row: usize, at: usize| {
        let (card, at) = if is_turned { (at.checked_sub(1)?, row + 1) } else { (row, at) };
        let side = side_at(at, 2)?;
        let card = cards.get(card).filter(|it| it.has_base)?;
        Some(room.url(|it| it.records(&card.id, None, side)))
    };
    let table = if is_turned { table.turned() } else { table };
    behind(room, &table, &opens)
}

fn title(room: Room, face: &CardFace, turn: &str) -> String {
    let hint = [&*face.name, DOT, room.say(Text::TrendOf)].concat();
    let choose = room.url(|it| State { indicator: Some(face.id.clone()), ..it.clone() });
    let id = ["card-", &face.id].concat();
    let attributes = [("class", "card__choose"), ("id", &id), ("href", &choose), ("title", &hint)];
    let name = element("a", &attributes, &escaped(&face.name));
    let beside = face.beside.as_ref().map(|(name, value)| {
        let words = [room.say(Text::Beside), " ", value].concat();
        element("span", &[("class", "card__beside"), ("title", name)], &escaped(&words))
    });
    let flag = face.mark.map(|it| classed("b", "flag", it));
    let note = [
        beside.unwrap_or_default(),
        flag.unwrap_or_default(),
        classed("span", "card__id", &escaped(&face.id)),
        turn.to_owned(),
    ];
    classed("h2", "panel__title", &[name, classed("span", "panel__note", &note.concat())].concat())
}

/// That a score is of today, where that is not the period.
pub(crate) fn today(note: Option<&str>) -> String {
    note.map(|it| classed("p", "today", it)).unwrap_or_default()
}

/// Numerator and denominator, each a link to its records.
fn base(room: Room, face: &CardFace) -> String {
    let link = |side: Side, text: Text, words: &str| {
        let href = room.url(|it| it.records(&face.id, None, side));
        count(&href, room.say(text), words)
    };
    let num = link(Side::Num, Text::Numerator, &face.num);
    let rest = match &face.den {
        Some(den) => [" / ", &link(Side::Den, Text::Denominator, den)].concat(),
        None => [" ", &classed("span", "base__unit", face.unit)].concat(),
    };
    classed("span", "base", &[num, rest].concat())
}

/// ▲ 6.40 个百分点 同比; in a table the column says against what.
pub(crate) fn change(face: &ChangeFace, says_against: bool) -> String {
    let size = escaped(&[face.mark, " ", &face.size].concat());
    let against = if says_against { [" ", &*face.against].concat() } else { String::new() };
    let words = ["<b>", &size, "</b>", &against].concat();
    let told = [("class", "change"), ("data-tone", face.tone.as_str()), ("title", &*face.base)];
    element("span", &told, &words)
}

fn sentence(pieces: &[Piece]) -> String {
    let piece = |it: &Piece| {
        let text = escaped(&it.text);
        if it.counts { element("b", &[], &text) } else { text }
    };
    pieces.iter().map(piece).collect::<Vec<_>>().concat()
}
