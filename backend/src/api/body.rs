//! A request body that arrives in pieces → a reader for a blocking thread.
//!
//! Nothing is collected: at most a few pieces wait. A body that breaks off is an error, never an end: the
//! reader must not take half a delivery for a whole one.

use std::fmt;
use std::io::{self, Read};
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::StreamExt as _;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

/// Pieces that may wait for the reader.
const WAITING_PIECES: usize = 16;

/// Deliveries take turns: a sender that falls silent for this long loses its own.
const PATIENCE: Duration = Duration::from_secs(30);

enum Piece {
    Bytes(Bytes),
    Broken(io::Error),
    TooLarge,
    End,
}

/// The far end of a body, for [`Read`] in a blocking thread.
#[derive(Debug)]
pub struct BodyReader {
    pieces: Receiver<Piece>,
    piece: Bytes,
    ended: bool,
}

/// The marker of a body above the limit, found in the chain of the error that it caused.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the body is larger than the limit")]
pub struct TooLarge;

impl fmt::Debug for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Bytes(_) => "Bytes",
            Self::Broken(_) => "Broken",
            Self::TooLarge => "TooLarge",
            Self::End => "End",
        })
    }
}

/// A reader, and the pump that feeds it until the body ends or breaks.
pub fn split(body: Body, limit_bytes: u64) -> (BodyReader, impl Future<Output = ()> + Send) {
    let (sender, pieces) = channel(WAITING_PIECES);
    let reader = BodyReader { pieces, piece: Bytes::new(), ended: false };
    (reader, pump(body, limit_bytes, sender))
}

/// Reads on after the reader is gone, within the limit, so that the caller can read our answer.
async fn pump(body: Body, limit_bytes: u64, sender: Sender<Piece>) {
    let mut stream = body.into_data_stream();
    let mut seen = 0_u64;
    loop {
        let piece = match timeout(PATIENCE, stream.next()).await {
            Ok(None) => break,
            Ok(Some(Ok(bytes))) => Piece::Bytes(bytes),
            Ok(Some(Err(err))) => Piece::Broken(io::Error::new(io::ErrorKind::UnexpectedEof, err)),
            Err(silence) => Piece::Broken(io::Error::new(io::ErrorKind::TimedOut, silence)),
        };
        if let Piece::Bytes(bytes) = &piece {
            seen += bytes.len() as u64;
        }
        let over = seen > limit_bytes;
        let ends = over || matches!(piece, Piece::Broken(_));
        // A reader that has left wants no more; its error is the answer.
        drop(sender.send(if over { Piece::TooLarge } else { piece }).await);
        if ends {
            return;
        }
    }
    drop(sender.send(Piece::End).await);
}

impl Read for BodyReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.piece.is_empty() && !self.ended {
            match self.pieces.blocking_recv() {
                Some(Piece::Bytes(bytes)) => self.piece = bytes,
                Some(Piece::End) => self.ended = true,
                Some(Piece::Broken(err)) => return Err(err),
                Some(Piece::TooLarge) => return Err(io::Error::other(TooLarge)),
                None => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let count = self.piece.len().min(into.len());
        let taken = self.piece.split_to(count);
        into.iter_mut().zip(&taken).for_each(|(to, from)| *to = *from);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    async fn read(body: Body, limit_bytes: u64) -> io::Result<Vec<u8>> {
        let (mut reader, pump) = split(body, limit_bytes);
        let task = tokio::task::spawn_blocking(move || {
            let mut all = Vec::new();
            reader.read_to_end(&mut all).map(|_| all)
        });
        pump.await;
        task.await.unwrap()
    }

    fn pieces(parts: Vec<Result<&'static str, io::Error>>) -> Body {
        Body::from_stream(stream::iter(parts))
    }

    #[tokio::test]
    async fn pieces_arrive_whole_and_in_order() {
        let body = pieces(vec![Ok("guan"), Ok(""), Ok("lan")]);
        assert_eq!(read(body, 7).await.unwrap(), b"guanlan");
    }

    #[tokio::test]
    async fn a_body_that_breaks_off_is_an_error() {
        let body = pieces(vec![Ok("half"), Err(io::Error::other("reset"))]);
        assert_eq!(read(body, 100).await.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    }

    #[tokio::test]
    async fn a_pump_that_is_dropped_is_an_error_too() {
        let (mut reader, pump) = split(pieces(vec![Ok("half")]), 100);
        drop(pump);
        let task = tokio::task::spawn_blocking(move || reader.read_to_end(&mut Vec::new()));
        assert!(task.await.unwrap().is_err());
    }

    #[tokio::test]
    async fn a_body_over_the_limit_is_refused_as_such() {
        let err = read(pieces(vec![Ok("guan"), Ok("lan")]), 6).await.unwrap_err();
        assert!(err.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<TooLarge>));
    }
}
