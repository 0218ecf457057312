//! A question → an answer: the one way from a request to the query layer.
//!
//! Takes the generation that the caller asked for, looks for a ready-made answer, else asks on a blocking
//! thread; a few at a time, so that a heavy question delays others instead of stopping them.

use std::fmt::Debug;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;

use crate::api::Desk;
use crate::api::encoding::Encoding;
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::ready::{Key, Ready};
use crate::api::route::{Param, Shape};
use crate::query::Scope;
use crate::store::Generation;

pub const JSON: &str = "application/json";

/// Every question may be asked for the generation that an earlier answer named.
pub const GENERATION: Param = Param::optional(
    "generation",
    Shape::Text,
    "number of the generation to answer for; 410 when it is no longer kept",
);

/// One question of one caller, ready to be asked.
#[derive(Debug)]
pub struct Asking<'a> {
    desk: &'a Arc<Desk>,
    headers: &'a HeaderMap,
    generation: Arc<Generation>,
    scope: Scope,
}

impl<'a> Asking<'a> {
    pub fn new(
        desk: &'a Arc<Desk>,
        headers: &'a HeaderMap,
        params: &Params,
    ) -> Result<Self, Refusal> {
        let pinned = params.value::<u64>(GENERATION.name)?;
        Ok(Self { desk, headers, generation: desk.generation(pinned)?, scope: Scope::all() })
    }

    pub fn generation(&self) -> &Arc<Generation> {
        &self.generation
    }

    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// Answers in JSON.
    pub async fn json<A: Serialize>(
        self,
        question: impl Debug,
        ask: impl FnOnce(&Generation, &Scope) -> Result<A, Refusal> + Send + 'static,
    ) -> Answered {
        self.bytes(JSON, question, move |generation, scope| {
            let answer = ask(generation, scope)?;
            serde_json::to_vec(&answer)
                .map_err(|err| Refusal::internal("the answer is no JSON", &err))
        })
        .await
    }

    /// Answers in a representation of its own.
    pub async fn bytes(
        self,
        media: &'static str,
        question: impl Debug,
        make: impl FnOnce(&Generation, &Scope) -> Result<Vec<u8>, Refusal> + Send + 'static,
    ) -> Answered {
        let key = self.key(media, &question);
        if knows(self.headers, &key.etag()) {
            return send(StatusCode::NOT_MODIFIED, key, media, None);
        }
        let Self { desk, headers, generation, scope } = self;
        let made = desk.blocking(move || Ok(Ready::new(media, make(&generation, &scope)?)));
        let ready = desk.answers.get(key, made).await?;
        let encoding = ready.worth(Encoding::accepted(headers));
        let bytes = if let Some(bytes) = ready.made(encoding) {
            bytes
        } else {
            let pack = move || ready.make(encoding);
            desk.blocking(move || {
                pack().map_err(|err| Refusal::internal("compression failed", &err))
            })
            .await?
        };
        send(StatusCode::OK, key, media, Some((encoding, bytes.into())))
    }

    /// For answers that are streamed and not kept: their tag, or that the caller holds them.
    pub fn held(&self, media: &str, question: &impl Debug) -> Result<Held, Refusal> {
        let key = self.key(media, question);
        if knows(self.headers, &key.etag()) {
            return send(StatusCode::NOT_MODIFIED, key, media, None).map(Held::Already);
        }
        Ok(Held::Not(key.etag()))
    }

    /// All that the answer depends on.
    fn key(&self, media: &str, question: &impl Debug) -> Key {
        let manifest = &self.generation.manifest;
        let question = format!("{question:?}");
        let scope = format!("{:?}", self.scope);
        Key::of(&[
            media,
            &question,
            &manifest.generation.to_string(),
            &manifest.definitions,
            &scope,
        ])
    }
}

/// Whether a caller has the answer already.
#[derive(Debug)]
pub enum Held {
    /// What to tell it.
    Already(Response),
    /// The tag of the answer to be made.
    Not(String),
}

/// Whether the caller holds the answer of this tag.
pub fn knows(headers: &HeaderMap, etag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let held = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    held.flat_map(|tags| tags.split(',')).any(|tag| bare(tag) == bare(etag))
}

fn send(status: StatusCode, key: Key, media: &str, body: Option<(Encoding, Body)>) -> Answered {
    let mut response = Response::builder()
        .status(status)
        .header(CACHE_CONTROL, "no-cache")
        .header(VARY, "accept, accept-encoding")
        .header(ETAG, key.etag());
    let body = match body {
        None => Body::empty(),
        Some((encoding, body)) => {
            response = response.header(CONTENT_TYPE, media);
            if let Some(name) = encoding.name() {
                response = response.header(CONTENT_ENCODING, name);
            }
            body
        }
    };
    response.body(body).map_err(|err| Refusal::internal("the answer cannot be sent", &err))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_held_tag_is_found_in_a_list_weak_or_strong() {
        let etag = Key::of(&["q"]).etag();
        let holds = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, value.parse().unwrap());
            knows(&headers, &etag)
        };
        assert!(holds(&etag));
        assert!(holds(&format!("\"other\", {etag}")));
        assert!(holds(etag.trim_start_matches("W/")));
        assert!(!holds("\"other\""));
        assert!(!holds("*"), "a question that was never asked is nowhere held");
    }
}
