//! The ledger: what was delivered, links to what was rejected of it, and to what was stored with a mark.

use crate::face::record::feed;
use crate::format;
use crate::frames::Batch;
use crate::markup::{classed, count, each, element, escaped};
use crate::part::quality::{counts, rows_of, scope};
use crate::room::Room;
use crate::state::Page;
use crate::text::{DOT, Text};

pub(crate) fn batch_sheet(room: Room) -> String {
    let known = counts(room).into_iter().filter_map(|(name, number, _)| Some((name, number?)));
    let sums = each(known, |(name, number)| {
        let number = format::count(number);
        let number = rows_of(room, name).map_or_else(
            || element("b", &[], &number),
            |rows| element("b", &[], &count(&rows, "", &number)),
        );
        element("span", &[], &[room.say(name), " ", &number].concat())
    });
    let scope = scope(room);
    let gap = if scope.is_empty() { "" } else { DOT };
    let small = element("small", &[], &[&*scope, gap, room.say(Text::Batches)].concat());
    let head = [
        element("h2", &[], &[room.say(Text::Quality), " ", &small].concat()),
        classed("p", "sheet__sums", &sums),
        classed("p", "sheet__words", room.say(Text::HeldHint)),
    ];
    let columns = [
        Text::Received,
        Text::Feed,
        Text::Batch,
        Text::Rows,
        Text::Accepted,
        Text::Rejected,
        Text::Marks,
    ];
    let columns = each(columns.into_iter().enumerate(), |(at, it)| {
        let class = match at {
            3..6 => "number",
            6 => "table__marks",
            _ => "",
        };
        classed("th", class, room.say(it))
    });
    let batches = room.frames.batches.get();
    let lines = batches.map(|it| each(&it.rows, |it| line(room, it))).unwrap_or_default();
    [
        &*classed("header", "sheet__head", &head.concat()),
        "<div class=\"scroll sheet__body\"><table class=\"table\"><thead><tr>",
        &columns,
        "</tr></thead><tbody>",
        &lines,
        "</tbody></table></div>",
    ]
    .concat()
}

fn line(room: Room, batch: &Batch) -> String {
    let number = |it: u64| format::count(it.try_into().unwrap_or(i64::MAX));
    let rejects = room.url(|it| it.on(Page::faults(&batch.id, None)));
    let rejected = match batch.rejected {
        0 => "0".to_owned(),
        some => count(&rejects, room.say(Text::RejectList), &number(some)),
    };
    let marks = each(&batch.marks, |it| {
        let words = escaped(room.lang.pick(&it.meaning, &it.code));
        let rows = room.url(|state| state.on(Page::faults(&batch.id, Some(&it.code))));
        let opens = count(&rows, room.say(Text::MarkList), &number(it.rows));
        classed("div", "", &[&*words, " ", &opens].concat())
    });
    let cells = [
        classed("td", "table__day", &format::full_moment(batch.received_at)),
        element("td", &[], &escaped(feed(room.lang, &batch.feed))),
        classed("td", "table__id", &escaped(&batch.id)),
        classed("td", "number", &number(batch.rows)),
        classed("td", "number", &number(batch.accepted)),
        classed("td", "number", &rejected),
        classed("td", "table__marks", &marks),
    ];
    element("tr", &[], &cells.concat())
}
