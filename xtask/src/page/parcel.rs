//! The files of the page as they travel: a compressed twin beside each, and a limit for all of them.
//!
//! The server sends the twins as they are; compressing this hard at its start would take it a while.

use crate::step::{Failure, OrFail as _};
use brotli::enc::BrotliEncoderParams;
use std::fs;
use std::path::{Path, PathBuf};

/// What the program, its script and its page with its styles may weigh together, compressed: a phone's first
/// second.
const MOST_BYTES: usize = 450 * 1024;

/// What travels compressed.
const KINDS: [&str; 4] = ["wasm", "js", "css", "html"];

/// Compresses what is in the folder; returns what each file weighs then, bytes.
pub(super) fn pack(folder: &Path) -> Result<Vec<(String, usize)>, Failure> {
    let entries = fs::read_dir(folder).or_fail(|| format!("{}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|it| it.path()).collect();
    files.retain(|it| KINDS.iter().any(|kind| it.extension().is_some_and(|end| end == *kind)));
    files.sort();
    let mut weights = Vec::new();
    for file in files {
        let plain = fs::read(&file).or_fail(|| format!("{}", file.display()))?;
        let packed = brotli(&plain).or_fail(|| format!("{}", file.display()))?;
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        weights.push((name, packed.len()));
        let twin = PathBuf::from(format!("{}.br", file.display()));
        fs::write(&twin, packed).or_fail(|| format!("{}", twin.display()))?;
    }
    Ok(weights)
}

/// Refuses a page that is too heavy.
pub(super) fn weigh(weights: &[(String, usize)]) -> Result<(), Failure> {
    let sum: usize = weights.iter().map(|it| it.1).sum();
    if sum <= MOST_BYTES {
        return Ok(());
    }
    let told: Vec<String> = weights.iter().map(|(name, size)| format!("{name} {size}")).collect();
    Err(Failure::new(format!(
        "the page is {sum} bytes compressed, {} more than it may be: {}",
        sum - MOST_BYTES,
        told.join(", ")
    )))
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let params = BrotliEncoderParams { quality: 11, size_hint: plain.len(), ..Default::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &*plain, &mut packed, &params)?;
    Ok(packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(wasm: usize) -> [(String, usize); 2] {
        [("a.wasm".to_owned(), wasm), ("a.js".to_owned(), 1000)]
    }

    #[test]
    fn a_page_that_is_too_heavy_is_refused_with_what_it_is_made_of() {
        assert_eq!(weigh(&page(MOST_BYTES - 1000)).ok(), Some(()));
        let refused = weigh(&page(MOST_BYTES - 999)).unwrap_err().to_string();
        assert!(refused.contains("1 more") && refused.contains("a.js 1000"), "{refused}");
    }

    #[test]
    fn each_file_has_a_twin_that_is_the_same_when_unpacked() {
        let text = "观澜索源".repeat(999);
        let packed = brotli(text.as_bytes()).unwrap();
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut &*packed, &mut plain).unwrap();
        assert_eq!(plain, text.as_bytes());
        assert!(packed.len() * 50 < plain.len());
    }
}
