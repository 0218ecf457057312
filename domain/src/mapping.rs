//! A foreign CSV → rows of one or several feeds, by a mapping file instead of code.
//!
//! ```toml
//! [source]                              # every key optional
//! encoding = "utf-8"                    # or gb18030
//! delimiter = ","
//! dates = ["%m/%d/%Y"]                  # jiff's strftime; default: the spellings the feeds know
//! time_zone = "America/Chicago"         # IANA; default Asia/Shanghai
//! crs = "WGS84"                         # declared for every mapped position
//! src_system = "chicago"
//!
//! [[feed]]
//! feed = "problem"
//! when = { column = "Results", in = ["Fail"] }      # or not_in, or filled = true; an array means "and"
//! repeat = { column = "seriousCount" }              # one source row → n rows
//! version = { days = "Inspection_Date" }            # the later row of a key wins
//!
//! [feed.columns]
//! insp_id = "Inspection_ID"
//! severity = { const = "2" }
//! problem_id = { template = "{Inspection_ID}-2-{n}" }
//! state = { column = "Status", map = { "Open" = "HANDLING" }, default = "CLOSED" }
//! region_code = { column = "Community_Area", prefix = "CHI", pad = 2 }
//! due_at = { column = "Creation_Date", plus_days = 30 }
//! ```
//!
//! **Days and clocks.** A column that holds only dates keeps its civil day whatever the zone: it is
//! passed on as a bare date, which the feeds read as 12:00 UTC+8 of that day (23:59:59 for a time limit). A
//! reading with a clock is an instant of the source's zone and is converted; at another longitude it may fall on
//! the neighbouring day here. What cannot be read is passed on as it stands, so that the row is
//! rejected with its text and not lost.
//!
//! Nothing here validates a record; that is the work of `feed::check`.

use std::borrow::Cow;

use crate::fault::{Code, Fault};
use crate::feed::Feed;
use crate::toml_file::FileError;

mod file;
mod fill;
mod moment;

#[cfg(test)]
mod tests;

use fill::Fill;
use moment::Clock;

/// Most rows that one source row may become through `repeat`.
pub const MOST_REPEATS: u32 = 999;

/// One mapping file.
#[derive(Clone, Debug)]
pub struct Mapping {
    /// What errors call the file.
    pub file: String,
    /// Declared encoding, `utf-8` or `gb18030`.
    pub encoding: Option<String>,
    pub delimiter: u8,
    /// Source columns that some feed reads; [`SourceColumn`] counts in here.
    columns: Vec<String>,
    clock: Clock,
    feeds: Vec<FeedMap>,
}

/// A source column by its place in [`Mapping::columns`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct SourceColumn(usize);

/// How one source row becomes rows of one feed.
#[derive(Clone, Debug)]
struct FeedMap {
    feed: Feed,
    when: Vec<Condition>,
    repeat: Option<SourceColumn>,
    /// Column with the date whose days are the version.
    version: Option<SourceColumn>,
    /// By column of the feed.
    fills: Vec<Option<Fill>>,
}

/// A test of a source row.
#[derive(Clone, Debug)]
struct Condition {
    column: SourceColumn,
    test: Test,
}

#[derive(Clone, Debug)]
enum Test {
    In(Vec<String>),
    NotIn(Vec<String>),
    Filled,
    Empty,
}

impl Mapping {
    /// Reads a mapping file; errors name file, line and key.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, FileError> {
        file::parse(file_name, text)
    }

    /// The feeds that rows of the source become, in the order of the file; one may come several times.
    pub fn feeds(&self) -> impl Iterator<Item = Feed> + '_ {
        self.feeds.iter().map(|it| it.feed)
    }

    /// Finds the source columns in a header. Columns that the mapping does not name are passed over.
    ///
    /// Missing ones are `F_SCHEMA` faults, one for each.
    pub fn plan(&self, header: &[&str]) -> Result<Plan<'_>, Vec<Fault>> {
        let mut places = Vec::with_capacity(self.columns.len());
        let mut faults = Vec::new();
        for name in &self.columns {
            if let Some(place) = header.iter().position(|it| it.trim() == name) {
                places.push(place);
            } else {
                let hint = format!("缺少列 {name}，{} 要用到它", self.file);
                faults.push(Fault::new(Code::FSchema, "", name, hint));
            }
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Plan { mapping: self, places })
    }
}

/// A mapping compiled for one header.
#[derive(Clone, Debug)]
pub struct Plan<'m> {
    mapping: &'m Mapping,
    /// By [`SourceColumn`]: place in the records.
    places: Vec<usize>,
}

impl Plan<'_> {
    /// Calls `emit` with (feed, cells by column of the feed) for each row that a source record becomes.
    ///
    /// An unreadable count in a `repeat` column is returned as a fault of the record; its other rows are
    /// emitted all the same.
    pub fn rows<'r>(
        &'r self,
        record: &[Option<&'r str>],
        mut emit: impl FnMut(Feed, &[Option<Cow<'r, str>>]),
    ) -> Result<(), Fault> {
        let source = Record { places: &self.places, cells: record };
        let mut outcome = Ok(());
        let mut cells = Vec::new();
        for map in &self.mapping.feeds {
            if !map.when.iter().all(|it| it.holds(&source)) {
                continue;
            }
            let count = map.count(&source, self.mapping);
            for n in 1..=*count.as_ref().unwrap_or(&0) {
                map.fill(&source, n, &self.mapping.clock, &mut cells);
                emit(map.feed, &cells);
            }
            outcome = outcome.and(count.map(|_| ()));
        }
        outcome
    }
}

/// One source record as the fills read it.
#[derive(Clone, Copy, Debug)]
struct Record<'p, 'r> {
    places: &'p [usize],
    cells: &'p [Option<&'r str>],
}

impl<'r> Record<'_, 'r> {
    /// The trimmed cell of a source column; `None` when it is empty.
    fn get(&self, column: SourceColumn) -> Option<&'r str> {
        let cell = self.cells.get(*self.places.get(column.0)?).copied().flatten()?;
        Some(cell.trim()).filter(|text| !text.is_empty())
    }
}

impl Condition {
    fn holds(&self, record: &Record<'_, '_>) -> bool {
        let cell = record.get(self.column);
        let listed = |list: &[String]| list.iter().any(|it| it == cell.unwrap_or(""));
        match &self.test {
            Test::In(list) => listed(list),
            Test::NotIn(list) => !listed(list),
            Test::Filled => cell.is_some(),
            Test::Empty => cell.is_none(),
        }
    }
}

impl FeedMap {
    /// How many rows a record becomes; an empty count is none.
    fn count(&self, record: &Record<'_, '_>, mapping: &Mapping) -> Result<u32, Fault> {
        let Some(column) = self.repeat else { return Ok(1) };
        let Some(text) = record.get(column) else { return Ok(0) };
        let count = text.parse().ok().filter(|count| *count <= MOST_REPEATS);
        count.ok_or_else(|| {
            let name = mapping.columns.get(column.0).map_or("", String::as_str);
            let hint = format!("来源列 {name} 应为0至{MOST_REPEATS}的整数");
            Fault::new(Code::E102Type, self.feed.key(), text, hint)
        })
    }

    fn fill<'r>(
        &'r self,
        record: &Record<'_, 'r>,
        n: u32,
        clock: &Clock,
        cells: &mut Vec<Option<Cow<'r, str>>>,
    ) {
        cells.clear();
        for (fill, column) in self.fills.iter().zip(self.feed.columns()) {
            cells.push(fill.as_ref().and_then(|fill| fill.cell(record, n, (clock, column.kind))));
        }
        let date = self.version.and_then(|column| record.get(column));
        let version = date.and_then(|date| clock.read(date)).filter(|reading| reading.days > 0);
        if let (Some(version), Some(at)) = (version, self.feed.position("version"))
            && let Some(cell) = cells.get_mut(at)
        {
            *cell = Some(Cow::Owned(version.days.to_string()));
        }
    }
}
