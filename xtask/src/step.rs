//! Work → lines on the terminal: what a step does, how long it took, why it failed.

use std::fmt;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

/// A step that could not be done, in words for the person at the terminal.
#[derive(Debug)]
pub(crate) struct Failure(String);

impl Failure {
    pub(crate) fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Adds what was being done to any error.
pub(crate) trait OrFail<T> {
    fn or_fail(self, doing: impl FnOnce() -> String) -> Result<T, Failure>;
}

impl<T, E: fmt::Display> OrFail<T> for Result<T, E> {
    fn or_fail(self, doing: impl FnOnce() -> String) -> Result<T, Failure> {
        self.map_err(|cause| Failure(format!("{}: {cause}", doing())))
    }
}

/// How a step ended, when it did not fail.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Something was done; a few words about it, or none.
    Done(String),
    /// There was nothing to do; why.
    Skipped(String),
}

impl Outcome {
    pub(crate) fn done() -> Self {
        Self::Done(String::new())
    }
}

struct Line {
    title: String,
    took: Duration,
    mark: char,
}

/// The steps of one command, in order.
pub(crate) struct Steps {
    started: Instant,
    lines: Vec<Line>,
}

impl Steps {
    pub(crate) fn begin() -> Self {
        Self { started: Instant::now(), lines: Vec::new() }
    }

    pub(crate) fn step(
        &mut self,
        title: &str,
        work: impl FnOnce() -> Result<Outcome, Failure>,
    ) -> Result<(), Failure> {
        say(&format!("▸ {title}"));
        let started = Instant::now();
        let outcome = work();
        let took = started.elapsed();
        let (mark, words) = match &outcome {
            Ok(Outcome::Done(words)) => ('✓', words.as_str()),
            Ok(Outcome::Skipped(why)) => ('·', why.as_str()),
            Err(_) => ('✗', "failed"),
        };
        say(&format!("  {mark} {} {words}", in_words(took)));
        self.lines.push(Line { title: title.to_owned(), took, mark });
        outcome.map(|_| ())
    }

    /// One line a step, then the whole.
    pub(crate) fn summary(&self) {
        say("");
        for Line { title, took, mark } in &self.lines {
            say(&format!("{mark} {:>9}  {title}", in_words(*took)));
        }
        say(&format!("  {:>9}  altogether", in_words(self.started.elapsed())));
    }
}

/// `0.4 s`, `12.3 s`, `3 min 05 s`.
pub(crate) fn in_words(took: Duration) -> String {
    let seconds = took.as_secs();
    if seconds < 100 {
        return format!("{:.1} s", took.as_secs_f64());
    }
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

/// Speaks to the person at the terminal; a closed terminal is no reason to stop.
pub(crate) fn say(words: &str) {
    writeln!(io::stdout(), "{words}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_as_seconds_then_as_minutes() {
        assert_eq!(in_words(Duration::from_millis(400)), "0.4 s");
        assert_eq!(in_words(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn a_failed_step_fails_the_command_and_stays_in_the_summary() {
        let mut steps = Steps::begin();
        assert!(steps.step("fine", || Ok(Outcome::done())).is_ok());
        assert!(steps.step("broken", || Err(Failure::new("no"))).is_err());
        let marks: String = steps.lines.iter().map(|line| line.mark).collect();
        assert_eq!(marks, "✓✗");
    }
}
