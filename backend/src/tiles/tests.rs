use std::collections::HashMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread;

use domain::pack::tiles::TileServer;
use geodata::Crs;
use tempfile::TempDir;

use super::*;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nnorth";
const JPEG: &[u8] = b"\xff\xd8\xffsouth";

fn map(place: TilePlace) -> TileMap {
    TileMap {
        id: "base".to_owned(),
        name: "底图".to_owned(),
        place,
        attribution: String::new(),
        review_no: String::new(),
        min_zoom: 1,
        max_zoom: 3,
        crs: Crs::Wgs84,
    }
}

fn opened(place: TilePlace, folder: &Path, env: &HashMap<&str, &str>) -> OpenMap {
    let map = map(place);
    let source = open(&map, folder, |name| env.get(name).map(|value| (*value).to_owned()));
    OpenMap { map, source }
}

fn local(place: TilePlace, folder: &Path) -> OpenMap {
    opened(place, folder, &HashMap::new())
}

#[track_caller]
fn shows(map: &OpenMap, z: u8, x: u32, y: u32, expected: Option<&[u8]>) {
    let tile = map.tile(At { z, x, y }).unwrap();
    assert_eq!(tile.map(|tile| tile.bytes).as_deref(), expected, "{z}/{x}/{y}");
}

#[test]
fn a_folder_of_pictures_is_a_map() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("tiles/1/1")).unwrap();
    fs::write(folder.path().join("tiles/1/1/0.png"), PNG).unwrap();
    fs::write(folder.path().join("tiles/1/1/1.jpeg"), JPEG).unwrap();
    fs::write(folder.path().join("tiles/1/0.png"), "no picture of this map").unwrap();
    let map = local(TilePlace::Folder("tiles".to_owned()), folder.path());
    assert_eq!(map.problem(), None);
    shows(&map, 1, 1, 0, Some(PNG));
    shows(&map, 1, 1, 1, Some(JPEG));
    shows(&map, 1, 0, 0, None);
    fs::create_dir_all(folder.path().join("tiles/0/0")).unwrap();
    fs::write(folder.path().join("tiles/0/0/0.png"), PNG).unwrap();
    shows(&map, 0, 0, 0, None);
    let nowhere = local(TilePlace::Folder("nowhere".to_owned()), folder.path());
    assert!(nowhere.problem().is_some_and(|told| told.contains("nowhere")));
}

#[test]
fn what_is_no_picture_is_never_passed_on() {
    let folder = TempDir::new().unwrap();
    fs::create_dir_all(folder.path().join("1/0")).unwrap();
    fs::write(folder.path().join("1/0/0.png"), "<html>").unwrap();
    let map = local(TilePlace::Folder(String::new()), folder.path());
    assert!(matches!(map.tile(At { z: 1, x: 0, y: 0 }), Err(TileError::NoPicture)));
}

#[test]
fn an_mbtiles_file_counts_its_rows_from_the_south() {
    let folder = TempDir::new().unwrap();
    let db = rusqlite::Connection::open(folder.path().join("a.mbtiles")).unwrap();
    db.execute_batch("CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB)")
        .unwrap();
    for (row, picture) in [(3, PNG), (0, JPEG)] {
        db.execute("INSERT INTO tiles VALUES (2, 1, ?1, ?2)", rusqlite::params![row, picture])
            .unwrap();
    }
    let map = local(TilePlace::Mbtiles("a.mbtiles".to_owned()), folder.path());
    shows(&map, 2, 1, 0, Some(PNG));
    shows(&map, 2, 1, 3, Some(JPEG));
    shows(&map, 2, 0, 0, None);
    fs::write(folder.path().join("b.mbtiles"), [7; 4096]).unwrap();
    for wrong in ["b.mbtiles", "c.mbtiles"] {
        let map = local(TilePlace::Mbtiles(wrong.to_owned()), folder.path());
        assert!(map.problem().is_some(), "{wrong}");
        assert!(!folder.path().join("c.mbtiles").exists(), "looking makes no file");
    }
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(u8::try_from(value & 0x7f).unwrap() | 0x80);
        value >>= 7;
    }
    out.push(u8::try_from(value).unwrap());
}

/// First tile, run, length, offset + 1.
type Entry = (u64, u64, u64, u64);

/// The entries as columns.
fn directory(entries: &[Entry]) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, entries.len() as u64);
    let mut before = 0;
    for (first, ..) in entries {
        put(&mut out, first - before);
        before = *first;
    }
    let columns = [|it: &Entry| it.1, |it: &Entry| it.2, |it: &Entry| it.3];
    for value in columns.iter().flat_map(|column| entries.iter().map(column)) {
        put(&mut out, value);
    }
    out
}

/// Tile 1/0/0 and its neighbours 1/0/1 and 1/1/1 in the root, 2/0/0 in a leaf.
fn archive() -> Vec<u8> {
    let leaf = directory(&[(5, 1, JPEG.len() as u64, PNG.len() as u64 + 1)]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&leaf).unwrap();
    let leaf = packed.finish().unwrap();
    let root = directory(&[(1, 3, PNG.len() as u64, 1), (5, 0, leaf.len() as u64, 1)]);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(&root).unwrap();
    let root = packed.finish().unwrap();
    let mut file = b"PMTiles\x03".to_vec();
    let (leaves, tiles) = (127 + root.len() as u64, (127 + root.len() + leaf.len()) as u64);
    let spans = [127, root.len() as u64, leaves, 0, leaves, leaf.len() as u64, tiles, 100, 4, 2, 2];
    file.extend(spans.iter().flat_map(|word| word.to_le_bytes()));
    file.extend([1, 2, 1, 2, 0, 2]);
    file.resize(127, 0);
    [file, root, leaf, PNG.to_vec(), JPEG.to_vec()].concat()
}

#[test]
fn a_pmtiles_file_is_read_through_its_directories() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.pmtiles"), archive()).unwrap();
    let map = local(TilePlace::Pmtiles("a.pmtiles".to_owned()), folder.path());
    assert_eq!(map.problem(), None);
    for (x, y) in [(0, 0), (0, 1), (1, 1)] {
        shows(&map, 1, x, y, Some(PNG));
    }
    shows(&map, 1, 1, 0, None);
    shows(&map, 2, 0, 0, Some(JPEG));
    shows(&map, 2, 3, 3, None);
}

#[test]
fn a_pmtiles_file_that_is_cut_short_is_told_or_read_never_a_crash() {
    let folder = TempDir::new().unwrap();
    let whole = archive();
    for cut in 0..whole.len() {
        fs::write(folder.path().join("a.pmtiles"), &whole[..cut]).unwrap();
        let map = local(TilePlace::Pmtiles("a.pmtiles".to_owned()), folder.path());
        let found = map.tile(At { z: 2, x: 0, y: 0 });
        assert!(map.problem().is_some() || found.is_err(), "{cut} of {} bytes", whole.len());
    }
    let vectors = [&whole[..99], &[1], &whole[100..]].concat();
    fs::write(folder.path().join("a.pmtiles"), vectors).unwrap();
    let map = local(TilePlace::Pmtiles("a.pmtiles".to_owned()), folder.path());
    assert!(map.problem().is_some_and(|told| told.contains("no pictures")));
}

/// A host that answers as many times, and what it was asked.
fn host(answers: Vec<Vec<u8>>) -> (String, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let serve = move || {
        let answer = |bytes: Vec<u8>| {
            let (mut line, _) = listener.accept().unwrap();
            let mut asked = [0; 2048];
            let length = line.read(&mut asked).unwrap();
            line.write_all(&bytes).unwrap();
            String::from_utf8_lossy(&asked[..length]).lines().next().unwrap().to_owned()
        };
        answers.into_iter().map(answer).collect()
    };
    (address, thread::spawn(serve))
}

fn http(status: &str, body: &[u8]) -> Vec<u8> {
    let head =
        format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

#[test]
fn a_tile_server_is_asked_with_its_key_and_nobody_is_told_the_key() {
    let elsewhere = "302 Found\r\nlocation: http://127.0.0.2/other";
    let (address, asked) = host(vec![
        http("200 OK", PNG),
        http("404 Not Found", b""),
        http("200 OK", b"<html>"),
        http("403 Forbidden", b""),
        http(elsewhere, b""),
    ]);
    let server = TileServer {
        template: format!("http://{address}/wmts?z={{z}}&x={{x}}&y={{y}}&tk={{key}}"),
        key_env: Some("KEY".to_owned()),
    };
    let place = TilePlace::Wmts(server);
    let folder = TempDir::new().unwrap();
    let map = opened(place.clone(), folder.path(), &HashMap::from([("KEY", "s3cret")]));
    let at = At { z: 2, x: 3, y: 1 };
    assert_eq!(map.tile(at).unwrap().unwrap(), Tile { media: "image/png", bytes: PNG.to_vec() });
    assert!(map.tile(at).unwrap().is_none());
    let errors = [(); 3].map(|()| map.tile(at).unwrap_err());
    let told = format!("{errors:?} {map:?} {:?}", map.described());
    assert!(told.contains(&address) && told.contains("403") && told.contains("302"), "{told}");
    assert!(!told.contains("s3cret"), "{told}");
    let asked = asked.join().unwrap();
    assert!(
        asked.iter().all(|line| line == "GET /wmts?z=2&x=3&y=1&tk=s3cret HTTP/1.1"),
        "{asked:?}"
    );
    // Negative control: without its key the map is told as unusable, and nobody is asked.
    let map = opened(place, folder.path(), &HashMap::new());
    assert!(map.problem().is_some_and(|told| told.contains("KEY")));
    assert!(map.tile(at).unwrap().is_none());
}
