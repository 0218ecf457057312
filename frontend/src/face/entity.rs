//! One entity's file → its register, the weight of each risk factor, its events.

use std::collections::BTreeMap;

use domain::feed::Feed;
use domain::ratio::Decimal;
use domain::wire::{EntityFile, RiskScore, TimelineEntry};
use serde_json::Value;

use crate::face::record::{self, listed, plain, specialty, words};
use crate::format;
use crate::text::Lang;

/// One fact on the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    pub(crate) at: String,
    pub(crate) feed: String,
    pub(crate) name: String,
    pub(crate) gist: String,
    pub(crate) id: String,
}

pub(crate) fn event(lang: Lang, entry: &TimelineEntry) -> Event {
    Event {
        at: entry.at.map(format::full_moment).unwrap_or_default(),
        feed: entry.feed.clone(),
        name: record::feed(lang, &entry.feed).to_owned(),
        gist: record::gist(lang, &entry.feed, &entry.fields),
        id: entry.id.clone(),
    }
}

/// One of the eight parts of a score.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FactorFace {
    pub(crate) name: String,
    /// Points and the most it could give.
    pub(crate) points: String,
    /// How much of its weight it uses.
    pub(crate) fill: f64,
    /// Of a hundred points: these stand side by side and make the score.
    pub(crate) share: f64,
}

pub(crate) fn factors(lang: Lang, risk: &RiskScore) -> Vec<FactorFace> {
    let number = |text: &str| text.parse::<Decimal>().map_or(0.0, Decimal::as_f64);
    let face = |(id, points, weight): &(String, String, String)| {
        let limit = number(weight);
        FactorFace {
            name: record::factor(lang, id).to_owned(),
            points: format!("{points} / {weight}"),
            fill: if limit > 0.0 { number(points) / limit } else { 0.0 },
            share: number(points) / 100.0,
        }
    };
    risk.contributions.iter().map(face).collect()
}

/// What identifies an entity beside its name: specialty, kind, state, place, org, number.
pub(crate) fn identity(lang: Lang, file: &EntityFile) -> Vec<String> {
    let field = |name: &str| file.fields.get(name).map(plain).unwrap_or_default();
    let parts = [
        specialty(lang, &field("specialty")),
        field("entity_type"),
        words(lang, "entity", &field("state")),
        file.place_name.clone(),
        file.org_name.clone(),
        file.id.clone(),
    ];
    parts.into_iter().filter(|it| !it.is_empty()).collect()
}

/// The register's columns in their own order under their own names; empty ones and the delivery's tail left out.
pub(crate) fn fields(lang: Lang, fields: &BTreeMap<String, Value>) -> Vec<(String, String)> {
    let tail = ["src_system", "src_id", "version", "update_flag", "received_at"];
    let columns = Feed::Entity.columns().iter().filter(|it| !tail.contains(&it.name));
    let line = |column: &domain::feed::Column| {
        let value = plain(fields.get(column.name)?);
        let word = column.list.and_then(|list| listed(lang, list, &value));
        let value = word.map_or(value, str::to_owned);
        (!value.is_empty()).then(|| (lang.named(column.zh, column.name).replace('_', " "), value))
    };
    columns.filter_map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_fills_the_share_of_its_weight_that_it_uses() {
        let risk = RiskScore {
            as_of: "2026-11-21".parse().unwrap(),
            score: "40.000".to_owned(),
            band: "yellow".to_owned(),
            contributions: vec![(
                "violations".to_owned(),
                "12.500".to_owned(),
                "25.000".to_owned(),
            )],
        };
        let told = factors(Lang::Zh, &risk);
        assert_eq!(
            (told[0].name.as_str(), told[0].points.as_str()),
            ("违法历史", "12.500 / 25.000")
        );
        assert!((told[0].fill - 0.5).abs() < 1e-9);
        assert!((told[0].share - 0.125).abs() < 1e-9);
    }

    #[test]
    fn the_register_reads_in_chinese_and_without_the_tail_of_the_delivery() {
        let given = BTreeMap::from([
            ("state".to_owned(), Value::from("ACTIVE")),
            ("version".to_owned(), Value::from(3)),
            ("id_type".to_owned(), Value::from("NONE")),
            ("address".to_owned(), Value::Null),
        ]);
        let told = fields(Lang::Zh, &given);
        let values: Vec<_> = told.iter().map(|it| it.1.as_str()).collect();
        assert_eq!(values.len(), 2);
        assert!(values.contains(&"在业") && !values.contains(&"无坐标"), "{values:?}");
    }
}
