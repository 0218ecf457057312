//! Facts → risk scores of all entities as of one day (domain §6.1).
//!
//! DuckDB adds up what decays with age, in millionths and as integers, so that neither the order of rows
//! nor the number of threads can change a score. Scores are a snapshot: facts after `as_of` are not seen.

use std::collections::HashMap;

use domain::risk::{Inputs, Score};
use domain::time::Day;
use duckdb::{Connection, Row, params};
use geodata::cell;

use super::error::{AtStep as _, StoreError};

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
}

impl Risk {
    pub(super) fn compute(db: &Connection, as_of: Day) -> Result<Self, StoreError> {
        let mut statement = db.prepare(include_str!("sql/risk.sql")).at("risk inputs")?;
        let rows = statement.query_map(params![as_of.0], read).at("risk inputs")?;
        let mut scored: Vec<Scored> = rows.collect::<Result<_, _>>().at("risk inputs")?;
        let heat = complaint_heat(db, as_of)?;
        give_neighbourhoods(&mut scored, &heat);
        for one in &mut scored {
            one.score = one.inputs.score();
        }
        Ok(Self { as_of, scored })
    }

    pub fn of(&self, entity: i32) -> Option<&Scored> {
        let at = self.scored.binary_search_by_key(&entity, |one| one.entity).ok()?;
        self.scored.get(at)
    }
}

fn read(row: &Row<'_>) -> Result<Scored, duckdb::Error> {
    let millionths = |value: i64| value as f64 / 1e6;
    let grade: Option<String> = row.get(7)?;
    let class: Option<i64> = row.get(6)?;
    let since: Option<i32> = row.get(11)?;
    let inputs = Inputs {
        risk_class: class.and_then(|class| u8::try_from(class).ok()).unwrap_or(0),
        violations: millionths(row.get(8)?),
        overdue: u32::try_from(row.get::<_, i64>(9)?).unwrap_or(0),
        complaints: millionths(row.get(10)?),
        grade: grade.and_then(|grade| grade.bytes().next()).unwrap_or(b'-'),
        alarms: None,
        days_since: since.map(|days| u32::try_from(days).unwrap_or(0)),
        neighbourhood: 0.0,
    };
    Ok(Scored {
        entity: row.get(0)?,
        org: row.get(1)?,
        place: row.get(2)?,
        specialty: row.get(3)?,
        cell: row.get::<_, Option<i64>>(4)?.map_or(0, i64::cast_unsigned),
        inputs,
        score: Score::default(),
    })
}

/// Complaints of the last 90 days by cell: own ones whole, those of the ring around by half.
fn complaint_heat(db: &Connection, as_of: Day) -> Result<HashMap<u64, u64>, StoreError> {
    let mut statement = db
        .prepare(
            "SELECT map_cell, count(*) FROM complaint
             WHERE marks <> 0 AND map_cell IS NOT NULL AND registered_day > ? AND registered_day <= ? GROUP BY map_cell",
        )
        .at("complaint heat")?;
    let read = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
    let rows =
        statement.query_map(params![as_of.0 - HEAT_DAYS, as_of.0], read).at("complaint heat")?;
    let mut heat = HashMap::new();
    for row in rows {
        let (fine, count) = row.at("complaint heat")?;
        let Ok(own) = cell::parent(fine.cast_unsigned(), HEAT_RES) else { continue };
        let count = u64::try_from(count).unwrap_or(0);
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
    let mut all: Vec<u64> = scored.iter().map(at).collect();
    let each = all.clone();
    all.sort_unstable();
    let total = all.len().max(1) as f64;
    for (one, own) in scored.iter_mut().zip(each) {
        one.inputs.neighbourhood = all.partition_point(|other| *other < own) as f64 / total;
    }
}
