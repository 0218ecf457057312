//! `entities/{id}`: one entity, one file (一户一档): every fact on one timeline.

use std::collections::BTreeMap;

use domain::feed::{Feed, Kind};
use domain::ratio::Decimal;
use domain::risk::Factor;
use domain::time::{Day, Stamp};
use domain::wire::{EntityFile, RiskScore, TimelineEntry};
use duckdb::types::ValueRef;
use duckdb::{Connection, Row, params};
use serde_json::Value;

use super::{QueryError, Scope, What};
use crate::store::Generation;
use crate::store::risk::Scored;
use crate::store::text::carried;

mod axis;
mod columns;

use self::axis::{AXES, Axis, MOMENTS};

/// Everything known of one entity.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EntityQuestion {
    pub id: String,
}

type Fields = BTreeMap<String, Value>;

struct Found {
    entity_no: i32,
    org_no: i32,
    place_no: i32,
    position: Option<(f64, f64)>,
    fields: Fields,
}

impl EntityQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<EntityFile, QueryError> {
        let none = || QueryError::unknown(What::Entity, &self.id, Vec::<String>::new());
        let found = generation
            .with_facts(|db| find(db, &self.id))?
            .map_err(QueryError::Sql)?
            .ok_or_else(none)?;
        let visible = scope.root().map(|root| generation.directory.org_subtree(root));
        if visible.is_some_and(|orgs| !orgs.contains(&found.org_no)) {
            return Err(none());
        }
        let (stamped, directory) = (generation.stamped(), &generation.directory);
        let scored = generation.risk.of(found.entity_no);
        let days = (stamped.cutoff, scored.map(|_| generation.risk.as_of));
        let timeline = generation.with_facts(|db| timeline(db, found.entity_no, days))?;
        let timeline = timeline.map_err(QueryError::Sql)?;
        let org = directory.org_at(found.org_no).cloned().unwrap_or_default();
        let place = directory.place_at(found.place_no).cloned().unwrap_or_default();
        let name = found.fields.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(EntityFile {
            stamped,
            id: self.id.clone(),
            name,
            org: org.code,
            org_name: org.name,
            place: place.code,
            place_name: place.name,
            position: found.position,
            risk: scored.map(|one| score(generation.risk.as_of, one)),
            columns: columns::of(directory, &found.fields, &timeline),
            fields: found.fields,
            timeline,
        })
    }
}

fn find(db: &Connection, id: &str) -> Result<Option<Found>, duckdb::Error> {
    let columns = carried(Feed::Entity, "");
    let sql = format!(
        "SELECT entity_no, org_no, place_no, wgs_lon, wgs_lat, {columns} FROM entity WHERE entity_id = ?"
    );
    let mut statement = db.prepare(&sql)?;
    let mut rows = statement.query(params![id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let (lng, lat): (Option<f64>, Option<f64>) = (row.get(3)?, row.get(4)?);
    Ok(Some(Found {
        entity_no: row.get(0)?,
        org_no: row.get(1)?,
        place_no: row.get(2)?,
        position: lng.zip(lat),
        fields: fields(Feed::Entity, row, 5)?,
    }))
}

/// The facts of one entity, the newest first; what a score counts is marked where there is one.
fn timeline(
    db: &Connection,
    entity_no: i32,
    (cutoff, scored): (Stamp, Option<Day>),
) -> Result<Vec<TimelineEntry>, duckdb::Error> {
    let mut entries = Vec::new();
    for axis in AXES {
        let mut statement = db.prepare(&axis.sql(scored.unwrap_or(cutoff.day())))?;
        let mut rows = statement.query(params![entity_no])?;
        while let Some(row) = rows.next()? {
            entries.push(entry(&axis, row, (cutoff, scored))?);
        }
    }
    entries.sort_by(|left, right| right.at.cmp(&left.at).then_with(|| left.id.cmp(&right.id)));
    Ok(entries)
}

fn entry(
    axis: &Axis,
    row: &Row<'_>,
    (cutoff, scored): (Stamp, Option<Day>),
) -> Result<TimelineEntry, duckdb::Error> {
    let moment = |at: usize| row.get::<_, Option<i64>>(at).map(|it| it.map(Stamp));
    let (at, due, done) = (moment(0)?, moment(1)?, moment(2)?);
    let late_days = if row.get(3)? { late_days(due, done.unwrap_or(cutoff)) } else { None };
    let mut factors = Vec::new();
    for (at, (factor, _)) in axis.factors.iter().enumerate() {
        if scored.is_some() && row.get(MOMENTS + at)? {
            factors.push(factor.as_str().to_owned());
        }
    }
    let fields = fields(axis.feed, row, MOMENTS + axis.factors.len())?;
    let id = fields.get(axis.feed.key()).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(TimelineEntry {
        at,
        feed: axis.feed.as_str().to_owned(),
        id,
        due,
        late_days,
        factors,
        fields,
    })
}

/// Calendar days from the due day to the one on which it ended, none in time; 0 is later on the same day.
fn late_days(due: Option<Stamp>, end: Stamp) -> Option<i32> {
    let due = due.filter(|due| *due < end)?;
    Some(end.day().0 - due.day().0)
}

/// The columns that hold something, as the feed names them.
fn fields(feed: Feed, row: &Row<'_>, offset: usize) -> Result<Fields, duckdb::Error> {
    let mut fields = Fields::new();
    for (at, column) in feed.columns().iter().enumerate() {
        let value = match (column.kind, row.get_ref(offset + at)?) {
            (Kind::Stamp, ValueRef::BigInt(micros)) => Value::String(Stamp(micros).to_string()),
            (_, ValueRef::Date32(days)) => Value::String(Day(days).to_string()),
            (_, ValueRef::BigInt(whole)) => Value::from(whole),
            (_, ValueRef::Double(number)) => Value::from(number),
            (_, ValueRef::Boolean(truth)) => Value::from(truth),
            (_, ValueRef::Text(text)) => Value::String(String::from_utf8_lossy(text).into_owned()),
            _ => continue,
        };
        fields.insert(column.name.to_owned(), value);
    }
    Ok(fields)
}

fn score(as_of: Day, one: &Scored) -> RiskScore {
    let milli = |units: i64| Decimal { units, scale: 3 }.to_string();
    let contributions = Factor::ALL.iter().zip(one.score.contributions);
    RiskScore {
        as_of,
        score: milli(one.score.milli),
        band: one.score.band().as_str().to_owned(),
        contributions: contributions
            .map(|(factor, part)| {
                (
                    factor.as_str().to_owned(),
                    milli(part),
                    format!("{:.3}", one.inputs.weight(*factor)),
                )
            })
            .collect(),
    }
}
