//! How fast a whole scene is answered: made for the first time, encoded; and again, by the server's own routes,
//! compressed as a browser asks for it.

use std::error::Error;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::ACCEPT_ENCODING;
use backend::api::{Desk, Limits, Parts, router};
use backend::query::{SceneQuestion, Scope};
use backend::store::Generation;
use serde_json::{Value, json};
use tokio::runtime::Builder;
use tokio::sync::watch;
use tower::ServiceExt as _;

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
    let (facts, generation) = (root.facts(), root.generation());
    let asked = questions(&generation)?;
    let (mut cold, mut bytes) = (Times::default(), 0);
    for question in &asked {
        bytes = bytes.max(cold.of(|| answer(&generation, question))?);
    }
    let warm = again(root, &asked, options.rounds)?;
    tell(&format!("{} scenes asked {} times", asked.len(), options.rounds));
    let line = json!({
        "bench": "scenes",
        "facts": facts,
        "scenes": asked.len(),
        "cold": told(&cold),
        "warm": told(&warm),
        "most_bytes": bytes,
    });
    Ok(line.to_string())
}

/// Answers that the server has made before, from a request to its whole answer.
fn again(root: Root, asked: &[SceneQuestion], rounds: u32) -> Result<Times, Box<dyn Error>> {
    let pack = Arc::clone(&root.generation().pack);
    let Root { lake, registry, store } = root;
    let parts = Parts { pack, lake, registry: Arc::new(registry), store: Arc::new(store) };
    let (_open, closing) = watch::channel(false);
    let limits = Limits { delivery_bytes: 1 << 20, asking: 2 };
    let desk = Arc::new(Desk::new(parts, limits, closing));
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async move {
        let app = router(desk);
        for question in asked {
            fetch(&app, question).await?;
        }
        let mut warm = Times::default();
        for question in (0..rounds).flat_map(|_| asked) {
            let started = Instant::now();
            fetch(&app, question).await?;
            warm.push(started.elapsed());
        }
        Ok(warm)
    })
}

async fn fetch(app: &Router, question: &SceneQuestion) -> Result<(), Box<dyn Error>> {
    let part = |value: Option<String>| value.unwrap_or_default();
    let address = format!(
        "/api/v1/scenes/overview?unit={}&period={}&indicator={}",
        part(question.unit.clone()),
        part(question.period.map(|it| it.to_string())),
        part(question.indicator.clone())
    );
    let request = Request::get(address).header(ACCEPT_ENCODING, "br").body(Body::empty())?;
    let answer = app.clone().oneshot(request).await?;
    let status = answer.status();
    axum::body::to_bytes(answer.into_body(), usize::MAX).await?;
    if status.is_success() { Ok(()) } else { Err(format!("a scene was answered {status}").into()) }
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
                at: None,
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
