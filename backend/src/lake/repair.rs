//! Rows with their faults → CSV that a person repairs and delivers again.
//!
//! The feed's columns first, then [`FAULT_COLUMNS`], which ingest skips: the repaired file is an
//! ordinary delivery. A row with several faults is one line; its faults stand side by side.

use domain::feed::Feed;

use super::{LakeError, RowFault};

/// What is added behind the feed's columns; a delivery may carry these columns, they mean nothing.
pub const FAULT_COLUMNS: [&str; 5] =
    ["fault_row", "fault_code", "fault_column", "fault_value", "fault_hint"];

/// Between the faults of one row.
const BETWEEN: &str = " | ";

/// Appends the head of a table.
pub fn put_head(feed: Feed, out: &mut Vec<u8>) -> Result<(), LakeError> {
    let columns = feed.columns().iter().map(|column| column.name);
    let mut out = csv::Writer::from_writer(out);
    out.write_record(columns.chain(FAULT_COLUMNS)).map_err(LakeError::WriteTable)
}

/// Appends the rows that some faults are of, which stand together; returns how many rows these are.
pub fn put_rows(faults: &[RowFault], out: &mut Vec<u8>) -> Result<u32, LakeError> {
    let mut out = csv::Writer::from_writer(out);
    let mut count = 0;
    for row in faults.chunk_by(|one, next| one.row == next.row) {
        let record = record(row).and_then(|record| out.write_record(&record));
        record.map_err(LakeError::WriteTable)?;
        count += 1;
    }
    Ok(count)
}

/// The first cell of a line of CSV.
pub fn first_cell(line: &str) -> String {
    let mut record = csv::StringRecord::new();
    let read = reader(line).read_record(&mut record);
    read.ok().and_then(|_| record.get(0)).unwrap_or_default().to_owned()
}

/// One line of a CSV file, without its line end.
pub fn csv_line<'c>(cells: impl IntoIterator<Item = &'c str>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        if cell.contains([',', '"', '\n', '\r']) {
            line.push('"');
            line.push_str(&cell.replace('"', "\"\""));
            line.push('"');
        } else {
            line.push_str(cell);
        }
    }
    line
}

fn record(faults: &[RowFault]) -> Result<csv::StringRecord, csv::Error> {
    let mut record = csv::StringRecord::new();
    let Some(first) = faults.first() else { return Ok(record) };
    reader(&first.cells).read_record(&mut record)?;
    record.push_field(&first.row.to_string());
    let joined =
        |field: fn(&RowFault) -> &str| faults.iter().map(field).collect::<Vec<_>>().join(BETWEEN);
    record.push_field(&joined(|fault| &fault.code));
    record.push_field(&joined(|fault| &fault.column));
    record.push_field(&joined(|fault| &fault.value));
    record.push_field(&joined(|fault| &fault.hint));
    Ok(record)
}

fn reader(line: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).from_reader(line.as_bytes())
}
