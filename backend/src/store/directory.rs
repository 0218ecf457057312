//! Who and where: orgs and regions of a generation, with their numbers in its arrays.

use std::collections::{BTreeMap, HashMap};

use domain::time::Day;
use duckdb::{Connection, Row};

use super::error::{AtStep as _, StoreError};

/// An org that can be compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Org {
    pub code: String,
    pub name: String,
    pub level: String,
    pub region: String,
    pub parent: Option<String>,
    pub is_zone: bool,
    pub peer_group: Option<String>,
}

/// A region by its code; retired ones stay for old records.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Region {
    pub code: String,
    pub name: String,
    pub level: String,
    pub parent: Option<String>,
    /// As delivered, in the CRS of the delivery.
    pub centre: Option<(f64, f64)>,
    pub crs: Option<String>,
    pub retired: Option<Day>,
    /// Number of this region, or of its successor, in the arrays; none for a chain that ends nowhere.
    pub place: Option<i32>,
}

/// All orgs and regions.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// Index = org number.
    pub orgs: Vec<Org>,
    /// Index = place number.
    pub regions: Vec<Region>,
    org_by_code: HashMap<String, usize>,
    region_by_code: HashMap<String, usize>,
    /// The org that is responsible for a region as a whole, by the code of the region.
    org_of_region: HashMap<String, usize>,
    /// Codes that lead to the same place, by place.
    codes_of_place: BTreeMap<i32, Vec<String>>,
    /// The district a place lies in, by place.
    district_of_place: HashMap<i32, i32>,
    /// Numbers of an org and of all below it, by its code.
    orgs_within: BTreeMap<String, Vec<i32>>,
    /// Place numbers of a region and of everything within it, by its code.
    places_within: BTreeMap<String, Vec<i32>>,
}

impl Directory {
    /// Reads the tables of the base, attached as `p0`.
    pub(super) fn read(db: &Connection) -> Result<Self, StoreError> {
        let mut directory = Self { orgs: orgs(db)?, regions: regions(db)?, ..Self::default() };
        directory.org_by_code =
            directory.orgs.iter().enumerate().map(|(at, org)| (org.code.clone(), at)).collect();
        directory.region_by_code = directory
            .regions
            .iter()
            .enumerate()
            .map(|(at, region)| (region.code.clone(), at))
            .collect();
        directory.org_of_region = directory.chiefs();
        let mut places = db
            .prepare("SELECT code, place_no, district_no FROM p0.place ORDER BY code")
            .at("places")?;
        let rows =
            places.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).at("places")?;
        for row in rows {
            let (code, place, district): (String, i32, Option<i32>) = row.at("places")?;
            if let Some(at) = directory.region_by_code.get(&code) {
                directory.regions[*at].place = Some(place);
            }
            directory.codes_of_place.entry(place).or_default().push(code);
            if let Some(district) = district {
                directory.district_of_place.insert(place, district);
            }
        }
        directory.nest();
        Ok(directory)
    }

    /// Of the orgs at home in a region, the one whose parent is at home elsewhere. A zone has its home on the ground
    /// of others.
    fn chiefs(&self) -> HashMap<String, usize> {
        let home_of = |code: &String| self.org(code).map(|(_, org)| &org.region);
        let is_chief = |org: &Org| {
            !org.is_zone && org.parent.as_ref().and_then(home_of).is_none_or(|it| *it != org.region)
        };
        let chiefs = self.orgs.iter().enumerate().filter(|(_, org)| is_chief(org));
        chiefs.map(|(at, org)| (org.region.clone(), at)).collect()
    }

    /// Enters every org and place with all that it lies within.
    fn nest(&mut self) {
        let mut orgs: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        for (number, org) in (0_i32..).zip(&self.orgs) {
            for code in self.org_path(&org.code).into_iter().chain([org.code.clone()]) {
                orgs.entry(code).or_default().push(number);
            }
        }
        let mut places: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        for region in &self.regions {
            for code in self.region_path(&region.code).into_iter().chain([region.code.clone()]) {
                places.entry(code).or_default().extend(region.place);
            }
        }
        for of_region in places.values_mut() {
            of_region.sort_unstable();
            of_region.dedup();
        }
        (self.orgs_within, self.places_within) = (orgs, places);
    }

    pub fn org(&self, code: &str) -> Option<(i32, &Org)> {
        let at = *self.org_by_code.get(code)?;
        Some((i32::try_from(at).ok()?, self.orgs.get(at)?))
    }

    pub fn region(&self, code: &str) -> Option<&Region> {
        self.regions.get(*self.region_by_code.get(code)?)
    }

    pub fn org_at(&self, org_no: i32) -> Option<&Org> {
        self.orgs.get(usize::try_from(org_no).ok()?)
    }

    pub fn place_at(&self, place_no: i32) -> Option<&Region> {
        self.regions.get(usize::try_from(place_no).ok()?)
    }

    /// The district that a place is or lies in.
    pub fn district_of(&self, place_no: i32) -> Option<i32> {
        self.district_of_place.get(&place_no).copied()
    }

    /// The org responsible for a region: its own, or that of the nearest region above.
    pub fn responsible(&self, region: &str) -> Option<&Org> {
        let above = self.region_path(region);
        let mut upwards = std::iter::once(region).chain(above.iter().rev().map(String::as_str));
        upwards.find_map(|code| self.orgs.get(*self.org_of_region.get(code)?))
    }

    /// Numbers of an org and of all below it.
    pub fn org_subtree(&self, code: &str) -> Vec<i32> {
        self.orgs_within.get(code).cloned().unwrap_or_default()
    }

    /// Orgs right below an org, in the order of their codes.
    pub fn org_children(&self, code: &str) -> Vec<(i32, &Org)> {
        let below = self
            .orgs
            .iter()
            .enumerate()
            .filter(|(_, org)| org.parent.as_deref() == Some(code) && org.code != code);
        below.filter_map(|(at, org)| Some((i32::try_from(at).ok()?, org))).collect()
    }

    /// Codes from the root down to the parent of an org.
    pub fn org_path(&self, code: &str) -> Vec<String> {
        path(code, |code| self.org(code)?.1.parent.clone())
    }

    /// Codes from the root down to the parent of a region.
    pub fn region_path(&self, code: &str) -> Vec<String> {
        path(code, |code| self.region(code)?.parent.clone())
    }

    /// Living regions right below a region, in the order of their codes.
    pub fn region_children(&self, code: &str) -> Vec<&Region> {
        let below =
            |region: &&Region| region.parent.as_deref() == Some(code) && region.code != code;
        self.regions.iter().filter(below).filter(|region| region.retired.is_none()).collect()
    }

    /// Place numbers of a region and of everything within it.
    pub fn region_subtree(&self, code: &str) -> Vec<i32> {
        let own = self.region(code).and_then(|region| region.place);
        own.and_then(|_| self.places_within.get(code)).cloned().unwrap_or_default()
    }

    /// Every code, retired ones too, that stands for this place.
    pub fn codes_of(&self, place_no: i32) -> &[String] {
        self.codes_of_place.get(&place_no).map_or(&[], Vec::as_slice)
    }
}

fn path(code: &str, parent_of: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut path = Vec::new();
    let mut below = code.to_owned();
    while let Some(parent) = parent_of(&below).filter(|parent| *parent != below && path.len() < 8) {
        path.push(parent.clone());
        below = parent;
    }
    path.reverse();
    path
}

fn orgs(db: &Connection) -> Result<Vec<Org>, StoreError> {
    let sql = "SELECT org_code, name, level, region_code, parent_org, is_zone, peer_group FROM p0.org ORDER BY org_no";
    let read = |row: &Row<'_>| {
        Ok(Org {
            code: row.get(0)?,
            name: row.get(1)?,
            level: row.get(2)?,
            region: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            parent: row.get(4)?,
            is_zone: row.get::<_, Option<bool>>(5)?.unwrap_or(false),
            peer_group: row.get(6)?,
        })
    };
    let mut statement = db.prepare(sql).at("orgs")?;
    let rows = statement.query_map([], read).at("orgs")?;
    rows.collect::<Result<_, _>>().at("orgs")
}

fn regions(db: &Connection) -> Result<Vec<Region>, StoreError> {
    let sql = "SELECT code, name, level, parent_code, center_lon, center_lat, crs,
               (valid_to - DATE '1970-01-01')::INTEGER FROM p0.region ORDER BY place_no";
    let read = |row: &Row<'_>| {
        let (lon, lat): (Option<f64>, Option<f64>) = (row.get(4)?, row.get(5)?);
        Ok(Region {
            code: row.get(0)?,
            name: row.get(1)?,
            level: row.get(2)?,
            parent: row.get(3)?,
            centre: lon.zip(lat),
            crs: row.get(6)?,
            retired: row.get::<_, Option<i32>>(7)?.map(Day),
            place: None,
        })
    };
    let mut statement = db.prepare(sql).at("regions")?;
    let rows = statement.query_map([], read).at("regions")?;
    rows.collect::<Result<_, _>>().at("regions")
}
