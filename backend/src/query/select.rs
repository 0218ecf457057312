//! A unit, an attribution and filters → the slots of arrays and the conditions of SQL that mean it.

use domain::code::{Method, Specialty};
use domain::period::Period;
use domain::time::Stamp;
use domain::wire::{Attribution, UnitRef};

use super::{Filter, QueryError, Scope, What};
use crate::store::Generation;
use crate::store::directory::{Directory, Org, Region};
use crate::store::tally::{org_slot, specialty_slot};

/// Facts that one figure counts: some orgs, some places, and filters. `None` means all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub orgs: Option<Vec<i32>>,
    pub places: Option<Vec<i32>>,
    /// The number of the specialty's code; 0 for facts without one.
    pub specialty: Option<i32>,
    /// Place of the method in its list from 1; 0 for visits and other facts without one.
    pub method: Option<i32>,
}

/// A unit that somebody asked for, found.
#[derive(Clone, Debug)]
pub struct Unit {
    pub code: String,
    pub at: Attribution,
    pub selection: Selection,
    pub reference: UnitRef,
    /// The region whose parts lie below this unit: its own, or its org's home.
    pub home: String,
}

impl Unit {
    /// Finds an org or a region by its code; an org wins unless the question is about location. A region that is no
    /// org counts what the org of the nearest region above answers for in it, as a row of that org does.
    pub fn find(
        generation: &Generation,
        scope: &Scope,
        code: &str,
        at: Option<Attribution>,
        filter: Filter,
    ) -> Result<Self, QueryError> {
        let directory = &generation.directory;
        let org = directory.org(code).map(|(_, org)| org);
        let region = directory.region(code);
        let visible = visible_orgs(generation, scope);
        let found = match (org, region, at) {
            (_, Some(region), Some(Attribution::Location)) => {
                Some(Self::of_region(generation, region))
            }
            (Some(org), _, None | Some(Attribution::Org)) => Some(Self::of_org(generation, org)),
            (None, Some(region), None | Some(Attribution::Org)) => {
                Some(Self::of_region(generation, region).by_org(generation))
            }
            _ => None,
        };
        let mut unit = found.ok_or_else(|| unknown(generation, visible.as_deref(), (code, at)))?;
        unit.restrict(visible.as_deref(), generation, code)?;
        unit.selection.specialty = filter.specialty.map(specialty_number);
        unit.selection.method = filter.method.map(method_number);
        Ok(unit)
    }

    fn of_org(generation: &Generation, org: &Org) -> Self {
        let directory = &generation.directory;
        let path = directory.org_path(&org.code);
        let named = |code: &String| {
            directory.org(code).map(|(_, org)| (org.code.clone(), org.name.clone()))
        };
        Self {
            code: org.code.clone(),
            at: Attribution::Org,
            selection: Selection {
                orgs: Some(directory.org_subtree(&org.code)),
                ..Selection::default()
            },
            reference: UnitRef {
                code: org.code.clone(),
                name: org.name.clone(),
                kind: ORG.to_owned(),
                level: org.level.clone(),
                path: path.iter().filter_map(named).collect(),
            },
            home: org.region.clone(),
        }
    }

    fn of_region(generation: &Generation, region: &Region) -> Self {
        let directory = &generation.directory;
        // A retired code asks for its successor: one series for both (hard case 12).
        let region = region.place.and_then(|place| directory.place_at(place)).unwrap_or(region);
        let named = |code: &String| {
            directory.region(code).map(|found| (found.code.clone(), found.name.clone()))
        };
        Self {
            code: region.code.clone(),
            at: Attribution::Location,
            selection: Selection {
                places: Some(directory.region_subtree(&region.code)),
                ..Selection::default()
            },
            reference: UnitRef {
                code: region.code.clone(),
                name: region.name.clone(),
                kind: "region".to_owned(),
                level: region.level.clone(),
                path: directory.region_path(&region.code).iter().filter_map(named).collect(),
            },
            home: region.code.clone(),
        }
    }

    /// The same region with only what its responsible org answers for.
    fn by_org(self, generation: &Generation) -> Self {
        let directory = &generation.directory;
        let Some(org) = directory.responsible(&self.code) else { return self };
        let orgs = Some(directory.org_subtree(&org.code));
        Self { at: Attribution::Org, selection: Selection { orgs, ..self.selection }, ..self }
    }

    /// Whether it is an org; a region otherwise, by whichever attribution.
    pub fn is_org(&self) -> bool {
        self.reference.kind == ORG
    }

    /// Whether a region, asked for as a unit of its own under the same attribution, counts what this unit counts there.
    pub fn counts_region(&self, generation: &Generation, code: &str) -> bool {
        let directory = &generation.directory;
        let responsible = || directory.responsible(code).map(|org| org.code.as_str());
        // Asked by its code, a region that is an org too is the org.
        let is_org = || directory.org(code).is_some();
        match self.at {
            Attribution::Location => true,
            Attribution::Org if is_org() => false,
            Attribution::Org if self.is_org() => responsible() == Some(&self.code),
            Attribution::Org => {
                responsible() == directory.responsible(&self.code).map(|org| org.code.as_str())
            }
        }
    }

    /// Cuts the selection to what the scope shows; a unit outside it does not exist.
    fn restrict(
        &mut self,
        visible: Option<&[i32]>,
        generation: &Generation,
        code: &str,
    ) -> Result<(), QueryError> {
        let Some(visible) = visible else { return Ok(()) };
        let is_org = self.is_org();
        match &mut self.selection.orgs {
            Some(orgs) if !is_org && orgs.iter().any(|org| visible.contains(org)) => {
                orgs.retain(|org| visible.contains(org));
                Ok(())
            }
            Some(orgs) if orgs.iter().all(|org| visible.contains(org)) => Ok(()),
            Some(_) => Err(unknown(generation, Some(visible), (code, None))),
            none => {
                *none = Some(visible.to_vec());
                Ok(())
            }
        }
    }

    /// The same unit with other facts of it selected.
    pub fn with(&self, narrow: impl FnOnce(&mut Selection)) -> Selection {
        let mut selection = self.selection.clone();
        narrow(&mut selection);
        selection
    }
}

/// Says which units there are, by code and name: orgs within the scope, or above the streets the regions that facts
/// lie in.
fn unknown(
    generation: &Generation,
    visible: Option<&[i32]>,
    (code, at): (&str, Option<Attribution>),
) -> QueryError {
    let Directory { orgs, regions, .. } = &*generation.directory;
    let is_whole = |region: &&Region| region.retired.is_none() && region.level != STREET;
    let known: Vec<(String, String)> = if at == Some(Attribution::Location) {
        let regions = regions.iter().filter(is_whole).take(MOST_KNOWN);
        regions.map(|region| (region.code.clone(), region.name.clone())).collect()
    } else {
        let is_visible = |number: i32| visible.is_none_or(|visible| visible.contains(&number));
        let orgs = (0..).zip(orgs).filter(|(number, _)| is_visible(*number)).take(MOST_KNOWN);
        orgs.map(|(_, org)| (org.code.clone(), org.name.clone())).collect()
    };
    QueryError::unknown_among(What::Unit, code, known)
}

/// Units that a refusal names at most.
const MOST_KNOWN: usize = 64;

const STREET: &str = "street";

/// What a unit is that answers for facts.
const ORG: &str = "org";

/// The orgs a scope shows; `None` for all.
fn visible_orgs(generation: &Generation, scope: &Scope) -> Option<Vec<i32>> {
    scope.root().map(|root| generation.directory.org_subtree(root))
}

/// The number that facts carry for a specialty.
pub fn specialty_number(specialty: Specialty) -> i32 {
    specialty.as_str().parse().unwrap_or(0)
}

/// The number that facts carry for an off-site method.
pub fn method_number(method: Method) -> i32 {
    let at = Method::ALL.iter().position(|known| *known == method);
    at.and_then(|at| i32::try_from(at + 1).ok()).unwrap_or(0)
}

impl Selection {
    /// The slots of the chosen orgs in arrays.
    pub fn org_slots(&self, generation: &Generation) -> Vec<usize> {
        match &self.orgs {
            Some(orgs) => orgs.iter().map(|org| org_slot(*org)).collect(),
            None => (0..=generation.directory.orgs.len()).collect(),
        }
    }

    /// The units of [`crate::store::cube::Cube::OrgPlace`] that the chosen orgs and places make.
    pub fn pair_slots(&self, generation: &Generation) -> Vec<usize> {
        let mut chosen = vec![self.orgs.is_none(); generation.directory.orgs.len() + 1];
        for org in self.orgs.iter().flatten() {
            chosen[org_slot(*org)] = true;
        }
        let units = |place: i32| {
            let pairs = generation.pairs_at(place).iter();
            pairs.filter(|(org, _)| chosen[org_slot(*org)]).map(|(_, unit)| *unit)
        };
        match &self.places {
            Some(places) => places.iter().flat_map(|place| units(*place)).collect(),
            None => generation.places().flat_map(units).collect(),
        }
    }

    pub fn specialty_slot(&self) -> Option<usize> {
        self.specialty.map(specialty_slot)
    }

    /// The same choice as SQL over the columns of facts: numbers only.
    pub fn condition(&self) -> String {
        let list = |column: &str, values: &Option<Vec<i32>>| {
            values.as_ref().map(|values| match values.as_slice() {
                [] => "false".to_owned(),
                values => {
                    let values = values.iter().map(ToString::to_string).collect::<Vec<_>>();
                    format!("{column} IN ({})", values.join(", "))
                }
            })
        };
        let equal = |column: &str, value: Option<i32>| {
            value.map(|value| format!("coalesce({column}, 0) = {value}"))
        };
        let parts = [
            list("org_no", &self.orgs),
            list("place_no", &self.places),
            equal("specialty_no", self.specialty),
            equal("method_no", self.method),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        if parts.is_empty() { "true".to_owned() } else { parts.join(" AND ") }
    }
}

/// The part of a period that has passed: comparisons are made with as many days.
pub fn elapsed(generation: &Generation, period: Period) -> Period {
    // A cut-off at midnight has seen nothing of its own day.
    let end = Stamp(generation.manifest.cutoff.0 - 1).day().plus(1);
    if period.end <= end { period } else { Period::between(period.start, end).unwrap_or(period) }
}
