//! Rows that are alike under different keys, from delivery to ledger.

use super::*;

fn entities(count: usize, name: impl Fn(usize) -> String, lon: &str) -> String {
    let head = "entity_id,name,id_type,specialty,region_code,state,org_code,geo_quality,address,lon,lat,crs";
    let rows = (0..count).map(|row| {
        let name = name(row);
        format!("E{row},{name},NONE,03,110105,ACTIVE,110105,SURVEYED,路,{lon},39.9305,WGS84\n")
    });
    format!("{head}\n{}", rows.collect::<String>())
}

fn marks(receipt: &Receipt) -> Vec<(&str, u64)> {
    receipt.marks.iter().map(|(code, rows)| (code.as_str(), *rows)).collect()
}

#[test]
fn entities_on_one_point_and_under_two_keys_are_marked_counted_by_code_and_stored() {
    let desk = Desk::new();
    let name = |row: usize| if row == 23 { "对象3".to_owned() } else { format!("对象{row}") };
    let text = entities(24, name, "116.4836");
    let receipt = desk.take(&delivery(Feed::Entity), &text).unwrap();
    assert_eq!((receipt.accepted, receipt.rejected, receipt.warned), (24, 0, 4));
    assert_eq!(marks(&receipt), [("W509_STACKED", 4), ("W702_DUP_CONTENT", 1)]);
    let stored = texts(&desk.rows(&receipt.batch), "warnings");
    let marked: Vec<_> = stored.iter().skip(20).flatten().map(String::as_str).collect();
    let last = "W702_DUP_CONTENT,W509_STACKED";
    assert_eq!(marked, ["W509_STACKED", "W509_STACKED", "W509_STACKED", last]);
    assert!(stored.iter().take(20).all(Option::is_none));
    let again = desk.take(&delivery(Feed::Entity), &text).unwrap();
    assert_eq!((again.replayed, again.marks), (true, receipt.marks.clone()));
    // The ledger keeps them.
    let Desk { root, lake, registry } = desk;
    drop((lake, registry));
    let (lake, _) = open(root.path(), Box::new(Unwatched));
    assert_eq!(lake.batch(&receipt.batch).unwrap().marks, receipt.marks);
}

#[test]
fn twenty_on_one_point_and_any_number_apart_carry_no_mark() {
    let desk = Desk::new();
    let text = entities(20, |row| format!("对象{row}"), "116.4836");
    assert_eq!(desk.take(&delivery(Feed::Entity), text).unwrap().warned, 0);
    let apart = entities(40, |row| format!("对象{row}"), "116.48");
    let mut lines = apart.lines();
    let head = lines.next().unwrap_or_default().to_owned();
    let moved =
        lines.enumerate().map(|(row, line)| line.replace("116.48", &format!("116.48{row:02}")));
    let apart: Vec<String> = std::iter::once(head).chain(moved).collect();
    let receipt = desk.take(&delivery(Feed::Entity), apart.join("\n")).unwrap();
    assert_eq!((receipt.accepted, receipt.warned), (40, 0));
}

#[test]
fn a_version_that_says_what_the_one_before_said_is_marked_as_unchanged() {
    let desk = Desk::new();
    let changed = line("A1").replace("NO_PROBLEM", "CASE");
    let lines = [format!("{},1", line("A1")), format!("{},2", line("A1")), format!("{changed},3")];
    let text = format!("{HEADER},version\n{}\n", lines.join("\n"));
    let receipt = desk.take(&delivery(Feed::Inspection), text).unwrap();
    assert_eq!(marks(&receipt), [("W704_UNCHANGED", 1)]);
    let stored = texts(&desk.rows(&receipt.batch), "warnings");
    assert_eq!(stored, [None, Some("W704_UNCHANGED".to_owned()), None]);
}
