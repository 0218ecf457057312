//! The facts that wait for another one: which, what for, and the row that brought them.

use domain::wire::HeldFact;

use crate::face::record::{feed, pages};
use crate::format;
use crate::markup::{classed, each, element, escaped, link};
use crate::part::quality::scope;
use crate::part::records::{keep, page_links};
use crate::question::held_csv;
use crate::room::Room;
use crate::state::Page;
use crate::text::Text;

pub(crate) fn held_sheet(room: Room) -> String {
    let Some(held) = room.frames.held.get() else { return String::new() };
    let small = element("small", &[], &scope(room));
    let total = element("b", &[], &format::count(held.total));
    let total = [&*total, " ", &keep(room, &held_csv(room.lang))].concat();
    let head = [
        element("h2", &[], &[room.say(Text::Held), " ", &small].concat()),
        classed("p", "sheet__total", &total),
        classed("p", "sheet__words", room.say(Text::HeldHint)),
    ];
    let heads = [
        Text::RecordDay,
        Text::Feed,
        Text::RecordId,
        Text::RecordEntity,
        Text::RecordOrg,
        Text::Awaited,
        Text::Batch,
        Text::Line,
        Text::Received,
    ];
    let heads = each(heads, |it| element("th", &[], room.say(it)));
    let none = held.rows.is_empty().then(|| classed("p", "absent", room.say(Text::NoHeld)));
    let last = pages(held.total, held.page_size);
    let to = |number: u32| room.url(|it| it.on(Page::Held(number)));
    [
        &*classed("header", "sheet__head", &head.concat()),
        "<div class=\"scroll sheet__body\"><table class=\"table\"><thead><tr>",
        &heads,
        "</tr></thead><tbody>",
        &each(&held.rows, |it| line(room, it)),
        "</tbody></table>",
        &none.unwrap_or_default(),
        "</div>",
        &page_links(room, (held.page, last), &to),
    ]
    .concat()
}

fn line(room: Room, fact: &HeldFact) -> String {
    let entity = fact.entity.as_ref().map(|id| {
        let open = room.url(|it| it.on(Page::Entity(id.clone())));
        link("count", &open, &escaped(id))
    });
    let awaited = [feed(room.lang, &fact.awaits), " ", &fact.awaited].concat();
    let org = fact.org_name.as_deref().unwrap_or_default();
    let cells = [
        classed("td", "table__day", &fact.at.map(format::full_moment).unwrap_or_default()),
        element("td", &[], &escaped(feed(room.lang, &fact.feed))),
        classed("td", "table__id", &escaped(&fact.id)),
        classed("td", "table__id", &entity.unwrap_or_default()),
        element("td", &[], &escaped(org)),
        element("td", &[("title", &fact.code)], &escaped(&awaited)),
        classed("td", "table__id", &escaped(&fact.batch)),
        element("td", &[], &fact.row.to_string()),
        classed("td", "table__day", &format::full_moment(fact.received_at)),
    ];
    element("tr", &[], &cells.concat())
}
