//! The unified social credit code of GB 32100-2015: shape, alphabet, region part, check character.
//!
//! Expects the normalised spelling (half-width, upper case), which `feed` makes before it asks. The region
//! part is held against the provinces only: a company is registered wherever its owner lives, and no
//! deployment knows every county code there ever was.

/// The 31 characters in the order of their values; no I, O, S, V, Z.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
/// `3^i mod 31`.
const WEIGHTS: [u32; 17] = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/// First two digits of the region part: GB/T 2260 provinces, and 10 for bodies of the central state.
const PROVINCES: [u32; 35] = [
    10, 11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51,
    52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
];

/// Why a text is not a unified social credit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UsccError {
    #[error("应为18位，实为{0}位")]
    Length(usize),
    #[error("第{place}位“{found}”不在代码字符集内（没有 I O S V Z）")]
    Character { place: usize, found: char },
    #[error("第3至8位应为行政区划代码")]
    Region,
    #[error("校验位应为{wanted}")]
    Check { wanted: char },
}

/// Checks a normalised code; the first thing wrong decides.
///
/// ```
/// assert!(domain::uscc::check("91350100M000100Y43").is_ok());
/// assert!(domain::uscc::check("91350100M000100Y44").is_err());
/// ```
pub fn check(code: &str) -> Result<(), UsccError> {
    let bytes: &[u8; 18] = match code.as_bytes().try_into() {
        Ok(bytes) if code.is_ascii() => bytes,
        _ => return refuse_shape(code),
    };
    let mut sum = 0;
    for (byte, weight) in bytes.iter().zip(WEIGHTS) {
        sum += value(*byte).ok_or_else(|| foreign(code))? * weight;
    }
    if value(bytes[17]).is_none() {
        return Err(foreign(code));
    }
    if !is_region(bytes) {
        return Err(UsccError::Region);
    }
    let wanted = check_byte(sum);
    if bytes[17] == wanted { Ok(()) } else { Err(UsccError::Check { wanted: char::from(wanted) }) }
}

/// The check character of the first 17; `None` when they are not 17 characters of the alphabet.
pub fn check_character(first: &str) -> Option<char> {
    let bytes: &[u8; 17] = first.as_bytes().try_into().ok()?;
    let sum: Option<u32> =
        bytes.iter().zip(WEIGHTS).map(|(byte, weight)| value(*byte).map(|it| it * weight)).sum();
    sum.map(|sum| char::from(check_byte(sum)))
}

fn check_byte(sum: u32) -> u8 {
    ALPHABET[((31 - sum % 31) % 31) as usize]
}

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'H' => Some(u32::from(byte - b'A') + 10),
        b'J'..=b'N' => Some(u32::from(byte - b'J') + 18),
        b'P'..=b'R' => Some(u32::from(byte - b'P') + 23),
        b'T' | b'U' => Some(u32::from(byte - b'T') + 26),
        b'W'..=b'Y' => Some(u32::from(byte - b'W') + 28),
        _ => None,
    }
}

fn is_region(bytes: &[u8; 18]) -> bool {
    let part = &bytes[2..8];
    let province =
        u32::from(part[0].wrapping_sub(b'0')) * 10 + u32::from(part[1].wrapping_sub(b'0'));
    part.iter().all(u8::is_ascii_digit) && PROVINCES.contains(&province)
}

/// A text that is not 18 ASCII characters: wrong length, or a character outside the alphabet.
fn refuse_shape(code: &str) -> Result<(), UsccError> {
    match code.chars().count() {
        18 => Err(foreign(code)),
        length => Err(UsccError::Length(length)),
    }
}

fn foreign(code: &str) -> UsccError {
    let is_known = |c: char| u8::try_from(c).is_ok_and(|byte| value(byte).is_some());
    let found = code.chars().enumerate().find(|(_, c)| !is_known(*c));
    found.map_or(UsccError::Length(0), |(at, found)| UsccError::Character { place: at + 1, found })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_vectors_give_their_check_character() {
        for (first, expect) in [
            ("91350100M000100Y4", '3'),
            ("12110000400686987", 'T'),
            ("12310000425006116", '6'),
            ("91110105MA0000000", 'Y'),
        ] {
            assert_eq!(check_character(first), Some(expect), "{first}");
            assert_eq!(check(&format!("{first}{expect}")), Ok(()), "{first}");
        }
    }

    #[test]
    fn each_mistake_is_named() {
        let refused = |code: &str| check(code).unwrap_err();
        assert_eq!(refused("91350100M000100Y4"), UsccError::Length(17));
        assert_eq!(refused("91350100M000100Y4O"), UsccError::Character { place: 18, found: 'O' });
        assert_eq!(refused("9135010OM000100Y43"), UsccError::Character { place: 8, found: 'O' });
        assert_eq!(refused("91350100m000100Y43"), UsccError::Character { place: 9, found: 'm' });
        assert_eq!(refused("91350100M000100Y44"), UsccError::Check { wanted: '3' });
        assert_eq!(refused("91990100M000100Y43"), UsccError::Region);
        assert_eq!(refused("统一社会信用代码十八个汉字这里凑足数字"), UsccError::Length(19));
    }

    #[test]
    fn every_character_of_the_alphabet_has_its_place_as_value() {
        for (at, byte) in ALPHABET.iter().enumerate() {
            assert_eq!(value(*byte), u32::try_from(at).ok());
        }
        assert!(b"IOSVZ".iter().all(|byte| value(*byte).is_none()));
    }
}
