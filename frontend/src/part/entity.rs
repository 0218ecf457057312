//! One entity, one file: what it is, why it scores as it does, and everything that happened to it.

use domain::code::Datum;
use domain::risk::Factor;
use domain::wire::{EntityFile, RiskScore};
use leptos::prelude::document;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::face::css_share;
use crate::face::entity::{Event, FactorFace, Line, event, factors, identity, register};
use crate::face::locator::{HEIGHT, WIDTH, locator};
use crate::face::record::band;
use crate::format;
use crate::markup::{classed, each, element, escaped};
use crate::part::bars::bar;
use crate::room::Room;
use crate::text::{DOT, Text};

/// Says on a button which factor's facts it marks.
pub(crate) const RESTS: &str = "data-rests";
/// Says of a fact or a column which factors rest on it.
pub(crate) const FACTORS: &str = "data-factors";
/// CRS of a position on the page.
const DATUM: &str = Datum::Wgs84.en();

pub(crate) fn entity_sheet(room: Room) -> String {
    let Some(file) = room.frames.entity.get() else { return String::new() };
    let small = element("small", &[], room.say(Text::EntityFile));
    let head = [
        element("h2", &[], &[&*escaped(&file.name), " ", &small].concat()),
        classed("p", "sheet__words", &escaped(&identity(room.lang, &file).join(DOT))),
    ];
    let risk = match &file.risk {
        Some(score) => risk(room, &file, score),
        None => classed("p", "absent", room.say(Text::NoRisk)),
    };
    let register = lines(&register(room.lang, &file));
    let side = [
        risk,
        section(room, Text::Located, &position(room, &file)),
        section(room, Text::EntityFields, &register),
    ];
    let body = [classed("div", "entity__side", &side.concat()), timeline(room, &file)];
    let body = classed("div", "sheet__body entity scroll", &body.concat());
    [classed("header", "sheet__head", &head.concat()), body].concat()
}

/// Names beside values.
fn lines(lines: &[Line]) -> String {
    let line = |it: &Line| {
        let factor = it.factor();
        let focus = if factor.is_empty() { "" } else { "-1" };
        let told = [(FACTORS, factor), ("tabindex", focus)];
        [element("dt", &[], &escaped(&it.name)), element("dd", &told, &escaped(&it.value))].concat()
    };
    classed("dl", "fields", &each(lines, line))
}

/// Marks what a factor rests on and gives it the focus; a second time lets go of it.
pub(crate) fn mark(factor: &str) -> Option<()> {
    const MARKED: &str = "data-marks";
    let sheet = document().query_selector(".entity").ok()??;
    if sheet.get_attribute(MARKED).as_deref() == Some(factor) {
        return sheet.remove_attribute(MARKED).ok();
    }
    sheet.set_attribute(MARKED, factor).ok()?;
    let first = sheet.query_selector(&["[", FACTORS, "~=", factor, "]"].concat()).ok()??;
    first.dyn_into::<HtmlElement>().ok()?.focus().ok()
}

fn section(room: Room, title: Text, body: &str) -> String {
    element("section", &[], &[&*element("h3", &[], room.say(title)), body].concat())
}

fn risk(room: Room, file: &EntityFile, risk: &RiskScore) -> String {
    let faces = factors(room.lang, file, risk);
    let parts = each(&faces, |it| {
        let (words, width) =
            ([&*it.name, " ", &it.points].concat(), ["width:", &css_share(it.share)].concat());
        element("i", &[("title", &words), ("style", &width)], "")
    });
    let line = |name: &str, bar: &str, points: &str, class: &str| {
        let name = classed("span", "barlist__name", name);
        classed("li", class, &[&*name, bar, &classed("span", "barlist__count", points)].concat())
    };
    let factor = |it: &FactorFace| {
        let name = factor_name(room, it);
        line(&name, &bar("bar bar--row", it.fill, None), &it.points, "barlist__row")
    };
    let sum = [&*risk.score, " / 100"].concat();
    let sum = line(room.say(Text::RiskAdds), "<span></span>", &sum, "barlist__row entity__sum");
    let as_of = [room.say(Text::AsOf), " ", &risk.as_of.to_string()].concat();
    let score = [
        element("b", &[], &risk.score),
        classed("span", "flag", band(room.lang, &risk.band)),
        element("small", &[], &as_of),
    ];
    let body = [
        element("p", &[("class", "entity__score"), ("data-band", &risk.band)], &score.concat()),
        element("p", &[("class", "entity__parts"), ("aria-hidden", "true")], &parts),
        classed("ul", "barlist barlist--factors", &[each(&faces, factor), sum].concat()),
        classed("p", "entity__note", room.say(Text::EntityRiskNote)),
    ];
    section(room, Text::EntityRisk, &body.concat())
}

/// A factor's name, which marks what it rests on, and what that is.
fn factor_name(room: Room, face: &FactorFace) -> String {
    let name = escaped(&face.name);
    let marks = || {
        let title = room.say(Text::ShowBehind);
        let told = [("type", "button"), ("class", "count"), (RESTS, &*face.id), ("title", title)];
        element("button", &told, &name)
    };
    let name = if face.leads { marks() } else { name.clone() };
    [name, element("small", &[], &escaped(&face.rests))].concat()
}

/// Where it lies in its district.
fn position(room: Room, file: &EntityFile) -> String {
    let drawing = || {
        let (lng, lat) = file.position?;
        let regions = room.frames.regions.get()?;
        let region = regions.at(lng, lat)?;
        let found = locator(region, (lng, lat))?;
        let (x, y) = (found.dot.0.to_string(), found.dot.1.to_string());
        let drawn = [
            element("path", &[("class", "locator__outline"), ("d", &found.outline)], ""),
            element("circle", &[("class", "locator__dot"), ("cx", &x), ("cy", &y), ("r", "4")], ""),
        ];
        let view = format!("0 0 {WIDTH} {HEIGHT}");
        let attributes = [
            ("class", "locator"),
            ("viewBox", &*view),
            ("role", "img"),
            ("aria-label", &region.name),
        ];
        let words = [&*region.name, &format::position(lng, lat), DATUM].join(DOT);
        let around = Factor::Neighbourhood.as_str();
        let told = [("class", "entity__note"), (FACTORS, around), ("tabindex", "-1")];
        let note = element("p", &told, &escaped(&words));
        Some([element("svg", &attributes, &drawn.concat()), note].concat())
    };
    drawing().unwrap_or_else(|| classed("p", "entity__note", room.say(Text::NotLocated)))
}

fn timeline(room: Room, file: &EntityFile) -> String {
    let events = each(&file.timeline, |it| fact(&event(room.lang, file, it)));
    let none = file.timeline.is_empty();
    let none = none.then(|| classed("p", "absent", room.say(Text::NoTimeline)));
    let parts = [
        element("h3", &[], room.say(Text::EntityTimeline)),
        classed("ol", "timeline", &events),
        none.unwrap_or_default(),
    ];
    classed("section", "entity__main", &parts.concat())
}

/// A fact in one line, its moments in a second; all its columns when it is opened.
fn fact(it: &Event) -> String {
    let marks = each(&it.marks, |mark| classed("b", "flag", mark));
    let gist = [&*element("b", &[], &escaped(&it.name)), &escaped(&it.gist), " ", &marks].concat();
    let end = |(name, value): &(String, String)| {
        element("span", &[], &[&*escaped(name), " ", &element("b", &[], &escaped(value))].concat())
    };
    let head = [
        element("time", &[], &it.at),
        classed("span", "timeline__gist", &gist),
        element("small", &[], &escaped(&it.id)),
        classed("span", "timeline__ends", &each(&it.ends, end)),
    ];
    let head = element("summary", &[(FACTORS, &it.factors)], &head.concat());
    let fact = element("details", &[], &[head, lines(&it.fields)].concat());
    element("li", &[("class", "timeline__one"), ("data-feed", &it.feed)], &fact)
}
