//! The rows behind a number, exactly as many as it says.

use domain::indicator::UnitOfValue;
use domain::wire::Records;
use leptos::prelude::With as _;

use crate::face::order::funnel;
use crate::face::record::{RecordRow, agreement, pages, row, words};
use crate::face::when::{When, of_today};
use crate::format;
use crate::markup::{classed, each, element, escaped, link};
use crate::part::card::today as today_note;
use crate::room::Room;
use crate::state::{Page, Rows, Side, State};
use crate::text::{DOT, Text};

/// Stands for facts that lie in no hexagon.
pub(crate) const NO_CELL: &str = "none";

/// Names of the columns, as a question sorts by them.
const COLUMNS: [(&str, Text); 9] = [
    ("day", Text::RecordDay),
    ("entity_name", Text::RecordEntity),
    ("specialty", Text::RecordSpecialty),
    ("kind", Text::RecordKind),
    ("outcome", Text::RecordOutcome),
    ("org_name", Text::RecordOrg),
    ("place_name", Text::RecordPlace),
    ("id", Text::RecordId),
    ("weight", Text::RecordWeight),
];

pub(crate) fn record_sheet(room: Room) -> String {
    let Some(found) = room.frames.records.get() else { return String::new() };
    let last = pages(found.row_count, found.page_size);
    let to = |number: u32| room.url(|it| on_page(it, number));
    [
        &*head(room, &found),
        "<div class=\"scroll sheet__body\">",
        &table(room, &found),
        "</div>",
        &page_links(room, (found.page, last), &to),
    ]
    .concat()
}

/// What the rows are, how many, and whether that is what the figure said.
fn head(room: Room, found: &Records) -> String {
    let entry = room.entry(&found.indicator);
    let is_num = found.side == "num";
    let unit = entry.as_ref().map_or(UnitOfValue::Cases, |it| it.unit);
    let (total, rows) = (format::side(unit, found.total), format::count(found.row_count));
    let rows = if rows == total {
        String::new()
    } else {
        [&*rows, " ", room.lang.pick("行", "rows")].concat()
    };
    let part = room.state.with(|it| match &it.page {
        Page::Records(rows) => part_of(room, rows),
        _ => None,
    });
    let when = When { period: found.period, known: found.stamped.cutoff.day() };
    let today = of_today(room.lang, unit, when);
    let period = format::period(room.lang, found.period);
    let place = [Some(found.unit.name.clone()), Some(period), part];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(DOT);
    let words = entry.as_ref().map(|it| {
        if is_num {
            return room.lang.named(&it.numerator, &it.numerator_en);
        }
        room.lang.named(
            it.denominator.as_deref().unwrap_or_default(),
            it.denominator_en.as_deref().unwrap_or_default(),
        )
    });
    let name = entry.as_ref().map_or("", |it| room.lang.named(&it.name, &it.name_en));
    let is_ratio = entry.as_ref().is_some_and(|it| it.denominator.is_some());
    let sides = if is_ratio { sides(room, is_num) } else { String::new() };
    let csv = room.csv().map(|it| keep(room, &it)).unwrap_or_default();
    let total = element("b", &[], &total);
    let total = [total, rows, check(room, found), csv].join(" ");
    let head = [
        element("h2", &[], &[&*escaped(name), &sides].concat()),
        classed("p", "sheet__total", &total),
        classed("p", "sheet__words", &escaped(&place)),
        classed("p", "sheet__words", &escaped(words.unwrap_or_default())),
        today_note(today.as_deref()),
    ];
    classed("header", "sheet__head", &head.concat())
}

fn sides(room: Room, is_num: bool) -> String {
    let side = |side: Side, text: Text, current: bool| {
        let href = room.url(|it| other_side(it, side));
        choice(&href, current, room.say(text))
    };
    let num = side(Side::Num, Text::Numerator, is_num);
    classed("span", "sides", &[num, side(Side::Den, Text::Denominator, !is_num)].concat())
}

/// One of several things to choose from; the words stand in the catalogue or are escaped already.
pub(crate) fn choice(href: &str, current: bool, words: &str) -> String {
    let current = if current { "true" } else { "" };
    element("a", &[("class", "choice"), ("href", href), ("aria-current", current)], words)
}

/// All rows as a file.
pub(crate) fn keep(room: Room, href: &str) -> String {
    let attributes = [
        ("class", "toggle"),
        ("href", href),
        ("download", "rows.csv"),
        ("title", room.say(Text::ExportHint)),
    ];
    element("a", &attributes, room.say(Text::Export))
}

/// Which part of the side a list holds, in words.
fn part_of(room: Room, rows: &Rows) -> Option<String> {
    let method = || Some(words(room.lang, "inspection", rows.method.as_deref()?));
    let cell = || {
        let cell = rows.cell.as_deref()?;
        let words = if cell == NO_CELL { Text::NotLocated } else { Text::InCell };
        Some(room.say(words).to_owned())
    };
    let row = || Some(room.frames.records.get()?.row.as_ref()?.name.clone());
    let stage = || {
        let code = rows.stage.as_deref()?;
        let scene = room.scene()?;
        let found = funnel(room.lang, &scene.funnel).into_iter().find(|it| it.code == code)?;
        Some(found.name)
    };
    let drawn = || rows.drawn.then(|| room.say(Text::InChosen).to_owned());
    cell().or_else(drawn).or_else(method).or_else(row).or_else(stage)
}

/// Whether the rows are as many as the figure says.
pub(crate) fn check(room: Room, found: &Records) -> String {
    let told = agreement(room.lang, found.total, side_of_figure(room, found));
    let told = told.map(|(agrees, words)| {
        let tone = if agrees { "better" } else { "wrong" };
        element("span", &[("class", "sheet__check"), ("data-tone", tone)], words)
    });
    told.unwrap_or_default()
}

/// The side of the figure that these rows must add up to, once it has arrived for the same question.
fn side_of_figure(room: Room, found: &Records) -> Option<i64> {
    let figures = room.frames.own_figure.get()?;
    let figure = figures.rows.iter().find(|it| it.indicator == found.indicator)?;
    let same = figures.unit.code == found.unit.code
        && figures.period == found.period
        && figures.at == found.at
        && figures.stamped.generation == found.stamped.generation;
    let side = if found.side == "num" { Some(figure.num) } else { figure.den };
    side.filter(|_| same)
}

/// The rows of an answer, or that there are none.
pub(crate) fn table(room: Room, found: &Records) -> String {
    if found.rows.is_empty() {
        return classed("p", "absent", room.say(Text::NoRecords));
    }
    let unit = room.entry(&found.indicator).map_or(UnitOfValue::Cases, |it| it.unit);
    [
        "<table class=\"table table--records\"><thead><tr>",
        &each(COLUMNS, |it| sort_head(room, it)),
        "</tr></thead><tbody>",
        &each(&found.rows, |it| line(room, &row(room.lang, it, unit))),
        "</tbody></table>",
    ]
    .concat()
}

/// A column's name that sorts by it.
fn sort_head(room: Room, (column, text): (&str, Text)) -> String {
    let href = room.url(|it| it.sorted(column, room.base_side()));
    let sort = room.state.with(|it| match &it.page {
        Page::Records(Rows { sort: Some(sort), .. }) => match sort.strip_prefix('-') {
            Some(name) if name == column => "descending",
            None if sort == column => "ascending",
            _ => "none",
        },
        _ => "none",
    });
    let class = if column == "weight" { "number" } else { "" };
    let id = ["sort-", column].concat();
    let words = element("a", &[("class", "sorter"), ("id", &id), ("href", &href)], room.say(text));
    element("th", &[("scope", "col"), ("class", class), ("aria-sort", sort)], &words)
}

fn line(room: Room, row: &RecordRow) -> String {
    let name = escaped(&row.entity_name);
    let entity = row.entity.as_ref().map(|id| {
        let open = room.url(|it| it.on(Page::Entity(id.clone())));
        link("count", &open, &name)
    });
    let plain = [&row.specialty, &row.kind, &row.outcome, &row.org, &row.place];
    let cells = [
        classed("td", "table__day", &row.day),
        element("td", &[], &entity.unwrap_or(name)),
        each(plain, |it| element("td", &[], &escaped(it))),
        classed("td", "table__id", &escaped(&row.id)),
        classed("td", "number", &row.weight),
    ];
    element("tr", &[], &cells.concat())
}

/// Back, where we are, on. `to` is the address of a page.
pub(crate) fn page_links(
    room: Room,
    (now, last): (u32, u32),
    to: &dyn Fn(u32) -> String,
) -> String {
    let step = |shown: bool, number: u32, text: Text| {
        if shown { link("toggle", &to(number), room.say(text)) } else { String::new() }
    };
    let place = [now, last].map(|it| format::count(i64::from(it))).join(" / ");
    let parts = [
        step(now > 1, now.saturating_sub(1).min(last), Text::Previous),
        element("span", &[], &place),
        step(now < last, now + 1, Text::Next),
    ];
    classed("nav", "pager", &parts.concat())
}

fn on_page(state: &State, number: u32) -> State {
    match &state.page {
        Page::Records(rows) => state.on(Page::Records(Rows { number, ..rows.clone() })),
        _ => state.clone(),
    }
}

fn other_side(state: &State, side: Side) -> State {
    match &state.page {
        Page::Records(rows) => state.on(Page::Records(Rows { side, number: 1, ..rows.clone() })),
        _ => state.clone(),
    }
}
