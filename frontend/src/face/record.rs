//! Records and facts of an entity → rows of words: codes become the names of the closed lists.

use std::collections::BTreeMap;

use domain::indicator::UnitOfValue;
use domain::risk::{Band, Factor};
use domain::wire::Record;
use domain::words;
use serde_json::Value;

use crate::format;
use crate::text::{DOT, Lang, Text};

/// One row of the records table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RecordRow {
    pub(crate) day: String,
    pub(crate) entity: Option<String>,
    pub(crate) entity_name: String,
    pub(crate) specialty: String,
    pub(crate) kind: String,
    pub(crate) outcome: String,
    pub(crate) org: String,
    pub(crate) place: String,
    pub(crate) id: String,
    pub(crate) weight: String,
}

pub(crate) fn row(lang: Lang, record: &Record, unit: UnitOfValue) -> RecordRow {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let named =
        |name: &Option<String>, code: &Option<String>| name.clone().unwrap_or_else(|| text(code));
    RecordRow {
        day: record.day.map(|it| it.to_string()).unwrap_or_default(),
        entity: record.entity.clone(),
        entity_name: named(&record.entity_name, &record.entity),
        specialty: record.specialty.as_deref().map(|it| specialty(lang, it)).unwrap_or_default(),
        kind: record.kind.as_deref().map(|it| words(lang, &record.feed, it)).unwrap_or_default(),
        outcome: record
            .outcome
            .as_deref()
            .map(|it| words(lang, &record.feed, it))
            .unwrap_or_default(),
        org: named(&record.org_name, &record.org),
        place: named(&record.place_name, &record.place),
        id: record.id.clone(),
        weight: match unit {
            UnitOfValue::Points => format::score(record.weight),
            _ => format::count(record.weight),
        },
    }
}

pub(crate) fn specialty(lang: Lang, code: &str) -> String {
    words::specialty(code).map_or(code, |(zh, en)| lang.pick(zh, en)).to_owned()
}

/// The words of one or several codes, such as `OFFSITE/VIDEO_AI`.
pub(crate) fn words(lang: Lang, feed: &str, codes: &str) -> String {
    words::told(feed, codes, |(zh, en)| lang.pick(zh, en))
}

/// The Chinese or English name of a feed.
pub(crate) fn feed(lang: Lang, feed: &str) -> &str {
    words::feed(feed).map_or(feed, |(zh, en)| lang.pick(zh, en))
}

/// The fields of a fact that tell what it was, in words; the rest stays in the table behind.
pub(crate) fn gist(lang: Lang, feed: &str, fields: &BTreeMap<String, Value>) -> String {
    let wanted: &[&str] = match feed {
        "inspection" => &["mode", "method", "inspect_type", "result"],
        "order" => &["order_type", "state"],
        "complaint" => &["channel", "state", "result"],
        "problem" => &["severity", "state", "text"],
        _ => &["state"],
    };
    let values = wanted.iter().filter_map(|name| fields.get(*name)).map(plain);
    let told: Vec<String> =
        values.filter(|it| !it.is_empty()).map(|it| words(lang, feed, &it)).collect();
    told.join(DOT)
}

/// A JSON value as a person reads it.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Name of a risk factor.
pub(crate) fn factor(lang: Lang, id: &str) -> &str {
    let found = Factor::ALL.into_iter().find(|it| it.as_str() == id);
    found.map_or(id, |it| lang.pick(it.zh(), it.en()))
}

/// Name of a risk band.
pub(crate) fn band(lang: Lang, id: &str) -> &str {
    Band::parse(id).map_or(id, |it| lang.pick(it.zh(), it.en()))
}

/// How many pages there are.
pub(crate) fn pages(rows: i64, page_size: u32) -> u32 {
    let pages = rows.max(0).unsigned_abs().div_ceil(u64::from(page_size.max(1)));
    u32::try_from(pages).unwrap_or(u32::MAX).max(1)
}

/// Whether a list holds as many as the figure says, in words; `None` while the figure is not known.
pub(crate) fn agreement(
    lang: Lang,
    total: i64,
    figure: Option<i64>,
) -> Option<(bool, &'static str)> {
    let agrees = figure? == total;
    Some((agrees, lang.say(if agrees { Text::AgreesWith } else { Text::DiffersFrom })))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_words_in_the_language_of_the_page() {
        assert_eq!(words(Lang::Zh, "inspection", "OFFSITE/VIDEO_AI"), "非现场检查 · 视频AI识别");
        assert_eq!(words(Lang::En, "complaint", "12345"), "Hotline 12345");
        assert_eq!(band(Lang::En, "blue"), Band::Blue.en());
    }

    #[test]
    fn a_list_agrees_only_with_the_exact_number() {
        assert_eq!(agreement(Lang::Zh, 10, Some(10)), Some((true, "与指标一致 ✓")));
        assert_eq!(agreement(Lang::Zh, 10, Some(11)), Some((false, "与指标不一致 ✗")));
        assert_eq!(agreement(Lang::Zh, 10, None), None);
    }

    #[test]
    fn the_last_page_may_be_short_and_an_empty_list_has_one_page() {
        assert_eq!([pages(0, 50), pages(50, 50), pages(51, 50)], [1, 1, 2]);
    }
}
