//! Bytes of a block → text, strictly: a delivery that is not what it says is refused, never guessed at.

use std::str;

use encoding_rs::{DecoderResult, GB18030};

/// How the bytes of a delivery spell text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// With or without a byte order mark.
    #[default]
    Utf8,
    Gb18030,
}

impl Encoding {
    /// The encoding of a declared name (`charset`), in any case; `None` for others.
    pub fn parse(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "gb18030" | "gbk" | "gb2312" => Some(Self::Gb18030),
            _ => None,
        }
    }

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Gb18030 => "GB18030",
        }
    }
}

/// The first byte that is not text in the declared encoding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// Bytes of the block before it.
    pub(super) at: usize,
    /// Line ends before it.
    pub(super) lines: u64,
    pub(super) hint: String,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// Decodes a block; `is_first` blocks may start with a byte order mark.
pub(super) fn decode(
    bytes: Vec<u8>,
    encoding: Encoding,
    is_first: bool,
) -> Result<String, Undecodable> {
    match encoding {
        Encoding::Utf8 => utf8(bytes, is_first),
        Encoding::Gb18030 => gb18030(&bytes),
    }
}

fn utf8(mut bytes: Vec<u8>, is_first: bool) -> Result<String, Undecodable> {
    if is_first && bytes.starts_with(BOM) {
        bytes.drain(..BOM.len());
    }
    String::from_utf8(bytes).map_err(|err| {
        let at = err.utf8_error().valid_up_to();
        undecodable(&err.into_bytes(), at, Encoding::Utf8)
    })
}

fn gb18030(bytes: &[u8]) -> Result<String, Undecodable> {
    let mut decoder = GB18030.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(bytes.len());
    let mut text = String::with_capacity(room.unwrap_or(bytes.len() * 2));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(text),
        (DecoderResult::OutputFull | DecoderResult::Malformed(..), read) => {
            Err(undecodable(bytes, read.saturating_sub(1), Encoding::Gb18030))
        }
    }
}

fn undecodable(bytes: &[u8], at: usize, declared: Encoding) -> Undecodable {
    let before = bytes.get(..at).unwrap_or_default();
    let lines = memchr::memchr_iter(b'\n', before).count() as u64;
    Undecodable { at, lines, hint: hint(bytes, declared) }
}

fn hint(bytes: &[u8], declared: Encoding) -> String {
    let start = bytes.get(..4096).unwrap_or(bytes);
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") || start.contains(&0) {
        return "像是UTF-16编码，请另存为UTF-8".to_owned();
    }
    let is_other = match declared {
        Encoding::Utf8 => {
            GB18030.decode_without_bom_handling_and_without_replacement(bytes).is_some()
        }
        Encoding::Gb18030 => str::from_utf8(bytes).is_ok(),
    };
    match (is_other, declared) {
        (true, Encoding::Utf8) => "不是UTF-8，像是GB18030：请声明 encoding=gb18030".to_owned(),
        (true, Encoding::Gb18030) => "不是GB18030，像是UTF-8：请声明 encoding=utf-8".to_owned(),
        (false, _) => format!("不是{}编码", declared.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_text_at_the_start_and_only_there() {
        let bytes = "\u{feff}a".as_bytes().to_vec();
        assert_eq!(decode(bytes.clone(), Encoding::Utf8, true).unwrap(), "a");
        assert_eq!(decode(bytes, Encoding::Utf8, false).unwrap(), "\u{feff}a");
    }

    #[test]
    fn gb18030_is_read_when_declared_and_only_suggested_when_not() {
        let (bytes, _, _) = GB18030.encode("单位,延慶區\n餐厅,㐀\n");
        let bytes = bytes.into_owned();
        assert_eq!(
            decode(bytes.clone(), Encoding::Gb18030, true).unwrap(),
            "单位,延慶區\n餐厅,㐀\n"
        );
        let refused = decode(bytes, Encoding::Utf8, true).unwrap_err();
        assert_eq!((refused.at, refused.lines), (0, 0));
        assert!(refused.hint.contains("GB18030"), "{}", refused.hint);
    }

    #[test]
    fn a_broken_byte_is_named_by_its_place() {
        let refused = decode(b"a,b\n1,\xFF\xFF\n".to_vec(), Encoding::Utf8, true).unwrap_err();
        assert_eq!((refused.at, refused.lines), (6, 1));
        let refused = decode(b"a,b\n1,\xFF\xFF\n".to_vec(), Encoding::Gb18030, true).unwrap_err();
        assert_eq!((refused.at, refused.lines), (6, 1));
    }
}
