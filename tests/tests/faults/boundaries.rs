//! A boundary file that is missing, broken or empty: the server starts, says why there are no polygons,
//! and counts as before.

use crate::figures;
use guanlan_tests::{Folder, Server, guanlan_with_pack, repository};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

const BOUNDARIES: &str = "boundaries/districts.json";

/// A copy of the demo's pack among the assets that packs share.
fn pack(folder: &Path) -> PathBuf {
    let parts = ["calendar", "indicators", "packs/beijing", "packs/beijing/boundaries"];
    for part in parts {
        let (from, to) = (repository().join("assets").join(part), folder.join("assets").join(part));
        fs::create_dir_all(&to).expect("the folder can be written");
        let files = fs::read_dir(from).expect("the assets are there").map(|it| it.expect("a name"));
        for file in files.filter(|it| it.path().is_file()) {
            fs::copy(file.path(), to.join(file.file_name())).expect("a file can be copied");
        }
    }
    folder.join("assets/packs/beijing")
}

fn serve(root: &Path, pack: &Path) -> Server {
    let server = Server::of(guanlan_with_pack("serve", root, pack), root);
    server.await_ready();
    server
}

#[test]
fn a_boundary_file_that_cannot_be_used_costs_the_polygons_and_nothing_else() {
    let folder = Folder::new();
    let root = crate::demo(folder.path());
    let pack = pack(folder.path());
    let file = pack.join(BOUNDARIES);
    let sound = fs::read(&file).expect("the pack has boundaries");
    let whole = serve(&root, &pack);
    let expected = figures(&whole);
    assert_eq!(regions(&whole), (17, 16, 0), "negative control: a sound file is drawn");
    drop(whole);
    let half = sound[..sound.len() / 2].to_vec();
    let faults: [(&str, Option<Vec<u8>>); 5] = [
        ("missing", None),
        ("truncated", Some(half)),
        ("empty", Some(Vec::new())),
        ("no boundary", Some(br#"{"type":"FeatureCollection","features":[]}"#.to_vec())),
        ("no text", Some(vec![0xff; 512])),
    ];
    for (fault, bytes) in faults {
        match bytes {
            Some(bytes) => fs::write(&file, bytes).expect("the folder can be written"),
            None => fs::remove_file(&file).expect("the folder can be written"),
        }
        let server = serve(&root, &pack);
        assert_eq!(regions(&server), (17, 0, 1), "{fault}");
        assert_eq!(figures(&server), expected, "{fault}");
        let scene = server.get("/api/v1/scenes/overview").ok();
        let told = scene["map"]["problems"][0].as_str().unwrap_or_default().to_owned();
        assert!(told.contains(BOUNDARIES), "{fault}: {told}");
        drop(server);
        let mut check = guanlan_with_pack("check", &root, &pack);
        let said = check.output().expect("the binary starts");
        let told = String::from_utf8_lossy(&said.stdout).into_owned();
        assert!(said.status.success() && told.contains("boundaries: "), "{fault}: {told}");
    }
}

/// How many districts are listed, how many of them are drawn, and how many reasons there are.
fn regions(server: &Server) -> (usize, usize, usize) {
    let answer = server.get("/api/v1/regions?parent=110000").ok();
    let all = answer["features"].as_array().expect("features");
    let districts: Vec<&Value> =
        all.iter().filter(|it| it["properties"]["line"].is_null()).collect();
    let drawn = districts.iter().filter(|it| !it["geometry"].is_null()).count();
    (districts.len(), drawn, answer["problems"].as_array().expect("problems").len())
}

#[test]
fn a_pack_that_is_wrong_names_the_file_and_the_line() {
    let folder = Folder::new();
    let pack = pack(folder.path());
    let root = folder.path().join("records");
    let file = pack.join("pack.toml");
    let sound = fs::read_to_string(&file).expect("a pack");
    fs::write(&file, sound.replace("crs = \"GCJ02\"", "crs = \"GCJ20\"")).expect("can be written");
    let line = sound.lines().position(|it| it.contains("GCJ02")).expect("a line") + 1;
    let mut check = guanlan_with_pack("check", &root, &pack);
    let said = check.output().expect("the binary starts");
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(1));
    assert!(told.contains(&format!("pack.toml:{line}")) && told.contains("GCJ20"), "{told}");
}
