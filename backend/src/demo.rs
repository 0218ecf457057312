//! Options → deliveries of synthetic records, said to be synthetic on every screen that shows them.
//!
//! The records go through the same ingest as anything else, as CSV that is made while it is read. The
//! same options give the same bytes on every machine: each record draws its own dice (`dice`), and what
//! belongs together (a visit and its work order, an inspection and its problems) is drawn twice rather
//! than remembered. Only the entities (`town`) are kept in memory.
//!
//! Nothing here opens a file, asks the time, or writes to the lake.

use std::fmt;
use std::io::Read;
use std::ops::Range;
use std::sync::Arc;

use domain::feed::Feed;
use domain::time::Day;

mod complaint;
mod dice;
mod entity;
mod flaw;
mod ground;
mod habits;
mod inspection;
mod line;
mod order;
mod problem;
mod season;
mod stream;
#[cfg(test)]
mod tests;
mod town;
mod trade;

pub use self::ground::{Ground, GroundError, Polygons};
use self::{
    complaint::Burst,
    dice::cumulative,
    habits::Habits,
    inspection::PER_ORDER,
    line::{Dates, Moment},
    season::Season,
    stream::{Content, Records},
    town::Town,
};

/// Rows of one delivery at most, roughly.
const DELIVERY_ROWS: u64 = 5_000_000;

/// What to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Records of all feeds together, roughly (within a few percent).
    pub facts: u64,
    pub seed: u64,
    /// The demo's today: no record speaks of a later day.
    pub end: Day,
}

impl Default for Options {
    /// 300 000 records up to 20 November 2026, whatever today is: results can be compared.
    fn default() -> Self {
        Self { facts: 300_000, seed: 1, end: Day(20_777) }
    }
}

/// How many numbers each feed counts through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sizes {
    pub entities: u64,
    pub inspections: u64,
    /// Work orders; about 7 % more lines, because some are re-dispatched or split.
    pub orders: u64,
    pub complaints: u64,
}

impl Sizes {
    /// 12 000 entities at 300 000 facts, 150 000 at 15 million, 300 000 at most.
    pub fn of(facts: u64) -> Self {
        let entities = match facts {
            0..300_000 => (facts / 25).max(170),
            300_000..15_000_000 => 12_000 + (facts - 300_000) * 138 / 14_700,
            _ => (150_000 + (facts - 15_000_000) * 15 / 8_500).min(300_000),
        };
        let acts = facts.saturating_sub(entities).max(1_000);
        let inspections = acts * 574 / 1000;
        Self {
            entities,
            inspections,
            orders: inspections.div_ceil(PER_ORDER),
            complaints: acts * 208 / 1000,
        }
    }
}

/// Everything the records are drawn from.
#[derive(Debug)]
pub struct Demo {
    pub options: Options,
    pub sizes: Sizes,
    ground: Ground,
    town: Town,
    /// Cumulative shares of the inspections of each org.
    work_shares: Vec<f64>,
    method_shares: Vec<f64>,
    inspection_days: Season,
    complaint_days: Season,
    bursts: Vec<Burst>,
    dates: Dates,
    first: Day,
    last_full_month: Day,
    code_change: Day,
}

impl Demo {
    /// Settles the entities; `polygons` (WGS-84 point → district code) keeps them inside their districts.
    pub fn new(options: Options, ground: Ground, polygons: Option<Polygons<'_>>) -> Self {
        let sizes = Sizes::of(options.facts);
        let first = Day::from_ymd(2024, 1, 1).unwrap_or_default().min(options.end);
        let count = usize::try_from(sizes.entities).unwrap_or(usize::MAX);
        let town = Town::settle(&ground, polygons, count, &options);
        let work = |org: &ground::DemoOrg| org.habits.size * org.habits.diligence;
        let mut demo = Self {
            options,
            sizes,
            work_shares: cumulative(ground.orgs.iter().map(work)),
            method_shares: cumulative(inspection::method_weights()),
            ground,
            town,
            inspection_days: Season::new(first, options.end, 0.10),
            complaint_days: Season::new(first, options.end, 0.55),
            bursts: Vec::new(),
            dates: Dates::new(),
            first,
            last_full_month: month_before(options.end),
            code_change: Day::from_ymd(2015, 11, 13).unwrap_or_default(),
        };
        demo.bursts = Burst::both(&demo);
        demo
    }

    /// The moment up to which everything is known: the end of the demo's last day.
    fn now(&self) -> Moment {
        Moment::of(self.options.end.plus(1), 0)
    }

    fn days_covered(&self) -> f64 {
        f64::from(self.options.end.0 - self.first.0 + 1)
    }

    /// Month of a day, 0 for January.
    fn month(&self, day: Day) -> usize {
        self.dates.month(day)
    }

    /// The org code of an actor; the place after the last org is the city's own office.
    fn actor_code(&self, actor: usize) -> &str {
        let own = self.ground.own_org.as_deref().unwrap_or(&self.ground.root_org);
        self.ground.orgs.get(actor).map_or(own, |org| &org.code)
    }

    fn habits(&self, actor: usize) -> Habits {
        self.ground.orgs.get(actor).map_or_else(|| Habits::of(""), |org| org.habits)
    }

    /// Off-site share of an org's routine inspections on a day: from its first value in 2024 almost
    /// straight to its last in October 2026.
    fn offsite_share(&self, actor: usize, day: Day) -> f64 {
        let habits = self.habits(actor);
        let way = (f64::from(day.0 - self.first.0) / 1_015.0).clamp(0.0, 1.03);
        habits.offsite_first
            + (habits.offsite_last - habits.offsite_first) * (1.25 - 0.25 * way) * way
    }

    /// Share of on-site inspections with a code scan: none before August 2024, then rising.
    fn scan_share(&self, day: Day) -> f64 {
        let since = f64::from(day.0 - self.first.0 - 213) / 800.0;
        if since < 0.0 { 0.0 } else { (0.35 + 0.55 * since).min(0.93) }
    }
}

/// One delivery: its feed, its batch id, and its CSV as it is read.
pub struct DemoDelivery {
    pub feed: Feed,
    /// `demo-<seed>-inspection-001`
    pub id: String,
    /// Lines to expect, roughly; for a progress line.
    pub rows: u64,
    pub csv: Box<dyn Read + Send>,
}

impl fmt::Debug for DemoDelivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DemoDelivery")
            .field("id", &self.id)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

/// The deliveries in their order: entities, inspections and corrections, problems, orders, complaints.
///
/// Regions and orgs are not among them: they are the pack's seeds, which the lake has before any record.
pub fn deliveries(demo: &Arc<Demo>) -> impl Iterator<Item = DemoDelivery> + use<> {
    let sizes = demo.sizes;
    let all = |feed, count, rows| split(demo.options.seed, feed, Content::Records, count, rows);
    let corrections = stream::corrections(sizes.inspections);
    let mut plans = all(Feed::Entity, sizes.entities, sizes.entities);
    plans.extend(all(Feed::Inspection, sizes.inspections, sizes.inspections));
    plans.extend(split(
        demo.options.seed,
        Feed::Inspection,
        Content::Corrections,
        corrections,
        corrections,
    ));
    plans.extend(all(Feed::Problem, sizes.inspections, sizes.inspections * 22 / 100));
    plans.extend(all(Feed::Order, sizes.orders, sizes.orders * 107 / 100));
    plans.extend(all(Feed::Complaint, sizes.complaints, sizes.complaints));
    let demo = Arc::clone(demo);
    plans.into_iter().map(move |plan| DemoDelivery {
        feed: plan.feed,
        id: plan.id,
        rows: plan.rows,
        csv: Box::new(Records::new(Arc::clone(&demo), plan.feed, plan.content, plan.numbers)),
    })
}

struct Plan {
    feed: Feed,
    id: String,
    content: Content,
    numbers: Range<u64>,
    rows: u64,
}

/// Cuts `0..count` into deliveries of at most [`DELIVERY_ROWS`] of the expected rows.
fn split(seed: u64, feed: Feed, content: Content, count: u64, rows: u64) -> Vec<Plan> {
    let parts = rows.div_ceil(DELIVERY_ROWS).max(1);
    let name = if content == Content::Corrections { "correction-" } else { "" };
    let plan = |part: u64| Plan {
        feed,
        id: format!("demo-{seed}-{}-{name}{:03}", feed.as_str(), part + 1),
        content,
        numbers: count * part / parts..count * (part + 1) / parts,
        rows: rows / parts,
    };
    (0..parts).map(plan).collect()
}

/// The first day of the last month that ended before a day.
fn month_before(day: Day) -> Day {
    let last_of_before = Day::from_date(day.date().first_of_month()).plus(-1);
    Day::from_date(last_of_before.date().first_of_month())
}
