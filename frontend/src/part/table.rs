//! The table behind a drawing, and the button that turns a panel over to it.

use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use crate::face::table::TableFace;
use crate::room::{Room, room};
use crate::state::{Layout, Panel};
use crate::text::Text;

/// Whether a panel shows its table.
pub(crate) fn is_turned(room: Room, panel: Panel) -> bool {
    room.state.with(|it| it.tables.contains(&panel))
}

/// Turns a panel over to its table and back.
#[component]
pub(crate) fn Turn(panel: Panel) -> impl IntoView {
    let room = room();
    let turned = Memo::new(move |_| is_turned(room, panel));
    let turn = move |_| room.go(room.state.with_untracked(|it| it.turned(panel)));
    let pressed = move || if turned.get() { "true" } else { "false" };
    // Nobody presses anything on a wall.
    (room.layout != Layout::Wall).then(|| {
        view! {
            <button class="toggle" type="button" aria-pressed=pressed on:click=turn>
                {room.say(Text::AsTable)}
            </button>
        }
    })
}

#[component]
pub(crate) fn DataTable(face: TableFace) -> impl IntoView {
    let room = room();
    let copied = RwSignal::new(false);
    let text = face.tsv();
    let copy = move |_| copied.set(put_on_clipboard(&text).is_some());
    let words = move || room.say(if copied.get() { Text::Copied } else { Text::Copy });
    let numbers = face.numbers;
    let class = move |at: usize| (at >= numbers).then_some("number");
    let head =
        move |(at, name): (usize, String)| view! { <th scope="col" class=class(at)>{name}</th> };
    let cell = move |(at, text): (usize, String)| view! { <td class=class(at)>{text}</td> };
    let row = move |row: Vec<String>| {
        view! { <tr>{row.into_iter().enumerate().map(cell).collect_view()}</tr> }
    };
    view! {
        <div class="behind">
            <div class="scroll" tabindex="0">
                <table class="table">
                    <thead><tr>{face.heads.into_iter().enumerate().map(head).collect_view()}</tr></thead>
                    <tbody>{face.rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <button class="toggle" type="button" on:click=copy>{words}</button>
        </div>
    }
}

/// Through a text field, because pages without TLS have no other clipboard.
fn put_on_clipboard(text: &str) -> Option<()> {
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
