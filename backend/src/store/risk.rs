//! Facts → risk scores of all entities as of one day (domain §6.1).
//!
//! What a score is made of is summed once (`known`) and then carried from generation to generation; the
//! scores themselves are made anew. Scores are a snapshot: facts after `as_of` are not seen.

use std::collections::HashMap;

use domain::feed::Feed;
use domain::risk::{Inputs, Score};
use domain::time::Day;
use duckdb::{Connection, Row, params};
use geodata::cell;

use super::change::Change;
use super::error::{AtStep as _, StoreError};
use super::text::{fill, parent_cell};

mod known;

use self::known::Register;

/// Resolution of complaint heat around an entity: cells of about 0.74 km².
const HEAT_RES: u8 = 8;
/// Days of complaints that make heat.
const HEAT_DAYS: i32 = 90;

/// One scored entity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scored {
    pub entity: i32,
    pub org: i32,
    pub place: i32,
    pub specialty: i32,
    /// H3 cell of resolution 10; 0 where the entity is not located.
    pub cell: u64,
    pub inputs: Inputs,
    pub score: Score,
}

/// All active entities with their scores as of a day.
#[derive(Clone, Debug, Default)]
pub struct Risk {
    pub as_of: Day,
    /// Ascending by entity number.
    pub scored: Vec<Scored>,
    register: Register,
}

impl Risk {
    /// From all facts, which `db` holds as living views.
    pub(super) fn compute(db: &Connection, as_of: Day) -> Result<Self, StoreError> {
        Self::of_register(db, Register::read(db, as_of)?)
    }

    /// After a change: costs what changed, and the facts of the days that have passed since.
    pub(super) fn after(
        &self,
        db: &Connection,
        change: &Change<'_>,
        as_of: Day,
    ) -> Result<Self, StoreError> {
        if as_of < self.as_of {
            return Self::compute(db, as_of);
        }
        let register = self.register.after(db, change, as_of)?;
        let is_elsewhere_same = as_of == self.as_of
            && !change.touches(Feed::Entity)
            && !change.touches(Feed::Complaint);
        if is_elsewhere_same {
            return Ok(self.rescored(register));
        }
        Self::of_register(db, register)
    }

    /// Scores anew those whose sums have changed; who there is, the day and the heat around are the same.
    fn rescored(&self, register: Register) -> Self {
        let mut scored = self.scored.clone();
        for one in &mut scored {
            let at = usize::try_from(one.entity).unwrap_or(usize::MAX);
            let known = register.entities.get(at);
            let Some(known) = known.filter(|it| Some(*it) != self.register.entities.get(at)) else {
                continue;
            };
            let neighbourhood = one.inputs.neighbourhood;
            one.inputs = Inputs { neighbourhood, ..known.inputs(self.as_of) };
            one.score = one.inputs.score();
        }
        Self { as_of: self.as_of, scored, register }
    }

    fn of_register(db: &Connection, register: Register) -> Result<Self, StoreError> {
        let as_of = register.as_of;
        let active = (0_i32..).zip(&register.entities).filter(|(_, known)| known.is_active(as_of));
        let mut scored: Vec<Scored> = active
            .map(|(entity, known)| Scored {
                entity,
                org: known.org,
                place: known.place,
                specialty: known.specialty,
                cell: known.cell,
                inputs: known.inputs(as_of),
                score: Score::default(),
            })
            .collect();
        give_neighbourhoods(&mut scored, &complaint_heat(db, as_of)?);
        for one in &mut scored {
            one.score = one.inputs.score();
        }
        Ok(Self { as_of, scored, register })
    }

    pub fn of(&self, entity: i32) -> Option<&Scored> {
        let at = self.scored.binary_search_by_key(&entity, |one| one.entity).ok()?;
        self.scored.get(at)
    }
}

/// Complaints of the last 90 days by cell: own ones whole, those of the ring around by half.
fn complaint_heat(db: &Connection, as_of: Day) -> Result<HashMap<u64, u64>, StoreError> {
    let cell = parent_cell("map_cell", HEAT_RES);
    let sql = fill(include_str!("sql/complaint_heat.sql"), &[("cell", &cell)]);
    let mut statement = db.prepare(&sql).at("complaint heat")?;
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
    let rows =
        statement.query_map(params![as_of.0 - HEAT_DAYS, as_of.0], read).at("complaint heat")?;
    let mut heat = HashMap::new();
    for row in rows {
        let (own, count) = row.at("complaint heat")?;
        let (own, count) = (own.cast_unsigned(), u64::try_from(count).unwrap_or(0));
        for near in cell::disk(own, 1).unwrap_or_default() {
            *heat.entry(near).or_default() += if near == own { 2 * count } else { count };
        }
    }
    Ok(heat)
}

/// The share of entities that lie in less heat.
fn give_neighbourhoods(scored: &mut [Scored], heat: &HashMap<u64, u64>) {
    let at = |one: &Scored| {
        let near = cell::parent(one.cell, HEAT_RES).ok();
        near.and_then(|near| heat.get(&near)).copied().unwrap_or(0)
    };
    let each: Vec<u64> = scored.iter().map(at).collect();
    let mut all = each.clone();
    all.sort_unstable();
    let mut below: HashMap<u64, usize> = HashMap::new();
    for (rank, heat) in all.iter().enumerate() {
        below.entry(*heat).or_insert(rank);
    }
    let total = all.len().max(1) as f64;
    for (one, own) in scored.iter_mut().zip(each) {
        one.inputs.neighbourhood = below.get(&own).copied().unwrap_or(0) as f64 / total;
    }
}
