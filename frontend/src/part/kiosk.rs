//! A wall with nobody at the keyboard: layers take turns, and the pointer goes away when it rests.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::layer::Layer;
use crate::live::Link;
use crate::location;
use crate::map::wants_stillness;
use crate::room::{Room, room};
use crate::state::{Page, State};
use crate::text::Text;

/// Layers in the order of their turns.
const TURNS: [Layer; 3] = [Layer::Risk, Layer::Workload, Layer::Complaints];
/// Seconds of one turn, unless the address says otherwise.
const TURN_S: u32 = 60;
/// How long a pointer rests before it goes.
const REST_US: i64 = 3_000_000;

/// Where the turns stand. Nothing moves for those who asked for no motion, nor while the server is silent.
#[component]
pub(crate) fn Rotation() -> impl IntoView {
    let room = room();
    let seconds = room.state.with_untracked(|it| it.rotate).unwrap_or(TURN_S);
    if seconds > 0 && !wants_stillness() {
        let turn = move || turn(room);
        let clock = set_interval_with_handle(turn, Duration::from_secs(u64::from(seconds)));
        on_cleanup(move || {
            if let Ok(clock) = clock {
                clock.clear();
            }
        });
    }
    let dot = move |layer: Layer| {
        let current = move || (room.state.with(turn_of) == Some(layer)).then_some("true");
        view! { <i class="turns__one" aria-current=current title=room.say(layer.button())></i> }
    };
    hide_resting_pointer(room);
    view! {
        <span class="turns" role="img" aria-label=room.say(Text::LayerSwitch)>
            {TURNS.map(dot).collect_view()}
        </span>
    }
}

fn turn(room: Room) {
    let is_silent = matches!(room.live.link.get_untracked(), Link::Lost(_));
    let state = room.state.get_untracked();
    // A list of layers that somebody chose stays.
    if !is_silent && state.page == Page::Overview && state.layers.is_empty() {
        location::stay(room.state, next(&state));
    }
}

/// The layer whose turn it is; none where others were chosen.
fn turn_of(state: &State) -> Option<Layer> {
    let name = state.layer.as_deref().unwrap_or(Layer::Risk.as_str());
    let is_one = state.layers.is_empty();
    TURNS.into_iter().find(|it| is_one && it.as_str() == name)
}

/// The first layer after any that has no turn.
fn next(state: &State) -> State {
    let now = turn_of(state);
    let at = TURNS.iter().position(|it| Some(*it) == now);
    let layer = TURNS[at.map_or(0, |at| (at + 1) % TURNS.len())];
    let layer = (layer != Layer::Risk).then(|| layer.as_str().to_owned());
    State { layer, layers: Vec::new(), breaks: Vec::new(), ..state.clone() }
}

fn hide_resting_pointer(room: Room) {
    let moved = RwSignal::new(room.live.now.get_untracked().0);
    let listening =
        window_event_listener(ev::mousemove, move |_| moved.set(room.live.now.get_untracked().0));
    on_cleanup(move || listening.remove());
    let rests = Memo::new(move |_| room.live.now.get().0 - moved.get() >= REST_US);
    Effect::new(move |_| {
        if let Some(root) = document().document_element() {
            let pointer = if rests.get() { "resting" } else { "moving" };
            root.set_attribute("data-pointer", pointer).ok();
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_heat_layer_has_its_turn_and_another_layer_gives_way_to_the_first() {
        let mut state = State::read("/wall", "layer=indicator");
        let mut shown = Vec::new();
        for _ in 0..4 {
            state = next(&state);
            shown.push(state.url());
        }
        let many = State::read("/wall", "layers=workload,fill:I02&breaks=target");
        assert_eq!(next(&many).url(), "/wall");
        assert_eq!(shown, ["/wall", "/wall?layer=workload", "/wall?layer=complaints", "/wall"]);
    }
}
