//! Which layer the map shows, of which indicator, by which attribution.

use domain::wire::{Attribution, IndicatorEntry};
use leptos::prelude::With as _;

use crate::layer::{Layer, Shown};
use crate::markup::{classed, each, element, select};
use crate::room::Room;
use crate::state::State;
use crate::text::Text;

pub(crate) fn switch(room: Room) -> String {
    let shown = shown(room);
    let one = |layer: Layer| {
        let href = room.url(|it| with_layer(it, layer));
        let current = if shown == Some(layer) { "true" } else { "false" };
        let attributes = [("class", "switch__one"), ("href", &*href), ("aria-current", current)];
        element("a", &attributes, room.say(layer.button()))
    };
    let layers = classed("div", "switch__layers", &each(Layer::ALL, one));
    let attributes = [("class", "switch"), ("aria-label", room.say(Text::LayerSwitch))];
    element("nav", &attributes, &[indicators(room), attribution(room), layers].concat())
}

/// Any indicator of the catalogue: of the ranking, the trend and, where it is the layer, the districts.
fn indicators(room: Room) -> String {
    let Some(catalogue) = room.catalogue() else { return String::new() };
    let shown = room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
    let choice = |it: &IndicatorEntry| {
        (it.id.clone(), [&*it.id, " ", room.lang.named(&it.name, &it.name_en)].concat())
    };
    let attributes = [
        ("class", "picker"),
        ("id", "indicator"),
        ("data-pick", "indicator"),
        ("aria-label", room.say(Text::Districts)),
    ];
    select(&attributes, catalogue.indicators.iter().map(choice), &shown)
}

fn attribution(room: Room) -> String {
    let (words, other) = match room.at() {
        Attribution::Location => (Text::ByPlace, Attribution::Org),
        Attribution::Org => (Text::ByOrg, Attribution::Location),
    };
    let href = room.url(|it| State { at: other, ..it.clone() });
    let attributes =
        [("class", "switch__at"), ("href", &*href), ("title", room.say(Text::Attribution))];
    element("a", &attributes, &[room.say(words), " ⇄"].concat())
}

fn with_layer(state: &State, layer: Layer) -> State {
    let name = (layer != Layer::Risk).then(|| layer.as_str().to_owned());
    State { layer: name, layers: Vec::new(), breaks: Vec::new(), ..state.clone() }
}

/// The layer that is alone on the map in its plain form.
fn shown(room: Room) -> Option<Layer> {
    let layers =
        room.stack.with(|it| it.layers.iter().map(|it| it.shown.bare()).collect::<Vec<_>>());
    let [alone] = &*layers else { return None };
    Layer::ALL
        .into_iter()
        .find(|it| Shown { breaks: alone.breaks.clone(), ..Shown::read(it.as_str()) } == *alone)
}
