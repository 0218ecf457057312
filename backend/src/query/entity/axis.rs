//! A feed on the timeline of an entity: when a fact of it was due and done, and what of a score it counts for.
//!
//! Conditions are those of `store/sql/risk_*.sql` and of the measures; a test adds the marked facts up to the
//! scores. Nothing here is asked of a caller: the only number in the text is the day of the scores.

use domain::feed::Feed;
use domain::risk::Factor;
use domain::time::Day;

use crate::store::facts_of;
use crate::store::text::carried;

/// One feed's moments as SQL over its living facts.
pub(super) struct Axis {
    pub(super) feed: Feed,
    at: &'static str,
    /// Due time in force, microseconds; of a bare day its last second.
    due: &'static str,
    done: &'static str,
    /// Whether it can be late at all.
    owed: &'static str,
    /// Factors with their conditions, where `{as_of}` is the day of the scores.
    pub(super) factors: &'static [(Factor, &'static str)],
}

/// Columns before the factors: moment, due, done, owed.
pub(super) const MOMENTS: usize = 4;

pub(super) const AXES: [Axis; 4] = [
    Axis {
        feed: Feed::Inspection,
        at: "coalesce(finish_at, start_at)",
        due: "NULL::BIGINT",
        done: "NULL::BIGINT",
        owed: "false",
        factors: &[(
            Factor::SinceInspection,
            "update_flag <> '3' AND finished_day = max(finished_day)
                FILTER (WHERE update_flag <> '3' AND finished_day <= {as_of}) OVER ()",
        )],
    },
    Axis {
        feed: Feed::Problem,
        at: "found_at",
        due: "(due_day + 1) * 86400000000 - 28801000000",
        done: "closed_at",
        owed: "update_flag <> '3' AND (closed_at IS NOT NULL OR state NOT IN ('CLOSED', 'TO_CASE'))",
        factors: &[
            (Factor::Violations, "update_flag <> '3' AND found_day <= {as_of}"),
            (
                Factor::OverdueRectification,
                "update_flag <> '3' AND found_day <= {as_of} AND due_day < {as_of}
                    AND coalesce(closed_day > {as_of}, true) AND state NOT IN ('CLOSED', 'TO_CASE')",
            ),
        ],
    },
    Axis {
        feed: Feed::Order,
        at: "issued_at",
        due: "due_in_force",
        done: "coalesce(feedback_at, accepted_at, CASE WHEN state = 'WITHDRAWN' THEN withdraw_at END)",
        owed: "update_flag <> '3' AND state NOT IN ('DRAFT', 'TRANSFERRED', 'MERGED', 'SPLIT')",
        factors: &[],
    },
    Axis {
        feed: Feed::Complaint,
        at: "registered_at",
        due: "coalesce(extended_due, due_at)",
        done: "closed_at",
        owed: "update_flag <> '3' AND state NOT IN ('WITHDRAWN', 'TRANSFERRED', 'REJECTED')",
        factors: &[(
            Factor::Complaints,
            "update_flag <> '3' AND registered_day <= {as_of}
                AND coalesce(result <> 'UNSUBSTANTIATED', true)",
        )],
    },
];

impl Axis {
    /// The facts of one entity: moments, one truth a factor, then the columns of the feed.
    pub(super) fn sql(&self, as_of: Day) -> String {
        let factors = self.factors.iter().map(|(_, counts)| format!("coalesce({counts}, false), "));
        let factors = factors.collect::<String>().replace("{as_of}", &as_of.0.to_string());
        format!(
            "SELECT {}, ({})::BIGINT, ({})::BIGINT, coalesce({}, false), {factors}{} FROM {} WHERE entity_no = ?",
            self.at,
            self.due,
            self.done,
            self.owed,
            carried(self.feed, ""),
            facts_of(self.feed),
        )
    }
}
