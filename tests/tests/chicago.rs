//! A real city, dirty and foreign, through a pack and mapping files alone: every row of the source is
//! found again, area by area, and counted against an independent reading of the same files.
//!
//! Runs on the excerpt in `fixtures/chicago`; `GUANLAN_CHICAGO=<folder>` runs it on the whole year
//! (`food_inspections_2013.csv`, `sanitation_complaints_2013.csv`).

#[path = "chicago/areas.rs"]
mod areas;
#[path = "chicago/source.rs"]
mod source;
#[path = "chicago/table.rs"]
mod table;

use guanlan_tests::{Folder, Server, guanlan_with_pack, repository};
use serde_json::Value;
use source::{ByArea, Source};
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};

const PACK: &str = "assets/packs/chicago";

/// All days on which something of 2013 can fall due.
const ALL_DAYS: &str = "period=2013-01-01..2015-01-01";

const AREAS: usize = 77;

fn source() -> Source {
    let (folder, year) = match env::var_os("GUANLAN_CHICAGO") {
        Some(folder) => (PathBuf::from(folder), "_2013"),
        None => (repository().join("tests/fixtures/chicago"), ""),
    };
    Source::of(
        folder.join(format!("food_inspections{year}.csv")),
        folder.join(format!("sanitation_complaints{year}.csv")),
    )
}

/// Receipts by feed.
fn ingest(root: &Path, pack: &Path, mapping: &str, file: &Path) -> BTreeMap<String, Value> {
    let mut command = guanlan_with_pack("ingest", root, pack);
    command.arg("--mapping").arg(format!("{PACK}/mappings/{mapping}.toml")).arg(file);
    let said = command.output().expect("the binary starts");
    let text = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{text}");
    let lines = String::from_utf8_lossy(&said.stdout).into_owned();
    let receipts = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    receipts.map(|it| (it["feed"].as_str().expect("a feed").to_owned(), it)).collect()
}

fn serve(root: &Path, pack: &Path) -> Server {
    let server = Server::of(guanlan_with_pack("serve", root, pack), root);
    server.await_ready();
    server
}

#[test]
fn every_row_of_the_year_is_counted_where_it_happened() {
    let (source, folder) = (source(), Folder::new());
    let root = folder.path().join("records");
    let mut receipts = ingest(&root, Path::new(PACK), "food_inspections", &source.food_file);
    receipts.extend(ingest(
        &root,
        Path::new(PACK),
        "sanitation_complaints",
        &source.complaint_file,
    ));
    let server = serve(&root, Path::new(PACK));
    assert_receipts(&receipts, &source);
    assert_rejects(&server, &receipts["entity"], &source);
    assert_figures(&server, &source);
    assert_areas(&server, &source);
    for (indicator, side) in [
        ("I02b", "den"),
        ("I06b", "num"),
        ("I35", "num"),
        ("I35n", "num"),
        ("I35", "den"),
        ("I51", "num"),
    ] {
        assert_opens(&server, indicator, side);
    }
    assert_cells(&server);
    assert_entities(&server, &source);
    let catalogue = server.get("/api/v1/indicators").ok();
    let expected = ["E602_ONSITE_REASON", "E605_OFFICERS_LT2", "E609_CLOSE_REASON"];
    assert_eq!(catalogue["relaxed"], Value::from(expected.to_vec()));
    assert_eq!(catalogue["default_period"], "2013", "a page opens with the year of the records");
    assert_replay_over_http(&server, &receipts["complaint"], &source);
}

fn assert_receipts(receipts: &BTreeMap<String, Value>, source: &Source) {
    let told = receipts.iter().map(|(feed, it)| {
        tell(&format!("{feed}: {it}"));
        let count = |key: &str| usize::try_from(it[key].as_u64().expect("a count")).expect("few");
        assert_eq!(count("rows"), count("accepted") + count("rejected"), "{it}");
        (feed.as_str(), (count("rows"), count("rejected")))
    });
    assert_eq!(told.collect::<BTreeMap<_, _>>(), source.rows());
}

/// Exactly the rows that contradict an earlier one, each with the line it came in.
fn assert_rejects(server: &Server, receipt: &Value, source: &Source) {
    let batch = receipt["batch"].as_str().expect("a batch");
    let answer = server.get(&format!("/api/v1/batches/{batch}/rejects?page_size=1000")).ok();
    let listed = answer["rows"].as_array().expect("rows");
    let rows: Vec<_> = listed.iter().map(|it| usize_of(&it["row"])).collect();
    assert_eq!(rows, source.contradicting());
    for it in listed {
        tell(&format!("rejected: {it}"));
        assert_eq!(it["code"], "E701_DUP_KEY");
        assert!(it["line"].as_str().is_some_and(|line| !line.is_empty()));
    }
}

fn assert_figures(server: &Server, source: &Source) {
    let asked = format!("/api/v1/figures?indicators=I02b,I06b,I35n&unit=CHI&{ALL_DAYS}");
    let rows = server.get(&asked).ok()["rows"].take();
    let complaints: i64 = source.complaints_by_area().values().sum();
    let sides = |at: usize| (rows[at]["num"].as_i64(), rows[at]["den"].as_i64());
    assert_eq!(sides(0), (Some(0), Some(source.inspections())), "no visit was off site");
    assert_eq!(sides(1), (Some(source.finds()), Some(source.inspections())));
    assert_eq!(sides(2).0, Some(complaints), "a request that comes twice is one complaint");
}

/// Figures of all areas against the same counted by hand, and the map that shows them.
fn assert_areas(server: &Server, source: &Source) {
    let inspections = by_area(server, "I02b", "den");
    assert_eq!(inspections, source.inspections_by_area());
    let complaints = by_area(server, "I35n", "num");
    assert_eq!(complaints, source.complaints_by_area());
    tell(&format!("inspections by area: {inspections:?}"));
    tell(&format!("complaints by area: {complaints:?}"));
    let drawn = server.get("/api/v1/regions?parent=CHI").ok();
    let features = drawn["features"].as_array().expect("features");
    let shown = features.iter().filter(|it| it["geometry"]["type"] == "MultiPolygon").count();
    assert_eq!(shown, AREAS);
    if env::var_os("GUANLAN_CHICAGO").is_some() {
        let with = |numbers: &ByArea| numbers.keys().filter(|code| *code != "unplaced").count();
        assert_eq!((with(&inspections), with(&complaints)), (AREAS, AREAS));
    }
}

/// Numbers above zero by area.
fn by_area(server: &Server, indicator: &str, side: &str) -> ByArea {
    let asked = format!("/api/v1/figures?indicators={indicator}&unit=CHI&by=region&{ALL_DAYS}");
    let rows = server.get(&asked).ok()["rows"].take();
    let rows = rows.as_array().expect("rows");
    assert_eq!(rows.len(), AREAS + 1, "77 areas and what lies in none");
    let numbers = rows.iter().map(|row| {
        (row["unit"].as_str().expect("a unit").to_owned(), row[side].as_i64().expect("a number"))
    });
    numbers.filter(|(_, number)| *number > 0).collect()
}

fn assert_opens(server: &Server, indicator: &str, side: &str) {
    for unit in ["CHI", "CHI8", "CHI28"] {
        let asked = format!("unit={unit}&{ALL_DAYS}");
        let figure = server.get(&format!("/api/v1/figures?indicators={indicator}&{asked}")).ok();
        let question = format!("/api/v1/records?indicator={indicator}&side={side}&{asked}");
        let records = server.get(&question).ok();
        assert_eq!(records["total"], figure["rows"][0][side], "{question}");
    }
}

fn assert_cells(server: &Server) {
    for layer in ["I02b", "I35n", "workload", "complaints", "risk"] {
        let answer =
            server.get(&format!("/api/v1/cells?layer={layer}&unit=CHI&{ALL_DAYS}&res=8")).ok();
        let cells = answer["cells"].as_array().expect("cells");
        let sum: i64 = cells.iter().map(|cell| cell[1].as_i64().expect("a number")).sum();
        let unlocated = answer["unlocated"].as_i64().expect("a number");
        tell(&format!(
            "{layer}: {} cells, {unlocated} of {} in none",
            cells.len(),
            answer["total"]
        ));
        assert_eq!(Some(sum + unlocated), answer["total"].as_i64(), "{layer}");
    }
}

/// Each licence is one entity, whose file holds what happened to it.
fn assert_entities(server: &Server, source: &Source) {
    let answer = server.get(&format!("/api/v1/figures?indicators=I03&unit=CHI&{ALL_DAYS}")).ok();
    assert_eq!(usize_of(&answer["rows"][0]["den"]), source.entities());
    let records =
        server.get(&format!("/api/v1/records?indicator=I06b&side=num&unit=CHI&{ALL_DAYS}"));
    let first = records.ok()["rows"][0]["entity"].as_str().expect("an entity").to_owned();
    let file = server.get(&format!("/api/v1/entities/{first}")).ok();
    let feeds = file["timeline"].as_array().expect("a timeline");
    assert!(feeds.iter().any(|it| it["feed"] == "problem"), "{file}");
}

/// The same file over HTTP is the delivery that is already there.
fn assert_replay_over_http(server: &Server, receipt: &Value, source: &Source) {
    let body = fs::read(&source.complaint_file).expect("the file is there");
    let path = "/api/v1/feeds/complaint?mapping=sanitation_complaints";
    let again = server.client.post(path, &[("content-type", "text/csv")], &body).ok();
    assert_eq!((&again["batch"], &again["replayed"]), (&receipt["batch"], &Value::from(true)));
}

#[test]
fn a_row_that_contradicts_an_earlier_one_of_its_day_is_rejected_and_listed() {
    let (excerpt, folder) = (source(), Folder::new());
    let text = fs::read_to_string(&excerpt.food_file).expect("the file is there");
    let other = text.lines().nth(1).expect("a row").replacen("BROADWAY", "ELSEWHERE", 1);
    let file = folder.path().join("food_inspections.csv");
    fs::write(&file, format!("{}\n{other}\n", text.trim_end())).expect("the folder can be written");
    let source = Source::of(file, excerpt.complaint_file.clone());
    assert_eq!(source.contradicting().last(), Some(&source.food_rows()));
    let root = folder.path().join("records");
    let receipts = ingest(&root, Path::new(PACK), "food_inspections", &source.food_file);
    assert_rejects(&serve(&root, Path::new(PACK)), &receipts["entity"], &source);
    // Negative control: the excerpt itself contradicts itself one row less.
    assert_eq!(excerpt.contradicting().len() + 1, source.contradicting().len());
}

#[test]
fn what_the_source_does_not_record_is_rejected_under_a_pack_that_relaxes_nothing() {
    let folder = Folder::new();
    let pack = strict_pack(folder.path());
    let root = folder.path().join("records");
    let source = source();
    let receipts = ingest(&root, &pack, "food_inspections", &source.food_file);
    assert_eq!(receipts["inspection"]["accepted"], 0);
    let server = serve(&root, &pack);
    let batch = receipts["inspection"]["batch"].as_str().expect("a batch");
    let listed = server.get(&format!("/api/v1/batches/{batch}/rejects?page_size=1")).ok();
    assert_eq!(i64_of(&listed["total"]), source.inspections());
    assert_eq!(listed["rows"][0]["code"], "E602_ONSITE_REASON");
    assert_eq!(server.get("/api/v1/indicators").ok()["relaxed"], Value::Array(Vec::new()));
    let quality = server.get("/api/v1/scenes/overview").ok()["quality"].take();
    assert_eq!(i64_of(&quality["held"]), problems(&source), "problems wait for their inspections");
}

fn problems(source: &Source) -> i64 {
    i64::try_from(source.rows()["problem"].0).expect("few")
}

/// The pack with its relaxations taken out, among the assets it shares.
fn strict_pack(folder: &Path) -> PathBuf {
    let pack = folder.join("assets/packs/chicago");
    for part in ["calendar", "indicators", "packs/chicago", "packs/chicago/boundaries"] {
        let (from, to) = (repository().join("assets").join(part), folder.join("assets").join(part));
        fs::create_dir_all(&to).expect("the folder can be written");
        let files = fs::read_dir(from).expect("the assets are there").map(|it| it.expect("a name"));
        for file in files.filter(|it| it.path().is_file()) {
            fs::copy(file.path(), to.join(file.file_name())).expect("a file can be copied");
        }
    }
    let file = pack.join("pack.toml");
    let text = fs::read_to_string(&file).expect("a pack");
    let strict = text.lines().filter(|line| !line.starts_with("relaxed")).collect::<Vec<_>>();
    fs::write(file, strict.join("\n")).expect("the folder can be written");
    pack
}

fn usize_of(value: &Value) -> usize {
    usize::try_from(i64_of(value)).expect("no negative number")
}

fn i64_of(value: &Value) -> i64 {
    value.as_i64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[expect(
    clippy::print_stdout,
    reason = "where the rows went is worth reading; seen with --nocapture"
)]
fn tell(line: &str) {
    println!("{line}");
}
