//! One cell's text → one [`Value`]: normalise, then parse by the column.
//!
//! A clean cell is borrowed, never copied. What the normalisation does is the whole list of silent
//! repairs: trim (full-width blanks too), full-width to half-width, upper-case credit codes, and
//! personal numbers masked in free text.

use std::borrow::Cow;

use super::{Column, Form, Kind, Value, number, privacy, when};
use crate::fault::{Code, Fault};

/// Reads a cell into a slot that holds `Null`; an unreadable or missing required one stays so and is a fault.
///
/// Values are written in place: this runs for every cell of every row, and moving them costs more than reading.
pub(super) fn read<'a>(
    column: &Column,
    cell: &'a str,
    faults: &mut Vec<Fault>,
    slot: &mut Value<'a>,
) {
    let text = if is_clean(cell) && column.form != Form::Upper {
        Cow::Borrowed(cell)
    } else {
        normal(cell, column.form)
    };
    if text.is_empty() {
        if column.required {
            refuse(column, cell, Refusal::Missing, faults);
        }
        return;
    }
    if let Err(refusal) = parse(column, text, slot) {
        refuse(column, cell, refusal, faults);
    } else if column.form == Form::Free {
        mask_personal(column, cell, faults, slot);
    }
}

/// Why a text is not a value of its column.
#[derive(Clone, Copy, Debug)]
enum Refusal {
    Missing,
    Type(&'static str),
    /// U+0000, which ends a text in half of the world's software.
    Nul,
    Chars(usize),
    Code,
    Date(when::Refusal),
}

fn parse<'a>(column: &Column, text: Cow<'a, str>, slot: &mut Value<'a>) -> Result<(), Refusal> {
    match column.kind {
        Kind::Text => {
            if text.as_bytes().contains(&0) {
                return Err(Refusal::Nul);
            }
            within_length(column, &text)?;
            *slot = Value::Text(text);
        }
        Kind::Code => {
            let list = column.list.unwrap_or(&[]);
            if !list.contains(&&*text) {
                return Err(Refusal::Code);
            }
            *slot = Value::Text(text);
        }
        Kind::Day => *slot = Value::Day(when::day(&text, column.since).map_err(Refusal::Date)?),
        Kind::Stamp => {
            *slot = Value::Stamp(when::stamp(&text, column.limit).map_err(Refusal::Date)?);
        }
        Kind::Int => *slot = Value::Int(number::int(&text).ok_or(Refusal::Type("整数"))?),
        Kind::Decimal => {
            let decimal = number::decimal(&text).ok_or(Refusal::Type("小数，不用科学计数"))?;
            *slot = Value::Decimal(decimal);
        }
        Kind::Bool => *slot = Value::Bool(number::truth(&text).ok_or(Refusal::Type("1或0"))?),
    }
    Ok(())
}

fn within_length(column: &Column, text: &str) -> Result<(), Refusal> {
    // The length of a credit code has a code of its own (E201).
    if text.len() <= column.max_len || column.form == Form::Upper {
        return Ok(());
    }
    let chars = text.chars().count();
    if chars <= column.max_len { Ok(()) } else { Err(Refusal::Chars(chars)) }
}

#[cold]
fn refuse(column: &Column, cell: &str, refusal: Refusal, faults: &mut Vec<Fault>) {
    let (code, hint) = match refusal {
        Refusal::Missing => (Code::E101Required, format!("{}必填", column.zh)),
        Refusal::Type(wanted) => (Code::E102Type, format!("{}应为{wanted}", column.zh)),
        Refusal::Nul => (Code::E102Type, format!("{}含空字符 U+0000，请删去", column.zh)),
        Refusal::Chars(chars) => (Code::E103Length, format!("{chars}字，最多{}字", column.max_len)),
        Refusal::Code => {
            (Code::E104Enum, format!("取值 {}", column.list.unwrap_or(&[]).join(", ")))
        }
        Refusal::Date(refusal) => (Code::E105Date, refusal.hint()),
    };
    faults.push(Fault::new(code, column.name, cell, hint));
}

/// Masks personal numbers in free text and marks the row.
fn mask_personal(column: &Column, cell: &str, faults: &mut Vec<Fault>, slot: &mut Value<'_>) {
    let Value::Text(text) = &slot else { return };
    let Some(masked) = privacy::mask(text) else { return };
    let hint = "身份证号或手机号已遮盖".to_owned();
    faults.push(Fault::new(Code::W901Pii, column.name, cell, hint));
    *slot = Value::Text(Cow::Owned(masked));
}

/// Whether the text needs no normalisation, upper case apart.
fn is_clean(cell: &str) -> bool {
    match cell.as_bytes() {
        [] => true,
        [only] => *only > b' ' && only.is_ascii(),
        [first, .., last] => *first > b' ' && *last > b' ' && cell.is_ascii(),
    }
}

/// The text without the accidents of typing.
fn normal(cell: &str, form: Form) -> Cow<'_, str> {
    let text = if is_clean(cell) { Cow::Borrowed(cell) } else { half_width(trim(cell), form) };
    if form == Form::Upper && text.bytes().any(|byte| byte.is_ascii_lowercase()) {
        return Cow::Owned(text.to_ascii_uppercase());
    }
    text
}

/// Blanks include U+3000, which Rust counts as white space, and marks that nobody sees.
fn trim(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\0'))
}

fn half_width(text: &str, form: Form) -> Cow<'_, str> {
    // Full-width forms begin with EF, the ideographic space with E3: most Chinese text has neither.
    let may_fold = text.as_bytes().contains(&0xEF) || text.as_bytes().contains(&0xE3);
    if !may_fold || !text.chars().any(|c| folded(c, form) != c) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| folded(c, form)).collect())
}

fn folded(c: char, form: Form) -> char {
    let keeps_punctuation = matches!(form, Form::Prose | Form::Free);
    match c {
        '\u{3000}' => ' ',
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => ascii_of(c),
        '！'..='～' if !keeps_punctuation => ascii_of(c),
        _ => c,
    }
}

/// The half-width twin of U+FF01 … U+FF5E.
fn ascii_of(c: char) -> char {
    u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_cells_are_borrowed_and_typing_accidents_are_undone() {
        assert!(matches!(normal("OFFSITE", Form::Ident), Cow::Borrowed("OFFSITE")));
        assert!(matches!(normal("延慶區某餐厅，分店", Form::Prose), Cow::Borrowed(_)));
        assert!(matches!(normal(" \u{3000}a\t", Form::Ident), Cow::Borrowed("a")));
        assert_eq!(normal("２０２６－１０－０１", Form::Ident), "2026-10-01");
        assert_eq!(normal("９１11ａ", Form::Upper), "9111A");
    }

    #[test]
    fn names_keep_their_chinese_punctuation() {
        assert_eq!(normal("甲（１店），乙", Form::Prose), "甲（1店），乙");
        assert_eq!(normal("甲（１店），乙", Form::Ident), "甲(1店),乙");
    }
}
