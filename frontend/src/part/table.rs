//! The table behind a drawing, and the button that turns a panel over to it.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use crate::face::table::TableFace;
use crate::markup::{classed, count, each, element, escaped};
use crate::room::Room;
use crate::state::{Layout, Panel, Side};
use crate::text::Text;

/// Says on a button which panel it turns over.
pub(crate) const TURN: &str = "data-turn";

/// Whether a panel shows its table.
pub(crate) fn is_turned(room: Room, panel: Panel) -> bool {
    room.state.with(|it| it.tables.contains(&panel))
}

/// Turns a panel over to its table and back; nobody presses anything on a wall.
pub(crate) fn turn(room: Room, panel: Panel) -> String {
    if room.layout == Layout::Wall {
        return String::new();
    }
    let name = Panel::text(&[panel]).unwrap_or_default();
    let id = ["turn-", &name].concat();
    let pressed = if is_turned(room, panel) { "true" } else { "false" };
    let attributes = [
        ("class", "toggle"),
        ("type", "button"),
        ("id", &*id),
        (TURN, &*name),
        ("aria-pressed", pressed),
    ];
    element("button", &attributes, room.say(Text::AsTable))
}

/// A panel's name, a note beside it and its button.
pub(crate) fn heading(name: &str, note: &str) -> String {
    let name = element("span", &[("class", "panel__name"), ("title", name)], &escaped(name));
    let note = classed("span", "panel__note", note);
    classed("h2", "panel__title", &[name, note].concat())
}

/// Where the records behind a number are, by row and column.
pub(crate) type Opens<'a> = &'a dyn Fn(usize, usize) -> Option<String>;

/// The side that a column holds, where numerator and denominator stand beside each other from `first` on.
pub(crate) fn side_at(column: usize, first: usize) -> Option<Side> {
    match column.checked_sub(first)? {
        0 => Some(Side::Num),
        1 => Some(Side::Den),
        _ => None,
    }
}

/// A table whose numbers open nothing, because each stands for more than a list can hold.
pub(crate) const CLOSED: Opens<'static> = &|_, _| None;

/// The table; a number that `opens` something is a link to it, as it is in the drawing.
pub(crate) fn table(room: Room, face: &TableFace, opens: Opens<'_>) -> String {
    let class = |at: usize| if at >= face.numbers { "number" } else { "" };
    let head = |(at, text): (usize, &String)| classed("th", class(at), &escaped(text));
    let head = each(face.heads.iter().enumerate(), head);
    let row = |(row, cells): (usize, &Vec<String>)| {
        let cell = |(at, text): (usize, &String)| {
            let href = if text.is_empty() { None } else { opens(row, at) };
            let words = href.map_or_else(|| escaped(text), |it| count(&it, "", text));
            classed("td", class(at), &words)
        };
        element("tr", &[], &each(cells.iter().enumerate(), cell))
    };
    let rows = each(face.rows.iter().enumerate(), row);
    let copy = [
        ("class", "toggle"),
        ("type", "button"),
        ("data-copy", &*face.tsv()),
        ("data-done", room.say(Text::Copied)),
    ];
    [
        "<div class=\"behind\"><div class=\"scroll\" tabindex=\"0\"><table class=\"table\"><thead><tr>",
        &head,
        "</tr></thead><tbody>",
        &rows,
        "</tbody></table></div>",
        &element("button", &copy, room.say(Text::Copy)),
        "</div>",
    ]
    .concat()
}

/// Through a text field, because pages without TLS have no other clipboard.
pub(crate) fn put_on_clipboard(text: &str) -> Option<()> {
    let page: HtmlDocument = document().dyn_into().ok()?;
    let field: HtmlTextAreaElement = page.create_element("textarea").ok()?.dyn_into().ok()?;
    field.set_value(text);
    let body = page.body()?;
    body.append_child(&field).ok()?;
    field.select();
    let done = page.exec_command("copy").unwrap_or(false);
    field.remove();
    done.then_some(())
}
