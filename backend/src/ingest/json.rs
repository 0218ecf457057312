//! Lines of JSON objects → records: keys are columns, an absent key or null is an empty cell.

use serde_json::{Map, Value};

use super::layout::Layout;
use super::table::{Raw, Shape};
use crate::lake::repair::FAULT_COLUMNS;

/// Between the elements of an array, as in `officer_ids`.
const BETWEEN: &str = ";";

pub(super) fn each(text: &str, layout: &Layout<'_>, visit: &mut dyn FnMut(Raw<'_>)) {
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match record(line, layout) {
            Ok(cells) => {
                let cells: Vec<Option<&str>> = cells.iter().map(Option::as_deref).collect();
                visit(Raw { line, cells: &cells, shape: Shape::Sound });
            }
            Err(Odd::Malformed(why)) => {
                visit(Raw { line, cells: &[], shape: Shape::Malformed(&why) });
            }
            Err(Odd::UnknownKey(key)) => {
                visit(Raw { line, cells: &[], shape: Shape::UnknownKey(&key) });
            }
        }
    }
}

enum Odd {
    Malformed(String),
    UnknownKey(String),
}

fn record(line: &str, layout: &Layout<'_>) -> Result<Vec<Option<String>>, Odd> {
    let object: Map<String, Value> =
        serde_json::from_str(line).map_err(|err| Odd::Malformed(err.to_string()))?;
    let mut cells = vec![None; layout.columns()];
    for (key, value) in object {
        let Some(at) = layout.position(&key) else {
            if FAULT_COLUMNS.contains(&key.as_str()) {
                continue;
            }
            return Err(Odd::UnknownKey(key));
        };
        let cell = cell(&key, value)?;
        cells.iter_mut().skip(at).take(1).for_each(|slot| slot.clone_from(&cell));
    }
    Ok(cells)
}

fn cell(key: &str, value: Value) -> Result<Option<String>, Odd> {
    Ok(match value {
        Value::Null => None,
        Value::Bool(truth) => Some(if truth { "1" } else { "0" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text).filter(|text| !text.is_empty()),
        Value::Array(all) => {
            let cells: Result<Vec<_>, _> = all.into_iter().map(|one| cell(key, one)).collect();
            let present: Vec<_> = cells?.into_iter().flatten().collect();
            Some(present.join(BETWEEN)).filter(|text| !text.is_empty())
        }
        Value::Object(_) => return Err(Odd::Malformed(format!("`{key}` 的值是对象"))),
    })
}
