//! Number → inspection: who visits whom and when, how, and what is found.
//!
//! Every seventh inspection answers a work order when that order was executed (see `order`); the rest are
//! routine checks, whose off-site share rises towards the target, and the other kinds.

use domain::code::{InspectResult, InspectType, Method, OnsiteReason, OrderSource, OrderType};
use domain::time::Day;

use super::Demo;
use super::dice::{Dice, Stream};
use super::line::{Line, Moment};
use super::order::{self, Order};
use super::town::Entity;
use super::trade::TRADES;

pub(super) const COLUMNS: &str = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,onsite_reason,\
    start_at,finish_at,result,matter_code,checklist_id,order_id,random_task_id,parent_insp,scan_code,scan_at,\
    lon,lat,crs,officer_ids,record_video,doc_no";

/// One inspection in this many belongs to a work order.
pub(super) const PER_ORDER: u64 = 7;

/// Who goes to whom and when, before it is known why.
#[derive(Clone, Copy, Debug)]
pub(super) struct Visit {
    pub(super) entity: usize,
    /// Place of the acting org; `orgs.len()` is the city's own office.
    pub(super) actor: usize,
    pub(super) start: Moment,
    pub(super) finish: Option<Moment>,
}

/// How an inspection looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Offsite(Method),
    Onsite(OnsiteReason),
}

/// One inspection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Inspection {
    pub(super) number: u64,
    pub(super) visit: Visit,
    pub(super) kind: InspectType,
    pub(super) way: Way,
    pub(super) result: Option<InspectResult>,
    /// Problems found.
    pub(super) found: u64,
    /// Number and leg of the work order it answers.
    pub(super) order: Option<(u64, u64)>,
}

/// Off-site methods with their shares and how often they find something.
const METHODS: [(Method, f64, f64); 8] = [
    (Method::VideoAi, 0.14, 0.22),
    (Method::Device, 0.08, 0.17),
    (Method::Iot, 0.12, 0.13),
    (Method::DataCompare, 0.16, 0.11),
    (Method::Bigdata, 0.12, 0.38),
    (Method::Remote, 0.14, 0.09),
    (Method::WebPatrol, 0.10, 0.15),
    (Method::SelfSubmit, 0.14, 0.03),
];

impl Visit {
    pub(super) fn draw(demo: &Demo, number: u64) -> Self {
        let mut dice = Dice::new(demo.options.seed, Stream::Inspection, number);
        let share = (number as f64 + dice.unit()) / demo.sizes.inspections as f64;
        let day = demo.inspection_days.day(share);
        let org = dice.among(&demo.work_shares);
        let entity = choose_entity(demo, &mut dice, org, day);
        let actor = match dice.unit() {
            share if share < 0.01 => (org + 1) % demo.ground.orgs.len(),
            share if share < 0.03 => demo.ground.orgs.len(),
            _ => org,
        };
        let start = Moment::of(day, dice.between(8 * 3600 + 2_400, 17 * 3600));
        let is_going_on = demo.options.end.0 - day.0 < 4 && dice.chance(0.35) || dice.chance(0.001);
        let finish = start.plus(dice.between(900, 9_000));
        Self { entity, actor, start, finish: (!is_going_on).then_some(finish) }
    }
}

/// An entity of the org that is open on the day, rather one in season and of a high class.
fn choose_entity(demo: &Demo, dice: &mut Dice, org: usize, day: Day) -> usize {
    let range = &demo.town.of_org[org];
    let month = demo.month(day);
    let mut choice = range.start;
    for _ in 0..5 {
        choice = range.start + dice.below(range.len());
        let entity = &demo.town.entities[choice];
        let season = TRADES[usize::from(entity.trade)].months[month];
        let wanted = f64::from(season) * if entity.class == 1 { 0.01 } else { 0.007 };
        if dice.chance(wanted) && entity.is_open(day) {
            return choice;
        }
    }
    range.start + (choice - range.start) / 8 * 8
}

impl Inspection {
    pub(super) fn draw(demo: &Demo, number: u64) -> Self {
        let visit = Visit::draw(demo, number);
        let mut dice = Dice::new(demo.options.seed, Stream::InspectionText, number);
        let order = number
            .is_multiple_of(PER_ORDER)
            .then(|| Order::of_visit(demo, number / PER_ORDER, &visit));
        let order = order.filter(Order::is_executed);
        let entity = &demo.town.entities[visit.entity];
        let (kind, way) = match &order {
            Some(order) => for_order(order, entity),
            None => by_itself(demo, &mut dice, &visit, entity),
        };
        let result = visit.finish.map(|_| result(&mut dice, way, entity));
        let found = match result {
            Some(InspectResult::Ordered | InspectResult::Case) => 1 + extra_problems(&mut dice),
            _ => 0,
        };
        Self {
            number,
            visit,
            kind,
            way,
            result,
            found,
            order: order.map(|order| (order.number, order.executed_leg())),
        }
    }

    pub(super) fn write(&self, demo: &Demo, line: &mut Line<'_>) {
        let mut dice = Dice::new(demo.options.seed, Stream::InspectionText, !self.number);
        let entity = &demo.town.entities[self.visit.entity];
        let specialty = TRADES[usize::from(entity.trade)].specialty;
        line.id("J", self.number).id("E", self.visit.entity as u64);
        line.text(demo.actor_code(self.visit.actor)).text(specialty).text(self.kind.as_str());
        match self.way {
            Way::Offsite(method) => line.text("OFFSITE").text(method.as_str()).empty(),
            Way::Onsite(reason) => line.text("ONSITE").empty().text(reason.as_str()),
        };
        line.at(Some(self.visit.start)).at(self.visit.finish);
        line.text(self.result.map_or("", InspectResult::as_str));
        line.text("WJ").add(specialty).text("JC-").add(specialty);
        match self.order {
            Some((order, leg)) => order::add_id(line, order, leg),
            None => line.empty(),
        };
        match self.kind {
            InspectType::Random => line.id("S", self.number),
            _ => line.empty(),
        };
        line.empty();
        self.write_traces(demo, entity, &mut dice, line);
    }

    fn write_traces(&self, demo: &Demo, entity: &Entity, dice: &mut Dice, line: &mut Line<'_>) {
        let is_onsite = matches!(self.way, Way::Onsite(_));
        let scanned = is_onsite && dice.chance(demo.scan_share(self.visit.start.day()));
        line.flag(scanned).at(scanned.then(|| self.visit.start.plus(60)));
        if is_onsite && entity.position != super::town::Position::None {
            line.degrees(entity.wgs.0).degrees(entity.wgs.1).text("WGS84");
        } else {
            line.empty().empty().empty();
        }
        let (first, second) = (dice.next() % 40, dice.next() % 39);
        officer(demo, self.visit.actor, first, line.cell());
        if is_onsite {
            officer(demo, self.visit.actor, first + 1 + second, line.add(";"));
        }
        line.flag(is_onsite && dice.chance(0.8));
        match self.found {
            0 => line.empty(),
            _ => line.id("卫监意", self.number),
        };
    }
}

fn officer(demo: &Demo, actor: usize, number: u64, line: &mut Line<'_>) {
    line.add("Z").add(demo.actor_code(actor)).add_number(number, 2);
}

/// What an executed work order makes of its visit: on site, with the reason its kind gives.
fn for_order(order: &Order, entity: &Entity) -> (InspectType, Way) {
    let (kind, reason) = match order.kind {
        OrderType::RoutineCheck if entity.class == 1 => {
            (InspectType::Routine, OnsiteReason::HighRisk)
        }
        OrderType::Verify if order.source == OrderSource::Complaint => {
            (InspectType::Complaint, OnsiteReason::Complaint)
        }
        OrderType::RoutineCheck | OrderType::Verify => {
            (InspectType::Special, OnsiteReason::Special)
        }
        OrderType::ClueVerify => (InspectType::Clue, OnsiteReason::Case),
        OrderType::Joint => (InspectType::Joint, OnsiteReason::Joint),
    };
    (kind, Way::Onsite(reason))
}

fn by_itself(demo: &Demo, dice: &mut Dice, visit: &Visit, entity: &Entity) -> (InspectType, Way) {
    let (kind, reason, offsite) = match dice.unit() {
        share if share < 0.09 => (InspectType::Random, OnsiteReason::National, 0.10),
        share if share < 0.14 => (InspectType::Special, OnsiteReason::Special, 0.25),
        share if share < 0.17 => (InspectType::Complaint, OnsiteReason::Complaint, 0.0),
        share if share < 0.21 => (InspectType::Recheck, OnsiteReason::Case, 0.35),
        share if share < 0.23 => (InspectType::Joint, OnsiteReason::Joint, 0.0),
        share if share < 0.29 && entity.class == 1 => {
            (InspectType::Routine, OnsiteReason::HighRisk, 0.0)
        }
        _ => {
            let share = demo.offsite_share(visit.actor, visit.start.day());
            (InspectType::Routine, OnsiteReason::Routine, share)
        }
    };
    if dice.chance(offsite) {
        return (kind, Way::Offsite(METHODS[dice.among(&demo.method_shares)].0));
    }
    (kind, Way::Onsite(reason))
}

/// Shares of the off-site methods.
pub(super) fn method_weights() -> impl Iterator<Item = f64> {
    METHODS.iter().map(|(_, share, _)| *share)
}

fn result(dice: &mut Dice, way: Way, entity: &Entity) -> InspectResult {
    let rate = match way {
        Way::Offsite(method) => {
            METHODS.iter().find(|(it, ..)| *it == method).map_or(0.1, |(.., rate)| *rate)
        }
        Way::Onsite(OnsiteReason::Case) => 0.42,
        Way::Onsite(OnsiteReason::Complaint) => 0.32,
        Way::Onsite(OnsiteReason::HighRisk) => 0.24,
        Way::Onsite(OnsiteReason::Special | OnsiteReason::Joint) => 0.20,
        Way::Onsite(OnsiteReason::National | OnsiteReason::Routine) => 0.14,
    };
    let throw = dice.unit();
    if matches!(way, Way::Onsite(_)) {
        match throw {
            throw if throw < 0.022 => return InspectResult::Unreachable,
            throw if throw < 0.030 => return InspectResult::Closed,
            throw if throw < 0.033 => return InspectResult::NotSubject,
            _ => (),
        }
    }
    if dice.chance(rate * f64::from(entity.trouble).min(2.4)) {
        let is_case = matches!(way, Way::Onsite(_)) && dice.chance(0.09);
        return if is_case { InspectResult::Case } else { InspectResult::Ordered };
    }
    InspectResult::NoProblem
}

fn extra_problems(dice: &mut Dice) -> u64 {
    (0..5).take_while(|_| dice.chance(0.25)).count() as u64
}
