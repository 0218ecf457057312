//! One cell's text → one [`Value`]: normalise, then parse by the column.
//!
//! A clean cell is borrowed, never copied. What the normalisation does is the whole list of silent
//! repairs: trim (full-width blanks too), full-width to half-width, upper-case credit codes, and
//! personal numbers masked in free text.

use std::borrow::Cow;

use super::{Column, Form, Kind, Value, number, privacy, when};
use crate::fault::{Code, Fault};

/// Reads a cell; an unreadable or missing required one leaves `Null` and a fault.
pub(super) fn read<'a>(column: &Column, cell: &'a str, faults: &mut Vec<Fault>) -> Value<'a> {
    let text = normal(cell, column.form);
    if text.is_empty() {
        if column.required {
            let hint = format!("{}必填", column.zh);
            faults.push(Fault::new(Code::E101Required, column.name, cell, hint));
        }
        return Value::Null;
    }
    match parse(column, text) {
        Ok(value) => mark_personal(column, cell, value, faults),
        Err((code, hint)) => {
            faults.push(Fault::new(code, column.name, cell, hint));
            Value::Null
        }
    }
}

fn parse<'a>(column: &Column, text: Cow<'a, str>) -> Result<Value<'a>, (Code, String)> {
    let wrong_type = |wanted: &str| (Code::E102Type, format!("{}应为{wanted}", column.zh));
    match column.kind {
        Kind::Text => within_length(column, &text).map(|()| Value::Text(text)),
        Kind::Code => in_list(column, &text).map(|()| Value::Text(text)),
        Kind::Day => {
            when::day(&text, column.since).map(Value::Day).map_err(|it| (Code::E105Date, it.hint()))
        }
        Kind::Stamp => when::stamp(&text, column.limit)
            .map(Value::Stamp)
            .map_err(|it| (Code::E105Date, it.hint())),
        Kind::Int => number::int(&text).map(Value::Int).ok_or_else(|| wrong_type("整数")),
        Kind::Decimal => number::decimal(&text)
            .map(Value::Decimal)
            .ok_or_else(|| wrong_type("小数,不用科学计数")),
        Kind::Bool => number::truth(&text).map(Value::Bool).ok_or_else(|| wrong_type("1或0")),
    }
}

fn within_length(column: &Column, text: &str) -> Result<(), (Code, String)> {
    // The length of a credit code has a code of its own (E201).
    if text.len() <= column.max_len || column.form == Form::Upper {
        return Ok(());
    }
    let chars = text.chars().count();
    if chars <= column.max_len {
        return Ok(());
    }
    Err((Code::E103Length, format!("{chars}字,最多{}字", column.max_len)))
}

fn in_list(column: &Column, text: &str) -> Result<(), (Code, String)> {
    let list = column.list.unwrap_or(&[]);
    if list.contains(&text) {
        return Ok(());
    }
    Err((Code::E104Enum, format!("取值 {}", list.join(", "))))
}

/// Masks personal numbers in free text and marks the row.
fn mark_personal<'a>(
    column: &Column,
    cell: &str,
    value: Value<'a>,
    faults: &mut Vec<Fault>,
) -> Value<'a> {
    if column.form != Form::Free {
        return value;
    }
    let Value::Text(text) = &value else { return value };
    let Some(masked) = privacy::mask(text) else { return value };
    let hint = "身份证号或手机号已遮盖".to_owned();
    faults.push(Fault::new(Code::W901Pii, column.name, cell, hint));
    Value::Text(Cow::Owned(masked))
}

/// The text without the accidents of typing.
fn normal(cell: &str, form: Form) -> Cow<'_, str> {
    let is_clean = match cell.as_bytes() {
        [] => true,
        [only] => *only > b' ' && only.is_ascii(),
        [first, .., last] => *first > b' ' && *last > b' ' && cell.is_ascii(),
    };
    let text = if is_clean { Cow::Borrowed(cell) } else { half_width(trim(cell), form) };
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
    let may_fold = text.bytes().any(|byte| matches!(byte, 0xEF | 0xE3));
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
