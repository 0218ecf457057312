//! The pack's boundaries in three levels of detail, made once: what [`super`] draws from.

use std::collections::BTreeMap;

use geodata::Crs;
use geodata::boundary::{Boundary, Line, Origin, Ring};
use geodata::crs::convert;
use geodata::topology::{DISPLAY_LEVELS_M, simplify};
use serde_json::{Value, json};

use crate::pack::LoadedPack;

/// Polygons by region code, in the systems of their files; the finest level first.
#[derive(Debug, Default)]
pub struct Atlas {
    levels: Vec<BTreeMap<String, Drawn>>,
    origins: Vec<Origin>,
    /// Strokes that are no region, such as the dash line of a national map, with their system.
    lines: Vec<(Line, Crs)>,
    problems: Vec<String>,
}

#[derive(Debug)]
struct Drawn {
    boundary: Boundary,
    crs: Crs,
}

/// One region as it goes into a feature.
#[derive(Debug)]
pub struct Shape {
    pub geometry: Value,
    /// Where a label goes.
    pub label: [f64; 2],
}

impl Atlas {
    /// Reads the districts of a pack; a retired code in a file is drawn under the code of today by the
    /// caller, who knows successors.
    pub fn of(pack: &LoadedPack) -> Self {
        let mut atlas = Self { problems: pack.problems.clone(), ..Self::default() };
        for borders in &pack.boundaries {
            atlas.origins.push(borders.set.origin());
            let crs = borders.set.crs;
            atlas.lines.extend(borders.set.lines.iter().map(|line| (line.clone(), crs)));
        }
        for borders in &pack.boundaries {
            let thinned = simplify(&borders.set, &DISPLAY_LEVELS_M);
            atlas.levels.resize_with(thinned.len(), BTreeMap::new);
            for (level, set) in atlas.levels.iter_mut().zip(thinned) {
                let crs = set.crs;
                let drawn = set
                    .boundaries
                    .into_iter()
                    .map(|it| (it.code.clone(), Drawn { boundary: it, crs }));
                level.extend(drawn);
            }
        }
        atlas
    }

    /// 来源 and 审图号 of the first boundary file; empty without any.
    pub fn origin(&self) -> (String, String) {
        let first = self.origins.first();
        first.map(|origin| (origin.source.clone(), origin.review_no.clone())).unwrap_or_default()
    }

    /// Why polygons are missing or odd, in sentences.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }

    /// The strokes that belong to the map as a whole, as features with `line: true`.
    pub fn lines(&self, crs: Crs) -> impl Iterator<Item = Value> {
        self.lines.iter().map(move |(line, from)| {
            let place = |(lng, lat): (f64, f64)| position(convert(*from, crs, lng, lat));
            let part = |part: &Ring| part.iter().copied().map(place).collect::<Vec<_>>();
            let parts: Vec<_> = line.parts.iter().map(part).collect();
            json!({
                "type": "Feature",
                "properties": {"line": true, "code": line.code, "name": line.name},
                "geometry": {"type": "MultiLineString", "coordinates": parts},
            })
        })
    }

    /// Whether a region is drawn under any of its codes.
    pub fn has(&self, codes: &[String]) -> bool {
        let finest = self.levels.first();
        finest.is_some_and(|level| codes.iter().any(|code| level.contains_key(code)))
    }

    /// A region in a level of detail and a system; none without polygon.
    pub fn draw(&self, code: &str, level: usize, crs: Crs) -> Option<Shape> {
        let drawn = self.levels.get(level)?.get(code)?;
        let place = |(lng, lat): (f64, f64)| position(convert(drawn.crs, crs, lng, lat));
        let ring = |ring: &Ring| ring.iter().copied().map(place).collect::<Vec<_>>();
        let polygons = drawn.boundary.polygons.iter();
        let coordinates: Vec<Vec<_>> =
            polygons.map(|it| it.rings.iter().map(ring).collect()).collect();
        Some(Shape {
            geometry: json!({"type": "MultiPolygon", "coordinates": coordinates}),
            label: place(drawn.boundary.label_point()),
        })
    }
}

/// Rounded to 1e-6° (0.1 m): shared borders stay shared.
pub(super) fn position((lng, lat): (f64, f64)) -> [f64; 2] {
    let round = |degrees: f64| (degrees * 1e6).round() / 1e6;
    [round(lng), round(lat)]
}
