//! What the source's files must become, worked out from the files and the words of the mapping alone.

use crate::areas::Areas;
use crate::table::{Row, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The two files of a folder.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) food_file: PathBuf,
    pub(crate) complaint_file: PathBuf,
    food: Table,
    complaints: Table,
}

/// Numbers by area code; what lies in none is `unplaced`.
pub(crate) type ByArea = BTreeMap<String, i64>;

const UNPLACED: &str = "unplaced";

/// What the mapping makes an entity's content of.
const ENTITY: [&str; 6] = ["DBA_Name", "Facility_Type", "Risk", "Address", "Longitude", "Latitude"];

impl Source {
    pub(crate) fn of(food_file: PathBuf, complaint_file: PathBuf) -> Self {
        let read = |path: &Path| Table::read(path);
        Self {
            food: read(&food_file),
            complaints: read(&complaint_file),
            food_file,
            complaint_file,
        }
    }

    /// Rows of each feed that the mappings make, and how many of them are rejected.
    pub(crate) fn rows(&self) -> BTreeMap<&'static str, (usize, usize)> {
        let problems = self.food.rows().map(violations).sum::<i64>();
        BTreeMap::from([
            ("entity", (self.food.len(), self.contradicting().len())),
            ("inspection", (self.food.len(), 0)),
            ("problem", (usize::try_from(problems).expect("no negative count"), 0)),
            ("complaint", (self.complaints.len(), 0)),
        ])
    }

    /// Rows (from 1) that say something else of a licence than an earlier row of the same day.
    pub(crate) fn contradicting(&self) -> Vec<usize> {
        let mut first = BTreeMap::new();
        let contradicts = |(_, row): &(usize, Row<'_>)| {
            let said = ENTITY.map(|column| row.cell(column).trim().to_owned());
            let key = (row.cell("License").to_owned(), row.cell("Inspection_Date").to_owned());
            *first.entry(key).or_insert_with(|| said.clone()) != said
        };
        let found = self.food.rows().enumerate().filter(contradicts);
        found.map(|(at, _)| at + 1).collect()
    }

    pub(crate) fn food_rows(&self) -> usize {
        self.food.len()
    }

    pub(crate) fn entities(&self) -> usize {
        self.food.rows().map(|row| row.cell("License")).collect::<BTreeSet<_>>().len()
    }

    pub(crate) fn inspections(&self) -> i64 {
        i64::try_from(self.food.len()).expect("few")
    }

    /// Visits that were not passed and whose violations were counted.
    pub(crate) fn finds(&self) -> i64 {
        let found = self.food.rows().filter(|row| violations(*row) > 0).count();
        i64::try_from(found).expect("few")
    }

    /// Visits by the area of their point, else of the business's point in its last row.
    pub(crate) fn inspections_by_area(&self) -> ByArea {
        let areas = Areas::read();
        let mut last: BTreeMap<&str, Row<'_>> = BTreeMap::new();
        for row in self.food.rows() {
            let known = last.entry(row.cell("License")).or_insert(row);
            if row.cell("Inspection_Date") > known.cell("Inspection_Date") {
                *known = row;
            }
        }
        let mut by_area = ByArea::new();
        for row in self.food.rows() {
            let area_of = |row: Row<'_>| areas.holding(row.point()?);
            let business = || area_of(last[row.cell("License")]);
            let area = area_of(row).or_else(business).unwrap_or(UNPLACED);
            *by_area.entry(area.to_owned()).or_default() += 1;
        }
        by_area
    }

    /// Requests, each once, by the area of the point in its last row, else by the area that it names.
    pub(crate) fn complaints_by_area(&self) -> ByArea {
        let areas = Areas::read();
        let mut last: BTreeMap<&str, Row<'_>> = BTreeMap::new();
        for row in self.complaints.rows() {
            let known = last.entry(row.cell("Service_Request_Number")).or_insert(row);
            if row.cell("Completion_Date") > known.cell("Completion_Date") {
                *known = row;
            }
        }
        let mut by_area = ByArea::new();
        for row in last.values() {
            let stated = || match row.cell("Community_Area") {
                "" => UNPLACED.to_owned(),
                number => format!("CHI{number}"),
            };
            let located = row.point().and_then(|point| areas.holding(point)).map(str::to_owned);
            let area = located.unwrap_or_else(stated);
            *by_area.entry(area).or_default() += 1;
        }
        by_area
    }
}

/// Violations of a visit that was not passed.
fn violations(row: Row<'_>) -> i64 {
    if row.cell("Results") == "Pass" {
        return 0;
    }
    ["criticalCount", "seriousCount", "minorCount"].map(|column| row.count(column)).iter().sum()
}
