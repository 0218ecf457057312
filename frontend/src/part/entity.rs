//! One entity, one file: what it is, why it scores as it does, and everything that happened to it.

use domain::wire::{EntityFile, RiskScore};

use crate::face::css_share;
use crate::face::entity::{Event, FactorFace, event, factors, fields, identity};
use crate::face::locator::{HEIGHT, WIDTH, locator};
use crate::face::record::band;
use crate::format;
use crate::markup::{classed, each, element, escaped};
use crate::part::bars::bar;
use crate::room::Room;
use crate::text::{DOT, Text};

pub(crate) fn entity_sheet(room: Room) -> String {
    let Some(file) = room.frames.entity.get() else { return String::new() };
    let small = element("small", &[], room.say(Text::EntityFile));
    let head = [
        element("h2", &[], &[&*escaped(&file.name), " ", &small].concat()),
        classed("p", "sheet__words", &escaped(&identity(room.lang, &file).join(DOT))),
    ];
    let risk = match &file.risk {
        Some(score) => risk(room, score),
        None => classed("p", "absent", room.say(Text::NoRisk)),
    };
    let register = each(fields(room.lang, &file.fields), |(name, value)| {
        [element("dt", &[], &escaped(&name)), element("dd", &[], &escaped(&value))].concat()
    });
    let register = classed("dl", "fields", &register);
    let side = [
        risk,
        section(room, Text::Located, &position(room, &file)),
        section(room, Text::EntityFields, &register),
    ];
    let body = [classed("div", "entity__side", &side.concat()), timeline(room, &file)];
    let body = classed("div", "sheet__body entity scroll", &body.concat());
    [classed("header", "sheet__head", &head.concat()), body].concat()
}

fn section(room: Room, title: Text, body: &str) -> String {
    element("section", &[], &[&*element("h3", &[], room.say(title)), body].concat())
}

fn risk(room: Room, risk: &RiskScore) -> String {
    let faces = factors(room.lang, risk);
    let parts = each(&faces, |it| {
        let (words, width) =
            ([&*it.name, " ", &it.points].concat(), ["width:", &css_share(it.share)].concat());
        element("i", &[("title", &words), ("style", &width)], "")
    });
    let line = |name: &str, bar: &str, points: &str, class: &str| {
        let name = classed("span", "barlist__name", &escaped(name));
        classed("li", class, &[&*name, bar, &classed("span", "barlist__count", points)].concat())
    };
    let factor = |it: &FactorFace| {
        line(&it.name, &bar("bar bar--row", it.fill, None), &it.points, "barlist__row")
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
        let words = [&*region.name, DOT, &format::position(lng, lat)].concat();
        let note = classed("p", "entity__note", &escaped(&words));
        Some([element("svg", &attributes, &drawn.concat()), note].concat())
    };
    drawing().unwrap_or_else(|| classed("p", "entity__note", room.say(Text::NotLocated)))
}

fn timeline(room: Room, file: &EntityFile) -> String {
    let one = |it: Event| {
        let gist = [&*element("b", &[], &escaped(&it.name)), " ", &escaped(&it.gist)].concat();
        let parts = [
            element("time", &[], &it.at),
            element("p", &[], &gist),
            element("small", &[], &escaped(&it.id)),
        ];
        element("li", &[("class", "timeline__one"), ("data-feed", &it.feed)], &parts.concat())
    };
    let lines = each(&file.timeline, |it| one(event(room.lang, it)));
    let none = file.timeline.is_empty();
    let none = none.then(|| classed("p", "absent", room.say(Text::NoTimeline)));
    let parts = [
        element("h3", &[], room.say(Text::EntityTimeline)),
        classed("ol", "timeline", &lines),
        none.unwrap_or_default(),
    ];
    classed("section", "entity__main", &parts.concat())
}
