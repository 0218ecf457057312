//! `points`: where the active entities of a unit lie at the cut-off, how risky each is, and who it is.

use domain::points::{Counts, Point};
use domain::wire::{Attribution, Stamped, UnitRef};
use duckdb::{Connection, Row};

use super::select::{Selection, Unit};
use super::{Filter, QueryError, Scope, amount};
use crate::store::Generation;

/// The active entities of one unit.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PointsQuestion {
    pub unit: String,
    pub at: Option<Attribution>,
}

/// Points ascending by id, with their head.
#[derive(Clone, Debug)]
pub struct PointsAnswer {
    pub stamped: Stamped,
    pub unit: UnitRef,
    pub at: Attribution,
    pub counts: Counts,
    pub points: Vec<Point>,
}

impl PointsQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<PointsAnswer, QueryError> {
        let unit = Unit::find(generation, scope, &self.unit, self.at, Filter::default())?;
        let places = places(generation, &unit.selection)?;
        let mut points = Vec::with_capacity(places.len());
        let mut total = 0_u32;
        let mut rest = places.into_iter().peekable();
        // Both come in the order of entity numbers; those that are not active have no score.
        for one in amount::scored(generation, &unit.selection) {
            total += 1;
            while rest.next_if(|place| place.entity < one.entity).is_some() {}
            if let Some(place) = rest.next_if(|place| place.entity == one.entity) {
                let hundredths = (one.score.milli + 5) / 10;
                points.push(Point {
                    id: place.id,
                    lng: place.lng,
                    lat: place.lat,
                    risk: u16::try_from(hundredths).unwrap_or(0),
                });
            }
        }
        points.sort_unstable_by(|left, right| left.id.cmp(&right.id));
        let located = u32::try_from(points.len()).unwrap_or(u32::MAX);
        Ok(PointsAnswer {
            stamped: generation.stamped(),
            unit: unit.reference,
            at: unit.at,
            counts: Counts {
                generation: generation.number(),
                total,
                unlocated: total.saturating_sub(located),
            },
            points,
        })
    }
}

struct Place {
    entity: i32,
    id: String,
    lng: f64,
    lat: f64,
}

/// The located entities of a selection, active or not, ascending by number.
fn places(generation: &Generation, selection: &Selection) -> Result<Vec<Place>, QueryError> {
    let sql = format!(
        "SELECT entity_no, entity_id, wgs_lon, wgs_lat FROM entity \
         WHERE wgs_lon IS NOT NULL AND wgs_lat IS NOT NULL AND map_cell IS NOT NULL AND {} ORDER BY entity_no",
        selection.condition()
    );
    let place = |row: &Row<'_>| {
        Ok(Place { entity: row.get(0)?, id: row.get(1)?, lng: row.get(2)?, lat: row.get(3)? })
    };
    let read = |db: &Connection| -> Result<Vec<Place>, duckdb::Error> {
        let mut statement = db.prepare(&sql)?;
        statement.query_map([], place)?.collect()
    };
    generation.with_facts(read)?.map_err(QueryError::Sql)
}
