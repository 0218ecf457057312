//! `figures`: indicators of a unit, whole or cut by org, region, specialty or method.

use domain::code::{Method, Specialty};
use domain::indicator::Indicator;
use domain::period::Period;
use domain::wire::{Attribution, Figure, Figures};

use super::row;
use super::select::{Selection, Unit, method_number, specialty_number};
use super::shape::{figure, indicator, method_name, rank, specialty_name};
use super::{By, Compare, Filter, QueryError, Scope};
use crate::store::Generation;

/// Rows that no part of the home region holds, so that rows always add up to the unit.
pub(super) const ELSEWHERE: (&str, &str) = ("elsewhere", "辖区外");
pub(super) const UNPLACED: (&str, &str) = ("unplaced", "未落到下级区划");

/// Indicators of one unit and period.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FiguresQuestion {
    pub indicators: Vec<String>,
    pub unit: String,
    pub by: By,
    pub period: Period,
    pub at: Option<Attribution>,
    pub compare: Vec<Compare>,
    pub filter: Filter,
}

/// One row of an answer before it is counted.
pub(super) struct Group {
    pub(super) code: String,
    pub(super) name: String,
    pub(super) selection: Selection,
    /// Takes part in rankings.
    pub(super) is_compared: bool,
    /// No row where nothing counts: for rests, and for regions that another answers for.
    pub(super) hides_empty: bool,
}

impl FiguresQuestion {
    pub fn ask(&self, generation: &Generation, scope: &Scope) -> Result<Figures, QueryError> {
        let unit = Unit::find(generation, scope, &self.unit, self.at, self.filter)?;
        let groups = groups(generation, &unit, self.by);
        let mut rows = Vec::new();
        for id in &self.indicators {
            let found = indicator(generation, id)?;
            rows.extend(rows_of(generation, found, self.period, &groups, &self.compare)?);
        }
        for row in &mut rows {
            row.row = row::name_of(generation, &unit, self.by, &row.unit);
        }
        Ok(Figures {
            stamped: generation.stamped(),
            unit: unit.reference,
            by: self.by.as_str().to_owned(),
            at: unit.at,
            period: self.period,
            rows,
        })
    }
}

/// One indicator for every group, ranked.
pub(super) fn rows_of(
    generation: &Generation,
    indicator: &Indicator,
    period: Period,
    groups: &[Group],
    compare: &[Compare],
) -> Result<Vec<Figure>, QueryError> {
    let mut rows = Vec::with_capacity(groups.len());
    for group in groups {
        let counted = figure(generation, indicator, period, &group.selection, compare)?;
        let is_empty = counted.num == 0 && counted.den.unwrap_or(0) == 0;
        if !(group.hides_empty && is_empty) {
            rows.push(Figure { unit: group.code.clone(), name: group.name.clone(), ..counted });
        }
    }
    if groups.len() > 1 {
        let compared =
            |row: &Figure| groups.iter().any(|group| group.code == row.unit && group.is_compared);
        rank(indicator, &mut rows, compared);
    }
    Ok(rows)
}

pub(super) fn groups(generation: &Generation, unit: &Unit, by: By) -> Vec<Group> {
    match by {
        By::None => vec![Group {
            code: unit.code.clone(),
            name: unit.reference.name.clone(),
            selection: unit.selection.clone(),
            is_compared: false,
            hides_empty: false,
        }],
        By::Org => by_org(generation, unit),
        By::Region => by_region(generation, unit),
        By::Specialty => by_specialty(unit),
        By::Method => by_method(unit),
    }
}

/// The orgs right below, and the org's own work, so that rows add up. For a region: who acts in it.
fn by_org(generation: &Generation, unit: &Unit) -> Vec<Group> {
    let directory = &generation.directory;
    let group = |code: &str, name: &str, orgs: Vec<i32>, is_compared| Group {
        code: code.to_owned(),
        name: name.to_owned(),
        selection: unit.with(|selection| selection.orgs = Some(orgs)),
        is_compared,
        hides_empty: false,
    };
    if !unit.is_org() {
        let visible =
            |org: &i32| unit.selection.orgs.as_ref().is_none_or(|orgs| orgs.contains(org));
        let orgs = (0_i32..).zip(&directory.orgs).filter(|(no, _)| visible(no));
        return orgs.map(|(no, org)| group(&org.code, &org.name, vec![no], false)).collect();
    }
    let children = directory.org_children(&unit.code);
    let mut groups: Vec<Group> = children
        .iter()
        .map(|(_, org)| {
            // A body's own work (市本级) is a row of the table but no peer of the districts.
            let is_compared = org.peer_group.as_deref() != Some("own");
            group(&org.code, &org.name, directory.org_subtree(&org.code), is_compared)
        })
        .collect();
    let own = directory.org(&unit.code).map(|(no, _)| no);
    if let (Some(own), false) = (own, children.is_empty()) {
        let name = format!("{}（本级）", unit.reference.name);
        groups.push(Group { hides_empty: true, ..group(&unit.code, &name, vec![own], false) });
    }
    groups
}

/// The regions right below the unit's home, then what lies elsewhere or could not be placed. A zone has its
/// home in a district that is not its own.
fn by_region(generation: &Generation, unit: &Unit) -> Vec<Group> {
    let directory = &generation.directory;
    let chosen = |places: Vec<i32>| match &unit.selection.places {
        Some(own) => places.into_iter().filter(|place| own.contains(place)).collect(),
        None => places,
    };
    let is_zone = unit.is_org() && directory.org(&unit.code).is_some_and(|(_, org)| org.is_zone);
    let own = directory.org_subtree(&unit.code);
    let is_others =
        |region: &str| directory.org(region).is_some_and(|(org, _)| !own.contains(&org));
    // Some facts of a zone name no street, only the zone.
    let as_a_whole = || format!("{}（未分街道）", unit.reference.name);
    let mut taken = Vec::new();
    let mut groups = Vec::new();
    for region in directory.region_children(&unit.home) {
        let places: Vec<i32> = chosen(directory.region_subtree(&region.code));
        taken.extend_from_slice(&places);
        groups.push(Group {
            code: region.code.clone(),
            name: if region.code == unit.code { as_a_whole() } else { region.name.clone() },
            selection: unit.with(|selection| selection.places = Some(places)),
            is_compared: region.level == "district" || region.level == "street",
            hides_empty: is_zone || unit.is_org() && is_others(&region.code),
        });
    }
    let home = directory.region_subtree(&unit.home);
    let count = i32::try_from(directory.regions.len()).unwrap_or(i32::MAX);
    let all = chosen((-1..count).collect());
    let (within, outside): (Vec<i32>, Vec<i32>) = all
        .into_iter()
        .filter(|place| !taken.contains(place))
        .partition(|place| *place < 0 || home.contains(place));
    for ((code, name), places) in [(UNPLACED, within), (ELSEWHERE, outside)] {
        if places.is_empty() {
            continue;
        }
        groups.push(Group {
            code: code.to_owned(),
            name: name.to_owned(),
            selection: unit.with(|selection| selection.places = Some(places)),
            is_compared: false,
            hides_empty: true,
        });
    }
    groups
}

fn by_specialty(unit: &Unit) -> Vec<Group> {
    let numbers = Specialty::ALL.iter().map(|specialty| specialty_number(*specialty)).chain([0]);
    let wanted =
        numbers.filter(|number| unit.selection.specialty.is_none_or(|only| only == *number));
    wanted
        .map(|number| {
            let (code, name) = specialty_name(number);
            let selection = unit.with(|selection| selection.specialty = Some(number));
            Group { code, name, selection, is_compared: number != 0, hides_empty: false }
        })
        .collect()
}

fn by_method(unit: &Unit) -> Vec<Group> {
    let numbers = Method::ALL.iter().map(|method| method_number(*method)).chain([0]);
    let wanted = numbers.filter(|number| unit.selection.method.is_none_or(|only| only == *number));
    wanted
        .map(|number| {
            let (code, name) = method_name(number);
            let selection = unit.with(|selection| selection.method = Some(number));
            Group { code, name, selection, is_compared: false, hides_empty: false }
        })
        .collect()
}
