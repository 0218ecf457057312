//! Rules of the entity feed: a true credit code where one is claimed, a place, a state with its date.

use super::Record;
use super::place::{self, Position};
use crate::code::{EntityState, IdType};
use crate::fault::Code;
use crate::feed::column::entity::At;
use crate::uscc::{self, UsccError};

pub(super) fn check(record: &mut Record<'_, '_>) {
    identity(record);
    place::coordinates(record, Position { lon: At::Lon, lat: At::Lat, crs: At::Crs });
    let received = record.received_on();
    place::region(record, At::RegionCode, record.day(At::StateDate).unwrap_or(received));
    place::org(record, At::OrgCode, received);
    state(record);
}

/// Stalls and persons may have no credit code; a code that is given must be right.
fn identity(record: &mut Record<'_, '_>) {
    let Some(code) = record.text(At::Uscc) else {
        if record.text(At::IdType) == Some(IdType::Uscc.as_str()) {
            record.fail(Code::E101Required, At::Uscc, "证件类型为USCC时必填".to_owned());
        }
        return;
    };
    let Err(error) = uscc::check(code) else { return };
    let fault = match error {
        UsccError::Length(_) => Code::E201UsccLen,
        UsccError::Character { .. } => Code::E202UsccChar,
        UsccError::Check { .. } => Code::E203UsccCheck,
        UsccError::Region => Code::E204UsccRegion,
    };
    record.fail(fault, At::Uscc, error.to_string());
}

fn state(record: &mut Record<'_, '_>) {
    let state = record.text(At::State).and_then(EntityState::parse);
    if matches!(state, Some(EntityState::Closed | EntityState::Cancelled)) {
        record.need(Code::E607StateJump, At::StateDate, "关闭或注销须填状态日期");
    }
    let Some(date) = record.day(At::StateDate) else { return };
    if date > record.context.now().day() {
        record.fail(Code::E301Future, At::StateDate, "状态日期在未来".to_owned());
    }
    if let Some(opened) = record.day(At::Opened)
        && date < opened
    {
        record.fail(Code::E302Order, At::StateDate, format!("早于 opened（{opened}）"));
    }
}
