//! Questions and their answers: Sums, bitmaps and facts of one generation → frames.
//!
//! Each question is a struct (the parameters, and with scope and generation the cache key) with an `ask`.
//! `select` turns a unit and its filters into arrays' slots and into the same conditions for DuckDB;
//! `amount` answers one side of one indicator for one selection; everything else is made of these two.
//! Nothing here knows HTTP, and every question takes a [`Scope`].

use std::str::FromStr;

use domain::code::{Method, Specialty};
use domain::wire::Problem;

use crate::store::StoreError;

pub mod amount;
pub mod areas;
pub mod cells;
pub mod entity;
pub mod figures;
pub mod held;
pub mod indicators;
pub mod points;
pub mod records;
pub mod scene;
pub mod select;
pub mod series;
pub mod sort;

mod drawn;
mod row;
mod shape;
mod stage;

pub use self::areas::AreasQuestion;
pub use self::cells::CellsQuestion;
pub use self::entity::EntityQuestion;
pub use self::figures::FiguresQuestion;
pub use self::held::HeldQuestion;
pub use self::indicators::IndicatorsQuestion;
pub use self::points::PointsQuestion;
pub use self::records::RecordsQuestion;
pub use self::scene::SceneQuestion;
pub use self::series::SeriesQuestion;
pub use self::sort::Sort;

/// What the caller may see: an org and all below it, or everything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Scope {
    root: Option<String>,
}

impl Scope {
    pub fn all() -> Self {
        Self::default()
    }

    /// Only what this org and those below it are responsible for.
    pub fn org(code: &str) -> Self {
        Self { root: Some(code.to_owned()) }
    }

    pub(crate) fn root(&self) -> Option<&str> {
        self.root.as_deref()
    }
}

/// Narrows a question to one specialty or method.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Filter {
    pub specialty: Option<Specialty>,
    pub method: Option<Method>,
}

/// What the rows of an answer are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum By {
    #[default]
    None,
    Org,
    Region,
    Specialty,
    Method,
}

impl By {
    pub const WORDS: &'static [&'static str] = &["none", "org", "region", "specialty", "method"];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Org => "org",
            Self::Region => "region",
            Self::Specialty => "specialty",
            Self::Method => "method",
        }
    }
}

/// A word that names none of the choices.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not one of the choices")]
pub struct NoSuchWord(pub String);

impl FromStr for By {
    type Err = NoSuchWord;

    fn from_str(text: &str) -> Result<Self, NoSuchWord> {
        let all = [Self::None, Self::Org, Self::Region, Self::Specialty, Self::Method];
        all.into_iter().find(|by| by.as_str() == text).ok_or_else(|| NoSuchWord(text.to_owned()))
    }
}

/// Which earlier period stands beside a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compare {
    /// 同比: the same days one year before.
    Yoy,
    /// 环比: the period right before.
    Mom,
}

impl Compare {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yoy => "yoy",
            Self::Mom => "mom",
        }
    }
}

/// Numerator or denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    Num,
    Den,
}

impl Side {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Num => "num",
            Self::Den => "den",
        }
    }
}

/// Why a question has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum QueryError {
    #[error("there is no {what} {asked:?}")]
    Unknown {
        what: What,
        asked: String,
        allowed: Vec<String>,
        /// What those are called, one for one; empty where none has a name.
        names: Vec<String>,
    },
    #[error("{asked} cannot be asked: {why}")]
    Unanswerable { asked: String, why: &'static str, allowed: Vec<String> },
    #[error("the facts cannot be read")]
    Facts(#[from] StoreError),
    #[error("a question to the facts failed")]
    Sql(#[source] duckdb::Error),
}

/// What a caller named that does not exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Indicator,
    Unit,
    Layer,
    Scene,
    Entity,
    Row,
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Indicator => "indicator",
            Self::Unit => "unit",
            Self::Layer => "layer",
            Self::Scene => "scene",
            Self::Entity => "entity",
            Self::Row => "row",
        })
    }
}

impl QueryError {
    fn unknown<T: Into<String>>(
        what: What,
        asked: &str,
        allowed: impl IntoIterator<Item = T>,
    ) -> Self {
        Self::Unknown {
            what,
            asked: asked.to_owned(),
            allowed: allowed.into_iter().map(Into::into).collect(),
            names: Vec::new(),
        }
    }

    /// The same where what exists has codes and names.
    fn unknown_among(
        what: What,
        asked: &str,
        known: impl IntoIterator<Item = (String, String)>,
    ) -> Self {
        let (allowed, names) = known.into_iter().unzip();
        Self::Unknown { what, asked: asked.to_owned(), allowed, names }
    }

    /// What the caller is told; the causes of our own faults stay inside.
    pub fn problem(&self) -> Problem {
        let names = match self {
            Self::Unknown { names, .. } => names.clone(),
            _ => Vec::new(),
        };
        let (status, code, allowed) = match self {
            Self::Unknown { what, allowed, .. } => {
                (404, format!("UNKNOWN_{}", what.to_string().to_uppercase()), allowed.clone())
            }
            Self::Unanswerable { allowed, .. } => (400, "UNANSWERABLE".to_owned(), allowed.clone()),
            Self::Facts(_) | Self::Sql(_) => (500, "INTERNAL".to_owned(), Vec::new()),
        };
        Problem { status, code, detail: self.to_string(), allowed, names, ..Problem::default() }
    }
}
