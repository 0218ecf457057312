//! What went wrong → `application/problem+json` (RFC 9457) with a stable `code`.
//!
//! Causes stay inside: a refusal says what the caller can do about it, the log says why it happened.

use std::fmt;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::wire::Problem;

use crate::chain::chain;
use crate::query::QueryError;

/// Media type of every error.
pub const MEDIA: &str = "application/problem+json";

/// A refusal on its way to the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal(Box<Problem>);

/// What the answer to a request is, or why there is none.
pub type Answered = Result<Response, Refusal>;

impl Refusal {
    pub fn new(status: StatusCode, code: &str, detail: impl fmt::Display) -> Self {
        Self(Box::new(Problem {
            kind: format!("/problems/{code}"),
            title: title(status).to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail: detail.to_string(),
            allowed: Vec::new(),
            names: Vec::new(),
        }))
    }

    pub fn bad(code: &str, detail: impl fmt::Display) -> Self {
        Self::new(StatusCode::BAD_REQUEST, code, detail)
    }

    pub fn unknown(code: &str, detail: impl fmt::Display) -> Self {
        Self::new(StatusCode::NOT_FOUND, code, detail)
    }

    /// A fault of ours; the cause goes to the log, not to the caller.
    pub fn internal(what: &str, cause: &dyn fmt::Display) -> Self {
        tracing::error!(error = %cause, "{what}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", what)
    }

    #[must_use]
    pub fn allowing<T: Into<String>>(mut self, values: impl IntoIterator<Item = T>) -> Self {
        self.0.allowed = values.into_iter().map(Into::into).collect();
        self
    }

    /// Codes and what they are called.
    #[must_use]
    pub fn allowing_named(mut self, known: impl IntoIterator<Item = (String, String)>) -> Self {
        (self.0.allowed, self.0.names) = known.into_iter().unzip();
        self
    }

    pub fn problem(&self) -> &Problem {
        &self.0
    }
}

impl From<Problem> for Refusal {
    /// Fills in what the asker left out: the type and the title follow from code and status.
    fn from(mut problem: Problem) -> Self {
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        problem.status = status.as_u16();
        if problem.kind.is_empty() {
            problem.kind = format!("/problems/{}", problem.code);
        }
        if problem.title.is_empty() {
            title(status).clone_into(&mut problem.title);
        }
        Self(Box::new(problem))
    }
}

impl From<QueryError> for Refusal {
    fn from(err: QueryError) -> Self {
        let problem = err.problem();
        if problem.status >= 500 {
            tracing::error!(error = %chain(&err), "a question failed");
        }
        problem.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        let media = [(CONTENT_TYPE, HeaderValue::from_static(MEDIA))];
        (status, media, body).into_response()
    }
}

/// Chinese first, English second.
fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "请求有误 Bad request",
        404 => "没有找到 Not found",
        405 => "不支持的方法 Method not allowed",
        406 => "没有这种格式 Not acceptable",
        409 => "与已有批次冲突 Conflict",
        410 => "该世代已不保留 Gone",
        413 => "内容过大 Content too large",
        415 => "不支持的格式 Unsupported media type",
        422 => "整批拒收 Delivery refused",
        502 => "外部服务不可达 Bad gateway",
        503 => "尚未就绪 Not ready",
        507 => "磁盘空间不足 Insufficient storage",
        _ => "服务器错误 Server error",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_names_its_type_by_its_code_and_lists_what_is_allowed() {
        let refusal = Refusal::unknown("UNKNOWN_UNIT", "no unit 1").allowing(["110000"]);
        let text = serde_json::to_string(refusal.problem()).unwrap();
        insta::assert_snapshot!(text, @r#"{"type":"/problems/UNKNOWN_UNIT","title":"没有找到 Not found","status":404,"code":"UNKNOWN_UNIT","detail":"no unit 1","allowed":["110000"]}"#);
        assert_eq!(refusal.into_response().headers()[CONTENT_TYPE], MEDIA);
    }

    #[test]
    fn a_problem_without_type_and_title_gets_both() {
        let bare =
            Problem { status: 410, code: "GENERATION_GONE".to_owned(), ..Problem::default() };
        let full = Refusal::from(bare);
        assert_eq!(full.problem().kind, "/problems/GENERATION_GONE");
        assert!(full.problem().title.contains("Gone"));
    }
}
