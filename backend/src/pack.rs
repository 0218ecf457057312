//! A pack's folder → the deployment it describes, with its boundaries and calendar read.
//!
//! A boundary file that is missing or broken is a sentence in [`LoadedPack::problems`], not a failure:
//! everything but polygons works without it. A pack or a calendar that cannot be read is a failure.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use domain::calendar::WorkCalendar;
use domain::code::RegionLevel;
use domain::pack::{BoundaryFile, Pack};
use domain::toml_file::FileError;
use geodata::boundary::{self, BoundarySet, Origin, PropertyKeys};
use geodata::locate::Locator;

use crate::chain::chain;

/// Why a pack could not be loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PackError {
    #[error("cannot read {path:?}")]
    Read { path: PathBuf, source: io::Error },
    #[error(transparent)]
    Parse(#[from] FileError),
}

/// A pack with everything that a server reads of it at start.
#[derive(Debug)]
pub struct LoadedPack {
    pub pack: Pack,
    /// The pack's folder; its seeds and boundary files are relative to it.
    pub folder: PathBuf,
    /// The folder that packs share: calendars, indicators.
    pub assets: PathBuf,
    pub calendar: WorkCalendar,
    /// The readable boundary files, in the order of the pack.
    pub boundaries: Vec<Borders>,
    /// The districts in which points are looked up; `None` without a readable file of that level.
    pub districts: Option<Districts>,
    /// What is wrong with boundary files, in sentences for the page.
    pub problems: Vec<String>,
}

/// One boundary file, read.
#[derive(Clone, Debug)]
pub struct Borders {
    pub level: RegionLevel,
    pub date: String,
    pub set: BoundarySet,
}

/// Districts prepared for questions, and their codes.
#[derive(Debug)]
pub struct Districts {
    pub locator: Locator,
    codes: Vec<String>,
    positions: HashMap<String, usize>,
}

impl Districts {
    pub fn new(set: &BoundarySet) -> Self {
        let codes: Vec<String> = set.boundaries.iter().map(|it| it.code.clone()).collect();
        let positions = codes.iter().enumerate().map(|(at, code)| (code.clone(), at)).collect();
        Self { locator: Locator::new(set), codes, positions }
    }

    /// The code of a district by its position.
    pub fn code(&self, at: usize) -> Option<&str> {
        self.codes.get(at).map(String::as_str)
    }

    /// The position of a code.
    pub fn position(&self, code: &str) -> Option<usize> {
        self.positions.get(code).copied()
    }
}

/// Loads the pack in a folder `<assets>/packs/<id>`.
pub fn load(folder: &Path) -> Result<LoadedPack, PackError> {
    let pack = Pack::parse("pack.toml", &text(&folder.join("pack.toml"))?)?;
    let assets = folder.join("../..");
    let calendar = WorkCalendar::parse(&pack.calendar, &text(&assets.join(&pack.calendar))?)?;
    let mut problems = Vec::new();
    let mut boundaries = Vec::new();
    for file in &pack.boundaries {
        match borders(folder, file) {
            Ok(read) => boundaries.push(read),
            Err(problem) => problems.push(problem),
        }
    }
    let districts = boundaries
        .iter()
        .find(|read| read.level == RegionLevel::District)
        .map(|read| Districts::new(&read.set));
    let folder = folder.to_owned();
    Ok(LoadedPack { pack, folder, assets, calendar, boundaries, districts, problems })
}

fn text(path: &Path) -> Result<String, PackError> {
    fs::read_to_string(path).map_err(|source| PackError::Read { path: path.to_owned(), source })
}

/// Reads one boundary file, or says why it cannot be used.
fn borders(folder: &Path, file: &BoundaryFile) -> Result<Borders, String> {
    let name = &file.file;
    let bytes =
        fs::read(folder.join(name)).map_err(|err| format!("边界文件 {name} 读不到：{err}"))?;
    let origin =
        Origin { crs: file.crs, source: file.source.clone(), review_no: file.review_no.clone() };
    let defaults = PropertyKeys::default();
    let keys =
        (file.code_property.is_some() || file.name_property.is_some()).then(|| PropertyKeys {
            code: file.code_property.clone().unwrap_or(defaults.code),
            name: file.name_property.clone().unwrap_or(defaults.name),
        });
    let set = boundary::read(&bytes, &origin, keys.as_ref())
        .map_err(|err| format!("边界文件 {name} 无法解析：{}", chain(&err)))?;
    if set.boundaries.is_empty() {
        return Err(format!("边界文件 {name} 没有任何区划"));
    }
    Ok(Borders { level: file.level, date: file.date.clone(), set })
}

#[cfg(test)]
mod tests;
