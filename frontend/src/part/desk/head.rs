//! Where, when and by which place the desk counts; and how fresh that is.

use domain::period::Period;
use domain::wire::Attribution;

use crate::face::preset::presets;
use crate::format;
use crate::markup::{classed, each, element, escaped};
use crate::part::head::{crumb_line, freshness_line};
use crate::part::records::choice;
use crate::room::Room;
use crate::state::State;
use crate::text::Text;
use leptos::prelude::With as _;

pub(super) fn head(room: Room) -> String {
    let demo = room.catalogue().is_some_and(|it| it.stamped.demo);
    let demo = demo.then(|| {
        element("b", &[("class", "tag"), ("title", room.say(Text::DemoHint))], room.say(Text::Demo))
    });
    let state = [freshness_line(room), demo.unwrap_or_default()].concat();
    let is_counted = room.state.with(|it| it.page.is_counted());
    let choices = || [periods(room).unwrap_or_default(), attributions(room)].concat();
    let parts = [
        crumb_line(room),
        if is_counted { choices() } else { String::new() },
        classed("div", "bar-head__state", &state),
    ];
    classed("header", "bar-head", &parts.concat())
}

fn periods(room: Room) -> Option<String> {
    let (catalogue, shown, chosen) = (room.catalogue()?, room.period(), room.chosen().period);
    let known = presets(catalogue.default_period, catalogue.span);
    let is_known = known.iter().any(|(_, it)| it.to_string() == shown);
    let choices = each(known, |(text, period)| {
        let period = period.to_string();
        let href = room.url(|it| State { period: Some(period.clone()), ..it.clone() });
        awaited(choice(&href, period == shown, room.say(text)), period == chosen && chosen != shown)
    });
    let own = own_period(room, &shown, !is_known);
    let attributes = [("class", "choices-row"), ("aria-label", room.say(Text::Period))];
    Some(element("nav", &attributes, &[choices, own].concat()))
}

/// What was chosen and is not here yet is marked as such.
fn awaited(choice: String, is_awaited: bool) -> String {
    if is_awaited { classed("span", "awaited", &choice) } else { choice }
}

/// Any days: the end is a day that still counts.
fn own_period(room: Room, shown: &str, is_own: bool) -> String {
    let period = shown.parse::<Period>().ok();
    let words = period.filter(|_| is_own).map(|it| format::period(room.lang, it));
    let words = words.unwrap_or_else(|| room.say(Text::Custom).to_owned());
    let current = if is_own { "true" } else { "" };
    let summary = [("class", "choice"), ("id", "own-period"), ("aria-current", current)];
    let days = period.map(|it| (it.start.to_string(), it.end.plus(-1).to_string()));
    let (from, to) = days.unwrap_or_default();
    let field = |text: Text, name: &str, day: &str| {
        let attributes = [("type", "date"), ("required", "true"), ("name", name), ("value", day)];
        element("label", &[], &[room.say(text), &element("input", &attributes, "")].concat())
    };
    let submit =
        element("button", &[("class", "toggle"), ("type", "submit")], room.say(Text::Apply));
    let wrong = [("class", "custom__wrong"), ("role", "alert"), ("hidden", "true")];
    let form = [
        field(Text::From, "from", &from),
        field(Text::To, "to", &to),
        submit,
        element("p", &wrong, room.say(Text::BadRange)),
    ];
    let form =
        element("form", &[("class", "custom__form"), ("data-period", "own")], &form.concat());
    classed("details", "custom", &[element("summary", &summary, &escaped(&words)), form].concat())
}

fn attributions(room: Room) -> String {
    let one = |(at, text): (Attribution, Text)| {
        let href = room.url(|it| State { at, ..it.clone() });
        let is_awaited = room.at() != at && room.chosen().at == at;
        awaited(choice(&href, room.at() == at, room.say(text)), is_awaited)
    };
    let both = [(Attribution::Org, Text::ByOrg), (Attribution::Location, Text::ByPlaceShort)];
    let attributes = [("class", "choices-row"), ("aria-label", room.say(Text::Attribution))];
    element("nav", &attributes, &each(both, one))
}
