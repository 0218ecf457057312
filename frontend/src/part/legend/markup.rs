//! Layers → markup of their legends and controls; pure, so that it is tested natively.
//!
//! A control says in `data-do` what it asks for; its block says in `data-key` of which layer.

use domain::wire::{Attribution, IndicatorEntry};

use crate::face::legend::{ClassFace, LegendFace, legend, method_words};
use crate::face::when::When;
use crate::format;
use crate::layer::limits::factor;
use crate::layer::made::{can_shrink, value_of};
use crate::layer::shown::{BANDWIDTHS_M, FAINTEST, MOST_LAYERS};
use crate::layer::{Breaks, Kind, Layer, Made, Shown, Value};
use crate::map::Theme;
use crate::markup::{classed, each, escaped, select};
use crate::part::card::today;
use crate::stack::{Laid, Stack};
use crate::text::{DOT, Lang, Text};

#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) lang: Lang,
    pub(super) theme: Theme,
    pub(super) at: Attribution,
    pub(super) when: Option<When>,
    /// The server does not speak: what has not come will not come now.
    pub(super) is_cut_off: bool,
}

/// A choice: what it means in the address, and in words.
type Choice = (String, String);
type EntryOf<'a> = &'a dyn Fn(&Shown) -> Option<IndicatorEntry>;

/// Methods in the order of the list; their text is what the address says.
const METHODS: [&str; 5] = ["", "quantile:5", "equal:5", "jenks:5", "target"];

/// All blocks, and a list of what can be added below them.
pub(super) fn blocks(look: Look, stack: &Stack, open: &[String], entry: EntryOf<'_>) -> String {
    let many = stack.layers.len() > 1;
    let all = each(&stack.layers, |laid| block(look, laid, many, open, entry));
    let mut out = classed("div", "legends__stack", &all);
    if stack.layers.len() < MOST_LAYERS {
        out += &adder(look.lang, stack);
    }
    out
}

fn block(look: Look, laid: &Laid, many: bool, open: &[String], entry: EntryOf<'_>) -> String {
    let key = laid.shown.key();
    let is_open = open.contains(&key);
    let face =
        laid.made.as_ref().map(|made| legend(look.lang, look.theme, made, look.at, look.when));
    // What has not come yet is named, so that it can be taken away again.
    let awaited = || look.lang.say(laid.shown.layer().words().0).to_owned();
    let title = escaped(&face.as_ref().map_or_else(awaited, |it| it.title.clone()));
    let class = match (many, laid.shown.hidden) {
        (_, true) => "legend legend--hidden",
        (true, _) => "legend legend--brief",
        _ => "legend",
    };
    let rest = laid.made.as_ref().and_then(|it| unlocated(look.lang, it)).unwrap_or_default();
    let body = match face {
        Some(face) => scale(look.lang, &face, &rest),
        None if look.is_cut_off => classed("p", "legend__base", look.lang.say(Text::NotLoaded)),
        None => String::new(),
    };
    let settings = if is_open { settings(look.lang, laid, entry) } else { String::new() };
    let tools = tools(look.lang, &laid.shown, (many, is_open));
    [
        "<article class=\"",
        class,
        "\" data-key=\"",
        &escaped(&key),
        "\"><header class=\"legend__head\"><h2 class=\"legend__title\">",
        &title,
        "</h2>",
        &tools,
        "</header>",
        &body,
        &settings,
        "</article>",
    ]
    .concat()
}

fn tools(lang: Lang, shown: &Shown, (many, is_open): (bool, bool)) -> String {
    let id = escaped(&shown.key());
    let button = |asked: &str, text: Text, sign: &str, state: &str| {
        let name = lang.say(text);
        [
            "<button class=\"tools__",
            asked,
            "\" id=\"",
            asked,
            "-",
            &id,
            "\" data-do=\"",
            asked,
            "\" title=\"",
            name,
            "\" aria-label=\"",
            name,
            "\"",
            state,
            ">",
            sign,
            "</button>",
        ]
        .concat()
    };
    let name = lang.say(Text::Opacity);
    let least = FAINTEST.to_string();
    let mut out = [
        "<div class=\"tools\"><input class=\"tools__opacity\" id=\"opacity-",
        &id,
        "\" data-do=\"opacity\" type=\"range\" max=\"100\" step=\"5\" min=\"",
        &least,
        "\" title=\"",
        name,
        "\" aria-label=\"",
        name,
        "\">",
    ]
    .concat();
    let (sign, pressed) = if shown.hidden { ("○", "false") } else { ("●", "true") };
    out += &button("show", Text::ShowLayer, sign, &[" aria-pressed=", pressed].concat());
    if many {
        out += &button("raise", Text::RaiseLayer, "↑", "");
        out += &button("lower", Text::LowerLayer, "↓", "");
        out += &button("remove", Text::RemoveLayer, "×", "");
    }
    let expanded = if is_open { " aria-expanded=true" } else { " aria-expanded=false" };
    out += &button("settings", Text::LayerSettings, "⋯", expanded);
    out + "</div>"
}

fn scale(lang: Lang, face: &LegendFace, rest: &str) -> String {
    let mut out = "<ol class=\"legend__scale\">".to_owned();
    for (at, ClassFace { colour, from, range, label }) in face.classes.iter().enumerate() {
        let next = face.classes.get(at + 1).filter(|_| face.blends);
        let next = next.map_or(&**colour, |it| &*it.colour);
        out += &[
            "<li title=\"",
            &escaped(range),
            "\"><i class=\"legend__colour\" style=\"--from:",
            colour,
            ";--to:",
            next,
            "\"></i><span>",
            &escaped(from),
            "</span><b>",
            &escaped(label),
            "</b></li>",
        ]
        .concat();
    }
    out += &[
        "</ol><p class=\"legend__base\">",
        // No line begins with a dot.
        &[&*escaped(&face.base), rest].concat().replace(DOT, "\u{a0}· "),
        "</p><p class=\"legend__method\">",
        &face.method,
        "</p>",
    ]
    .concat();
    out += &today(face.note.as_deref());
    if face.hatched {
        out += &[
            "<p class=\"legend__missing\"><i class=\"legend__hatch legend__hatch--base\"></i>",
            lang.say(Text::NoBase),
            "<i class=\"legend__hatch\"></i>",
            lang.say(Text::NoData),
            "<span>",
            lang.say(Text::ZoneNote),
            "</span></p>",
        ]
        .concat();
    }
    out
}

/// What the hexagons of a unit leave out because it has no place.
fn unlocated(lang: Lang, made: &Made) -> Option<String> {
    if made.shown.kind != Kind::Hexes {
        return None;
    }
    let (num, den) = made.sources.cells.as_ref()?.unlocated;
    let is_risk = made.layer() == Layer::Risk;
    let count = format::count(if is_risk { den / 1000 } else { num });
    let unit = if is_risk { lang.pick(" 户", " entities") } else { "" };
    Some([DOT, lang.say(Text::Unlocated), " ", &count, unit].concat())
}

/// Value, bandwidth and class breaks, where a layer has them.
fn settings(lang: Lang, laid: &Laid, entry: EntryOf<'_>) -> String {
    let (shown, entry) = (&laid.shown, entry(&laid.shown));
    let entry = entry.as_ref();
    let mut out = "<div class=\"settings\">".to_owned();
    let mut list = |asked: &str, text: Text, choices: &[Choice], current: &str| {
        out += &picker(laid, (asked, lang.say(text)), choices, current);
    };
    if shown.has_value() && entry.is_some_and(|it| it.denominator.is_some()) {
        let current = value_of(shown, entry).as_str();
        list("value", Text::ShownValue, &values(lang, entry), current);
    }
    if shown.kind == Kind::Heat {
        let metres = lang.pick(" 米", " m");
        let choice = |it: u16| (it.to_string(), [&*it.to_string(), metres].concat());
        let choices: Vec<Choice> = BANDWIDTHS_M.into_iter().map(choice).collect();
        list("bandwidth", Text::Bandwidth, &choices, &shown.bandwidth_m.to_string());
    }
    if shown.has_breaks() {
        let (choices, current) = methods(lang, shown, entry);
        list("breaks", Text::ClassBreaks, &choices, &current);
        if let Breaks::By(_, classes) = shown.breaks {
            let choices: Vec<Choice> =
                (2..=7).map(|it: u8| (it.to_string(), it.to_string())).collect();
            list("classes", Text::ClassBreaks, &choices, &classes.to_string());
        }
        out += &fields(lang, laid);
    }
    if laid.made.as_ref().is_some_and(|it| it.value == Value::Shrunk) {
        out += &["<p class=\"legend__method\">", lang.say(Text::ShrunkNote), "</p>"].concat();
    }
    out + "</div>"
}

fn picker(laid: &Laid, (asked, name): (&str, &str), choices: &[Choice], current: &str) -> String {
    let id = [asked, "-", &laid.shown.key()].concat();
    let attributes = [
        ("class", "picker"),
        ("id", &*id),
        ("data-do", asked),
        ("title", name),
        ("aria-label", name),
    ];
    select(&attributes, choices.iter().cloned(), current)
}

/// The limits between classes, to be typed over.
fn fields(lang: Lang, laid: &Laid) -> String {
    let Some(made) = &laid.made else { return String::new() };
    let is_heat = made.shown.kind == Kind::Heat;
    let factor = made.entry.as_ref().filter(|_| !is_heat).map_or(1.0, factor);
    let mut out = ["<p class=\"settings__limits\" data-factor=\"", &number(factor), "\">"].concat();
    for (at, limit) in made.limits.iter().enumerate() {
        let (at, name) = (at.to_string(), lang.say(Text::HalfOpen));
        out += &[
            "<input class=\"settings__limit\" inputmode=\"decimal\" data-do=\"limit\" id=\"limit-",
            &at,
            "-",
            &escaped(&laid.shown.key()),
            "\" aria-label=\"",
            name,
            "\" value=\"",
            &number(*limit),
            "\">",
        ]
        .concat();
    }
    out + "</p>"
}

fn values(lang: Lang, entry: Option<&IndicatorEntry>) -> Vec<Choice> {
    let words = |it: Value| match it {
        Value::Count => Text::AsCount,
        Value::Rate => Text::AsRate,
        Value::Shrunk => Text::AsShrunk,
    };
    let offered = |it: &Value| *it != Value::Shrunk || can_shrink(entry);
    let choice = |it: Value| (it.as_str().to_owned(), lang.say(words(it)).to_owned());
    Value::ALL.into_iter().filter(offered).map(choice).collect()
}

/// Methods to choose from, and the current one, which is one of them whatever its number of classes.
fn methods(lang: Lang, shown: &Shown, entry: Option<&IndicatorEntry>) -> (Vec<Choice>, String) {
    let has_target = shown.kind != Kind::Heat && entry.is_some_and(|it| !it.targets.is_empty());
    let name = |it: &str| it.split(':').next().unwrap_or_default().to_owned();
    let written = shown.breaks.write();
    let mut choices: Vec<Choice> = METHODS
        .into_iter()
        .filter(|it| *it != "target" || has_target)
        .map(|it| (it.to_owned(), method_words(lang, &Breaks::read(it)).to_owned()))
        .collect();
    if let Some(known) = choices.iter().find(|it| name(&it.0) == name(&written)) {
        let current = known.0.clone();
        return (choices, current);
    }
    choices.push((written.clone(), method_words(lang, &shown.breaks).to_owned()));
    (choices, written)
}

/// What can be put side by side, by kind; what is there already is left out.
fn adder(lang: Lang, stack: &Stack) -> String {
    let heats = [Layer::Risk, Layer::Workload, Layer::Complaints];
    let offered: [(Text, Kind, &[Layer]); 5] = [
        (Text::Entities, Kind::Points, &[Layer::Risk]),
        (Text::Areas, Kind::Fill, &[Layer::Indicator]),
        (Text::Hexagons, Kind::Hexes, &Layer::ALL),
        (Text::SmoothHeat, Kind::Heat, &heats),
        (Text::HotSpots, Kind::Hot, &heats),
    ];
    let name = lang.say(Text::AddLayer);
    let mut out = [
        "<select class=\"picker legends__add\" id=\"add\" data-key=\"\" data-do=\"add\" aria-label=\"", name,
        "\"><option value=\"\" selected>+ ", name, "</option>",
    ]
    .concat();
    for (label, kind, layers) in offered {
        out += &["<optgroup label=\"", lang.say(label), "\">"].concat();
        for layer in layers {
            let named = *layer != Layer::Indicator && kind != Kind::Points;
            let entry = Shown::new(kind, if named { layer.as_str() } else { "" }).key();
            let words = if kind == Kind::Points { Text::AllEntityPoints } else { layer.button() };
            if !stack.layers.iter().any(|it| it.shown.key() == entry) {
                out += &["<option value=\"", &entry, "\">", lang.say(words), "</option>"].concat();
            }
        }
        out += "</optgroup>";
    }
    out + "</select>"
}

/// With no more digits than it needs.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack(layers: &str) -> Stack {
        let laid = |shown: Shown| Laid { shown, name: String::new(), made: None };
        Stack { layers: crate::layer::shown::read_layers(layers).into_iter().map(laid).collect() }
    }

    fn words(layers: &str) -> String {
        words_where(layers, false)
    }

    fn words_where(layers: &str, is_cut_off: bool) -> String {
        let (lang, theme, at) = (Lang::Zh, Theme::Dark, Attribution::Org);
        let look = Look { lang, theme, at, when: None, is_cut_off };
        blocks(look, &stack(layers), &["risk".to_owned()], &|_| None)
    }

    #[test]
    fn a_layer_that_cannot_come_says_so_and_one_on_its_way_does_not() {
        assert!(words_where("complaints", true).contains("尚未载入"));
        assert!(!words_where("complaints", false).contains("尚未载入"));
    }

    #[test]
    fn a_layer_alone_cannot_be_removed_and_one_that_is_there_cannot_be_added() {
        let alone = words("risk");
        assert!(!alone.contains("data-do=\"remove\"") && alone.contains("data-do=\"show\""));
        assert!(
            !alone.contains("<option value=\"risk\">")
                && alone.contains("<option value=\"heat:risk\">")
        );
        let two = words("risk,heat:risk");
        assert!(
            two.contains("data-do=\"remove\"") && !two.contains("<option value=\"heat:risk\">")
        );
    }

    #[test]
    fn a_name_from_outside_is_no_markup() {
        let words = words("<b>\"&");
        assert!(!words.contains("<b>") && words.contains("data-key=\"%3Cb%3E%22%26\""), "{words}");
        assert_eq!(escaped("<i title=\"&\">"), "&lt;i title=&quot;&amp;&quot;>");
    }

    #[test]
    fn settings_are_there_when_they_are_open() {
        assert!(words("risk").contains("class=\"settings\""));
        assert!(!words("workload").contains("class=\"settings\""));
        assert_eq!([number(1.0), number(0.125), number(60.0)], ["1", "0.125", "60"]);
    }
}
