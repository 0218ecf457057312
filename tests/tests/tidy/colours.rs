//! Colours live in the theme tokens, nowhere else: not in other styles, not in Rust.

use crate::assert_none;
use crate::sources::{Source, all};

/// Where colours are allowed.
pub(crate) const THEME: &str = "assets/css/theme.css";

const FUNCTIONS: [&str; 7] = ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab(", "color("];

fn literal_colours(sources: &[Source]) -> Vec<String> {
    let mut faults = Vec::new();
    for source in
        sources.iter().filter(|it| it.path != THEME && (it.ends_with("css") || is_page(it)))
    {
        let program = source.text.split("#[cfg(test)]").next().unwrap_or_default();
        for (number, line) in (1..).zip(program.lines()) {
            if is_coloured(line, source.is_rust()) {
                faults.push(format!(
                    "{}:{number}: a colour outside {THEME}: {}",
                    source.path,
                    line.trim()
                ));
            }
        }
    }
    faults
}

fn is_page(source: &Source) -> bool {
    source.is_rust() && source.path.starts_with("frontend/src/")
}

fn is_coloured(line: &str, rust: bool) -> bool {
    let code = if rust { line.split("//").next().unwrap_or_default() } else { line };
    let function = FUNCTIONS.iter().any(|name| {
        let mut calls = code.split(name).skip(1);
        if rust {
            code.contains(&format!("\"{name}")) && calls.any(|it| !it.starts_with('"'))
        } else {
            calls.next().is_some()
        }
    });
    function
        || code
            .split('#')
            .skip(1)
            .zip(code.split('#'))
            .any(|(after, before)| is_hex(before, after, rust))
}

/// `#1a2b3c` after a colon in CSS, at the start of a string in Rust.
fn is_hex(before: &str, after: &str, rust: bool) -> bool {
    let digits = after.chars().take_while(char::is_ascii_hexdigit).count();
    let ends =
        after.chars().nth(digits).is_none_or(|it| !it.is_alphanumeric() && it != '-' && it != '_');
    let begins = if rust {
        before.ends_with('"')
    } else {
        before.contains(':') && !before.ends_with("url(")
    };
    matches!(digits, 3 | 4 | 6 | 8) && ends && begins
}

#[test]
fn colours_are_written_in_the_theme_alone() {
    assert_none(&literal_colours(&all()));
}

#[test]
fn a_colour_elsewhere_is_a_fault() {
    let css = "a { color: #1a2b3c; }\nb { color: var(--text-1); }\n#add { margin: 0; }\nc { background: rgb(1 2 3); }\n";
    assert_eq!(literal_colours(&[Source::new("assets/css/page.css", css)]).len(), 2);
    assert!(literal_colours(&[Source::new(THEME, css)]).is_empty());
    let rust =
        "let a = \"#fff\"; // \"#000\"\nlet b = \"#/records\";\nlet c = format!(\"rgb(1,2,3)\");\n";
    assert_eq!(literal_colours(&[Source::new("frontend/src/charts.rs", rust)]).len(), 2);
    assert!(literal_colours(&[Source::new("backend/src/a.rs", rust)]).is_empty());
}
