//! Who works on a root: one process at a time, and the next one is told which.
//!
//! The lock is the lake's; this note only says whose it is. A note left by a process that died lies
//! beside an open lock and is never read.

use std::fs;
use std::path::{Path, PathBuf};
use std::process;

/// Another process holds the root.
#[derive(Debug, thiserror::Error)]
#[error("{root:?} is in use by {who}; {hint}")]
pub(super) struct InUse {
    root: PathBuf,
    who: String,
    hint: String,
}

/// Says whose the lock is, for the next who wants it.
pub(super) fn sign(root: &Path, what: &str) {
    let note = format!("guanlan {what} (process {})", process::id());
    if let Err(err) = fs::write(path(root), note) {
        tracing::warn!(error = %err, "the root does not say who works on it");
    }
}

/// What to tell one who came second.
pub(super) fn in_use(root: &Path) -> InUse {
    let note = fs::read_to_string(path(root)).unwrap_or_else(|_| "another process".to_owned());
    let who = note.trim().to_owned();
    let server = who.split_whitespace().find_map(|word| word.strip_prefix("http://"));
    let hint = match server {
        Some(address) => format!(
            "deliver through it: curl --data-binary @FILE -H 'Content-Type: text/csv' http://{address}/api/v1/feeds/FEED"
        ),
        None => "wait until it has ended".to_owned(),
    };
    InUse { root: root.to_owned(), who, hint }
}

fn path(root: &Path) -> PathBuf {
    root.join("owner")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_process_is_told_who_is_there_and_what_to_do() {
        let root = std::env::temp_dir().join(format!("guanlan-owner-{}", process::id()));
        fs::create_dir_all(&root).unwrap();
        assert!(in_use(&root).to_string().contains("another process"));
        sign(&root, "serve on http://127.0.0.1:8080");
        let text = in_use(&root).to_string();
        assert!(
            text.contains("guanlan serve") && text.contains(&process::id().to_string()),
            "{text}"
        );
        assert!(text.contains("http://127.0.0.1:8080/api/v1/feeds/FEED"), "{text}");
        sign(&root, "ingest");
        assert!(in_use(&root).to_string().contains("wait"));
        fs::remove_dir_all(&root).unwrap();
    }
}
