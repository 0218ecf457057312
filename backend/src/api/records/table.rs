//! All rows behind a figure → one CSV file, page by page from one generation.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, VARY};
use axum::response::IntoResponse as _;
use domain::wire::{Record, Records};
use futures_util::stream;
use tokio::sync::mpsc::{Sender, channel};

use crate::api::Desk;
use crate::api::ask::{Asking, Held};
use crate::api::csv::{self, BOM, put_line};
use crate::api::problem::{Answered, Refusal};
use crate::query::records::LARGEST_PAGE;
use crate::query::{RecordsQuestion, Scope};
use crate::store::Generation;

use super::row::{Sheet, Tongue};

/// Asks for the first page before it promises anything; a later failure breaks the body off.
pub(super) async fn answer(
    desk: &Arc<Desk>,
    asking: Asking<'_>,
    question: RecordsQuestion,
    tongue: Tongue,
) -> Answered {
    let question = RecordsQuestion { page: 1, page_size: LARGEST_PAGE, ..question };
    let tag = match asking.held(csv::MEDIA, &(&question, tongue))? {
        Held::Not(tag) => tag,
        Held::Already(answer) => return Ok(answer),
    };
    let generation = Arc::clone(asking.generation());
    let scope = asking.scope().clone();
    let pages = Pages { desk: Arc::clone(desk), generation, scope, question };
    let (first, pages) = pages.next().await?;
    let ascii = name(&pages.generation, &first, true);
    let full = name(&pages.generation, &first, tongue != Tongue::Chinese);
    let sheet = Sheet::of(&pages.generation, &pages.question, tongue);
    let (sender, receiver) = channel(1);
    tokio::spawn(pump(sheet, first.rows, pages, sender));
    let pieces =
        stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    let headers = [
        (CONTENT_TYPE, csv::MEDIA.to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (VARY, "accept".to_owned()),
        (ETAG, tag),
        (CONTENT_DISPOSITION, csv::attachment(&ascii, &full)),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
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

/// One question, page after page; a slow reader holds no thread between two pages.
struct Pages {
    desk: Arc<Desk>,
    generation: Arc<Generation>,
    scope: Scope,
    question: RecordsQuestion,
}

impl Pages {
    async fn next(self) -> Result<(Records, Self), Refusal> {
        let desk = Arc::clone(&self.desk);
        desk.blocking(move || {
            let page = self.question.ask(&self.generation, &self.scope)?;
            let question = RecordsQuestion { page: self.question.page + 1, ..self.question };
            Ok((page, Self { question, ..self }))
        })
        .await
    }
}

/// Sends pages until the last, or until nobody listens.
async fn pump(
    sheet: Sheet,
    first: Vec<Record>,
    first_pages: Pages,
    sender: Sender<io::Result<Bytes>>,
) {
    let (mut text, mut rows, mut pages) = (BOM.to_vec(), first, first_pages);
    put_line(&mut text, sheet.titles());
    loop {
        for row in &rows {
            put_line(&mut text, sheet.cells(row).iter().map(String::as_str));
        }
        let is_last = rows.len() < LARGEST_PAGE as usize;
        if sender.send(Ok(std::mem::take(&mut text).into())).await.is_err() || is_last {
            return;
        }
        match pages.next().await {
            Ok((next, rest)) => (rows, pages) = (next.rows, rest),
            Err(refusal) => {
                tracing::warn!(problem = ?refusal, "a table broke off");
                drop(sender.send(Err(io::Error::other("the table broke off"))).await);
                return;
            }
        }
    }
}
