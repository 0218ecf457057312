//! A disk that is full at every stage of a delivery: told, survived, and made good after a restart.

use crate::entities::{csv, many, row};
use crate::{assert_refused, post, state};
use guanlan_tests::{Folder, Server, guanlan, guanlan_command, repository};
use std::fs;
use std::path::Path;
use std::process::Command;

/// The server with a limit of the size of any file it writes.
fn limited(root: &Path, kib: u32) -> Command {
    let mut shell = Command::new("bash");
    let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\"");
    shell.current_dir(repository()).arg("-c").arg(script).arg(guanlan());
    shell.arg("serve").arg("--root").arg(root).args(["--pack", "assets/packs/beijing"]);
    shell
}

#[test]
fn a_disk_full_at_any_stage_loses_nothing_and_the_restarted_server_takes_the_delivery() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let large = many(3_000);
    let before = state(&Server::on(&root));
    let (mut refused, mut unpublished) = (0, 0);
    for kib in [64, 160, 300, 1_000] {
        let copy = folder.path().join(format!("at-{kib}"));
        copy_all(&root, &copy);
        let server = Server::of(limited(&copy, kib), &copy);
        let answer = post(&server, "large", large.as_bytes());
        let stored = server.get("/api/v1/batches").ok()["total"] != before.0;
        if stored {
            // The batch was durable before the disk was full: the sender is told so.
            assert_eq!(answer.status, 202, "{}", answer.text());
            let receipt = answer.json();
            assert_eq!(receipt["code"], "UNPUBLISHED", "{receipt}");
            assert!(receipt["generation"].is_null() && receipt["accepted"] == 3_000, "{receipt}");
            unpublished += 1;
        } else {
            assert_refused(&answer, 507, "STORAGE_FULL");
            refused += 1;
        }
        assert_eq!(
            state(&server).1,
            before.1,
            "{kib} KiB: the generation before goes on answering"
        );
        drop(server);
        // Full as it is, the server starts again and answers.
        let server = Server::of(limited(&copy, kib), &copy);
        assert_eq!(state(&server).1, before.1, "{kib} KiB");
        drop(server);
        let server = Server::on(&copy);
        let again = post(&server, "large", large.as_bytes()).ok();
        assert_eq!((&again["accepted"], &again["replayed"]), (&3_000.into(), &stored.into()));
        let active = server.get("/api/v1/figures?indicators=I03&period=2026").ok();
        assert_eq!(active["rows"][0]["den"], 3_000, "{kib} KiB");
    }
    assert!(refused > 0 && unpublished > 0, "{refused} refused, {unpublished} stored");
}

#[test]
fn a_command_line_that_finds_the_disk_full_says_so_and_leaves_no_batch() {
    let folder = Folder::new();
    let root = folder.path().join("records");
    let file = folder.path().join("entities.csv");
    fs::write(&file, many(3_000)).expect("the folder can be written");
    drop(Server::on(&root));
    let mut shell = Command::new("bash");
    let script =
        "trap '' XFSZ; ulimit -f 160; exec \"$0\" ingest --root \"$1\" --feed entity \"$2\"";
    shell.current_dir(repository()).arg("-c").arg(script).arg(guanlan()).arg(&root).arg(&file);
    let said = shell.output().expect("bash is there");
    let told = String::from_utf8_lossy(&said.stderr).into_owned();
    assert_eq!(said.status.code(), Some(1), "{told}");
    assert!(told.contains("too large"), "{told}");
    let checked = guanlan_command("check", &root).output().expect("the binary starts");
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let server = Server::on(&root);
    assert_eq!(server.get("/api/v1/batches").ok()["total"], 2, "the seeds alone");
    assert_eq!(post(&server, "small", csv(&[row("A1")]).as_bytes()).ok()["accepted"], 1);
}

fn copy_all(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg("-r").arg(from).arg(to).status();
    assert!(copied.is_ok_and(|it| it.success()), "cp(1) is there");
}
