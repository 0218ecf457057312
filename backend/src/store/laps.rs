//! Where the time of a build goes, for the log.

use std::time::Instant;

/// A watch that tells each step as it ends.
#[derive(Debug)]
pub(super) struct Laps {
    since: Instant,
}

impl Laps {
    pub(super) fn start() -> Self {
        Self { since: Instant::now() }
    }

    /// `step` ended now.
    pub(super) fn lap(&mut self, step: &str) {
        let now = Instant::now();
        let elapsed_us = u64::try_from((now - self.since).as_micros()).unwrap_or(u64::MAX);
        tracing::debug!(elapsed_us, "{step}");
        self.since = now;
    }
}
