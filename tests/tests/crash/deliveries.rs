//! Deliveries by number: always the same content for the same number, each with its counts known beforehand.
//!
//! Six in a row make a wave: inspections and problems arrive before the entities they belong to, then
//! orders and complaints, then later versions of the inspections, some of them withdrawn. Every fourth wave
//! ends with a new org instead, which changes the directory that all figures are counted by.

use std::fmt::Write as _;

/// One delivery and what its receipt must say.
#[derive(Debug)]
pub(crate) struct Delivery {
    pub id: String,
    pub feed: &'static str,
    pub body: String,
    pub rows: u64,
    pub rejected: u64,
}

const DISTRICTS: [(&str, &str, &str); 6] = [
    ("110101", "116.409", "39.915"),
    ("110102", "116.362", "39.912"),
    ("110105", "116.485", "39.935"),
    ("110106", "116.287", "39.858"),
    ("110108", "116.298", "39.959"),
    ("110118", "116.843", "40.377"),
];

const METHODS: [&str; 4] = ["VIDEO_AI", "DATA_COMPARE", "REMOTE", "IOT"];

/// Every fifth wave is of medium size.
fn size(wave: u32) -> u32 {
    if wave % 5 == 2 { 900 } else { 10 + wave * 13 % 40 }
}

/// The delivery of a number.
pub(crate) fn nth(number: u32) -> Delivery {
    let wave = number / 6;
    let (feed, head, row): (_, _, fn(u32, u32) -> Option<Row>) = match number % 6 {
        0 => ("inspection", INSPECTION, |wave, at| Some(inspection(wave, at, 1))),
        1 => ("problem", PROBLEM, problem),
        2 => ("entity", ENTITY, |wave, at| Some(entity(wave, at))),
        3 => ("order", ORDER, |wave, at| Some(order(wave, at))),
        4 => ("complaint", COMPLAINT, |wave, at| Some(complaint(wave, at))),
        _ if wave % 4 == 3 => ("org", ORG, org),
        _ => ("inspection", INSPECTION, |wave, at| {
            at.is_multiple_of(2).then(|| inspection(wave, at, 2))
        }),
    };
    let rows: Vec<Row> = (0..size(wave)).filter_map(|at| row(wave, at)).collect();
    let mut body = format!("{head}\n");
    for row in &rows {
        writeln!(body, "{}", row.line).expect("a string takes anything");
    }
    let rejected = rows.iter().filter(|row| row.is_dirty).count();
    Delivery {
        id: format!("n-{number:05}"),
        feed,
        body,
        rows: u64::try_from(rows.len()).expect("few rows"),
        rejected: u64::try_from(rejected).expect("few rows"),
    }
}

struct Row {
    line: String,
    is_dirty: bool,
}

fn district(wave: u32, at: u32) -> (&'static str, &'static str, &'static str) {
    DISTRICTS[((wave + at) % 6) as usize]
}

/// A day of the wave's month.
fn day(wave: u32, at: u32) -> String {
    format!("2026-{:02}-{:02}", 1 + wave % 9, 1 + (at * 7 + wave) % 28)
}

const ORG: &str = "org_code,name,level,region_code,parent_org,is_zone,valid_from";

fn org(wave: u32, at: u32) -> Option<Row> {
    let line = format!(
        "11010{:04},第{wave}执法队,district,110101,110000,0,2020-01-01",
        1000 + wave % 9000
    );
    (at == 0).then_some(Row { line, is_dirty: false })
}

const ENTITY: &str = "entity_id,name,id_type,specialty,risk_class,opened,address,region_code,lon,lat,crs,state,org_code";

fn entity(wave: u32, at: u32) -> Row {
    let (code, lon, lat) = district(wave, at);
    let is_dirty = at % 17 == 11;
    let state = if is_dirty { "GONE" } else { "ACTIVE" };
    let specialty = 1 + at % 9;
    let line = format!(
        "W{wave}-{at},单位{wave}之{at},NONE,{specialty:02},{},2020-03-01,某街{at}号,{code},{lon}{},{lat}{},WGS84,{state},{code}",
        1 + at % 3,
        at % 90,
        at % 70,
    );
    Row { line, is_dirty }
}

const INSPECTION: &str = "insp_id,entity_id,org_code,specialty,inspect_type,mode,method,onsite_reason,start_at,\
                          finish_at,result,matter_code,officer_ids,version,update_flag";

fn inspection(wave: u32, at: u32, version: u32) -> Row {
    let (code, ..) = district(wave, at);
    let is_onsite = (at + version).is_multiple_of(3);
    let is_dirty = at % 19 == 7;
    let (mode, method, reason) = match (is_onsite, is_dirty) {
        (_, true) => ("OFFSITE", "", ""),
        (true, _) => ("ONSITE", "", "ROUTINE"),
        (false, _) => ("OFFSITE", METHODS[(at % 4) as usize], ""),
    };
    let flag = match (version, at % 5) {
        (1, _) => 1,
        (_, 0) => 3,
        _ => 2,
    };
    let result = if (at + version).is_multiple_of(4) { "ORDERED" } else { "NO_PROBLEM" };
    let day = day(wave, at);
    let line = format!(
        "I{wave}-{at},W{wave}-{at},{code},{:02},ROUTINE,{mode},{method},{reason},{day} 08:30:00,{day} 09:10:00,{result},M{},A1;A2,{version},{flag}",
        1 + at % 9,
        at % 5,
    );
    Row { line, is_dirty }
}

const PROBLEM: &str = "problem_id,insp_id,entity_id,severity,text,found_at,verified,state";

fn problem(wave: u32, at: u32) -> Option<Row> {
    let line = format!(
        "P{wave}-{at},I{wave}-{at},W{wave}-{at},{},消毒记录不全,{} 08:50:00,{},ORDERED",
        1 + at % 3,
        day(wave, at),
        at % 2,
    );
    (at % 4 == 3).then_some(Row { line, is_dirty: false })
}

const ORDER: &str = "order_id,root_id,order_type,source,entity_id,from_org,to_org,issued_at,due_at,signed_at,state,\
                     feedback_at,accepted_at,insp_id";

fn order(wave: u32, at: u32) -> Row {
    let (code, ..) = district(wave, at);
    let month = 1 + wave % 9;
    let is_dirty = at % 23 == 5;
    let (state, fed, accepted) = match (is_dirty, at % 3) {
        (true, _) => ("ACCEPTED", String::new(), String::new()),
        (_, 0) => ("SIGNED", String::new(), String::new()),
        _ => (
            "ACCEPTED",
            format!("2026-{month:02}-{:02} 10:00:00", 9 + at % 9),
            format!("2026-{month:02}-20 10:00:00"),
        ),
    };
    let line = format!(
        "O{wave}-{at},O{wave}-{at},VERIFY,RISK,W{wave}-{at},110000,{code},2026-{month:02}-02 08:00:00,2026-{month:02}-14,\
         2026-{month:02}-03 08:00:00,{state},{fed},{accepted},I{wave}-{at}",
    );
    Row { line, is_dirty }
}

const COMPLAINT: &str = "complaint_id,channel,registered_at,accepted_at,entity_id,org_code,specialty,lon,lat,crs,\
                         region_code,due_at,closed_at,state,result";

fn complaint(wave: u32, at: u32) -> Row {
    let (code, lon, lat) = district(wave, at);
    let day = day(wave, at);
    let is_dirty = at % 29 == 3;
    let (closed, state, result) = match (is_dirty, at % 4) {
        (true, _) => (String::new(), "CLOSED", ""),
        (_, 0) => (String::new(), "HANDLING", ""),
        _ => (format!("2026-{:02}-{:02} 09:00:00", 2 + wave % 9, 1 + at % 28), "CLOSED", "PARTLY"),
    };
    let line = format!(
        "C{wave}-{at},12345,{day} 09:00:00,{day} 15:00:00,W{wave}-{at},{code},{:02},{lon}{},{lat}{},WGS84,{code},\
         2026-{:02}-15,{closed},{state},{result}",
        1 + at % 9,
        at % 80,
        at % 60,
        2 + wave % 9,
    );
    Row { line, is_dirty }
}
