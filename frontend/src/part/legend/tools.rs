//! What can be done with a layer: show or hide, opacity, order, settings, remove.

use leptos::prelude::*;

use super::{changed, restacked};
use crate::layer::shown::FAINTEST;
use crate::location;
use crate::room::room;
use crate::stack::Laid;
use crate::text::Text;

#[component]
pub(super) fn Tools(laid: Memo<Option<Laid>>, is_open: RwSignal<bool>) -> impl IntoView {
    let room = room();
    let key = move || laid.with_untracked(|it| it.as_ref().map(|it| it.shown.key()));
    let is_hidden = move || laid.with(|it| it.as_ref().is_none_or(|it| it.shown.hidden));
    let opacity = move || laid.with(|it| it.as_ref().map_or(100, |it| it.shown.opacity));
    let many = move || room.stack.with(|it| it.layers.len() > 1);
    let toggle = move |_| {
        if let Some(next) = changed(room, laid, |it| it.hidden = !it.hidden) {
            room.go(next);
        }
    };
    // The map follows the slider; the address follows when it is let go.
    let slide = move |event| {
        let next = event_target_value(&event).parse().ok();
        let next = next.and_then(|opacity| changed(room, laid, |it| it.opacity = opacity));
        if let Some(next) = next {
            room.state.set(next);
        }
    };
    let settle = move |_| location::stay(room.state, room.state.get_untracked());
    let swap = move |by: isize| {
        let next = restacked(room, |stack| {
            let at = stack.iter().position(|it| Some(it.key()) == key());
            let to = at.and_then(|it| it.checked_add_signed(by)).filter(|it| *it < stack.len());
            if let (Some(at), Some(to)) = (at, to) {
                stack.swap(at, to);
            }
        });
        if let Some(next) = next {
            room.go(next);
        }
    };
    let remove = move |_| {
        if let Some(next) = restacked(room, |stack| stack.retain(|it| Some(it.key()) != key())) {
            room.go(next);
        }
    };
    let button = move |text: Text, sign: &'static str| (room.say(text), sign);
    let (raise, lower, away) = (
        button(Text::RaiseLayer, "↑"),
        button(Text::LowerLayer, "↓"),
        button(Text::RemoveLayer, "×"),
    );
    let pressed = move || if is_hidden() { "false" } else { "true" };
    let expanded = move || if is_open.get() { "true" } else { "false" };
    view! {
        <div class="tools">
            <input class="tools__opacity" type="range" min=FAINTEST max="100" step="5" prop:value=opacity
                aria-label=room.say(Text::Opacity) title=room.say(Text::Opacity) on:input=slide on:change=settle />
            <button class="tools__show" aria-pressed=pressed title=room.say(Text::ShowLayer)
                aria-label=room.say(Text::ShowLayer) on:click=toggle>{move || if is_hidden() { "○" } else { "●" }}</button>
            <Show when=many>
                <button title=raise.0 aria-label=raise.0 on:click=move |_| swap(-1)>{raise.1}</button>
                <button title=lower.0 aria-label=lower.0 on:click=move |_| swap(1)>{lower.1}</button>
                <button class="tools__remove" title=away.0 aria-label=away.0 on:click=remove>{away.1}</button>
            </Show>
            <button class="tools__settings" aria-expanded=expanded title=room.say(Text::LayerSettings)
                aria-label=room.say(Text::LayerSettings) on:click=move |_| is_open.update(|it| *it = !*it)>"⋯"</button>
        </div>
    }
}
