//! Where, when and by which place the desk counts; and how fresh that is.

use domain::period::Period;
use domain::time::Day;
use domain::wire::Attribution;
use leptos::html;
use leptos::prelude::*;

use crate::face::preset::presets;
use crate::format;
use crate::part::head::{Crumbs, Freshness};
use crate::room::room;
use crate::state::State;
use crate::text::Text;

#[component]
pub(crate) fn DeskHead() -> impl IntoView {
    let room = room();
    let demo = move || room.catalogue().is_some_and(|it| it.stamped.demo);
    view! {
        <header class="bar-head">
            <Crumbs />
            <Periods />
            <Attributions />
            <div class="bar-head__state">
                <Freshness />
                <Show when=demo>
                    <b class="tag" title=room.say(Text::DemoHint)>{room.say(Text::Demo)}</b>
                </Show>
            </div>
        </header>
    }
}

#[component]
fn Periods() -> impl IntoView {
    let room = room();
    let shown = move || room.period().unwrap_or_default();
    let known = move || {
        let catalogue = room.catalogue()?;
        Some(presets(catalogue.default_period, catalogue.span))
    };
    let choice = move |(text, period): (Text, Period)| {
        let (value, words) = (period.to_string(), period.to_string());
        let href = move || room.url(|it| State { period: Some(value.clone()), ..it.clone() });
        let current = move || (shown() == words).then_some("true");
        view! { <a class="choice" href=href aria-current=current>{room.say(text)}</a> }
    };
    view! {
        <nav class="choices-row" aria-label=room.say(Text::Period)>
            {move || known().unwrap_or_default().into_iter().map(choice).collect_view()}
            <CustomPeriod />
        </nav>
    }
}

/// Any days: the end is a day that still counts.
#[component]
fn CustomPeriod() -> impl IntoView {
    let room = room();
    let period = move || room.period()?.parse::<Period>().ok();
    let is_own = move || {
        let catalogue = room.catalogue()?;
        let listed = presets(catalogue.default_period, catalogue.span);
        let shown = room.period()?;
        (!listed.iter().any(|(_, it)| it.to_string() == shown)).then_some("true")
    };
    let words = move || match (is_own(), period()) {
        (Some(_), Some(period)) => format::period(room.lang, period),
        _ => room.say(Text::Custom).to_owned(),
    };
    let from = RwSignal::new(String::new());
    let to = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let folded = NodeRef::<html::Details>::new();
    Effect::new(move |_| {
        if let Some(period) = period() {
            from.set(period.start.to_string());
            to.set(period.end.plus(-1).to_string());
        }
    });
    let apply = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let day = |text: String| text.parse::<Day>().ok();
        let range = day(from.get_untracked())
            .zip(day(to.get_untracked()))
            .and_then(|(from, to)| Period::between(from, to.plus(1)));
        wrong.set(range.is_none());
        if let Some(range) = range {
            if let Some(details) = folded.get_untracked() {
                details.set_open(false);
            }
            let period = Some(range.to_string());
            room.go(State { period, ..room.state.get_untracked() });
        }
    };
    view! {
        <details class="custom" node_ref=folded>
            <summary class="choice" aria-current=is_own>{words}</summary>
            <form class="custom__form" on:submit=apply>
                <label>
                    {room.say(Text::From)}
                    <input type="date" required prop:value=from on:input=move |it| from.set(event_target_value(&it)) />
                </label>
                <label>
                    {room.say(Text::To)}
                    <input type="date" required prop:value=to on:input=move |it| to.set(event_target_value(&it)) />
                </label>
                <button class="toggle" type="submit">{room.say(Text::Apply)}</button>
                <Show when=move || wrong.get()>
                    <p class="custom__wrong" role="alert">{room.say(Text::BadRange)}</p>
                </Show>
            </form>
        </details>
    }
}

#[component]
fn Attributions() -> impl IntoView {
    let room = room();
    let choice = move |at: Attribution, text: Text| {
        let href = move || room.url(|it| State { at, ..it.clone() });
        let current = move || room.state.with(|it| it.at == at).then_some("true");
        view! { <a class="choice" href=href aria-current=current>{room.say(text)}</a> }
    };
    view! {
        <nav class="choices-row" aria-label=room.say(Text::Attribution)>
            {choice(Attribution::Org, Text::ByOrg)}
            {choice(Attribution::Location, Text::ByPlaceShort)}
        </nav>
    }
}
