//! Codes in a list of records → their names, Chinese and English: one place for the screen and for tables.
//!
//! The kind and the outcome of a record are codes of one of several lists of its feed; the first list that
//! knows a code names it. Numbers are no codes here: an entity that counts for two acts is no entity of class Ⅱ.

use crate::code::{
    Channel, ComplaintResult, ComplaintState, Datum, EntityState, GeoQuality, Grade, IdType,
    InspectResult, InspectType, Method, Mode, OnsiteReason, OrderSource, OrderState, OrderType,
    ProblemState, RegionLevel, RiskClass, Severity, Specialty, UpdateFlag,
};
use crate::feed::Feed;
use crate::risk::Band;

/// What stands between the names of several codes.
pub const BETWEEN: &str = " · ";

/// A name in Chinese and in English.
pub type Names = (&'static str, &'static str);

/// The name of a feed, as a record of it is called.
pub fn feed(code: &str) -> Option<Names> {
    Some(match code {
        "inspection" => ("检查", "Inspection"),
        "problem" => ("问题", "Problem"),
        "order" => ("工单", "Order"),
        "complaint" => ("投诉", "Complaint"),
        "entity" => ("对象登记", "Register"),
        "region" => ("区划", "Region"),
        "org" => ("机构", "Org"),
        _ => return None,
    })
}

macro_rules! first_of {
    ($code:expr, $($list:ident),+) => {
        None$( .or_else(|| $list::parse($code).map(|it| (it.zh(), it.en()))) )+
    };
}

/// The name of a kind or outcome of a record.
pub fn of(feed: &str, code: &str) -> Option<Names> {
    match feed {
        "inspection" => first_of!(code, Mode, Method, InspectResult, InspectType, OnsiteReason),
        "order" => first_of!(code, OrderType, OrderState),
        "complaint" => first_of!(code, Channel, ComplaintState, ComplaintResult),
        "problem" => first_of!(code, Severity, ProblemState),
        "entity" => first_of!(code, EntityState, Band),
        _ => None,
    }
}

/// The name of a specialty.
pub fn specialty(code: &str) -> Option<Names> {
    first_of!(code, Specialty)
}

/// The name of a code of a column: the same code means one thing in each list, and another in the next.
pub fn of_column(feed: Feed, column: &str, code: &str) -> Option<Names> {
    match (feed, column) {
        (_, "specialty") => first_of!(code, Specialty),
        (_, "mode") => first_of!(code, Mode),
        (_, "method") => first_of!(code, Method),
        (_, "onsite_reason") => first_of!(code, OnsiteReason),
        (_, "inspect_type") => first_of!(code, InspectType),
        (Feed::Inspection, "result") => first_of!(code, InspectResult),
        (Feed::Complaint, "result") => first_of!(code, ComplaintResult),
        (Feed::Entity, "state") => first_of!(code, EntityState),
        (Feed::Problem, "state") => first_of!(code, ProblemState),
        (Feed::Order, "state") => first_of!(code, OrderState),
        (Feed::Complaint, "state") => first_of!(code, ComplaintState),
        (_, "severity") => first_of!(code, Severity),
        (_, "order_type") => first_of!(code, OrderType),
        (_, "source") => first_of!(code, OrderSource),
        (_, "channel") => first_of!(code, Channel),
        (_, "risk_class") => first_of!(code, RiskClass),
        (_, "grade") => first_of!(code, Grade),
        (_, "geo_quality") => first_of!(code, GeoQuality),
        (_, "id_type") => first_of!(code, IdType),
        (_, "crs") => first_of!(code, Datum),
        (_, "level") => first_of!(code, RegionLevel),
        (_, "update_flag") => first_of!(code, UpdateFlag),
        _ => None,
    }
}

/// One or several codes, such as `OFFSITE/VIDEO_AI`, each in the words that `pick` chooses; what no list knows
/// stays as it is.
pub fn told(feed: &str, codes: &str, pick: impl Fn(Names) -> &'static str) -> String {
    let parts = codes.split(['/', ' ', ',', ';']).filter(|it| !it.is_empty());
    let told: Vec<&str> =
        parts.map(|it| of(feed, it).map_or(it, |names| -> &str { pick(names) })).collect();
    told.join(BETWEEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_words_and_unknown_codes_and_numbers_stay() {
        let zh = |feed, codes| told(feed, codes, |it| it.0);
        assert_eq!(zh("inspection", "OFFSITE/VIDEO_AI"), "非现场检查 · 视频AI识别");
        assert_eq!(told("complaint", "12345", |it| it.1), "Hotline 12345");
        assert_eq!(zh("entity", "blue"), "低");
        assert_eq!(zh("order", "NEW_CODE"), "NEW_CODE");
        assert_eq!(
            [zh("entity", "2"), zh("entity", "10"), zh("entity", "31.500")],
            ["2", "10", "31.500"]
        );
    }

    #[test]
    fn every_code_of_every_column_has_a_name_of_its_own_list() {
        let all =
            Feed::ALL.iter().flat_map(|feed| feed.columns().iter().map(move |it| (*feed, it)));
        for (feed, column) in all {
            let mut codes = column.list.unwrap_or_default().iter();
            let nameless = codes.find(|code| of_column(feed, column.name, code).is_none());
            assert_eq!(nameless, None, "{feed:?} {}", column.name);
        }
        let serious = [(Feed::Problem, "severity"), (Feed::Entity, "risk_class")];
        let told = serious.map(|(feed, column)| of_column(feed, column, "2").map(|it| it.0));
        assert_eq!(told, [Some("较重"), Some("Ⅱ类")]);
        assert_eq!(of_column(Feed::Problem, "text", "2"), None, "no column of codes");
    }

    #[test]
    fn every_feed_has_a_name() {
        for known in Feed::ALL {
            assert!(feed(known.as_str()).is_some(), "{known:?}");
        }
        assert_eq!(feed("weather"), None);
    }
}
