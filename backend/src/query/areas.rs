//! `areas`: where a district has no polygons for its streets, the cells that its records say are theirs.
//!
//! A derived area (推算) is for display: it comes from where entities and complaints lie and which street they
//! name, covers no ground far from any of them, and is no border of anybody. Nothing is counted by it.

use std::collections::{BTreeMap, HashMap};

use domain::wire::Attribution;
use duckdb::{Connection, Row};
use geodata::Crs;
use geodata::cell::{area, centre};
use geodata::crs::convert;

use super::select::{Selection, Unit};
use super::{Filter, QueryError, Scope};
use crate::store::Generation;
use crate::store::directory::Region;
use crate::store::text::parent_cell;

/// Cells of 0.1 km²: a street of a city has some tens.
const RES: u8 = 9;
/// Ground further than this from any record belongs to nobody, metres.
const REACH_M: f64 = 1_200.0;

/// The streets of one region.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AreasQuestion {
    pub parent: String,
}

/// Cells by the code of their street.
pub type Areas = BTreeMap<String, Vec<u64>>;

impl AreasQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<Areas, QueryError> {
        let at = Some(Attribution::Location);
        let unit = Unit::find(generation, scope, &self.parent, at, Filter::default())?;
        let directory = &generation.directory;
        let below = directory.region_children(&unit.code);
        let streets: Vec<&Region> = below.into_iter().filter(|it| it.level == "street").collect();
        let mut street_of = HashMap::new();
        for (at, street) in streets.iter().enumerate() {
            street_of.extend(directory.region_subtree(&street.code).into_iter().map(|it| (it, at)));
        }
        let owned = owners(&named(generation, &unit.selection)?, &street_of);
        // Cells come from the store: each is one.
        let filled = area::fill(&owned, REACH_M).unwrap_or_default();
        let is_inside = district(generation, &unit.code);
        let mut areas = Areas::new();
        for (cell, street) in filled {
            let place = centre(cell).ok().filter(|place| is_inside(*place));
            if let (Some(street), Some(_)) = (streets.get(street), place) {
                areas.entry(street.code.clone()).or_default().push(cell);
            }
        }
        Ok(areas)
    }
}

/// Cell, place, and how many records of the cell name the place.
type Named = (u64, i32, i64);

fn named(generation: &Generation, selection: &Selection) -> Result<Vec<Named>, QueryError> {
    let cell = parent_cell("map_cell", RES);
    let of = |table: &str| {
        format!(
            "SELECT {cell} AS cell, place_no FROM {table} WHERE map_cell IS NOT NULL AND update_flag <> '3' AND {}",
            selection.condition()
        )
    };
    let sql = format!(
        "SELECT cell, place_no, count(*) FROM ({} UNION ALL {}) GROUP BY ALL ORDER BY ALL",
        of("entity"),
        of("complaint")
    );
    let row = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?, row.get(2)?));
    let read = |db: &Connection| -> Result<Vec<Named>, duckdb::Error> {
        let mut statement = db.prepare(&sql)?;
        statement.query_map([], row)?.collect()
    };
    generation.with_facts(read)?.map_err(QueryError::Sql)
}

/// The street that most records of a cell name; of equal ones the first.
fn owners(named: &[Named], street_of: &HashMap<i32, usize>) -> BTreeMap<u64, usize> {
    let mut votes: BTreeMap<u64, BTreeMap<usize, i64>> = BTreeMap::new();
    for (cell, place, count) in named {
        if let Some(street) = street_of.get(place) {
            *votes.entry(*cell).or_default().entry(*street).or_default() += count;
        }
    }
    let winner = |votes: BTreeMap<usize, i64>| {
        votes.into_iter().max_by_key(|(street, count)| (*count, -street.cast_signed()))
    };
    let won = votes.into_iter().filter_map(|(cell, votes)| Some((cell, winner(votes)?.0)));
    won.collect()
}

/// Whether a WGS-84 point lies in the polygon of a district; any does where there is none.
fn district<'g>(generation: &'g Generation, code: &str) -> impl Fn((f64, f64)) -> bool + use<'g> {
    let directory = &generation.directory;
    let place = directory.region(code).and_then(|region| region.place);
    let codes = place.map_or(&[][..], |place| directory.codes_of(place));
    let districts = generation.pack.districts.as_ref();
    let found = districts.and_then(|districts| {
        Some((districts, codes.iter().find_map(|code| districts.position(code))?))
    });
    move |(lng, lat)| {
        found.is_none_or(|(districts, at)| {
            let (x, y) = convert(Crs::Wgs84, districts.locator.crs(), lng, lat);
            districts.locator.locate(x, y) == Some(at)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_belongs_to_the_street_that_most_of_its_records_name() {
        let street_of = HashMap::from([(10, 0), (11, 0), (20, 1)]);
        let named = [(1, 10, 2), (1, 11, 2), (1, 20, 3), (2, 10, 1), (2, 20, 1), (3, 99, 7)];
        assert_eq!(owners(&named, &street_of), BTreeMap::from([(1, 0), (2, 0)]));
    }
}
