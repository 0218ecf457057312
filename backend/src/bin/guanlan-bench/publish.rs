//! A small delivery of inspections onto stored facts: how long until a figure shows it.
//!
//! The clock starts with the first byte delivered and stops when the new generation has answered. With
//! `GUANLAN_LOG=backend::store=debug` the store says where its part of the time goes.

use std::error::Error;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

use backend::ingest::{Delivery, deliver};
use backend::query::{By, FiguresQuestion, Filter, Scope};
use backend::store::Generation;
use domain::feed::Feed;
use domain::time::Stamp;
use serde_json::json;
use tracing_subscriber::EnvFilter;

use crate::root::{Root, RootOptions};
use crate::timing::{Times, micros, millis};

/// Of one run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    root: RootOptions,
    /// Rows of a delivery.
    #[arg(long, default_value_t = 10_000)]
    rows: usize,
    /// Deliveries, one after the other; the middle one counts, the first and the worst are told.
    #[arg(long, default_value_t = 5)]
    runs: u32,
}

pub(crate) fn run(options: &Options) -> Result<String, Box<dyn Error>> {
    let filter = EnvFilter::try_from_env("GUANLAN_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let root = Root::open(&options.root)?;
    let facts = root.facts();
    let (mut taken, mut published, mut answered, mut all) =
        (Times::default(), Times::default(), Times::default(), Times::default());
    let mut first = None;
    for _ in 0..options.runs.max(1) {
        let once = deliver_once(&root, options.rows)?;
        taken.push(once.ingest);
        published.push(once.publish);
        answered.push(once.answer);
        let total = once.ingest + once.publish + once.answer;
        all.push(total);
        first.get_or_insert(total);
    }
    let line = json!({
        "bench": "publish",
        "facts": facts,
        "rows": options.rows,
        "parts": root.generation().manifest.parts.len(),
        "ingest_ms": millis(taken.median()),
        "publish_ms": millis(published.median()),
        "answer_us": micros(answered.median()),
        "total_ms": millis(all.median()),
        "first_ms": millis(first.unwrap_or_default()),
        "worst_ms": millis(all.percentile(100)),
    });
    Ok(line.to_string())
}

struct Once {
    ingest: Duration,
    publish: Duration,
    answer: Duration,
}

fn deliver_once(root: &Root, rows: usize) -> Result<Once, Box<dyn Error>> {
    let before = root.generation();
    let text = delivery(&before, rows)?;
    let shown_before = finished(&before)?;
    let delivery = Delivery {
        id: Some(format!("bench-{}", before.number())),
        received_at: Some(before.manifest.cutoff),
        ..Delivery::of(Feed::Inspection)
    };
    let started = Instant::now();
    let receipt = deliver(&root.lake, &root.registry, &delivery, text.as_bytes())?;
    let ingest = started.elapsed();
    root.store.publish()?;
    let publish = started.elapsed().saturating_sub(ingest);
    let shown = finished(&root.generation())?;
    let answer = started.elapsed().saturating_sub(ingest + publish);
    let accepted = i64::try_from(rows)?;
    if receipt.accepted != receipt.rows || shown != shown_before + accepted {
        return Err(format!("{receipt:?}: {shown_before} became {shown}").into());
    }
    Ok(Once { ingest, publish, answer })
}

/// All finished inspections of the year: the base of I02b.
fn finished(generation: &Generation) -> Result<i64, Box<dyn Error>> {
    let question = FiguresQuestion {
        indicators: vec!["I02b".to_owned()],
        unit: generation.pack.pack.root_org.clone(),
        by: By::None,
        period: "2026".parse()?,
        at: None,
        compare: Vec::new(),
        filter: Filter::default(),
    };
    let answer = question.ask(generation, &Scope::all())?;
    answer.rows.first().and_then(|row| row.den).ok_or_else(|| "no figure".into())
}

/// Inspections of the last nine days, of entities all over the city: seven in ten off-site.
fn delivery(generation: &Generation, rows: usize) -> Result<String, Box<dyn Error>> {
    let sql = format!(
        "SELECT entity_id, org_code, specialty FROM entity \
         WHERE state = 'ACTIVE' AND org_code IS NOT NULL AND update_flag <> '3' \
         ORDER BY hash(entity_no) LIMIT {rows}"
    );
    let read = |db: &duckdb::Connection| -> Result<Vec<_>, duckdb::Error> {
        let mut statement = db.prepare(&sql)?;
        let found = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        found.collect()
    };
    let entities = generation.with_facts(read)??;
    let mut text = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,onsite_reason,\
                    start_at,finish_at,result,matter_code,officer_ids\n"
        .to_owned();
    let number = generation.number();
    for (row, (entity, org, specialty)) in (0..rows).zip(entities.iter().cycle()) {
        let day = generation.cutoff_day().plus(-2 - i32::try_from(row % 9)?);
        let start =
            Stamp(day.start().0 + 36_000_000_000 + i64::try_from(row % 17_000)? * 1_000_000);
        let finish = Stamp(start.0 + 1_200_000_000);
        let (mode, method, reason) =
            if row % 10 < 7 { ("OFFSITE", "REMOTE", "") } else { ("ONSITE", "", "ROUTINE") };
        writeln!(
            text,
            "BENCH{number:06}{row:07},{entity},{org},{specialty},ROUTINE,{mode},{method},{reason},\
             {start},{finish},NO_PROBLEM,,P00001;P00002"
        )?;
    }
    Ok(text)
}
