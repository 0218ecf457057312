//! The first records behind the current indicator, at the foot of the desk.

use leptos::prelude::*;

use crate::format;
use crate::part::records::{Agreement, ExportLink, RecordTable, rows_of};
use crate::room::{Room, room};
use crate::state::Side;
use crate::text::{DOT, Text};

#[component]
pub(crate) fn RecordsPanel() -> impl IntoView {
    let room = room();
    let answer = room.frames.records;
    let all = move || {
        let side = room.base_side();
        let indicator = room.asked(|it| it.indicator().to_owned()).unwrap_or_default();
        room.url(|it| it.records(&indicator, None, side))
    };
    let rows = move || {
        let found = answer.get()?;
        if found.rows.is_empty() {
            return Some(view! { <p class="absent">{room.say(Text::NoRecords)}</p> }.into_any());
        }
        Some(view! { <RecordTable rows=rows_of(room, &found) /> }.into_any())
    };
    let check = move || answer.get().map(|found| view! { <Agreement found /> });
    view! {
        <section class="panel desk__records">
            <h2 class="panel__title">
                <span class="panel__name">{move || title(room)}</span>
                <span class="panel__note">
                    {check}
                    <ExportLink />
                    <a class="toggle" href=all>{room.say(Text::AllRows)}</a>
                </span>
            </h2>
            <div class="scroll">{rows}</div>
        </section>
    }
}

/// 分母明细 · 丰台区 · 9,214
fn title(room: Room) -> Option<String> {
    let found = room.frames.records.get()?;
    let unit = room.entry(&found.indicator)?.unit;
    let side = if found.side == Side::Num.as_str() { Text::Numerator } else { Text::Denominator };
    let space = room.lang.pick("", " ");
    let total = format::side(unit, found.total);
    Some(format!(
        "{}{space}{}{DOT}{}{DOT}{total}",
        room.say(side),
        room.say(Text::RecordsBehind),
        found.unit.name
    ))
}
