//! `pack.toml` → one deployment: who it is for, its seeds, boundaries, relaxed rules and targets.
//!
//! Paths are kept as written, relative to the pack's folder, except `calendar` and `indicators`, which are
//! relative to the assets folder because packs share them. Opening files is the backend's work.

pub mod tiles;

use geodata::Crs;
use geodata::boundary::Format;
use serde::Deserialize;
use toml::Spanned;

use self::tiles::{RawTiles, TileMap};
use crate::code::RegionLevel;
use crate::fault::Code;
use crate::indicator::{Op, Target, TargetKind};
use crate::ratio::Decimal;
use crate::time::Day;
use crate::toml_file::{FileError, TomlFile};

/// One deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pack {
    /// Name of the folder: lower-case letters, digits, `-`.
    pub id: String,
    /// Name in a list of deployments.
    pub name: String,
    /// Title on the screens.
    pub title: String,
    pub root_org: String,
    pub root_region: String,
    /// Every screen says 演示数据.
    pub demo: bool,
    /// Seeds, ingested like any delivery; absent ones are empty.
    pub regions: Option<String>,
    pub orgs: Option<String>,
    /// Folder with mapping files for foreign deliveries, in the pack.
    pub mappings: String,
    /// Working-day calendar, in the assets folder.
    pub calendar: String,
    /// Folder with indicator definitions, in the assets folder.
    pub indicators: String,
    /// IANA name of the clock of sources that do not name one.
    pub time_zone: String,
    /// Business rules (E6xx) this deployment's sources cannot meet; shown with the numbers.
    pub relaxed: Vec<Code>,
    pub boundaries: Vec<BoundaryFile>,
    /// Targets of this deployment, by indicator; they replace those of the definition.
    pub targets: Vec<PackTarget>,
    /// Raster maps that may lie under the layers.
    pub tiles: Vec<TileMap>,
}

/// One file of boundaries and what must be printed beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoundaryFile {
    pub file: String,
    pub format: Format,
    pub crs: Crs,
    pub source: String,
    /// 审图号; empty means 示意图 未经审图.
    pub review_no: String,
    pub date: String,
    pub level: RegionLevel,
    /// Property with the region code, where the format does not fix it.
    pub code_property: Option<String>,
    pub name_property: Option<String>,
}

/// A target set by the deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackTarget {
    pub indicator: String,
    pub target: Target,
}

impl Pack {
    /// Reads `pack.toml`; `file_name` is what errors call it.
    pub fn parse(file_name: &str, text: &str) -> Result<Self, FileError> {
        let file = TomlFile { name: file_name, text };
        let raw: RawPack = file.read()?;
        let id = id(file, &raw.id)?;
        let relaxed =
            raw.relaxed.iter().map(|code| relaxed(file, code)).collect::<Result<_, _>>()?;
        let boundaries =
            raw.boundaries.into_iter().map(|it| boundary(file, it)).collect::<Result<_, _>>()?;
        let targets = raw.targets.into_iter().map(RawTarget::typed).collect();
        let tiles = tiles::read(file, raw.tiles)?;
        Ok(Self {
            id,
            name: raw.name,
            title: raw.title,
            root_org: raw.root_org,
            root_region: raw.root_region,
            demo: raw.demo,
            regions: raw.seeds.regions,
            orgs: raw.seeds.orgs,
            mappings: raw.mappings,
            calendar: raw.calendar,
            indicators: raw.indicators,
            time_zone: raw.time_zone,
            relaxed,
            boundaries,
            targets,
            tiles,
        })
    }

    /// The hosts that a server of this deployment asks at run time: design invariant 11.
    pub fn outbound(&self) -> impl Iterator<Item = &str> {
        self.tiles.iter().filter_map(TileMap::host)
    }

    pub fn relaxes(&self, code: Code) -> bool {
        self.relaxed.contains(&code)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPack {
    id: Spanned<String>,
    name: String,
    title: String,
    root_org: String,
    root_region: String,
    #[serde(default)]
    demo: bool,
    #[serde(default)]
    seeds: RawSeeds,
    #[serde(default = "mappings")]
    mappings: String,
    #[serde(default = "calendar")]
    calendar: String,
    #[serde(default = "indicators")]
    indicators: String,
    #[serde(default = "time_zone")]
    time_zone: String,
    #[serde(default)]
    relaxed: Vec<Spanned<String>>,
    #[serde(default)]
    boundaries: Vec<RawBoundary>,
    #[serde(default)]
    targets: Vec<RawTarget>,
    #[serde(default)]
    tiles: Vec<RawTiles>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSeeds {
    regions: Option<String>,
    orgs: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBoundary {
    file: String,
    format: Spanned<String>,
    crs: Spanned<String>,
    source: String,
    review_no: String,
    date: String,
    level: Spanned<RegionLevel>,
    code_property: Option<String>,
    name_property: Option<String>,
}

/// The fields of [`Target`] spelled out: a flattened struct would lose the lines of its errors.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTarget {
    indicator: String,
    op: Op,
    value: Decimal,
    by: Day,
    kind: TargetKind,
    words: String,
    words_en: String,
}

impl RawTarget {
    fn typed(self) -> PackTarget {
        let Self { indicator, op, value, by, kind, words, words_en } = self;
        PackTarget { indicator, target: Target { op, value, by, kind, words, words_en } }
    }
}

fn mappings() -> String {
    "mappings".to_owned()
}

fn calendar() -> String {
    "calendar/cn.toml".to_owned()
}

fn indicators() -> String {
    "indicators".to_owned()
}

fn time_zone() -> String {
    "Asia/Shanghai".to_owned()
}

fn id(file: TomlFile<'_>, id: &Spanned<String>) -> Result<String, FileError> {
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let text = id.get_ref();
    if text.is_empty() || !text.bytes().all(is_name) {
        return Err(file.refuse(&id.span(), "`id`: lower-case letters, digits and `-` only"));
    }
    Ok(text.clone())
}

fn relaxed(file: TomlFile<'_>, text: &Spanned<String>) -> Result<Code, FileError> {
    let relaxable = || {
        let codes = Code::ALL.iter().filter(|code| code.is_relaxable());
        codes.map(|code| code.as_str()).collect::<Vec<_>>().join(", ")
    };
    Code::parse(text.get_ref()).filter(|code| code.is_relaxable()).ok_or_else(|| {
        let reason =
            format!("`relaxed`: {:?} cannot be relaxed; only {}", text.get_ref(), relaxable());
        file.refuse(&text.span(), reason)
    })
}

fn crs(file: TomlFile<'_>, text: &Spanned<String>) -> Result<Crs, FileError> {
    Crs::parse(text.get_ref()).ok_or_else(|| {
        let reason = format!("`crs`: {:?} is none of WGS84, CGCS2000, GCJ02, BD09", text.get_ref());
        file.refuse(&text.span(), reason)
    })
}

fn boundary(file: TomlFile<'_>, raw: RawBoundary) -> Result<BoundaryFile, FileError> {
    let format = Format::parse(raw.format.get_ref()).ok_or_else(|| {
        let reason =
            format!("`format`: {:?} is none of geojson, datav, echarts", raw.format.get_ref());
        file.refuse(&raw.format.span(), reason)
    })?;
    let crs = crs(file, &raw.crs)?;
    Ok(BoundaryFile {
        file: raw.file,
        format,
        crs,
        source: raw.source,
        review_no: raw.review_no,
        date: raw.date,
        level: raw.level.into_inner(),
        code_property: raw.code_property,
        name_property: raw.name_property,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = r#"
id = "chicago"
name = "芝加哥"
title = "芝加哥食品监督 2013"
root_org = "CHI"
root_region = "CHI"
time_zone = "America/Chicago"
relaxed = ["E605_OFFICERS_LT2"]

[seeds]
regions = "regions.csv"
orgs = "orgs.csv"

[[boundaries]]
file = "community_areas.geojson"
format = "geojson"
crs = "WGS84"
source = "City of Chicago"
review_no = ""
date = "2013-01-01"
level = "district"
code_property = "NID"

[[targets]]
indicator = "I35"
op = ">="
value = "0.95"
by = "2013-12-31"
kind = "required"
words = "95%以上"
words_en = "at least 95 %"
"#;

    fn refused(from: &str, to: &str) -> String {
        assert!(SMALL.contains(from));
        Pack::parse("pack.toml", &SMALL.replace(from, to)).unwrap_err().to_string()
    }

    #[test]
    fn a_small_pack_is_read_with_its_defaults() {
        let pack = Pack::parse("pack.toml", SMALL).unwrap();
        assert_eq!((pack.id.as_str(), pack.demo), ("chicago", false));
        assert_eq!(pack.calendar, "calendar/cn.toml");
        assert_eq!(pack.regions.as_deref(), Some("regions.csv"));
        assert!(pack.relaxes(Code::E605OfficersLt2) && !pack.relaxes(Code::E604ResultMissing));
        assert_eq!(pack.boundaries[0].crs, Crs::Wgs84);
        assert_eq!(pack.targets[0].indicator, "I35");
    }

    #[test]
    fn the_packs_of_the_project_are_valid_and_only_the_demo_says_so() {
        let beijing = include_str!("../../assets/packs/beijing/pack.toml");
        let chicago = include_str!("../../assets/packs/chicago/pack.toml");
        assert!(Pack::parse("beijing/pack.toml", beijing).unwrap().demo);
        assert!(!Pack::parse("chicago/pack.toml", chicago).unwrap().demo);
    }

    #[test]
    fn only_business_rules_can_be_relaxed_and_the_error_names_file_and_line() {
        let error = refused("E605_OFFICERS_LT2", "E505_CRS_MISSING");
        assert!(
            error.starts_with("pack.toml:8: `relaxed`: \"E505_CRS_MISSING\" cannot"),
            "{error}"
        );
        assert!(error.contains("E604_RESULT_MISSING"), "{error}");
    }

    #[test]
    fn each_mistake_names_its_line_and_key() {
        let is = |error: String, start: &str| assert!(error.starts_with(start), "{error}");
        is(refused("id = \"chicago\"", "id = \"../etc\""), "pack.toml:2: `id`: ");
        is(refused("\"WGS84\"", "\"WGS-84\""), "pack.toml:17: `crs`: ");
        is(refused("\"geojson\"", "\"shp\""), "pack.toml:16: `format`: ");
        is(refused("\"district\"", "\"borough\""), "pack.toml:21: `level`: ");
        is(refused("root_org", "root_orgs"), "pack.toml:5: `root_orgs`: unknown field");
        is(refused("title = \"芝加哥食品监督 2013\"", ""), "pack.toml:1: missing field `title`");
        is(refused("op = \">=\"", "op = \"=\""), "pack.toml:26: `op`: ");
    }
}
