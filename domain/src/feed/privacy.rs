//! Free text → the same text without identity or mobile numbers.
//!
//! An identity number is 18 characters with a plausible birth date and the check character of GB 11643; a
//! mobile number is 11 digits from 130 to 199, also written in groups or behind 86. Nothing here looks
//! for names or addresses.

/// The text with personal numbers masked, or `None` when there is none: the common case allocates nothing.
pub fn mask(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut masked: Option<Vec<u8>> = None;
    let mut at = 0;
    while let Some(start) = next_digit(bytes, at) {
        let run = bytes.iter().skip(start).take_while(|byte| byte.is_ascii_digit()).count();
        at = start + run;
        if let Some(hidden) = personal(bytes, start, run) {
            let out = masked.get_or_insert_with(|| bytes.to_vec());
            out.iter_mut().take(hidden.end).skip(hidden.start).for_each(hide);
            at = at.max(hidden.end);
        }
    }
    String::from_utf8(masked?).ok()
}

/// Whether the whole text is an identity number.
pub fn is_identity_number(text: &str) -> bool {
    identity(text.as_bytes())
}

fn next_digit(bytes: &[u8], from: usize) -> Option<usize> {
    bytes.iter().skip(from).position(u8::is_ascii_digit).map(|offset| from + offset)
}

fn hide(byte: &mut u8) {
    if byte.is_ascii_alphanumeric() {
        *byte = b'*';
    }
}

/// The bytes to hide of the run of `run` digits at `start`, if they are part of a personal number.
fn personal(bytes: &[u8], start: usize, run: usize) -> Option<std::ops::Range<usize>> {
    let window = |len: usize| bytes.get(start..start + len);
    if matches!(run, 17 | 18)
        && window(18).is_some_and(identity)
        && !alphanumeric_at(bytes, start + 18)
    {
        return Some(start + 6..start + 18);
    }
    let prefix = if run == 13 && window(2) == Some(b"86") { 2 } else { 0 };
    if run == 11 + prefix && is_mobile_head(bytes, start + prefix) {
        return Some(start + prefix + 3..start + run);
    }
    (run == 3).then(|| grouped_mobile(bytes, start)).flatten()
}

fn alphanumeric_at(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)
}

fn is_mobile_head(bytes: &[u8], at: usize) -> bool {
    bytes.get(at) == Some(&b'1')
        && bytes.get(at + 1).is_some_and(|digit| (b'3'..=b'9').contains(digit))
}

/// `138-0013-8000` or `138 0013 8000`.
fn grouped_mobile(bytes: &[u8], start: usize) -> Option<std::ops::Range<usize>> {
    let shape = bytes.get(start..start + 13)?;
    let is_group = shape.iter().enumerate().all(|(at, byte)| match at {
        3 | 8 => matches!(byte, b'-' | b' '),
        _ => byte.is_ascii_digit(),
    });
    let ends = !bytes.get(start + 13).is_some_and(u8::is_ascii_digit);
    (is_group && ends && is_mobile_head(bytes, start)).then_some(start + 4..start + 13)
}

fn identity(bytes: &[u8]) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let Some((digits, [check])) = bytes.split_first_chunk::<17>() else { return false };
    if !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let number = |range: std::ops::Range<usize>| {
        let part = digits.get(range).unwrap_or(&[]);
        part.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'))
    };
    let is_date = (1900..2100).contains(&number(6..10))
        && (1..=12).contains(&number(10..12))
        && (1..=31).contains(&number(12..14));
    let sum: u32 =
        digits.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let wanted = b"10X98765432".get((sum % 11) as usize);
    is_date && wanted == Some(&check.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        assert_eq!(mask(text).as_deref(), expect, "{text}");
    }

    #[test]
    fn identity_numbers_are_masked_and_near_misses_are_not() {
        check("经营者身份证11010519491231002X。", Some("经营者身份证110105************。"));
        check("11010519491231002x", Some("110105************"));
        check("110105194912310021", None);
        check("11010519491331002X", None);
        check("许可证 311010519491231002X", None);
    }

    #[test]
    fn mobile_numbers_are_masked_in_every_usual_spelling() {
        check("联系13800138000处理", Some("联系138********处理"));
        check("+8613800138000", Some("+86138********"));
        check("138-0013-8000", Some("138-****-****"));
        check("电话 139 1234 5678", Some("电话 139 **** ****"));
        check("卫监2024第12345678901号", None);
        check("213800138000", None);
        check("余氯0.05mg/L, 3处", None);
    }
}
