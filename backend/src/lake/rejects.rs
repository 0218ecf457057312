//! Rejected rows → a CSV file that a person repairs and delivers again.
//!
//! The feed's columns first, then [`FAULT_COLUMNS`], which ingest skips: the repaired file is an
//! ordinary delivery. A row with several faults is one line; its faults stand side by side.

use std::io::{self, Write};

use domain::feed::Feed;

use super::{LakeError, Page, Reject};

/// What is added behind the feed's columns; a delivery may carry these columns, they mean nothing.
pub const FAULT_COLUMNS: [&str; 5] =
    ["fault_row", "fault_code", "fault_column", "fault_value", "fault_hint"];

/// Rejected rows read at a time.
const PAGE: u32 = 2000;
/// Between the faults of one row.
const BETWEEN: &str = " | ";

/// Writes every rejected row as CSV, with a header; `listed` reads them page by page. Returns the number of rows.
pub fn write_csv<E: From<LakeError>>(
    feed: Feed,
    listed: impl Fn(Page) -> Result<Vec<Reject>, E>,
    sink: impl Write,
) -> Result<u64, E> {
    let mut out = csv::Writer::from_writer(sink);
    let columns = feed.columns().iter().map(|column| column.name);
    out.write_record(columns.chain(FAULT_COLUMNS)).map_err(failed)?;
    let mut skip = 0;
    loop {
        let faults = listed(Page { skip, rows: PAGE })?;
        let rows = faults.chunk_by(|one, next| one.row == next.row);
        let mut count = 0;
        for row in rows {
            out.write_record(&record(row).map_err(failed)?).map_err(failed)?;
            count += 1;
        }
        skip += count;
        if count < PAGE {
            break;
        }
    }
    out.flush().map_err(LakeError::WriteRejects)?;
    Ok(u64::from(skip))
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

fn record(faults: &[Reject]) -> Result<csv::StringRecord, csv::Error> {
    let Some(first) = faults.first() else { return Ok(csv::StringRecord::new()) };
    let mut cells =
        csv::ReaderBuilder::new().has_headers(false).from_reader(first.cells.as_bytes());
    let mut record = csv::StringRecord::new();
    cells.read_record(&mut record)?;
    record.push_field(&first.row.to_string());
    let joined =
        |field: fn(&Reject) -> &str| faults.iter().map(field).collect::<Vec<_>>().join(BETWEEN);
    record.push_field(&joined(|fault| &fault.code));
    record.push_field(&joined(|fault| &fault.column));
    record.push_field(&joined(|fault| &fault.value));
    record.push_field(&joined(|fault| &fault.hint));
    Ok(record)
}

fn failed(err: csv::Error) -> LakeError {
    LakeError::WriteRejects(io::Error::from(err))
}
