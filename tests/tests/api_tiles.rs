//! Raster maps of a pack on the real binary: listed, served, refused, and their hosts told.

use guanlan_tests::{Answer, Folder, Server, copied_pack, guanlan_with_pack};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0123456789";

const TILES: &str = r#"
[[tiles]]
id = "local"
name = "本地底图"
kind = "folder"
path = "tiles"
attribution = "来源 测试"
review_no = "京S(2026)001号"
max_zoom = 12
crs = "CGCS2000"

[[tiles]]
id = "lost"
name = "丢失的底图"
kind = "mbtiles"
path = "lost.mbtiles"
attribution = ""
review_no = ""
max_zoom = 12
crs = "GCJ02"

[[tiles]]
id = "tianditu"
name = "天地图"
kind = "wmts"
url = "http://127.0.0.1:9/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}"
key_env = "GUANLAN_TEST_TILE_KEY"
attribution = "天地图"
review_no = "GS(2024)0650号"
min_zoom = 1
max_zoom = 18
crs = "CGCS2000"
"#;

/// The demo's pack with raster maps, among the assets that packs share.
fn pack(folder: &Path) -> PathBuf {
    let pack = copied_pack(folder);
    let file = pack.join("pack.toml");
    let sound = fs::read_to_string(&file).expect("a pack");
    fs::write(&file, format!("{sound}{TILES}")).expect("can be written");
    fs::create_dir_all(pack.join("tiles/3/6")).expect("can be written");
    fs::write(pack.join("tiles/3/6/3.png"), PNG).expect("can be written");
    pack
}

#[track_caller]
fn refused(answer: &Answer, status: u16, code: &str) -> Value {
    let problem = answer.json();
    assert_eq!((answer.status, problem["code"].as_str()), (status, Some(code)), "{problem}");
    problem
}

#[test]
fn the_maps_of_a_pack_are_listed_and_served_and_their_keys_stay_here() {
    let folder = Folder::new();
    let (pack, root) = (pack(folder.path()), folder.path().join("records"));
    let mut serve = guanlan_with_pack("serve", &root, &pack);
    serve.env("GUANLAN_TEST_TILE_KEY", "s3cret");
    let server = Server::of(serve, &root);
    let listed = server.get("/api/v1/tiles");
    assert!(!listed.text().contains("s3cret") && !listed.text().contains("127.0.0.1"));
    let maps = listed.ok()["tiles"].clone();
    assert_eq!(maps[0]["review_no"], "京S(2026)001号");
    assert_eq!(maps[0]["url"], "/api/v1/tiles/local/{z}/{x}/{y}");
    assert!(maps[0].get("problem").is_none() && maps[2].get("problem").is_none(), "{maps}");
    assert!(maps[1]["problem"].as_str().is_some_and(|told| told.contains("lost.mbtiles")));

    let tile = server.get("/api/v1/tiles/local/3/6/3");
    assert_eq!((tile.status, tile.header("content-type")), (200, Some("image/png")));
    assert_eq!(tile.body, PNG);
    let tag = tile.header("etag").expect("a tag").to_owned();
    let held = server.client.get_with("/api/v1/tiles/local/3/6/3", &[("if-none-match", &tag)]);
    assert_eq!((held.status, held.body.len()), (304, 0));
    for missing in ["local/3/6/4", "local/13/0/0", "tianditu/0/0/0"] {
        let answer = server.get(&format!("/api/v1/tiles/{missing}"));
        assert_eq!((answer.status, answer.body.len()), (204, 0), "{missing}");
    }
    let ask = |path: &str| server.get(&format!("/api/v1/tiles/{path}"));
    let problem = refused(&ask("nowhere/1/0/0"), 404, "UNKNOWN_TILES");
    assert!(problem["allowed"].as_array().is_some_and(|all| all.contains(&"local".into())));
    refused(&ask("local/3/8/0"), 400, "BAD_VALUE");
    refused(&ask("local/3/0/..%2f..%2fpack"), 400, "BAD_VALUE");
    refused(&ask("lost/3/0/0"), 503, "TILES_UNAVAILABLE");
    // Nobody listens there: the answer names the host, not the key.
    let problem = refused(&ask("tianditu/3/0/0"), 502, "TILES_UNREACHABLE").to_string();
    assert!(problem.contains("127.0.0.1:9") && !problem.contains("s3cret"), "{problem}");
    assert!(!server.said().contains("s3cret"), "the log holds the key");
}

#[test]
fn a_map_whose_key_is_missing_says_so_and_a_check_lists_the_hosts() {
    let folder = Folder::new();
    let (pack, root) = (pack(folder.path()), folder.path().join("records"));
    let mut serve = guanlan_with_pack("serve", &root, &pack);
    serve.env_remove("GUANLAN_TEST_TILE_KEY");
    let server = Server::of(serve, &root);
    let problem = refused(&server.get("/api/v1/tiles/tianditu/3/0/0"), 503, "TILES_UNAVAILABLE");
    assert!(problem.to_string().contains("GUANLAN_TEST_TILE_KEY"));
    drop(server);
    let said = guanlan_with_pack("check", &root, &pack).output().expect("the binary starts");
    let told = String::from_utf8_lossy(&said.stdout).into_owned();
    assert!(told.contains("outbound connections named by the pack: 127.0.0.1:9"), "{told}");
    assert!(told.contains("tiles lost: ") && told.contains("lost.mbtiles"), "{told}");
}

#[test]
fn a_deployment_without_raster_maps_has_an_empty_list() {
    let server = Server::empty();
    assert_eq!(server.get("/api/v1/tiles").ok()["tiles"], Value::Array(Vec::new()));
    refused(&server.get("/api/v1/tiles/local/3/6/3"), 404, "UNKNOWN_TILES");
}
