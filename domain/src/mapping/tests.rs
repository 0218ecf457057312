//! Mapping files: what they can say, and how a mistake is named.

use super::*;

const SOURCE: &str = r#"
[source]
time_zone = "America/Chicago"
crs = "WGS84"
src_system = "311"
dates = ["%m/%d/%Y %H:%M", "%m/%d/%Y"]

[[feed]]
feed = "problem"
when = [{ column = "Status", not_in = ["Void"] }, { column = "Id", filled = true }]
repeat = { column = "Count" }
version = { days = "Seen" }

[feed.columns]
problem_id = { template = "{Id}-{n}" }
insp_id = "Id"
entity_id = { column = "Licence", prefix = "L", pad = 4 }
severity = { column = "Weight", map = { "heavy" = "3" }, default = "1" }
found_at = "Seen"
due = { column = "Seen", plus_days = 30 }
state = { const = "FOUND" }
"#;

const HEADER: [&str; 7] = ["Id", "Licence", "Seen", " Weight", "Count", "Status", "Unused"];

fn rows_of(text: &str, record: &[&str]) -> (Vec<String>, Result<(), Fault>) {
    let mapping = Mapping::parse("m.toml", text).unwrap();
    let plan = mapping.plan(&HEADER).unwrap();
    let record: Vec<Option<&str>> = record.iter().map(|cell| Some(*cell)).collect();
    let mut rows = Vec::new();
    let outcome = plan.rows(&record, |feed, cells| {
        let filled = feed.columns().iter().zip(cells);
        let filled =
            filled.filter_map(|(it, cell)| Some(format!("{}={}", it.name, cell.as_deref()?)));
        rows.push(filled.collect::<Vec<_>>().join(" "));
    });
    (rows, outcome)
}

/// The columns `names` of the first row that a record becomes.
fn check(record: &[&str], names: &[&str], expect: &str) {
    let (rows, outcome) = rows_of(SOURCE, record);
    outcome.unwrap();
    let first = rows.first().map_or("", String::as_str);
    let is_asked = |cell: &&str| names.iter().any(|name| cell.starts_with(&format!("{name}=")));
    let found: Vec<_> = first.split(' ').filter(is_asked).collect();
    assert_eq!(found.join(" "), expect, "{record:?}");
}

#[test]
fn one_source_row_becomes_as_many_rows_as_its_count() {
    let (rows, _) = rows_of(SOURCE, &["7", "42", "01/31/2013", "heavy", "2", "Open", ""]);
    assert_eq!(
        rows,
        [
            "problem_id=7-1 insp_id=7 entity_id=L0042 severity=3 found_at=2013-01-31 \
             due=2013-03-02 state=FOUND src_system=311 version=15736",
            "problem_id=7-2 insp_id=7 entity_id=L0042 severity=3 found_at=2013-01-31 \
             due=2013-03-02 state=FOUND src_system=311 version=15736",
        ]
    );
    assert_eq!(rows_of(SOURCE, &["7", "42", "01/31/2013", "heavy", "0", "Open", ""]).0.len(), 0);
    assert_eq!(rows_of(SOURCE, &["7", "42", "01/31/2013", "heavy", "", "Open", ""]).0.len(), 0);
}

#[test]
fn an_unreadable_count_is_a_fault_of_the_record() {
    for count in ["many", "-1", "1000"] {
        let (rows, outcome) = rows_of(SOURCE, &["7", "42", "01/31/2013", "", count, "Open", ""]);
        assert_eq!((rows.len(), outcome.unwrap_err().code), (0, Code::E102Type));
    }
}

#[test]
fn conditions_choose_the_source_rows() {
    assert_eq!(rows_of(SOURCE, &["7", "1", "", "", "1", "Void", ""]).0.len(), 0);
    assert_eq!(rows_of(SOURCE, &[" ", "1", "", "", "1", "Open", ""]).0.len(), 0);
    assert_eq!(rows_of(SOURCE, &["7", "1", "", "", "1", "", ""]).0.len(), 1);
}

#[test]
fn a_date_keeps_its_civil_day_and_a_clock_its_instant() {
    let seen = |seen: &'static str| ["7", "1", seen, "", "1", "Open", ""];
    check(&seen("01/31/2013"), &["found_at", "due"], "found_at=2013-01-31 due=2013-03-02");
    // Winter and summer time of Chicago; the due day counts from the day written there.
    check(&seen("01/31/2013 20:00"), &["found_at"], "found_at=2013-02-01T10:00:00+08:00");
    check(&seen("07/31/2013 20:00"), &["found_at"], "found_at=2013-08-01T09:00:00+08:00");
    check(&seen("07/31/2013 20:00"), &["due"], "due=2013-08-30");
    // The hour that daylight saving skips.
    check(&seen("03/10/2013 02:30"), &["found_at"], "found_at=2013-03-10T16:30:00+08:00");
}

#[test]
fn what_cannot_be_read_is_passed_on_and_not_lost() {
    let names = ["found_at", "version", "severity"];
    check(
        &["7", "1", "yesterday", "light", "1", "Open", ""],
        &names,
        "severity=1 found_at=yesterday",
    );
    let open = SOURCE.replace(", default = \"1\"", "");
    let (rows, _) = rows_of(&open, &["7", "1", "01/31/2013", "light", "1", "Open", ""]);
    assert!(rows[0].contains("severity=light"), "{rows:?}");
}

#[test]
fn an_empty_part_of_a_template_leaves_the_whole_empty() {
    let text = SOURCE.replace("{Id}-{n}", "{Licence}-{n}");
    let (rows, _) = rows_of(&text, &["7", "", "01/31/2013", "", "1", "Open", ""]);
    assert!(rows[0].starts_with("insp_id=7 severity=1"), "{rows:?}");
}

#[test]
fn missing_source_columns_are_named() {
    let mapping = Mapping::parse("m.toml", SOURCE).unwrap();
    let faults = mapping.plan(&["Id", "Licence", "Seen", "Weight"]).unwrap_err();
    let missing: Vec<_> = faults.iter().map(|it| it.value.as_str()).collect();
    assert_eq!(missing, ["Status", "Count"]);
    assert!(faults.iter().all(|it| it.code == Code::FSchema && it.hint.contains("m.toml")));
}

/// The error of the source with one text replaced.
fn refused(from: &str, to: &str) -> String {
    assert!(SOURCE.contains(from), "{from}");
    Mapping::parse("m.toml", &SOURCE.replacen(from, to, 1)).unwrap_err().to_string()
}

#[test]
fn each_mistake_names_file_line_and_key() {
    let is = |error: String, start: &str| assert!(error.starts_with(start), "{error}");
    is(refused("America/Chicago", "America/Gotham"), "m.toml:3: `time_zone`: ");
    is(refused("\"WGS84\"", "\"WGS-84\""), "m.toml:4: `crs`: one of WGS84, CGCS2000");
    is(refused("%m/%d/%Y %H:%M", "%m/%d"), "m.toml:6: `dates`: ");
    is(
        refused("feed = \"problem\"", "feed = \"problems\""),
        "m.toml:9: `feed`: one of region, org",
    );
    is(refused("not_in = [\"Void\"]", "filled = true, in = []"), "m.toml:10: `when`: one of `in`");
    is(
        refused("insp_id = \"Id\"", "inspection = \"Id\""),
        "m.toml:16: `inspection`: problem has only",
    );
    is(refused("severity = ", "#"), "m.toml:9: `severity` is required by problem and not mapped");
    is(
        refused("\"heavy\" = \"3\"", "\"heavy\" = \"4\""),
        "m.toml:18: `severity`: \"4\" is E104_ENUM: ",
    );
    is(
        refused("default = \"1\"", "default = \"0\""),
        "m.toml:18: `severity`: \"0\" is E104_ENUM: ",
    );
    is(
        refused("const = \"FOUND\"", "const = \"SEEN\""),
        "m.toml:21: `state`: \"SEEN\" is E104_ENUM: ",
    );
    is(refused("{Id}-{n}", "{Id-{n}"), "m.toml:15: `problem_id`: the braces");
    is(refused("{Id}-{n}", "Id}-{n}"), "m.toml:15: `problem_id`: the braces");
    is(
        refused("{ const = \"FOUND\" }", "{ const = \"FOUND\", column = \"S\" }"),
        "m.toml:21: `state`: exactly",
    );
    is(refused("const = \"FOUND\"", "constant = \"FOUND\""), "m.toml:21: ");
    is(refused("days = \"Seen\"", "weeks = \"Seen\""), "m.toml:12: ");
    is(refused("src_system", "system"), "m.toml:5: `system`: unknown field");
}
