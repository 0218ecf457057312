//! Ground → the demo's entities, in memory: everything else happens to them.
//!
//! An entity takes about 60 bytes, so the 300 000 of the largest demo stay small. Entities of one org lie
//! next to each other; every eighth of an org is old and in business, so there is always one to visit.

use std::ops::Range;

use domain::time::Day;
use geodata::{Crs, crs::convert};

use super::Options;
use super::dice::{Dice, Stream, cumulative};
use super::ground::{Ground, Polygons, Street};
use super::trade::TRADES;

/// How an entity's position came to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    Surveyed,
    Geocoded,
    Street,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Active,
    Suspended,
    Closed,
    Cancelled,
}

/// One supervised entity.
#[derive(Clone, Debug)]
pub(super) struct Entity {
    pub(super) org: u8,
    pub(super) street: u16,
    pub(super) trade: u8,
    /// Inherent class 1, 2, 3.
    pub(super) class: u8,
    /// How much goes wrong here, 1.0 is usual.
    pub(super) trouble: f32,
    pub(super) position: Position,
    pub(super) standing: Standing,
    pub(super) opened: Day,
    /// Since when the standing holds.
    pub(super) since: Day,
    /// Millionths of a degree, longitude first.
    pub(super) gcj: (i32, i32),
    pub(super) wgs: (i32, i32),
}

impl Entity {
    /// Whether it can be visited on a day.
    pub(super) fn is_open(&self, day: Day) -> bool {
        let ended = matches!(self.standing, Standing::Closed | Standing::Cancelled);
        self.opened <= day && !(ended && self.since <= day)
    }
}

/// All entities and whose they are.
#[derive(Debug)]
pub(super) struct Town {
    pub(super) entities: Vec<Entity>,
    /// Numbers of each org's entities.
    pub(super) of_org: Vec<Range<usize>>,
}

impl Town {
    /// Settles `count` entities; `polygons` keeps them inside the districts their street names.
    pub(super) fn settle(
        ground: &Ground,
        polygons: Option<Polygons<'_>>,
        count: usize,
        options: &Options,
    ) -> Self {
        let sizes = cumulative(ground.orgs.iter().map(|org| org.habits.size));
        let trades = cumulative(TRADES.iter().map(|trade| trade.weight));
        let settler = Settler { ground, polygons, options, trades };
        let mut entities = Vec::with_capacity(count);
        let mut of_org = Vec::new();
        for (org, share) in sizes.iter().enumerate() {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "share of a count"
            )]
            let end = (share * count as f64).round() as usize;
            let start = entities.len();
            entities.extend(
                (start..end).map(|number| settler.entity(number, org, (number - start) % 8 == 0)),
            );
            of_org.push(start..entities.len());
        }
        Self { entities, of_org }
    }
}

struct Settler<'a> {
    ground: &'a Ground,
    polygons: Option<Polygons<'a>>,
    options: &'a Options,
    trades: Vec<f64>,
}

impl Settler<'_> {
    fn entity(&self, number: usize, org: usize, is_steady: bool) -> Entity {
        let mut dice = Dice::new(self.options.seed, Stream::Entity, number as u64);
        let owner = &self.ground.orgs[org];
        let street = owner.streets[dice.among(&owner.shares)];
        let trade = dice.among(&self.trades);
        let trouble = self.trouble(&mut dice, street);
        let position = position(&mut dice);
        let wgs = self.place(&mut dice, &self.ground.streets[street], position);
        let gcj = convert(Crs::Wgs84, Crs::Gcj02, wgs.0, wgs.1);
        let opened = self.opened(&mut dice, is_steady);
        let (standing, since) =
            if is_steady { (Standing::Active, opened) } else { self.standing(&mut dice, opened) };
        Entity {
            org: narrow(org),
            street: u16::try_from(street).unwrap_or(0),
            trade: narrow(trade),
            class: class(&mut dice, trade),
            trouble,
            position,
            standing,
            opened,
            since,
            gcj: (millionths(gcj.0), millionths(gcj.1)),
            wgs: (millionths(wgs.0), millionths(wgs.1)),
        }
    }

    /// Some streets are worse than others, and some entities much worse than their street.
    fn trouble(&self, dice: &mut Dice, street: usize) -> f32 {
        let mut here = Dice::new(self.options.seed, Stream::Flaw, street as u64);
        let street =
            0.6 + 1.1 * here.unit() * here.unit() + if here.chance(0.06) { 0.8 } else { 0.0 };
        let own = 0.35 + 2.0 * dice.unit().powi(3) + if dice.chance(0.03) { 1.6 } else { 0.0 };
        #[expect(clippy::cast_possible_truncation, reason = "a factor near 1")]
        let trouble = (street * own * 1.15) as f32;
        trouble
    }

    /// A WGS-84 point about the street's centre and inside its district.
    fn place(&self, dice: &mut Dice, street: &Street, position: Position) -> (f64, f64) {
        let center = convert(Crs::Gcj02, Crs::Wgs84, street.center.0, street.center.1);
        if position == Position::Street {
            return center;
        }
        let mut spread = street.spread * if dice.chance(0.15) { 2.2 } else { 0.8 };
        for _ in 0..8 {
            let point = (center.0 + dice.bell() * spread * 1.3, center.1 + dice.bell() * spread);
            if self.lies_in(&street.district, point) {
                return point;
            }
            spread *= 0.7;
        }
        center
    }

    /// Whether a point lies in a district, which a boundary file may still know by its retired code.
    fn lies_in(&self, district: &str, point: (f64, f64)) -> bool {
        let Some(polygons) = self.polygons else { return true };
        let Some(found) = polygons(point.0, point.1) else { return false };
        found == district || self.ground.retired.get(district) == Some(&found)
    }

    /// What it is now and since when, never before it opened.
    fn standing(&self, dice: &mut Dice, opened: Day) -> (Standing, Day) {
        let standing = match dice.unit() {
            share if share < 0.935 => return (Standing::Active, opened),
            share if share < 0.955 => Standing::Suspended,
            share if share < 0.985 => Standing::Closed,
            _ => Standing::Cancelled,
        };
        let since = self.options.end.plus(-i32::try_from(dice.between(2, 900)).unwrap_or(0));
        (standing, since.max(opened.plus(15)))
    }

    /// Most were there before the demo begins; one in fourteen opened during it.
    fn opened(&self, dice: &mut Dice, is_steady: bool) -> Day {
        let (from, to) = if !is_steady && dice.chance(0.07) { (30, 1_050) } else { (1_100, 9_500) };
        self.options.end.plus(-i32::try_from(dice.between(from, to)).unwrap_or(0))
    }
}

fn position(dice: &mut Dice) -> Position {
    match dice.unit() {
        share if share < 0.005 => Position::None,
        share if share < 0.030 => Position::Street,
        share if share < 0.110 => Position::Surveyed,
        _ => Position::Geocoded,
    }
}

fn class(dice: &mut Dice, trade: usize) -> u8 {
    let (first, second) = TRADES[trade].classes;
    let throw = dice.below(100);
    if throw < usize::from(first) {
        1
    } else if throw < usize::from(first) + usize::from(second) {
        2
    } else {
        3
    }
}

fn narrow(place: usize) -> u8 {
    u8::try_from(place).unwrap_or(u8::MAX)
}

fn millionths(degrees: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "degrees are at most 180")]
    let millionths = (degrees * 1e6).round() as i32;
    millionths
}
