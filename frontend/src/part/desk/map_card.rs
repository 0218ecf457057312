//! The map as a card, with what its colours mean and what it must say about itself.

use leptos::prelude::*;

use crate::markup::{classed, escaped};
use crate::part::foot::{balance, map_line};
use crate::part::legend::Legend;
use crate::part::numbers::{numbers, title};
use crate::part::switch::switch;
use crate::part::table::{heading, is_turned, turn};
use crate::part::theatre::Theatre;
use crate::part::written::written;
use crate::room::{Room, room};
use crate::state::Panel;

#[component]
pub(crate) fn MapCard() -> impl IntoView {
    let room = room();
    let turned = Memo::new(move |_| is_turned(room, Panel::Map));
    let field = move || {
        if turned.get() {
            written(room, numbers)
        } else {
            view! { <div class="mapcard__field"><Theatre />{written(room, line)}</div> }.into_any()
        }
    };
    view! {
        <section class="panel mapcard">
            {written(room, |room| heading(&title(room), &turn(room, Panel::Map)))}
            {written(room, switch)}
            {field}
            <Legend />
            {written(room, lines)}
        </section>
    }
}

/// On the map itself, wherever the page is scrolled to.
fn line(room: Room) -> String {
    classed("p", "mapcard__line", &escaped(&map_line(room)))
}

fn lines(room: Room) -> String {
    classed("p", "mapcard__lines", &balance(room))
}
