//! Foreign CSV through a mapping.

use super::*;

const MAPPING: &str = r#"
[source]
src_system = "elsewhere"
delimiter = ";"

[[feed]]
feed = "inspection"

[feed.columns]
insp_id = "Visit"
entity_id = "Shop"
org_code = { const = "110105" }
specialty = { const = "03" }
inspect_type = { const = "ROUTINE" }
mode = { const = "OFFSITE" }
method = { const = "REMOTE" }
start_at = "Day"
officer_ids = { const = "P1" }

[[feed]]
feed = "problem"
repeat = { column = "Faults" }

[feed.columns]
problem_id = { template = "{Visit}-{n}" }
insp_id = "Visit"
entity_id = "Shop"
severity = { const = "1" }
found_at = "Day"
state = { const = "FOUND" }
"#;

const SOURCE: &str = "Visit;Shop;Day;Faults;Mood\nV1;S1;2026-10-01;2;fine\nV2;\"S;2\";2026-10-02;0;\n\
                      V3;S3;2026-10-03;many;\n";

#[test]
fn one_foreign_row_feeds_several_feeds_and_the_same_file_mapped_otherwise_is_another_delivery() {
    let desk = Desk::new();
    let mapping = Mapping::parse("elsewhere.toml", MAPPING).unwrap();
    let mapped = |feed| Delivery { mapping: Some(&mapping), ..delivery(feed) };
    let visits = desk.take(&mapped(Feed::Inspection), SOURCE).unwrap();
    assert_eq!((visits.rows, visits.accepted), (3, 3));
    assert_eq!(texts(&desk.rows(&visits.batch), "entity_id")[1].as_deref(), Some("S;2"));
    let problems = desk.take(&mapped(Feed::Problem), SOURCE).unwrap();
    assert_eq!((problems.rows, problems.accepted, problems.rejected), (3, 2, 1));
    let keys = texts(&desk.rows(&problems.batch), "problem_id");
    assert_eq!(keys, [Some("V1-1".to_owned()), Some("V1-2".to_owned())]);
    let reject = &desk.rejects(&problems.batch)[0];
    assert_eq!((reject.code.as_str(), reject.value.as_str()), ("E102_TYPE", "many"));
    assert!(desk.take(&mapped(Feed::Problem), SOURCE).unwrap().replayed);
    let changed = Mapping::parse("elsewhere.toml", &MAPPING.replace("\"1\"", "\"2\"")).unwrap();
    let remapped = Delivery { mapping: Some(&changed), ..delivery(Feed::Problem) };
    assert!(!desk.take(&remapped, SOURCE).unwrap().replayed);
    assert_eq!(code(desk.take(&mapped(Feed::Order), SOURCE)), Code::FSchema);
}
