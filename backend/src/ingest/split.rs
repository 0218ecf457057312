//! Bytes of a delivery → blocks that end where a record ends, however large the delivery is.
//!
//! The first arrow of ingest, on the caller's thread: everything after it runs block by block on all
//! cores. Line ends inside quotes end no record; a quote opens only at the start of a cell, as in the
//! `csv` crate. Works on raw bytes, because neither UTF-8 nor GB18030 has a quote, comma or line feed
//! inside a character. Decodes nothing and counts no rows.

use std::io::{self, Read};
use std::mem;

use memchr::{memchr, memrchr};
use sha2::{Digest as _, Sha256};

/// Longest record, bytes: a quote that nobody closes must not swallow the memory.
pub(super) const LONGEST_RECORD: usize = 4 << 20;
/// Blocks grow to this, so that a small delivery already has work for every core.
const LARGEST_BLOCK: usize = 8 << 20;
const FIRST_BLOCK: usize = 512 << 10;
const READ: usize = 256 << 10;

/// What ends a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ends {
    /// A line feed outside quotes, which open only after this delimiter.
    Quoted { delimiter: u8 },
    /// Any line feed: JSON has none inside its strings.
    Line,
}

/// Whole records, in the order of the delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) index: usize,
    /// Where the block starts in the delivery, bytes.
    pub(super) offset: u64,
    pub(super) bytes: Vec<u8>,
    /// How the delivery ended, if it ended with this block.
    pub(super) tail: Tail,
}

/// How the last record of a block ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tail {
    /// With its line end.
    Whole,
    /// Without one: the delivery stops here, perhaps too early.
    Open,
    /// Inside quotes: the delivery was cut.
    InQuotes,
}

/// Why the bytes could not be cut into blocks.
#[derive(Debug, thiserror::Error)]
pub enum SplitError {
    #[error("cannot read the delivery at byte {offset}")]
    Read { offset: u64, source: io::Error },
    #[error("no record end within {LONGEST_RECORD} bytes from byte {offset}")]
    EndlessRecord { offset: u64 },
}

/// Reads, hashes and cuts.
#[derive(Debug)]
pub(super) struct Blocks<R> {
    source: R,
    sha: Sha256,
    pending: Vec<u8>,
    offset: u64,
    read: u64,
    next: usize,
    scan: Scan,
    finished: bool,
}

impl<R: Read> Blocks<R> {
    pub(super) fn new(source: R, ends: Ends) -> Self {
        Self {
            source,
            sha: Sha256::new(),
            pending: Vec::new(),
            offset: 0,
            read: 0,
            next: 0,
            scan: Scan::new(ends),
            finished: false,
        }
    }

    /// The next block; `None` when the delivery is used up.
    pub(super) fn next_block(&mut self) -> Result<Option<Block>, SplitError> {
        let wanted = LARGEST_BLOCK.min(FIRST_BLOCK << self.next.min(8));
        while !self.finished && (self.pending.len() < wanted || self.scan.end == 0) {
            self.fill()?;
            self.scan.advance(&self.pending);
            if self.scan.end == 0 && self.pending.len() > LONGEST_RECORD {
                return Err(SplitError::EndlessRecord { offset: self.offset });
            }
        }
        Ok(self.cut())
    }

    /// Reads what is left and returns the hash and the length of everything that was read.
    pub(super) fn finish(mut self) -> Result<(Sha256, u64), SplitError> {
        while !self.finished {
            self.pending.clear();
            self.fill()?;
        }
        Ok((self.sha, self.read))
    }

    fn fill(&mut self) -> Result<(), SplitError> {
        let start = self.pending.len();
        self.pending.resize(start + READ, 0);
        let room = self.pending.get_mut(start..).unwrap_or_default();
        let got = read_some(&mut self.source, room)
            .map_err(|source| SplitError::Read { offset: self.read, source })?;
        self.pending.truncate(start + got);
        self.sha.update(self.pending.get(start..).unwrap_or_default());
        self.read += got as u64;
        self.finished = got == 0;
        Ok(())
    }

    /// Takes the whole records off the front; at the end of the delivery, everything.
    fn cut(&mut self) -> Option<Block> {
        if self.pending.is_empty() {
            return None;
        }
        let end = if self.finished { self.pending.len() } else { self.scan.end };
        let tail = self.tail(end);
        let rest = self.pending.split_off(end);
        let bytes = mem::replace(&mut self.pending, rest);
        let block = Block { index: self.next, offset: self.offset, bytes, tail };
        self.offset += end as u64;
        self.next += 1;
        self.scan.rebase(end);
        Some(block)
    }

    fn tail(&self, end: usize) -> Tail {
        if self.finished && self.scan.unclosed(self.pending.len()) {
            Tail::InQuotes
        } else if self.scan.end == end {
            Tail::Whole
        } else {
            Tail::Open
        }
    }
}

fn read_some(source: &mut impl Read, room: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(room) {
            Err(err) if err.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// Where the records of a growing buffer end. The buffer always starts at the start of a record.
#[derive(Debug)]
struct Scan {
    ends: Ends,
    /// First byte not yet looked at.
    at: usize,
    in_quotes: bool,
    /// One past the last record end seen; 0 when there is none.
    end: usize,
}

impl Scan {
    fn new(ends: Ends) -> Self {
        Self { ends, at: 0, in_quotes: false, end: 0 }
    }

    fn advance(&mut self, bytes: &[u8]) {
        if self.ends == Ends::Line {
            self.plain_until(bytes, bytes.len());
            return;
        }
        while self.at < bytes.len() {
            let ahead = bytes.get(self.at..).unwrap_or_default();
            let quote = memchr(b'"', ahead).map_or(bytes.len(), |found| self.at + found);
            let may_go_on = if self.in_quotes {
                self.leave_quotes(bytes, quote)
            } else {
                self.enter_quotes(bytes, quote)
            };
            if !may_go_on {
                break;
            }
        }
    }

    /// Inside quotes, looks at the next quote; false where only bytes that have not arrived can decide.
    fn leave_quotes(&mut self, bytes: &[u8], quote: usize) -> bool {
        let next = bytes.get(quote + 1);
        if quote < bytes.len() && next.is_none() {
            // This quote closes or escapes: the next byte tells.
            self.at = quote;
            return false;
        }
        self.in_quotes = next.is_none_or(|next| *next == b'"');
        self.at = bytes.len().min(quote + if self.in_quotes { 2 } else { 1 });
        true
    }

    /// Outside quotes, notes the record ends up to the next quote and looks at that.
    fn enter_quotes(&mut self, bytes: &[u8], quote: usize) -> bool {
        self.plain_until(bytes, quote);
        if quote < bytes.len() {
            self.in_quotes = self.opens(bytes, quote);
            self.at = quote + 1;
        }
        true
    }

    fn plain_until(&mut self, bytes: &[u8], end: usize) {
        let plain = bytes.get(self.at..end).unwrap_or_default();
        if let Some(found) = memrchr(b'\n', plain) {
            self.end = self.at + found + 1;
        }
        self.at = end;
    }

    /// Whether a delivery of `len` bytes ended inside quotes; a quote as its very last byte closes them.
    fn unclosed(&self, len: usize) -> bool {
        self.in_quotes && self.at == len
    }

    /// A quote opens a quoted cell where a cell starts.
    fn opens(&self, bytes: &[u8], quote: usize) -> bool {
        let Some(before) = quote.checked_sub(1).and_then(|at| bytes.get(at)) else { return true };
        match self.ends {
            Ends::Quoted { delimiter } => matches!(before, b'\n' | b'\r') || *before == delimiter,
            Ends::Line => false,
        }
    }

    fn rebase(&mut self, cut: usize) {
        self.at = self.at.saturating_sub(cut);
        self.end = 0;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const COMMAS: Ends = Ends::Quoted { delimiter: b',' };

    /// Hands out a few bytes at a time, so that every boundary is met.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(room.len());
            let (now, later) = self.0.split_at(count);
            room[..count].copy_from_slice(now);
            self.0 = later;
            Ok(count)
        }
    }

    fn blocks(bytes: &[u8], ends: Ends) -> Vec<Block> {
        let mut cutter = Blocks::new(Drip(bytes, 7), ends);
        std::iter::from_fn(|| cutter.next_block().unwrap()).collect()
    }

    fn tail(bytes: &[u8]) -> Tail {
        blocks(bytes, COMMAS).last().unwrap().tail
    }

    #[test]
    fn a_delivery_says_how_it_ended() {
        assert_eq!(tail(b"a,b\n1,2\n"), Tail::Whole);
        assert_eq!(tail(b"a,b\n1,2"), Tail::Open);
        assert_eq!(tail(b"a,b\n1,\"x\""), Tail::Open);
        assert_eq!(tail(b"a,b\n1,\"x\n2,y\n"), Tail::InQuotes);
        assert_eq!(tail(b"a,b\n1,5\" pipe\n"), Tail::Whole);
        assert_eq!(tail(b"a,b\n1,\"he said \"\"no\"\"\"\n"), Tail::Whole);
    }

    #[test]
    fn blocks_end_where_records_end_and_lose_no_byte() {
        let row =
            format!("{},\"two\nlines, one \"\"cell\"\"\",{}\n", "x".repeat(90), "y".repeat(90));
        let bytes = row.repeat(8000).into_bytes();
        let cut = blocks(&bytes, COMMAS);
        assert!(cut.len() > 1);
        assert!(cut.iter().all(|block| block.bytes.len() % row.len() == 0));
        let joined: Vec<u8> = cut.iter().flat_map(|block| block.bytes.clone()).collect();
        assert_eq!(joined, bytes);
        assert_eq!(cut[1].offset, cut[0].bytes.len() as u64);
    }

    #[test]
    fn a_record_without_end_is_refused_before_it_fills_the_memory() {
        let mut cutter = Blocks::new(io::repeat(b'x'), COMMAS);
        assert!(matches!(cutter.next_block(), Err(SplitError::EndlessRecord { offset: 0 })));
    }

    #[test]
    fn the_hash_covers_every_byte_read_or_skipped() {
        let bytes = b"a,b\n1,2\n";
        let (sha, read) = Blocks::new(Drip(bytes, 3), COMMAS).finish().unwrap();
        assert_eq!(read, 8);
        assert_eq!(sha.finalize(), Sha256::digest(bytes));
    }

    proptest! {
        #[test]
        fn record_ends_are_those_of_the_csv_crate(text in "([a\"\n,]|\"\"|,\"|\"\n){0,60}") {
            let mut scan = Scan::new(COMMAS);
            for end in 1..=text.len() {
                scan.advance(&text.as_bytes()[..end]);
            }
            prop_assume!(!scan.unclosed(text.len()));
            let count = |text: &str| {
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(text.as_bytes());
                reader.byte_records().count()
            };
            let (whole, open) = text.split_at(scan.end);
            prop_assert_eq!(count(whole) + count(open), count(&text));
            prop_assert!(count(open) <= 1);
        }
    }
}
