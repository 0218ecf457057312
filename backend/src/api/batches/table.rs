//! All rows of a list → one CSV file, a piece at a time: marked rows may be as many as the delivery has.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse as _;
use futures_util::stream;
use tokio::sync::mpsc::{Sender, channel};

use crate::api::Desk;
use crate::api::csv;
use crate::api::problem::{Answered, Refusal};
use crate::lake::{Page, repair};

use super::listed::{Listed, Which};

/// Rows of a piece.
const ROWS: u32 = 20_000;

/// Makes the first piece before it promises anything; a later failure breaks the body off.
pub(super) async fn answer(desk: &Arc<Desk>, listed: Listed) -> Answered {
    let kind = if listed.which == Which::Rejected { "rejects" } else { "marks" };
    let name = format!("attachment; filename=\"{kind}-{}.csv\"", listed.batch.id);
    let mut head = csv::BOM.to_vec();
    repair::put_head(listed.batch.feed, &mut head)?;
    let pieces = Pieces { desk: Arc::clone(desk), listed, skip: 0 };
    let (first, rest) = pieces.next(head).await?;
    let (sender, receiver) = channel(1);
    tokio::spawn(pump(first, rest, sender));
    let pieces =
        stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    let headers = [
        (CONTENT_TYPE, csv::MEDIA.to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

/// What is still to be sent; a slow reader holds no thread between two pieces.
struct Pieces {
    desk: Arc<Desk>,
    listed: Listed,
    skip: u32,
}

impl Pieces {
    /// The next piece behind what is there already, and what follows it.
    async fn next(self, mut text: Vec<u8>) -> Result<(Vec<u8>, Option<Self>), Refusal> {
        let desk = Arc::clone(&self.desk);
        desk.blocking(move || {
            let (_, faults) = self.listed.page(Page { skip: self.skip, rows: ROWS })?;
            let rows = repair::put_rows(&faults, &mut text)?;
            let rest = Self { skip: self.skip.saturating_add(rows), ..self };
            Ok((text, (rows == ROWS).then_some(rest)))
        })
        .await
    }
}

/// Sends pieces until the last, or until nobody listens.
async fn pump(first: Vec<u8>, rest: Option<Pieces>, sender: Sender<io::Result<Bytes>>) {
    let (mut text, mut rest) = (first, rest);
    loop {
        let is_heard = sender.send(Ok(text.into())).await.is_ok();
        let Some(pieces) = rest.filter(|_| is_heard) else { return };
        match pieces.next(Vec::new()).await {
            Ok((next, after)) => (text, rest) = (next, after),
            Err(refusal) => {
                tracing::warn!(problem = ?refusal, "a table broke off");
                drop(sender.send(Err(io::Error::other("the table broke off"))).await);
                return;
            }
        }
    }
}
