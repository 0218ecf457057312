//! `GET /api/v1/live`: tells a page that there is a newer generation, of which only the newest matters.
//!
//! It also says which page this server has, so that one that was loaded from an older server can load itself anew.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::Uri;
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::sync::watch;

use crate::api::Desk;
use crate::api::params::Params;
use crate::api::problem::Answered;
use crate::api::route::{Answer, Param, Route, Verb};
use crate::page;

/// A comment this often tells proxies and pages that the line is alive.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

const PARAMS: &[Param] = &[];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/live",
    summary: "Server-sent events: `generation` with the number of the newest generation; `page` with the name of the page that this server has",
    params: PARAMS,
    extras: &[],
    answers: &[Answer::other("text/event-stream"), Answer::refusal(400)],
    serve: || get(answer),
};

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri) -> Answered {
    Params::read(PARAMS, &uri)?;
    let events = events(desk.store.watch(), desk.closing.clone(), page::name());
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

/// The number now, the page's name, then each newer number; numbers that were passed over are not told.
fn events(
    mut numbers: watch::Receiver<u64>,
    closing: watch::Receiver<bool>,
    page: Option<String>,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let now = told("generation", &numbers.borrow_and_update().to_string());
    let page = page.map(|name| told("page", &name));
    let later = stream::unfold((numbers, closing), async |(mut numbers, mut closing)| {
        tokio::select! {
            changed = numbers.changed() => changed.ok()?,
            _ = closing.wait_for(|is_closing| *is_closing) => return None,
        }
        let number = numbers.borrow_and_update().to_string();
        Some((told("generation", &number), (numbers, closing)))
    });
    stream::iter([Some(now), page].into_iter().flatten()).chain(later).map(Ok)
}

fn told(kind: &str, what: &str) -> Event {
    Event::default().event(kind).data(what)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    #[tokio::test]
    async fn the_newest_number_comes_first_and_passed_over_ones_never() {
        let (publish, numbers) = watch::channel(7);
        let (close, closing) = watch::channel(false);
        let mut events = pin!(events(numbers, closing, Some("blue".to_owned())));
        let text =
            |event: Option<Result<Event, Infallible>>| format!("{:?}", event.unwrap().unwrap());
        assert!(text(events.next().await).contains('7'));
        assert!(text(events.next().await).contains("blue"));
        publish.send_replace(8);
        publish.send_replace(9);
        assert!(text(events.next().await).contains('9'));
        close.send_replace(true);
        assert!(events.next().await.is_none(), "open streams end when the server closes");
    }
}
