//! Rules of the org feed: its region is known, its days are in order. A zone needs no region of its own.

use super::{Record, place};
use crate::fault::Code;
use crate::feed::column::org::At;

pub(super) fn check(record: &mut Record<'_, '_>) {
    let today = record.received_on();
    let end = record.day(At::ValidTo);
    place::region(record, At::RegionCode, end.map_or(today, |end| end.plus(-1).min(today)));
    if let (Some(from), Some(to)) = (record.day(At::ValidFrom), end)
        && to < from
    {
        record.fail(Code::E302Order, At::ValidTo, format!("早于 valid_from（{from}）"));
    }
}
