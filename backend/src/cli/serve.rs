//! `guanlan serve`: opens the records, then answers until it is told to stop.

use std::future::IntoFuture as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::open::gather;
use super::{ServeArgs, Trouble, say};
use crate::api::{self, Desk, Limits, Parts};
use crate::chain::chain;
use crate::page;
use crate::store::Store;

/// How long open requests may take to end.
const FAREWELL: Duration = Duration::from_secs(10);

#[derive(Debug, thiserror::Error)]
enum ServeError {
    #[error("cannot start threads")]
    Runtime(#[source] std::io::Error),
    #[error("cannot listen on {address}")]
    Listen { address: SocketAddr, source: std::io::Error },
    #[error("the server stopped")]
    Serve(#[source] std::io::Error),
}

pub(super) fn run(args: &ServeArgs) -> Result<(), Trouble> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Runtime)?;
    let failed = |source| ServeError::Listen { address: args.listen, source };
    // A taken port is told before the records are opened.
    let listener = runtime.block_on(TcpListener::bind(args.listen)).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    let opened = gather(&args.place, &format!("serve on http://{address}"), None)?.open_store()?;
    thread::spawn(page::prepare);
    let merging = runtime.spawn(merge_small_parts(Arc::clone(&opened.store)));
    let (close, closing) = watch::channel(false);
    let desk = desk(opened, args, closing);
    say(&format!("listening on http://{address}/"));
    tracing::info!(address = %address, page_built = page::is_built(), "serving");
    runtime.block_on(until_stopped(listener, desk, close))?;
    merging.abort();
    runtime.shutdown_timeout(FAREWELL);
    Ok(())
}

fn desk(opened: Parts, args: &ServeArgs, closing: watch::Receiver<bool>) -> Arc<Desk> {
    let threads = thread::available_parallelism().map_or(2, usize::from);
    let limits =
        Limits { delivery_bytes: u64::from(args.max_delivery_mib) << 20, asking: threads.max(2) };
    Arc::new(Desk::new(opened, limits, closing))
}

/// Merges small parts beside the answers and deliveries, whenever there have come to be many.
async fn merge_small_parts(store: Arc<Store>) {
    let mut published = store.watch();
    loop {
        if store.wants_compaction() {
            let merging = Arc::clone(&store);
            match tokio::task::spawn_blocking(move || merging.compact()).await {
                Ok(Ok(generation)) => tracing::info!(generation, "merged small parts"),
                Ok(Err(err)) => {
                    tracing::error!(error = %chain(&err), "small parts could not be merged; they stay as they are");
                }
                Err(err) => tracing::error!(error = %err, "the merge broke off"),
            }
        }
        if published.changed().await.is_err() {
            return;
        }
    }
}

async fn until_stopped(
    listener: TcpListener,
    desk: Arc<Desk>,
    close: watch::Sender<bool>,
) -> Result<(), Trouble> {
    let mut closing = close.subscribe();
    let serving = axum::serve(listener, api::router(desk)).with_graceful_shutdown(async move {
        drop(closing.wait_for(|is_closing| *is_closing).await);
    });
    let serving = tokio::spawn(serving.into_future());
    asked_to_stop().await?;
    tracing::info!("stopping: open requests may end");
    close.send_replace(true);
    if let Ok(ended) = tokio::time::timeout(FAREWELL, serving).await {
        ended?.map_err(ServeError::Serve)?;
    } else {
        tracing::warn!(waited_s = FAREWELL.as_secs(), "some requests did not end");
    }
    Ok(())
}

/// Ctrl-C or a polite kill.
async fn asked_to_stop() -> Result<(), Trouble> {
    let mut terminate = signal(SignalKind::terminate()).map_err(ServeError::Runtime)?;
    tokio::select! {
        pressed = tokio::signal::ctrl_c() => pressed.map_err(ServeError::Runtime)?,
        _ = terminate.recv() => {}
    }
    Ok(())
}
