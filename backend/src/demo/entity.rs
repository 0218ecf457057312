//! Entity → its line of the entity feed.

use super::Demo;
use super::dice::{Dice, Stream};
use super::line::Line;
use super::town::{Entity, Position, Standing};
use super::trade::{FIRST, SECOND, TRADES};

pub(super) const COLUMNS: &str = "entity_id,name,id_type,uscc,specialty,entity_type,risk_class,grade,opened,\
    legal_person,address,region_code,lon,lat,crs,geo_quality,state,state_date,org_code";

/// Alphabet of the unified social credit code, GB 32100-2015.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

pub(super) fn write(demo: &Demo, number: u64, line: &mut Line<'_>) {
    let Some(entity) = usize::try_from(number).ok().and_then(|at| demo.town.entities.get(at))
    else {
        return;
    };
    let mut dice = Dice::new(demo.options.seed, Stream::Entity, !number);
    let street = &demo.ground.streets[usize::from(entity.street)];
    let trade = &TRADES[usize::from(entity.trade)];
    line.id("E", number);
    line.cell();
    add_name(line, &mut dice, trade.kind);
    identity(line, &mut dice, number, &street.district);
    line.text(trade.specialty).text(trade.kind);
    line.cell().add_number(u64::from(entity.class), 1);
    line.text(grade(entity, &mut dice)).day(entity.opened).empty();
    line.text("北京市")
        .add(&street.address)
        .add("示例路")
        .add_number(dice.next() % 300 + 1, 1)
        .add("号");
    let retired = retired_region(demo, entity, &mut dice);
    line.text(retired.unwrap_or(&street.code));
    place(line, entity, &mut dice);
    standing(line, entity, retired.is_some());
    line.text(&demo.ground.orgs[usize::from(entity.org)].code);
}

/// The name an entity of this number carries, in the current cell.
pub(super) fn add_name(line: &mut Line<'_>, dice: &mut Dice, kind: &str) {
    let (first, second) = (*dice.pick(FIRST), *dice.pick(SECOND));
    line.add(first).add(second).add(kind);
}

/// Nine in ten have a credit code; small ones have a licence number or nothing.
fn identity(line: &mut Line<'_>, dice: &mut Dice, number: u64, district: &str) {
    match dice.unit() {
        share if share < 0.90 => {
            line.text("USCC").cell();
            line.add(uscc(number, district).as_str());
        }
        share if share < 0.97 => {
            line.text("LICENCE").empty();
        }
        _ => {
            line.text("NONE").empty();
        }
    }
}

/// A credit code with a right check character; the subject `MA…` counts the demo's entities.
fn uscc(number: u64, district: &str) -> String {
    let mut code = format!("91{district}MA");
    let mut rest = number.wrapping_mul(7_919) % 31_u64.pow(7);
    for _ in 0..7 {
        let digit = usize::try_from(rest % 31).unwrap_or(0);
        code.push(char::from(ALPHABET[digit]));
        rest /= 31;
    }
    code.push(check_character(&code));
    code
}

fn check_character(code: &str) -> char {
    let value = |byte| ALPHABET.iter().position(|it| *it == byte).unwrap_or(0);
    let (sum, _) = code
        .bytes()
        .fold((0, 1), |(sum, weight), byte| (sum + value(byte) * weight, weight * 3 % 31));
    char::from(ALPHABET[(31 - sum % 31) % 31])
}

/// Good grades for the quiet, bad for the troublesome; one in eight has none.
fn grade(entity: &Entity, dice: &mut Dice) -> &'static str {
    if dice.chance(0.12) {
        return "";
    }
    match f64::from(entity.trouble) * (0.7 + 0.6 * dice.unit()) {
        trouble if trouble < 0.55 => "A",
        trouble if trouble < 1.35 => "B",
        trouble if trouble < 2.4 => "C",
        _ => "D",
    }
}

/// The code of its district before 2015, for a few that registered then and were not touched since.
fn retired_region<'a>(demo: &'a Demo, entity: &Entity, dice: &mut Dice) -> Option<&'a str> {
    let street = &demo.ground.streets[usize::from(entity.street)];
    let code = demo.ground.retired.get(&street.district)?;
    let is_old = entity.opened < demo.code_change && entity.standing == Standing::Active;
    (is_old && dice.chance(0.05)).then_some(code.as_str())
}

fn place(line: &mut Line<'_>, entity: &Entity, dice: &mut Dice) {
    let gps = entity.position == Position::Surveyed && dice.chance(0.7);
    let (lon, lat) = if gps { entity.wgs } else { entity.gcj };
    let (crs, quality) = match entity.position {
        Position::Surveyed if gps => ("WGS84", "SURVEYED"),
        Position::Surveyed => ("GCJ02", "SURVEYED"),
        Position::Geocoded => ("GCJ02", "GEOCODED"),
        Position::Street => ("GCJ02", "STREET"),
        Position::None => {
            line.empty().empty().empty().text("NONE");
            return;
        }
    };
    line.degrees(lon).degrees(lat).text(crs).text(quality);
}

/// State and its date; an old record says that its state dates from the opening.
fn standing(line: &mut Line<'_>, entity: &Entity, is_old: bool) {
    let state = match entity.standing {
        Standing::Active if is_old => {
            line.text("ACTIVE").day(entity.opened);
            return;
        }
        Standing::Active => {
            line.text("ACTIVE").empty();
            return;
        }
        Standing::Suspended => "SUSPENDED",
        Standing::Closed => "CLOSED",
        Standing::Cancelled => "CANCELLED",
    };
    line.text(state).day(entity.since);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_characters_agree_with_the_published_vectors() {
        for (code, check) in [
            ("91350100M000100Y4", '3'),
            ("12110000400686987", 'T'),
            ("12310000425006116", '6'),
            ("91110105MA0000000", 'Y'),
        ] {
            assert_eq!(check_character(code), check, "{code}");
        }
        assert_eq!(uscc(0, "110105"), "91110105MA0000000Y");
    }
}
