//! Codes → regions and orgs, as the batches say.

use std::collections::BTreeMap;

use domain::code::RegionLevel;
use domain::name;
use domain::rule::Lookup;
use domain::time::Day;
use rustc_hash::FxHashMap;

use crate::pack::Districts;

/// Regions above a street, a district, a city: no tree is deeper.
const DEEPEST: usize = 8;

/// One region code.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    pub code: String,
    pub name: String,
    pub level: Option<RegionLevel>,
    pub parent: Option<String>,
    pub valid_from: Option<Day>,
    /// Last day of the code.
    pub valid_to: Option<Day>,
    /// The code that took its place.
    pub replaced_by: Option<String>,
    /// As delivered, with its system.
    pub centre: Option<(f64, f64, String)>,
    pub version: i64,
    /// Whether the latest version withdrew the code.
    pub is_withdrawn: bool,
}

/// One org code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Org {
    pub code: String,
    pub name: String,
    pub level: Option<RegionLevel>,
    pub region: String,
    pub parent: Option<String>,
    /// A functional zone: compared like a district, drawn inside another one.
    pub is_zone: bool,
    pub peer_group: Option<String>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
    pub version: i64,
    pub is_withdrawn: bool,
}

/// The register as of one batch.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Newest batch that is in here.
    pub seq: i64,
    regions: BTreeMap<String, Region>,
    orgs: BTreeMap<String, Org>,
    /// Polygon of each region, where it or one above it has one.
    districts: FxHashMap<String, usize>,
}

impl Region {
    /// How the code stands on a day.
    pub fn lookup(&self, on: Day) -> Lookup {
        if self.valid_from.is_some_and(|from| on < from) {
            return Lookup::NotYet;
        }
        if self.valid_to.is_some_and(|to| on > to) {
            let successor = self.replaced_by.clone();
            return Lookup::Retired { successor, name: self.name.clone() };
        }
        Lookup::Active
    }
}

impl Org {
    /// How the code stands on a day.
    pub fn lookup(&self, on: Day) -> Lookup {
        if self.valid_from.is_some_and(|from| on < from) {
            return Lookup::NotYet;
        }
        if self.valid_to.is_some_and(|to| on > to) {
            return Lookup::Retired { successor: None, name: self.name.clone() };
        }
        Lookup::Active
    }
}

impl Known {
    /// Regions in the order of their codes, without withdrawn ones.
    pub fn regions(&self) -> impl Iterator<Item = &Region> {
        self.regions.values().filter(|region| !region.is_withdrawn)
    }

    /// Orgs in the order of their codes, without withdrawn ones.
    pub fn orgs(&self) -> impl Iterator<Item = &Org> {
        self.orgs.values().filter(|org| !org.is_withdrawn)
    }

    pub fn region(&self, code: &str) -> Option<&Region> {
        self.regions.get(code).filter(|region| !region.is_withdrawn)
    }

    pub fn org(&self, code: &str) -> Option<&Org> {
        self.orgs.get(code).filter(|org| !org.is_withdrawn)
    }

    /// The regions directly below one.
    pub fn children<'k>(&'k self, parent: &'k str) -> impl Iterator<Item = &'k Region> {
        self.regions().filter(move |region| region.parent.as_deref() == Some(parent))
    }

    /// The regions of a name, also when it is written in traditional characters (延慶區 finds 延庆区).
    pub fn regions_named<'k>(&'k self, name: &'k str) -> impl Iterator<Item = &'k Region> {
        self.regions().filter(move |region| name::same(&region.name, name))
    }

    /// The region that speaks for a code today: its last successor, or itself.
    pub fn current<'k>(&'k self, code: &'k str) -> &'k str {
        let mut current = code;
        for _ in 0..DEEPEST {
            let next = self.region(current).and_then(|region| region.replaced_by.as_deref());
            match next {
                Some(successor) => current = successor,
                None => break,
            }
        }
        current
    }

    /// Polygon of a region, or of the nearest one above it.
    pub fn district_of(&self, region: &str) -> Option<usize> {
        self.districts.get(region).copied()
    }

    /// Keeps the higher version; of equal ones, the earlier.
    pub(super) fn add_region(&mut self, region: Region) {
        let newer = self.regions.get(&region.code).is_none_or(|old| old.version < region.version);
        if newer {
            self.regions.insert(region.code.clone(), region);
        }
    }

    /// Keeps the higher version; of equal ones, the earlier.
    pub(super) fn add_org(&mut self, org: Org) {
        if self.orgs.get(&org.code).is_none_or(|old| old.version < org.version) {
            self.orgs.insert(org.code.clone(), org);
        }
    }

    /// Notes the polygon of every region.
    pub(super) fn index(&mut self, districts: Option<&Districts>) {
        let Some(districts) = districts else { return };
        let found = self.regions.keys().filter_map(|code| {
            let polygon = self.above(code).find_map(|code| districts.position(code))?;
            Some((code.clone(), polygon))
        });
        self.districts = found.collect();
    }

    /// A code, its successors, and those above them.
    fn above<'k>(&'k self, code: &'k str) -> impl Iterator<Item = &'k str> {
        let first = Some(self.current(code));
        let up = move |code: &&'k str| self.regions.get(*code)?.parent.as_deref();
        std::iter::successors(first, up).take(DEEPEST)
    }
}
