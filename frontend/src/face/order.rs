//! Off-site methods and orders by state → bars.

use domain::code::{Method, OrderStage};
use domain::indicator::UnitOfValue;
use domain::wire::{FunnelRow, MethodRow, Scene, Status};

use crate::arrange::arrange;
use crate::format;
use crate::text::Lang;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct BarRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) count: String,
    /// How many of them found something; only for methods.
    pub(crate) found: String,
    /// A share printed beside the count; empty without a base.
    pub(crate) share: String,
    /// Of the longest bar.
    pub(crate) fill: f64,
}

/// Whether anything is known of the period: nothing of something else is not zero.
pub(crate) fn knows(scene: &Scene) -> bool {
    scene.cards.iter().any(|it| it.figure.status != Status::NoData)
}

/// Most used first.
pub(crate) fn methods(lang: Lang, rows: &[MethodRow]) -> Vec<BarRow> {
    let top = longest(rows.iter().map(|it| it.done));
    let mut sorted: Vec<&MethodRow> = rows.iter().collect();
    arrange(&mut sorted, |a, b| b.done.cmp(&a.done));
    let face = |row: &MethodRow| BarRow {
        code: row.method.clone(),
        name: lang.named(&row.name, Method::parse(&row.method).map_or("", Method::en)).to_owned(),
        count: format::count(row.done),
        found: format::count(row.found),
        share: format::value(UnitOfValue::Percent, row.found, Some(row.done))
            .map(|it| format!("{it}%"))
            .unwrap_or_default(),
        fill: row.done as f64 / top,
    };
    sorted.into_iter().map(face).collect()
}

/// In the order in which an order passes its states.
pub(crate) fn funnel(lang: Lang, rows: &[FunnelRow]) -> Vec<BarRow> {
    let top = longest(rows.iter().map(|it| it.count));
    let face = |row: &FunnelRow| BarRow {
        code: row.state.clone(),
        name: lang
            .named(&row.name, OrderStage::parse(&row.state).map_or("", OrderStage::en))
            .to_owned(),
        count: format::count(row.count),
        found: String::new(),
        share: String::new(),
        fill: row.count as f64 / top,
    };
    rows.iter().map(face).collect()
}

fn longest(counts: impl Iterator<Item = i64>) -> f64 {
    counts.max().unwrap_or(0).max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn method(code: &str, done: i64, found: i64) -> MethodRow {
        MethodRow { method: code.to_owned(), name: "方式".to_owned(), done, found }
    }

    #[test]
    fn methods_are_sorted_by_use_and_an_unused_one_has_no_discovery_rate() {
        let rows = methods(Lang::En, &[method("REMOTE", 0, 0), method("VIDEO_AI", 200, 25)]);
        assert_eq!((rows[0].name.as_str(), rows[0].share.as_str()), ("Video AI", "12.50%"));
        assert_eq!(rows[1].share, "");
    }

    #[test]
    fn an_empty_period_has_bars_of_no_length() {
        let rows = funnel(Lang::Zh, &[FunnelRow::default()]);
        assert!(rows[0].fill.abs() < f64::EPSILON);
    }
}
