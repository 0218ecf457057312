//! Letters can be read on what is behind them, in every theme (WCAG 2.2: at least 4.5 : 1).

use crate::assert_none;
use crate::colours::THEME;
use crate::sources::one;
use std::collections::BTreeMap;

const LEAST: f64 = 4.5;

type Tokens = BTreeMap<String, String>;

/// The tokens of each block, over those of the first.
fn themes(css: &str) -> Vec<(String, Tokens)> {
    let blocks = without_comments(css);
    let mut base = Tokens::new();
    let mut themes = Vec::new();
    for block in blocks.split('}') {
        let Some((before, body)) = block.rsplit_once('{') else { continue };
        let selector = before.rsplit_once('{').map_or(before, |(_, inner)| inner).trim().to_owned();
        let own: Tokens =
            body.split(';').filter_map(|line| line.split_once(':')).map(trimmed).collect();
        if base.is_empty() {
            base.clone_from(&own);
        }
        if own.contains_key("--ground") {
            let mut tokens = base.clone();
            tokens.extend(own);
            themes.push((selector, tokens));
        }
    }
    themes
}

fn trimmed((name, value): (&str, &str)) -> (String, String) {
    (name.trim().to_owned(), value.trim().to_owned())
}

fn without_comments(css: &str) -> String {
    let parts = css.split("/*");
    parts.map(|it| it.split_once("*/").map_or(it, |(_, after)| after)).collect()
}

fn unreadable(css: &str) -> Vec<String> {
    let pairs = [
        ("--text-1", "--ground"),
        ("--text-1", "--panel"),
        ("--text-2", "--ground"),
        ("--text-2", "--panel"),
        ("--text-1", "--sheet"),
        ("--text-2", "--sheet"),
        ("--nav-text", "--nav"),
        ("--nav-strong", "--nav-here"),
    ];
    let mut faults = Vec::new();
    for (selector, tokens) in themes(css) {
        let found = pairs
            .iter()
            .filter(|(_, behind)| {
                ["--ground", "--panel"].contains(behind) || tokens.contains_key(*behind)
            })
            .filter_map(|(text, behind)| fault(&tokens, text, behind));
        faults.extend(found.map(|it| format!("{THEME}: {selector}: {it}")));
    }
    faults
}

fn fault(tokens: &Tokens, text: &str, behind: &str) -> Option<String> {
    let Some((front, back)) = resolve(tokens, text).zip(resolve(tokens, behind)) else {
        return Some(format!("{text} or {behind} is no plain colour"));
    };
    let ratio = contrast(front, back);
    (ratio < LEAST).then(|| format!("{text} on {behind} is {ratio:.2} : 1"))
}

/// Red, green, blue in 0..=1, through `var(--other)`.
fn resolve(tokens: &Tokens, name: &str) -> Option<[f64; 3]> {
    let value = tokens.get(name)?;
    match value.strip_prefix("var(") {
        Some(other) => resolve(tokens, other.trim_end_matches(')').trim()),
        None => parse(value),
    }
}

fn parse(value: &str) -> Option<[f64; 3]> {
    let digits: Vec<u32> =
        value.strip_prefix('#')?.chars().map(|it| it.to_digit(16)).collect::<Option<_>>()?;
    let channels: Vec<f64> = match digits.len() {
        3 => digits.iter().map(|it| f64::from(it * 17) / 255.0).collect(),
        6 => digits.chunks(2).map(|it| f64::from(it[0] * 16 + it[1]) / 255.0).collect(),
        _ => return None,
    };
    channels.try_into().ok()
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear =
        colour.map(|it| if it <= 0.04045 { it / 12.92 } else { ((it + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

#[test]
fn text_can_be_read_in_every_theme() {
    if let Some(theme) = one(THEME) {
        assert!(themes(&theme.text).len() >= 2, "{THEME}: a dark and a light theme");
        assert_none(&unreadable(&theme.text));
    }
}

#[test]
fn pale_text_is_a_fault() {
    let css = ":root { --ground: #000; --panel: #101010; --text-1: #fff; --text-2: #ddd; }\n\
               /* { */ :root[data-theme=\"light\"] { --ground: #fff; --panel: #fafafa; --text-1: #000; --text-2: #bbb; }";
    assert_eq!(themes(css).len(), 2);
    let faults = unreadable(css);
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(unreadable(&css.replace("#bbb", "#555")).is_empty());
    let nav = css.replace("--text-2: #ddd", "--text-2: #ddd; --nav: #000; --nav-text: #333");
    assert_eq!(unreadable(&nav).len(), 4, "in both themes");
}

#[test]
fn black_on_white_is_twenty_one_to_one() {
    assert!((contrast([0.0; 3], [1.0; 3]) - 21.0).abs() < 1e-9);
}
