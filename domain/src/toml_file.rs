//! A TOML file of a deployment → typed text. Every complaint names file, line and key.
//!
//! Shared by packs, mappings and calendars. Reads text only: opening files is the caller's work.

use std::ops::Range;

use serde::de::DeserializeOwned;

/// Why a file of a deployment was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct FileError {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub reason: String,
}

/// One file's name and text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TomlFile<'t> {
    pub name: &'t str,
    pub text: &'t str,
}

impl<'t> TomlFile<'t> {
    /// Reads the whole file; unknown keys are refused by the type (`deny_unknown_fields`).
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, FileError> {
        toml::from_str(self.text).map_err(|error| {
            let span = error.span().unwrap_or(0..0);
            let key = self.key(span.start);
            let reason = if key.is_empty() {
                error.message().to_owned()
            } else {
                format!("`{key}`: {}", error.message())
            };
            self.refuse(&span, reason)
        })
    }

    /// A complaint about the text at a span.
    pub(crate) fn refuse(self, span: &Range<usize>, reason: impl Into<String>) -> FileError {
        let before = self.text.bytes().take(span.start);
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        FileError { file: self.name.to_owned(), line, reason: reason.into() }
    }

    /// The key written on the line at an offset, empty when there is none.
    fn key(self, at: usize) -> &'t str {
        let mut begin = 0;
        let holds = |line: &&str| {
            let end = begin + line.len();
            let is_here = (begin..end).contains(&at);
            begin = end;
            is_here
        };
        let line = self.text.split_inclusive('\n').find(holds).unwrap_or("");
        line.split_once('=').map_or("", |(key, _)| key.trim())
    }
}
