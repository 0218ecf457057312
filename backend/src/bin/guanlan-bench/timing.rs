//! Times of many runs → their middle and their worst hundredth.

use std::hint::black_box;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// Times of the same kind of question.
#[derive(Clone, Debug, Default)]
pub(crate) struct Times(Vec<Duration>);

impl Times {
    /// Runs something and keeps its time.
    pub(crate) fn of<T>(&mut self, run: impl FnOnce() -> T) -> T {
        let started = Instant::now();
        let answer = black_box(run());
        self.0.push(started.elapsed());
        answer
    }

    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn extend(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time that `share` of a hundred of the runs stay below; zero without runs.
    pub(crate) fn percentile(&self, share: usize) -> Duration {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
        sorted.get(at).copied().unwrap_or_default()
    }

    pub(crate) fn median(&self) -> Duration {
        self.percentile(50)
    }

    pub(crate) fn total(&self) -> Duration {
        self.0.iter().sum()
    }

    /// `{"median_us": …, "p99_us": …}`
    pub(crate) fn summary(&self) -> Value {
        json!({ "median_us": micros(self.median()), "p99_us": micros(self.percentile(99)) })
    }
}

/// Microseconds with one decimal.
pub(crate) fn micros(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e7).round() / 10.0
}

/// Milliseconds with one decimal.
pub(crate) fn millis(time: Duration) -> f64 {
    (time.as_secs_f64() * 1e4).round() / 10.0
}

/// How many times longer `theirs` is, one decimal.
pub(crate) fn ratio(theirs: Duration, ours: Duration) -> f64 {
    (theirs.as_secs_f64() / ours.as_secs_f64().max(1e-9) * 10.0).round() / 10.0
}
