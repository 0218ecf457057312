//! Definition files → catalogue. Every error names the file and the line.

use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use super::{Catalogue, Direction, Indicator, Side, Target, Term, UnitOfValue};
use crate::feed::Feed;
use crate::measure::{Condition, Count, DateField, Field, Flag, Measure, MeasureNo};

/// Why a definition file was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct DefinitionError {
    pub file: String,
    pub line: usize,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    measure: Vec<RawMeasure>,
    #[serde(default)]
    indicator: Vec<RawIndicator>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMeasure {
    id: Spanned<String>,
    name: String,
    feed: Spanned<String>,
    count: Count,
    date: Spanned<DateField>,
    #[serde(default, rename = "where")]
    conditions: Vec<Spanned<RawCondition>>,
}

/// One condition: `field` with `is` or `is_not`, or one of `flag`, `not_flag`, `any`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCondition {
    field: Option<Field>,
    is: Option<Vec<String>>,
    is_not: Option<Vec<String>>,
    flag: Option<Flag>,
    not_flag: Option<Flag>,
    any: Option<Vec<Vec<Spanned<Self>>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIndicator {
    id: Spanned<String>,
    version: u32,
    name: String,
    name_en: String,
    unit: UnitOfValue,
    direction: Direction,
    numerator: RawSide,
    denominator: Option<RawSide>,
    #[serde(default)]
    bounded: bool,
    #[serde(default)]
    ranked: bool,
    #[serde(default)]
    core: bool,
    beside: Option<Spanned<String>>,
    #[serde(default)]
    target: Vec<Target>,
    breaks: Option<Spanned<Vec<String>>>,
    clause: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSide {
    terms: Vec<RawTerm>,
    words: String,
    words_en: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    measure: Spanned<String>,
    #[serde(default = "one")]
    weight: i64,
}

/// FNV-1a, 64 bits: the same version for the same texts on every machine and for ever.
const FNV_OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

/// Seven classes have six limits between them (at most seven classes can be told apart, domain §4).
const MOST_BREAKS: usize = 6;

fn one() -> i64 {
    1
}

/// One file's name and text, for errors.
#[derive(Clone, Copy)]
struct Source<'a> {
    file: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn refuse(self, span: Range<usize>, reason: impl Into<String>) -> DefinitionError {
        let before = self.text.bytes().take(span.start);
        let line = before.filter(|byte| *byte == b'\n').count() + 1;
        DefinitionError { file: self.file.to_owned(), line, reason: reason.into() }
    }
}

pub(super) fn read<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Result<Catalogue, DefinitionError> {
    let mut catalogue = Catalogue::default();
    let mut raw_indicators = Vec::new();
    let mut version = FNV_OFFSET;
    for (file, text) in files {
        let source = Source { file, text };
        version = text
            .bytes()
            .fold(version, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME));
        let parsed: File = toml::from_str(text)
            .map_err(|error| source.refuse(error.span().unwrap_or(0..0), error.message()))?;
        for raw in parsed.measure {
            let measure = measure(raw, source, &catalogue)?;
            catalogue.measures.push(measure);
        }
        raw_indicators.extend(parsed.indicator.into_iter().map(|raw| (raw, source)));
    }
    for (raw, source) in raw_indicators {
        let indicator = indicator(raw, source, &catalogue)?;
        catalogue.indicators.push(indicator);
    }
    catalogue.version = format!("{version:016x}");
    Ok(catalogue)
}

fn measure(
    raw: RawMeasure,
    source: Source<'_>,
    known: &Catalogue,
) -> Result<Measure, DefinitionError> {
    let id_span = raw.id.span();
    if known.measure_no(raw.id.get_ref()).is_some() {
        return Err(
            source.refuse(id_span, format!("measure {:?} is defined twice", raw.id.get_ref()))
        );
    }
    let feed = Feed::parse(raw.feed.get_ref()).ok_or_else(|| {
        let known = Feed::ALL.iter().map(|feed| feed.as_str()).collect::<Vec<_>>().join(", ");
        source
            .refuse(raw.feed.span(), format!("no feed {:?}; there are {known}", raw.feed.get_ref()))
    })?;
    let date = *raw.date.get_ref();
    if !date.belongs_to(feed) {
        return Err(
            source.refuse(raw.date.span(), format!("{feed:?} has no date {}", date.column()))
        );
    }
    let condition = all(raw.conditions, feed, source)?;
    Ok(Measure { id: raw.id.into_inner(), name: raw.name, feed, count: raw.count, date, condition })
}

fn all(
    parts: Vec<Spanned<RawCondition>>,
    feed: Feed,
    source: Source<'_>,
) -> Result<Condition, DefinitionError> {
    let parts: Result<Vec<_>, _> =
        parts.into_iter().map(|part| condition(part, feed, source)).collect();
    Ok(Condition::All(parts?))
}

fn condition(
    raw: Spanned<RawCondition>,
    feed: Feed,
    source: Source<'_>,
) -> Result<Condition, DefinitionError> {
    let span = raw.span();
    let negate = |inner| Condition::Not(Box::new(inner));
    let raw = raw.into_inner();
    let found = match (raw.field, raw.is, raw.is_not, raw.flag, raw.not_flag, raw.any) {
        (Some(field), Some(codes), None, None, None, None) => coded(field, codes, feed),
        (Some(field), None, Some(codes), None, None, None) => coded(field, codes, feed).map(negate),
        (None, None, None, Some(flag), None, None) => flagged(flag, feed),
        (None, None, None, None, Some(flag), None) => flagged(flag, feed).map(negate),
        (None, None, None, None, None, Some(groups)) => {
            let groups: Result<Vec<_>, _> =
                groups.into_iter().map(|group| all(group, feed, source)).collect();
            return groups.map(Condition::Any);
        }
        _ => Err("a condition is `field` with `is` or `is_not`, or `flag`, `not_flag` or `any`"
            .to_owned()),
    };
    found.map_err(|why| source.refuse(span, why))
}

fn coded(field: Field, codes: Vec<String>, feed: Feed) -> Result<Condition, String> {
    let allowed =
        field.codes(feed).ok_or_else(|| format!("{feed:?} has no coded field {field:?}"))?;
    if let Some(wrong) = codes.iter().find(|code| !allowed.contains(&code.as_str())) {
        return Err(format!("{field:?} cannot be {wrong:?}; it is one of {}", allowed.join(", ")));
    }
    Ok(Condition::Is(field, codes))
}

fn flagged(flag: Flag, feed: Feed) -> Result<Condition, String> {
    if flag.belongs_to(feed) {
        Ok(Condition::Flag(flag))
    } else {
        Err(format!("{feed:?} has no flag {flag:?}"))
    }
}

fn indicator(
    raw: RawIndicator,
    source: Source<'_>,
    known: &Catalogue,
) -> Result<Indicator, DefinitionError> {
    if known.indicator(raw.id.get_ref()).is_some() {
        return Err(source
            .refuse(raw.id.span(), format!("indicator {:?} is defined twice", raw.id.get_ref())));
    }
    let numerator = side(raw.numerator, source, known)?;
    let denominator = raw.denominator.map(|raw| side(raw, source, known)).transpose()?;
    if raw.unit == UnitOfValue::Percent && denominator.is_none() {
        return Err(source.refuse(raw.id.span(), "a share needs a denominator"));
    }
    Ok(Indicator {
        id: raw.id.into_inner(),
        version: raw.version,
        name: raw.name,
        name_en: raw.name_en,
        unit: raw.unit,
        direction: raw.direction,
        numerator,
        denominator,
        bounded: raw.bounded,
        ranked: raw.ranked,
        core: raw.core,
        beside: raw.beside.map(Spanned::into_inner),
        targets: raw.target,
        breaks: raw.breaks.map(|raw| breaks(raw, source)).transpose()?.unwrap_or_default(),
        clause: raw.clause,
    })
}

/// Up to six ascending decimals, as they are written.
fn breaks(raw: Spanned<Vec<String>>, source: Source<'_>) -> Result<Vec<String>, DefinitionError> {
    let number = |text: &String| text.parse::<f64>().ok().filter(|it| it.is_finite());
    let numbers: Option<Vec<f64>> = raw.get_ref().iter().map(number).collect();
    let ascends = |it: &Vec<f64>| it.windows(2).all(|pair| pair[0] < pair[1]);
    if numbers.is_some_and(|it| ascends(&it) && (1..=MOST_BREAKS).contains(&it.len())) {
        return Ok(raw.into_inner());
    }
    let asked =
        format!("breaks are 1 to {MOST_BREAKS} ascending numbers, such as [\"0.45\", \"0.50\"]");
    Err(source.refuse(raw.span(), asked))
}

fn side(raw: RawSide, source: Source<'_>, known: &Catalogue) -> Result<Side, DefinitionError> {
    let term = |raw: RawTerm| -> Result<Term, DefinitionError> {
        let measure: Option<MeasureNo> = known.measure_no(raw.measure.get_ref());
        let measure = measure.ok_or_else(|| {
            source.refuse(
                raw.measure.span(),
                format!("no measure {:?} is defined", raw.measure.get_ref()),
            )
        })?;
        Ok(Term { measure, weight: raw.weight })
    };
    let terms: Result<Vec<_>, _> = raw.terms.into_iter().map(term).collect();
    Ok(Side { terms: terms?, words: raw.words, words_en: raw.words_en })
}
