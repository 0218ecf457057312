//! Rules about places: coordinates (E501–E505) and the codes of regions and orgs (E211, E212, E231, E232).

use super::{Lookup, Record};
use crate::fault::Code;
use crate::time::Day;

/// Beyond this latitude there is nothing to supervise: a larger value is a longitude in the wrong column.
const LAST_LATITUDE: f64 = 73.0;

/// The places of the three columns that make a position.
#[derive(Clone, Copy)]
pub(super) struct Position<At> {
    pub lon: At,
    pub lat: At,
    pub crs: At,
}

/// E501–E505: both or none, in range, not zero, not exchanged, with a declared system.
pub(super) fn coordinates<At: Copy + Into<usize>>(
    record: &mut Record<'_, '_>,
    position: Position<At>,
) {
    let Position { lon: lon_at, lat: lat_at, crs } = position;
    let (lon, lat) = match (record.decimal(lon_at), record.decimal(lat_at)) {
        (None, None) => return,
        (Some(_), None) => {
            return record.fail(Code::E501CoordPair, lat_at, "有经度而无纬度".to_owned());
        }
        (None, Some(_)) => {
            return record.fail(Code::E501CoordPair, lon_at, "有纬度而无经度".to_owned());
        }
        (Some(lon), Some(lat)) => (lon, lat),
    };
    if lon.abs() < 1e-9 && lat.abs() < 1e-9 {
        record.fail(Code::E503CoordZero, lon_at, "没有坐标时请留空".to_owned());
    } else if lat.abs() > LAST_LATITUDE && lon.abs() <= LAST_LATITUDE && lat.abs() <= 180.0 {
        record.fail(Code::E504CoordSwapped, lat_at, format!("应为 lon={lat}, lat={lon}"));
    } else if lat.abs() > 90.0 {
        record.fail(Code::E502CoordRange, lat_at, "纬度应在-90至90之间".to_owned());
    } else if lon.abs() > 180.0 {
        record.fail(Code::E502CoordRange, lon_at, "经度应在-180至180之间".to_owned());
    } else {
        record.need(Code::E505CrsMissing, crs, "有坐标须声明坐标系：WGS84、CGCS2000、GCJ02、BD09");
    }
}

/// E211 and E212: a region code must have been in force on the day of the act, or be in force now.
///
/// An old code in an old record is right (密云县 110228 before 2015-11): the store joins it to its successor.
/// A new code in an old record is right too: the source recoded its history.
pub(super) fn region(record: &mut Record<'_, '_>, at: impl Into<usize>, on: Day) {
    let at = at.into();
    let Some(code) = record.text(at) else { return };
    match record.context.region(code, on) {
        Lookup::Active => {}
        Lookup::Unknown => {
            record.fail(Code::E211RegionUnknown, at, "不在本部署的区划表内".to_owned());
        }
        Lookup::Retired { successor, name } => {
            let hint = match successor {
                Some(successor) => format!("{name} 于 {on} 前已停用，请改用 {successor}"),
                None => format!("{name} 于 {on} 前已停用"),
            };
            record.fail(Code::E212RegionRetired, at, hint);
        }
        Lookup::NotYet if record.context.region(code, record.received_on()) == Lookup::Active => {}
        Lookup::NotYet => record.fail(Code::E211RegionUnknown, at, format!("{on} 时尚未启用")),
    }
}

/// E231 and E232: an org must have been active on the day of the act.
pub(super) fn org(record: &mut Record<'_, '_>, at: impl Into<usize>, on: Day) {
    let at = at.into();
    let Some(code) = record.text(at) else { return };
    match record.context.org(code, on) {
        Lookup::Active => {}
        Lookup::Unknown => record.fail(Code::E231OrgUnknown, at, "不在本部署的机构表内".to_owned()),
        Lookup::Retired { successor, name } => {
            let next = successor.map(|it| format!("，现为 {it}")).unwrap_or_default();
            record.fail(Code::E232OrgNotActive, at, format!("{name} 于 {on} 前已停用{next}"));
        }
        Lookup::NotYet => record.fail(Code::E232OrgNotActive, at, format!("{on} 时尚未生效")),
    }
}
