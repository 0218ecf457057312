//! The same rows as CSV, JSON lines and Parquet.

use std::sync::Arc;

use arrow::array::{ArrayRef, ListBuilder, StringArray, StringBuilder, TimestampMillisecondArray};
use parquet::arrow::ArrowWriter;

use super::*;

const COMPARED: [&str; 4] = ["insp_id", "officer_ids", "method", "result"];

fn json_line(id: &str) -> String {
    format!(
        r#"{{"insp_id":"{id}","entity_id":"E1","org_code":110105,"specialty":"03","inspect_type":"ROUTINE","mode":"OFFSITE","method":"REMOTE","start_at":"2026-10-01 09:00:00","finish_at":"2026-10-01 09:30:00","result":"NO_PROBLEM","officer_ids":["P1","P2"],"doc_no":null}}"#
    )
}

/// Two inspections as a writer of data frames would write them.
fn parquet_file() -> Vec<u8> {
    let text = |value: &str| Arc::new(StringArray::from(vec![value, value])) as ArrayRef;
    let mut officers = ListBuilder::new(StringBuilder::new());
    for _ in 0..2 {
        officers.append_value([Some("P1"), Some("P2")]);
    }
    let start: i64 = "2026-10-01T09:00:00+08:00".parse::<Stamp>().unwrap().0 / 1000;
    let finish = start + 30 * 60 * 1000;
    let local = finish + 8 * 3600 * 1000;
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("insp_id", Arc::new(StringArray::from(vec!["A1", "A2"]))),
        ("entity_id", text("E1")),
        ("org_code", text("110105")),
        ("specialty", text("03")),
        ("inspect_type", text("ROUTINE")),
        ("mode", text("OFFSITE")),
        ("method", text("REMOTE")),
        (
            "start_at",
            Arc::new(TimestampMillisecondArray::from(vec![start; 2]).with_timezone("UTC")),
        ),
        // Without a zone: a reading of the local clock.
        ("finish_at", Arc::new(TimestampMillisecondArray::from(vec![local; 2]))),
        ("result", text("NO_PROBLEM")),
        ("officer_ids", Arc::new(officers.finish())),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn csv_json_and_parquet_deliveries_store_the_same_rows() {
    let desk = Desk::new();
    let plain = delivery(Feed::Inspection);
    let lines: Vec<String> =
        ["A1", "A2"].iter().map(|id| line(id).replace("P1", "P1;P2")).collect();
    let from_csv = desk.rows(&desk.take(&plain, csv(&lines)).unwrap().batch);
    let ndjson = Delivery { format: Format::Ndjson, ..plain.clone() };
    let text = format!("{}\n\n{}\n", json_line("A1"), json_line("A2"));
    let from_json = desk.rows(&desk.take(&ndjson, text).unwrap().batch);
    let parquet = Delivery { format: Format::Parquet, ..plain };
    let from_parquet = desk.rows(&desk.take(&parquet, parquet_file()).unwrap().batch);
    for other in [&from_json, &from_parquet] {
        for column in COMPARED {
            assert_eq!(texts(other, column), texts(&from_csv, column), "{column}");
        }
        for column in ["start_at", "finish_at", "key_hash", "row_no"] {
            assert_eq!(integers(other, column), integers(&from_csv, column), "{column}");
        }
    }
}

#[test]
fn a_json_line_that_cannot_be_read_is_a_reject_unless_the_delivery_ends_in_it() {
    let desk = Desk::new();
    let ndjson = Delivery { format: Format::Ndjson, ..delivery(Feed::Inspection) };
    let text = format!("{}\n[1]\n{{\"insp_id\":{{}}}}\n", json_line("A1"));
    let receipt = desk.take(&ndjson, text).unwrap();
    assert_eq!((receipt.rows, receipt.rejected), (3, 2));
    let two = format!("{}\n{}", json_line("A1"), json_line("A2"));
    assert_eq!(code(desk.take(&ndjson, &two.as_bytes()[..two.len() - 40])), Code::FTruncated);
    let unknown = json_line("A1").replace("doc_no", "phone");
    assert_eq!(code(desk.take(&ndjson, format!("{unknown}\n"))), Code::FSchema);
}

#[test]
fn a_cut_parquet_file_is_refused() {
    let desk = Desk::new();
    let parquet = Delivery { format: Format::Parquet, ..delivery(Feed::Inspection) };
    let whole = parquet_file();
    assert_eq!(code(desk.take(&parquet, &whole[..whole.len() / 2])), Code::FTruncated);
    assert_eq!(desk.take(&parquet, &whole).unwrap().accepted, 2);
}
