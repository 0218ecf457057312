//! A foreign source through a mapping file alone: the Chicago pack against an excerpt of its sources.

#![expect(clippy::unwrap_used, reason = "a test whose fixture cannot be read has failed")]

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use domain::fault::{Code, Fault};
use domain::feed::{self, Feed};
use domain::mapping::Mapping;
use domain::pack::Pack;
use domain::rule::{Context, Lookup};
use domain::time::{Day, Stamp};

fn repository(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn text(path: &str) -> String {
    fs::read_to_string(repository(path)).unwrap()
}

/// The pack's own regions and orgs, and what it relaxes.
struct Chicago {
    pack: Pack,
    codes: BTreeSet<String>,
}

impl Chicago {
    fn read() -> Self {
        let pack = Pack::parse("pack.toml", &text("assets/packs/chicago/pack.toml")).unwrap();
        let mut codes = BTreeSet::new();
        for seeds in ["regions.csv", "orgs.csv"] {
            let seeds = text(&format!("assets/packs/chicago/{seeds}"));
            codes
                .extend(seeds.lines().filter_map(|line| line.split(',').next()).map(str::to_owned));
        }
        Self { pack, codes }
    }

    fn lookup(&self, code: &str) -> Lookup {
        if self.codes.contains(code) { Lookup::Active } else { Lookup::Unknown }
    }
}

impl Context for Chicago {
    fn now(&self) -> Stamp {
        "2026-11-20T12:00:00+08:00".parse().unwrap()
    }

    fn region(&self, code: &str, _: Day) -> Lookup {
        self.lookup(code)
    }

    fn org(&self, code: &str, _: Day) -> Lookup {
        self.lookup(code)
    }

    fn relaxed(&self, code: Code) -> bool {
        self.pack.relaxes(code)
    }
}

/// What became of the rows of a source file, by feed.
#[derive(Debug, Default)]
struct Outcome {
    accepted: BTreeMap<Feed, u32>,
    rejected: BTreeMap<(Feed, Code), u32>,
    keys: BTreeMap<Feed, BTreeSet<String>>,
}

fn load(context: &dyn Context, mapping: &str, rows: &str) -> Outcome {
    let name = format!("assets/packs/chicago/mappings/{mapping}.toml");
    let mapping = Mapping::parse(&name, &text(&name)).unwrap();
    let mut lines = rows.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    let plan = mapping.plan(&header).unwrap();
    let mut outcome = Outcome::default();
    for line in lines {
        let record = cells(line);
        plan.rows(&record, |feed, cells| outcome.take(context, feed, cells)).unwrap();
    }
    outcome
}

/// The cells of a line of the excerpts, in which a quoted cell holds no quote and no line break.
fn cells(line: &str) -> Vec<Option<&str>> {
    let mut is_quoted = false;
    let split = line.split(|c| {
        is_quoted ^= c == '"';
        c == ',' && !is_quoted
    });
    split.map(|cell| Some(cell.trim_matches('"'))).collect()
}

impl Outcome {
    fn take(&mut self, context: &dyn Context, feed: Feed, cells: &[Option<Cow<'_, str>>]) {
        let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
        let (mut row, mut faults) = (Vec::new(), Vec::new());
        feed::check(feed, &cells, context, &mut row, &mut faults);
        if let Some(Fault { code, .. }) = faults.iter().find(|fault| fault.rejects()) {
            *self.rejected.entry((feed, *code)).or_default() += 1;
            return;
        }
        *self.accepted.entry(feed).or_default() += 1;
        self.keys.entry(feed).or_default().insert(cells[0].unwrap().to_owned());
    }
}

#[test]
fn food_inspections_become_entities_inspections_and_problems() {
    let rows = text("tests/fixtures/chicago/food_inspections.csv");
    let outcome = load(&Chicago::read(), "food_inspections", &rows);
    let source = u32::try_from(rows.lines().count() - 1).unwrap();
    assert_eq!(outcome.rejected, BTreeMap::new());
    assert_eq!(outcome.accepted[&Feed::Entity], source);
    assert_eq!(outcome.accepted[&Feed::Inspection], source);
    assert!(outcome.keys[&Feed::Entity].len() < outcome.keys[&Feed::Inspection].len());
    let problems = u32::try_from(outcome.keys[&Feed::Problem].len()).unwrap();
    assert_eq!(outcome.accepted[&Feed::Problem], problems, "each violation has a key of its own");
    assert_eq!(problems, violations(&rows));
}

/// Violations of the inspections that were not passed, counted without the mapping.
fn violations(rows: &str) -> u32 {
    let failed = rows.lines().skip(1).filter(|line| !line.contains(",Pass,"));
    let counts = failed.flat_map(|line| cells(line).into_iter().flatten().skip(13).take(3));
    counts.map(|count| count.parse::<u32>().unwrap()).sum()
}

#[test]
fn sanitation_complaints_become_complaints_and_the_later_row_of_a_request_wins() {
    let rows = text("tests/fixtures/chicago/sanitation_complaints.csv");
    let outcome = load(&Chicago::read(), "sanitation_complaints", &rows);
    let source = u32::try_from(rows.lines().count() - 1).unwrap();
    assert_eq!(outcome.rejected, BTreeMap::new());
    assert_eq!(outcome.accepted[&Feed::Complaint], source);
    assert_eq!(
        outcome.keys[&Feed::Complaint].len(),
        rows.lines().count() - 2,
        "one request comes twice"
    );
}

#[test]
fn what_the_source_does_not_record_is_rejected_unless_the_pack_relaxes_it() {
    let mut strict = Chicago::read();
    strict.pack.relaxed.clear();
    let food =
        load(&strict, "food_inspections", &text("tests/fixtures/chicago/food_inspections.csv"));
    assert!(food.rejected.contains_key(&(Feed::Inspection, Code::E602OnsiteReason)));
    assert!(!food.accepted.contains_key(&Feed::Inspection));
    let sanitation = text("tests/fixtures/chicago/sanitation_complaints.csv");
    let complaints = load(&strict, "sanitation_complaints", &sanitation);
    assert!(complaints.rejected.contains_key(&(Feed::Complaint, Code::E609CloseReason)));
}

#[test]
fn a_broken_row_is_rejected_and_no_other() {
    let rows = text("tests/fixtures/chicago/sanitation_complaints.csv");
    let (header, rest) = rows.split_once('\n').unwrap();
    let first = rest.lines().next().unwrap();
    let bad_state = first.replace("Completed", "Lost");
    let backwards = first.replacen("2013-", "2015-", 1);
    let outcome = load(
        &Chicago::read(),
        "sanitation_complaints",
        &format!("{header}\n{bad_state}\n{first}\n{backwards}\n"),
    );
    assert_eq!(outcome.accepted[&Feed::Complaint], 1);
    let codes: BTreeSet<Code> = outcome.rejected.keys().map(|(_, code)| *code).collect();
    assert_eq!(codes, BTreeSet::from([Code::E104Enum, Code::E302Order]));
}
