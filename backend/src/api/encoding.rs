//! Bytes → compressed bytes, by what the caller accepts.

use std::io::{self, Write as _};

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::ACCEPT_ENCODING;

/// How a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Identity,
    Gzip,
    Brotli,
}

/// Shorter bodies gain nothing.
pub const WORTH_COMPRESSING_BYTES: usize = 860;

impl Encoding {
    /// The best of ours that the caller accepts; a quality of zero is a refusal.
    pub fn accepted(headers: &HeaderMap) -> Self {
        let values = headers.get_all(ACCEPT_ENCODING);
        let words =
            values.iter().filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(','));
        let names: Vec<&str> = words.filter_map(wanted).collect();
        let has = |name: &str| names.iter().any(|it| it.eq_ignore_ascii_case(name));
        match () {
            () if has("br") => Self::Brotli,
            () if has("gzip") => Self::Gzip,
            () => Self::Identity,
        }
    }

    /// The value of `Content-Encoding`; none for plain bytes.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Identity => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }

    /// Compresses at a level that costs about as much as writing the JSON did.
    pub fn apply(self, bytes: &Bytes) -> io::Result<Bytes> {
        match self {
            Self::Identity => Ok(bytes.clone()),
            Self::Gzip => {
                let mut writer =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(5));
                writer.write_all(bytes)?;
                writer.finish().map(Bytes::from)
            }
            Self::Brotli => brotli_at(5, bytes),
        }
    }
}

/// Brotli at a quality of 0 to 11.
pub fn brotli_at(quality: i32, bytes: &[u8]) -> io::Result<Bytes> {
    let params = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &params)?;
    Ok(packed.into())
}

/// The name of an encoding unless its quality is zero.
fn wanted(word: &str) -> Option<&str> {
    let mut parts = word.split(';').map(str::trim);
    let name = parts.next()?;
    let refused = parts.filter_map(|it| it.strip_prefix("q=")).any(|q| q.parse() == Ok(0.0_f32));
    (!refused).then_some(name)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[track_caller]
    fn check(accept: &str, expect: Encoding) {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, accept.parse().unwrap());
        assert_eq!(Encoding::accepted(&headers), expect, "{accept}");
    }

    #[test]
    fn brotli_wins_over_gzip_and_zero_quality_refuses() {
        check("gzip, deflate, br;q=0.5", Encoding::Brotli);
        check("gzip, br;q=0", Encoding::Gzip);
        check("GZIP", Encoding::Gzip);
        check("identity", Encoding::Identity);
        check("br;q=0.0, gzip; q=0", Encoding::Identity);
    }

    #[test]
    fn both_encodings_come_back_as_they_were() {
        let text = Bytes::from("观澜索源".repeat(500));
        let mut plain = Vec::new();
        let packed = Encoding::Gzip.apply(&text).unwrap();
        flate2::read::GzDecoder::new(&*packed).read_to_end(&mut plain).unwrap();
        assert_eq!(plain, text);
        let packed = Encoding::Brotli.apply(&text).unwrap();
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &*packed, &mut plain).unwrap();
        assert_eq!(plain, text);
        assert!(packed.len() * 20 < text.len());
    }
}
