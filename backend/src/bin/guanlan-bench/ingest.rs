//! How fast an inspection file becomes a batch, against DuckDB copying the same file into a plain table.
//!
//! Ours ends with a durable batch: decoded, checked, placed, encoded, hashed, in the ledger. Theirs ends
//! with a committed table of typed columns, in memory (its fastest) and in a file.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use backend::ingest::{Delivery, deliver};
use backend::lake::Lake;
use backend::pack::{self, LoadedPack};
use backend::registry::Registry;
use domain::feed::{Feed, Kind};
use domain::time::{Day, Stamp};
use serde_json::json;

/// Of one run.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Rows of the file.
    #[arg(long, default_value_t = 1_000_000)]
    rows: u64,
    /// The pack whose orgs and districts are used.
    #[arg(long, default_value = "assets/packs/beijing")]
    pack: PathBuf,
    /// Where the file and the databases go; removed afterwards.
    #[arg(long, default_value = "target/bench-ingest")]
    folder: PathBuf,
    /// Times each side is measured; the best counts.
    #[arg(long, default_value_t = 3)]
    runs: u32,
}

/// One line of JSON: rows per second of both sides, and the ratio to DuckDB's faster one.
pub(crate) fn run(options: &Options) -> Result<String, Box<dyn Error>> {
    let pack = Arc::new(pack::load(&options.pack)?);
    fs::create_dir_all(&options.folder)?;
    let file = options.folder.join("inspection.csv");
    let bytes = write_file(&file, options.rows)?;
    let mut ours = Cost::WORST;
    let mut in_memory = Cost::WORST;
    let mut in_file = Cost::WORST;
    let mut peak_mb = None;
    for _ in 0..options.runs {
        ours = ours.min(take_in(&file, &options.folder.join("lake"), &pack, options.rows)?);
        // Before DuckDB, in the same process, raises it.
        peak_mb = peak_mb.or(Some(resident_peak_mb()?));
        in_memory = in_memory.min(copy(&file, None)?);
        in_file = in_file.min(copy(&file, Some(&options.folder.join("copy.duckdb")))?);
    }
    fs::remove_dir_all(&options.folder)?;
    let rows = options.rows as f64;
    let rate = |cost: Cost| (rows / cost.wall_s).round();
    let cpu = |cost: Cost| (cost.cpu_s / rows * 1e8).round() / 100.0;
    let line = json!({
        "bench": "ingest",
        "rows": options.rows,
        "bytes": bytes,
        "cores": std::thread::available_parallelism()?.get(),
        "ours_rows_s": rate(ours),
        "duckdb_memory_rows_s": rate(in_memory),
        "duckdb_file_rows_s": rate(in_file),
        "ours_cpu_us_row": cpu(ours),
        "ours_peak_mb": peak_mb,
        "duckdb_memory_cpu_us_row": cpu(in_memory),
        "ratio": in_memory.min(in_file).wall_s / ours.wall_s,
        "cpu_ratio": in_memory.cpu_s / ours.cpu_s,
    });
    Ok(line.to_string())
}

/// What one run took.
#[derive(Clone, Copy, Debug)]
struct Cost {
    wall_s: f64,
    /// Of all threads; steadier than the clock on a machine that does other things too.
    cpu_s: f64,
}

impl Cost {
    const WORST: Self = Self { wall_s: f64::INFINITY, cpu_s: f64::INFINITY };

    fn min(self, other: Self) -> Self {
        Self { wall_s: self.wall_s.min(other.wall_s), cpu_s: self.cpu_s.min(other.cpu_s) }
    }
}

struct Watch {
    wall: Instant,
    cpu_s: f64,
}

impl Watch {
    fn start() -> Result<Self, Box<dyn Error>> {
        Ok(Self { wall: Instant::now(), cpu_s: cpu_s()? })
    }

    fn stop(self) -> Result<Cost, Box<dyn Error>> {
        Ok(Cost { wall_s: self.wall.elapsed().as_secs_f64(), cpu_s: cpu_s()? - self.cpu_s })
    }
}

/// Processor time of this process so far, in steps of 10 ms (the 14th and 15th field of its `stat`).
fn cpu_s() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let after_name = stat.rsplit_once(')').ok_or("unreadable /proc/self/stat")?.1;
    let ticks = after_name.split_whitespace().skip(11).take(2);
    ticks.map(|ticks| Ok(ticks.parse::<f64>()? / 100.0)).sum()
}

/// The most memory this process ever held, MB.
fn resident_peak_mb() -> Result<u64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next());
    Ok(kilobytes.ok_or("no VmHWM in /proc/self/status")?.parse::<u64>()? / 1024)
}

fn take_in(
    file: &Path,
    root: &Path,
    pack: &Arc<LoadedPack>,
    rows: u64,
) -> Result<Cost, Box<dyn Error>> {
    if root.exists() {
        fs::remove_dir_all(root)?;
    }
    let lake = Lake::open(root, &pack.pack)?;
    let registry = Registry::open(&lake, Arc::clone(pack))?;
    for (feed, seed) in [(Feed::Region, "regions.csv"), (Feed::Org, "orgs.csv")] {
        deliver(&lake, &registry, &Delivery::of(feed), File::open(pack.folder.join(seed))?)?;
    }
    let mut delivery = Delivery::of(Feed::Inspection);
    delivery.received_at = Some(Day(20_778).start());
    let started = Watch::start()?;
    let receipt = deliver(&lake, &registry, &delivery, File::open(file)?)?;
    let cost = started.stop()?;
    // One row in a thousand is made wrong.
    if receipt.rows != rows || receipt.rejected != rows / 1000 {
        return Err(format!("unexpected receipt {receipt:?}").into());
    }
    Ok(cost)
}

fn copy(file: &Path, database: Option<&Path>) -> Result<Cost, Box<dyn Error>> {
    let connection = match database {
        None => duckdb::Connection::open_in_memory()?,
        Some(path) => {
            if path.exists() {
                fs::remove_file(path)?;
            }
            duckdb::Connection::open(path)?
        }
    };
    let columns = Feed::Inspection.columns().iter().map(|column| {
        let kind = match column.kind {
            Kind::Text | Kind::Code => "VARCHAR",
            Kind::Day => "DATE",
            Kind::Stamp => "TIMESTAMP",
            Kind::Int => "BIGINT",
            Kind::Decimal => "DOUBLE",
            Kind::Bool => "BOOLEAN",
        };
        format!("{} {kind}", column.name)
    });
    let columns: Vec<String> = columns.collect();
    connection.execute_batch(&format!("CREATE TABLE inspection ({})", columns.join(", ")))?;
    let path = file.to_string_lossy().replace('\'', "''");
    let started = Watch::start()?;
    let rows =
        connection.execute(&format!("COPY inspection FROM '{path}' (FORMAT csv, HEADER)"), [])?;
    let cost = started.stop()?;
    if rows == 0 {
        return Err("DuckDB copied nothing".into());
    }
    Ok(cost)
}

/// Writes the file; returns its length in bytes.
fn write_file(path: &Path, rows: u64) -> Result<u64, Box<dyn Error>> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let names: Vec<&str> = Feed::Inspection.columns().iter().map(|column| column.name).collect();
    writeln!(out, "{}", names.join(","))?;
    let mut line = String::new();
    for row in 0..rows {
        line.clear();
        write_row(&mut line, row)?;
        out.write_all(line.as_bytes())?;
    }
    out.into_inner()?.sync_all()?;
    Ok(fs::metadata(path)?.len())
}

const ORGS: [&str; 16] = [
    "110101", "110102", "110105", "110106", "110107", "110108", "110109", "110111", "110112",
    "110113", "110114", "110115", "110116", "110117", "110118", "110119",
];
const METHODS: [&str; 8] =
    ["VIDEO_AI", "DEVICE", "IOT", "DATA_COMPARE", "BIGDATA", "REMOTE", "WEB_PATROL", "SELF_SUBMIT"];
const RESULTS: [&str; 4] = ["NO_PROBLEM", "NO_PROBLEM", "ORDERED", "CASE"];

/// One inspection; arithmetic, no random source, so that every run reads the same file.
fn write_row(line: &mut String, row: u64) -> Result<(), Box<dyn Error>> {
    let dice = splitmix(row);
    let pick = |shift: u32, sides: u64| (dice >> shift) % sides;
    let org = ORGS.get(usize::try_from(pick(3, 16))?).copied().unwrap_or("110101");
    let is_onsite = pick(0, 5) < 2;
    let start =
        Stamp(Day(19_800 + i32::try_from(pick(7, 900))?).start().0 + at_work(pick(11, 30_000))?);
    let finish = Stamp(start.0 + i64::try_from(pick(13, 7000))? * 1_000_000);
    let result = RESULTS.get(usize::try_from(pick(17, 4))?).copied().unwrap_or("CASE");
    let method = METHODS.get(usize::try_from(pick(19, 8))?).copied().unwrap_or("IOT");
    // One row in a thousand claims a mode that does not exist.
    let mode = match (row % 1000 == 999, is_onsite) {
        (true, _) => "SOMEHOW",
        (false, true) => "ONSITE",
        (false, false) => "OFFSITE",
    };
    let (method, reason) = if is_onsite { ("", "ROUTINE") } else { (method, "") };
    write!(line, "JC{row:012},E{:08},{org},{:02},ROUTINE,", pick(23, 150_000), 1 + pick(29, 12))?;
    write!(line, "{mode},{method},{reason},{},{},{result},", clock(start), clock(finish))?;
    write!(line, "SX{:04},JCD{:03},,,,{},", pick(31, 300), pick(37, 90), u8::from(is_onsite))?;
    if is_onsite {
        let lon = 116.0 + pick(5, 8000) as f64 / 10_000.0;
        let lat = 39.6 + pick(21, 6000) as f64 / 10_000.0;
        write!(line, "{},{lon:.6},{lat:.6},GCJ02,", clock(start))?;
    } else {
        line.push_str(",,,,");
    }
    write!(
        line,
        "P{:05};P{:05},{},京卫监〔2026〕{}号,",
        pick(33, 900),
        900 + pick(35, 900),
        u8::from(is_onsite),
        row % 99_999
    )?;
    writeln!(line, "jdxt,JC{row:012},1,1,{}", clock(finish))?;
    Ok(())
}

/// A wall clock reading without offset, as most sources write it.
fn clock(stamp: Stamp) -> String {
    stamp
        .to_string()
        .chars()
        .take(19)
        .map(|letter| if letter == 'T' { ' ' } else { letter })
        .collect()
}

/// Seconds after eight in the morning, as microseconds after midnight.
fn at_work(seconds: u64) -> Result<i64, Box<dyn Error>> {
    Ok((8 * 3600 + i64::try_from(seconds)?) * 1_000_000)
}

fn splitmix(row: u64) -> u64 {
    let mut state = row.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}
