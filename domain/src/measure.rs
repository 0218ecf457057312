//! Measures: countable things over one feed, in a closed vocabulary that data files may use.
//!
//! A measure names a feed, a condition on its facts, the date that attributes a fact to a period and
//! what is counted. The same definition is evaluated here ([`Condition::holds`]) and compiled to SQL by
//! the backend; both read only [`Field`] and [`Flag`], so a definition can name nothing else.

use serde::{Deserialize, Serialize};

use crate::feed::Feed;

/// Place of a measure in its catalogue; also its row in every array of Sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MeasureNo(pub usize);

/// A countable thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    pub id: String,
    pub name: String,
    pub feed: Feed,
    pub count: Count,
    pub date: DateField,
    pub condition: Condition,
}

/// What one fact that meets the condition adds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Count {
    /// One for each fact.
    Rows,
    /// The verified problems of an inspection.
    VerifiedProblems,
    /// One for each entity however many facts it has; never additive over units or periods.
    DistinctEntities,
    /// One from the day it opened until the day it closed: what stands at the end of a period.
    Stock,
}

/// The dates that can attribute a fact to a period (domain rule R3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateField {
    /// Completion of an inspection.
    Finished,
    /// Due date of an order or a complaint, with extensions approved in time.
    Due,
    /// Registration of a complaint.
    Registered,
    /// Closing of a complaint.
    Closed,
    /// Opening of an entity; its end date closes the stock.
    Opened,
}

/// Coded columns a condition may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Mode,
    Method,
    OnsiteReason,
    InspectType,
    Result,
    OrderType,
    Source,
    State,
    Channel,
    RiskClass,
}

/// Derived truths about a fact that need other facts or several columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flag {
    /// An inspection with a completion time.
    Finished,
    /// An inspection with at least one problem.
    HasProblem,
    /// An inspection with at least one problem confirmed by a person.
    HasVerifiedProblem,
    /// An on-site inspection of an entity that was checked off-site for the same matter within the 90 days before.
    RepeatsOffsite,
    /// An order executed by the cut-off: accepted and, where it needs a visit, linked to a completed inspection.
    Executed,
    /// An executed order whose feedback came on or before the due time.
    OnTime,
    /// An order withdrawn before its due time.
    WithdrawnBeforeDue,
    /// A complaint closed on or before its due time.
    ClosedOnTime,
    /// A complaint linked to an earlier one of the same person on the same matter.
    Repeat,
}

/// A condition on one fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    /// The field holds one of these codes; an empty field holds none.
    Is(Field, Vec<String>),
    Flag(Flag),
}

/// One fact as a condition sees it.
pub trait Conditioned {
    fn field(&self, field: Field) -> Option<&str>;
    fn flag(&self, flag: Flag) -> bool;
}

impl Condition {
    pub fn holds(&self, fact: &impl Conditioned) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(fact)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(fact)),
            Self::Not(part) => !part.holds(fact),
            Self::Is(field, codes) => {
                fact.field(*field).is_some_and(|code| codes.iter().any(|wanted| wanted == code))
            }
            Self::Flag(flag) => fact.flag(*flag),
        }
    }

    /// Calls `visit` with each leaf.
    pub fn leaves<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.leaves(visit)),
            Self::Not(part) => part.leaves(visit),
            Self::Is(..) | Self::Flag(_) => visit(self),
        }
    }
}

impl Count {
    /// Whether figures of units and periods add up.
    pub fn is_additive(self) -> bool {
        self != Self::DistinctEntities
    }
}

impl DateField {
    /// The column of the generation that holds this date, as days since 1970-01-01.
    pub fn column(self) -> &'static str {
        match self {
            Self::Finished => "finished_day",
            Self::Due => "due_day",
            Self::Registered => "registered_day",
            Self::Closed => "closed_day",
            Self::Opened => "opened_day",
        }
    }

    pub fn belongs_to(self, feed: Feed) -> bool {
        match self {
            Self::Finished => feed == Feed::Inspection,
            Self::Due => matches!(feed, Feed::Order | Feed::Complaint),
            Self::Registered | Self::Closed => feed == Feed::Complaint,
            Self::Opened => feed == Feed::Entity,
        }
    }
}

impl Field {
    /// The column of the generation that holds this field.
    pub fn column(self) -> &'static str {
        match self {
            Self::Mode => "mode",
            Self::Method => "method",
            Self::OnsiteReason => "onsite_reason",
            Self::InspectType => "inspect_type",
            Self::Result => "result",
            Self::OrderType => "order_type",
            Self::Source => "source",
            Self::State => "state",
            Self::Channel => "channel",
            Self::RiskClass => "risk_class",
        }
    }
}

impl Flag {
    /// The boolean column of the generation that holds this flag.
    pub fn column(self) -> &'static str {
        match self {
            Self::Finished => "is_finished",
            Self::HasProblem => "has_problem",
            Self::HasVerifiedProblem => "has_verified_problem",
            Self::RepeatsOffsite => "repeats_offsite",
            Self::Executed => "is_executed",
            Self::OnTime => "is_on_time",
            Self::WithdrawnBeforeDue => "withdrawn_before_due",
            Self::ClosedOnTime => "closed_on_time",
            Self::Repeat => "is_repeat",
        }
    }

    pub fn belongs_to(self, feed: Feed) -> bool {
        match self {
            Self::Finished | Self::HasProblem | Self::HasVerifiedProblem | Self::RepeatsOffsite => {
                feed == Feed::Inspection
            }
            Self::Executed | Self::OnTime | Self::WithdrawnBeforeDue => feed == Feed::Order,
            Self::ClosedOnTime | Self::Repeat => feed == Feed::Complaint,
        }
    }
}

impl Field {
    /// The codes this field may hold in a feed; `None` where the feed has no such field.
    pub fn codes(self, feed: Feed) -> Option<&'static [&'static str]> {
        let column = feed.columns().iter().find(|column| column.name == self.column())?;
        column.list
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Fact;

    impl Conditioned for Fact {
        fn field(&self, field: Field) -> Option<&str> {
            (field == Field::Mode).then_some("OFFSITE")
        }

        fn flag(&self, flag: Flag) -> bool {
            flag == Flag::Finished
        }
    }

    #[test]
    fn an_empty_field_is_none_of_the_codes_so_its_negation_holds() {
        let reason = Condition::Is(Field::OnsiteReason, vec!["CASE".to_owned()]);
        assert!(!reason.holds(&Fact));
        assert!(Condition::Not(Box::new(reason)).holds(&Fact));
    }

    #[test]
    fn all_needs_every_part_and_any_needs_one() {
        let offsite = Condition::Is(Field::Mode, vec!["ONSITE".to_owned(), "OFFSITE".to_owned()]);
        let late = Condition::Flag(Flag::HasProblem);
        assert!(!Condition::All(vec![offsite.clone(), late.clone()]).holds(&Fact));
        assert!(Condition::Any(vec![offsite, late]).holds(&Fact));
    }
}
