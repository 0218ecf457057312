//! Orders due in the period by how far they came.

use domain::wire::Attribution;

use crate::face::css_share;
use crate::face::order::{BarRow, funnel, knows};
use crate::face::table;
use crate::markup::{classed, count, each, element, escaped};
use crate::part::table::{heading, is_turned, table as behind, turn};
use crate::room::Room;
use crate::state::{Panel, Rows, Side};
use crate::text::{DOT, Text};

/// Its denominator is the orders due in the period.
const EXECUTION: &str = "I05";

pub(crate) fn orders_panel(room: Room) -> String {
    let rows = room.scene().map(|it| it.funnel.clone()).unwrap_or_default();
    let body = if room.scene().is_some_and(|it| !knows(&it)) {
        classed("p", "absent", room.say(Text::NoData))
    } else if is_turned(room, Panel::Funnel) {
        let faces = funnel(room.lang, &rows);
        let opens =
            |row: usize, at: usize| faces.get(row).filter(|_| at == 1).map(|it| opened(room, it));
        behind(room, &table::orders(room.lang, &rows), &opens)
    } else {
        classed("ol", "columns", &each(funnel(room.lang, &rows), |it| column(room, &it)))
    };
    let note = [room.say(Text::FunnelNote), &by_org(room), " ", &turn(room, Panel::Funnel)];
    let head = heading(room.say(Text::Funnel), &note.concat());
    classed("section", "panel panel--funnel", &[head, body].concat())
}

/// The scene counts by org, whatever the rest of the page does.
pub(crate) fn by_org(room: Room) -> String {
    let differs = room.at() == Attribution::Location;
    if differs { [DOT, room.say(Text::ByOrg)].concat() } else { String::new() }
}

/// Where the orders of a stage are: the base of the execution rate, as far as it came.
fn opened(room: Room, row: &BarRow) -> String {
    let rows = Rows { stage: Some(row.code.clone()), ..Rows::of(Side::Den) };
    room.url(|it| it.some_records(EXECUTION, None, rows.clone()))
}

fn column(room: Room, row: &BarRow) -> String {
    let href = opened(room, row);
    let height = ["height:", &css_share(row.fill)].concat();
    let fill = element("i", &[("class", "columns__fill"), ("style", &height)], "");
    let parts = [
        classed("span", "columns__space", &fill),
        element("b", &[], &count(&href, "", &row.count)),
        element("span", &[], &escaped(&row.name)),
    ];
    classed("li", "columns__one", &parts.concat())
}
