//! How fast a whole scene is answered, encoded as it is sent: the first time, and again.

use std::error::Error;

use backend::query::{SceneQuestion, Scope};
use backend::store::Generation;
use serde_json::{Value, json};

use crate::root::{Root, RootOptions, tell};
use crate::timing::{Times, millis};

/// Of one run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    #[command(flatten)]
    root: RootOptions,
    /// Times every scene is asked again.
    #[arg(long, default_value_t = 20)]
    rounds: u32,
}

const PERIODS: [&str; 4] = ["2026", "2026-10", "2025", "2025Q2"];
const INDICATORS: [&str; 3] = ["I02", "I05", "I08"];

pub(crate) fn run(options: &Options) -> Result<String, Box<dyn Error>> {
    let root = Root::open(&options.root)?;
    let generation = root.generation();
    let asked = questions(&generation)?;
    let (mut cold, mut warm, mut bytes) = (Times::default(), Times::default(), 0);
    let very_first = asked.first().ok_or("no unit to ask about")?;
    let mut first = Times::default();
    bytes = bytes.max(first.of(|| answer(&generation, very_first))?);
    for question in &asked {
        cold.of(|| answer(&generation, question))?;
    }
    for _ in 0..options.rounds {
        for question in &asked {
            bytes = bytes.max(warm.of(|| answer(&generation, question))?);
        }
    }
    tell(&format!("{} scenes asked {} times", asked.len(), options.rounds));
    let line = json!({
        "bench": "scenes",
        "facts": root.facts(),
        "scenes": asked.len(),
        "very_first_ms": millis(first.median()),
        "cold": told(&cold),
        "warm": told(&warm),
        "most_bytes": bytes,
    });
    Ok(line.to_string())
}

/// Every org, some periods, rankings of ratios and of distinct counts.
fn questions(generation: &Generation) -> Result<Vec<SceneQuestion>, Box<dyn Error>> {
    let root = &generation.pack.pack.root_org;
    let below = generation.directory.org_children(root);
    let units = below.iter().map(|(_, org)| org.code.clone()).chain([root.clone()]);
    let mut asked = Vec::new();
    for unit in units {
        for period in PERIODS {
            let period = Some(period.parse()?);
            asked.extend(INDICATORS.map(|indicator| SceneQuestion {
                id: "overview".to_owned(),
                unit: Some(unit.clone()),
                period,
                indicator: Some(indicator.to_owned()),
            }));
        }
    }
    asked.reverse();
    Ok(asked)
}

/// Bytes of the answer.
fn answer(generation: &Generation, question: &SceneQuestion) -> Result<usize, Box<dyn Error>> {
    let scene = question.ask(generation, &Scope::all())?;
    Ok(serde_json::to_vec(&scene)?.len())
}

fn told(times: &Times) -> Value {
    json!({ "median_ms": millis(times.median()), "p99_ms": millis(times.percentile(99)) })
}
