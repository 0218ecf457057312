//! Rules of the inspection feed: who looked, how, why on site, and with what result.
//!
//! A reading of a sensor (`IOT`, `DEVICE`) is not an inspection (hard case 23). An off-site check counts only when a person
//! finished it with a result, so a finished one without a result is refused (E604), and a result without
//! a finish too (E607): more devices can never raise the off-site share.

use super::place::{self, Position};
use super::{Record, clock};
use crate::code::Mode;
use crate::fault::Code;
use crate::feed::column::inspection::At;

pub(super) fn check(record: &mut Record<'_, '_>) {
    clock::not_in_future(record, [At::StartAt, At::FinishAt, At::ScanAt]);
    clock::in_order(record, &[(At::StartAt, At::FinishAt)]);
    clock::reported_in_time(record, At::FinishAt);
    place::coordinates(record, Position { lon: At::Lon, lat: At::Lat, crs: At::Crs });
    if let Some(start) = record.stamp(At::StartAt) {
        place::org(record, At::OrgCode, start.day());
    }
    match record.text(At::Mode).and_then(Mode::parse) {
        Some(Mode::Onsite) => on_site(record),
        Some(Mode::Offsite) => off_site(record),
        None => {}
    }
    if record.has(At::FinishAt) {
        record.need(Code::E604ResultMissing, At::Result, "完成的检查须有结果，传感器读数不是检查");
    } else if record.has(At::Result) {
        record.fail(Code::E607StateJump, At::FinishAt, "有结果的检查须有完成时间".to_owned());
    }
}

fn on_site(record: &mut Record<'_, '_>) {
    record.refuse(Code::E601MethodMode, At::Method, "现场检查不填非现场方法");
    record.need(Code::E602OnsiteReason, At::OnsiteReason, "现场检查须填理由，日常检查填ROUTINE");
    if !has_two_officers(record.text(At::OfficerIds).unwrap_or("")) {
        record.fail(
            Code::E605OfficersLt2,
            At::OfficerIds,
            "须有两名执法人员，用半角分号 ; 分隔".to_owned(),
        );
    }
}

fn off_site(record: &mut Record<'_, '_>) {
    record.need(Code::E601MethodMode, At::Method, "非现场检查须填方法");
    record.need(Code::E101Required, At::OfficerIds, "非现场检查须填审核人员");
}

fn has_two_officers(ids: &str) -> bool {
    let mut officers = ids.split(';').map(str::trim).filter(|id| !id.is_empty());
    officers.next().is_some_and(|first| officers.any(|other| other != first))
}
