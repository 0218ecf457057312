//! `POST /api/v1/feeds/{feed}`: a delivery, streamed into the one write path.
//!
//! The receipt is sent when the accepted rows are durable and the generation that knows them is published,
//! so that the sender can read back at once what was delivered. Where publishing fails, the receipt says so with
//! 202: the rows are safe all the same.

mod mapping;
mod refusal;

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::IntoResponse as _;
use axum::routing::post;
use domain::feed::Feed;
use domain::mapping::Mapping;
use domain::wire;

use crate::api::Desk;
use crate::api::body::{self, BodyReader};
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Extra, Param, Route, Shape, Verb};
use crate::chain::chain;
use crate::ingest::{self, Delivery, Encoding, Format};
use crate::store::StoreError;

/// What may be posted.
const MEDIA: [&str; 5] = [
    "text/csv; charset=utf-8",
    "text/csv; charset=gb18030",
    "application/x-ndjson",
    "application/vnd.apache.parquet",
    "text/csv",
];

const PARAMS: &[Param] = &[Param::optional(
    "mapping",
    Shape::Text,
    "name of a mapping file of the pack for foreign columns",
)];

pub const ROUTE: Route = Route {
    verb: Verb::Post,
    path: "/api/v1/feeds/{feed}",
    summary: "Takes a delivery (CSV in UTF-8 or GB18030, NDJSON, Parquet); the receipt means durable and readable",
    params: PARAMS,
    extras: &[
        Extra::path("feed", "region, org, entity, inspection, problem, order or complaint"),
        Extra::header(
            "Content-Type",
            "text/csv; charset=utf-8|gb18030, application/x-ndjson, application/vnd.apache.parquet",
        ),
        Extra::header(
            "Idempotency-Key",
            "id of the batch: the same id with the same content changes nothing",
        ),
    ],
    answers: &[
        Answer::json("Receipt"),
        Answer { status: 202, ..Answer::json("Receipt") },
        Answer::refusal(400),
        Answer::refusal(404),
        Answer::refusal(409),
        Answer::refusal(413),
        Answer::refusal(415),
        Answer::refusal(422),
        Answer::refusal(507),
    ],
    serve: || post(answer),
};

async fn answer(
    State(desk): State<Arc<Desk>>,
    Path(feed): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    sent: Body,
) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let feed = Feed::parse(&feed).ok_or_else(|| unknown_feed(&feed))?;
    let (format, encoding) = form(&headers)?;
    let parcel = Parcel {
        feed,
        id: batch_id(&headers)?,
        format,
        encoding,
        mapping: params.text("mapping").map(|name| mapping::named(&desk.pack, name)).transpose()?,
    };
    let (reader, pump) = body::split(sent, desk.limits.delivery_bytes);
    let worker = Arc::clone(&desk);
    let delivered = desk.delivering(move || deliver(&worker, &parcel, reader));
    let (receipt, ()) = tokio::join!(delivered, pump);
    let receipt = receipt?;
    let status = if receipt.generation.is_some() { StatusCode::OK } else { StatusCode::ACCEPTED };
    Ok((status, Json(receipt)).into_response())
}

/// What the head of a request says of its body.
struct Parcel {
    feed: Feed,
    id: Option<String>,
    format: Format,
    encoding: Option<Encoding>,
    mapping: Option<Mapping>,
}

/// Code of a receipt for a batch that is durable and cannot be read yet.
const UNPUBLISHED: &str = "UNPUBLISHED";

/// Durable first, then readable.
fn deliver(desk: &Desk, parcel: &Parcel, reader: BodyReader) -> Result<wire::Receipt, Refusal> {
    let delivery = Delivery {
        feed: parcel.feed,
        id: parcel.id.clone(),
        format: parcel.format,
        encoding: parcel.encoding,
        mapping: parcel.mapping.as_ref(),
        received_at: None,
    };
    let receipt = ingest::deliver(&desk.lake, &desk.registry, &delivery, reader)
        .map_err(|err| refusal::of(&err))?;
    let published = desk.store.publish();
    let seq = receipt.seq;
    let receipt = receipt.settled(desk.store.current().contradicted(seq));
    tracing::info!(
        batch = %receipt.batch, feed = parcel.feed.as_str(), rows = receipt.rows, rejected = receipt.rejected,
        replayed = receipt.replayed, generation = published.as_ref().ok(), "took a delivery"
    );
    let trouble = published.as_ref().err().map(|err| unpublished(&receipt.batch, err));
    Ok(wire::Receipt {
        batch: receipt.batch,
        rows: receipt.rows,
        accepted: receipt.accepted,
        rejected: receipt.rejected,
        warned: receipt.warned,
        marks: wire::Marked::all(&receipt.marks),
        replayed: receipt.replayed,
        generation: published.ok(),
        code: trouble.as_ref().map(|_| UNPUBLISHED.to_owned()),
        detail: trouble,
    })
}

/// The batch is safe although nobody can read it yet: the sender has nothing to do, and must not deliver
/// other content. The cause goes to the log.
fn unpublished(batch: &str, err: &StoreError) -> String {
    tracing::error!(batch, error = %chain(err), "a stored batch could not be published");
    format!(
        "batch {batch} is stored, but no generation that knows it could be published; \
         it will be with the next delivery, or after a restart"
    )
}

fn unknown_feed(feed: &str) -> Refusal {
    Refusal::unknown("UNKNOWN_FEED", format!("there is no feed {feed:?}"))
        .allowing(Feed::ALL.iter().map(|feed| feed.as_str()))
}

fn batch_id(headers: &HeaderMap) -> Result<Option<String>, Refusal> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let Ok(text) = value.to_str() else {
        return Err(Refusal::bad("BAD_BATCH_ID", "Idempotency-Key is no plain text"));
    };
    // The draft standard writes the key as a quoted string; most senders do not.
    Ok(Some(text.trim().trim_matches('"').to_owned()))
}

/// What `Content-Type` says; nothing is guessed.
fn form(headers: &HeaderMap) -> Result<(Format, Option<Encoding>), Refusal> {
    let text = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = text.split(';').map(|part| part.trim().to_ascii_lowercase());
    let format = match parts.next().as_deref() {
        Some("text/csv") => Format::Csv,
        Some("application/x-ndjson" | "application/jsonl") => Format::Ndjson,
        Some("application/vnd.apache.parquet") => Format::Parquet,
        _ => return Err(unsupported(text)),
    };
    let charset = parts
        .find_map(|part| part.strip_prefix("charset=").map(|it| it.trim_matches('"').to_owned()));
    let encoding =
        charset.map(|name| Encoding::parse(&name).ok_or_else(|| unsupported(text))).transpose()?;
    Ok((format, encoding))
}

fn unsupported(media: &str) -> Refusal {
    let detail = format!("a delivery of type {media:?} cannot be read");
    Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", detail)
        .allowing(MEDIA)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(media: &str) -> Result<(Format, Option<Encoding>), u16> {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, media.parse().unwrap());
        form(&headers).map_err(|refusal| refusal.problem().status)
    }

    #[test]
    fn the_content_type_names_format_and_encoding() {
        assert_eq!(read("text/csv"), Ok((Format::Csv, None)));
        assert_eq!(read("text/csv; charset=GB18030"), Ok((Format::Csv, Some(Encoding::Gb18030))));
        assert_eq!(read("Text/CSV;charset=\"utf-8\""), Ok((Format::Csv, Some(Encoding::Utf8))));
        assert_eq!(read("application/x-ndjson"), Ok((Format::Ndjson, None)));
        assert_eq!(read("application/vnd.apache.parquet"), Ok((Format::Parquet, None)));
    }

    #[test]
    fn what_is_not_declared_or_not_known_is_refused() {
        assert_eq!(read("application/json"), Err(415));
        assert_eq!(read("text/csv; charset=latin1"), Err(415));
        assert_eq!(form(&HeaderMap::new()).map_err(|refusal| refusal.problem().status), Err(415));
    }

    #[test]
    fn a_quoted_key_and_a_bare_one_are_the_same() {
        let id = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("idempotency-key", value.parse().unwrap());
            batch_id(&headers).unwrap()
        };
        assert_eq!(id("\"b-1\""), id("b-1"));
        assert_eq!(batch_id(&HeaderMap::new()).unwrap(), None);
    }
}
