//! Rules of this repository that need logic. Each rule is a function from texts to faults, tried on
//! the sources as they are and, as its negative control, on a text that breaks it.

#[path = "tidy/colours.rs"]
mod colours;
#[path = "tidy/contrast.rs"]
mod contrast;
#[path = "tidy/documents.rs"]
mod documents;
#[path = "tidy/files.rs"]
mod files;
#[path = "tidy/manifests.rs"]
mod manifests;
#[path = "tidy/sources.rs"]
mod sources;
#[path = "tidy/words.rs"]
mod words;

/// Fails with all faults, one a line.
#[track_caller]
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
