//! A pack's regions and orgs → the ground on which demo entities are placed.
//!
//! Reads the same `regions.csv` and `orgs.csv` that the pack delivers, so the demo knows no place that
//! the pack does not. Which district a point lies in is the caller's knowledge (`Polygons`).

use std::collections::BTreeMap;
use std::io::Read;

use super::dice::cumulative;
use super::habits::{Habits, ZONE_STREETS};

/// District code of a WGS-84 point; `None` outside all districts.
pub type Polygons<'a> = &'a dyn Fn(f64, f64) -> Option<String>;

/// Why a pack's seeds do not make a ground.
#[derive(Debug, thiserror::Error)]
pub enum GroundError {
    #[error("cannot read the pack's {file}")]
    Read { file: &'static str, source: csv::Error },
    #[error("the pack's {file} has no column `{column}`")]
    Column { file: &'static str, column: &'static str },
    #[error("the pack's orgs and regions name no district with streets")]
    NoStreet,
}

/// One org that is compared, with the streets its entities lie in.
#[derive(Debug)]
pub(super) struct DemoOrg {
    pub(super) code: String,
    pub(super) habits: Habits,
    /// Places in [`Ground::streets`] and their cumulative shares.
    pub(super) streets: Vec<usize>,
    pub(super) shares: Vec<f64>,
}

/// A street, town or zone.
#[derive(Debug)]
pub(super) struct Street {
    pub(super) code: String,
    /// District name and street name: the start of an address.
    pub(super) address: String,
    /// The district the street lies in.
    pub(super) district: String,
    /// GCJ-02 degrees.
    pub(super) center: (f64, f64),
    /// Half of the entities lie about this far from the centre, degrees of latitude.
    pub(super) spread: f64,
}

/// Orgs and streets of the demo.
#[derive(Debug)]
pub struct Ground {
    pub(super) root_org: String,
    /// The city's own office (市本级), when the pack has one.
    pub(super) own_org: Option<String>,
    pub(super) orgs: Vec<DemoOrg>,
    pub(super) streets: Vec<Street>,
    /// Retired district code of each district that changed its code.
    pub(super) retired: BTreeMap<String, String>,
}

impl Ground {
    /// Reads a pack's `regions.csv` and `orgs.csv`.
    pub fn read(regions: impl Read, orgs: impl Read) -> Result<Self, GroundError> {
        let regions = Table::read("regions.csv", regions)?;
        let orgs = Table::read("orgs.csv", orgs)?;
        let mut ground = Self {
            root_org: String::new(),
            own_org: None,
            orgs: Vec::new(),
            streets: streets(&regions)?,
            retired: retired(&regions)?,
        };
        ground.take_orgs(&orgs)?;
        if ground.orgs.is_empty() {
            return Err(GroundError::NoStreet);
        }
        Ok(ground)
    }

    fn take_orgs(&mut self, orgs: &Table) -> Result<(), GroundError> {
        let (code, region) = (orgs.column("org_code")?, orgs.column("region_code")?);
        let (parent, zone) = (orgs.column("parent_org")?, orgs.column("is_zone")?);
        for row in &orgs.rows {
            let is_zone = matches!(&row[zone], "true" | "1");
            let lying = self.streets_of(&row[code], &row[region], is_zone);
            if row[parent].is_empty() {
                row[code].clone_into(&mut self.root_org);
            } else if lying.is_empty() {
                self.own_org.get_or_insert_with(|| row[code].to_owned());
            } else {
                let shares = cumulative(lying.iter().map(|(_, weight)| *weight));
                let streets = lying.into_iter().map(|(street, _)| street).collect();
                let habits = Habits::of(&row[code]);
                self.orgs.push(DemoOrg { code: row[code].to_owned(), habits, streets, shares });
            }
        }
        Ok(())
    }

    /// Streets of an org with their weights: its zone's, or its district's without those of zones.
    fn streets_of(&self, org: &str, region: &str, is_zone: bool) -> Vec<(usize, f64)> {
        let zone =
            ZONE_STREETS.iter().find(|(code, _)| *code == org).map_or(&[][..], |(_, list)| list);
        let in_zone =
            |code: &str| zone.iter().find(|(it, _)| *it == code).map(|(_, weight)| *weight);
        let of_zones = |code: &str| {
            ZONE_STREETS.iter().any(|(_, list)| list.iter().any(|(it, _)| *it == code))
        };
        let weight = |street: &Street| {
            if is_zone {
                return in_zone(&street.code);
            }
            (street.district == region
                && !(of_zones(&street.code) && street.code.starts_with("110115")))
            .then(|| kind_weight(&street.code))
        };
        let streets = self.streets.iter().enumerate();
        streets.filter_map(|(at, street)| weight(street).map(|weight| (at, weight))).collect()
    }
}

/// 街道 are dense, 镇 less so, 乡 almost empty (GB/T 10114 numbers the three apart).
fn kind_weight(code: &str) -> f64 {
    match kind_digit(code) {
        b'0' => 1.0,
        b'1' => 0.45,
        _ => 0.12,
    }
}

fn kind_digit(code: &str) -> u8 {
    code.as_bytes().get(6).copied().unwrap_or(b'0')
}

fn streets(regions: &Table) -> Result<Vec<Street>, GroundError> {
    let columns = ["code", "name", "level", "parent_code", "center_lon", "center_lat"];
    let mut at = [0; 6];
    for (place, column) in at.iter_mut().zip(columns) {
        *place = regions.column(column)?;
    }
    let [code, name, level, parent, lon, lat] = at;
    let names: BTreeMap<&str, &str> =
        regions.rows.iter().map(|row| (&row[code], &row[name])).collect();
    let lying = regions.rows.iter().filter(|row| matches!(&row[level], "street" | "zone"));
    let street = lying.filter_map(|row| {
        let district = names.get(&row[parent])?;
        Some(Street {
            code: row[code].to_owned(),
            address: format!("{district}{}", &row[name]),
            district: row[parent].to_owned(),
            center: (row[lon].parse().ok()?, row[lat].parse().ok()?),
            spread: if kind_digit(&row[code]) == b'0' { 0.006 } else { 0.012 },
        })
    });
    Ok(street.collect())
}

fn retired(regions: &Table) -> Result<BTreeMap<String, String>, GroundError> {
    let (code, successor) = (regions.column("code")?, regions.column("replaced_by")?);
    let changed = regions.rows.iter().filter(|row| !row[successor].is_empty());
    Ok(changed.map(|row| (row[successor].to_owned(), row[code].to_owned())).collect())
}

/// A seed file in memory.
struct Table {
    file: &'static str,
    headers: csv::StringRecord,
    rows: Vec<csv::StringRecord>,
}

impl Table {
    fn read(file: &'static str, bytes: impl Read) -> Result<Self, GroundError> {
        let failed = |source| GroundError::Read { file, source };
        let mut reader = csv::Reader::from_reader(bytes);
        let headers = reader.headers().map_err(failed)?.clone();
        let rows = reader.records().collect::<Result<_, _>>().map_err(failed)?;
        Ok(Self { file, headers, rows })
    }

    fn column(&self, column: &'static str) -> Result<usize, GroundError> {
        let found = self.headers.iter().position(|header| header == column);
        found.ok_or(GroundError::Column { file: self.file, column })
    }
}
