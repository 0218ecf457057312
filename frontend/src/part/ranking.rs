//! Units of the current indicator, best first; those without a base hatched and apart.

use crate::face::css_share;
use crate::face::ranking::{RankRow, RankingFace, compared};
use crate::face::table;
use crate::format;
use crate::markup::{classed, each, element, escaped, link};
use crate::part::bars::bar;
use crate::part::card::today;
use crate::part::table::{heading, is_turned, side_at, table as behind, turn};
use crate::room::Room;
use crate::state::{Order, Panel, Rows, Side};
use crate::text::{DOT, Text};

pub(crate) fn ranking_panel(room: Room) -> String {
    let face = face(room).unwrap_or_default();
    let body =
        if is_turned(room, Panel::Units) { units_behind(room, &face) } else { rows(room, &face) };
    let note = [&*note(room).unwrap_or_default(), " ", &turn(room, Panel::Units)].concat();
    let head = heading(&title(room).unwrap_or_default(), &note);
    classed("section", "panel panel--ranking", &[head, of_today(room), body].concat())
}

/// That the units are compared by scores of today, where that is not the period.
pub(crate) fn of_today(room: Room) -> String {
    today(room.parts().and_then(|(_, entry)| room.today(entry.unit)).as_deref())
}

fn note(room: Room) -> Option<String> {
    let (_, entry) = room.parts()?;
    let period = format::period(room.lang, room.scene()?.period);
    Some([format::unit(room.lang, entry.unit), DOT, &period].concat())
}

fn rows(room: Room, face: &RankingFace) -> String {
    let line = face.target.map(|at| {
        let left = ["left:", &css_share(at)].concat();
        let target = element("i", &[("class", "ranking__target"), ("style", &left)], "");
        classed("span", "ranking__scale", &target)
    });
    let whole = face.whole.as_ref().map(|it| row(room, it, Place::Whole)).unwrap_or_default();
    let whole = classed("ul", "ranking__whole", &whole);
    let ranked =
        classed("ol", "ranking__rows", &each(&face.rows, |it| row(room, it, Place::Ranked)));
    let field = [line.unwrap_or_default(), whole, ranked].concat();
    let apart = if face.apart.is_empty() {
        String::new()
    } else {
        let rows = each(&face.apart, |it| row(room, it, Place::Apart));
        let note = classed("p", "ranking__apart", room.say(Text::Apart));
        [note, classed("ul", "ranking__rows ranking__rows--apart", &rows)].concat()
    };
    let field = classed("div", "ranking__field", &field);
    classed("div", "ranking", &[field, apart].concat())
}

/// Where a row stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Ranked,
    /// Without a base.
    Apart,
    /// What the others are parts of.
    Whole,
}

fn row(room: Room, row: &RankRow, place: Place) -> String {
    let is_ranked = place != Place::Apart;
    let name = if row.rest || place == Place::Whole {
        classed("span", "ranking__name", &escaped(&row.name))
    } else {
        let open = room.url(|it| it.of_unit(Some(row.unit.clone())));
        let attributes = [("class", "ranking__name"), ("href", &*open), ("title", &row.name)];
        element("a", &attributes, &escaped(&row.name))
    };
    let value = if is_ranked {
        let records = records(room, row, room.base_side());
        let attributes = [("class", "ranking__value"), ("href", &records), ("title", &row.base())];
        element("a", &attributes, &row.value)
    } else {
        classed("span", "ranking__mark", row.mark.unwrap_or_default())
    };
    let flag = row.mark.filter(|_| is_ranked).map(|it| classed("b", "flag", it));
    let parts = [
        classed("span", "ranking__rank", &row.rank),
        classed("span", "ranking__who", &[name, flag.unwrap_or_default()].concat()),
        if has_bar(row, place == Place::Whole) {
            bar("bar bar--row", row.fill, None)
        } else {
            classed("span", "bar--none", " ")
        },
        value,
    ];
    let class = if row.below { "ranking__row ranking__row--below" } else { "ranking__row" };
    classed("li", class, &parts.concat())
}

/// A sum is no length among its parts.
pub(crate) fn has_bar(row: &RankRow, is_whole: bool) -> bool {
    !(row.value.is_empty() || is_whole && row.den.is_none())
}

/// The table of the units; each number opens what it opens beside its bar.
pub(crate) fn units_behind(room: Room, face: &RankingFace) -> String {
    let opens = |row: usize, at: usize| {
        let mut all = face.rows.iter().chain(&face.apart).chain(&face.whole);
        let row = all.nth(row).filter(|it| !it.value.is_empty())?;
        let side = if at == 2 { room.base_side() } else { side_at(at, 3)? };
        Some(records(room, row, side))
    };
    behind(room, &table::units(room.lang, face), &opens)
}

/// Where the records of one side of a row are.
pub(crate) fn records(room: Room, row: &RankRow, side: Side) -> String {
    let indicator = room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
    if !row.rest {
        return room.url(|it| it.records(&indicator, Some(&row.unit), side));
    }
    let parent = room.scene().map(|it| it.unit.code.clone()).unwrap_or_default();
    let rows = Rows { row: Some(row.row.clone()), ..Rows::of(side) };
    room.url(|it| it.some_records(&indicator, Some(&parent), rows.clone()))
}

fn face(room: Room) -> Option<RankingFace> {
    let (figures, entry) = room.parts()?;
    let face = compared(room.lang, &figures, &entry, Order::default());
    Some(face.with_whole(room.lang, room.whole(&figures, &entry).as_ref(), &entry))
}

fn title(room: Room) -> Option<String> {
    let (_, entry) = room.parts()?;
    let units = if room.is_root() { Text::Ranking } else { Text::RankingStreets };
    let name = room.lang.named(&entry.name, &entry.name_en);
    Some([room.say(units), room.lang.pick("", " · "), name].concat())
}

/// What a street holds, where there is nothing left to drill into.
pub(crate) fn units_or_entities(room: Room, units: fn(Room) -> String) -> String {
    let is_street = room.scene().is_some_and(|it| it.unit.level == "street");
    if is_street { entities(room) } else { units(room) }
}

fn entities(room: Room) -> String {
    let found = room.frames.entities.get();
    let all = room.url(|it| it.records("I03", None, Side::Den));
    let line = |record: &domain::wire::Record| {
        let row =
            crate::face::record::row(room.lang, record, domain::indicator::UnitOfValue::Cases);
        let id = row.entity.clone().unwrap_or_else(|| row.id.clone());
        let open = room.url(|it| it.on(crate::state::Page::Entity(id.clone())));
        let name = link("count", &open, &escaped(&row.entity_name));
        let kind = element("span", &[], &escaped(&row.specialty));
        element("li", &[], &[name, kind].concat())
    };
    let lines = found.as_ref().map(|it| each(&it.rows, line)).unwrap_or_default();
    let total = found.map(|it| format::count(it.total)).unwrap_or_default();
    let words = [&*total, " ", room.say(Text::AllEntities)].concat();
    let head = heading(room.say(Text::Entities), &link("count", &all, &words));
    let list = classed("ul", "entities scroll", &lines);
    classed("section", "panel panel--ranking", &[head, list].concat())
}
