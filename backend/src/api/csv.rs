//! Rows of text → CSV for a spreadsheet: UTF-8 with a mark, cells that would run as formulas disarmed.

use std::borrow::Cow;

/// Media type of the tables we send.
pub const MEDIA: &str = "text/csv; charset=utf-8";

/// Excel reads UTF-8 only after this mark.
pub const BOM: &[u8] = b"\xef\xbb\xbf";

/// Appends one line; every cell is guarded.
pub fn put_line<'a>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    for (nth, cell) in cells.into_iter().enumerate() {
        if nth > 0 {
            out.push(b',');
        }
        put_cell(out, &guarded(cell));
    }
    out.extend_from_slice(b"\r\n");
}

/// `Content-Disposition` of a file to be saved: its name in ASCII, and in full as RFC 5987 says.
pub fn attachment(ascii: &str, full: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    let plain: String =
        ascii.bytes().map(|byte| if is_plain(byte) { char::from(byte) } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in full.bytes() {
        if is_plain(byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend([byte >> 4, byte & 15].map(hex_digit));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

/// A cell that a spreadsheet would run gets an apostrophe in front.
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

fn put_cell(out: &mut Vec<u8>, cell: &str) {
    if !cell.contains(['"', ',', '\r', '\n']) {
        out.extend_from_slice(cell.as_bytes());
        return;
    }
    out.push(b'"');
    out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_travels_plain_and_in_full() {
        assert_eq!(
            attachment("base I02\".csv", "区 I02\".csv"),
            "attachment; filename=\"base_I02_.csv\"; filename*=UTF-8''%E5%8C%BA%20I02%22.csv"
        );
    }

    #[test]
    fn cells_that_start_a_formula_are_disarmed_and_quotes_doubled() {
        let mut out = Vec::new();
        put_line(&mut out, ["=1+1", "+86", "-2", "@x", "plain", "a,\"b\"", "", "两\n行"]);
        let text = String::from_utf8(out).unwrap();
        insta::assert_snapshot!(text.trim_end(), @r#"
        '=1+1,'+86,'-2,'@x,plain,"a,""b""",,"两
        行"
        "#);
    }
}
