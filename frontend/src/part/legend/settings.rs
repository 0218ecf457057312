//! How a layer is made: value, class breaks with numbers to edit, bandwidth.

use domain::ratio::Decimal;
use leptos::prelude::*;

use super::changed;
use crate::face::legend::method_words;
use crate::layer::limits::factor;
use crate::layer::made::{can_shrink, value_of};
use crate::layer::shown::BANDWIDTHS_M;
use crate::layer::{Breaks, Kind, Shown, Value};
use crate::room::{Room, room};
use crate::stack::Laid;
use crate::text::Text;

/// Methods in the order of the list; their text is what the address says.
const METHODS: [&str; 5] = ["", "quantile:5", "equal:5", "jenks:5", "target"];

/// A choice: what it means in the address, and in words.
type Choice = (String, String);

#[component]
pub(super) fn Settings(laid: Memo<Option<Laid>>) -> impl IntoView {
    let room = room();
    let shown = move || laid.get().map(|it| it.shown);
    let apply = move |change: &dyn Fn(&mut Shown)| {
        if let Some(next) = changed(room, laid, change) {
            room.go(next);
        }
    };
    let values = move || shown().map(|it| values(room, &it)).unwrap_or_default();
    let bandwidths = move || {
        shown()
            .filter(|it| it.kind == Kind::Heat)
            .map(|it| bandwidths(room, &it))
            .unwrap_or_default()
    };
    let methods =
        move || shown().filter(Shown::has_breaks).map(|it| methods(room, &it)).unwrap_or_default();
    let classes = move || match shown().map(|it| it.breaks) {
        Some(Breaks::By(_, classes)) => {
            let choice = |it: u8| (it.to_string(), it.to_string());
            ((2..=7).map(choice).collect(), classes.to_string())
        }
        _ => Default::default(),
    };
    let set_value = move |text: String| apply(&move |it| it.value = Value::read(&text));
    let set_bandwidth = move |text: String| {
        apply(&move |it| it.bandwidth_m = text.parse().unwrap_or(it.bandwidth_m));
    };
    let set_method = move |text: String| apply(&move |it| it.breaks = Breaks::read(&text));
    let set_classes = move |text: String| {
        apply(&move |it| {
            if let Breaks::By(method, _) = it.breaks {
                it.breaks = Breaks::By(method, text.parse().unwrap_or(5));
            }
        });
    };
    let note = move || {
        let is_shrunk = laid.get()?.made?.value == Value::Shrunk;
        is_shrunk.then(|| view! { <p class="legend__method">{room.say(Text::ShrunkNote)}</p> })
    };
    view! {
        <div class="settings">
            <Picker text=Text::ShownValue choices=Signal::derive(values) pick=Callback::new(set_value) />
            <Picker text=Text::Bandwidth choices=Signal::derive(bandwidths) pick=Callback::new(set_bandwidth) />
            <Picker text=Text::ClassBreaks choices=Signal::derive(methods) pick=Callback::new(set_method) />
            <Picker text=Text::ClassBreaks choices=Signal::derive(classes) pick=Callback::new(set_classes) />
            <Limits laid />
            {note}
        </div>
    }
}

/// A list to choose from; nothing when there is nothing to choose.
#[component]
fn Picker(
    text: Text,
    /// All choices and the address of the current one.
    choices: Signal<(Vec<Choice>, String)>,
    pick: Callback<String>,
) -> impl IntoView {
    let room = room();
    move || {
        let (choices, current) = choices.get();
        let option = |(value, words): Choice| {
            let selected = value == current;
            view! { <option value=value selected=selected>{words}</option> }
        };
        let options = choices.into_iter().map(option).collect_view();
        (!options.is_empty()).then(|| {
            view! {
                <select class="picker" aria-label=room.say(text) title=room.say(text)
                    on:change=move |event| pick.run(event_target_value(&event))>
                    {options}
                </select>
            }
        })
    }
}

/// The limits between classes, to be typed over.
#[component]
fn Limits(laid: Memo<Option<Laid>>) -> impl IntoView {
    let room = room();
    let limits = Memo::new(move |_| {
        let laid = laid.get().filter(|it| it.shown.has_breaks())?;
        let made = laid.made?;
        let factor = if made.shown.kind == Kind::Heat {
            1.0
        } else {
            made.entry.as_ref().map_or(1.0, factor)
        };
        Some((made.limits.clone(), factor))
    });
    let field = move |(at, limit): (usize, f64)| {
        let typed = move |event| {
            let Some((limits, factor)) = limits.get_untracked() else { return };
            let Ok(number) = event_target_value(&event).parse::<f64>() else { return };
            let given = limits.iter().enumerate();
            let given: Vec<String> = given
                .map(|(it, limit)| written(if it == at { number } else { *limit }, factor))
                .collect();
            let breaks = Breaks::read(&given.join(","));
            if let Some(next) = changed(room, laid, |it| it.breaks = breaks) {
                room.go(next);
            }
        };
        view! { <input class="settings__limit" inputmode="decimal" prop:value=written(limit, 1.0) on:change=typed /> }
    };
    move || {
        let (limits, _) = limits.get()?;
        Some(view! {
            <p class="settings__limits" title=room.say(Text::HalfOpen)>
                {limits.into_iter().enumerate().map(field).collect_view()}
            </p>
        })
    }
}

/// A limit in the unit of the value, with no more digits than it needs.
fn written(limit: f64, factor: f64) -> String {
    let rounded = (limit / factor * 1e6).round() / 1e6;
    let text = format!("{rounded:.6}");
    let text = text.trim_end_matches('0').trim_end_matches('.').to_owned();
    text.parse::<Decimal>().map_or(text, |it| it.to_string())
}

fn values(room: Room, shown: &Shown) -> (Vec<Choice>, String) {
    let entry = room.asked(|it| it.entry_of(shown).cloned()).flatten();
    let has_base = entry.as_ref().is_some_and(|it| it.denominator.is_some());
    if !has_base || !shown.has_value() {
        return Default::default();
    }
    let words = |it: Value| match it {
        Value::Count => Text::AsCount,
        Value::Rate => Text::AsRate,
        Value::Shrunk => Text::AsShrunk,
    };
    let offered = |it: &Value| *it != Value::Shrunk || can_shrink(entry.as_ref());
    let choice = |it: Value| (it.as_str().to_owned(), room.say(words(it)).to_owned());
    let choices = Value::ALL.into_iter().filter(offered).map(choice).collect();
    (choices, value_of(shown, entry.as_ref()).as_str().to_owned())
}

fn bandwidths(room: Room, shown: &Shown) -> (Vec<Choice>, String) {
    let metres = room.lang.pick("米", "m");
    let choice = |it: u16| (it.to_string(), format!("{it} {metres}"));
    (BANDWIDTHS_M.into_iter().map(choice).collect(), shown.bandwidth_m.to_string())
}

fn methods(room: Room, shown: &Shown) -> (Vec<Choice>, String) {
    let entry = room.asked(|it| it.entry_of(shown).cloned()).flatten();
    let has_target = shown.kind != Kind::Heat && entry.is_some_and(|it| !it.targets.is_empty());
    let offered = METHODS.into_iter().filter(|it| *it != "target" || has_target);
    let name = |it: &str| it.split_once(':').map_or(it.to_owned(), |it| it.0.to_owned());
    let current = name(&shown.breaks.write());
    let mut choices: Vec<Choice> = offered
        .map(|it| (it.to_owned(), method_words(room.lang, &Breaks::read(it)).to_owned()))
        .collect();
    let known = choices.iter().find(|it| name(&it.0) == current).map(|it| it.0.clone());
    let current = known.unwrap_or_else(|| {
        let written = shown.breaks.write();
        choices.push((written.clone(), method_words(room.lang, &shown.breaks).to_owned()));
        written
    });
    (choices, current)
}
