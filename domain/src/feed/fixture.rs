//! A sound row of every feed, a register that stands still, and the table tests' `check`.

use super::{Feed, Value};
use crate::fault::{Code, Fault};
use crate::feed;
use crate::rule::{Context, Lookup};
use crate::time::{Day, Stamp};

/// A register with one live district, one retired county, one org, and a clock that stands still.
pub(crate) struct Desk {
    pub relaxed: Vec<Code>,
}

pub(crate) const DESK: Desk = Desk { relaxed: Vec::new() };

impl Context for Desk {
    fn now(&self) -> Stamp {
        "2026-10-15 09:00:00".parse().unwrap()
    }

    fn region(&self, code: &str, on: Day) -> Lookup {
        let change: Day = "2015-11-13".parse().unwrap();
        match code {
            "110228" if on < change => Lookup::Active,
            "110228" => Lookup::Retired {
                successor: Some("110118".to_owned()),
                name: "密云县".to_owned(),
            },
            "110118" if on < change => Lookup::NotYet,
            "110000" | "110105" | "110118" => Lookup::Active,
            "110199" => Lookup::NotYet,
            _ => Lookup::Unknown,
        }
    }

    fn org(&self, code: &str, on: Day) -> Lookup {
        match code {
            "110104" => Lookup::Retired {
                successor: Some("110102".to_owned()),
                name: "宣武区".to_owned(),
            },
            "110115403" if on < Day(14_610) => Lookup::NotYet,
            "110105" | "110115403" => Lookup::Active,
            _ => Lookup::Unknown,
        }
    }

    fn relaxed(&self, code: Code) -> bool {
        self.relaxed.contains(&code)
    }
}

pub(crate) type Cells = &'static [(&'static str, &'static str)];

const REGION: Cells = &[
    ("code", "110105"),
    ("valid_from", "1980-01-01"),
    ("name", "朝阳区"),
    ("level", "district"),
    ("parent_code", "110000"),
    ("center_lon", "116.4431"),
    ("center_lat", "39.9215"),
    ("crs", "GCJ02"),
];

const ORG: Cells = &[
    ("org_code", "110105"),
    ("name", "朝阳区卫生健康监督所"),
    ("level", "district"),
    ("region_code", "110105"),
    ("is_zone", "0"),
];

const ENTITY: Cells = &[
    ("entity_id", "E1"),
    ("name", "某餐厅(朝阳店)"),
    ("id_type", "USCC"),
    ("uscc", "91350100M000100Y43"),
    ("specialty", "03"),
    ("risk_class", "1"),
    ("opened", "2019-05-01"),
    ("address", "建国路1号"),
    ("region_code", "110105"),
    ("lon", "116.46"),
    ("lat", "39.92"),
    ("crs", "WGS84"),
    ("state", "ACTIVE"),
    ("org_code", "110105"),
];

const INSPECTION: Cells = &[
    ("insp_id", "I1"),
    ("entity_id", "E1"),
    ("org_code", "110105"),
    ("specialty", "03"),
    ("inspect_type", "ROUTINE"),
    ("mode", "OFFSITE"),
    ("method", "VIDEO_AI"),
    ("start_at", "2026-10-01 08:30:00"),
    ("finish_at", "2026-10-01 09:00:00"),
    ("result", "NO_PROBLEM"),
    ("officer_ids", "A01"),
];

const PROBLEM: Cells = &[
    ("problem_id", "P1"),
    ("insp_id", "I1"),
    ("entity_id", "E1"),
    ("severity", "2"),
    ("text", "消毒记录不全"),
    ("found_at", "2026-10-01 08:45:00"),
    ("due", "2026-10-08"),
    ("state", "CLOSED"),
    ("closed_at", "2026-10-07 10:00:00"),
];

const ORDER: Cells = &[
    ("order_id", "O1"),
    ("root_id", "O1"),
    ("order_type", "VERIFY"),
    ("source", "RISK"),
    ("entity_id", "E1"),
    ("from_org", "110105"),
    ("to_org", "110105"),
    ("issued_at", "2026-09-01 08:00:00"),
    ("due_at", "2026-09-10"),
    ("signed_at", "2026-09-02 08:00:00"),
    ("state", "ACCEPTED"),
    ("feedback_at", "2026-09-05 08:00:00"),
    ("accepted_at", "2026-09-06 08:00:00"),
];

const COMPLAINT: Cells = &[
    ("complaint_id", "C1"),
    ("channel", "12345"),
    ("registered_at", "2026-09-01 08:00:00"),
    ("accepted_at", "2026-09-02 08:00:00"),
    ("org_code", "110105"),
    ("region_code", "110105"),
    ("due_at", "2026-10-31"),
    ("closed_at", "2026-09-20 08:00:00"),
    ("state", "CLOSED"),
    ("result", "PARTLY"),
];

/// A row without fault of each feed.
pub(crate) fn sound(feed: Feed) -> Cells {
    match feed {
        Feed::Region => REGION,
        Feed::Org => ORG,
        Feed::Entity => ENTITY,
        Feed::Inspection => INSPECTION,
        Feed::Problem => PROBLEM,
        Feed::Order => ORDER,
        Feed::Complaint => COMPLAINT,
    }
}

/// The cells of the sound row of a feed with some of them changed.
pub(crate) fn cells<'t>(feed: Feed, changes: &[(&str, &'t str)]) -> Vec<Option<&'t str>> {
    let mut cells = vec![None; feed.columns().len()];
    for (name, value) in sound(feed).iter().chain(changes).copied() {
        cells[feed.position(name).unwrap()] = Some(value);
    }
    cells
}

pub(crate) fn faults_of(feed: Feed, changes: &[(&str, &str)], desk: &Desk) -> Vec<Fault> {
    let cells = cells(feed, changes);
    let (mut row, mut faults) = (Vec::new(), Vec::new());
    feed::check(feed, &cells, desk, &mut row, &mut faults);
    assert_eq!(row.len(), feed.columns().len());
    faults
}

/// Changes the sound row and expects `CODE column` for each fault, in order; nothing for a sound row.
pub(crate) fn check(feed: Feed, changes: &[(&str, &str)], expect: &str) {
    let faults = faults_of(feed, changes, &DESK);
    let found: Vec<_> = faults.iter().map(|it| format!("{} {}", it.code, it.column)).collect();
    assert_eq!(found.join("; "), expect, "{} {changes:?}: {faults:?}", feed.as_str());
}

pub(crate) fn hint(feed: Feed, changes: &[(&str, &str)]) -> String {
    faults_of(feed, changes, &DESK).into_iter().map(|it| it.hint).collect()
}

pub(crate) fn value(feed: Feed, changes: &[(&str, &str)], column: &str) -> String {
    let cells = cells(feed, changes);
    let (mut row, mut faults) = (Vec::new(), Vec::new());
    feed::check(feed, &cells, &DESK, &mut row, &mut faults);
    match &row[feed.position(column).unwrap()] {
        Value::Null => String::new(),
        Value::Text(text) => text.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Decimal(decimal) => decimal.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Day(day) => day.to_string(),
        Value::Stamp(stamp) => stamp.to_string(),
    }
}
