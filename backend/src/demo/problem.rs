//! Inspection → the problems it found: severity, rectification, and what is overdue.

use domain::code::Method;

use super::Demo;
use super::dice::{Dice, Stream};
use super::inspection::{Inspection, Way};
use super::line::{DAY_S, Line, Moment};

pub(super) const COLUMNS: &str = "problem_id,insp_id,entity_id,item_code,severity,text,found_at,verified,\
    verified_by,due,state,closed_at,case_id";

const TEXTS: &[&str] = &[
    "卫生许可证未在醒目位置公示",
    "从业人员健康证明过期",
    "公共用品用具清洗消毒记录不全",
    "未按规定开展卫生检测",
    "消毒产品索证不齐",
    "医疗废物暂存标识缺失",
    "水质检测指标超出限值",
    "放射防护用品配备不足",
    "未建立卫生管理档案",
    "通风设施未正常运行",
];
const TERMS_DAYS: [i64; 4] = [5, 7, 15, 30];

/// Writes problem `index` of an inspection that found more than `index`.
pub(super) fn write(demo: &Demo, inspection: &Inspection, index: u64, line: &mut Line<'_>) {
    let mut dice = Dice::new(demo.options.seed, Stream::Problem, inspection.number * 8 + index);
    let finish = inspection.visit.finish.unwrap_or(inspection.visit.start);
    line.id("P", inspection.number).add("-").add_number(index + 1, 1);
    line.id("J", inspection.number).id("E", inspection.visit.entity as u64);
    let text = dice.below(TEXTS.len());
    line.text("X").add_number(text as u64 + 1, 3).text(severity(&mut dice)).text(TEXTS[text]);
    line.at(Some(finish.plus(-dice.between(60, 800))));
    let (is_verified, is_checked) = verified(&mut dice, inspection.way);
    line.text(if is_verified {
        "true"
    } else if is_checked {
        "false"
    } else {
        ""
    });
    if is_checked {
        line.text("Z").add(demo.actor_code(inspection.visit.actor)).add_number(dice.next() % 40, 2);
    } else {
        line.empty();
    }
    course(demo, &mut dice, finish, line);
}

fn severity(dice: &mut Dice) -> &'static str {
    match dice.unit() {
        share if share < 0.70 => "1",
        share if share < 0.93 => "2",
        _ => "3",
    }
}

/// Whether a person confirmed it, and whether a person looked at all; machines are sometimes wrong.
fn verified(dice: &mut Dice, way: Way) -> (bool, bool) {
    match way {
        Way::Offsite(Method::VideoAi | Method::Device | Method::Iot | Method::Bigdata) => {
            match dice.unit() {
                share if share < 0.80 => (true, true),
                share if share < 0.94 => (false, true),
                _ => (false, false),
            }
        }
        _ => (true, true),
    }
}

/// Due day, state, closing time and case; the columns from `due` on.
fn course(demo: &Demo, dice: &mut Dice, found: Moment, line: &mut Line<'_>) {
    let term = *dice.pick(&TERMS_DAYS);
    line.day(found.plus_days(term).day());
    if dice.chance(0.03) {
        line.text("TO_CASE").empty().id("A", dice.next() % 10_000_000);
        return;
    }
    let late = if dice.chance(0.12) { dice.between(1, 45) } else { 0 };
    let taken =
        if late > 0 { (term + late) * DAY_S } else { dice.between(DAY_S / 2, term * DAY_S) };
    let closed = found.plus(taken);
    if closed < demo.now() && !dice.chance(0.015) {
        line.text("CLOSED").at(Some(closed)).empty();
        return;
    }
    let state = match demo.now().0 - found.0 {
        age if age < DAY_S => "FOUND",
        age if age < 3 * DAY_S => "ORDERED",
        _ if dice.chance(0.15) => "RECHECKED",
        _ => "RECTIFYING",
    };
    line.text(state).empty().empty();
}
