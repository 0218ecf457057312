//! Where one can go: only pages that exist.

use crate::location::closed;
use crate::markup::{classed, each, element, link};
use crate::part::foot::switches;
use crate::room::Room;
use crate::state::{Layout, Page, Rows, State};
use crate::text::Text;
use leptos::prelude::With as _;

fn pages(room: Room) -> [(Text, Page); 4] {
    [
        (Text::NavOverview, Page::Overview),
        (Text::NavMap, Page::Map),
        (Text::NavRecords, Page::Records(Rows::of(room.base_side()))),
        (Text::NavBatches, Page::Batches),
    ]
}

/// Whether a page, or one that belongs to it, is open.
fn is_here(room: Room, page: &Page) -> bool {
    room.state.with(|it| {
        let shown = it.page.above().unwrap_or_else(|| it.page.clone());
        std::mem::discriminant(&shown) == std::mem::discriminant(page)
    })
}

/// The name of the open page.
pub(crate) fn page_name(room: Room) -> Option<&'static str> {
    pages(room).into_iter().find(|(_, page)| is_here(room, page)).map(|(text, _)| room.say(text))
}

pub(super) fn nav(room: Room) -> String {
    let one = |(text, page): (Text, Page)| {
        let here = is_here(room, &page);
        let href = room.url(|it| closed(it).on(page.clone()));
        let current = if here { "page" } else { "" };
        let attributes = [("href", &*href), ("aria-current", current)];
        element("li", &[], &element("a", &attributes, room.say(text)))
    };
    let wall = room.url(|it| State { layer: None, ..it.on(Page::Overview).laid_out(Layout::Wall) });
    let wall = element("li", &[], &link("", &wall, room.say(Text::NavWall)));
    let parts = [
        link("nav__mark", Layout::Desk.path(), "观澜"),
        classed("ul", "nav__pages", &[each(pages(room), one), wall].concat()),
        switches(room),
    ];
    let attributes = [("class", "nav"), ("aria-label", room.say(Text::Pages))];
    element("nav", &attributes, &parts.concat())
}
