//! `kill -9` at random moments: no acknowledged batch is lost, none is there twice, the server starts
//! again, and its answers are those of a rebuild and of a server that was never killed.
//!
//! 20 kills in a normal run; `GUANLAN_KILLS=200` on demand, `GUANLAN_SEED` for other moments.

#[path = "crash/answers.rs"]
mod answers;
#[path = "crash/deliveries.rs"]
mod deliveries;

use deliveries::Delivery;
use guanlan_tests::{Client, Folder, Server, guanlan_command};
use serde_json::Value;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Deliveries are sent over this many lines at once.
const LANES: u32 = 2;

#[test]
fn nothing_acknowledged_is_lost_or_doubled_by_kills_at_random_moments() {
    let kills = number("GUANLAN_KILLS", 20);
    let mut dice = Dice(u64::from(number("GUANLAN_SEED", 1)));
    let folder = Folder::new();
    let root = folder.path().join("records");
    let started = Instant::now();
    let mut lanes: Vec<Lane> = (0..LANES).map(Lane::new).collect();
    for kill in 0..kills {
        if kill % 5 == 4 {
            kill_while_starting(&root, dice.below(500));
        } else {
            kill_while_delivering(&root, &mut lanes, dice.below(1500));
        }
    }
    let took = started.elapsed();
    let interrupted: u32 = lanes.iter().map(|lane| lane.interrupted).sum();
    let total = catch_up(&root, &mut lanes);
    let stored: u32 = lanes.iter().map(|lane| lane.stored_unheard).sum();
    tell(&format!(
        "{kills} kills in {took:.1?}: {total} deliveries, {interrupted} interrupted, {stored} of them stored"
    ));
    assert!(0 < stored && stored < interrupted, "kills came only before or only after the ledger");
    let server = Server::on(&root);
    assert_ledger(&server, total);
    let files = batches(&server).len();
    let killed = answers::all(&server);
    drop(server);
    run(guanlan_command("check", &root));
    assert_no_stray_files(&root, files);
    run(guanlan_command("rebuild", &root));
    answers::assert_equal(&killed, &answers::all(&Server::on(&root)), "after a rebuild");
    assert_as_never_killed(folder.path(), total, &killed);
    tell(&format!("all in {:.1?}", started.elapsed()));
}

#[expect(clippy::print_stdout, reason = "what a run did is worth a line; seen with --nocapture")]
fn tell(line: &str) {
    println!("{line}");
}

/// Deliveries of every `LANES`th number, one after the other, until nobody answers.
struct Lane {
    next: u32,
    /// Deliveries that were under way when the server was killed.
    interrupted: u32,
    /// Those of them that turned out to be stored.
    stored_unheard: u32,
    is_repeating: bool,
}

impl Lane {
    fn new(next: u32) -> Self {
        Self { next, interrupted: 0, stored_unheard: 0, is_repeating: false }
    }

    fn send_until_killed(&mut self, client: &Client) {
        while let Some(replayed) = send(client, &deliveries::nth(self.next)) {
            self.heard(replayed);
            if self.next % 7 == 3 {
                let earlier = self.next / 2 / LANES * LANES + self.next % LANES;
                let again = send(client, &deliveries::nth(earlier));
                assert_ne!(again, Some(false), "a replay is told as one");
            }
            self.next += LANES;
        }
        self.interrupted += 1;
        self.is_repeating = true;
    }

    fn heard(&mut self, replayed: bool) {
        assert!(self.is_repeating || !replayed, "{} was there before", self.next);
        self.stored_unheard += u32::from(replayed);
        self.is_repeating = false;
    }
}

/// Whether the server had it already; `None` if it went away.
fn send(client: &Client, delivery: &Delivery) -> Option<bool> {
    let headers = [("content-type", "text/csv"), ("idempotency-key", delivery.id.as_str())];
    let path = format!("/api/v1/feeds/{}", delivery.feed);
    let answer = client.try_post(&path, &headers, delivery.body.as_bytes()).ok()?;
    assert_eq!(answer.status, 200, "{}: {}", delivery.id, answer.text());
    let receipt = answer.json();
    assert_counts(&receipt, delivery);
    receipt["replayed"].as_bool()
}

#[track_caller]
fn assert_counts(said: &Value, delivery: &Delivery) {
    let told = ["rows", "accepted", "rejected"].map(|key| said[key].as_u64());
    let Delivery { rows, rejected, .. } = delivery;
    assert_eq!(told, [Some(*rows), Some(rows - rejected), Some(*rejected)], "{}", delivery.id);
    assert_eq!(said["batch"], delivery.id.as_str());
}

fn kill_while_delivering(root: &Path, lanes: &mut [Lane], after_ms: u64) {
    let mut server = Server::on(root);
    thread::scope(|scope| {
        for lane in lanes {
            let client = server.client.clone();
            scope.spawn(move || lane.send_until_killed(&client));
        }
        thread::sleep(Duration::from_millis(after_ms));
        server.kill();
    });
}

/// The server may be opening, building or publishing what an earlier kill left.
fn kill_while_starting(root: &Path, after_ms: u64) {
    let mut serve = guanlan_command("serve", root);
    serve.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::null());
    let mut child = serve.stderr(Stdio::null()).spawn().expect("the binary starts");
    thread::sleep(Duration::from_millis(after_ms));
    assert!(child.try_wait().expect("a child has a state").is_none(), "the server did not start");
    child.kill().expect("a child can be killed");
    child.wait().expect("a killed child ends");
}

/// Sends what is still unheard, and goes on to the end of a wave; returns how many deliveries there are.
fn catch_up(root: &Path, lanes: &mut [Lane]) -> u32 {
    let furthest = lanes.iter().map(|lane| lane.next).max().expect("there are lanes");
    let total = (furthest / 6 + 1) * 6;
    let server = Server::on(root);
    for lane in lanes {
        while lane.next < total {
            let heard = send(&server.client, &deliveries::nth(lane.next));
            lane.heard(heard.expect("the server stays"));
            lane.next += LANES;
        }
    }
    total
}

/// Every acknowledged batch once, with the counts of its receipt, and no other but the seeds.
fn assert_ledger(server: &Server, total: u32) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for row in batches(server) {
        let id = row["batch"].as_str().expect("a batch has an id").to_owned();
        if let Some(number) = id.strip_prefix("n-") {
            let sent = deliveries::nth(number.parse().expect("a number"));
            assert_counts(&row, &sent);
            assert_eq!(row["feed"], sent.feed);
        } else {
            assert!(id.starts_with("seed-"), "nobody sent {id}");
        }
        *seen.entry(id).or_default() += 1;
    }
    let sent = (0..total).map(|number| deliveries::nth(number).id);
    let seeds = seen.keys().filter(|id| id.starts_with("seed-")).cloned().collect::<Vec<_>>();
    let expected: BTreeMap<String, u32> = sent.chain(seeds).map(|id| (id, 1)).collect();
    assert_eq!(seen, expected);
}

fn batches(server: &Server) -> Vec<Value> {
    let mut all = Vec::new();
    for page in 1.. {
        let answer = server.get(&format!("/api/v1/batches?page={page}&page_size=200")).ok();
        let rows = answer["rows"].as_array().expect("rows");
        all.extend(rows.iter().cloned());
        if rows.is_empty() {
            assert_eq!(answer["total"], all.len());
            break;
        }
    }
    all
}

/// What a kill left half done is swept away: one file a batch, nothing under construction.
fn assert_no_stray_files(root: &Path, batches: usize) {
    let names = |folder: &str| {
        let found = fs::read_dir(root.join(folder)).expect("a folder");
        found.map(|it| it.expect("a name").file_name()).collect::<Vec<_>>()
    };
    let feeds = ["region", "org", "entity", "inspection", "problem", "order", "complaint"];
    let files: usize = feeds.iter().map(|feed| names(&format!("lake/{feed}")).len()).sum();
    assert_eq!(files, batches);
    let unfinished = [names("lake/tmp"), names("store/building")].concat();
    assert!(unfinished.is_empty(), "{unfinished:?}");
}

/// The same deliveries by the command line, grouped by feed, give the same answers; without one, others.
fn assert_as_never_killed(folder: &Path, total: u32, killed: &answers::Answers) {
    const LEFT_OUT: u32 = 5;
    let root = folder.join("control");
    let mut files: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for number in 0..total {
        let Delivery { id, feed, body, .. } = deliveries::nth(number);
        let file = folder.join(format!("{id}.csv"));
        fs::write(&file, body).expect("the folder can be written");
        if number != LEFT_OUT {
            files.entry(feed).or_default().push(file);
        }
    }
    for (feed, files) in files {
        let mut ingest = guanlan_command("ingest", &root);
        ingest.args(["--feed", feed]).args(files);
        run(ingest);
    }
    let without = answers::of_facts(&Server::on(&root));
    assert_ne!(without.as_slice(), &killed[..without.len()], "a missing delivery goes unnoticed");
    let last = folder.join(format!("{}.csv", deliveries::nth(LEFT_OUT).id));
    let mut ingest = guanlan_command("ingest", &root);
    ingest.args(["--feed", "inspection"]).arg(last);
    run(ingest);
    let control = answers::of_facts(&Server::on(&root));
    answers::assert_equal(&control, killed, "never killed");
}

#[track_caller]
fn run(mut command: Command) {
    let said = command.output().expect("the binary starts");
    let text = String::from_utf8_lossy(&said.stderr);
    let results = String::from_utf8_lossy(&said.stdout);
    assert!(said.status.success(), "{command:?}: {text} {results}");
}

fn number(name: &str, default: u32) -> u32 {
    let given = env::var(name).ok();
    given.map_or(default, |text| text.parse().unwrap_or_else(|why| panic!("{name}: {why}")))
}

/// A linear congruential generator: enough for moments.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
