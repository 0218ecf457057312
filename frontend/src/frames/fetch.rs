//! One request to the server the page came from.

use domain::wire::Problem;
use gloo_net::http::Request;

/// Why a question has no new answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No answer at all.
    Unreachable,
    /// The server says what is wrong and what would have been allowed.
    Refused(Box<Problem>),
    /// An answer that is not what was asked for, with the reader's words.
    Unreadable(String),
}

pub(super) async fn bytes(url: &str, accept: &str) -> Result<Vec<u8>, Failure> {
    let sent = Request::get(url).header("Accept", accept).send().await;
    // The cause is a text of the browser about its network; what matters is that there was no answer.
    let response = sent.map_err(|_cause| Failure::Unreachable)?;
    let body = response.binary().await.map_err(|_cause| Failure::Unreachable)?;
    if response.ok() {
        return Ok(body);
    }
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) if response.status() < 500 => Err(Failure::Refused(Box::new(problem))),
        _ => Err(Failure::Unreachable),
    }
}
