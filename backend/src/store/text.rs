//! SQL templates → SQL text. What is filled in comes from the code, the definitions and our own paths only.
//!
//! A template is a static `.sql` file with `{holes}`. Holes take column lists of the closed feeds,
//! conditions compiled from validated definitions, part names and file names of the lake: nothing that a
//! sender or a caller wrote (design invariant 8).

use std::path::Path;

use domain::feed::Feed;
use domain::indicator::Catalogue;
use domain::measure::Condition;

use crate::lake::schema;

/// The table of a generation that holds a feed's facts.
pub fn table_of(feed: Feed) -> &'static str {
    match feed {
        Feed::Order => "dispatch_order",
        other => other.as_str(),
    }
}

/// The columns of a feed's batch files: what enrichment carries along and a later part may pull back.
pub fn carried(feed: Feed, alias: &str) -> String {
    let schema = schema::of(feed);
    let names = schema.fields().iter().map(|field| format!("{alias}{}", quoted(field.name())));
    names.collect::<Vec<_>>().join(", ")
}

/// Over the columns of a fact: it waits for another one to come, and was not withdrawn meanwhile.
pub const WAITS: &str = "held AND update_flag <> '3'";

/// Fills the holes of a template. A hole left open is a mistake of this crate and shows as a syntax error.
pub(super) fn fill(template: &str, holes: &[(&str, &str)]) -> String {
    holes.iter().fold(template.to_owned(), |text, (name, value)| {
        text.replace(&format!("{{{name}}}"), value)
    })
}

/// A list of Parquet files for `read_parquet`.
pub(super) fn file_list<'a>(files: impl IntoIterator<Item = &'a Path>) -> String {
    let quoted = files.into_iter().map(|file| literal(&file.to_string_lossy()));
    format!("[{}]", quoted.collect::<Vec<_>>().join(", "))
}

/// A text literal.
pub(super) fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

/// The civil day (UTC+8) of a microsecond column.
pub(super) fn day_of(column: &str) -> String {
    format!("(({column} + 28800000000) // 86400000000)::INTEGER")
}

/// The parent of an H3 cell in a column, by bit arithmetic on its index: the resolution field is set, the
/// digits below it become 7.
pub fn parent_cell(column: &str, res: u8) -> String {
    let res = i64::from(res);
    let unused = (1_i64 << (3 * (15 - res))) - 1;
    format!("((({column} & {}) | {}) | {unused})", !(15_i64 << 52), res << 52)
}

/// A signed hash of one or several text expressions.
pub(super) fn hash_of(expressions: &str) -> String {
    format!("(hash({expressions}) >> 1)::BIGINT")
}

/// One bit per measure of the feed that the row counts for, by the order of the catalogue.
pub fn marks(catalogue: &Catalogue, feed: Feed) -> String {
    let of_feed = catalogue.measures.iter().filter(|measure| measure.feed == feed);
    let bits = of_feed.enumerate().map(|(bit, measure)| {
        format!("(CASE WHEN {} THEN {} ELSE 0 END)", compile(&measure.condition), 1_i64 << bit)
    });
    let sum = bits.collect::<Vec<_>>().join(" + ");
    let sum = if sum.is_empty() { "0".to_owned() } else { sum };
    format!("(CASE WHEN held OR update_flag = '3' THEN 0 ELSE {sum} END)::BIGINT")
}

/// A condition as SQL that is never null: an empty field is none of the codes.
pub fn compile(condition: &Condition) -> String {
    let join = |parts: &[Condition], word: &str, empty: &str| {
        let parts: Vec<_> = parts.iter().map(compile).collect();
        if parts.is_empty() { empty.to_owned() } else { format!("({})", parts.join(word)) }
    };
    match condition {
        Condition::All(parts) => join(parts, " AND ", "true"),
        Condition::Any(parts) => join(parts, " OR ", "false"),
        Condition::Not(part) => format!("(NOT {})", compile(part)),
        Condition::Is(field, codes) => {
            let codes = codes.iter().map(|code| literal(code)).collect::<Vec<_>>().join(", ");
            format!("coalesce({} IN ({codes}), false)", field.column())
        }
        Condition::Flag(flag) => format!("coalesce({}, false)", flag.column()),
    }
}
