//! Units of one indicator → ranked rows, and apart from them the rows without a base and the whole.

use std::cmp::Ordering;

use domain::indicator::UnitOfValue;
use domain::ratio::{Decimal, Ratio};
use domain::wire::{Figure, IndicatorEntry, Status, UnitRef};

use crate::arrange::arrange;
use crate::face::card::{ChangeFace, status, yoy};
use crate::format;
use crate::state::{Column, Order};
use crate::text::Lang;

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RankingFace {
    pub(crate) rows: Vec<RankRow>,
    /// Never ranked, drawn hatched.
    pub(crate) apart: Vec<RankRow>,
    /// What the rows are parts of, without a rank.
    pub(crate) whole: Option<RankRow>,
    /// Where the target line stands, as a share of the bars' length.
    pub(crate) target: Option<f64>,
    /// The value at which a bar would be full.
    top: f64,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RankRow {
    pub(crate) unit: String,
    pub(crate) name: String,
    /// Empty where the indicator is not ranked.
    pub(crate) rank: String,
    pub(crate) value: String,
    pub(crate) num: String,
    pub(crate) den: Option<String>,
    /// Against the year before.
    pub(crate) change: Option<ChangeFace>,
    pub(crate) fill: f64,
    /// Below its target: drawn as context.
    pub(crate) below: bool,
    pub(crate) mark: Option<&'static str>,
    /// What cannot be opened as a unit: a rest such as 辖区外, or a place that another org answers for.
    pub(crate) rest: bool,
    /// How its records are asked for within the parent, where it is a rest.
    pub(crate) row: String,
}

impl RankRow {
    /// Numerator and denominator.
    pub(crate) fn base(&self) -> String {
        let den = self.den.as_deref().map(|den| format!(" / {den}")).unwrap_or_default();
        format!("{}{den}", self.num)
    }
}

/// The figure of the unit that others are parts of.
///
/// `told` is the server's own. Without it the whole is what its parts add up to: they are all there, rests too. What
/// counts each thing once at every level (distinct entities) does not add up and has none.
pub(crate) fn whole(
    figures: &[Figure],
    entry: &IndicatorEntry,
    parent: &UnitRef,
    told: Option<Figure>,
) -> Option<Figure> {
    let summed = || {
        let known = entry.additive && figures.iter().any(|it| it.value.is_some());
        let num = figures.iter().map(|it| it.num).sum();
        let den = figures.iter().try_fold(0, |sum, it| Some(sum + it.den?));
        let value = den.map_or(Some(num), |den| Ratio::new(num, den).map(|_| num));
        known.then(|| Figure {
            num,
            den,
            value: value.map(|it| it.to_string()),
            ..Figure::default()
        })
    };
    let found = told.or_else(summed).filter(|it| it.value.is_some())?;
    Some(Figure {
        unit: parent.code.clone(),
        name: parent.name.clone(),
        rank: None,
        row: None,
        ..found
    })
}

/// In any order; rests come last in each, and so does what has nothing to sort by. The row of the `whole`'s own unit
/// is a rest too.
pub(crate) fn compared(
    lang: Lang,
    figures: &[Figure],
    entry: &IndicatorEntry,
    order: Order,
) -> RankingFace {
    let plotted = |figure: &Figure| format::plotted(entry.unit, figure.num, figure.den);
    let target = figures.iter().find_map(|it| it.target.as_ref()).map(|gap| match entry.unit {
        UnitOfValue::Percent => gap.target.value.as_f64() * 100.0,
        _ => gap.target.value.as_f64(),
    });
    let top = figures.iter().filter_map(plotted).chain(target).fold(0.0, f64::max) * 1.06;
    let top = if top > 0.0 { top } else { 1.0 };
    let (mut rows, mut apart) = (Vec::new(), Vec::new());
    for figure in sorted(figures, entry, order) {
        let mut row = row(lang, figure, entry, plotted(figure).map_or(0.0, |it| it / top));
        row.rest = is_rest(figure);
        if row.rest && figure.num == 0 && figure.den.unwrap_or(0) == 0 {
            continue;
        }
        let has_value =
            figure.value.is_some() && !matches!(figure.status, Status::NoBase | Status::NoData);
        if has_value { rows.push(row) } else { apart.push(row) }
    }
    RankingFace { rows, apart, whole: None, target: target.map(|it| it / top), top }
}

impl RankingFace {
    /// With the row of what the others are parts of. Its bar is as long as theirs where it is a share; a sum is no
    /// length among its parts.
    #[must_use]
    pub(crate) fn with_whole(
        self,
        lang: Lang,
        figure: Option<&Figure>,
        entry: &IndicatorEntry,
    ) -> Self {
        let fill =
            |it: &Figure| format::plotted(entry.unit, it.num, it.den).map(|it| it / self.top);
        let whole = figure.map(|it| row(lang, it, entry, fill(it).unwrap_or_default()));
        Self { whole, ..self }
    }
}

fn sorted<'a>(figures: &'a [Figure], entry: &IndicatorEntry, order: Order) -> Vec<&'a Figure> {
    let mut sorted: Vec<&Figure> = figures.iter().collect();
    arrange(&mut sorted, |left, right| {
        let rests = is_rest(left).cmp(&is_rest(right));
        rests.then_with(|| by_column(left, right, entry, order))
    });
    sorted
}

/// Equal ones and those without ranks stand by value, then in the official order of their codes.
fn by_column(left: &Figure, right: &Figure, entry: &IndicatorEntry, order: Order) -> Ordering {
    let value = |it: &Figure| format::plotted(entry.unit, it.num, it.den);
    let change = |it: &Figure| {
        let delta = it.compare.get("yoy")?.delta.as_deref()?;
        delta.trim_start_matches('+').parse::<Decimal>().ok().map(Decimal::as_f64)
    };
    let key = |it: &Figure| match order.by {
        Column::Rank => it.rank.map(f64::from),
        Column::Name => None,
        Column::Value => value(it),
        Column::Num => Some(it.num as f64),
        Column::Den => it.den.map(|den| den as f64),
        Column::Change => change(it),
    };
    let turned = |found: Ordering| if order.descending { found.reverse() } else { found };
    let chosen = match (key(left), key(right)) {
        (Some(left), Some(right)) => turned(left.total_cmp(&right)),
        (left, right) => left.is_none().cmp(&right.is_none()),
    };
    let by_code = left.unit.cmp(&right.unit);
    if order.by == Column::Name {
        return turned(by_code);
    }
    let by_value = value(right).unwrap_or(-1.0).total_cmp(&value(left).unwrap_or(-1.0));
    chosen.then(by_value).then(by_code)
}

/// The server names the rows that are no units.
fn is_rest(figure: &Figure) -> bool {
    figure.row.is_some()
}

fn row(lang: Lang, figure: &Figure, entry: &IndicatorEntry, fill: f64) -> RankRow {
    RankRow {
        unit: figure.unit.clone(),
        name: figure.name.clone(),
        rank: figure.rank.map(|it| it.to_string()).unwrap_or_default(),
        value: format::value(entry.unit, figure.num, figure.den).unwrap_or_default(),
        num: format::side(entry.unit, figure.num),
        den: figure.den.map(|den| format::side(entry.unit, den)),
        change: yoy(lang, figure, entry),
        fill,
        below: figure.target.as_ref().is_some_and(|gap| !gap.met),
        mark: status(lang, figure),
        rest: false,
        row: figure.row.clone().unwrap_or_else(|| figure.unit.clone()),
    }
}

#[cfg(test)]
mod tests {
    use domain::indicator::Direction;
    use domain::ratio::Ratio;

    use super::*;

    fn entry() -> IndicatorEntry {
        IndicatorEntry {
            id: "I02".to_owned(),
            version: 1,
            name: String::new(),
            name_en: String::new(),
            unit: UnitOfValue::Percent,
            direction: Direction::Up,
            numerator: String::new(),
            numerator_en: String::new(),
            denominator: None,
            denominator_en: None,
            additive: true,
            ranked: true,
            core: true,
            beside: None,
            targets: Vec::new(),
            clause: String::new(),
            breaks: Vec::new(),
        }
    }

    fn ranking(lang: Lang, figures: &[Figure], entry: &IndicatorEntry) -> RankingFace {
        compared(lang, figures, entry, Order::default())
    }

    fn figure(unit: &str, num: i64, den: i64, rank: Option<u32>) -> Figure {
        let status = if den == 0 { Status::NoBase } else { Status::Ok };
        let value = Ratio::new(num, den).map(|it| it.rounded(6).to_string());
        let is_rest = ["root", "elsewhere", "unplaced"].contains(&unit);
        Figure {
            unit: unit.to_owned(),
            row: is_rest.then(|| format!("org:{unit}")),
            num,
            den: Some(den),
            value,
            rank,
            status,
            ..Figure::default()
        }
    }

    #[test]
    fn hard_case_03_a_unit_without_base_is_listed_apart_not_last() {
        let figures =
            [figure("a", 0, 0, None), figure("b", 1, 2, Some(2)), figure("c", 3, 4, Some(1))];
        let face = ranking(Lang::Zh, &figures, &entry());
        assert_eq!(face.rows.iter().map(|it| it.unit.as_str()).collect::<Vec<_>>(), ["c", "b"]);
        assert_eq!(
            face.apart.iter().map(|it| (it.unit.as_str(), it.mark)).collect::<Vec<_>>(),
            [("a", Some("无基数"))]
        );
    }

    #[test]
    fn equal_ranks_are_shown_as_the_server_gave_them() {
        let figures =
            [figure("a", 1, 2, Some(1)), figure("b", 2, 4, Some(1)), figure("c", 1, 4, Some(3))];
        let face = ranking(Lang::Zh, &figures, &entry());
        assert_eq!(
            face.rows.iter().map(|it| it.rank.as_str()).collect::<Vec<_>>(),
            ["1", "1", "3"]
        );
    }

    #[test]
    fn the_longest_bar_fits_and_a_zero_is_a_bar_of_no_length() {
        let face = ranking(
            Lang::Zh,
            &[figure("a", 9, 10, Some(1)), figure("b", 0, 10, Some(2))],
            &entry(),
        );
        assert!(face.rows[0].fill < 1.0 && face.rows[0].fill > 0.9);
        assert!(face.rows[1].fill.abs() < f64::EPSILON);
        assert_eq!(face.rows[1].value, "0.00");
    }

    #[test]
    fn the_whole_is_what_the_server_says_or_what_its_parts_add_up_to() {
        let parts = [figure("a", 1, 2, None), figure("elsewhere", 90, 100, None)];
        let parent = UnitRef { name: "北京市".to_owned(), ..UnitRef::default() };
        let told = |entry: &IndicatorEntry, told: Option<Figure>| {
            let figure = whole(&parts, entry, &parent, told);
            let face = ranking(Lang::Zh, &parts, entry);
            let row = face.with_whole(Lang::Zh, figure.as_ref(), entry).whole?;
            Some([row.base(), row.rank, row.name, row.value])
        };
        let sum = ["91 / 102", "", "北京市", "89.22"].map(str::to_owned);
        assert_eq!(told(&entry(), None), Some(sum), "hard case 2: never a mean of shares");
        let own = told(&entry(), Some(figure("root", 7, 10, Some(1)))).unwrap();
        assert_eq!([&*own[0], &*own[1]], ["7 / 10", ""], "a whole has no rank");
        let distinct = IndicatorEntry { additive: false, ..entry() };
        assert_eq!(told(&distinct, None), None, "what is counted once does not add up");
    }

    #[test]
    fn rests_come_after_all_units_and_cannot_be_opened() {
        let figures =
            [figure("unplaced", 9, 10, None), figure("b", 1, 2, Some(1)), figure("c", 1, 9, None)];
        let face = ranking(Lang::Zh, &figures, &entry());
        let order: Vec<_> = face.rows.iter().map(|it| (it.unit.as_str(), it.rest)).collect();
        assert_eq!(order, [("b", false), ("c", false), ("unplaced", true)]);
    }

    #[test]
    fn any_column_sorts_both_ways_and_what_has_nothing_to_sort_by_stays_last() {
        let figures = [
            figure("c", 3, 4, Some(1)),
            figure("a", 9, 20, Some(2)),
            figure("b", 1, 4, None),
            figure("root", 99, 100, None),
        ];
        let sorted = |text: &str| {
            let order = Order::read(text).unwrap();
            let face = compared(Lang::Zh, &figures, &entry(), order);
            face.rows.iter().map(|it| it.unit.clone()).collect::<Vec<_>>().concat()
        };
        assert_eq!([sorted("rank"), sorted("-rank")], ["cabroot", "acbroot"]);
        assert_eq!([sorted("name"), sorted("-name")], ["abcroot", "cbaroot"]);
        assert_eq!([sorted("-value"), sorted("num")], ["cabroot", "bcaroot"]);
        assert_eq!(sorted("change"), "cabroot", "nothing to compare with: by value");
    }

    #[test]
    fn an_empty_rest_is_not_listed_but_an_empty_unit_is() {
        let figures =
            [figure("root", 0, 0, None), figure("elsewhere", 0, 0, None), figure("a", 0, 0, None)];
        let face = ranking(Lang::Zh, &figures, &entry());
        assert_eq!(face.apart.iter().map(|it| it.unit.as_str()).collect::<Vec<_>>(), ["a"]);
    }
}
