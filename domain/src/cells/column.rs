//! One value a cell ↔ bytes of one kind beside each other.

use super::CellFrameError;
use super::bytes::{Reader, put_signed};

/// Of so many values one may be too large for a byte before all take two.
const RARE: usize = 16;

pub(super) fn put(out: &mut Vec<u8>, values: &[i64]) {
    let beyond = |limit: i64| values.iter().filter(move |it| !(0..limit).contains(*it));
    let is_wide = beyond(u8::MAX.into()).count() * RARE > values.len();
    let limit = if is_wide { u16::MAX.into() } else { u8::MAX.into() };
    let small = |value: &i64| if (0..limit).contains(value) { *value } else { limit };
    out.push(if is_wide { 2 } else { 1 });
    out.extend(values.iter().map(|it| small(it).to_le_bytes()[0]));
    if is_wide {
        out.extend(values.iter().map(|it| small(it).to_le_bytes()[1]));
    }
    for value in beyond(limit) {
        put_signed(out, &[value.wrapping_sub(limit)]);
    }
}

pub(super) fn read(reader: &mut Reader<'_>, count: usize) -> Result<Vec<i64>, CellFrameError> {
    let (mut values, limit): (Vec<i64>, i64) = match reader.byte()? {
        1 => (reader.take(count)?.iter().map(|it| i64::from(*it)).collect(), u8::MAX.into()),
        2 => {
            let both = reader.take(count)?.iter().zip(reader.take(count)?);
            let wide = |(low, high): (&u8, &u8)| i64::from(u16::from_le_bytes([*low, *high]));
            (both.map(wide).collect(), u16::MAX.into())
        }
        _ => return Err(CellFrameError::Broken("a width that values have not")),
    };
    for value in values.iter_mut().filter(|it| **it == limit) {
        *value = reader.signed()?.wrapping_add(limit);
    }
    Ok(values)
}
