//! The definition files of a deployment → its catalogue, with the deployment's own targets.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use domain::indicator::{Catalogue, DefinitionError};
use sha2::{Digest as _, Sha256};

use crate::pack::LoadedPack;

/// Why the definitions could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CatalogueError {
    #[error("cannot read the definitions in {path:?}")]
    Read { path: PathBuf, source: io::Error },
    #[error("the definitions are refused")]
    Refused(#[source] DefinitionError),
    #[error("pack.toml sets a target for `{0}`, which no definition file defines")]
    NoSuchIndicator(String),
}

/// Reads every `*.toml` of the indicators folder, in the order of their names.
pub fn load(pack: &LoadedPack) -> Result<Catalogue, CatalogueError> {
    let folder = pack.assets.join(&pack.pack.indicators);
    let files = texts(&folder).map_err(|source| CatalogueError::Read { path: folder, source })?;
    let named = files.iter().map(|(name, text)| (name.as_str(), text.as_str()));
    let mut catalogue = Catalogue::read(named).map_err(CatalogueError::Refused)?;
    retarget(&mut catalogue, pack)?;
    Ok(catalogue)
}

fn texts(folder: &Path) -> io::Result<Vec<(String, String)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.push((name, fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

/// The targets of a pack replace those of the definition and are part of the version.
fn retarget(catalogue: &mut Catalogue, pack: &LoadedPack) -> Result<(), CatalogueError> {
    let own = &pack.pack.targets;
    let mut hasher = Sha256::new();
    for target in own {
        let known = catalogue.indicators.iter_mut().find(|it| it.id == target.indicator);
        let indicator =
            known.ok_or_else(|| CatalogueError::NoSuchIndicator(target.indicator.clone()))?;
        let of_it = own.iter().filter(|it| it.indicator == target.indicator);
        indicator.targets = of_it.map(|it| it.target.clone()).collect();
        hasher.update(format!("{target:?}"));
    }
    if !own.is_empty() {
        let mark =
            hasher.finalize().iter().take(4).fold(0_u32, |mark, byte| mark << 8 | u32::from(*byte));
        catalogue.version = format!("{}-{mark:08x}", catalogue.version);
    }
    Ok(())
}
