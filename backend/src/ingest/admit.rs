//! What only the order of the delivery can tell: row numbers, twins, likeness, and where it was cut short.

use std::collections::BTreeMap;

use domain::fault::{Code, Fault};

use super::alike::Alike;
use super::encoding::Undecodable;
use super::error::IngestError;
use super::sift::{Sifted, Sifter};
use super::split::Tail;
use super::table::Table;
use super::twins::{Twin, Twins};
use crate::lake::{Intake, RejectedRow};

/// Rows of a delivery, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) rows: u64,
    pub(super) accepted: u64,
    pub(super) stored: u64,
    pub(super) rejected: u64,
    pub(super) warned: u64,
    /// Accepted rows by mark.
    pub(super) marks: BTreeMap<Code, u64>,
}

/// Where blocks pass one after the other.
#[derive(Debug)]
pub(super) struct Door<'d> {
    pub(super) count: Count,
    twins: Twins,
    alike: Alike,
    intake: &'d Intake<'d>,
}

/// What the turn of a block settled.
#[derive(Debug)]
pub(super) struct Admission {
    /// Rows of the delivery before this block.
    pub(super) base: i64,
    /// Which accepted rows are stored; `None` for all.
    pub(super) keep: Option<Vec<bool>>,
    /// Marks that only the rows before could tell: place among the accepted, ascending.
    pub(super) marks: Vec<(usize, Code)>,
    /// Accepted rows that are not stored because they only repeat another: their places.
    pub(super) repeated: Vec<usize>,
}

impl<'d> Door<'d> {
    pub(super) fn new(intake: &'d Intake<'d>) -> Self {
        Self { count: Count::default(), twins: Twins::default(), alike: Alike::default(), intake }
    }

    /// The refusal of a block that is not text; `at` counts from the start of the delivery.
    pub(super) fn undecodable(&self, odd: &Undecodable) -> IngestError {
        let near = self.count.rows + odd.lines + 1;
        let hint = format!("第 {} 字节（第 {near} 行附近）：{}", odd.at, odd.hint);
        IngestError::refused(Code::FEncoding, "", hint)
    }

    /// Numbers the rows of a block, separates twins and writes its rejects.
    pub(super) fn admit(
        &mut self,
        sifter: &Sifter<'_>,
        table: &Table,
        sifted: &mut Sifted,
        tail: Tail,
    ) -> Result<Admission, IngestError> {
        let base = self.count.rows;
        refuse(base, sifted, tail)?;
        let Met { keep, contradicting, marks, repeated } = self.meet(sifted);
        let mut rejected = std::mem::take(&mut sifted.rejected);
        rejected.extend(contradictions(sifter, table, &contradicting));
        rejected.sort_by_key(|row| row.row);
        for row in &mut rejected {
            row.row += base + 1;
        }
        self.count.rows += u64::from(sifted.records);
        self.count.rejected += rejected.len() as u64;
        self.count.accepted += u64::from(sifted.records) - rejected.len() as u64;
        self.intake.reject(&rejected).map_err(IngestError::Lake)?;
        Ok(Admission { base: i64::try_from(base).unwrap_or(i64::MAX), keep, marks, repeated })
    }

    fn meet(&mut self, sifted: &Sifted) -> Met {
        let mut contradicting = Vec::new();
        let (mut late, mut repeated) = (Vec::new(), Vec::new());
        let mut keep = Vec::with_capacity(sifted.accepted.len());
        let mut own = sifted.marks.iter().peekable();
        for (at, row) in sifted.accepted.iter().enumerate() {
            let mut marks = Vec::new();
            while let Some((_, code)) = own.next_if(|(of, _)| *of == at) {
                marks.push(*code);
            }
            let twin = self.twins.meet(row.mark);
            keep.push(twin == Twin::New);
            match twin {
                Twin::Contradicts => {
                    contradicting.push(row.record);
                    continue;
                }
                Twin::Repeated => {
                    repeated.push(at);
                    marks = vec![Code::W704Unchanged];
                }
                Twin::New => {
                    let alike = self.alike.meet(&row.trace);
                    let before = late.len();
                    late.extend(alike.map(|code| (at, code)));
                    marks.extend(late.iter().skip(before).map(|(_, code)| *code));
                }
            }
            self.mark(&marks);
        }
        let stored = keep.iter().filter(|kept| **kept).count();
        self.count.stored += stored as u64;
        let keep = (stored < keep.len()).then_some(keep);
        Met { keep, contradicting, marks: late, repeated }
    }

    fn mark(&mut self, marks: &[Code]) {
        self.count.warned += u64::from(!marks.is_empty());
        for code in marks {
            *self.count.marks.entry(*code).or_default() += 1;
        }
    }
}

/// What a block has to do with the rows before it.
struct Met {
    /// Which accepted rows are stored; `None` for all.
    keep: Option<Vec<bool>>,
    /// Records that contradict an earlier row.
    contradicting: Vec<u32>,
    marks: Vec<(usize, Code)>,
    repeated: Vec<usize>,
}

fn refuse(base: u64, sifted: &Sifted, tail: Tail) -> Result<(), IngestError> {
    let row = |record: u32| base + u64::from(record) + 1;
    if let Some((record, fault)) = &sifted.refused {
        let hint = format!("第 {} 行：{}", row(*record), fault.hint);
        return Err(IngestError::refused(fault.code, &fault.value, hint));
    }
    let last = row(sifted.records.saturating_sub(1));
    let why = match tail {
        Tail::InQuotes => "的引号未闭合",
        Tail::Open if sifted.last_is_odd => "不完整且没有行尾",
        Tail::Open | Tail::Whole => return Ok(()),
    };
    let hint = format!("第 {last} 行{why}：文件被截断，请重新完整报送");
    Err(IngestError::refused(Code::FTruncated, "", hint))
}

fn contradictions(sifter: &Sifter<'_>, table: &Table, records: &[u32]) -> Vec<RejectedRow> {
    let mut wanted = records.iter().copied().peekable();
    let mut rejected = Vec::with_capacity(records.len());
    if records.is_empty() {
        return rejected;
    }
    let mut record = 0;
    table.each(&sifter.layout, &mut |raw| {
        if wanted.next_if_eq(&record).is_some() {
            let key = raw.cells.first().copied().flatten().unwrap_or_default();
            let hint = "本批前面已有同主键同版本而内容不同的行：保留一行，或提高版本号";
            let fault = Fault::new(Code::E701DupKey, sifter.feed.key(), key, hint.to_owned());
            rejected.push(sifter.reject(record, &raw, vec![fault]));
        }
        record += 1;
    });
    rejected
}
