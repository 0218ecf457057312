//! `libduckdb.so` of the very version that the crate was made for.

use super::npm;
use crate::place::{Place, holds_duckdb};
use crate::step::{Failure, OrFail as _, Outcome, say};
use std::env::consts::ARCH;
use std::fs;

/// DuckDB's version, which the crate's version (1.10506.1) spells 1·05·06.
const VERSION: &str = "1.5.6-r.1";

/// Prebuilt from npm; where that cannot be had, the mark that makes every build compile DuckDB in.
pub(super) fn ensure(place: &Place) -> Result<Outcome, Failure> {
    if holds_duckdb(&place.duckdb_dir()) {
        return Ok(Outcome::Skipped("already there".to_owned()));
    }
    if place.duckdb_bundled() {
        let mark = place.bundled_mark();
        let words = "none: DuckDB is compiled in; to look for one again, remove";
        return Ok(Outcome::Skipped(format!("{words} {}", mark.display())));
    }
    let fetched = package().and_then(|package| {
        npm::unpack(&package, &["package/libduckdb.so", "package/LICENSE"], &place.own_duckdb())?;
        Ok(package)
    });
    match fetched {
        Ok(package) => Ok(Outcome::Done(format!("npm {package}"))),
        Err(why) => {
            say(&format!("  {why}"));
            let mark = place.bundled_mark();
            fs::create_dir_all(&place.tools)
                .and_then(|()| fs::write(&mark, "no prebuilt library could be had\n"))
                .or_fail(|| format!("{}", mark.display()))?;
            Ok(Outcome::Done(
                "not to be had: DuckDB will be compiled in, which takes long".to_owned(),
            ))
        }
    }
}

/// Node's name of this processor, in the package's name.
fn package() -> Result<String, Failure> {
    let arch = match ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => return Err(Failure::new(format!("no prebuilt libduckdb for {other}"))),
    };
    Ok(format!("@duckdb/node-bindings-linux-{arch}@{VERSION}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1.10506.1 → 1.5.6
    fn duckdb_of_crate(version: &str) -> Option<String> {
        let digits: u32 = version.split('.').nth(1)?.parse().ok()?;
        Some(format!("{}.{}.{}", digits / 10_000, digits / 100 % 100, digits % 100))
    }

    #[test]
    fn the_prebuilt_library_has_the_version_that_the_crate_names() {
        let manifest = include_str!("../../../Cargo.toml");
        let pinned = manifest.lines().find_map(|line| line.strip_prefix("duckdb = \"="));
        let pinned = pinned.unwrap().trim_end_matches('"');
        assert!(VERSION.starts_with(&format!("{}-", duckdb_of_crate(pinned).unwrap())));
        assert!(!VERSION.starts_with(&duckdb_of_crate("1.10507.1").unwrap()));
    }
}
