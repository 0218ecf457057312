//! A record → one line of a table: for people in words, for programs in codes.
//!
//! People open the file in a spreadsheet: what the screen names is named here by the same lists
//! (`domain::words`). Where a code is an identity (org, region, entity, record) its own column keeps it. The
//! columns are the same in every tongue.

use domain::indicator::Indicator;
use domain::measure::Count;
use domain::wire::Record;
use domain::words::{self, Names};

use crate::api::table::Tongue;
use crate::query::sort::Column;
use crate::query::{RecordsQuestion, amount};
use crate::store::Generation;

/// What the numbers of a record are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A fact that counts.
    Fact,
    /// An entity that counts once, however many facts it has.
    Distinct,
    /// An entity with its score, in thousandths.
    Scored,
}

/// How the records of one question are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sheet {
    tongue: Tongue,
    kind: Kind,
}

impl Sheet {
    pub(super) fn of(generation: &Generation, asked: &RecordsQuestion, tongue: Tongue) -> Self {
        let found = generation.catalogue.indicator(&asked.indicator);
        let terms = found.and_then(|it| amount::terms(it, asked.side));
        let counts = terms.into_iter().flat_map(|side| &side.terms);
        let mut counts = counts.filter_map(|term| generation.catalogue.measure(term.measure));
        let kind = if found.is_some_and(Indicator::is_risk) {
            Kind::Scored
        } else if counts.any(|measure| measure.count == Count::DistinctEntities) {
            Kind::Distinct
        } else {
            Kind::Fact
        };
        Self { tongue, kind }
    }

    /// The first line.
    pub(super) fn titles(self) -> [&'static str; 13] {
        Column::ALL.map(|column| match (self.tongue, self.kind, column) {
            (Tongue::Codes, _, _) => column.as_str(),
            (_, Kind::Scored, Column::Kind) => self.tongue.pick(("风险等级", "Risk band")),
            (_, Kind::Scored, Column::Outcome) => self.tongue.pick(("风险分", "Risk score")),
            (_, Kind::Scored, Column::Weight) => self.tongue.pick(("计入", "Counts as")),
            (_, Kind::Distinct, Column::Outcome) => self.tongue.pick(("记录数", "Records")),
            (tongue, _, column) => tongue.pick((column.zh(), column.en())),
        })
    }

    /// In the order of [`Column::ALL`].
    pub(super) fn cells(self, row: &Record) -> [String; 13] {
        let text = |cell: &Option<String>| cell.clone().unwrap_or_default();
        let in_codes = self.tongue == Tongue::Codes;
        let named = |code: &str, names: Option<Names>| {
            names.filter(|_| !in_codes).map_or(code, |it| self.tongue.pick(it)).to_owned()
        };
        let told = |codes: &Option<String>| match codes {
            Some(codes) if !in_codes => words::told(&row.feed, codes, |it| self.tongue.pick(it)),
            codes => text(codes),
        };
        let specialty = row.specialty.as_deref().unwrap_or_default();
        [
            named(&row.feed, words::feed(&row.feed)),
            row.id.clone(),
            row.day.map(|day| day.to_string()).unwrap_or_default(),
            text(&row.entity),
            text(&row.entity_name),
            text(&row.org),
            text(&row.org_name),
            text(&row.place),
            text(&row.place_name),
            named(specialty, words::specialty(specialty)),
            told(&row.kind),
            told(&row.outcome),
            self.weight(row.weight),
        ]
    }

    /// Thousandths are for programs.
    fn weight(self, weight: i64) -> String {
        match (self.tongue, self.kind) {
            (Tongue::Chinese | Tongue::English, Kind::Scored) => {
                let (whole, rest) = (weight / 1000, weight % 1000);
                if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:03}") }
            }
            _ => weight.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(tongue: Tongue, kind: Kind, row: &Record) -> String {
        let sheet = Sheet { tongue, kind };
        let pairs = sheet.titles().into_iter().zip(sheet.cells(row));
        let told = pairs.filter(|(_, cell)| !cell.is_empty());
        told.map(|(title, cell)| format!("{title}={cell}")).collect::<Vec<_>>().join(" ")
    }

    fn order() -> Record {
        Record {
            feed: "order".to_owned(),
            id: "W1".to_owned(),
            org: Some("110101".to_owned()),
            org_name: Some("东城区".to_owned()),
            specialty: Some("03".to_owned()),
            kind: Some("CLUE_VERIFY".to_owned()),
            outcome: Some("ACCEPTED".to_owned()),
            weight: 1,
            ..Record::default()
        }
    }

    #[test]
    fn people_read_words_and_programs_codes_under_the_same_columns() {
        let tell = |tongue| line(tongue, Kind::Fact, &order());
        insta::assert_snapshot!(tell(Tongue::Chinese), @"记录类别=工单 记录编号=W1 机构代码=110101 承办机构=东城区 专业=公共场所 方式=违法线索核查工单 结果=已审核 计数=1");
        insta::assert_snapshot!(tell(Tongue::English), @"Record type=Order Record id=W1 Org code=110101 Responsible org=东城区 Specialty=Public places Kind=Clue verification Outcome=Accepted Counts as=1");
        insta::assert_snapshot!(tell(Tongue::Codes), @"feed=order id=W1 org=110101 org_name=东城区 specialty=03 kind=CLUE_VERIFY outcome=ACCEPTED weight=1");
    }

    #[test]
    fn a_score_is_told_in_points_and_a_count_of_records_is_no_class() {
        let scored = Record {
            feed: "entity".to_owned(),
            kind: Some("orange".to_owned()),
            outcome: Some("61.250".to_owned()),
            weight: 61_250,
            ..Record::default()
        };
        insta::assert_snapshot!(line(Tongue::Chinese, Kind::Scored, &scored), @"记录类别=对象登记 风险等级=较大 风险分=61.250 计入=61.250");
        insta::assert_snapshot!(line(Tongue::Codes, Kind::Scored, &scored), @"feed=entity kind=orange outcome=61.250 weight=61250");
        let base = Record { weight: 1000, kind: None, outcome: None, ..scored.clone() };
        insta::assert_snapshot!(line(Tongue::Chinese, Kind::Scored, &base), @"记录类别=对象登记 计入=1");
        let twice = Record { outcome: Some("2".to_owned()), kind: None, weight: 1, ..scored };
        insta::assert_snapshot!(line(Tongue::Chinese, Kind::Distinct, &twice), @"记录类别=对象登记 记录数=2 计数=1");
    }
}
