//! Plain HTTP to one server: what was asked, what came back, no interpretation.

use serde_json::Value;
use std::time::Duration;
use ureq::http::Response;
use ureq::{Agent, Body};

/// An answer is at most this large.
const LIMIT: u64 = 256 * 1024 * 1024;

/// Speaks to one address; any status is an answer.
#[derive(Clone, Debug)]
pub struct Client {
    agent: Agent,
    base: String,
}

/// Status, headers and body, as they came.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Lower-case names.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Client {
    /// `base`: `http://127.0.0.1:8080`, without a slash at the end.
    pub fn new(base: impl Into<String>) -> Self {
        Self::with_patience(base, Duration::from_secs(60))
    }

    /// Waits longer, or less long, for each answer.
    pub fn with_patience(base: impl Into<String>, patience: Duration) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .timeout_global(Some(patience))
            .build();
        Self { agent: config.new_agent(), base: base.into() }
    }

    pub fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    pub fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.try_get(path, headers).unwrap_or_else(|why| panic!("GET {path}: {why}"))
    }

    /// `Err` when nobody answers.
    pub fn try_get(&self, path: &str, headers: &[(&str, &str)]) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.get(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.call().and_then(Answer::read)
    }

    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        self.try_post(path, headers, body).unwrap_or_else(|why| panic!("POST {path}: {why}"))
    }

    /// `Err` when nobody answers, or somebody stops in the middle.
    pub fn try_post(
        &self,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.post(format!("{}{path}", self.base));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.send(body).and_then(Answer::read)
    }

    pub fn delete(&self, path: &str) -> Answer {
        let request = self.agent.delete(format!("{}{path}", self.base));
        let answer = request.call().and_then(Answer::read);
        answer.unwrap_or_else(|why| panic!("DELETE {path}: {why}"))
    }
}

impl Answer {
    fn read(response: Response<Body>) -> Result<Self, ureq::Error> {
        let (head, mut body) = response.into_parts();
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers =
            head.headers.iter().map(|(name, value)| (name.to_string(), text(value.as_bytes())));
        Ok(Self {
            status: head.status.as_u16(),
            headers: headers.collect(),
            body: body.with_config().limit(LIMIT).read_to_vec()?,
        })
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|why| {
            panic!("status {}, no JSON ({why}): {}", self.status, self.text())
        })
    }

    /// The JSON of an answer that must be 200.
    pub fn ok(&self) -> Value {
        assert_eq!(self.status, 200, "{}", self.text());
        self.json()
    }
}
