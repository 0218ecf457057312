//! Where things are: the sources, the target folder, the tools in it.

use crate::command;
use crate::step::{Failure, OrFail as _};
use serde_json::Value;
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folders every task speaks of.
#[derive(Debug)]
pub(crate) struct Place {
    /// The workspace.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever it is.
    pub(crate) target: PathBuf,
    /// What `setup` fetched: `target/tools`.
    pub(crate) tools: PathBuf,
}

impl Place {
    pub(crate) fn find() -> Result<Self, Failure> {
        let root = env::var_os("CARGO_MANIFEST_DIR")
            .and_then(|dir| Path::new(&dir).parent().map(Path::to_path_buf))
            .map_or_else(env::current_dir, Ok)
            .or_fail(|| "where is the workspace".to_owned())?;
        let mut metadata = command::cargo_in(&root);
        metadata.args(["metadata", "--no-deps", "--format-version=1"]);
        let answer: Value = serde_json::from_str(&command::output(&mut metadata)?)
            .or_fail(|| "cargo metadata".to_owned())?;
        let target = answer["target_directory"].as_str().map(PathBuf::from);
        let target = target.ok_or_else(|| Failure::new("cargo metadata names no target folder"))?;
        Ok(Self { tools: target.join("tools"), target, root })
    }

    /// `cargo` in the workspace, with the tools and libraries that `setup` fetched.
    pub(crate) fn cargo(&self) -> Command {
        let mut cargo = command::cargo_in(&self.root);
        self.equip(&mut cargo);
        cargo
    }

    /// Gives a command the fetched tools: `PATH`, and where libduckdb is.
    pub(crate) fn equip(&self, command: &mut Command) {
        let old = env::var_os("PATH").unwrap_or_default();
        let ours = [self.tools.join("bin"), self.tools.join("binaryen/bin")];
        let all = ours.into_iter().chain(env::split_paths(&old));
        if let Ok(path) = env::join_paths(all) {
            command.env("PATH", path);
        }
        if !self.duckdb_bundled() {
            command.env("DUCKDB_LIB_DIR", self.duckdb_dir());
        }
    }

    /// Where libduckdb is: the folder somebody named, else our own.
    pub(crate) fn duckdb_dir(&self) -> PathBuf {
        let configured = self.root.join("target/tools/duckdb");
        let named = env::var_os("DUCKDB_LIB_DIR").map(PathBuf::from);
        named
            .filter(|dir| *dir != configured && holds_duckdb(dir))
            .unwrap_or_else(|| self.own_duckdb())
    }

    /// Where `setup` puts libduckdb.
    pub(crate) fn own_duckdb(&self) -> PathBuf {
        self.tools.join("duckdb")
    }

    /// Whether no prebuilt library could be had, so that DuckDB is compiled in.
    pub(crate) fn duckdb_bundled(&self) -> bool {
        self.bundled_mark().exists()
    }

    /// What a build that has the server in it must be told: nothing, or that DuckDB is compiled in.
    pub(crate) fn server_features(&self) -> &'static [&'static str] {
        if self.duckdb_bundled() { &["--features", "backend/bundled"] } else { &[] }
    }

    pub(crate) fn bundled_mark(&self) -> PathBuf {
        self.tools.join("duckdb-bundled")
    }

    /// The built page.
    pub(crate) fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// Output of a noisy command; shown only when it fails.
    pub(crate) fn log(&self, name: &str) -> PathBuf {
        self.tools.join("log").join(format!("{name}.log"))
    }
}

pub(crate) fn holds_duckdb(dir: &Path) -> bool {
    dir.join("libduckdb.so").is_file()
}
