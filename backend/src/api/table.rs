//! A long list → one CSV file, page by page from one generation.

use std::io;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, VARY};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::mpsc::{Sender, channel};

use crate::api::Desk;
use crate::api::csv::{self, BOM, put_line};
use crate::api::problem::Refusal;
use crate::api::route::{Param, Shape};
use crate::query::records::LARGEST_PAGE;

/// Rows of a page that is read for a file.
pub const ROWS: u32 = LARGEST_PAGE;

/// What the words of a table are.
pub const LANG: Param = Param::optional(
    "lang",
    Shape::OneOf(Tongue::WORDS),
    "language of a table, head and coded values; codes: fields and values as JSON names them; Chinese if absent",
);

/// The language of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Tongue {
    #[default]
    Chinese,
    English,
    /// Names of fields and codes of values, as JSON has them.
    Codes,
}

impl Tongue {
    pub const WORDS: &'static [&'static str] = &["zh", "en", "codes"];

    pub fn read(text: Option<&str>) -> Self {
        match text {
            Some("en") => Self::English,
            Some("codes") => Self::Codes,
            _ => Self::Chinese,
        }
    }

    pub fn pick(self, (zh, en): (&'static str, &'static str)) -> &'static str {
        if self == Self::Chinese { zh } else { en }
    }
}

/// A list that can be read again and again, always from the same generation.
pub trait Listing: Send + 'static {
    type Row: Send + 'static;

    /// The first line.
    fn titles(&self) -> Vec<&'static str>;

    /// One line, under the titles.
    fn cells(&self, row: &Self::Row) -> Vec<String>;

    /// Rows of a page of [`ROWS`], which counts from 1.
    fn page(&self, number: u32) -> Result<Vec<Self::Row>, Refusal>;
}

/// What a file is called, in ASCII and in full, and its tag.
#[derive(Clone, Debug)]
pub struct Label {
    pub ascii: String,
    pub full: String,
    pub tag: String,
}

/// Sends a list whose first page has been read: a later failure breaks the body off.
pub fn send<L: Listing>(desk: &Arc<Desk>, label: Label, list: L, first: Vec<L::Row>) -> Response {
    let (sender, receiver) = channel(1);
    tokio::spawn(pump(Arc::clone(desk), list, first, sender));
    let pieces =
        stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)));
    let headers = [
        (CONTENT_TYPE, csv::MEDIA.to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (VARY, "accept".to_owned()),
        (ETAG, label.tag),
        (CONTENT_DISPOSITION, csv::attachment(&label.ascii, &label.full)),
    ];
    (headers, Body::from_stream(pieces)).into_response()
}

/// Sends pages until the last, or until nobody listens. A slow reader holds no thread between two pages.
async fn pump<L: Listing>(
    desk: Arc<Desk>,
    mut list: L,
    first: Vec<L::Row>,
    sender: Sender<io::Result<Bytes>>,
) {
    let (mut text, mut rows) = (BOM.to_vec(), first);
    put_line(&mut text, list.titles());
    for number in 2.. {
        for row in &rows {
            put_line(&mut text, list.cells(row).iter().map(String::as_str));
        }
        let is_last = rows.len() < ROWS as usize;
        if sender.send(Ok(std::mem::take(&mut text).into())).await.is_err() || is_last {
            return;
        }
        match desk.blocking(move || Ok((list.page(number)?, list))).await {
            Ok((next, rest)) => (rows, list) = (next, rest),
            Err(refusal) => {
                tracing::warn!(problem = ?refusal, "a table broke off");
                drop(sender.send(Err(io::Error::other("the table broke off"))).await);
                return;
            }
        }
    }
}
