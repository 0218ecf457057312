//! Which layer the map shows, of which indicator, by which attribution.

use domain::wire::Attribution;
use leptos::prelude::*;

use crate::layer::{Layer, Shown};
use crate::room::{Room, room};
use crate::state::State;
use crate::text::Text;

#[component]
pub(crate) fn Switch() -> impl IntoView {
    let room = room();
    let button = move |layer: Layer| {
        let href = move || room.url(|it| with_layer(it, layer));
        let current = move || if shown(room) == Some(layer) { "true" } else { "false" };
        view! { <a class="switch__one" href=href aria-current=current>{room.say(layer.button())}</a> }
    };
    view! {
        <nav class="switch" aria-label=room.say(Text::LayerSwitch)>
            <IndicatorPicker />
            <AttributionPicker />
            <div class="switch__layers">{Layer::ALL.into_iter().map(button).collect_view()}</div>
        </nav>
    }
}

/// Any indicator of the catalogue: of the ranking, the trend and, where it is the layer, the districts.
#[component]
fn IndicatorPicker() -> impl IntoView {
    let room = room();
    let shown = move || room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
    let choices = move || {
        let catalogue = room.catalogue()?;
        let name = |it: &domain::wire::IndicatorEntry| {
            (it.id.clone(), format!("{} {}", it.id, room.lang.named(&it.name, &it.name_en)))
        };
        Some(catalogue.indicators.iter().map(name).collect::<Vec<_>>())
    };
    let option = move |(value, words): (String, String)| {
        let selected = value == shown();
        view! { <option value=value selected=selected>{words}</option> }
    };
    let pick = move |event| {
        let indicator = Some(event_target_value(&event));
        room.go(State { indicator, ..room.state.get_untracked() });
    };
    view! {
        <select class="picker" aria-label=room.say(Text::Districts) prop:value=shown on:change=pick>
            {move || choices().unwrap_or_default().into_iter().map(option).collect_view()}
        </select>
    }
}

#[component]
fn AttributionPicker() -> impl IntoView {
    let room = room();
    let at = move || room.at();
    let words =
        move || room.say(if at() == Attribution::Location { Text::ByPlace } else { Text::ByOrg });
    let other = move || {
        let next =
            if at() == Attribution::Location { Attribution::Org } else { Attribution::Location };
        room.url(|it| State { at: next, ..it.clone() })
    };
    view! { <a class="switch__at" href=other title=room.say(Text::Attribution)>{words} " ⇄"</a> }
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
