//! A range of records → CSV bytes, made while they are read: 100 million facts need no disk and no memory.

use std::io::{self, Read};
use std::ops::Range;
use std::sync::Arc;

use domain::feed::Feed;

use super::dice::{Dice, Stream};
use super::inspection::{self, Inspection};
use super::line::Line;
use super::order::{self, Order};
use super::{Demo, complaint, entity, flaw, problem};

/// Bytes made at a time.
const BLOCK: usize = 256 * 1024;
/// A problem in this many is followed by one of an inspection that never arrives: held, not rejected.
const PER_DANGLING: u64 = 40_000;
/// One inspection in this many is corrected later.
const PER_CORRECTION: u64 = 400;

/// What a delivery holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    Records,
    /// Later versions of inspections: modified or withdrawn.
    Corrections,
}

/// CSV of one delivery, header first.
#[derive(Debug)]
pub(super) struct Records {
    demo: Arc<Demo>,
    feed: Feed,
    content: Content,
    /// Numbers still to come; for problems, of the inspections that found them.
    rest: Range<u64>,
    block: Vec<u8>,
    taken: usize,
    /// Lines made so far.
    lines: u64,
}

impl Records {
    pub(super) fn new(demo: Arc<Demo>, feed: Feed, content: Content, rest: Range<u64>) -> Self {
        let mut block = Vec::with_capacity(BLOCK + 4096);
        block.extend_from_slice(columns(feed).as_bytes());
        let tail: &[u8] =
            if content == Content::Corrections { b",version,update_flag\n" } else { b"\n" };
        block.extend_from_slice(tail);
        Self { demo, feed, content, rest, block, taken: 0, lines: 0 }
    }

    fn refill(&mut self) {
        self.block.clear();
        self.taken = 0;
        while self.block.len() < BLOCK {
            let Some(number) = self.rest.next() else { return };
            match self.content {
                Content::Records => self.write(number),
                Content::Corrections => self.write_correction(number),
            }
        }
    }

    fn write(&mut self, number: u64) {
        let demo = Arc::clone(&self.demo);
        match self.feed {
            Feed::Entity => self.line(|line| entity::write(&demo, number, line)),
            Feed::Inspection => {
                let inspection = Inspection::draw(&demo, number);
                self.line(|line| inspection.write(&demo, line));
            }
            Feed::Problem => self.write_problems(&demo, number),
            Feed::Order => {
                let order = Order::draw(&demo, number);
                for leg in 0..order.legs() {
                    self.line(|line| order.write(&demo, leg, line));
                }
            }
            Feed::Complaint => self.line(|line| complaint::write(&demo, number, line)),
            Feed::Region | Feed::Org => (),
        }
    }

    fn write_problems(&mut self, demo: &Demo, number: u64) {
        let inspection = Inspection::draw(demo, number);
        for index in 0..inspection.found {
            self.line(|line| problem::write(demo, &inspection, index, line));
        }
        if number % PER_DANGLING == PER_DANGLING - 1 {
            let absent = Inspection { number: 9_000_000_000 + number, found: 1, ..inspection };
            self.line(|line| problem::write(demo, &absent, 0, line));
        }
    }

    /// A later version of an inspection that nothing else refers to.
    fn write_correction(&mut self, number: u64) {
        let demo = Arc::clone(&self.demo);
        let mut dice = Dice::new(demo.options.seed, Stream::Correction, number);
        let number = number * PER_CORRECTION + dice.next() % PER_CORRECTION;
        if number >= demo.sizes.inspections {
            return;
        }
        let mut inspection = Inspection::draw(&demo, number);
        if inspection.found > 0 || inspection.order.is_some() || inspection.visit.finish.is_none() {
            return;
        }
        let is_withdrawn = dice.chance(0.3);
        inspection.visit.finish = inspection.visit.finish.map(|finish| finish.plus(600));
        self.line(|line| {
            inspection.write(&demo, line);
            line.text("2").text(if is_withdrawn { "3" } else { "2" });
        });
    }

    /// One line, and now and then a flawed copy of it.
    fn line(&mut self, write: impl FnOnce(&mut Line<'_>)) {
        let start = self.block.len();
        let demo = Arc::clone(&self.demo);
        let mut line = Line::new(&mut self.block, &demo.dates);
        write(&mut line);
        line.end();
        self.lines += 1;
        if self.content == Content::Records && self.lines.is_multiple_of(flaw::PER_FLAW) {
            self.add_flawed(start);
        }
    }

    fn add_flawed(&mut self, start: usize) {
        // The range and the feed make the throw differ between deliveries.
        let number = self.rest.start.wrapping_mul(8).wrapping_add(self.feed as u64);
        let mut dice = Dice::new(self.demo.options.seed, Stream::Flaw, number);
        let Ok(line) = str::from_utf8(&self.block[start..]) else { return };
        if let Some(flawed) = flaw::spoiled(self.feed, columns(self.feed), line, &mut dice) {
            self.block.extend_from_slice(flawed.as_bytes());
        }
    }
}

impl Read for Records {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.taken == self.block.len() {
            self.refill();
        }
        let ready = &self.block[self.taken..];
        let length = ready.len().min(into.len());
        into[..length].copy_from_slice(&ready[..length]);
        self.taken += length;
        Ok(length)
    }
}

/// How many numbers a delivery of corrections goes through.
pub(super) fn corrections(inspections: u64) -> u64 {
    inspections.div_ceil(PER_CORRECTION)
}

fn columns(feed: Feed) -> &'static str {
    match feed {
        Feed::Entity => entity::COLUMNS,
        Feed::Inspection => inspection::COLUMNS,
        Feed::Problem => problem::COLUMNS,
        Feed::Order => order::COLUMNS,
        Feed::Complaint => complaint::COLUMNS,
        Feed::Region | Feed::Org => "",
    }
}
