//! The order of records: a column of the answer, up or down; ties by key, so that pages never overlap.
//!
//! What a caller writes becomes a [`Column`] of the closed list before it meets SQL. Names of orgs and places
//! are put in order here, by code point, and travel to DuckDB as ranks.

use std::cmp::Ordering;
use std::str::FromStr;

use domain::wire::Record;

use super::NoSuchWord;
use crate::store::Generation;

/// A column of a list of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Feed,
    Id,
    Day,
    Entity,
    EntityName,
    Org,
    OrgName,
    Place,
    PlaceName,
    Specialty,
    Kind,
    Outcome,
    Weight,
}

/// Order of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    pub column: Column,
    pub is_descending: bool,
}

impl Column {
    /// In the order of the answer.
    pub const ALL: [Self; 13] = [
        Self::Feed,
        Self::Id,
        Self::Day,
        Self::Entity,
        Self::EntityName,
        Self::Org,
        Self::OrgName,
        Self::Place,
        Self::PlaceName,
        Self::Specialty,
        Self::Kind,
        Self::Outcome,
        Self::Weight,
    ];

    /// The name of the field in the answer.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Feed => "feed",
            Self::Id => "id",
            Self::Day => "day",
            Self::Entity => "entity",
            Self::EntityName => "entity_name",
            Self::Org => "org",
            Self::OrgName => "org_name",
            Self::Place => "place",
            Self::PlaceName => "place_name",
            Self::Specialty => "specialty",
            Self::Kind => "kind",
            Self::Outcome => "outcome",
            Self::Weight => "weight",
        }
    }

    /// The head of the column in a table for people.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Feed => "记录类别",
            Self::Id => "记录编号",
            Self::Day => "日期",
            Self::Entity => "对象编号",
            Self::EntityName => "对象名称",
            Self::Org => "机构代码",
            Self::OrgName => "承办机构",
            Self::Place => "区划代码",
            Self::PlaceName => "所在区划",
            Self::Specialty => "专业",
            Self::Kind => "方式",
            Self::Outcome => "结果",
            Self::Weight => "计数",
        }
    }

    pub fn en(self) -> &'static str {
        match self {
            Self::Feed => "Record type",
            Self::Id => "Record id",
            Self::Day => "Date",
            Self::Entity => "Entity id",
            Self::EntityName => "Entity",
            Self::Org => "Org code",
            Self::OrgName => "Responsible org",
            Self::Place => "Region code",
            Self::PlaceName => "Region",
            Self::Specialty => "Specialty",
            Self::Kind => "Kind",
            Self::Outcome => "Outcome",
            Self::Weight => "Counts as",
        }
    }
}

impl Sort {
    /// Every word that [`Sort::from_str`] reads: a column, a column downwards, and two old words for days.
    pub const WORDS: &'static [&'static str] = &[
        "feed",
        "id",
        "day",
        "entity",
        "entity_name",
        "org",
        "org_name",
        "place",
        "place_name",
        "specialty",
        "kind",
        "outcome",
        "weight",
        "-feed",
        "-id",
        "-day",
        "-entity",
        "-entity_name",
        "-org",
        "-org_name",
        "-place",
        "-place_name",
        "-specialty",
        "-kind",
        "-outcome",
        "-weight",
        "newest",
        "oldest",
    ];

    /// The newest first.
    pub const NEWEST: Self = Self { column: Column::Day, is_descending: true };

    /// Whether rows must know their entity before they can be put in order.
    pub(super) fn needs_names(self) -> bool {
        matches!(self.column, Column::Entity | Column::EntityName)
    }

    /// `ORDER BY` over `facts`, and over `named` where [`Sort::needs_names`].
    pub(super) fn sql(self, generation: &Generation) -> String {
        let directory = &generation.directory;
        let by = match self.column {
            Column::Entity => "named.entity_id".to_owned(),
            Column::EntityName => "named.name".to_owned(),
            // Orgs and places are numbered in the order of their codes.
            Column::Org => "nullif(facts.org_no, -1)".to_owned(),
            Column::Place => "nullif(facts.place_no, -1)".to_owned(),
            Column::OrgName => {
                let names = directory.orgs.iter().map(|org| org.name.as_str());
                format!("{}[facts.org_no + 2]", ranks(names))
            }
            Column::PlaceName => {
                let names = directory.regions.iter().map(|region| region.name.as_str());
                format!("{}[facts.place_no + 2]", ranks(names))
            }
            plain => format!("facts.{}", plain.as_str()),
        };
        let way = if self.is_descending { "DESC" } else { "ASC" };
        format!("{by} {way} NULLS LAST, facts.id, facts.feed, facts.weight")
    }

    /// The same order for records that are made already; `score` is what [`Column::Outcome`] says.
    pub(super) fn compare(self, left: (&Record, i64), right: (&Record, i64)) -> Ordering {
        let by = match self.column {
            Column::Outcome => self.directed(left.1.cmp(&right.1)),
            Column::Weight => self.directed(left.0.weight.cmp(&right.0.weight)),
            Column::Day => self.optional(left.0.day, right.0.day),
            column => self.optional(text_of(column, left.0), text_of(column, right.0)),
        };
        by.then_with(|| left.0.id.cmp(&right.0.id))
    }

    fn optional<T: Ord>(self, left: Option<T>, right: Option<T>) -> Ordering {
        match (left, right) {
            (Some(left), Some(right)) => self.directed(left.cmp(&right)),
            // What has nothing comes last, up or down.
            (left, right) => left.is_none().cmp(&right.is_none()),
        }
    }

    fn directed(self, order: Ordering) -> Ordering {
        if self.is_descending { order.reverse() } else { order }
    }
}

impl FromStr for Sort {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let (name, is_descending) = match text {
            "newest" => ("day", true),
            "oldest" => ("day", false),
            _ => text.strip_prefix('-').map_or((text, false), |name| (name, true)),
        };
        let column = Column::ALL.into_iter().find(|column| column.as_str() == name);
        let column = column.ok_or_else(|| NoSuchWord(text.to_owned()))?;
        Ok(Self { column, is_descending })
    }
}

fn text_of(column: Column, record: &Record) -> Option<&str> {
    match column {
        Column::Feed => Some(&record.feed),
        Column::Id => Some(&record.id),
        Column::Entity => record.entity.as_deref(),
        Column::EntityName => record.entity_name.as_deref(),
        Column::Org => record.org.as_deref(),
        Column::OrgName => record.org_name.as_deref(),
        Column::Place => record.place.as_deref(),
        Column::PlaceName => record.place_name.as_deref(),
        Column::Specialty => record.specialty.as_deref(),
        Column::Kind => record.kind.as_deref(),
        Column::Outcome => record.outcome.as_deref(),
        Column::Day | Column::Weight => None,
    }
}

/// The rank of each name as a DuckDB list; the first stands for no number (-1). Equal names share one.
fn ranks<'a>(names: impl Iterator<Item = &'a str> + Clone) -> String {
    let mut sorted: Vec<&str> = names.clone().collect();
    sorted.sort_unstable();
    sorted.dedup();
    let rank = |name: &str| sorted.partition_point(|it| *it < name).to_string();
    let ranks: Vec<String> = names.map(rank).collect();
    format!("[NULL::INTEGER{}{}]", if ranks.is_empty() { "" } else { ", " }, ranks.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_and_every_column_has_one_up_and_one_down() {
        for column in Column::ALL {
            for (word, is_descending) in
                [(column.as_str().to_owned(), false), (format!("-{}", column.as_str()), true)]
            {
                assert!(Sort::WORDS.contains(&word.as_str()), "{word}");
                assert_eq!(word.parse(), Ok(Sort { column, is_descending }));
            }
        }
        assert_eq!(Sort::WORDS.len(), 2 * Column::ALL.len() + 2);
        assert!(Sort::WORDS.iter().all(|word| word.parse::<Sort>().is_ok()));
        assert_eq!("newest".parse(), Ok(Sort::NEWEST));
        for wrong in ["", "-", "--day", "-newest", "colour", "day; DROP TABLE entity"] {
            assert!(wrong.parse::<Sort>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_columns_are_the_fields_of_a_record() {
        let record = serde_json::to_value(Record::default()).unwrap();
        let mut fields: Vec<_> = record.as_object().unwrap().keys().cloned().collect();
        let mut columns: Vec<_> =
            Column::ALL.iter().map(|column| column.as_str().to_owned()).collect();
        fields.sort_unstable();
        columns.sort_unstable();
        assert_eq!(fields, columns);
    }

    #[test]
    fn what_has_no_value_comes_last_up_and_down_and_ties_go_by_key() {
        let record = |id: &str, place: Option<&str>| Record {
            id: id.to_owned(),
            place: place.map(str::to_owned),
            ..Record::default()
        };
        let rows = [record("4", None), record("3", Some("b")), record("2", Some("a"))];
        let rows = [rows.as_slice(), &[record("1", Some("a"))]].concat();
        let sorted = |word: &str| {
            let (mut rows, sort): (Vec<_>, Sort) = (rows.clone(), word.parse().unwrap());
            rows.sort_by(|left, right| sort.compare((left, 0), (right, 0)));
            rows.into_iter().map(|row| row.id).collect::<String>()
        };
        assert_eq!(sorted("place"), "1234");
        assert_eq!(sorted("-place"), "3124");
    }

    #[test]
    fn equal_names_share_a_rank_and_nothing_has_none() {
        assert_eq!(ranks(["丙", "甲", "乙", "甲"].into_iter()), "[NULL::INTEGER, 0, 2, 1, 2]");
        assert_eq!(ranks([].into_iter()), "[NULL::INTEGER]");
    }
}
