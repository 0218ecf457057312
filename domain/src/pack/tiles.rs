//! `[[tiles]]` of `pack.toml`: raster maps that may lie under the layers.
//!
//! Three kinds are files of the deployment; `wmts` names the one host that the server may ask at run time.
//! A key never stands in a pack: the pack names the environment variable that holds it.

use geodata::Crs;
use serde::Deserialize;
use toml::Spanned;

use crate::toml_file::{FileError, TomlFile};

/// Deepest level that a map may have: below it a pixel is a centimetre.
pub const DEEPEST: u8 = 24;

/// One raster map: tiles of 256 pixels in spherical Mercator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileMap {
    /// Lower-case letters, digits, `-`: part of an address.
    pub id: String,
    pub name: String,
    pub place: TilePlace,
    /// Printed beside the map.
    pub attribution: String,
    /// 审图号; empty means 示意图 未经审图.
    pub review_no: String,
    pub min_zoom: u8,
    pub max_zoom: u8,
    /// System of what the pictures show.
    pub crs: Crs,
}

/// Where the tiles are; paths are relative to the pack's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TilePlace {
    /// `z/x/y.png` (or `.jpg`, `.jpeg`, `.webp`), rows counted from the north.
    Folder(String),
    Mbtiles(String),
    Pmtiles(String),
    Wmts(TileServer),
}

/// A tile server on another host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileServer {
    /// With `{z}`, `{x}`, `{y}`, and `{key}` where there is one.
    pub template: String,
    /// Name of the environment variable that holds the key.
    pub key_env: Option<String>,
}

impl TileMap {
    /// The word of the pack for the kind of place.
    pub fn kind(&self) -> &'static str {
        match self.place {
            TilePlace::Folder(_) => "folder",
            TilePlace::Mbtiles(_) => "mbtiles",
            TilePlace::Pmtiles(_) => "pmtiles",
            TilePlace::Wmts(_) => "wmts",
        }
    }

    /// The host (and port) that is asked at run time.
    pub fn host(&self) -> Option<&str> {
        match &self.place {
            TilePlace::Wmts(server) => host_of(&server.template),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTiles {
    id: Spanned<String>,
    name: String,
    kind: Spanned<String>,
    path: Option<String>,
    url: Option<Spanned<String>>,
    key_env: Option<String>,
    attribution: String,
    review_no: String,
    #[serde(default)]
    min_zoom: u8,
    max_zoom: Spanned<u8>,
    crs: Spanned<String>,
}

pub(super) fn read(file: TomlFile<'_>, raw: Vec<RawTiles>) -> Result<Vec<TileMap>, FileError> {
    let mut maps: Vec<TileMap> = Vec::new();
    for one in raw {
        let id = super::id(file, &one.id)?;
        if maps.iter().any(|it| it.id == id) {
            return Err(file.refuse(&one.id.span(), format!("`id`: two maps are called {id:?}")));
        }
        maps.push(map(file, id, one)?);
    }
    Ok(maps)
}

fn map(file: TomlFile<'_>, id: String, raw: RawTiles) -> Result<TileMap, FileError> {
    let crs = super::crs(file, &raw.crs)?;
    let max_zoom = *raw.max_zoom.get_ref();
    if max_zoom > DEEPEST || max_zoom < raw.min_zoom {
        let reason = format!("`max_zoom`: {} to {DEEPEST}", raw.min_zoom);
        return Err(file.refuse(&raw.max_zoom.span(), reason));
    }
    let place = place(file, &raw)?;
    Ok(TileMap {
        id,
        name: raw.name,
        place,
        attribution: raw.attribution,
        review_no: raw.review_no,
        min_zoom: raw.min_zoom,
        max_zoom,
        crs,
    })
}

fn place(file: TomlFile<'_>, raw: &RawTiles) -> Result<TilePlace, FileError> {
    let refuse = |reason: &str| Err(file.refuse(&raw.kind.span(), reason));
    let of_file = |place: fn(String) -> TilePlace| match (&raw.path, &raw.url, &raw.key_env) {
        (Some(path), None, None) => Ok(place(path.clone())),
        _ => refuse("`kind`: this kind has a `path`, and neither `url` nor `key_env`"),
    };
    match raw.kind.get_ref().as_str() {
        "folder" => of_file(TilePlace::Folder),
        "mbtiles" => of_file(TilePlace::Mbtiles),
        "pmtiles" => of_file(TilePlace::Pmtiles),
        "wmts" => match (&raw.url, &raw.path) {
            (Some(url), None) => server(file, url, raw.key_env.clone()),
            _ => refuse("`kind`: a wmts has a `url` and no `path`"),
        },
        _ => refuse("`kind`: folder, mbtiles, pmtiles or wmts"),
    }
}

fn server(
    file: TomlFile<'_>,
    url: &Spanned<String>,
    key_env: Option<String>,
) -> Result<TilePlace, FileError> {
    let template = url.get_ref();
    let refuse = |reason: &str| Err(file.refuse(&url.span(), reason));
    let rest = ["{z}", "{x}", "{y}", "{key}"]
        .iter()
        .fold(template.clone(), |text, hole| text.replace(hole, ""));
    if host_of(template).is_none() {
        return refuse("`url`: begins with http:// and a host; for https, name a local proxy");
    }
    if ["{z}", "{x}", "{y}"].iter().any(|hole| !template.contains(hole)) {
        return refuse("`url`: holds {z}, {x} and {y}");
    }
    if rest.contains(['{', '}', ' ']) {
        return refuse("`url`: has no holes but {z}, {x}, {y} and {key}");
    }
    if template.contains("{key}") != key_env.is_some() {
        return refuse("`url`: has a {key} if and only if there is a `key_env`");
    }
    Ok(TilePlace::Wmts(TileServer { template: template.clone(), key_env }))
}

/// A host that is written out: no holes, no user, nothing but a name or number and a port.
fn host_of(template: &str) -> Option<&str> {
    let host = template.strip_prefix("http://")?.split(['/', '?', '#']).next()?;
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':');
    (!host.is_empty() && host.bytes().all(is_host)).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::Pack;

    const MAP: &str = r#"
id = "city"
name = "城市"
title = "城市"
root_org = "1"
root_region = "1"

[[tiles]]
id = "vec"
name = "天地图"
kind = "wmts"
url = "http://tiles.example/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
key_env = "TIANDITU_KEY"
attribution = "天地图"
review_no = "GS(2024)0650号"
min_zoom = 1
max_zoom = 18
crs = "CGCS2000"
"#;

    fn refused(from: &str, to: &str) -> String {
        assert!(MAP.contains(from));
        Pack::parse("pack.toml", &MAP.replace(from, to)).unwrap_err().to_string()
    }

    #[test]
    fn a_tile_server_names_its_host_and_where_its_key_is() {
        let pack = Pack::parse("pack.toml", MAP).unwrap();
        let map = &pack.tiles[0];
        assert_eq!((map.kind(), map.host()), ("wmts", Some("tiles.example")));
        assert_eq!(pack.outbound().collect::<Vec<_>>(), ["tiles.example"]);
        let local = MAP
            .replace("kind = \"wmts\"", "kind = \"mbtiles\"\npath = \"a.mbtiles\"")
            .replace("key_env = \"TIANDITU_KEY\"\n", "");
        let local: String =
            local.lines().filter(|it| !it.starts_with("url")).collect::<Vec<_>>().join("\n");
        let pack = Pack::parse("pack.toml", &local).unwrap();
        assert_eq!(pack.tiles[0].place, TilePlace::Mbtiles("a.mbtiles".to_owned()));
        assert_eq!(pack.outbound().count(), 0);
    }

    #[test]
    fn each_mistake_names_its_line_and_key() {
        let is = |error: String, start: &str| assert!(error.starts_with(start), "{error}");
        is(refused("id = \"vec\"", "id = \"../x\""), "pack.toml:9: `id`: ");
        is(refused("\"wmts\"", "\"tms\""), "pack.toml:11: `kind`: folder, mbtiles");
        is(refused("\"wmts\"", "\"folder\""), "pack.toml:11: `kind`: this kind has a `path`");
        is(refused("http://", "https://"), "pack.toml:12: `url`: begins with http://");
        is(refused("tiles.example", "t{s}.example"), "pack.toml:12: `url`: begins with");
        is(refused("tiles.example", "me:secret@tiles.example"), "pack.toml:12: `url`: begins");
        is(refused("{y}", "1"), "pack.toml:12: `url`: holds {z}");
        is(refused("{key}", "abc"), "pack.toml:12: `url`: has a {key} if");
        is(refused("TILEMATRIX", "{style}"), "pack.toml:12: `url`: has no holes but");
        is(refused("max_zoom = 18", "max_zoom = 25"), "pack.toml:17: `max_zoom`: 1 to 24");
        is(refused("\"CGCS2000\"", "\"EPSG:3857\""), "pack.toml:18: `crs`: ");
        let (head, map) = MAP.split_once("[[tiles]]").unwrap();
        let twice = format!("{head}[[tiles]]{map}[[tiles]]{map}");
        let error = Pack::parse("pack.toml", &twice).unwrap_err().to_string();
        is(error, "pack.toml:20: `id`: two maps are called");
    }
}
