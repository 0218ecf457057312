//! All rows behind a figure, as a list that becomes a file.

use std::sync::Arc;

use domain::wire::{Record, Records};

use crate::api::Desk;
use crate::api::ask::{Asking, Held};
use crate::api::csv;
use crate::api::problem::{Answered, Refusal};
use crate::api::table::{self, Label, Listing, ROWS, Tongue};
use crate::query::{RecordsQuestion, Scope};
use crate::store::Generation;

use super::row::Sheet;

/// Asks for the first page before it promises anything.
pub(super) async fn answer(
    desk: &Arc<Desk>,
    asking: Asking<'_>,
    question: RecordsQuestion,
    tongue: Tongue,
) -> Answered {
    let question = RecordsQuestion { page: 1, page_size: ROWS, ..question };
    let tag = match asking.held(csv::MEDIA, &(&question, tongue))? {
        Held::Not(tag) => tag,
        Held::Already(answer) => return Ok(answer),
    };
    let generation = Arc::clone(asking.generation());
    let sheet = Sheet::of(&generation, &question, tongue);
    let list = Behind { generation, scope: asking.scope().clone(), question, sheet };
    let (first, list) = desk.blocking(move || Ok((list.ask(1)?, list))).await?;
    let label = Label {
        ascii: name(&list.generation, &first, true),
        full: name(&list.generation, &first, tongue != Tongue::Chinese),
        tag,
    };
    Ok(table::send(desk, label, list, first.rows))
}

/// What the file holds, in words: indicator, side, unit, row and period.
fn name(generation: &Generation, first: &Records, is_english: bool) -> String {
    let indicator = generation.catalogue.indicator(&first.indicator);
    let says = |zh: &'static str, en: &'static str| if is_english { en } else { zh };
    let side = if first.side == "den" { says("分母", "base") } else { says("分子", "count") };
    let has_base = indicator.is_some_and(|it| it.denominator.is_some());
    let title = indicator.map(|it| if is_english { &it.name_en } else { &it.name });
    let period = first.period.to_string();
    let parts = [
        says("观澜", "guanlan"),
        &first.indicator,
        title.map_or("", String::as_str),
        if has_base { side } else { "" },
        if is_english { &first.unit.code } else { &first.unit.name },
        first.row.as_ref().map_or("", |row| if is_english { &row.row } else { &row.name }),
        &period,
    ];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    format!("{}.csv", parts.join("-"))
}

/// The rows behind one figure.
struct Behind {
    generation: Arc<Generation>,
    scope: Scope,
    question: RecordsQuestion,
    sheet: Sheet,
}

impl Behind {
    fn ask(&self, page: u32) -> Result<Records, Refusal> {
        let question = RecordsQuestion { page, ..self.question.clone() };
        Ok(question.ask(&self.generation, &self.scope)?)
    }
}

impl Listing for Behind {
    type Row = Record;

    fn titles(&self) -> Vec<&'static str> {
        self.sheet.titles().to_vec()
    }

    fn cells(&self, row: &Record) -> Vec<String> {
        self.sheet.cells(row).to_vec()
    }

    fn page(&self, number: u32) -> Result<Vec<Record>, Refusal> {
        Ok(self.ask(number)?.rows)
    }
}
