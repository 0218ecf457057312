//! Rules of the complaint feed. Who complained is no column of it (hard case 22).

use super::place::{self, Position};
use super::{Record, clock};
use crate::code::ComplaintState;
use crate::fault::Code;
use crate::feed::column::complaint::At;

pub(super) fn check(record: &mut Record<'_, '_>) {
    clock::not_in_future(record, [At::RegisteredAt, At::AcceptedAt, At::ClosedAt]);
    clock::in_order(
        record,
        &[
            (At::RegisteredAt, At::AcceptedAt),
            (At::RegisteredAt, At::ClosedAt),
            (At::AcceptedAt, At::ClosedAt),
        ],
    );
    clock::due_after(record, At::RegisteredAt, At::DueAt);
    clock::due_after(record, At::DueAt, At::ExtendedDue);
    clock::reported_in_time(record, At::RegisteredAt);
    place::coordinates(record, Position { lon: At::Lon, lat: At::Lat, crs: At::Crs });
    if let Some(registered) = record.stamp(At::RegisteredAt) {
        place::org(record, At::OrgCode, registered.day());
        place::region(record, At::RegionCode, registered.day());
    }
    if record.int(At::Satisfied).is_some_and(|score| !(1..=5).contains(&score)) {
        record.fail(Code::E104Enum, At::Satisfied, "取值 1, 2, 3, 4, 5".to_owned());
    }
    if let Some(state) = record.text(At::State).and_then(ComplaintState::parse) {
        state_fits(record, state);
    }
}

fn state_fits(record: &mut Record<'_, '_>, state: ComplaintState) {
    use ComplaintState as S;
    let jump = Code::E607StateJump;
    match state {
        S::Closed | S::Visited => {
            record.need(jump, At::ClosedAt, "已办结须填办结时间");
            record.need(Code::E609CloseReason, At::Result, "已办结须填认定结果");
        }
        S::Registered => {
            record.refuse(jump, At::AcceptedAt, "未受理不填受理时间");
            record.refuse(jump, At::ClosedAt, "未办结不填办结时间");
        }
        S::Accepted | S::Handling => {
            record.need(jump, At::AcceptedAt, "已受理须填受理时间");
            record.refuse(jump, At::ClosedAt, "未办结不填办结时间");
        }
        S::Rejected | S::Transferred | S::Withdrawn => {}
    }
}
