//! Text → integer, decimal, truth value: only spellings with one meaning.

/// A whole number, optionally signed.
pub(crate) fn int(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// A decimal number without exponent; `inf`, `nan` and `1e5` are not numbers of a record.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    let is_plain = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
    if is_plain { text.parse().ok() } else { None }
}

pub(crate) fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "true" | "TRUE" | "True" | "是" | "Y" | "y" => Some(true),
        "0" | "false" | "FALSE" | "False" | "否" | "N" | "n" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_no_exponent_and_are_finite() {
        assert_eq!(decimal("116.404"), Some(116.404));
        assert_eq!(decimal("-0.5"), Some(-0.5));
        for text in ["1e5", "inf", "nan", "1,5", "", "-", "1.2.3"] {
            assert_eq!(decimal(text), None, "{text}");
        }
    }
}
