//! How fast figures, series and distinct counts are answered, against scans of the same facts by DuckDB.
//!
//! Times are of the server before encoding: from a question to its typed answer. Both ways of a number are
//! compared before anything is timed.

use std::collections::BTreeMap;
use std::error::Error;

use backend::query::{By, FiguresQuestion, Filter, Scope, SeriesQuestion};
use backend::store::Generation;
use domain::period::{Bucket, Period};
use serde_json::json;

use crate::root::{Root, RootOptions, tell};
use crate::scan::{self, Row};
use crate::timing::{Times, millis, ratio};

/// Of one run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    root: RootOptions,
    /// Times every question is asked.
    #[arg(long, default_value_t = 5)]
    rounds: u32,
    /// Of how many questions one is also answered by scanning.
    #[arg(long, default_value_t = 29)]
    every: usize,
}

/// Additive indicators: ratios of inspections, orders and complaints, and a weighted sum of two feeds.
const INDICATORS: [&str; 4] = ["I02", "I05", "I35", "I51"];

const PERIODS: [&str; 10] = [
    "2026",
    "2025",
    "2026Q3",
    "2025Q2",
    "2026-10",
    "2026-03",
    "2025-07",
    "2026-10-14",
    "2026-01-01..2026-11-01",
    "2025-02-11..2026-07-23",
];

const WHOLE_MONTHS: [&str; 6] =
    ["2026", "2025", "2026Q3", "2026-10", "2025-07", "2025-01-01..2026-11-01"];

pub(crate) fn run(options: &Options) -> Result<String, Box<dyn Error>> {
    let root = Root::open(&options.root)?;
    let generation = root.generation();
    let asked = questions(&generation)?;
    let ours = time_figures(&generation, &asked, options.rounds)?;
    let series = time_series(&generation, options.rounds)?;
    let (fast, scanned) = against_scans(&generation, &asked, options.every)?;
    let (maps, counted) = time_distinct(&generation, options.rounds)?;
    let mut all = Times::default();
    for times in ours.values() {
        all.extend(times);
    }
    let by: BTreeMap<&str, _> = ours.iter().map(|(by, times)| (*by, times.summary())).collect();
    let line = json!({
        "bench": "figures",
        "facts": root.facts(),
        "questions": all.len(),
        "figures": all.summary(),
        "by": by,
        "series_24_months": series.summary(),
        "scanned_questions": scanned.len(),
        "scan_median_ms": millis(scanned.median()),
        "scan_ratio": ratio(scanned.total(), fast.total()),
        "scan_ratio_of_medians": ratio(scanned.median(), fast.median()),
        "distinct": maps.summary(),
        "distinct_scan_median_ms": millis(counted.median()),
        "distinct_ratio": ratio(counted.total(), maps.total()),
        "distinct_ratio_of_medians": ratio(counted.median(), maps.median()),
    });
    Ok(line.to_string())
}

/// The root org and the bodies right below it.
fn units(generation: &Generation) -> Vec<String> {
    let root = &generation.pack.pack.root_org;
    let below = generation.directory.org_children(root);
    std::iter::once(root.clone()).chain(below.iter().map(|(_, org)| org.code.clone())).collect()
}

fn questions(generation: &Generation) -> Result<Vec<FiguresQuestion>, Box<dyn Error>> {
    let mut asked = Vec::new();
    for (at, unit) in units(generation).iter().enumerate() {
        for by in [By::None, By::Org, By::Region] {
            if by == By::Org && at > 0 {
                continue;
            }
            for (period, indicator) in
                PERIODS.iter().flat_map(|period| INDICATORS.map(|it| (period, it)))
            {
                asked.push(FiguresQuestion {
                    indicators: vec![indicator.to_owned()],
                    unit: unit.clone(),
                    by,
                    period: period.parse()?,
                    at: None,
                    compare: Vec::new(),
                    filter: Filter::default(),
                });
            }
        }
    }
    Ok(asked)
}

fn time_figures(
    generation: &Generation,
    asked: &[FiguresQuestion],
    rounds: u32,
) -> Result<BTreeMap<&'static str, Times>, Box<dyn Error>> {
    let mut times: BTreeMap<&'static str, Times> = BTreeMap::new();
    for question in asked {
        question.ask(generation, &Scope::all())?;
    }
    for question in (0..rounds).flat_map(|_| asked) {
        let of_kind = times.entry(question.by.as_str()).or_default();
        of_kind.of(|| question.ask(generation, &Scope::all()))?;
    }
    Ok(times)
}

fn time_series(generation: &Generation, rounds: u32) -> Result<Times, Box<dyn Error>> {
    let period: Period = "2024-11-01..2026-11-01".parse()?;
    let mut times = Times::default();
    for unit in units(generation) {
        for indicator in INDICATORS {
            let question = SeriesQuestion {
                indicator: indicator.to_owned(),
                unit: unit.clone(),
                bucket: Bucket::Month,
                period,
                at: None,
                filter: Filter::default(),
                by: By::None,
            };
            let answer = question.ask(generation, &Scope::all())?;
            if answer.rows.len() != 24 {
                return Err(format!("{} months of {unit}", answer.rows.len()).into());
            }
            for _ in 0..rounds {
                times.of(|| question.ask(generation, &Scope::all()))?;
            }
        }
    }
    Ok(times)
}

/// Times of the same questions, both ways; an error where the numbers differ.
fn against_scans(
    generation: &Generation,
    asked: &[FiguresQuestion],
    every: usize,
) -> Result<(Times, Times), Box<dyn Error>> {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    for question in asked.iter().step_by(every.max(1)) {
        let scan = scan::Scan::of(generation, question)?;
        let expected = scan.run(generation)?;
        let answer = ours.of(|| question.ask(generation, &Scope::all()))?;
        theirs.of(|| scan.run(generation))?;
        let rows: Vec<Row> = answer
            .rows
            .iter()
            .map(|row| Row { code: row.unit.clone(), num: row.num, den: row.den })
            .collect();
        if !scan.agrees(generation, &rows, &expected) {
            return Err(format!("{question:?}: {rows:?} against {expected:?}").into());
        }
    }
    tell(&format!("{} figures equal their scans", ours.len()));
    Ok((ours, theirs))
}

/// The numerator of I03 from bitmaps, and by `count(DISTINCT)` over the facts.
fn time_distinct(generation: &Generation, rounds: u32) -> Result<(Times, Times), Box<dyn Error>> {
    let (mut ours, mut theirs) = (Times::default(), Times::default());
    let units = units(generation);
    // The whole and three of its parts: a scan of everything takes its time.
    for unit in units.iter().take(4) {
        for period in WHOLE_MONTHS {
            let distinct = scan::Distinct::of(generation, unit, period.parse()?)?;
            let (answered, scanned) = (distinct.answered(generation)?, distinct.run(generation)?);
            if answered != scanned {
                return Err(format!("I03 {unit} {period}: {answered} against {scanned}").into());
            }
            theirs.of(|| distinct.run(generation))?;
            let mut own = Times::default();
            for _ in 0..rounds.max(1) {
                own.of(|| distinct.answered(generation))?;
            }
            ours.push(own.median());
        }
    }
    Ok((ours, theirs))
}
