//! What arrived, and what of it counts nowhere or is drawn nowhere: nothing is dropped in silence.

use domain::wire::Attribution;

use crate::face::record::feed;
use crate::format;
use crate::frames::Batch;
use crate::markup::{classed, count, each, element, escaped, link};
use crate::part::records::NO_CELL;
use crate::room::Room;
use crate::state::{Layout, Page, Rows, Side, State};
use crate::text::Text;

/// Its base is the entities that stand today.
const ENTITIES: &str = "R";
/// Deliveries with rejected rows that fit without scrolling.
const SHOWN: usize = 6;

/// The sums; on the desk also the deliveries with rejected rows.
pub(crate) fn quality_panel(room: Room) -> String {
    let scope = scope(room);
    let scope = if scope.is_empty() { scope } else { element("span", &[], &scope) };
    let ledger = room.url(|it| it.on(Page::Batches));
    let note = [scope, link("", &ledger, room.say(Text::Batches))].concat();
    let note = classed("span", "panel__note", &note);
    let head = classed("h2", "panel__title", &[room.say(Text::Quality), &note].concat());
    let sums = each(counts(room), |it| sum(room, it));
    let sums = classed("ul", "quality", &sums);
    let (class, list) = match room.layout {
        Layout::Desk => ("panel quality-list", faulty(room)),
        _ => ("panel panel--quality", String::new()),
    };
    classed("section", class, &[head, sums, list].concat())
}

/// That the numbers are of the whole deployment, where a part of it is open.
pub(crate) fn scope(room: Room) -> String {
    let root = room.catalogue().map(|it| it.root.clone()).filter(|_| !room.is_root());
    let name = root.map(|it| match &*it.level {
        "city" => room.say(Text::WholeCity).to_owned(),
        _ => escaped(&it.name),
    });
    name.unwrap_or_default()
}

/// A number with its name; it leads to its rows.
fn sum(room: Room, (name, number, hint): (Text, Option<i64>, Option<Text>)) -> String {
    let is_open = number.is_some_and(|it| it > 0) && hint.is_some();
    let rows = rows_of(room, name).unwrap_or_else(|| room.url(|it| it.on(Page::Batches)));
    let number = number.map_or_else(|| "—".to_owned(), format::count);
    let parts = [count(&rows, "", &number), element("span", &[], room.say(name))];
    let attributes = [
        ("class", "quality__one"),
        ("data-tone", if is_open { "attention" } else { "plain" }),
        ("title", hint.map_or("", |it| room.say(it))),
    ];
    element("li", &attributes, &parts.concat())
}

/// The ledger's counts are unknown, not zero, where the server does not tell them.
pub(crate) fn counts(room: Room) -> Vec<(Text, Option<i64>, Option<Text>)> {
    let Some(quality) = room.scene().map(|it| it.quality.clone()) else { return Vec::new() };
    let unlocated = room.frames.unlocated.get().map(|it| it.row_count);
    let told = |count: i64| (quality.rows > 0).then_some(count);
    vec![
        (Text::Rows, told(quality.rows), None),
        (Text::Accepted, told(quality.accepted), None),
        (Text::Rejected, told(quality.rejected), Some(Text::RejectList)),
        (Text::Held, Some(quality.held), Some(Text::HeldHint)),
        (Text::UnlocatedCount, unlocated, Some(Text::UnlocatedHint)),
    ]
}

/// Where the rows of a sum are; those of the others lie in the ledger, by delivery.
pub(crate) fn rows_of(room: Room, name: Text) -> Option<String> {
    match name {
        Text::Held => Some(room.url(|it| it.on(Page::Held(1)))),
        Text::UnlocatedCount => Some(unlocated(room)),
        _ => None,
    }
}

/// Entities of the whole deployment that lie in no hexagon.
fn unlocated(room: Room) -> String {
    let root = room.catalogue().map(|it| it.root.code.clone());
    let rows = Rows { cell: Some(NO_CELL.to_owned()), ..Rows::of(Side::Den) };
    room.url(|it| {
        let rows = it.some_records(ENTITIES, root.as_deref(), rows.clone());
        State { at: Attribution::Org, ..rows }
    })
}

fn faulty(room: Room) -> String {
    let Some(batches) = room.frames.batches.get() else { return String::new() };
    let found: Vec<_> = batches.rows.iter().filter(|it| it.rejected > 0).take(SHOWN).collect();
    if found.is_empty() {
        return classed("p", "absent", room.say(Text::NoRejects));
    }
    let heads = [Text::Feed, Text::Received, Text::Rows, Text::Rejected];
    let head = each(heads.into_iter().enumerate(), |(at, it)| {
        classed("th", if at > 1 { "number" } else { "" }, room.say(it))
    });
    [
        &*classed("p", "quality-list__note", room.say(Text::OnlyFaulty)),
        "<div class=\"scroll\"><table class=\"table\"><thead><tr>",
        &head,
        "</tr></thead><tbody>",
        &each(found, |it| line(room, it)),
        "</tbody></table></div>",
    ]
    .concat()
}

fn line(room: Room, batch: &Batch) -> String {
    let rejects = room.url(|it| it.on(Page::faults(&batch.id, None)));
    let number = |it: u64| format::count(it.try_into().unwrap_or(i64::MAX));
    let cells = [
        element("td", &[("title", &batch.id)], &escaped(feed(room.lang, &batch.feed))),
        classed("td", "table__day", &format::full_moment(batch.received_at)),
        classed("td", "number", &number(batch.rows)),
        classed("td", "number", &count(&rejects, "", &number(batch.rejected))),
    ];
    element("tr", &[], &cells.concat())
}
