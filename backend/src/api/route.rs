//! One route: method, path, what it takes and what it answers.
//!
//! The router and `openapi.json` are both made of these, so neither can know a path that the other
//! does not. A route lists its parameters; [`crate::api::params`] refuses any other.

use std::sync::Arc;

use axum::routing::MethodRouter;

use crate::api::Desk;

/// A stable path of the public contract.
#[derive(Clone, Copy, Debug)]
pub struct Route {
    pub verb: Verb,
    /// With `{name}` for each path parameter.
    pub path: &'static str,
    pub summary: &'static str,
    /// Parameters of the query string; no other is accepted.
    pub params: &'static [Param],
    /// Path parameters and headers, described only.
    pub extras: &'static [Extra],
    pub answers: &'static [Answer],
    pub serve: fn() -> MethodRouter<Arc<Desk>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    Get,
    Post,
}

impl Verb {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// One parameter of a query string.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    pub name: &'static str,
    pub need: Need,
    pub shape: Shape,
    pub words: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    Required,
    Optional,
}

/// What a value may look like, as far as a table can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Text,
    /// Texts separated by commas.
    Texts,
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Some of these, separated by commas.
    SomeOf(&'static [&'static str]),
    /// A whole number from the first to the second.
    Whole(u32, u32),
}

/// A path parameter or a request header.
#[derive(Clone, Copy, Debug)]
pub struct Extra {
    pub name: &'static str,
    pub place: &'static str,
    pub words: &'static str,
}

/// One representation of an answer.
#[derive(Clone, Copy, Debug)]
pub struct Answer {
    pub status: u16,
    pub media: &'static str,
    /// Name of the schema, where the body is JSON.
    pub schema: Option<&'static str>,
}

impl Param {
    pub const fn optional(name: &'static str, shape: Shape, words: &'static str) -> Self {
        Self { name, need: Need::Optional, shape, words }
    }

    pub const fn required(name: &'static str, shape: Shape, words: &'static str) -> Self {
        Self { name, need: Need::Required, shape, words }
    }
}

impl Extra {
    pub const fn path(name: &'static str, words: &'static str) -> Self {
        Self { name, place: "path", words }
    }

    pub const fn header(name: &'static str, words: &'static str) -> Self {
        Self { name, place: "header", words }
    }
}

impl Answer {
    pub const fn json(schema: &'static str) -> Self {
        Self { status: 200, media: "application/json", schema: Some(schema) }
    }

    pub const fn other(media: &'static str) -> Self {
        Self { status: 200, media, schema: None }
    }

    /// A status without a body.
    pub const fn empty(status: u16) -> Self {
        Self { status, media: "", schema: None }
    }

    pub const fn refusal(status: u16) -> Self {
        Self { status, media: super::problem::MEDIA, schema: Some("Problem") }
    }
}
