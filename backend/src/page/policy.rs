//! What every answer says that a browser may do with it: no other origin is ever asked for anything, and of the
//! scripts in the page only those run that were built into it, by their hashes.

use std::sync::OnceLock;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};

const GUARDS: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=()"),
    ("cross-origin-opener-policy", "same-origin"),
];

/// Adds the guards to an answer that has none of its own; `page` is the text of the page that was built in.
pub(super) fn guard(headers: &mut HeaderMap, page: impl FnOnce() -> String) {
    static POLICY: OnceLock<HeaderValue> = OnceLock::new();
    let made = || HeaderValue::try_from(policy(&page()));
    let policy =
        POLICY.get_or_init(|| made().unwrap_or(HeaderValue::from_static("default-src 'self'")));
    headers.entry("content-security-policy").or_insert(policy.clone());
    for (name, value) in GUARDS {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
}

fn policy(page: &str) -> String {
    let inside = |tag: &'_ str| tag.split_once("</script>").map(|it| it.0.to_owned());
    let scripts = page.split("<script>").skip(1).filter_map(inside);
    let hash = |it: String| {
        [" 'sha256-", &BASE64_STANDARD.encode(Sha256::digest(it.as_bytes())), "'"].concat()
    };
    let hashes: String = scripts.map(hash).collect();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{hashes}; \
         style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; worker-src 'self' blob:; \
         object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_no_other_origin_and_no_script_that_was_not_built_in() {
        let policy = policy("<p>观澜</p>");
        assert!(!policy.contains("http") && !policy.contains('*') && !policy.contains("sha256"));
        assert!(policy.contains("'wasm-unsafe-eval'"));
    }

    #[test]
    fn a_script_inside_the_page_is_allowed_by_its_hash() {
        let policy = policy("<script>alert(1)</script><script src=\"/x.js\"></script>");
        let wanted = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";
        assert_eq!(policy.matches("sha256").count(), 1);
        assert!(policy.contains(wanted), "{policy}");
    }
}
