//! The text of a mapping file → [`Mapping`], every name and constant checked against the feeds.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;

use jiff::tz::TimeZone;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::fill::{Copied, Fill, Piece};
use super::moment::{self, Clock};
use super::{Condition, FeedMap, Mapping, SourceColumn, Test};
use crate::code::Datum;
use crate::feed::{self, Column, Feed};
use crate::toml_file::{FileError, TomlFile};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMapping {
    #[serde(default)]
    source: RawSource,
    feed: Vec<RawFeed>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSource {
    encoding: Option<Spanned<String>>,
    delimiter: Option<Spanned<String>>,
    #[serde(default)]
    dates: Vec<Spanned<String>>,
    time_zone: Option<Spanned<String>>,
    crs: Option<Spanned<String>>,
    src_system: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFeed {
    feed: Spanned<String>,
    #[serde(default)]
    when: OneOrMany,
    repeat: Option<RawRepeat>,
    version: Option<RawVersion>,
    columns: BTreeMap<String, Spanned<RawFill>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRepeat {
    column: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawVersion {
    days: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCondition {
    column: Spanned<String>,
    r#in: Option<Vec<String>>,
    not_in: Option<Vec<String>>,
    filled: Option<bool>,
}

/// One condition, or an array of them that must all hold.
#[derive(Default)]
struct OneOrMany(Vec<RawCondition>);

/// A source column by its name, or a table.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct RawTable {
    r#const: Option<String>,
    column: Option<String>,
    template: Option<String>,
    map: BTreeMap<String, String>,
    default: Option<String>,
    prefix: String,
    suffix: String,
    pad: usize,
    plus_days: i32,
}

struct RawFill(RawTable);

impl<'de> Deserialize<'de> for OneOrMany {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Conditions;

        impl<'de> Visitor<'de> for Conditions {
            type Value = OneOrMany;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a condition or an array of conditions")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<OneOrMany, A::Error> {
                let one = RawCondition::deserialize(MapAccessDeserializer::new(map))?;
                Ok(OneOrMany(vec![one]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<OneOrMany, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(OneOrMany)
            }
        }

        deserializer.deserialize_any(Conditions)
    }
}

impl<'de> Deserialize<'de> for RawFill {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameOrTable;

        impl<'de> Visitor<'de> for NameOrTable {
            type Value = RawFill;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a source column or a table")
            }

            fn visit_str<E>(self, name: &str) -> Result<RawFill, E> {
                Ok(RawFill(RawTable { column: Some(name.to_owned()), ..RawTable::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<RawFill, A::Error> {
                RawTable::deserialize(MapAccessDeserializer::new(map)).map(RawFill)
            }
        }

        deserializer.deserialize_any(NameOrTable)
    }
}

pub(super) fn parse(file_name: &str, text: &str) -> Result<Mapping, FileError> {
    let file = TomlFile { name: file_name, text };
    let raw: RawMapping = file.read()?;
    let source = &raw.source;
    let clock = clock(file, source)?;
    let encoding = encoding(file, source.encoding.as_ref())?;
    let delimiter = delimiter(file, source.delimiter.as_ref())?;
    let crs = crs(file, source.crs.as_ref())?;
    let mut reader =
        Reader { file, columns: Vec::new(), crs, src_system: source.src_system.clone() };
    let feeds = raw.feed.into_iter().map(|it| reader.feed(it)).collect::<Result<_, _>>()?;
    let columns = reader.columns;
    Ok(Mapping { file: file_name.to_owned(), encoding, delimiter, columns, clock, feeds })
}

fn clock(file: TomlFile<'_>, source: &RawSource) -> Result<Clock, FileError> {
    let mut formats = Vec::new();
    for format in &source.dates {
        if let Some(error) = moment::format_error(format.get_ref()) {
            return Err(file.refuse(&format.span(), format!("`dates`: {error}")));
        }
        formats.push(format.get_ref().clone());
    }
    let zone = match &source.time_zone {
        None => None,
        Some(name) if name.get_ref() == "Asia/Shanghai" => None,
        Some(name) => Some(
            TimeZone::get(name.get_ref())
                .map_err(|error| file.refuse(&name.span(), format!("`time_zone`: {error}")))?,
        ),
    };
    Ok(Clock { formats, zone })
}

fn encoding(
    file: TomlFile<'_>,
    name: Option<&Spanned<String>>,
) -> Result<Option<String>, FileError> {
    let Some(name) = name else { return Ok(None) };
    let lower = name.get_ref().to_ascii_lowercase();
    if matches!(lower.as_str(), "utf-8" | "gb18030") {
        return Ok(Some(lower));
    }
    Err(file.refuse(&name.span(), "`encoding`: utf-8 or gb18030"))
}

fn delimiter(file: TomlFile<'_>, text: Option<&Spanned<String>>) -> Result<u8, FileError> {
    let Some(text) = text else { return Ok(b',') };
    match text.get_ref().as_bytes() {
        [byte @ (b'\t' | b' '..=b'~')] if *byte != b'"' => Ok(*byte),
        _ => {
            Err(file.refuse(&text.span(), "`delimiter`: one ASCII character other than the quote"))
        }
    }
}

fn crs(file: TomlFile<'_>, code: Option<&Spanned<String>>) -> Result<Option<Datum>, FileError> {
    let Some(code) = code else { return Ok(None) };
    let datum = Datum::parse(code.get_ref());
    let refuse = || file.refuse(&code.span(), format!("`crs`: one of {}", Datum::CODES.join(", ")));
    datum.map(Some).ok_or_else(refuse)
}

/// Reads the feeds and collects the source columns on the way.
struct Reader<'t> {
    file: TomlFile<'t>,
    columns: Vec<String>,
    crs: Option<Datum>,
    src_system: Option<String>,
}

impl Reader<'_> {
    fn feed(&mut self, raw: RawFeed) -> Result<FeedMap, FileError> {
        let at = raw.feed.span();
        let feed = Feed::parse(raw.feed.get_ref()).ok_or_else(|| {
            let names: Vec<_> = Feed::ALL.iter().map(|feed| feed.as_str()).collect();
            self.file.refuse(&at, format!("`feed`: one of {}", names.join(", ")))
        })?;
        let mut fills = vec![None; feed.columns().len()];
        for (name, fill) in raw.columns {
            let span = fill.span();
            let column = self.target(feed, &name, &span)?;
            let fill = self.fill(column, &span, fill.into_inner().0)?;
            fills
                .iter_mut()
                .zip(feed.columns())
                .filter(|(_, it)| it.name == name)
                .for_each(|(slot, _)| *slot = Some(fill.clone()));
        }
        self.declare(feed, &mut fills);
        let mut required = feed.columns().iter().zip(&fills).filter(|(column, _)| column.required);
        if let Some((column, _)) = required.find(|(_, fill)| fill.is_none()) {
            let reason =
                format!("`{}` is required by {} and not mapped", column.name, feed.as_str());
            return Err(self.file.refuse(&at, reason));
        }
        let when = raw.when.0.into_iter().map(|it| self.condition(it)).collect::<Result<_, _>>()?;
        let repeat = raw.repeat.map(|it| self.source(it.column));
        let version = raw.version.map(|it| self.source(it.days));
        Ok(FeedMap { feed, when, repeat, version, fills })
    }

    fn target(
        &self,
        feed: Feed,
        name: &str,
        at: &Range<usize>,
    ) -> Result<&'static Column, FileError> {
        feed.columns().iter().find(|column| column.name == name).ok_or_else(|| {
            let names: Vec<_> = feed.columns().iter().map(|column| column.name).collect();
            let reason = format!("`{name}`: {} has only {}", feed.as_str(), names.join(", "));
            self.file.refuse(at, reason)
        })
    }

    /// Adds what `[source]` declares for every feed: the coordinate system and the name of the source.
    fn declare(&self, feed: Feed, fills: &mut [Option<Fill>]) {
        let mut declare = |name: &str, text: Option<&str>| {
            let slot = feed.position(name).and_then(|at| fills.get_mut(at));
            if let (Some(slot @ None), Some(text)) = (slot, text) {
                *slot = Some(Fill::Const(text.to_owned()));
            }
        };
        declare("crs", self.crs.map(Datum::as_str));
        declare("src_system", self.src_system.as_deref());
    }

    /// The number of a source column, new or known.
    fn source(&mut self, name: String) -> SourceColumn {
        let known = self.columns.iter().position(|it| *it == name);
        SourceColumn(known.unwrap_or_else(|| {
            self.columns.push(name);
            self.columns.len() - 1
        }))
    }

    fn condition(&mut self, raw: RawCondition) -> Result<Condition, FileError> {
        let at = raw.column.span();
        let test = match (raw.r#in, raw.not_in, raw.filled) {
            (Some(list), None, None) => Test::In(list),
            (None, Some(list), None) => Test::NotIn(list),
            (None, None, Some(true)) => Test::Filled,
            (None, None, Some(false)) => Test::Empty,
            _ => return Err(self.file.refuse(&at, "`when`: one of `in`, `not_in`, `filled`")),
        };
        Ok(Condition { column: self.source(raw.column.into_inner()), test })
    }

    fn fill(
        &mut self,
        target: &Column,
        at: &Range<usize>,
        table: RawTable,
    ) -> Result<Fill, FileError> {
        let name = target.name;
        let fixed = table.r#const.iter().chain(table.default.iter()).chain(table.map.values());
        let is_whole = table.pad == 0 && table.prefix.is_empty() && table.suffix.is_empty();
        if let Some(fault) = fixed.filter(|_| is_whole).find_map(|text| feed::refusal(target, text))
        {
            let reason = format!("`{name}`: {:?} is {}: {}", fault.value, fault.code, fault.hint);
            return Err(self.file.refuse(at, reason));
        }
        match (table.r#const, table.column, table.template) {
            (Some(text), None, None) => Ok(Fill::Const(text)),
            (None, Some(column), None) => Ok(Fill::Column(Copied {
                column: self.source(column),
                map: table.map,
                default: table.default,
                pad: table.pad,
                prefix: table.prefix,
                suffix: table.suffix,
                plus_days: table.plus_days,
            })),
            (None, None, Some(text)) => self.template(&text).map(Fill::Template).ok_or_else(|| {
                self.file.refuse(at, format!("`{name}`: the braces of {text:?} do not match"))
            }),
            _ => {
                let reason = format!("`{name}`: exactly one of `const`, `column`, `template`");
                Err(self.file.refuse(at, reason))
            }
        }
    }

    /// `{Column}` and `{n}` among plain text; `None` when a brace is left over.
    fn template(&mut self, text: &str) -> Option<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((plain, after)) = rest.split_once('{') {
            let (name, behind) = after.split_once('}').filter(|(name, _)| !name.contains('{'))?;
            pieces.push(Piece::Text(plain.to_owned()));
            pieces.push(match name {
                "n" => Piece::Counter,
                _ => Piece::Column(self.source(name.to_owned())),
            });
            rest = behind;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let is_closed = |piece: &Piece| !matches!(piece, Piece::Text(text) if text.contains('}'));
        pieces.iter().all(is_closed).then_some(pieces)
    }
}
