//! Rules about time: nothing happens in the future, nothing ends before it begins, limits follow their start.

use super::Record;
use crate::fault::Code;
use crate::feed::when;
use crate::time::Stamp;

/// How far clocks may disagree: ten minutes.
const SLACK_US: i64 = 10 * 60 * 1_000_000;
/// Days between an act and its report that need no mark (proposal: five for every feed).
const REPORT_DAYS: i32 = 5;

/// E301 for instants more than ten minutes ahead. A bare date of today reads 12:00 and is not the future.
pub(super) fn not_in_future<At: Into<usize>>(
    record: &mut Record<'_, '_>,
    places: impl IntoIterator<Item = At>,
) {
    let now = record.context.now();
    for at in places {
        let at = at.into();
        let Some(stamp) = record.stamp(at) else { continue };
        let is_today = when::is_bare(stamp) && stamp.day() == now.day();
        if stamp.0 > now.0 + SLACK_US && !is_today {
            record.fail(Code::E301Future, at, format!("接收时为{now}"));
        }
    }
}

/// E302 where a later step comes before an earlier one.
pub(super) fn in_order<At: Copy + Into<usize>>(record: &mut Record<'_, '_>, steps: &[(At, At)]) {
    for (first, then) in steps {
        let (Some(begin), Some(end)) = (record.stamp(*first), record.stamp(*then)) else {
            continue;
        };
        if is_before(end, begin) {
            let name = name(record, *first);
            record.fail(Code::E302Order, *then, format!("早于 {name}（{begin}）"));
        }
    }
}

/// E305 where a limit lies before the moment it runs from.
pub(super) fn due_after<At: Into<usize>>(record: &mut Record<'_, '_>, issue: At, due: At) {
    let (issue, due) = (issue.into(), due.into());
    let (Some(begin), Some(limit)) = (record.stamp(issue), record.stamp(due)) else { return };
    if is_before(limit, begin) {
        let name = name(record, issue);
        record.fail(Code::E305DueBeforeIssue, due, format!("早于 {name}（{begin}）"));
    }
}

/// W304 where the delivery itself says that the row was received more than five days after the act.
pub(super) fn reported_in_time(record: &mut Record<'_, '_>, act: impl Into<usize>) {
    let received_at = record.received_at();
    if record.written(received_at).is_empty() {
        return;
    }
    let Some(act) = record.stamp(act) else { return };
    let days = record.received_on().0 - act.day().0;
    if days > REPORT_DAYS {
        let hint = format!("行为后第{days}天上报，时限{REPORT_DAYS}天");
        record.fail(Code::W304LateReport, received_at, hint);
    }
}

/// Bare dates read 12:00, so against them only the day counts.
fn is_before(end: Stamp, begin: Stamp) -> bool {
    let by_day = (when::is_bare(end) || when::is_bare(begin)) && end.day() == begin.day();
    end < begin && !by_day
}

fn name(record: &Record<'_, '_>, at: impl Into<usize>) -> &'static str {
    record.columns.get(at.into()).map_or("", |column| column.name)
}
