//! Base64 → bytes: browsers send pictures as text.

/// The bytes of a base64 text; `None` for a letter outside the alphabet.
pub fn png_from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let mut kept = 0_u32;
    let mut bits = 0;
    for letter in text.bytes().filter(|it| *it != b'=' && !it.is_ascii_whitespace()) {
        kept = (kept << 6) | u32::from(sextet(letter)?);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(kept >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

fn sextet(letter: u8) -> Option<u8> {
    match letter {
        b'A'..=b'Z' => Some(letter - b'A'),
        b'a'..=b'z' => Some(letter - b'a' + 26),
        b'0'..=b'9' => Some(letter - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_reads_back_with_and_without_padding() {
        assert_eq!(png_from_base64("iVBORw0KGgo=").unwrap(), b"\x89PNG\r\n\x1a\n");
        assert_eq!(png_from_base64("Z3Vhbmxhbg==").unwrap(), b"guanlan");
        assert_eq!(png_from_base64("Z3Vh!"), None);
    }
}
