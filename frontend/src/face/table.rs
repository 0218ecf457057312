//! What a drawing shows → the table behind it: the same numbers in rows, to be read aloud or copied.

use domain::cells::CellFrame;
use domain::indicator::UnitOfValue;
use domain::wire::{FunnelRow, IndicatorEntry, MethodRow, SeriesRow};

use crate::face::card::CardFace;
use crate::face::order::{funnel, methods};
use crate::face::ranking::RankingFace;
use crate::format;
use crate::text::{Lang, Text};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct TableFace {
    /// Names of the columns; from `numbers` on they hold numbers.
    pub(crate) heads: Vec<String>,
    pub(crate) numbers: usize,
    pub(crate) rows: Vec<Vec<String>>,
}

impl TableFace {
    fn new<const N: usize>(lang: Lang, numbers: usize, heads: [Text; N]) -> Self {
        let heads = heads.map(|it| lang.say(it).to_owned()).to_vec();
        Self { heads, numbers, rows: Vec::new() }
    }

    fn with(self, rows: impl Iterator<Item = Vec<String>>) -> Self {
        Self { rows: rows.collect(), ..self }
    }

    /// Rows as columns, for few rows in a narrow place.
    pub(crate) fn turned(self) -> Self {
        let column = |at: usize| move |row: &Vec<String>| row.get(at).cloned();
        let line = |(at, name): (usize, &String)| {
            let cells = self.rows.iter().filter_map(column(at));
            std::iter::once(name.clone()).chain(cells).collect()
        };
        let mut lines = self.heads.iter().enumerate().map(line);
        let heads = lines.next().unwrap_or_default();
        let rows = lines.collect();
        Self { heads, numbers: 1, rows }
    }

    /// Columns between tabs, as spreadsheets paste them; numbers without grouping.
    pub(crate) fn tsv(&self) -> String {
        let plain = |(at, cell): (usize, &String)| {
            if at < self.numbers { cell.replace('\t', " ") } else { cell.replace([',', '\t'], "") }
        };
        let line =
            |row: &Vec<String>| row.iter().enumerate().map(plain).collect::<Vec<_>>().join("\t");
        let lines: Vec<String> = std::iter::once(&self.heads).chain(&self.rows).map(line).collect();
        lines.join("\n")
    }
}

/// The trend, newest month first.
pub(crate) fn trend(lang: Lang, rows: &[SeriesRow], unit: UnitOfValue) -> TableFace {
    let line = |row: &SeriesRow| {
        let value = format::value(unit, row.num, row.den);
        let den = row.den.map(|den| format::side(unit, den)).unwrap_or_default();
        let value = value.unwrap_or_else(|| lang.say(Text::NoBase).to_owned());
        vec![format::bucket(lang, &row.period), format::side(unit, row.num), den, value]
    };
    let heads = [Text::Month, Text::Numerator, Text::Denominator, Text::Value];
    TableFace::new(lang, 1, heads).with(rows.iter().rev().map(line))
}

/// Units as they are compared, those without a base after them, the whole at the end.
pub(crate) fn units(lang: Lang, face: &RankingFace) -> TableFace {
    let rows = face.rows.iter().chain(&face.apart).chain(&face.whole).map(|row| {
        let value = if row.value.is_empty() { row.mark.unwrap_or_default() } else { &row.value };
        let change = row.change.as_ref().map(|it| format!("{} {}", it.mark, it.size));
        let den = row.den.clone().unwrap_or_default();
        let words = [row.rank.clone(), row.name.clone(), value.to_owned()];
        words.into_iter().chain([row.num.clone(), den, change.unwrap_or_default()]).collect()
    });
    let heads =
        [Text::Rank, Text::Unit, Text::Value, Text::Numerator, Text::Denominator, Text::Yoy];
    TableFace::new(lang, 2, heads).with(rows)
}

pub(crate) fn orders(lang: Lang, rows: &[FunnelRow]) -> TableFace {
    let lines = funnel(lang, rows).into_iter().map(|row| vec![row.name, row.count]);
    TableFace::new(lang, 1, [Text::Stage, Text::Orders]).with(lines)
}

pub(crate) fn offsite(lang: Lang, rows: &[MethodRow]) -> TableFace {
    let lines =
        methods(lang, rows).into_iter().map(|row| vec![row.name, row.count, row.found, row.share]);
    TableFace::new(lang, 1, [Text::Method, Text::Visits, Text::FoundVisits, Text::FoundShare])
        .with(lines)
}

/// All cards with the months of their small lines.
pub(crate) fn cards(lang: Lang, faces: &[CardFace], months: &[Vec<SeriesRow>]) -> TableFace {
    let longest = months.iter().max_by_key(|it| it.len());
    let periods: Vec<String> =
        longest.into_iter().flatten().map(|row| row.period.clone()).collect();
    let heads = [Text::Indicator, Text::Value, Text::Numerator, Text::Denominator, Text::Yoy];
    let mut table = TableFace::new(lang, 1, heads);
    table.heads.extend(periods.iter().map(|it| format::bucket(lang, it)));
    let line = |face: &CardFace, own: &[SeriesRow]| {
        let value = face.value.as_ref().map(|it| format::with_unit(it, face.unit));
        let change = face.changes.first().map(|it| format!("{} {}", it.mark, it.size));
        let den = face.den.clone().unwrap_or_default();
        let mut line = vec![face.name.clone(), value.unwrap_or_else(|| "—".to_owned())];
        line.extend([face.num.clone(), den, change.unwrap_or_default()]);
        line.extend(periods.iter().map(|period| month(face, own, period)));
        line
    };
    let lines = faces
        .iter()
        .enumerate()
        .map(|(at, face)| line(face, months.get(at).map_or(&[], Vec::as_slice)));
    table.with(lines.collect::<Vec<_>>().into_iter())
}

fn month(face: &CardFace, rows: &[SeriesRow], period: &str) -> String {
    let row = rows.iter().find(|it| it.period == period);
    row.and_then(|it| format::value(face.kind, it.num, it.den)).unwrap_or_default()
}

/// Districts as the map colours them, in the order of the answer.
pub(crate) fn districts(
    lang: Lang,
    figures: &[domain::wire::Figure],
    entry: &IndicatorEntry,
) -> TableFace {
    let line = |it: &domain::wire::Figure| {
        let value = format::value(entry.unit, it.num, it.den);
        let den = it.den.map(|den| format::side(entry.unit, den)).unwrap_or_default();
        let value = value.unwrap_or_else(|| lang.say(Text::NoBase).to_owned());
        vec![it.name.clone(), value, format::side(entry.unit, it.num), den]
    };
    let heads = [Text::Unit, Text::Value, Text::Numerator, Text::Denominator];
    TableFace::new(lang, 1, heads).with(figures.iter().map(line))
}

/// Hexagons are too many to list: how many there are, what they hold, what has no place.
pub(crate) fn hexagons(lang: Lang, frame: &CellFrame, scale: i64) -> TableFace {
    let full = frame.num.iter().filter(|it| **it != 0).count();
    let held: i64 = frame.num.iter().sum();
    let told = [
        (Text::HexCount, i64::try_from(full).unwrap_or(i64::MAX)),
        (Text::Hexes, held / scale),
        (Text::Unlocated, frame.unlocated.0 / scale),
        (Text::Sum, frame.total.0 / scale),
    ];
    let rows = told.map(|(name, count)| vec![lang.say(name).to_owned(), format::count(count)]);
    TableFace::new(lang, 1, [Text::Name, Text::Value]).with(rows.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_copied_with_plain_numbers_and_one_column_a_tab() {
        let rows = [SeriesRow {
            period: "2026-10".to_owned(),
            num: 1234,
            den: Some(2468),
            ..SeriesRow::default()
        }];
        let table = trend(Lang::Zh, &rows, UnitOfValue::Percent);
        assert_eq!(table.rows[0], ["2026-10", "1,234", "2,468", "50.00"]);
        assert_eq!(table.tsv(), "月份\t分子\t分母\t值\n2026-10\t1234\t2468\t50.00");
    }

    #[test]
    fn a_table_turned_has_its_rows_as_columns() {
        let of = |it: [&str; 2]| it.map(str::to_owned).to_vec();
        let table =
            TableFace {
                heads: of(["指标", "值"]), numbers: 1, rows: vec![of(["占比", "58"])]
            };
        let turned = table.turned();
        assert_eq!((turned.heads, turned.rows), (of(["指标", "占比"]), vec![of(["值", "58"])]));
    }

    #[test]
    fn a_month_without_base_says_so_instead_of_a_number() {
        let rows = [SeriesRow { den: Some(0), ..SeriesRow::default() }];
        assert_eq!(trend(Lang::Zh, &rows, UnitOfValue::Percent).rows[0][3], "无基数");
    }

    #[test]
    fn hexagons_are_told_by_what_they_add_up_to() {
        let frame = CellFrame {
            num: vec![10, 0, 20],
            unlocated: (3, 0),
            total: (33, 0),
            ..CellFrame::default()
        };
        let told: Vec<_> =
            hexagons(Lang::Zh, &frame, 1).rows.into_iter().map(|it| it[1].clone()).collect();
        assert_eq!(told, ["2", "30", "3", "33"]);
    }
}
