//! What scores are made of, of every entity: sums that facts are added to and taken from.
//!
//! What decays is summed as of one fixed day, in millionths and as integers: neither the order of facts
//! nor the way they arrived can change a sum, and another day's value is one multiplication away.

use std::collections::HashMap;

use domain::feed::Feed;
use domain::risk::Inputs;
use domain::time::Day;
use duckdb::{Connection, Row};

use crate::store::change::Change;
use crate::store::error::{AtStep as _, StoreError};
use crate::store::text::{fill, table_of};

/// 2026-01-01, the day that decaying sums are kept for.
const FIXED_DAY: i32 = 20_454;
/// Days in which a violation and a complaint lose half their weight.
const HALF_LIVES: (f64, f64) = (365.0, 180.0);

/// One entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) org: i32,
    pub(super) place: i32,
    pub(super) specialty: i32,
    pub(super) cell: u64,
    risk_class: u8,
    grade: u8,
    /// First day of activity, and the first day after it.
    life: (i32, i32),
    violations: i128,
    complaints: i128,
    overdue: i64,
    /// [`NEVER`] without a visit.
    last_visit: i32,
}

const NEVER: i32 = i32::MIN;

impl Known {
    const NOTHING: Self = Self {
        org: -1,
        place: -1,
        specialty: 0,
        cell: 0,
        risk_class: 0,
        grade: b'-',
        life: (i32::MAX, i32::MAX),
        violations: 0,
        complaints: 0,
        overdue: 0,
        last_visit: NEVER,
    };

    pub(super) fn is_active(&self, on: Day) -> bool {
        self.life.0 <= on.0 && on.0 < self.life.1
    }

    /// Everything but the neighbourhood, which is no fact of its own.
    pub(super) fn inputs(&self, on: Day) -> Inputs {
        let decayed = |sum: i128, half_life: f64| {
            sum as f64 * (f64::from(FIXED_DAY - on.0) / half_life).exp2() / 1e6
        };
        let since = (self.last_visit != NEVER).then(|| on.0 - self.last_visit);
        Inputs {
            risk_class: self.risk_class,
            violations: decayed(self.violations, HALF_LIVES.0),
            overdue: u32::try_from(self.overdue).unwrap_or(0),
            complaints: decayed(self.complaints, HALF_LIVES.1),
            grade: self.grade,
            alarms: None,
            days_since: since.map(|days| u32::try_from(days).unwrap_or(0)),
            neighbourhood: 0.0,
        }
    }
}

/// Every entity by its number, as of a day: later facts are not in the sums.
#[derive(Clone, Debug, Default)]
pub(super) struct Register {
    pub(super) as_of: Day,
    pub(super) entities: Vec<Known>,
}

/// Days `after < day <= until` that facts are read of.
#[derive(Clone, Copy)]
struct Span {
    after: i32,
    until: i32,
}

impl Register {
    /// From all living facts.
    pub(super) fn read(db: &Connection, as_of: Day) -> Result<Self, StoreError> {
        let mut register = Self { as_of, entities: Vec::new() };
        register.enter(db, table_of(Feed::Entity))?;
        register.add_until(db, NEVER)?;
        register.count_overdue(db, table_of(Feed::Problem), 1)?;
        Ok(register)
    }

    /// The register after a change, as of the same or a later day.
    pub(super) fn after(
        &self,
        db: &Connection,
        change: &Change<'_>,
        as_of: Day,
    ) -> Result<Self, StoreError> {
        let mut next = self.clone();
        next.enter(db, &change.came(Feed::Entity))?;
        next.replace_facts(db, change)?;
        if as_of > self.as_of {
            next.as_of = as_of;
            next.add_until(db, self.as_of.0)?;
            next.entities.iter_mut().for_each(|known| known.overdue = 0);
            next.count_overdue(db, table_of(Feed::Problem), 1)?;
        }
        Ok(next)
    }

    /// Adds all living facts after a day, up to the register's own.
    fn add_until(&mut self, db: &Connection, after: i32) -> Result<(), StoreError> {
        let span = Span { after, until: self.as_of.0 };
        self.add_violations(db, table_of(Feed::Problem), span, 1)?;
        self.add_complaints(db, table_of(Feed::Complaint), span, 1)?;
        for (entity, day) in visits(db, table_of(Feed::Inspection), span)? {
            let known = self.of(entity);
            known.last_visit = known.last_visit.max(day);
        }
        Ok(())
    }

    fn replace_facts(&mut self, db: &Connection, change: &Change<'_>) -> Result<(), StoreError> {
        let span = Span { after: NEVER, until: self.as_of.0 };
        for (feed, sign) in [(Feed::Problem, 1), (Feed::Problem, -1)] {
            let from = if sign > 0 { Some(change.came(feed)) } else { change.went(feed) };
            let Some(from) = from else { continue };
            self.add_violations(db, &from, span, sign)?;
            self.count_overdue(db, &from, i64::try_from(sign).unwrap_or(0))?;
        }
        self.add_complaints(db, &change.came(Feed::Complaint), span, 1)?;
        if let Some(went) = change.went(Feed::Complaint) {
            self.add_complaints(db, &went, span, -1)?;
        }
        self.replace_visits(db, change, span)
    }

    /// A visit that went was the last one only if none as late came: then the facts are asked again.
    fn replace_visits(
        &mut self,
        db: &Connection,
        change: &Change<'_>,
        span: Span,
    ) -> Result<(), StoreError> {
        let came: HashMap<i32, i32> =
            visits(db, &change.came(Feed::Inspection), span)?.into_iter().collect();
        let went = change.went(Feed::Inspection);
        let went = went.map_or(Ok(Vec::new()), |went| visits(db, &went, span))?;
        let mut lost = Vec::new();
        for (entity, day) in went {
            let replaced = came.get(&entity).is_some_and(|came| *came >= day);
            if self.of(entity).last_visit == day && !replaced {
                self.of(entity).last_visit = NEVER;
                lost.push(entity.to_string());
            }
        }
        let mut known: Vec<(i32, i32)> = came.into_iter().collect();
        if !lost.is_empty() {
            let table = table_of(Feed::Inspection);
            let of_lost =
                format!("(SELECT * FROM {table} WHERE entity_no IN ({}))", lost.join(", "));
            known.extend(visits(db, &of_lost, span)?);
        }
        for (entity, day) in known {
            let known = self.of(entity);
            known.last_visit = known.last_visit.max(day);
        }
        Ok(())
    }

    fn of(&mut self, entity: i32) -> &mut Known {
        let at = usize::try_from(entity).unwrap_or(0);
        if self.entities.len() <= at {
            self.entities.resize(at + 1, Known::NOTHING);
        }
        &mut self.entities[at]
    }

    /// Takes over who entities are; their sums stay.
    fn enter(&mut self, db: &Connection, from: &str) -> Result<(), StoreError> {
        let sql = fill(include_str!("../sql/risk_entity.sql"), &[("from", from)]);
        let mut statement = db.prepare(&sql).at("entities to score")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, entity(row)?)));
        for row in rows.at("entities to score")? {
            let (number, entered): (i32, Known) = row.at("entities to score")?;
            let known = self.of(number);
            let Known { violations, complaints, overdue, last_visit, .. } = *known;
            *known = Known { violations, complaints, overdue, last_visit, ..entered };
        }
        Ok(())
    }

    fn add_violations(
        &mut self,
        db: &Connection,
        from: &str,
        span: Span,
        sign: i128,
    ) -> Result<(), StoreError> {
        for (entity, sum) in sums(db, include_str!("../sql/risk_violations.sql"), from, span)? {
            self.of(entity).violations += sign * sum;
        }
        Ok(())
    }

    fn add_complaints(
        &mut self,
        db: &Connection,
        from: &str,
        span: Span,
        sign: i128,
    ) -> Result<(), StoreError> {
        for (entity, sum) in sums(db, include_str!("../sql/risk_complaints.sql"), from, span)? {
            self.of(entity).complaints += sign * sum;
        }
        Ok(())
    }

    fn count_overdue(&mut self, db: &Connection, from: &str, sign: i64) -> Result<(), StoreError> {
        let span = Span { after: NEVER, until: self.as_of.0 };
        for (entity, sum) in sums(db, include_str!("../sql/risk_overdue.sql"), from, span)? {
            self.of(entity).overdue += sign * i64::try_from(sum).unwrap_or(0);
        }
        Ok(())
    }
}

fn entity(row: &Row<'_>) -> Result<Known, duckdb::Error> {
    let class: Option<i64> = row.get(5)?;
    let grade: Option<String> = row.get(6)?;
    Ok(Known {
        org: row.get(1)?,
        place: row.get(2)?,
        specialty: row.get(3)?,
        cell: row.get::<_, Option<i64>>(4)?.map_or(0, i64::cast_unsigned),
        risk_class: class.and_then(|class| u8::try_from(class).ok()).unwrap_or(0),
        grade: grade.and_then(|grade| grade.bytes().next()).unwrap_or(b'-'),
        life: (row.get(7)?, row.get(8)?),
        ..Known::NOTHING
    })
}

/// The last visit of each entity within some facts.
fn visits(db: &Connection, from: &str, span: Span) -> Result<Vec<(i32, i32)>, StoreError> {
    let last = sums(db, include_str!("../sql/risk_visits.sql"), from, span)?;
    let day = |day: i128| i32::try_from(day).unwrap_or(NEVER);
    Ok(last.into_iter().map(|(entity, last)| (entity, day(last))).collect())
}

/// One number of each entity.
fn sums(
    db: &Connection,
    template: &str,
    from: &str,
    span: Span,
) -> Result<Vec<(i32, i128)>, StoreError> {
    let (after, until) = (span.after.to_string(), span.until.to_string());
    let fixed_day = FIXED_DAY.to_string();
    let holes = [
        ("from", from),
        ("after", after.as_str()),
        ("until", until.as_str()),
        ("fixed_day", fixed_day.as_str()),
    ];
    let mut statement = db.prepare(&fill(template, &holes)).at("risk inputs")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).at("risk inputs")?;
    rows.collect::<Result<_, _>>().at("risk inputs")
}
