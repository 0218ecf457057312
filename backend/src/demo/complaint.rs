//! Number → complaint: who is complained about, how often again, and whether it was closed in time.
//!
//! Two bursts stand out: one pool in July 2026 and one clinic in March 2026. One complaint in forty
//! repeats an earlier one.

use domain::time::Day;

use super::Demo;
use super::dice::{Dice, Stream};
use super::entity::add_name;
use super::line::{DAY_S, Line, Moment};
use super::town::{Entity, Position};
use super::trade::TRADES;

pub(super) const COLUMNS: &str = "complaint_id,channel,registered_at,accepted_at,entity_id,entity_name_raw,org_code,\
    specialty,lon,lat,crs,region_code,anonymous,due_at,extended_due,closed_at,state,result,satisfied,repeat_of,\
    text_hash";

/// One complaint in this many repeats an earlier one.
const PER_REPEAT: u64 = 40;
/// Complaints a burst brings together, whatever the size of the demo.
const BURST: f64 = 160.0;

/// Channels with cumulative shares and days to answer.
const CHANNELS: [(&str, f64, i64); 6] = [
    ("12345", 0.62, 15),
    ("12320", 0.72, 15),
    ("web", 0.87, 30),
    ("visit", 0.92, 60),
    ("letter", 0.95, 60),
    ("superior", 1.0, 15),
];

/// A burst of complaints about one entity.
#[derive(Clone, Copy, Debug)]
pub(super) struct Burst {
    entity: usize,
    days: (Day, Day),
    /// Share of the complaints of those days that are about the entity.
    share: f64,
}

impl Burst {
    /// The demo's two bursts, as far as its days reach.
    pub(super) fn both(demo: &Demo) -> Vec<Self> {
        let wanted = [("游泳馆", (2026, 7, 10), 16), ("诊所", (2026, 3, 9), 12)];
        let burst = |(kind, (year, month, date), length): (&str, (i16, i8, i8), i32)| {
            let first = Day::from_ymd(year, month, date)?;
            let days = (first, first.plus(length));
            let of_kind = |entity: &Entity| TRADES[usize::from(entity.trade)].kind == kind;
            let fits = |entity: &Entity| {
                of_kind(entity) && entity.is_open(days.1) && entity.is_open(days.0)
            };
            let start = demo.town.entities.len() / 3;
            let entity =
                (start..demo.town.entities.len()).find(|at| fits(&demo.town.entities[*at]))?;
            let expected = demo.sizes.complaints as f64 * f64::from(length) / demo.days_covered();
            Some(Self { entity, days, share: (BURST / expected).min(0.12) })
        };
        wanted.into_iter().filter_map(burst).collect()
    }
}

/// What a complaint and its repetition share.
#[derive(Clone, Copy, Debug)]
struct Matter {
    entity: usize,
    registered: Moment,
    is_burst: bool,
}

impl Matter {
    fn draw(demo: &Demo, number: u64) -> Self {
        let mut dice = Dice::new(demo.options.seed, Stream::Complaint, number);
        let day =
            demo.complaint_days.day((number as f64 + dice.unit()) / demo.sizes.complaints as f64);
        let registered = Moment::of(day, dice.between(7 * 3600, 22 * 3600));
        let throw = dice.unit();
        let covers =
            |burst: &&Burst| (burst.days.0..burst.days.1).contains(&day) && throw < burst.share;
        let burst = demo.bursts.iter().find(covers);
        let entity =
            burst.map_or_else(|| choose_entity(demo, &mut dice, day), |burst| burst.entity);
        Self { entity, registered, is_burst: burst.is_some() }
    }
}

/// Rather an entity in season, of a kind people complain about, and where much goes wrong.
fn choose_entity(demo: &Demo, dice: &mut Dice, day: Day) -> usize {
    let month = demo.month(day);
    let mut choice = 0;
    for _ in 0..12 {
        choice = dice.below(demo.town.entities.len());
        let entity = &demo.town.entities[choice];
        let trade = &TRADES[usize::from(entity.trade)];
        let season = 0.3 + f64::from(trade.months[month]) / 140.0;
        let wanted = f64::from(trade.complaints) / 100.0 * season * f64::from(entity.trouble) * 0.6;
        if dice.chance(wanted) && entity.is_open(day) {
            return choice;
        }
    }
    let range = &demo.town.of_org[usize::from(demo.town.entities[choice].org)];
    range.start + (choice - range.start) / 8 * 8
}

pub(super) fn write(demo: &Demo, number: u64, line: &mut Line<'_>) {
    let mut dice = Dice::new(demo.options.seed, Stream::ComplaintText, number);
    let mut matter = Matter::draw(demo, number);
    let is_repeat = number % PER_REPEAT == PER_REPEAT - 1;
    let repeated = is_repeat.then(|| number - 1 - dice.next() % (PER_REPEAT - 10));
    if let Some(earlier) = repeated {
        matter.entity = Matter::draw(demo, earlier).entity;
    }
    let entity = &demo.town.entities[matter.entity];
    let (channel, _, term) = one_channel(&mut dice);
    let registered = matter.registered;
    let accepted = registered.plus(dice.between(1800, 4 * DAY_S));
    let course = Course::draw(demo, &mut dice, &matter, term);
    line.id("T", number).text(channel).at(Some(registered));
    line.at(Some(accepted).filter(|accepted| course.is_accepted && *accepted < demo.now()));
    about(demo, &mut dice, &matter, line);
    let org = &demo.ground.orgs[usize::from(entity.org)].code;
    line.text(org).text(TRADES[usize::from(entity.trade)].specialty);
    place(entity, &mut dice, line);
    line.text(&demo.ground.streets[usize::from(entity.street)].code).flag(dice.chance(0.2));
    course.write(line);
    match repeated {
        Some(earlier) => line.id("T", earlier),
        None => line.empty(),
    };
    line.cell().add_number(dice.next(), 20);
}

fn one_channel(dice: &mut Dice) -> (&'static str, f64, i64) {
    let throw = dice.unit();
    *CHANNELS.iter().find(|(_, share, _)| throw < *share).unwrap_or(&CHANNELS[0])
}

/// The entity by id, or only by the name the caller gave.
fn about(demo: &Demo, dice: &mut Dice, matter: &Matter, line: &mut Line<'_>) {
    let entity = &demo.town.entities[matter.entity];
    let is_known = matter.is_burst || dice.chance(0.85);
    if is_known {
        line.id("E", matter.entity as u64);
    } else {
        line.empty();
    }
    line.cell();
    let mut name = Dice::new(demo.options.seed, Stream::Entity, !(matter.entity as u64));
    add_name(line, &mut name, TRADES[usize::from(entity.trade)].kind);
}

fn place(entity: &Entity, dice: &mut Dice, line: &mut Line<'_>) {
    if entity.position == Position::None || dice.chance(0.12) {
        line.empty().empty().empty();
    } else {
        line.degrees(entity.gcj.0).degrees(entity.gcj.1).text("GCJ02");
    }
}

/// How a complaint ends; the columns from `due_at` to `satisfied`.
struct Course {
    is_accepted: bool,
    due: Moment,
    extended: Option<Moment>,
    closed: Option<Moment>,
    state: &'static str,
    result: &'static str,
    satisfied: Option<u64>,
}

impl Course {
    fn draw(demo: &Demo, dice: &mut Dice, matter: &Matter, term: i64) -> Self {
        let due = Moment::of(matter.registered.day(), DAY_S - 1).plus_days(term);
        let extended = dice.chance(0.04).then(|| due.plus_days(15));
        let state = match dice.unit() {
            share if share < 0.015 => "WITHDRAWN",
            share if share < 0.030 => "REJECTED",
            share if share < 0.055 => "TRANSFERRED",
            share if share < 0.55 => "VISITED",
            _ => "CLOSED",
        };
        let mut course = Self {
            is_accepted: true,
            due,
            extended,
            closed: None,
            state,
            result: "",
            satisfied: None,
        };
        match state {
            "REJECTED" | "WITHDRAWN" | "TRANSFERRED" => {
                course.is_accepted = state == "WITHDRAWN";
                course.extended = None;
            }
            _ => course.close(demo, dice, matter, term),
        }
        course
    }

    fn close(&mut self, demo: &Demo, dice: &mut Dice, matter: &Matter, term: i64) {
        let entity = &demo.town.entities[matter.entity];
        let habit = demo.ground.orgs[usize::from(entity.org)].habits.late_complaints;
        let is_late = dice.chance(habit * if matter.is_burst { 3.0 } else { 1.0 });
        let taken = if is_late {
            (term + dice.between(1, 25)) * DAY_S
        } else {
            4 * DAY_S + dice.between(0, (term - 4) * DAY_S)
        };
        let closed = matter.registered.plus(taken);
        if closed >= demo.now() || dice.chance(0.004) {
            let age = demo.now().0 - matter.registered.0;
            self.is_accepted = age > 4 * DAY_S;
            self.state = if self.is_accepted { "HANDLING" } else { "REGISTERED" };
            return;
        }
        self.closed = Some(closed);
        self.result = match dice.unit() / f64::from(entity.trouble).clamp(0.5, 2.0) {
            share if share < 0.30 => "SUBSTANTIATED",
            share if share < 0.48 => "PARTLY",
            share if share < 0.62 => "UNDETERMINED",
            _ => "UNSUBSTANTIATED",
        };
        let mood = if is_late { 3 } else { 5 };
        self.satisfied = (self.state == "VISITED").then(|| mood - dice.next() % 3);
    }

    fn write(&self, line: &mut Line<'_>) {
        line.at(Some(self.due))
            .at(self.extended)
            .at(self.closed)
            .text(self.state)
            .text(self.result);
        match self.satisfied {
            Some(satisfied) => line.cell().add_number(satisfied, 1),
            None => line.empty(),
        };
    }
}
