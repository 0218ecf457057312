//! Text ⇄ percent-encoded text of a URL.
//!
//! Browser and server have their own; this one exists so that the state's round trip is tested natively.

use std::fmt::Write as _;

/// Everything but unreserved characters, `:` and `,` (legal in a query) becomes `%XX`.
pub(crate) fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~:,".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            write!(out, "%{byte:02X}").ok();
        }
        out
    })
}

/// A `%` that begins no byte stays as it is; bytes that are no UTF-8 become the replacement character.
pub(crate) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let escaped = (*first == b'%').then(|| escaped(tail)).flatten();
        bytes.push(escaped.unwrap_or(if *first == b'+' { b' ' } else { *first }));
        rest = if escaped.is_some() { tail.get(2..).unwrap_or_default() } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn escaped(tail: &[u8]) -> Option<u8> {
    let digit = |at: usize| char::from(*tail.get(at)?).to_digit(16);
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_signs_and_separators_survive_a_url() {
        assert_eq!(encode("朝阳&1=2"), "%E6%9C%9D%E9%98%B3%261%3D2");
        assert_eq!(decode("%E6%9C%9D%E9%98%B3%261%3D2"), "朝阳&1=2");
    }

    #[test]
    fn broken_escapes_are_kept() {
        assert_eq!(decode("100%"), "100%");
        assert_eq!(decode("%zz+%4"), "%zz %4");
    }
}
