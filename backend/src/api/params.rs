//! A query string → the values that a route declared, or a 400 that says what would have been right.
//!
//! A parameter that nobody knows is refused: a misspelt filter that is ignored gives a wrong number.

use std::str::FromStr;

use axum::extract::Query;
use axum::http::Uri;
use domain::period::Period;
use geodata::lasso::Lasso;

use crate::api::problem::Refusal;
use crate::api::route::{Need, Param, Shape};

/// The checked parameters of one request.
#[derive(Clone, Debug)]
pub struct Params {
    pairs: Vec<(String, String)>,
}

impl Params {
    /// Refuses unknown, repeated, missing and malformed parameters.
    pub fn read(declared: &[Param], uri: &Uri) -> Result<Self, Refusal> {
        let Query(pairs) = Query::<Vec<(String, String)>>::try_from_uri(uri)
            .map_err(|err| Refusal::bad("BAD_QUERY", err.body_text()))?;
        for (nth, (name, value)) in pairs.iter().enumerate() {
            let param = declared
                .iter()
                .find(|it| it.name == name)
                .ok_or_else(|| unknown(name, declared))?;
            if pairs.iter().take(nth).any(|(earlier, _)| earlier == name) {
                return Err(Refusal::bad(
                    "REPEATED_PARAMETER",
                    format!("`{name}` is given more than once"),
                ));
            }
            check_shape(param, value)?;
        }
        let missing = declared.iter().find(|it| {
            it.need == Need::Required
                && !pairs.iter().any(|(name, value)| name == it.name && !value.is_empty())
        });
        match missing {
            Some(param) => Err(Refusal::bad(
                "MISSING_PARAMETER",
                format!("`{}` is missing: {}", param.name, param.words),
            )
            .allowing(allowed(param.shape))),
            None => Ok(Self { pairs }),
        }
    }

    /// An empty value counts as absent.
    pub fn text(&self, name: &str) -> Option<&str> {
        let found = self.pairs.iter().find(|(given, value)| given == name && !value.is_empty());
        found.map(|(_, value)| value.as_str())
    }

    pub fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// The parts of a comma-separated value, empty ones left out.
    pub fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.text(name).unwrap_or_default().split(',').filter(|part| !part.is_empty())
    }

    /// The value in its own type.
    pub fn value<T: FromStr>(&self, name: &str) -> Result<Option<T>, Refusal> {
        self.value_by(name, |text| text.parse().ok())
    }

    /// The value in its own type by a function of ours.
    pub fn value_by<T>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        self.text(name).map(|text| read(text).ok_or_else(|| bad_value(name, text))).transpose()
    }

    pub fn period(&self) -> Result<Option<Period>, Refusal> {
        let read = |text: &str| {
            text.parse()
                .map_err(|err| Refusal::bad("BAD_PERIOD", err).allowing(PERIODS.iter().copied()))
        };
        self.text("period").map(read).transpose()
    }

    /// A loop drawn on the map.
    pub fn within(&self) -> Result<Option<Lasso>, Refusal> {
        let read = |text: &str| {
            let example = "8:116.3,39.8;116.5,39.8;116.4,40";
            text.parse().map_err(|err| Refusal::bad("BAD_LOOP", err).allowing([example]))
        };
        self.text("within").map(read).transpose()
    }

    /// The period, where the route declares it as required.
    pub fn required_period(&self) -> Result<Period, Refusal> {
        self.period()?.ok_or_else(|| Refusal::bad("MISSING_PARAMETER", "`period` is missing"))
    }
}

/// The forms that a period may take, by example.
pub const PERIODS: &[&str] = &["2026", "2026Q3", "2026-10", "2026-10-01", "2026-01-01..2026-11-01"];

fn unknown(name: &str, declared: &[Param]) -> Refusal {
    Refusal::bad("UNKNOWN_PARAMETER", format!("there is no parameter `{name}` here"))
        .allowing(declared.iter().map(|it| it.name))
}

fn bad_value(name: &str, value: &str) -> Refusal {
    Refusal::bad("BAD_VALUE", format!("`{name}` cannot be {value:?}"))
}

fn check_shape(param: &Param, value: &str) -> Result<(), Refusal> {
    let fits = match param.shape {
        Shape::Text | Shape::Texts => true,
        Shape::OneOf(list) => list.contains(&value),
        Shape::SomeOf(list) => value.split(',').all(|part| list.contains(&part)),
        Shape::Whole(least, most) => {
            value.parse().is_ok_and(|number: u32| (least..=most).contains(&number))
        }
    };
    if fits || value.is_empty() {
        return Ok(());
    }
    Err(bad_value(param.name, value).allowing(allowed(param.shape)))
}

/// The values that would have been right, as far as a table can say.
fn allowed(shape: Shape) -> Vec<String> {
    match shape {
        Shape::Text | Shape::Texts => Vec::new(),
        Shape::OneOf(list) | Shape::SomeOf(list) => {
            list.iter().copied().map(str::to_owned).collect()
        }
        Shape::Whole(least, most) => vec![format!("{least}..={most}")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DECLARED: &[Param] = &[
        Param::required("unit", Shape::Text, "code of an org or a region"),
        Param::optional("compare", Shape::SomeOf(&["yoy", "mom"]), "…"),
        Param::optional("by", Shape::OneOf(&["none", "org"]), "…"),
        Param::optional("res", Shape::Whole(6, 10), "…"),
        Param::optional("period", Shape::Text, "…"),
    ];

    fn read(query: &str) -> Result<Params, Refusal> {
        Params::read(DECLARED, &format!("/x?{query}").parse().unwrap())
    }

    #[track_caller]
    fn refused(query: &str, code: &str, allowed: &[&str]) {
        let refusal = read(query).and_then(|params| params.period()).unwrap_err();
        let problem = refusal.problem();
        assert_eq!((problem.status, problem.code.as_str()), (400, code), "{query}");
        assert_eq!(problem.allowed, allowed, "{query}");
    }

    #[test]
    fn declared_parameters_are_read_and_percent_decoded() {
        let params = read("unit=%E4%B8%9C&compare=yoy,mom&by=org&res=8&period=2026Q3").unwrap();
        assert_eq!(params.text("unit"), Some("东"));
        assert_eq!(params.texts("compare").collect::<Vec<_>>(), ["yoy", "mom"]);
        assert_eq!(params.value::<u8>("res").unwrap(), Some(8));
        assert_eq!(params.period().unwrap().unwrap().to_string(), "2026Q3");
        assert_eq!(read("unit=1&by=").unwrap().text("by"), None);
    }

    #[test]
    fn every_refusal_says_what_would_have_been_right() {
        refused("unit=1&utni=2", "UNKNOWN_PARAMETER", &["unit", "compare", "by", "res", "period"]);
        refused("unit=1&by=colour", "BAD_VALUE", &["none", "org"]);
        refused("unit=1&compare=yoy,wow", "BAD_VALUE", &["yoy", "mom"]);
        refused("unit=1&res=11", "BAD_VALUE", &["6..=10"]);
        refused("unit=1&res=eight", "BAD_VALUE", &["6..=10"]);
        refused("unit=1&unit=2", "REPEATED_PARAMETER", &[]);
        refused("by=org", "MISSING_PARAMETER", &[]);
        refused("unit=", "MISSING_PARAMETER", &[]);
        refused("unit=1&period=2026-13", "BAD_PERIOD", PERIODS);
    }
}
