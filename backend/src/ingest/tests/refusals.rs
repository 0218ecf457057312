//! Deliveries that are refused as a whole, each beside one that is not.

use std::fs;

use super::*;

/// A refused delivery leaves nothing: no batch, no rejects, no file.
fn refuses(desk: &Desk, delivery: &Delivery<'_>, bytes: impl AsRef<[u8]>) -> Code {
    let before = desk.lake.batches().len();
    let code = code(desk.take(delivery, bytes));
    assert_eq!(desk.lake.batches().len(), before);
    assert_eq!(fs::read_dir(desk.root.path().join("lake/tmp")).unwrap().count(), 0);
    code
}

#[test]
fn columns_are_the_feeds_in_any_order() {
    let desk = Desk::new();
    let inspection = delivery(Feed::Inspection);
    let good = csv(&[line("A1")]);
    let with_unknown = good.replace("officer_ids\n", "phone\n");
    assert_eq!(refuses(&desk, &inspection, with_unknown), Code::FSchema);
    let without_required = good.replace("mode,", "doc_no,");
    assert_eq!(refuses(&desk, &inspection, without_required), Code::FSchema);
    let reordered = "mode,insp_id,entity_id,org_code,specialty,inspect_type,method,start_at,officer_ids\n\
                     OFFSITE,A1,E1,110105,03,ROUTINE,REMOTE,2026-10-01,P1\n";
    assert_eq!(desk.take(&inspection, reordered).unwrap().accepted, 1);
}

#[test]
fn an_empty_delivery_is_refused() {
    let desk = Desk::new();
    let inspection = delivery(Feed::Inspection);
    assert_eq!(refuses(&desk, &inspection, ""), Code::FEmpty);
    assert_eq!(refuses(&desk, &inspection, "\n\n"), Code::FEmpty);
    assert_eq!(refuses(&desk, &inspection, format!("{HEADER}\n")), Code::FEmpty);
}

#[test]
fn a_cut_delivery_is_refused_and_may_be_sent_again_whole() {
    let desk = Desk::new();
    let named = Delivery { id: Some("2026-10".to_owned()), ..delivery(Feed::Inspection) };
    let whole = csv(&[line("A1"), line("A2").replace("P1", "\"P1;P2\"")]);
    let in_last_row = &whole.as_bytes()[..whole.len() - 20];
    assert_eq!(refuses(&desk, &named, in_last_row), Code::FTruncated);
    let in_quotes = &whole.as_bytes()[..whole.len() - 3];
    assert_eq!(refuses(&desk, &named, in_quotes), Code::FTruncated);
    let without_line_end = whole.trim_end();
    assert_eq!(desk.take(&named, without_line_end).unwrap().accepted, 2);
}

#[test]
fn only_declared_encodings_are_read() {
    let desk = Desk::new();
    let text = csv(&[line("A1"), line("A2")]).replace("P1", "张三");
    let (gb18030, _, _) = encoding_rs::GB18030.encode(&text);
    let plain = delivery(Feed::Inspection);
    assert_eq!(refuses(&desk, &plain, &gb18030), Code::FEncoding);
    let declared = Delivery { encoding: Some(Encoding::Gb18030), ..plain.clone() };
    let receipt = desk.take(&declared, &gb18030).unwrap();
    assert_eq!(texts(&desk.rows(&receipt.batch), "officer_ids")[0].as_deref(), Some("张三"));
    let with_mark = format!("\u{feff}{text}");
    assert_eq!(desk.take(&plain, with_mark).unwrap().accepted, 2);
}

#[test]
fn a_broken_byte_deep_in_a_delivery_is_named_with_its_row() {
    let desk = Desk::new();
    let mut bytes =
        csv(&(0..30_000).map(|row| line(&format!("A{row}"))).collect::<Vec<_>>()).into_bytes();
    let at = bytes.len() - 5;
    bytes[at] = 0xFF;
    let err = desk.take(&delivery(Feed::Inspection), bytes).unwrap_err();
    assert_eq!(err.code(), Some(Code::FEncoding));
    assert!(err.to_string().contains(&format!("第 {at} 字节（第 30000 行附近）")), "{err}");
}

/// Hard case 18: a replayed batch changes nothing; the same id with other content is refused.
#[test]
fn hard_case_18_a_replay_gets_the_earlier_receipt_and_a_reused_id_is_refused() {
    let desk = Desk::new();
    let named = Delivery { id: Some("2026-10".to_owned()), ..delivery(Feed::Inspection) };
    let text = csv(&[line("A1"), line("A2").replace("OFFSITE", "X")]);
    let first = desk.take(&named, &text).unwrap();
    let batches = desk.lake.batches();
    let again = desk.take(&named, &text).unwrap();
    assert!(again.replayed && !first.replayed);
    assert_eq!(Receipt { replayed: false, ..again }, first);
    assert_eq!(refuses(&desk, &named, csv(&[line("A9")])), Code::FDupBatch);
    assert_eq!(desk.lake.batches(), batches);
    let unnamed = Delivery { id: None, ..named };
    let by_hash = desk.take(&unnamed, &text).unwrap();
    assert_eq!(by_hash.batch.len(), 16);
    assert!(!by_hash.replayed);
    assert!(desk.take(&unnamed, &text).unwrap().replayed);
}

#[test]
fn an_id_is_a_plain_name() {
    let desk = Desk::new();
    for id in ["", "../x", "a b", ".hidden", "日", &"x".repeat(81)] {
        let named = Delivery { id: Some(id.to_owned()), ..delivery(Feed::Inspection) };
        let err = desk.take(&named, csv(&[line("A1")])).unwrap_err();
        assert!(matches!(err, IngestError::BadId(_)), "{id:?}: {err}");
    }
}

#[test]
fn a_sender_that_breaks_off_leaves_nothing() {
    struct Gone;
    impl Read for Gone {
        fn read(&mut self, _room: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("gone"))
        }
    }
    let desk = Desk::new();
    let start = csv(&[line("A1")]);
    let reader = start.as_bytes().chain(Gone);
    let err = deliver(&desk.lake, &desk.registry, &delivery(Feed::Inspection), reader).unwrap_err();
    assert!(matches!(err, IngestError::Split(_)), "{err}");
    assert_eq!(desk.lake.batches().len(), 2);
    assert_eq!(desk.take(&delivery(Feed::Inspection), &start).unwrap().seq, 3);
}
