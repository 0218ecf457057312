//! `GET /api/v1/regions`: the regions below one as GeoJSON, with source, CRS and review number.
//!
//! Every child is listed, drawn or not: a street without a polygon and a functional zone (which lies
//! inside another district) have no geometry but are no less a unit. Why polygons are missing is said. Where a
//! district's streets have none, areas derived from where records lie stand in for them, marked as such.

mod atlas;
mod derived;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::routing::get;
use geodata::Crs;
use geodata::crs::convert;
use serde_json::{Value, json};

pub use self::atlas::Atlas;

use crate::api::Desk;
use crate::api::ask::{Asking, GENERATION};
use crate::api::params::Params;
use crate::api::problem::{Answered, Refusal};
use crate::api::route::{Answer, Param, Route, Shape, Verb};
use crate::query::AreasQuestion;
use crate::query::areas::Areas;
use crate::store::directory::{Directory, Org, Region};

const CRS: &[&str] = &["WGS84", "CGCS2000", "GCJ02", "BD09"];

pub const MEDIA: &str = "application/geo+json";

const PARAMS: &[Param] = &[
    Param::optional("parent", Shape::Text, "region code; the root region if absent"),
    Param::optional("crs", Shape::OneOf(CRS), "system of the coordinates; WGS84 if absent"),
    Param::optional("lod", Shape::Whole(0, 2), "level of detail: 0 is finest and the default"),
    GENERATION,
];

pub const ROUTE: Route = Route {
    verb: Verb::Get,
    path: "/api/v1/regions",
    summary: "GeoJSON of the regions below one, with source, crs and review_no; those without polygon have null geometry",
    params: PARAMS,
    extras: &[],
    answers: &[
        Answer { status: 200, media: MEDIA, schema: Some("Regions") },
        Answer::refusal(400),
        Answer::refusal(404),
        Answer::refusal(410),
    ],
    serve: || get(answer),
};

/// What is to be drawn.
#[derive(Clone, Debug)]
struct Sheet {
    /// The root region if absent.
    parent: Option<String>,
    crs: Crs,
    lod: usize,
}

async fn answer(State(desk): State<Arc<Desk>>, uri: Uri, headers: HeaderMap) -> Answered {
    let params = Params::read(PARAMS, &uri)?;
    let sheet = Sheet {
        parent: params.owned("parent"),
        crs: params.value_by("crs", Crs::parse)?.unwrap_or(Crs::Wgs84),
        lod: params.value("lod")?.unwrap_or(0),
    };
    let drawing = Arc::clone(&desk);
    let asking = Asking::new(&desk, &headers, &params)?;
    asking
        .bytes(MEDIA, sheet.clone(), move |generation, scope| {
            let parent = sheet.parent.as_deref().unwrap_or(&generation.pack.pack.root_region);
            let directory = &generation.directory;
            let parent = current(directory, parent).ok_or_else(|| unknown(directory, parent))?;
            let is_root = parent.code == generation.pack.pack.root_region;
            let atlas = &drawing.atlas;
            let has_streets = |region: &&Region| region.level == "street";
            let children = directory.region_children(&parent.code);
            let derived = if children.iter().any(has_streets)
                && !children.iter().any(|it| atlas.has(codes_of(directory, it)))
            {
                AreasQuestion { parent: parent.code.clone() }.ask(generation, scope)?
            } else {
                Areas::new()
            };
            let drawn = Drawing { atlas, directory, parent, is_root, derived, sheet: &sheet };
            serde_json::to_vec(&drawn.collection(generation.number()))
                .map_err(|err| Refusal::internal("the regions are no JSON", &err))
        })
        .await
}

/// The region that speaks for a code today: of a region, or of an org that has no region of its code.
fn current<'d>(directory: &'d Directory, code: &str) -> Option<&'d Region> {
    let home = || {
        let (_, org) = directory.org(code)?;
        directory.region(&org.region)
    };
    let region = directory.region(code).or_else(home)?;
    Some(region.place.and_then(|place| directory.place_at(place)).unwrap_or(region))
}

fn unknown(directory: &Directory, asked: &str) -> Refusal {
    let tall = |region: &&Region| matches!(region.level.as_str(), "province" | "city" | "district");
    let known = directory.regions.iter().filter(tall);
    let known = known.map(|region| (region.code.clone(), region.name.clone()));
    let refusal = Refusal::unknown("UNKNOWN_REGION", format!("there is no region {asked:?}"));
    refusal.allowing_named(known)
}

/// One answer on its way to paper.
struct Drawing<'d> {
    atlas: &'d Atlas,
    directory: &'d Directory,
    parent: &'d Region,
    is_root: bool,
    derived: Areas,
    sheet: &'d Sheet,
}

impl Drawing<'_> {
    fn collection(&self, generation: u64) -> Value {
        let children = self.directory.region_children(&self.parent.code);
        let zones = self.directory.orgs.iter().filter(|org| self.is_zone_here(org));
        let features =
            children.into_iter().map(|region| self.region(region)).chain(zones.map(zone));
        let lines = self.atlas.lines(self.sheet.crs).filter(|_| self.is_root);
        let features: Vec<Value> = features.chain(lines).collect();
        let (source, review_no) = self.atlas.origin();
        json!({
            "type": "FeatureCollection",
            "generation": generation,
            "parent": self.parent.code,
            "source": source,
            "crs": self.sheet.crs.as_str(),
            "review_no": review_no,
            "problems": self.atlas.problems(),
            "features": features,
        })
    }

    /// A zone is a unit of the city although it lies in one of its districts.
    fn is_zone_here(&self, org: &Org) -> bool {
        let above = org.parent.as_deref().and_then(|parent| self.directory.org(parent));
        org.is_zone && above.is_some_and(|(_, above)| above.region == self.parent.code)
    }

    fn region(&self, region: &Region) -> Value {
        let codes = codes_of(self.directory, region);
        let drawn =
            codes.iter().find_map(|code| self.atlas.draw(code, self.sheet.lod, self.sheet.crs));
        let (geometry, label) =
            drawn.map_or((Value::Null, None), |drawn| (drawn.geometry, Some(drawn.label)));
        let mut feature = json!({
            "type": "Feature",
            "properties": {
                "code": region.code,
                "name": region.name,
                "level": region.level,
                "unit": self.unit_of(region),
                "centre": label.or_else(|| self.centre(region)),
            },
            "geometry": geometry,
        });
        if let Some(cells) = self.derived.get(&region.code) {
            feature["geometry"] = derived::geometry(cells, self.sheet.crs);
            feature["properties"]["derived"] = Value::Bool(true);
            feature["properties"]["source"] = Value::from(derived::SOURCE);
        }
        feature
    }

    fn centre(&self, region: &Region) -> Option<[f64; 2]> {
        let (lng, lat) = region.centre?;
        let from = Crs::parse(region.crs.as_deref()?)?;
        Some(atlas::position(convert(from, self.sheet.crs, lng, lat)))
    }

    /// The code to ask figures by: the org of the region, where it has one of its own.
    fn unit_of<'r>(&'r self, region: &'r Region) -> &'r str {
        let own = self.directory.orgs.iter().find(|org| org.region == region.code && !org.is_zone);
        own.map_or(region.code.as_str(), |org| org.code.as_str())
    }
}

/// Every code under which a region may be drawn.
fn codes_of<'d>(directory: &'d Directory, region: &'d Region) -> &'d [String] {
    let of_place = region.place.map(|place| directory.codes_of(place));
    of_place.unwrap_or_else(|| std::slice::from_ref(&region.code))
}

/// A zone has no polygon and no centre of its own: where it lies is what its records say.
fn zone(org: &Org) -> Value {
    json!({
        "type": "Feature",
        "properties": {"code": org.code, "name": org.name, "level": "zone", "unit": org.code, "centre": null},
        "geometry": null,
    })
}
