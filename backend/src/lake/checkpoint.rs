//! Named moments of a delivery at which a test may fail the disk or end the process.
//!
//! The server runs with [`Unwatched`], which does nothing.

use std::fmt::Debug;
use std::io;

/// A moment after which a crash must lose nothing acknowledged and keep nothing half-done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The ledger transaction is open, the temporary file exists.
    Begun,
    /// A row group was written to the temporary file.
    GroupWritten,
    /// The Parquet file is complete and on the disk, still under its temporary name.
    FileSynced,
    /// The file has its final name; the ledger does not know it yet.
    Renamed,
    /// The ledger row is durable; the sender has no receipt yet.
    Committed,
}

impl Step {
    /// In the order in which a delivery meets them.
    pub const ALL: [Self; 5] =
        [Self::Begun, Self::GroupWritten, Self::FileSynced, Self::Renamed, Self::Committed];
}

/// Is told of each step; an error is treated as an error of the disk at that moment.
pub trait Checkpoint: Debug + Send + Sync {
    fn reach(&self, step: Step) -> io::Result<()>;
}

/// Lets every step pass.
#[derive(Clone, Copy, Debug)]
pub struct Unwatched;

impl Checkpoint for Unwatched {
    fn reach(&self, _step: Step) -> io::Result<()> {
        Ok(())
    }
}
