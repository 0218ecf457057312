//! Folders: the sources, the built binary, and temporary ones that clean up after themselves.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};
use std::sync::atomic::{AtomicU32, Ordering};

/// The workspace.
pub fn repository() -> PathBuf {
    let tests = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("tests run under cargo"));
    tests.parent().expect("the crate is inside the workspace").to_path_buf()
}

/// A copy of the demo's deployment in `folder`, with the assets that packs share, to be changed.
pub fn copied_pack(folder: &Path) -> PathBuf {
    let copied = Command::new("cp").arg("-r").arg(repository().join("assets")).arg(folder).status();
    assert!(copied.is_ok_and(|it| it.success()), "cp(1) is there");
    folder.join("assets/packs/beijing")
}

/// The server's binary: `GUANLAN_BIN`, else the release build in the target folder of this test.
pub fn guanlan() -> PathBuf {
    let built = || target().join("release/guanlan");
    let binary = env::var_os("GUANLAN_BIN").map_or_else(built, PathBuf::from);
    assert!(binary.is_file(), "no server at {}: cargo xtask test --only page", binary.display());
    binary
}

/// Where screenshots go, to be looked at.
pub fn screens() -> PathBuf {
    let folder = target().join("screens");
    fs::create_dir_all(&folder).expect("the target folder can be written");
    folder
}

/// `target` of `target/debug/deps/this-test`.
fn target() -> PathBuf {
    let test = env::current_exe().expect("a test knows where it is");
    test.ancestors().nth(3).expect("tests lie in target/<profile>/deps").to_path_buf()
}

/// An empty folder that is gone when this is dropped.
#[derive(Debug)]
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("guanlan-test-{}-{number}", process::id()));
        fs::remove_dir_all(&path).ok();
        fs::create_dir_all(&path).expect("the temporary folder can be written");
        Self(path)
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}
