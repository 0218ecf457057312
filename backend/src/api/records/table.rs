//! All rows behind a figure → one CSV file, page by page from one generation.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use domain::wire::Record;
use futures_util::stream;
use tokio::sync::mpsc::{Sender, channel};

use crate::api::Desk;
use crate::api::csv::{self, BOM, put_line};
use crate::api::problem::{Answered, Refusal};
use crate::query::records::LARGEST_PAGE;
use crate::query::{RecordsQuestion, Scope};
use crate::store::Generation;

const HEAD: [&str; 13] = [
    "feed",
    "id",
    "day",
    "entity",
    "entity_name",
    "org",
    "org_name",
    "place",
    "place_name",
    "specialty",
    "kind",
    "outcome",
    "weight",
];

/// Asks for the first page before it promises anything; a later failure breaks the body off.
pub(super) async fn answer(
    desk: Arc<Desk>,
    generation: Arc<Generation>,
    scope: Scope,
    question: RecordsQuestion,
) -> Answered {
    let question = RecordsQuestion { page: 1, page_size: LARGEST_PAGE, ..question };
    let name = format!("guanlan-{}-{}.csv", question.indicator, question.period);
    let pages = Pages { desk, generation, scope, question };
    let (first, pages) = pages.next().await?;
    let (sender, receiver) = channel(1);
    tokio::spawn(pump(first, pages, sender));
    let pieces =
        stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    let headers = [
        (CONTENT_TYPE, csv::MEDIA.to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// One question, page after page; a slow reader holds no thread between two pages.
struct Pages {
    desk: Arc<Desk>,
    generation: Arc<Generation>,
    scope: Scope,
    question: RecordsQuestion,
}

impl Pages {
    async fn next(self) -> Result<(Vec<Record>, Self), Refusal> {
        let desk = Arc::clone(&self.desk);
        desk.blocking(move || {
            let rows = self.question.ask(&self.generation, &self.scope)?.rows;
            let question = RecordsQuestion { page: self.question.page + 1, ..self.question };
            Ok((rows, Self { question, ..self }))
        })
        .await
    }
}

/// Sends pages until the last, or until nobody listens.
async fn pump(first: Vec<Record>, first_pages: Pages, sender: Sender<io::Result<Bytes>>) {
    let mut text = BOM.to_vec();
    put_line(&mut text, HEAD);
    let (mut rows, mut pages) = (first, first_pages);
    loop {
        for row in &rows {
            put_record(&mut text, row);
        }
        let is_last = rows.len() < LARGEST_PAGE as usize;
        if sender.send(Ok(std::mem::take(&mut text).into())).await.is_err() || is_last {
            return;
        }
        match pages.next().await {
            Ok(next) => (rows, pages) = next,
            Err(refusal) => {
                tracing::warn!(problem = ?refusal, "a table broke off");
                drop(sender.send(Err(io::Error::other("the table broke off"))).await);
                return;
            }
        }
    }
}

fn put_record(out: &mut Vec<u8>, row: &Record) {
    let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
    let day = row.day.map(|day| day.to_string()).unwrap_or_default();
    let cells = [
        row.feed.clone(),
        row.id.clone(),
        day,
        text(&row.entity),
        text(&row.entity_name),
        text(&row.org),
        text(&row.org_name),
        text(&row.place),
        text(&row.place_name),
        text(&row.specialty),
        text(&row.kind),
        text(&row.outcome),
        row.weight.to_string(),
    ];
    put_line(out, cells.iter().map(String::as_str));
}
