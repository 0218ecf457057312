//! The file of an entity: what of it a score counts, what is late, and what codes are called.

use domain::feed::Feed;
use domain::risk::Inputs;
use domain::time::Day;
use domain::wire::{EntityFile, TimelineEntry};

use super::cases::{INSPECTION, ORDER, PROBLEM, accept, offsite, site as two_entities};
use super::site::Site;
use crate::query::{EntityQuestion, Scope};

fn file(site: &Site, id: &str) -> EntityFile {
    let question = EntityQuestion { id: id.to_owned() };
    question.ask(&site.store().current(), &Scope::all()).unwrap()
}

fn counted<'a>(file: &'a EntityFile, factor: &'a str) -> impl Iterator<Item = &'a TimelineEntry> {
    file.timeline.iter().filter(move |it| it.factors.iter().any(|own| own == factor))
}

fn decayed(as_of: Day, entry: &TimelineEntry, half_life: f64) -> f64 {
    (f64::from(entry.at.unwrap().day().0 - as_of.0) / half_life).exp2()
}

/// Every input that facts feed, made again from the facts that are marked with it.
fn inputs(file: &EntityFile, as_of: Day) -> Inputs {
    let text = |it: &TimelineEntry, name: &str| {
        it.fields.get(name).and_then(|it| it.as_str()).unwrap_or_default().to_owned()
    };
    let severity = |it: &TimelineEntry| match &*text(it, "severity") {
        "3" => 4.0,
        "2" => 2.0,
        _ => 1.0,
    };
    let weight = |it: &TimelineEntry| match &*text(it, "result") {
        "SUBSTANTIATED" => 1.0,
        "PARTLY" => 0.6,
        "UNDETERMINED" => 0.5,
        _ => 0.3,
    };
    let problems = counted(file, "violations");
    let complaints = counted(file, "complaints");
    let last = counted(file, "since_inspection").next();
    Inputs {
        violations: problems.map(|it| severity(it) * decayed(as_of, it, 365.0)).sum(),
        overdue: u32::try_from(counted(file, "overdue_rectification").count()).unwrap(),
        complaints: complaints.map(|it| weight(it) * decayed(as_of, it, 180.0)).sum(),
        days_since: last.map(|it| (as_of.0 - it.at.unwrap().day().0).cast_unsigned()),
        ..Inputs::default()
    }
}

#[test]
fn the_facts_that_are_marked_with_a_factor_are_those_that_its_score_counts() {
    let site = Site::demo("file", 6_000);
    let generation = site.store().current();
    let sql = "SELECT entity_id, entity_no FROM entity ORDER BY entity_no LIMIT 250";
    let known: Vec<(String, i32)> = generation
        .with_facts(|db| {
            let mut statement = db.prepare(sql).unwrap();
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
            rows.map(Result::unwrap).collect()
        })
        .unwrap();
    let mut seen = [0; 4];
    for (id, number) in known {
        let file = file(&site, &id);
        let Some(scored) = generation.risk.of(number) else {
            assert!(file.timeline.iter().all(|it| it.factors.is_empty()), "{id} has no score");
            continue;
        };
        let (own, told) = (scored.inputs, inputs(&file, generation.risk.as_of));
        assert!((own.violations - told.violations).abs() < 1e-3, "{id} {own:?} {told:?}");
        assert!((own.complaints - told.complaints).abs() < 1e-3, "{id} {own:?} {told:?}");
        assert_eq!((own.overdue, own.days_since), (told.overdue, told.days_since), "{id}");
        let found = [own.violations > 0.0, own.overdue > 0, own.complaints > 0.0];
        let found = [found[0], found[1], found[2], own.days_since.is_some()];
        seen.iter_mut().zip(found).for_each(|(seen, found)| *seen += u32::from(found));
    }
    assert!(seen.iter().all(|it| *it > 0), "every factor was there to be told: {seen:?}");
}

#[test]
fn a_fact_is_late_by_the_days_from_its_due_time_in_force_to_its_end_or_the_cutoff() {
    let mut site = two_entities("late");
    let order = |id: &str, root: &str, due: &str, rest: &str| {
        format!("{id},{root},CLUE_VERIFY,RISK,E1,110000,110105,2026-05-01 09:00:00,{due},{rest}\n")
    };
    let orders = [
        order("W1", "W1", "2026-05-10 18:00:00", "TRANSFERRED,,,,,"),
        order(
            "W2",
            "W1",
            "2026-05-20 18:00:00",
            "ACCEPTED,2026-05-02 09:00:00,2026-05-12 09:00:00,2026-05-13 12:00:00,,",
        ),
        order("W3", "W3", "2026-11-11", "ISSUED,,,,,"),
        order("W4", "W4", "2026-11-28", "ISSUED,,,,,"),
        order("W5", "W5", "2026-05-10 18:00:00", "WITHDRAWN,,,,2026-05-08 09:00:00,误派"),
    ];
    accept(&site, Feed::Order, "w", &format!("{ORDER}{}", orders.concat()));
    let visit = offsite("P1", "E1", "110105", "2026-11-01");
    accept(&site, Feed::Inspection, "i", &format!("{INSPECTION}{visit}"));
    let head = PROBLEM.trim_end();
    let problem = "Q1,P1,E1,2,2026-11-01 10:00:00,true,RECTIFYING,2026-11-15\n";
    accept(&site, Feed::Problem, "q", &format!("{head},due\n{problem}"));
    site.open();
    let file = file(&site, "E1");
    let late = |id: &str| {
        let found = file.timeline.iter().find(|it| it.id == id);
        found.map(|it| (it.due.unwrap().to_string(), it.late_days))
    };
    let told = |due: &str, days: Option<i32>| Some((format!("{due}+08:00"), days));
    assert_eq!(late("W1"), told("2026-05-10T18:00:00", None), "the last leg answers for it");
    assert_eq!(late("W2"), told("2026-05-10T18:00:00", Some(2)), "due when the root was");
    assert_eq!(late("W3"), told("2026-11-11T23:59:59", Some(10)), "at the cutoff of 21 November");
    assert_eq!(late("W4"), told("2026-11-28T23:59:59", None));
    assert_eq!(late("W5"), told("2026-05-10T18:00:00", None), "withdrawn before it was due");
    assert_eq!(late("Q1"), told("2026-11-15T23:59:59", Some(6)));
    let words = |feed: &str, column: &str| {
        let found = file.columns.iter().find(|it| it.feed == feed && it.column == column);
        found.map(|it| it.words.iter().map(|(_, zh, _)| zh.as_str()).collect::<Vec<_>>().join(" "))
    };
    let told = |text: &str| Some(text.to_owned());
    assert_eq!(words("order", "from_org"), told("北京市（110000）"));
    assert_eq!(words("entity", "region_code"), told("朝阳区（110105）"));
    assert_eq!(words("problem", "severity"), told("较重"), "only what its facts hold");
    assert_eq!(words("order", "order_id"), told(""), "an identifier has no other name");
    assert_eq!(words("complaint", "channel"), None, "nobody complained");
}
