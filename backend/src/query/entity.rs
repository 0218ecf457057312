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
use crate::store::risk::Scored;
use crate::store::text::carried;
use crate::store::{Generation, facts_of};

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
        let timeline =
            generation.with_facts(|db| timeline(db, found.entity_no))?.map_err(QueryError::Sql)?;
        let org = generation.directory.org_at(found.org_no).cloned().unwrap_or_default();
        let place = generation.directory.place_at(found.place_no).cloned().unwrap_or_default();
        let name = found.fields.get("name").and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(EntityFile {
            stamped: generation.stamped(),
            id: self.id.clone(),
            name,
            org: org.code,
            org_name: org.name,
            place: place.code,
            place_name: place.name,
            position: found.position,
            risk: generation.risk.of(found.entity_no).map(|one| score(generation.risk.as_of, one)),
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

fn timeline(db: &Connection, entity_no: i32) -> Result<Vec<TimelineEntry>, duckdb::Error> {
    let mut entries = Vec::new();
    let feeds = [
        (Feed::Inspection, "coalesce(finish_at, start_at)"),
        (Feed::Problem, "found_at"),
        (Feed::Order, "issued_at"),
        (Feed::Complaint, "registered_at"),
    ];
    for (feed, at) in feeds {
        let sql = format!(
            "SELECT {at}, {} FROM {} WHERE entity_no = ?",
            carried(feed, ""),
            facts_of(feed)
        );
        let mut statement = db.prepare(&sql)?;
        let mut rows = statement.query(params![entity_no])?;
        while let Some(row) = rows.next()? {
            let fields = fields(feed, row, 1)?;
            let id = fields.get(feed.key()).and_then(Value::as_str).unwrap_or_default().to_owned();
            let at: Option<i64> = row.get(0)?;
            entries.push(TimelineEntry {
                at: at.map(Stamp),
                feed: feed.as_str().to_owned(),
                id,
                fields,
            });
        }
    }
    entries.sort_by(|left, right| right.at.cmp(&left.at).then_with(|| left.id.cmp(&right.id)));
    Ok(entries)
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
