//! Marked rows: every mark that a receipt counts opens as many rows.

use super::*;
use crate::lake::repair::{put_head, put_rows};

impl Desk {
    fn marked(&self, batch: &str, mark: Option<Code>, page: Page) -> (u64, Vec<RowFault>) {
        let batch = self.lake.batch(batch).unwrap();
        self.lake.marked(&batch, mark, page).unwrap()
    }

    /// Each mark with the rows that carry it.
    fn all_marks(&self, receipt: &Receipt) -> Vec<(String, Vec<u64>)> {
        let rows = |code: &str| {
            let (total, rows) =
                self.marked(&receipt.batch, Code::parse(code), Page { skip: 0, rows: u32::MAX });
            assert!(rows.iter().all(|row| row.code == code), "{rows:?}");
            assert_eq!(total, rows.len() as u64, "{code}");
            (code.to_owned(), rows.iter().map(|row| row.row).collect())
        };
        receipt.marks.keys().map(|code| rows(code)).collect()
    }
}

const ALL: Page = Page { skip: 0, rows: 1000 };

/// Late in row 1, wrong in row 2, row 3 repeats row 1, row 4 changes nothing, row 5 is clean, row 6 repeats it.
fn mixed() -> String {
    let late = format!("{},1,2026-10-20 09:00:00", line("A1"));
    let wrong = format!("{},1,", line("A2").replace("OFFSITE", "SOMEHOW"));
    let unchanged = format!("{},2,2026-10-02 09:00:00", line("A1"));
    let clean = format!("{},1,", line("A5").replace("E1", "E5"));
    let lines = [&*late, &wrong, &late, &unchanged, &clean, &clean];
    format!("{HEADER},version,received_at\n{}\n", lines.join("\n"))
}

#[test]
fn a_count_of_marks_opens_as_many_rows_each_with_key_column_value_and_advice() {
    let desk = Desk::new();
    let receipt = desk.take(&delivery(Feed::Inspection), mixed()).unwrap();
    assert_eq!((receipt.accepted, receipt.rejected, receipt.warned), (5, 1, 4));
    let expected = [("W304_LATE_REPORT", vec![1]), ("W704_UNCHANGED", vec![3, 4, 6])];
    assert_eq!(desk.all_marks(&receipt), expected.map(|(code, rows)| (code.to_owned(), rows)));
    let (total, rows) = desk.marked(&receipt.batch, None, ALL);
    assert_eq!(total, receipt.warned);
    let late = &rows[0];
    assert_eq!((late.row, &*late.key, &*late.column), (1, "A1", "received_at"));
    assert_eq!(late.value, "2026-10-20T09:00:00+08:00");
    assert!(late.hint.contains("上报") && late.line.starts_with("A1,E1,"), "{late:?}");
    let repeats = &rows[1];
    assert_eq!((repeats.row, &*repeats.key, &*repeats.line), (3, "A1", ""), "it is not stored");
    assert_eq!((rows[2].row, &*rows[2].column, &*rows[2].value), (4, "version", "2"));
    let (of_none, none) = desk.marked(&receipt.batch, Some(Code::W901Pii), ALL);
    assert_eq!((of_none, none.len()), (0, 0));
}

#[test]
fn a_clean_delivery_lists_no_row_however_many_it_rejects() {
    let desk = Desk::new();
    let wrong = line("A2").replace("OFFSITE", "SOMEHOW");
    let receipt = desk.take(&delivery(Feed::Inspection), csv(&[line("A1"), wrong])).unwrap();
    assert_eq!((receipt.warned, receipt.rejected), (0, 1));
    assert_eq!(desk.marked(&receipt.batch, None, ALL), (0, Vec::new()));
}

#[test]
fn pages_of_marked_rows_follow_each_other_across_the_blocks_of_a_delivery() {
    let desk = Desk::new();
    let count = 30_000_u64;
    let visit = |row: u64| line(&format!("A{row:06}")).replace("E1", &format!("E{row}"));
    let received = |row: u64| if row % 100 == 7 { "2026-10-20 09:00:00" } else { "" };
    let mut lines: Vec<String> =
        (0..count).map(|row| format!("{},{}", visit(row), received(row))).collect();
    lines.push(lines[0].clone());
    let text = format!("{HEADER},received_at\n{}\n", lines.join("\n"));
    let receipt = desk.take(&delivery(Feed::Inspection), text).unwrap();
    let mut expected: Vec<u64> =
        (0..count).filter(|row| row % 100 == 7).map(|row| row + 1).collect();
    expected.push(count + 1);
    assert_eq!(receipt.warned, expected.len() as u64);
    let mut found = Vec::new();
    for skip in (0..).step_by(90) {
        let (total, rows) = desk.marked(&receipt.batch, None, Page { skip, rows: 90 });
        assert_eq!(total, receipt.warned);
        assert!(rows.iter().all(|row| row.key == format!("A{:06}", (row.row - 1) % count)));
        found.extend(rows.iter().map(|row| row.row));
        if rows.is_empty() {
            break;
        }
    }
    assert_eq!(found, expected);
}

#[test]
fn marked_rows_as_a_table_are_a_delivery_again() {
    let desk = Desk::new();
    let receipt = desk.take(&delivery(Feed::Inspection), mixed()).unwrap();
    let (_, rows) = desk.marked(&receipt.batch, Some(Code::W304LateReport), ALL);
    let mut table = Vec::new();
    put_head(Feed::Inspection, &mut table).unwrap();
    assert_eq!(put_rows(&rows, &mut table).unwrap(), 1);
    let again = desk.take(&delivery(Feed::Inspection), &table).unwrap();
    assert_eq!((again.rows, again.accepted), (1, 1));
    assert_eq!(again.marks.keys().collect::<Vec<_>>(), ["W304_LATE_REPORT"]);
    let (_, all) = desk.marked(&receipt.batch, None, ALL);
    assert_eq!(put_rows(&all, &mut Vec::new()).unwrap(), 4, "also rows that are not stored");
}

#[test]
fn a_batch_from_before_the_ledger_knew_repeated_rows_lists_them_without_a_key() {
    let desk = Desk::new();
    let receipt = desk.take(&delivery(Feed::Inspection), mixed()).unwrap();
    let Desk { root, lake, registry } = desk;
    drop((lake, registry));
    let ledger = rusqlite::Connection::open(root.path().join("ledger.sqlite")).unwrap();
    ledger.execute_batch("DROP TABLE repeated; PRAGMA user_version = 2").unwrap();
    drop(ledger);
    let (lake, registry) = open(root.path(), Box::new(Unwatched));
    let desk = Desk { root, lake, registry };
    let (total, rows) = desk.marked(&receipt.batch, Some(Code::W704Unchanged), ALL);
    let rows: Vec<(u64, &str)> = rows.iter().map(|row| (row.row, &*row.key)).collect();
    assert_eq!((total, rows), (3, vec![(3, ""), (4, "A1"), (6, "")]));
}

#[test]
fn hidden_numbers_stay_hidden_in_the_list_of_marks() {
    let desk = Desk::new();
    let text = "problem_id,insp_id,entity_id,severity,text,found_at,state\n\
                P1,A1,E1,1,\"店主电话 13812345678\",2026-10-01,FOUND\n";
    let receipt = desk.take(&delivery(Feed::Problem), text).unwrap();
    let (total, rows) = desk.marked(&receipt.batch, Some(Code::W901Pii), ALL);
    assert_eq!((total, &*rows[0].column), (1, "text"));
    assert!(!format!("{rows:?}").contains("12345678") && rows[0].value.contains("138*"));
}
