//! Rules of the region feed: codes of GB/T 2260 and GB/T 10114 have the length of their level.
//!
//! A register of another country has codes of its own, so only codes of 6, 9 or 12 digits are held to the
//! standard. Whether the parent exists is not asked: it may stand further down in the same file.

use super::Record;
use super::place::{self, Position};
use crate::code::RegionLevel;
use crate::fault::Code;
use crate::feed::column::region::At;

pub(super) fn check(record: &mut Record<'_, '_>) {
    place::coordinates(record, Position { lon: At::CenterLon, lat: At::CenterLat, crs: At::Crs });
    level(record);
    if let (Some(from), Some(to)) = (record.day(At::ValidFrom), record.day(At::ValidTo))
        && to < from
    {
        record.fail(Code::E302Order, At::ValidTo, format!("早于 valid_from（{from}）"));
    }
    if record.has(At::ReplacedBy) {
        record.need(Code::E101Required, At::ValidTo, "有继任代码须填停用日期");
    }
}

fn level(record: &mut Record<'_, '_>) {
    let code = record.text(At::Code).unwrap_or("");
    let level = record.text(At::Level).and_then(RegionLevel::parse);
    if let (Some(depth), Some(level)) = (depth(code), level)
        && !depth_fits(depth, level)
    {
        let hint = format!("{}位代码不是{}区划", code.len(), level.zh());
        record.fail(Code::E213RegionLevel, At::Level, hint);
    }
    let Some(parent) = record.text(At::ParentCode) else { return };
    let is_deeper =
        matches!((depth(parent), depth(code)), (Some(parent), Some(own)) if parent > own);
    if parent == code || is_deeper {
        record.fail(Code::E213RegionLevel, At::ParentCode, "上级须高于本级".to_owned());
    }
}

/// 1 for six digits, 2 for nine, 3 for twelve; `None` for codes outside the standard.
fn depth(code: &str) -> Option<usize> {
    let is_standard =
        matches!(code.len(), 6 | 9 | 12) && code.bytes().all(|byte| byte.is_ascii_digit());
    is_standard.then(|| code.len() / 3 - 1)
}

fn depth_fits(depth: usize, level: RegionLevel) -> bool {
    match level {
        RegionLevel::Province | RegionLevel::City | RegionLevel::District => depth == 1,
        RegionLevel::Street => depth == 2,
        RegionLevel::Village => depth == 3,
        RegionLevel::Zone => depth <= 2,
    }
}
