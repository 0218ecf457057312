//! A CSV file of the source, read without the product's reader.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Rows by column name.
#[derive(Debug)]
pub(crate) struct Table {
    columns: BTreeMap<String, usize>,
    rows: Vec<Vec<String>>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Row<'t> {
    table: &'t Table,
    cells: &'t [String],
}

impl Table {
    pub(crate) fn read(path: &Path) -> Self {
        let text =
            fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        let mut rows = text.lines().map(cells);
        let head = rows.next().expect("a file has a head");
        let columns = head.into_iter().enumerate().map(|(at, name)| (name, at)).collect();
        Self { columns, rows: rows.collect() }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }
}

impl<'t> Row<'t> {
    pub(crate) fn cell(self, column: &str) -> &'t str {
        &self.cells[self.table.columns[column]]
    }

    pub(crate) fn count(self, column: &str) -> i64 {
        self.cell(column).parse().expect("a count")
    }

    /// Longitude and latitude.
    pub(crate) fn point(self) -> Option<(f64, f64)> {
        let degrees = |column| self.cell(column).parse().ok();
        Some((degrees("Longitude")?, degrees("Latitude")?))
    }
}

/// A quoted cell may hold commas and doubled quotes, but no line break.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut is_quoted = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cells.last_mut().expect("a cell").push('"');
            }
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => cells.push(String::new()),
            other => cells.last_mut().expect("a cell").push(other),
        }
    }
    cells
}
