//! Parameters that several questions share: unit, period, attribution, filter.

use domain::code::{Method, Specialty};
use domain::wire::Attribution;

use crate::api::Desk;
use crate::api::params::Params;
use crate::api::problem::Refusal;
use crate::api::route::{Param, Shape};
use crate::query::Filter;

pub const UNIT: Param = Param::optional(
    "unit",
    Shape::Text,
    "code of an org or a region; the root of the deployment if absent",
);

pub const PERIOD: Param = Param::required(
    "period",
    Shape::Text,
    "2026, 2026Q3, 2026-10, 2026-10-01 or a half-open range 2026-01-01..2026-11-01",
);

pub const AT: Param = Param::optional(
    "at",
    Shape::OneOf(&["org", "location"]),
    "attribution: the responsible org (the default; for a region that is none, the org of the nearest region above) \
     or where the object is",
);

pub const SPECIALTY: Param =
    Param::optional("specialty", Shape::OneOf(Specialty::CODES), "only facts of this specialty");

pub const METHOD: Param = Param::optional(
    "method",
    Shape::OneOf(Method::CODES),
    "only facts checked by this off-site method",
);

/// The unit asked for, else the root.
pub fn unit(params: &Params, desk: &Desk) -> String {
    params.text(UNIT.name).map_or_else(|| desk.pack.pack.root_org.clone(), str::to_owned)
}

pub fn attribution(params: &Params) -> Result<Option<Attribution>, Refusal> {
    params.value_by(AT.name, |text| match text {
        "org" => Some(Attribution::Org),
        "location" => Some(Attribution::Location),
        _ => None,
    })
}

pub fn filter(params: &Params) -> Result<Filter, Refusal> {
    Ok(Filter {
        specialty: params.value_by(SPECIALTY.name, Specialty::parse)?,
        method: params.value_by(METHOD.name, Method::parse)?,
    })
}
