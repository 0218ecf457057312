//! Rules of the problem feed: a problem has an inspection, and a state its date.

use super::{Record, clock};
use crate::code::ProblemState;
use crate::fault::Code;
use crate::feed::column::problem::At;

pub(super) fn check(record: &mut Record<'_, '_>) {
    clock::not_in_future(record, [At::FoundAt, At::ClosedAt]);
    clock::in_order(record, &[(At::FoundAt, At::ClosedAt)]);
    clock::reported_in_time(record, At::FoundAt);
    record.need(Code::E606ProblemNoInsp, At::InspId, "问题须关联发现它的检查");
    if let (Some(found), Some(due)) = (record.stamp(At::FoundAt), record.day(At::Due))
        && due < found.day()
    {
        record.fail(Code::E305DueBeforeIssue, At::Due, format!("早于 found_at（{found}）"));
    }
    match record.text(At::State).and_then(ProblemState::parse) {
        Some(ProblemState::Closed) => {
            record.need(Code::E607StateJump, At::ClosedAt, "已销号须填销号时间");
        }
        Some(ProblemState::ToCase) => {
            record.need(Code::E607StateJump, At::CaseId, "转立案须填案件编号");
        }
        _ => record.refuse(Code::E607StateJump, At::ClosedAt, "未销号不填销号时间"),
    }
}
