//! One request to the server the page came from.
//!
//! What every page asks first, `start.js` has asked while this program was still on its way: such an answer is taken
//! over from `window.asked`, once, with its bytes.

use domain::wire::Problem;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{RequestInit, Response};

use super::read;

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
    // The cause is a text of the browser about its network; what matters is that there was no answer.
    let (status, body) = answer(url, accept).await.map_err(|_cause| Failure::Unreachable)?;
    if (200..300).contains(&status) {
        return Ok(body);
    }
    match read::<Problem>(&body) {
        Ok(problem) if status < 500 => Err(Failure::Refused(Box::new(problem))),
        _ => Err(Failure::Unreachable),
    }
}

/// Status and body.
async fn answer(url: &str, accept: &str) -> Result<(u16, Vec<u8>), JsValue> {
    if let Some(asked) = asked_before(url) {
        let answer: Array = asked.await?.dyn_into()?;
        let status = answer.get(0).as_f64().unwrap_or_default();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "three digits"
        )]
        return Ok((status as u16, Uint8Array::new(&answer.get(1)).to_vec()));
    }
    let response: Response = ask(url, accept)?.await?.dyn_into()?;
    let body = response.array_buffer()?.await?;
    Ok((response.status(), Uint8Array::new(&body).to_vec()))
}

fn ask(url: &str, accept: &str) -> Result<Promise, JsValue> {
    let (headers, init) = (Object::new(), RequestInit::new());
    Reflect::set(&headers, &JsValue::from_str("accept"), &JsValue::from_str(accept))?;
    init.set_headers(&headers);
    Ok(window().fetch_with_str_and_init(url, &init))
}

fn asked_before(url: &str) -> Option<Promise> {
    let asked: Object = window().get("asked")?.dyn_into().ok()?;
    let key = JsValue::from_str(url);
    let sent = Reflect::get(&asked, &key).ok()?.dyn_into().ok()?;
    Reflect::delete_property(&asked, &key).ok()?;
    Some(sent)
}
