//! A name as somebody wrote it → the key under which it is looked up. The stored original stays.
//!
//! Old registers and copied documents write 延慶區 for 延庆区, or 北京 市 with a blank. The key is for
//! comparing only: it is never shown and never stored in place of a name. Words are not translated (公車 stays
//! 公车), only characters.

use std::borrow::Cow;
use std::sync::OnceLock;

/// The key of a name: simplified characters, half-width, lower case, no blanks.
///
/// ```
/// assert_eq!(domain::name::key("延慶區"), domain::name::key("延庆区"));
/// ```
pub fn key(name: &str) -> Cow<'_, str> {
    if name.chars().all(|c| folded(c) == Some(c)) {
        return Cow::Borrowed(name);
    }
    Cow::Owned(name.chars().filter_map(folded).collect())
}

/// Whether two names are the same for lookup.
pub fn same(one: &str, other: &str) -> bool {
    one.chars().filter_map(folded).eq(other.chars().filter_map(folded))
}

/// The character of the key; `None` for blanks.
fn folded(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}') => None,
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        '！'..='～' => {
            let ascii = u32::from(c).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(c);
            Some(ascii.to_ascii_lowercase())
        }
        c => Some(simplified(c)),
    }
}

fn simplified(c: char) -> char {
    let table = table();
    let found = table.binary_search_by_key(&c, |(traditional, _)| *traditional);
    found.ok().and_then(|at| table.get(at)).map_or(c, |(_, simplified)| *simplified)
}

/// (traditional, simplified), sorted.
fn table() -> &'static [(char, char)] {
    static TABLE: OnceLock<Vec<(char, char)>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let text = include_str!("name/traditional.txt");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let pairs = lines.flat_map(str::split_whitespace).filter_map(|pair| {
            let mut chars = pair.chars();
            Some((chars.next()?, chars.next()?))
        });
        pairs.collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feed::Feed;
    use crate::feed::fixture;

    #[test]
    fn hard_case_20_traditional_names_match_and_the_stored_original_stays() {
        for (written, register) in [
            ("延慶區", "延庆区"),
            ("密雲縣", "密云县"),
            ("門頭溝區", "门头沟区"),
            ("郟县", "郏县"),
            ("臨潁縣", "临颍县"),
            ("寶豐縣", "宝丰县"),
            ("豐臺區衛生健康監督所", "丰台区卫生健康监督所"),
            ("北京 市\u{3000}", "北京市"),
            ("ＫＴＶ（東城）", "ktv(东城)"),
        ] {
            assert!(same(written, register), "{written}");
            assert_eq!(key(written), key(register));
        }
        assert!(!same("延庆区", "延庆县"));
        assert_eq!(fixture::value(Feed::Entity, &[("name", "延慶區醫院")], "name"), "延慶區醫院");
    }

    #[test]
    fn the_table_is_sorted_and_simplified_names_are_borrowed() {
        assert!(table().windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(table().len() > 2900);
        assert!(matches!(key("石景山区"), Cow::Borrowed(_)));
    }
}
