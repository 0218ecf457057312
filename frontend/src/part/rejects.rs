//! The rejected rows of one delivery: where, what, why, and how to keep them for repair.

use crate::face::record::{feed, pages};
use crate::format;
use crate::frames::Reject;
use crate::markup::{classed, each, element, escaped};
use crate::part::records::{keep, page_links};
use crate::percent::encode;
use crate::room::Room;
use crate::state::Page;
use crate::text::{DOT, Text};

pub(crate) fn reject_sheet(room: Room) -> String {
    let Some(rejects) = room.frames.rejects.get() else { return String::new() };
    let csv = ["/api/v1/batches/", &encode(&rejects.batch), "/rejects?format=csv"].concat();
    let all = i64::try_from(rejects.total).unwrap_or(i64::MAX);
    let place = [feed(room.lang, &rejects.feed), DOT, &rejects.batch].concat();
    let small = element("small", &[], &escaped(&place));
    let total = element("b", &[], &format::count(all));
    let total = [&*total, " ", room.lang.pick("行", "rows"), " ", &keep(room, &csv)];
    let head = [
        element("h2", &[], &[room.say(Text::RejectList), " ", &small].concat()),
        classed("p", "sheet__total", &total.concat()),
    ];
    let heads = [
        Text::Line,
        Text::ColumnName,
        Text::Fault,
        Text::GivenValue,
        Text::Hint,
        Text::DeliveredLine,
    ];
    let heads = each(heads, |it| element("th", &[], room.say(it)));
    let none = rejects.rows.is_empty();
    let none = none.then(|| classed("p", "absent", room.say(Text::NoRejects)));
    let last = pages(all, rejects.page_size);
    let to = |number: u32| {
        let page = Page::Rejects(rejects.batch.clone(), number);
        room.url(|it| it.on(page.clone()))
    };
    [
        &*classed("header", "sheet__head", &head.concat()),
        "<div class=\"scroll sheet__body\"><table class=\"table\"><thead><tr>",
        &heads,
        "</tr></thead><tbody>",
        &each(&rejects.rows, line),
        "</tbody></table>",
        &none.unwrap_or_default(),
        "</div>",
        &page_links(room, (rejects.page, last), &to),
    ]
    .concat()
}

fn line(reject: &Reject) -> String {
    let delivered = [("class", "table__id"), ("title", &reject.line)];
    let cells = [
        element("td", &[], &reject.row.to_string()),
        element("td", &[], &escaped(&reject.column)),
        element("td", &[], &element("code", &[], &escaped(&reject.code))),
        classed("td", "table__value", &escaped(&reject.value)),
        element("td", &[], &escaped(&reject.hint)),
        element("td", &delivered, &escaped(&reject.line)),
    ];
    element("tr", &[], &cells.concat())
}
