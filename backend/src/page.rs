//! The page: the files of `dist/`, embedded in the binary, each compressed once.
//!
//! Files whose name changes with their content may be kept for ever; the rest is asked for each time and
//! answered by `ETag`. An address that the page knows opens it, any other is told what there is (`nowhere`).
//! Without a built page the server says so, and how to build one.

mod nowhere;
mod policy;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use axum::body::Body;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use rust_embed::RustEmbed;

use crate::api::encoding::{Encoding, brotli_at};
use crate::api::problem::{Answered, Refusal};
use crate::api::ready::{Key, Ready};

const HTML: &str = "text/html; charset=utf-8";

const INDEX: &str = "index.html";

const FOR_EVER: &str = "public, max-age=31536000, immutable";

const NOT_BUILT: &str = include_str!("page/not_built.html");

#[derive(RustEmbed)]
#[folder = "$GUANLAN_DIST"]
struct Dist;

/// One file of the page.
#[derive(Debug)]
struct File {
    ready: Ready,
    etag: String,
}

static FILES: LazyLock<BTreeMap<String, File>> = LazyLock::new(|| {
    let names = Dist::iter().filter(|name| !is_compressed_twin(name));
    let file = |name: &str| {
        let bytes = Dist::get(name)?.data.into_owned();
        let etag =
            Key::of(&[name, &format!("{:x?}", Dist::get(name)?.metadata.sha256_hash())]).etag();
        let ready = Ready::new(media_of(name), bytes);
        if let Some(twin) = Dist::get(&format!("{name}.br")) {
            ready.put_brotli(twin.data.into_owned());
        }
        Some((name.to_owned(), File { ready, etag }))
    };
    names.filter_map(|name| file(&name)).collect()
});

/// Whether a page was embedded.
pub fn is_built() -> bool {
    FILES.contains_key(INDEX)
}

/// The name of the page that was embedded: another page has another.
pub fn name() -> Option<String> {
    FILES.get(INDEX).map(|file| file.etag.trim_matches('"').to_owned())
}

/// The file of a path, the page itself, or 404.
pub fn answer(uri: &Uri, headers: &HeaderMap) -> Answered {
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = FILES.get(path) {
        return send(path, file, headers);
    }
    let plain = [(CONTENT_TYPE, HTML), (CACHE_CONTROL, "no-cache")];
    if nowhere::is_page(uri.path()) {
        return match FILES.get(INDEX) {
            Some(file) => send(INDEX, file, headers),
            None => Ok((plain, NOT_BUILT).into_response()),
        };
    }
    let names_a_file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    if names_a_file {
        return Err(Refusal::unknown("NOT_FOUND", format!("the page has no file /{path}")));
    }
    let text = nowhere::text(uri.path(), &built());
    Ok((StatusCode::NOT_FOUND, plain, text).into_response())
}

/// The text of the page; empty where none was embedded.
fn built() -> String {
    let page = FILES.get(INDEX).and_then(|file| file.ready.made(Encoding::Identity));
    page.map(|it| String::from_utf8_lossy(&it).into_owned()).unwrap_or_default()
}

/// Compresses what is worth it, so that the first screen need not wait for it.
pub fn prepare() {
    for file in FILES.values() {
        let encoding = file.ready.worth(Encoding::Brotli);
        let packed = || brotli_at(9, &file.ready.made(Encoding::Identity)?).ok();
        if file.ready.made(encoding).is_none()
            && let Some(bytes) = packed()
        {
            file.ready.put_brotli(bytes.into());
        }
    }
}

fn send(name: &str, file: &File, headers: &HeaderMap) -> Answered {
    let caching = if changes_with_content(name) { FOR_EVER } else { "no-cache" };
    let mut response = Response::builder()
        .header(CONTENT_TYPE, file.ready.media)
        .header(CACHE_CONTROL, caching)
        .header(VARY, "accept-encoding")
        .header(ETAG, &file.etag);
    let known = headers.get(IF_NONE_MATCH).is_some_and(|tags| tags == file.etag.as_str());
    let body = if known {
        response = response.status(StatusCode::NOT_MODIFIED);
        Body::empty()
    } else {
        let encoding = file.ready.worth(Encoding::accepted(headers));
        if let Some(encoding) = encoding.name() {
            response = response.header(CONTENT_ENCODING, encoding);
        }
        let bytes = file.ready.make(encoding);
        Body::from(bytes.map_err(|err| Refusal::internal("the page cannot be compressed", &err))?)
    };
    response.body(body).map_err(|err| Refusal::internal("the page cannot be sent", &err))
}

/// Adds the guards to an answer that has none of its own.
pub fn guard(headers: &mut HeaderMap) {
    policy::guard(headers, built);
}

/// Whether a name holds a hash of the content: a run of at least eight hex digits after a dash.
fn changes_with_content(name: &str) -> bool {
    let hex_run = |part: &str| part.chars().take_while(char::is_ascii_hexdigit).count();
    name.split('-').skip(1).any(|part| hex_run(part) >= 8)
}

fn is_compressed_twin(name: &str) -> bool {
    name.strip_suffix(".br").is_some_and(|plain| Dist::get(plain).is_some())
}

fn media_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => HTML,
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "geojson" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_hold_a_hash_are_kept_for_ever() {
        assert!(changes_with_content("guanlan-0f3a9c1d2e4b5a69_bg.wasm"));
        assert!(changes_with_content("assets/boot-guanlan-0f3a9c1d2e4b5a69.js"));
        assert!(!changes_with_content("index.html"));
        assert!(!changes_with_content("guanlan-beijing.css"));
    }

    #[test]
    fn a_missing_file_is_no_page_and_an_address_that_is_none_is_told_so_in_words() {
        let headers = HeaderMap::new();
        assert!(answer(&Uri::from_static("/none/guanlan-00000000.js"), &headers).is_err());
        for (path, status) in [("/desk/entity/E1.2", 200), ("/units/110101", 404)] {
            let page = answer(&Uri::from_static(path), &headers).unwrap();
            assert_eq!(page.status(), status, "{path}");
            assert_eq!(page.headers()[CONTENT_TYPE], HTML);
        }
    }
}
