//! One block of CSV text → records of cells, without copying what needs no unescaping.
//!
//! Tolerant as the `csv` crate is: a stray quote inside a cell is a quote, text after a closing quote
//! belongs to the cell, blank lines are no records. Knows nothing of columns.

use std::borrow::Cow;

use memchr::{memchr, memchr2};

/// Walks the records of a block of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Records<'t> {
    rest: &'t str,
    /// Between cells; ASCII.
    delimiter: u8,
}

impl<'t> Records<'t> {
    pub(super) fn new(text: &'t str, delimiter: u8) -> Self {
        Self { rest: text, delimiter }
    }

    /// What has not been walked yet.
    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    /// Fills `cells` with the next record and returns its line as it came, without its line end.
    pub(super) fn next_record(&mut self, cells: &mut Vec<Cow<'t, str>>) -> Option<&'t str> {
        cells.clear();
        while let Some(rest) = self.rest.strip_prefix(['\n', '\r']) {
            self.rest = rest;
        }
        if self.rest.is_empty() {
            return None;
        }
        let start = self.rest;
        while self.cell(cells) {}
        let line = start.len() - self.rest.len();
        Some(start.get(..line).unwrap_or_default().trim_end_matches(['\n', '\r']))
    }

    /// Takes one cell; whether another follows in this record.
    fn cell(&mut self, cells: &mut Vec<Cow<'t, str>>) -> bool {
        if let Some(inside) = self.rest.strip_prefix('"') {
            return self.quoted(inside, cells);
        }
        let (cell, more) = self.plain();
        cells.push(Cow::Borrowed(cell));
        more
    }

    /// Text up to the next comma or line end.
    fn plain(&mut self) -> (&'t str, bool) {
        let end = memchr2(self.delimiter, b'\n', self.rest.as_bytes());
        let Some((cell, after)) = end.and_then(|end| self.rest.split_at_checked(end)) else {
            let cell = self.rest.strip_suffix('\r').unwrap_or(self.rest);
            self.rest = "";
            return (cell, false);
        };
        let more = after.as_bytes().first() == Some(&self.delimiter);
        self.rest = after.get(1..).unwrap_or_default();
        let cell = if more { cell } else { cell.strip_suffix('\r').unwrap_or(cell) };
        (cell, more)
    }

    fn quoted(&mut self, mut inside: &'t str, cells: &mut Vec<Cow<'t, str>>) -> bool {
        let mut text = Cow::Borrowed("");
        loop {
            let quote = memchr(b'"', inside.as_bytes()).unwrap_or(inside.len());
            let (part, after) = inside.split_at_checked(quote).unwrap_or((inside, ""));
            append(&mut text, part);
            let after = after.strip_prefix('"').unwrap_or(after);
            let Some(more) = after.strip_prefix('"') else {
                self.rest = after;
                break;
            };
            append(&mut text, "\"");
            inside = more;
        }
        let (trailing, more) = self.plain();
        append(&mut text, trailing);
        cells.push(text);
        more
    }
}

/// Appends without copying while only one of the two holds text.
fn append<'t>(text: &mut Cow<'t, str>, part: &'t str) {
    if text.is_empty() {
        *text = Cow::Borrowed(part);
    } else if !part.is_empty() {
        text.to_mut().push_str(part);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn records(text: &str) -> Vec<Vec<String>> {
        let mut walk = Records::new(text, b',');
        let mut cells = Vec::new();
        let mut all = Vec::new();
        while walk.next_record(&mut cells).is_some() {
            all.push(cells.iter().map(ToString::to_string).collect());
        }
        all
    }

    #[test]
    fn quotes_commas_and_line_ends_inside_a_cell_stay_in_it() {
        let all = records("a,\"x, \"\"y\"\"\nz\",c\r\n\n1,,\"\"\r\n");
        assert_eq!(all, [["a", "x, \"y\"\nz", "c"], ["1", "", ""]]);
    }

    #[test]
    fn the_line_of_a_record_is_kept_as_it_came() {
        let mut walk = Records::new("a,\"b\nc\"\r\nd,e", b',');
        let mut cells = Vec::new();
        assert_eq!(walk.next_record(&mut cells), Some("a,\"b\nc\""));
        assert_eq!(walk.next_record(&mut cells), Some("d,e"));
        assert_eq!(walk.next_record(&mut cells), None);
    }

    proptest! {
        #[test]
        fn cells_are_those_of_the_csv_crate(text in "([a字\"\n, ]|\"\"|,\"|\"\n|\r\n){0,60}") {
            let mut reader = csv::ReaderBuilder::new()
                .has_headers(false)
                .flexible(true)
                .from_reader(text.as_bytes());
            let theirs: Vec<Vec<String>> = reader
                .records()
                .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                .collect();
            prop_assert_eq!(records(&text), theirs);
        }
    }
}
