//! Number → work order: dispatched ahead of a visit, and what became of it.
//!
//! Most are executed by the visit they lead to; others stay open, come back, are withdrawn, merged or
//! split, and some were sent to another org first (one line each leg, one root). A child of a split
//! order is an order of its own: its root is itself, its parent the order that was split.

use domain::code::{OrderSource, OrderState, OrderType};

use super::Demo;
use super::dice::{Dice, Stream};
use super::habits::NO_DUE_ORG;
use super::inspection::{PER_ORDER, Visit};
use super::line::{DAY_S, Line, Moment};

pub(super) const COLUMNS: &str = "order_id,root_id,parent_id,order_type,source,source_ref,entity_id,from_org,to_org,\
    issued_at,due_at,extended_due,extend_approved_at,signed_at,state,feedback_at,accepted_at,insp_id,result,\
    withdraw_at,withdraw_reason";

/// One dispatched order with all its legs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order {
    pub(super) number: u64,
    pub(super) kind: OrderType,
    pub(super) source: OrderSource,
    visit: Visit,
    /// The org it was sent to first, when it was re-dispatched.
    first_org: Option<usize>,
    issued: Moment,
    due: Moment,
    /// A later due time and when it was approved.
    extension: Option<(Moment, Moment)>,
    outcome: Outcome,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Executed { feedback: Moment, accepted: Option<Moment> },
    Open(OrderState),
    Returned { feedback: Moment },
    Withdrawn { at: Moment },
    Merged,
    Split { feedback: Moment, accepted: Option<Moment> },
}

const KINDS: [(OrderType, f64); 4] = [
    (OrderType::RoutineCheck, 0.42),
    (OrderType::Verify, 0.75),
    (OrderType::ClueVerify, 0.92),
    (OrderType::Joint, 1.0),
];
const SOURCES: [(OrderSource, f64); 6] = [
    (OrderSource::Risk, 0.30),
    (OrderSource::Warning, 0.52),
    (OrderSource::Complaint, 0.72),
    (OrderSource::Sensor, 0.80),
    (OrderSource::Superior, 0.88),
    (OrderSource::Manual, 1.0),
];
const TERMS_DAYS: [i64; 6] = [7, 10, 15, 15, 20, 30];
const REASONS: [&str; 3] = ["对象已注销", "派单有误", "与专项任务重复"];

impl Order {
    pub(super) fn draw(demo: &Demo, number: u64) -> Self {
        Self::of_visit(demo, number, &Visit::draw(demo, number * PER_ORDER))
    }

    /// The order that led to a visit (or would have).
    pub(super) fn of_visit(demo: &Demo, number: u64, visit: &Visit) -> Self {
        let mut dice = Dice::new(demo.options.seed, Stream::Order, number);
        let kind = one_of(&KINDS, &mut dice);
        let source = one_of(&SOURCES, &mut dice);
        let term = *dice.pick(&TERMS_DAYS);
        let is_late = dice.chance(demo.habits(visit.actor).late_orders);
        let lead = if is_late { term + dice.between(1, 12) } else { dice.between(1, term - 3) };
        let morning = Moment::of(visit.start.day(), 0).plus_days(-lead);
        let issued = morning.plus(dice.between(9 * 3600, 17 * 3600));
        let due = due(demo, &mut dice, visit.actor, morning.plus_days(term + 1).plus(-1));
        let extension = dice.chance(if is_late { 0.18 } else { 0.03 }).then(|| {
            (due.plus_days(dice.between(8, 16)), due.plus(-dice.between(DAY_S, 3 * DAY_S)))
        });
        let extension =
            extension.filter(|(_, approved)| *approved > issued && *approved < demo.now());
        let outcome = outcome(demo, &mut dice, visit, (issued, due));
        let is_whole = !matches!(outcome, Outcome::Split { .. } | Outcome::Merged);
        let is_moved = is_whole && dice.chance(0.045);
        let first_org =
            is_moved.then(|| (visit.actor + 1 + dice.below(3)) % demo.ground.orgs.len());
        Self { number, kind, source, visit: *visit, first_org, issued, due, extension, outcome }
    }

    pub(super) fn is_executed(&self) -> bool {
        matches!(self.outcome, Outcome::Executed { .. } | Outcome::Split { .. })
    }

    /// The leg that the visit answers: the only one, the last assignee's, or the first child.
    pub(super) fn executed_leg(&self) -> u64 {
        u64::from(self.legs() > 1)
    }

    /// How many lines the order takes.
    pub(super) fn legs(&self) -> u64 {
        match self.outcome {
            Outcome::Split { .. } => 3,
            _ => 1 + u64::from(self.first_org.is_some()),
        }
    }

    /// Writes one leg, `0..legs()`.
    pub(super) fn write(&self, demo: &Demo, leg: u64, line: &mut Line<'_>) {
        let is_child = leg > 0 && self.first_org.is_none();
        add_id(line, self.number, leg);
        add_id(line, self.number, if is_child { leg } else { 0 });
        match leg {
            0 => line.empty(),
            _ => add_id(line, self.number, 0),
        };
        line.text(self.kind.as_str()).text(self.source.as_str());
        self.write_source(demo, line);
        line.id("E", self.visit.entity as u64).text(&demo.ground.root_org);
        let to =
            if leg == 0 { self.first_org.unwrap_or(self.visit.actor) } else { self.visit.actor };
        line.text(demo.actor_code(to)).at(Some(self.issued)).at(Some(self.due));
        match self.extension.filter(|_| !is_child) {
            Some((due, approved)) => line.at(Some(due)).at(Some(approved)),
            None => line.empty().empty(),
        };
        self.write_course(demo, leg, line);
    }

    /// What the order refers to: a merged one names the order it went into.
    fn write_source(&self, demo: &Demo, line: &mut Line<'_>) {
        match (self.outcome, self.source) {
            (Outcome::Merged, _) if self.number > 0 => add_id(line, self.number - 1, 0),
            (_, OrderSource::Complaint) => {
                let share = demo.sizes.complaints as f64 / demo.sizes.orders as f64;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "a share of a count"
                )]
                let complaint = (self.number as f64 * share) as u64;
                line.id("T", complaint)
            }
            _ => line.empty(),
        };
    }

    /// The columns from `signed_at` on.
    fn write_course(&self, demo: &Demo, leg: u64, line: &mut Line<'_>) {
        let mut dice = Dice::new(demo.options.seed, Stream::OrderText, self.number * 4 + leg);
        let signed = self.issued.plus(dice.between(600, 20 * 3600));
        let signed =
            Some(signed).filter(|signed| *signed < demo.now() && *signed < self.visit.start);
        if leg == 0 && self.legs() > 1 {
            let state =
                if self.first_org.is_some() { OrderState::Transferred } else { OrderState::Split };
            line.at(signed).text(state.as_str());
            line.empty().empty().empty().empty().empty().empty();
            return;
        }
        match self.outcome {
            Outcome::Split { .. } if leg == 2 => {
                line.at(signed).text(if signed.is_some() { "DOING" } else { "ISSUED" });
                line.empty().empty().empty().empty().empty().empty();
            }
            Outcome::Executed { feedback, accepted } | Outcome::Split { feedback, accepted } => {
                let state =
                    if accepted.is_some() { OrderState::Accepted } else { OrderState::Feedback };
                line.at(signed.or(Some(self.issued)))
                    .text(state.as_str())
                    .at(Some(feedback))
                    .at(accepted);
                line.id("J", self.number * PER_ORDER).text("已现场核查").empty().empty();
            }
            Outcome::Open(state) => {
                let is_signed = state != OrderState::Issued;
                line.at(signed.or(Some(self.issued)).filter(|_| is_signed)).text(state.as_str());
                line.empty().empty().empty().empty().empty().empty();
            }
            Outcome::Returned { feedback } => {
                line.at(signed.or(Some(self.issued))).text("RETURNED").at(Some(feedback));
                line.empty().empty().text("材料不全").empty().empty();
            }
            Outcome::Withdrawn { at } => {
                line.at(signed.filter(|signed| *signed < at)).text("WITHDRAWN").empty().empty();
                line.empty().empty().at(Some(at)).text(REASONS[dice.below(REASONS.len())]);
            }
            Outcome::Merged => {
                line.at(signed).text("MERGED").empty().empty().empty().empty().empty().empty();
            }
        }
    }
}

/// The id of a leg as its own cell: `G0000000042` for the root, `G0000000042-2` for its second leg.
pub(super) fn add_id<'l, 'a>(line: &'l mut Line<'a>, number: u64, leg: u64) -> &'l mut Line<'a> {
    line.id("G", number);
    if leg > 0 {
        line.add("-").add_number(leg + 1, 1);
    }
    line
}

fn one_of<T: Copy>(list: &[(T, f64)], dice: &mut Dice) -> T {
    let throw = dice.unit();
    list.iter().find(|(_, share)| throw < *share).unwrap_or(&list[0]).0
}

/// The due time; one org has none due from its last full month on (hard case 3: no base there).
fn due(demo: &Demo, dice: &mut Dice, actor: usize, due: Moment) -> Moment {
    let is_quiet = demo.actor_code(actor) == NO_DUE_ORG && due.day() >= demo.last_full_month;
    if is_quiet && due < demo.now() {
        return Moment::of(demo.options.end, DAY_S - 1).plus_days(dice.between(3, 25));
    }
    due
}

fn outcome(
    demo: &Demo,
    dice: &mut Dice,
    visit: &Visit,
    (issued, due): (Moment, Moment),
) -> Outcome {
    let now = demo.now();
    let throw = dice.unit();
    let open = if now.0 - issued.0 < DAY_S {
        Outcome::Open(OrderState::Issued)
    } else if now.0 - issued.0 < 3 * DAY_S {
        Outcome::Open(OrderState::Signed)
    } else {
        Outcome::Open(OrderState::Doing)
    };
    let Some(finish) = visit.finish else { return open };
    let feedback = finish.plus(dice.between(600, 36 * 3600));
    let accepted = feedback.plus(dice.between(1800, 3 * DAY_S));
    let accepted = Some(accepted).filter(|accepted| *accepted < now && !dice.chance(0.015));
    let withdrawn = match throw {
        throw if throw < 0.10 => issued.plus(dice.between(3600, 5 * DAY_S)),
        _ => due.plus(dice.between(3600, 10 * DAY_S)),
    };
    if due > now && dice.chance(0.55) || feedback >= now {
        return open;
    }
    match throw {
        throw if throw < 0.05 => open,
        throw if throw < 0.07 => Outcome::Returned { feedback },
        throw if throw < 0.085 => Outcome::Merged,
        throw if throw < 0.10 && withdrawn < now.min(due) => Outcome::Withdrawn { at: withdrawn },
        throw if (0.10..0.108).contains(&throw) && withdrawn < now => {
            Outcome::Withdrawn { at: withdrawn }
        }
        throw if throw < 0.118 => Outcome::Split { feedback, accepted },
        _ => Outcome::Executed { feedback, accepted },
    }
}
