//! Log lines on standard error; `GUANLAN_LOG` chooses which, in the notation of `RUST_LOG`.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

pub(super) fn start() {
    let filter = EnvFilter::try_from_env("GUANLAN_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_target(false);
    // A second start, in tests, keeps the first.
    drop(subscriber.try_init());
}
