//! A part that is written as one piece of markup, and replaced when its words change.
//!
//! Links in it are followed as everywhere; what else can be pressed or chosen is heard by one listener for the whole page.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement};

use domain::period::Period;
use domain::time::Day;

use crate::part::entity::{RESTS, mark};
use crate::part::table::{TURN, put_on_clipboard};
use crate::room::Room;
use crate::state::{Panel, State};

/// What a part says, from all it reads.
pub(crate) type Words = fn(Room) -> String;

/// The part itself; it takes no room of its own.
pub(crate) fn written(room: Room, words: Words) -> AnyView {
    let place = NodeRef::<html::Div>::new();
    let words = Memo::new(move |_| words(room));
    Effect::new(move |_| {
        if let Some(place) = place.get() {
            replace(&place, &words.get());
        }
    });
    view! { <div class="written" node_ref=place></div> }.into_any()
}

/// New markup in place of the old; what had the focus has it again.
pub(crate) fn replace(place: &Element, words: &str) {
    let focused = document().active_element().filter(|it| place.contains(Some(it)));
    let focused = focused.map(|it| it.id()).filter(|it| !it.is_empty());
    place.set_inner_html(words);
    let again = focused.and_then(|id| document().get_element_by_id(&id));
    if let Some(again) = again.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
        again.focus().ok();
    }
}

/// Buttons that turn a panel over or copy its table, lists to choose from, and the form of a period of one's own.
pub(crate) fn listen(room: Room) {
    window_event_listener(ev::click, move |event| {
        if let Some((_, name)) = pressed(&event, TURN) {
            let panel = Panel::read(&name).first().copied();
            let next = panel.map(|it| room.state.with_untracked(|state| state.turned(it)));
            if let Some(next) = next {
                room.go(next);
            }
        } else if let Some((button, text)) = pressed(&event, "data-copy")
            && put_on_clipboard(&text).is_some()
        {
            button.set_text_content(button.get_attribute("data-done").as_deref());
        } else if let Some((_, factor)) = pressed(&event, RESTS) {
            mark(&factor);
        }
    });
    window_event_listener(ev::change, move |event| {
        let Some((_, asked)) = pressed(&event, "data-pick") else { return };
        let (value, state) = (Some(event_target_value(&event)), room.state.get_untracked());
        room.go(match &*asked {
            "period" => State { period: value, ..state },
            _ => State { indicator: value, ..state },
        });
    });
    window_event_listener(ev::submit, move |event| {
        let Some((form, _)) = pressed(&event, "data-period") else { return };
        event.prevent_default();
        let range = day(&form, "from")
            .zip(day(&form, "to"))
            .and_then(|(from, to)| Period::between(from, to.plus(1)));
        if let Some(range) = range {
            let period = Some(range.to_string());
            room.go(State { period, ..room.state.get_untracked() });
        } else if let Ok(Some(note)) = form.query_selector("[role=alert]") {
            note.remove_attribute("hidden").ok();
        }
    });
}

/// The element under an event that has an attribute, and what the attribute says.
fn pressed(event: &Event, attribute: &str) -> Option<(Element, String)> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let found = target.closest(&["[", attribute, "]"].concat()).ok()??;
    let said = found.get_attribute(attribute)?;
    Some((found, said))
}

fn day(form: &Element, name: &str) -> Option<Day> {
    let field = form.query_selector(&["[name=", name, "]"].concat()).ok()??;
    field.dyn_into::<HtmlInputElement>().ok()?.value().parse().ok()
}
