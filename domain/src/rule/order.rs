//! Rules of the order feed: steps in order, extensions in time, a state that its timestamps bear out.
//!
//! The log of transitions is not delivered, so E607 judges the state by the timestamps it needs and
//! those it excludes.

use super::{Record, clock, place};
use crate::code::OrderState;
use crate::fault::Code;
use crate::feed::column::order::At;

pub(super) fn check(record: &mut Record<'_, '_>) {
    clock::not_in_future(
        record,
        [
            At::IssuedAt,
            At::ExtendApprovedAt,
            At::SignedAt,
            At::FeedbackAt,
            At::AcceptedAt,
            At::WithdrawAt,
        ],
    );
    clock::in_order(
        record,
        &[
            (At::IssuedAt, At::SignedAt),
            (At::IssuedAt, At::FeedbackAt),
            (At::SignedAt, At::FeedbackAt),
            (At::FeedbackAt, At::AcceptedAt),
            (At::IssuedAt, At::ExtendApprovedAt),
            (At::IssuedAt, At::WithdrawAt),
        ],
    );
    clock::due_after(record, At::IssuedAt, At::DueAt);
    clock::due_after(record, At::DueAt, At::ExtendedDue);
    clock::reported_in_time(record, At::IssuedAt);
    if let Some(issued) = record.stamp(At::IssuedAt) {
        place::org(record, At::FromOrg, issued.day());
        place::org(record, At::ToOrg, issued.day());
    }
    extension(record);
    if let Some(state) = record.text(At::State).and_then(OrderState::parse) {
        state_fits(record, state);
    }
}

/// E608: an extension counts only when it was approved before the limit passed.
fn extension(record: &mut Record<'_, '_>) {
    if !record.has(At::ExtendedDue) {
        return;
    }
    let approved = record.stamp(At::ExtendApprovedAt);
    match (approved, record.stamp(At::DueAt)) {
        (None, _) => {
            record.fail(
                Code::E608ExtendAfterDue,
                At::ExtendApprovedAt,
                "延期须填批准时间".to_owned(),
            );
        }
        (Some(approved), Some(due)) if approved > due => {
            record.fail(Code::E608ExtendAfterDue, At::ExtendApprovedAt, format!("期限 {due} 已过"));
        }
        _ => {}
    }
}

fn state_fits(record: &mut Record<'_, '_>, state: OrderState) {
    use OrderState as S;
    let jump = Code::E607StateJump;
    match state {
        S::Draft | S::Issued => record.refuse(jump, At::SignedAt, "未签收的工单不填签收时间"),
        S::Signed | S::Doing => record.need(jump, At::SignedAt, "已签收须填签收时间"),
        S::Feedback | S::Returned => record.need(jump, At::FeedbackAt, "已反馈须填反馈时间"),
        S::Accepted => {
            record.need(jump, At::FeedbackAt, "已审核须填反馈时间");
            record.need(jump, At::AcceptedAt, "已审核须填审核时间");
        }
        S::Withdrawn => {
            record.need(jump, At::WithdrawAt, "已撤回须填撤回时间");
            record.need(Code::E609CloseReason, At::WithdrawReason, "撤回须填理由");
        }
        S::Transferred | S::Merged | S::Split => {}
    }
    if state != S::Accepted {
        record.refuse(jump, At::AcceptedAt, "未审核的工单不填审核时间");
    }
    if state != S::Withdrawn {
        record.refuse(jump, At::WithdrawAt, "未撤回的工单不填撤回时间");
    }
}
