use super::*;
use crate::feed::Feed;
use crate::measure::{Count, DateField};

const CORE: &str = include_str!("../../../assets/indicators/core.toml");

fn refused(text: &str) -> String {
    Catalogue::read([("bad.toml", text)]).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn the_core_catalogue_holds_the_indicators_of_the_first_page() {
    let catalogue = Catalogue::read([("core.toml", CORE)]).unwrap();
    let ids: Vec<_> = catalogue.indicators.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "I02", "I05", "I06", "I01", "I02b", "I03", "I05b", "I06n", "I06b", "I08", "I35",
            "I35n", "I51", "R"
        ]
    );
    let share = catalogue.indicator("I02").unwrap();
    assert_eq!(share.target_on("2026-11-20".parse().unwrap()).map(|it| it.op), Some(Op::Above));
    assert!(share.beside.as_deref().is_some_and(|id| catalogue.indicator(id).is_some()));
    let distinct =
        catalogue.measure_no("offsite_entities").and_then(|no| catalogue.measure(no)).unwrap();
    assert_eq!(
        (distinct.count, distinct.feed, distinct.date),
        (Count::DistinctEntities, Feed::Inspection, DateField::Finished)
    );
}

#[test]
fn hard_case_23_no_measure_counts_a_sensor_reading() {
    let catalogue = Catalogue::read([("core.toml", CORE)]).unwrap();
    for measure in catalogue.measures.iter().filter(|it| it.id.contains("offsite")) {
        assert_eq!(
            measure.feed,
            Feed::Inspection,
            "{} must count reviewed inspections only",
            measure.id
        );
    }
}

#[test]
fn the_version_changes_with_the_text_and_only_with_it() {
    let version = |text: &str| Catalogue::read([("core.toml", text)]).unwrap().version;
    assert_eq!(version(CORE), version(CORE));
    assert_ne!(version(CORE), version(&CORE.replace("weight = 2", "weight = 3")));
}

#[test]
fn a_mistake_in_a_file_is_named_by_file_line_and_remedy() {
    let wrong_code = CORE.replacen("is = [\"OFFSITE\"]", "is = [\"OFSITE\"]", 1);
    let line = CORE.lines().position(|line| line.contains("is = [\"OFFSITE\"]")).unwrap() + 1;
    assert_eq!(
        refused(&wrong_code),
        format!("bad.toml:{line}: Mode cannot be \"OFSITE\"; it is one of ONSITE, OFFSITE")
    );
    assert!(refused("[[measure]]\nid = \"a\"\nname = \"\"\nfeed = \"visit\"\ncount = \"rows\"\ndate = \"finished\"")
        .starts_with("bad.toml:4: no feed \"visit\"; there are region, org"));
    assert!(
        refused(&CORE.replace("measure = \"routine_done\"", "measure = \"routine\""))
            .contains("no measure \"routine\"")
    );
    assert!(
        refused(&CORE.replace("flag = \"closed_on_time\"", "flag = \"finished\""))
            .contains("has no flag Finished")
    );
    assert!(refused("[[measure]]\nid = 3").starts_with("bad.toml:2: "));
}

#[test]
fn class_breaks_are_ascending_numbers_or_the_line_is_named() {
    let catalogue = Catalogue::read([("core.toml", CORE)]).unwrap();
    assert_eq!(catalogue.indicator("I02").unwrap().breaks[3], "0.60", "the target is a break");
    assert!(catalogue.indicator("I01").unwrap().breaks.is_empty());
    let line = CORE.lines().position(|line| line.starts_with("breaks = ")).unwrap() + 1;
    for wrong in [r#""0.50", "0.45""#, r#""0.45", "much""#, ""] {
        let text = CORE.replacen(
            r#"breaks = ["0.45", "0.50", "0.55", "0.60", "0.65", "0.70"]"#,
            &format!("breaks = [{wrong}]"),
            1,
        );
        let refusal = refused(&text);
        assert!(refusal.starts_with(&format!("bad.toml:{line}: breaks are 1 to 6")), "{refusal}");
    }
}
