//! Accepted and rejected rows.

use super::*;
use crate::lake::repair::{put_head, put_rows};

#[test]
fn rows_in_are_rows_accepted_and_rejected_and_each_reject_says_what_to_do() {
    let desk = Desk::new();
    let wrong = line("A2").replace("OFFSITE", "SOMEHOW");
    let receipt = desk
        .take(&delivery(Feed::Inspection), csv(&[line("A1"), wrong.clone(), line("A3")]))
        .unwrap();
    assert_eq!((receipt.rows, receipt.accepted, receipt.rejected), (3, 2, 1));
    let rejects = desk.rejects(&receipt.batch);
    assert_eq!(rejects.len(), 1);
    let reject = &rejects[0];
    assert_eq!(
        (reject.row, reject.column.as_str(), reject.code.as_str()),
        (2, "mode", "E104_ENUM")
    );
    assert_eq!((reject.value.as_str(), reject.line.as_str()), ("SOMEHOW", wrong.as_str()));
    assert!(reject.hint.contains("ONSITE"), "{}", reject.hint);
    let rows = desk.rows(&receipt.batch);
    assert_eq!(integers(&rows, "row_no"), [1, 3]);
    assert_eq!(integers(&rows, "batch_seq"), [3, 3]);
    assert_eq!(integers(&rows, "key_hash"), [schema::key_hash("A1"), schema::key_hash("A3")]);
}

#[test]
fn a_list_of_rejects_is_repaired_and_delivered_again_as_it_is() {
    let desk = Desk::new();
    let wrong = line("A2").replace("OFFSITE", "SOMEHOW").replace("P1", "\"P1;\"\"P2\"\"\"");
    let receipt = desk.take(&delivery(Feed::Inspection), csv(&[wrong, line("A3")])).unwrap();
    let mut list = Vec::new();
    put_head(Feed::Inspection, &mut list).unwrap();
    assert_eq!(put_rows(&desk.rejects(&receipt.batch), &mut list).unwrap(), 1);
    let list = String::from_utf8(list).unwrap();
    let again = desk.take(&delivery(Feed::Inspection), &list).unwrap();
    assert_eq!((again.rows, again.rejected), (1, 1));
    let repaired = list.replace("SOMEHOW", "OFFSITE");
    let again = desk.take(&delivery(Feed::Inspection), &repaired).unwrap();
    assert_eq!((again.accepted, again.rejected), (1, 0));
    let rows = desk.rows(&again.batch);
    assert_eq!(texts(&rows, "officer_ids"), [Some("P1;\"P2\"".to_owned())]);
}

#[test]
fn a_record_of_another_width_is_one_reject_and_not_the_end() {
    let desk = Desk::new();
    let receipt = desk
        .take(&delivery(Feed::Inspection), csv(&["A1,E1".to_owned(), String::new(), line("A2")]))
        .unwrap();
    assert_eq!((receipt.rows, receipt.accepted, receipt.rejected), (2, 1, 1));
    let rejects = desk.rejects(&receipt.batch);
    assert_eq!((rejects[0].code.as_str(), rejects[0].line.as_str()), ("E102_TYPE", "A1,E1"));
}

#[test]
fn the_same_key_and_version_says_one_thing_in_a_delivery() {
    let desk = Desk::new();
    let other = line("A1").replace("NO_PROBLEM", "ORDERED");
    let later = format!("{other},2");
    let lines =
        [format!("{},1", line("A1")), format!("{other},1"), format!("{},1", line("A1")), later];
    let text = format!("{HEADER},version\n{}\n", lines.join("\n"));
    let receipt = desk.take(&delivery(Feed::Inspection), text).unwrap();
    // The second contradicts the first, the third repeats it, the fourth is a later version.
    assert_eq!((receipt.accepted, receipt.rejected, receipt.warned), (3, 1, 1));
    let rejects = desk.rejects(&receipt.batch);
    assert_eq!((rejects[0].row, rejects[0].code.as_str()), (2, "E701_DUP_KEY"));
    let rows = desk.rows(&receipt.batch);
    assert_eq!(integers(&rows, "row_no"), [1, 4]);
    assert_eq!(desk.lake.batch(&receipt.batch).unwrap().stored, 2);
}

#[test]
fn a_delivery_of_many_blocks_keeps_its_order_and_finds_twins_far_apart() {
    let desk = Desk::new();
    let count: usize = 30_000;
    let visit = |row: usize| line(&format!("A{row:06}")).replace("E1", &format!("E{row}"));
    let mut lines: Vec<String> = (0..count).map(visit).collect();
    lines[count / 2] = visit(3).replace("NO_PROBLEM", "CASE");
    lines[count - 1] = visit(4);
    let text = csv(&lines);
    assert!(text.len() > 2 << 20, "several blocks");
    let receipt = desk.take(&delivery(Feed::Inspection), text).unwrap();
    assert_eq!((receipt.rows, receipt.rejected, receipt.warned), (count as u64, 1, 1));
    let rejects = desk.rejects(&receipt.batch);
    assert_eq!((rejects[0].row, rejects[0].code.as_str()), (count as u64 / 2 + 1, "E701_DUP_KEY"));
    let rows = desk.rows(&receipt.batch);
    let numbers = integers(&rows, "row_no");
    assert_eq!(numbers.len(), count - 2);
    assert!(numbers.is_sorted());
    let keys = texts(&rows, "insp_id");
    let expected = numbers.iter().map(|row| Some(format!("A{:06}", row - 1)));
    assert!(keys.into_iter().eq(expected));
}

#[test]
fn personal_numbers_in_free_text_stay_out_of_the_list_of_rejects() {
    let desk = Desk::new();
    let text = "problem_id,insp_id,entity_id,severity,text,found_at,state\n\
                P1,A1,E1,9,\"店主电话 13812345678\",2026-10-01,FOUND\n";
    let receipt = desk.take(&delivery(Feed::Problem), text).unwrap();
    let reject = &desk.rejects(&receipt.batch)[0];
    assert_eq!(reject.code, "E104_ENUM");
    assert!(!reject.line.contains("12345678") && !reject.cells.contains("12345678"), "{reject:?}");
    assert!(reject.line.contains("店主电话"), "{reject:?}");
}
