//! A damaged store is made again from the batches; a damaged batch is named and never passed over.

use crate::entities::{csv, row};
use crate::{demo, figures, post};
use guanlan_tests::{Folder, Server, guanlan_command};
use serde_json::Value;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// The manifest of the published generation.
fn manifest(root: &Path) -> PathBuf {
    let pointer = fs::read_to_string(root.join("store/current")).expect("a pointer");
    let number: u64 = pointer.trim().parse().expect("a number");
    root.join(format!("store/generations/{number:07}.json"))
}

/// The folders of its parts, the base first.
fn parts(root: &Path) -> Vec<PathBuf> {
    let text = fs::read(manifest(root)).expect("a manifest");
    let manifest: Value = serde_json::from_slice(&text).expect("a manifest is JSON");
    let names = manifest["parts"].as_array().expect("parts").iter();
    names.map(|name| root.join("store/parts").join(name.as_str().expect("a name"))).collect()
}

fn halve(path: &Path) -> io::Result<()> {
    let length = fs::metadata(path)?.len();
    OpenOptions::new().write(true).open(path)?.set_len(length / 2)
}

/// A name, and what is done to a root.
type Damage = (&'static str, fn(&Path) -> io::Result<()>);

const DAMAGES: [Damage; 12] = [
    ("a small part is gone", |root| fs::remove_dir_all(&parts(root)[1])),
    ("the pointer is gone", |root| fs::remove_file(root.join("store/current"))),
    ("the pointer is empty", |root| fs::write(root.join("store/current"), "")),
    ("the pointer is nonsense", |root| fs::write(root.join("store/current"), "seven")),
    ("the pointer is ahead", |root| fs::write(root.join("store/current"), "999")),
    ("the manifest is cut", |root| halve(&manifest(root))),
    ("the manifest is gone", |root| fs::remove_file(manifest(root))),
    ("facts are gone", |root| fs::remove_file(parts(root)[0].join("facts.duckdb"))),
    ("facts are cut", |root| halve(&parts(root)[0].join("facts.duckdb"))),
    ("sums are cut", |root| halve(&parts(root)[0].join("sums.bin"))),
    ("bitmaps are gone", |root| fs::remove_file(parts(root)[0].join("bitmaps.bin"))),
    ("all is gone", |root| fs::remove_dir_all(root.join("store"))),
];

#[test]
fn a_damaged_store_is_built_again_at_start_with_equal_answers() {
    let folder = Folder::new();
    let root = demo(folder.path());
    let server = Server::on(&root);
    post(&server, "late", csv(&[row("A1"), row("A2")]).as_bytes()).ok();
    let expected = figures(&server);
    let mut highest = server.get("/readyz").ok()["generation"].as_u64().expect("a number");
    drop(server);
    for (name, damage) in DAMAGES {
        damage(&root).expect(name);
        let server = Server::on(&root);
        assert_eq!(figures(&server), expected, "{name}");
        let number = server.get("/readyz").ok()["generation"].as_u64().expect("a number");
        let is_new = number > highest || name == "all is gone";
        assert!(is_new, "{name}: {number} after {highest}");
        highest = number;
        drop(server);
        let checked = guanlan_command("check", &root).output().expect("the binary starts");
        assert!(checked.status.success(), "{name}: {}", String::from_utf8_lossy(&checked.stdout));
    }
}

#[test]
fn a_store_left_alone_is_not_built_again() {
    // The negative control of the test above.
    let folder = Folder::new();
    let root = demo(folder.path());
    let number = |server: &Server| server.get("/readyz").ok()["generation"].take();
    let first = number(&Server::on(&root));
    assert_eq!(number(&Server::on(&root)), first);
}

#[test]
fn a_batch_file_that_is_gone_or_cut_is_named_and_nothing_is_served_without_it() {
    let folder = Folder::new();
    let root = demo(folder.path());
    let server = Server::on(&root);
    post(&server, "precious", csv(&[row("A1")]).as_bytes()).ok();
    drop(server);
    let file = root.join("lake/entity/precious.parquet");
    let sound = fs::read(&file).expect("a batch is a file");
    let refused = |how: &str| {
        let mut serve = guanlan_command("serve", &root);
        let said = serve.args(["--listen", "127.0.0.1:0"]).output().expect("the binary starts");
        let told = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(1), "{how}: {told}");
        assert!(told.contains("precious"), "{how}: {told}");
    };
    fs::remove_file(&file).expect("a file can be removed");
    refused("gone");
    fs::write(&file, &sound[..sound.len() / 2]).expect("the folder can be written");
    refused("cut");
    // Negative control: put back, it is served.
    fs::write(&file, sound).expect("the folder can be written");
    assert_eq!(Server::on(&root).get("/api/v1/entities/A1").status, 200);
}
