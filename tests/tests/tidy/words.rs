//! Words that must not be in the sources: unfinished work, hosts, machines; and marks of the wrong width.

use crate::assert_none;
use crate::sources::{Source, all};

/// Spelt apart, so that this file does not hold them.
fn unfinished() -> Vec<String> {
    [["to", "do!("], ["unimple", "mented!("], ["FIX", "ME"], ["TO", "DO:"], ["XX", "X:"]]
        .map(|it| it.concat())
        .to_vec()
}

/// Package registries and download servers: packages come by name, through the ordinary clients.
fn hosts() -> Vec<String> {
    let parts = [
        ["crates", ".io/"],
        ["index.crates", ".io"],
        ["static.crates", ".io"],
        ["registry.npm", "js.org"],
        ["npm", "mirror"],
        ["deb.deb", "ian.org"],
        ["security.deb", "ian.org"],
        ["static.rust-", "lang.org"],
        ["sh.rust", "up.rs"],
        ["un", "pkg.com"],
        ["js", "delivr"],
        ["pypi", ".org"],
        ["githubuser", "content"],
        ["fonts.google", "apis"],
    ];
    parts.map(|it| it.concat()).to_vec()
}

/// Folders of one machine.
fn machines() -> Vec<String> {
    [["/ro", "ot/"], ["/ho", "me/"], ["/Us", "ers/"], ["/wo", "rk/"], ["C:", "\\\\"]]
        .map(|it| it.concat())
        .to_vec()
}

fn holding(sources: &[Source], words: &[String]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in sources {
        for (number, line) in (1..).zip(source.text.lines()) {
            let found = words.iter().filter(|word| line.contains(word.as_str()));
            faults.extend(found.map(|word| format!("{}:{number}: {word}", source.path)));
        }
    }
    faults
}

/// Cargo writes the lock file, with the address of its index.
fn written_by_people() -> Vec<Source> {
    all().into_iter().filter(|it| it.path != "Cargo.lock").collect()
}

#[test]
fn nothing_is_left_unfinished() {
    assert_none(&holding(&written_by_people(), &unfinished()));
}

#[test]
fn no_file_names_a_registry_or_a_machine() {
    assert_none(&holding(&written_by_people(), &hosts()));
    assert_none(&holding(&written_by_people(), &machines()));
}

/// A mark of half width that touches a Chinese character or a mark of full width, outside comments. What is not
/// written for people, such as records of tests and of the demo, is not looked at.
fn half_width(sources: &[Source]) -> Vec<String> {
    let is_wide = |it: char| matches!(it, '\u{3000}'..='\u{303f}' | '\u{4e00}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}');
    let is_half = |it: char| matches!(it, ',' | ':' | ';' | '?' | '!' | '(' | ')');
    let mut faults = Vec::new();
    for source in sources {
        let text = source.text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
        for (number, line) in (1..).zip(text.lines()) {
            let code = line.split("// ").next().unwrap_or_default();
            let code = if code.trim_start().starts_with("//") { "" } else { code };
            let mut pairs = code.chars().zip(code.chars().skip(1));
            if pairs.any(|(a, b)| is_wide(a) && is_half(b) || is_half(a) && is_wide(b)) {
                faults.push(format!("{}:{number}: {}", source.path, code.trim()));
            }
        }
    }
    faults
}

#[test]
fn what_people_read_in_chinese_has_marks_of_full_width() {
    let is_said = |it: &Source| {
        let folders = ["backend/src/", "domain/src/", "frontend/src/"];
        let records = ["/tests/", "/tests.rs", "/fixture.rs", "/demo/", "/bin/"];
        folders.iter().any(|folder| it.path.starts_with(folder))
            && it.is_rust()
            && !records.iter().any(|part| it.path.contains(part))
    };
    let said: Vec<Source> = all().into_iter().filter(is_said).collect();
    assert!(said.len() > 100, "the sources are where they are looked for: {}", said.len());
    assert_none(&half_width(&said));
}

#[test]
fn a_mark_of_half_width_is_found_before_and_behind_chinese_and_not_in_comments_or_tests() {
    let text = "/// 同比: a year before\nlet a = \"内容不同,请重报\"; // 甲,乙\nlet b = \"列：{x}(旧)\";\nlet c = \"取值 A, B\";\n\
                #[cfg(test)]\nmod tests {\n\"甲,乙\"";
    let faults = half_width(&[Source::new("a.rs", text)]);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("a.rs:2:") && faults[1].starts_with("a.rs:3:"), "{faults:?}");
}

#[test]
fn a_forbidden_word_is_found_with_its_line() {
    let text = format!(
        "fn half() {{\n    {}) // {} here\n}}\n",
        ["to", "do!("].concat(),
        ["FIX", "ME"].concat()
    );
    let faults = holding(&[Source::new("a.rs", &text)], &unfinished());
    assert_eq!(faults.len(), 2);
    assert!(faults[0].starts_with("a.rs:2:"));
    let script = Source::new("a.sh", &format!("curl {}", ["registry.npm", "js.org"].concat()));
    assert_eq!(holding(&[script], &hosts()).len(), 1);
    let path = Source::new("a.toml", &format!("dir = \"{}me\"", ["/ho", "me/"].concat()));
    assert_eq!(holding(&[path], &machines()).len(), 1);
}
