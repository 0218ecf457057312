//! The rejected rows of one delivery, or the accepted ones with a mark: where, what, why, and how to keep them for
//! repair.

use crate::face::record::{feed, pages};
use crate::format;
use crate::frames::RowFault;
use crate::markup::{classed, each, element, escaped};
use crate::part::records::{keep, page_links};
use crate::question::faults_csv;
use crate::room::Room;
use crate::state::Page;
use crate::text::{DOT, Text};

pub(crate) fn fault_sheet(room: Room) -> String {
    let Some(faults) = room.frames.faults.get() else { return String::new() };
    let code = faults.mark.as_ref().map(|it| &*it.code);
    let csv = faults_csv(&faults.batch, code);
    let all = i64::try_from(faults.total).unwrap_or(i64::MAX);
    let meaning = faults.mark.as_ref().map(|it| room.lang.pick(&it.meaning, &it.code));
    let place = [meaning.unwrap_or_default(), if code.is_some() { DOT } else { "" }].concat();
    let place = [&*place, feed(room.lang, &faults.feed), DOT, &faults.batch].concat();
    let small = element("small", &[], &escaped(&place));
    let total = element("b", &[], &format::count(all));
    let total = [&*total, " ", room.lang.pick("行", "rows"), " ", &keep(room, &csv)];
    let [title, code_head, line_head, empty] = match code {
        None => [Text::RejectList, Text::Fault, Text::DeliveredLine, Text::NoRejects],
        Some(_) => [Text::MarkList, Text::Marks, Text::StoredLine, Text::NoMarks],
    };
    let head = [
        element("h2", &[], &[room.say(title), " ", &small].concat()),
        classed("p", "sheet__total", &total.concat()),
    ];
    let heads = [
        Text::Line,
        Text::Key,
        Text::ColumnName,
        code_head,
        Text::GivenValue,
        Text::Hint,
        line_head,
    ];
    let heads = each(heads, |it| element("th", &[], room.say(it)));
    let none = faults.rows.is_empty();
    let none = none.then(|| classed("p", "absent", room.say(empty)));
    let last = pages(all, faults.page_size);
    let to = |number: u32| {
        let (batch, mark) = (faults.batch.clone(), code.map(str::to_owned));
        room.url(|it| it.on(Page::Faults { batch: batch.clone(), mark: mark.clone(), number }))
    };
    [
        &*classed("header", "sheet__head", &head.concat()),
        "<div class=\"scroll sheet__body\"><table class=\"table\"><thead><tr>",
        &heads,
        "</tr></thead><tbody>",
        &each(&faults.rows, line),
        "</tbody></table>",
        &none.unwrap_or_default(),
        "</div>",
        &page_links(room, (faults.page, last), &to),
    ]
    .concat()
}

fn line(fault: &RowFault) -> String {
    let delivered = [("class", "table__id"), ("title", &*fault.line)];
    let cells = [
        element("td", &[], &fault.row.to_string()),
        classed("td", "table__id", &escaped(&fault.key)),
        element("td", &[], &escaped(&fault.column)),
        element("td", &[], &element("code", &[], &escaped(&fault.code))),
        classed("td", "table__value", &escaped(&fault.value)),
        element("td", &[], &escaped(&fault.hint)),
        element("td", &delivered, &escaped(&fault.line)),
    ];
    element("tr", &[], &cells.concat())
}
